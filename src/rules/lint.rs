//! What a rule must have beyond its schema.

use std::collections::BTreeSet;
use std::fmt;

use super::pattern::{self, VALUE_GROUP};
use super::{Example, Rule, RuleSet};
use crate::core::Span;

/// Fewest examples of each kind.
const MIN_EXAMPLES: usize = 3;

/// Something a rule lacks or has wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The rule's pack.
    pub pack: String,
    /// The rule.
    pub rule: String,
    /// Line of its file, counted from 1, where one key is wrong and the file is the user's.
    pub line: Option<usize>,
    /// What is wrong; where one key is, it begins with the key.
    pub message: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.message.split_once(": ")) {
            (Some(line), Some((key, message))) => {
                write!(f, "{}/{}.toml: line {line}, key `{key}`: {message}", self.pack, self.rule)
            }
            _ => write!(f, "{}/{}: {}", self.pack, self.rule, self.message),
        }
    }
}

/// Checks every rule for form: it needs no text but the rule's own.
#[must_use]
pub fn lint(set: &RuleSet) -> Vec<Complaint> {
    set.rules()
        .flat_map(|(pack, rule)| {
            lint_rule(rule).into_iter().map(|message| Complaint {
                pack: pack.info.name.clone(),
                rule: rule.id.clone(),
                line: message.split_once(": ").and_then(|(key, _)| set.line(&rule.id, key)),
                message,
            })
        })
        .collect()
}

fn lint_rule(rule: &Rule) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut must = |holds: bool, message: &str| {
        if !holds {
            wrong.push(message.to_owned());
        }
    };
    must(is_id(&rule.id), "id: lower-case words and numbers joined by `-`");
    must(!rule.why.trim().is_empty(), "why: empty");
    must(rule.references.iter().any(|line| !line.trim().is_empty()), "references: empty");
    let detect = &rule.detect;
    let share = 0.0..=1.0;
    must(share.contains(&detect.score), "detect.score: not from 0 to 1");
    must(detect.validated_score.is_none_or(|score| share.contains(&score)), "detect.validated_score: not from 0 to 1");
    must(
        detect.validated_score.is_none() || detect.validator.is_some(),
        "detect.validated_score: there is no validator to confirm anything",
    );
    must(detect.keywords.iter().all(|word| is_keyword(word)), "detect.keywords: each is more than one letter or digit");
    must(
        detect.trigger.is_none() || detect.keywords.is_empty(),
        "detect.trigger: keywords say already where the pattern is tried",
    );
    let context = &rule.context;
    must(share.contains(&context.boost), "context.boost: not from 0 to 1");
    must(share.contains(&context.penalty), "context.penalty: not from 0 to 1");
    must(context.window > 0 || context.words.is_empty(), "context.window: words are listed but none is looked at");
    must(
        context.words.iter().chain(&context.negative).all(|word| word.chars().any(char::is_alphanumeric)),
        "context: a word holds no letter or digit",
    );
    must(
        rule.jurisdiction.iter().all(|code| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())),
        "jurisdiction: ISO 3166-1 alpha-2 codes, upper case",
    );
    wrong.extend(lint_pattern(&detect.pattern));
    wrong.extend(lint_examples(rule));
    wrong
}

fn lint_pattern(text: &str) -> Vec<String> {
    let regex = match pattern::compile(text) {
        Ok(regex) => regex,
        Err(error) => return vec![format!("detect.pattern: {}", pattern::describe(&error))],
    };
    let unknown = regex.group_info().pattern_names(regex_automata::PatternID::ZERO).flatten();
    let mut wrong: Vec<_> = unknown
        .filter(|name| *name != VALUE_GROUP)
        .map(|name| format!("detect.pattern: group `{name}` has no meaning, only `{VALUE_GROUP}` has"))
        .collect();
    if regex.is_match(b"") {
        wrong.push("detect.pattern: matches nothing at all".to_owned());
    }
    wrong
}

