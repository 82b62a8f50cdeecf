//! Finding reserved strings: one automaton for all strings of a target, without regard to case; the rule then decides.

use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::definition::{Match, Reserved, ReservedCode, Severity, Speaker};
use super::fault::{Code, Fault};

/// The reserved strings of a target, ready to be looked for.
#[derive(Debug, Clone)]
pub(super) struct Matcher {
    automaton: AhoCorasick,
    /// For each pattern of the automaton its rules, errors first.
    patterns: Vec<Vec<Rule>>,
}

#[derive(Debug, Clone)]
struct Rule {
    string: Arc<str>,
    instead: Option<Arc<str>>,
    compare: Match,
    speakers: Vec<Speaker>,
    severity: Severity,
    code: Code,
}

impl Matcher {
    /// Builds the automaton. `None` when there are no strings; an error when they are too many for an automaton.
    pub(super) fn new(reserved: &[Reserved]) -> Result<Option<Self>, aho_corasick::BuildError> {
        let listed =
            || reserved.iter().flat_map(|set| set.strings.iter().map(move |(string, instead)| (set, string, instead)));
        let mut strings: Vec<String> = listed().map(|(_, string, _)| string.to_ascii_lowercase()).collect();
        strings.sort();
        strings.dedup();
        let patterns = strings.iter().map(|string| {
            let same = listed().filter(|(_, listed, _)| listed.eq_ignore_ascii_case(string));
            let mut rules: Vec<_> = same.map(|(set, string, instead)| Rule::new(set, string, instead)).collect();
            rules.sort_by_key(|rule| std::cmp::Reverse(rule.severity));
            rules
        });
        let patterns = patterns.collect();
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .build(&strings)?;
        Ok((!strings.is_empty()).then_some(Self { automaton, patterns }))
    }

    /// Calls `hit` with a fault for each string that stands in `text`, once, as the worst that it is.
    pub(super) fn find(&self, text: &str, speaker: Speaker, hit: &mut dyn FnMut(Fault)) {
        // Most texts hold none: nothing is set up until one does.
        let mut worst: Vec<Option<&Rule>> = Vec::new();
        for found in self.automaton.find_overlapping_iter(text) {
            let Some(rules) = self.patterns.get(found.pattern().as_usize()) else { continue };
            worst.resize(self.patterns.len(), None);
            let Some(worst) = worst.get_mut(found.pattern().as_usize()) else { continue };
            if worst.is_some_and(|rule| rule.severity == Severity::Error) {
                continue;
            }
            let written = text.get(found.range()).unwrap_or_default();
            let behind = text.get(..found.start()).is_some_and(|before| before.ends_with('\n'));
            *worst = rules.iter().find(|rule| rule.applies(written, behind, speaker)).or(*worst);
        }
        worst.into_iter().flatten().for_each(|rule| hit(rule.fault(speaker)));
    }
}

impl Matcher {
    /// The text with every reserved string rewritten that there is something to write in its place for; `None` when there is
    /// none. The letters that a string and its substitute have in common keep their case.
    pub(super) fn reworded(&self, text: &str, speaker: Speaker) -> Option<String> {
        let (mut written, mut kept) = (String::new(), 0);
        for found in self.automaton.find_overlapping_iter(text) {
            let stands = text.get(found.range())?;
            let behind = text.get(..found.start())?.ends_with('\n');
            let mut rules = self.patterns.get(found.pattern().as_usize())?.iter();
            let rule = rules.find(|rule| rule.instead.is_some() && rule.applies(stands, behind, speaker));
            let Some((rule, instead)) = rule.and_then(|rule| Some((rule, rule.instead.as_deref()?))) else { continue };
            if found.start() < kept {
                continue;
            }
            let common = rule.string.bytes().zip(instead.bytes()).take_while(|(one, other)| one == other).count();
            written.push_str(text.get(kept..found.start())?);
            written.push_str(stands.get(..common)?);
            written.push_str(instead.get(common..)?);
            kept = found.end();
        }
        (kept > 0).then(|| written + text.get(kept..).unwrap_or_default())
    }
}

impl Rule {
    fn new(reserved: &Reserved, string: &str, instead: &str) -> Self {
        Self {
            string: Arc::from(string),
            instead: (!instead.is_empty()).then(|| Arc::from(instead)),
            compare: reserved.compare,
            speakers: reserved.speakers.clone(),
            severity: reserved.severity,
            code: match reserved.code {
                ReservedCode::Br007 => Code::Br007,
                ReservedCode::Br018 => Code::Br018,
            },
        }
    }

    /// Whether the rule means what is `written`, right behind a line feed if `behind`.
    fn applies(&self, written: &str, behind: bool, speaker: Speaker) -> bool {
        let matches = match self.compare {
            Match::IgnoreCase => true,
            Match::Exact => *self.string == *written,
            Match::LineStart => behind && *self.string == *written,
        };
        matches && (self.speakers.is_empty() || self.speakers.contains(&speaker))
    }

    fn fault(&self, speaker: Speaker) -> Fault {
        let (string, instead) = (self.string.clone(), self.instead.clone());
        Fault::Reserved { string, instead, speaker, code: self.code, severity: self.severity }
    }
}

#[cfg(test)]
mod tests {
    use Severity::{Error, Warning};
    use Speaker::{Assistant, User};

    use super::*;

    type Hits = &'static [(&'static str, Severity)];

    fn rule(string: &str, compare: Match, speakers: &[Speaker], severity: Severity) -> Reserved {
        let strings = [(string.to_owned(), String::new())].into();
        Reserved { strings, compare, speakers: speakers.to_vec(), severity, code: ReservedCode::Br007 }
    }

    #[test]
    fn each_string_is_reported_once_as_the_worst_it_is() {
        let matcher = Matcher::new(&[
            rule("User:", Match::IgnoreCase, &[], Severity::Warning),
            rule("User:", Match::Exact, &[Speaker::User], Severity::Error),
            rule("[EOS]", Match::Exact, &[], Severity::Error),
        ])
        .unwrap()
        .unwrap();
        let cases: [(&str, Speaker, Hits); 7] = [
            ("nothing", User, &[]),
            ("user: and User: and USER:", User, &[("User:", Error)]),
            ("End-User: x", User, &[("User:", Error)]),
            ("superuser: x", User, &[("User:", Warning)]),
            ("User: x", Assistant, &[("User:", Warning)]),
            ("[eos]", User, &[]),
            ("[EOS]User:", User, &[("[EOS]", Error), ("User:", Error)]),
        ];
        for (text, speaker, expected) in cases {
            let mut hits = Vec::new();
            matcher.find(text, speaker, &mut |fault| {
                let Fault::Reserved { string, severity, .. } = fault else { panic!("{fault:?}") };
                hits.push((string.to_string(), severity));
            });
            let expected: Vec<_> = expected.iter().map(|(s, severity)| ((*s).to_owned(), *severity)).collect();
            assert_eq!(hits, expected, "{text}");
        }
    }
}