fn lint_examples(rule: &Rule) -> Vec<String> {
    let mut wrong = BTreeSet::new();
    // A pattern with a value group asks for more text around the value, so there is none at the edges.
    let inner = rule.detect.pattern.contains("(?P<value>") || rule.detect.pattern.contains("(?<value>");
    let mut places = Places { start: inner, end: inner, multi_byte: false };
    for (n, marked) in rule.examples.matches.iter().enumerate() {
        match Example::parse(marked) {
            Ok(example) if example.spans.is_empty() => {
                wrong.insert(format!("examples.match[{n}]: it marks nothing with ⟦…⟧"));
            }
            Ok(example) => example.spans.iter().for_each(|span| places.note(&example.text, *span)),
            Err(error) => {
                wrong.insert(format!("examples.match[{n}]: {error}"));
            }
        }
    }
    let marked = rule.examples.no_match.iter().enumerate().filter(|(_, text)| text.contains(['⟦', '⟧']));
    wrong.extend(marked.map(|(n, _)| format!("examples.no_match[{n}]: holds a marker")));
    for (count, name) in [(rule.examples.matches.len(), "match"), (rule.examples.no_match.len(), "no_match")] {
        if count < MIN_EXAMPLES {
            wrong.insert(format!("examples.{name}: fewer than {MIN_EXAMPLES}"));
        }
    }
    wrong.extend(places.missing().map(|place| format!("examples.match: none has its value {place}")));
    wrong.into_iter().collect()
}

/// Where marked values have stood.
#[derive(Debug)]
struct Places {
    start: bool,
    end: bool,
    multi_byte: bool,
}

impl Places {
    fn note(&mut self, text: &str, span: Span) {
        let before = text.get(..span.start).unwrap_or_default();
        let after = text.get(span.end..).unwrap_or_default();
        self.start |= before.is_empty();
        self.end |= after.is_empty();
        let near = before.chars().rev().take(3).chain(after.chars().take(3));
        self.multi_byte |= near.chain(span.of(text).unwrap_or_default().chars()).any(|character| !character.is_ascii());
    }

    fn missing(&self) -> impl Iterator<Item = &'static str> {
        [
            (self.start, "at the start of the text"),
            (self.end, "at the end of the text"),
            (self.multi_byte, "beside multi-byte text"),
        ]
        .into_iter()
        .filter(|(present, _)| !present)
        .map(|(_, place)| place)
    }
}

fn is_id(id: &str) -> bool {
    id.split('-')
        .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

fn is_keyword(word: &str) -> bool {
    !word.is_empty() && (word.len() > 1 || !word.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Trigger;

    fn rule() -> Rule {
        RuleSet::load(&[], None).unwrap().rule("email").unwrap().1.clone()
    }

    #[test]
    fn embedded_rules_are_in_order() {
        let complaints = lint(&RuleSet::load(&[], None).unwrap());
        assert!(complaints.is_empty(), "{complaints:#?}");
    }

    #[test]
    fn every_fault_is_named() {
        type Break = fn(&mut Rule);
        let table: &[(Break, &str)] = &[
            (|rule| rule.id = "E_mail".into(), "id:"),
            (|rule| rule.why = " ".into(), "why:"),
            (|rule| rule.references.clear(), "references:"),
            (|rule| rule.detect.pattern = "(".into(), "detect.pattern:"),
            (|rule| rule.detect.pattern = r"(?=a)b".into(), "look-around"),
            (|rule| rule.detect.pattern = r"(?P<name>b)".into(), "group `name`"),
            (|rule| rule.detect.pattern = "a*".into(), "matches nothing"),
            (|rule| rule.detect.score = 1.5, "detect.score:"),
            (|rule| rule.detect.validator = None, "detect.validated_score:"),
            (|rule| rule.detect.keywords = vec!["a".into()], "detect.keywords:"),
            (|rule| rule.detect.trigger = Some(Trigger::NameRuns), "detect.trigger:"),
            (|rule| rule.context.window = 0, "context.window:"),
            (|rule| rule.jurisdiction = vec!["us".into()], "jurisdiction:"),
            (|rule| rule.examples.matches.truncate(2), "examples.match: fewer"),
            (|rule| rule.examples.no_match.truncate(2), "examples.no_match: fewer"),
            (|rule| rule.examples.matches.push("⟦".into()), "do not pair up"),
            (|rule| rule.examples.matches.push("plain".into()), "marks nothing"),
            (|rule| rule.examples.no_match.push("⟦a⟧".into()), "holds a marker"),
            (|rule| rule.examples.matches = vec!["a ⟦b⟧ c".into(); 3], "at the start"),
        ];
        for (fault, expected) in table {
            let mut rule = rule();
            rule.context.words.push("mail".into());
            rule.context.window = 5;
            assert!(lint_rule(&rule).is_empty());
            fault(&mut rule);
            let wrong = lint_rule(&rule);
            assert!(wrong.iter().any(|message| message.contains(expected)), "{expected}: {wrong:?}");
        }
    }
}
