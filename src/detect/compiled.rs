//! One rule as the engine uses it.

use std::sync::{Arc, OnceLock};

use regex_automata::Input;
use regex_automata::meta::{Cache, Regex};
use regex_automata::util::captures::Captures;
use regex_syntax::hir::Hir;

use super::Error;
use super::anchor::{self, Behind};
use super::byte_set::ByteSet;
use super::context::ContextRule;
use super::digits::{DigitGate, classes};
use super::overlap::Part;
use super::rare;
use super::shape::{self, Graph};
use super::vocabulary::Vocabulary;
use crate::config::Detect;
use crate::core::{EntityType, Span};
use crate::rules::pattern::{self, VALUE_GROUP};
use crate::rules::{Pack, Rule, Trigger, ValidatorName};

/// Reach of a pattern without a longest match.
const DEFAULT_REACH: usize = 512;

/// A pattern of so many states, by [`shape::size`], is far below the 10 MiB that `regex-automata` allows an automaton.
const SURELY_COMPILES: usize = 20_000;

/// Working memory of a rule: it is handed to and fro, so it lies on the heap.
pub(super) type RuleCache = Box<(Cache, Captures)>;

/// What a rule is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleInfo {
    /// Rule id.
    pub id: Arc<str>,
    /// The pack it comes from.
    pub pack: Arc<str>,
    /// Entity type of its findings.
    pub entity: EntityType,
    /// Version of the pack.
    pub version: Arc<str>,
}

/// What every match of a rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Demand {
    /// Fewest digits.
    pub(super) digits: usize,
    /// Shortest row of bytes without white space.
    pub(super) row: usize,
    /// Shortest row of ASCII letters and digits.
    pub(super) word: usize,
    /// Fewest bytes.
    pub(super) length: usize,
    /// Most bytes of a text that is a match as a whole, if a match is never only a part of one.
    pub(super) whole: Option<usize>,
}

/// A rule, compiled.
#[derive(Debug)]
pub(super) struct CompiledRule {
    pub(super) info: RuleInfo,
    pub(super) jurisdiction: Vec<String>,
    pub(super) languages: Vec<String>,
    /// The pattern, and its automaton once the rule is tried on a text: most rules never are, and automata take time to build.
    pattern: String,
    regex: OnceLock<Option<Regex>>,
    has_value_group: bool,
    pub(super) validator: Option<ValidatorName>,
    /// What its matches are beside a line that a label announces.
    pub(super) part: Part,
    pub(super) score: f32,
    pub(super) validated_score: f32,
    pub(super) threshold: f32,
    pub(super) context: ContextRule,
    pub(super) window: usize,
    pub(super) keywords: Vec<String>,
    pub(super) trigger: Option<Trigger>,
    /// By keyword: what stands behind it in a match. Worked out when the rule is called first: most rules never are.
    behind: OnceLock<Option<Vec<Behind>>>,
    /// How far from a keyword a match can extend.
    pub(super) reach: usize,
    /// Every byte that can be in a match.
    alphabet: ByteSet,
    hir: Hir,
    /// What must be in a region for a match.
    pub(super) demand: Demand,
    /// Bytes of which every match holds one, if they are rare.
    pub(super) rare: Option<Box<ByteSet>>,
    /// When to try the rule if it has no keywords; `None` means everywhere.
    pub(super) gate: Option<DigitGate>,
    /// Whether no match reaches the threshold without a word for it nearby, so that it need not be tried elsewhere.
    pub(super) needs_context: bool,
}

fn part(rule: &Rule) -> Part {
    match rule.entity.as_str() {
        _ if rule.detect.validator == Some(ValidatorName::AddressLine) => Part::Line,
        "STREET_ADDRESS" | "POSTCODE" => Part::OfLine,
        _ => Part::Apart,
    }
}

impl CompiledRule {
    pub(super) fn new(pack: &Pack, rule: &Rule, config: &Detect, vocabulary: &mut Vocabulary) -> Result<Self, Error> {
        let wrong = |message: String| Error::Pattern { rule: rule.id.clone(), message };
        let text = &rule.detect.pattern;
        let hir = regex_syntax::ParserBuilder::new()
            .unicode(false)
            .utf8(false)
            .build()
            .parse(text)
            .map_err(|error| wrong(error.to_string()))?;
        let regex = OnceLock::new();
        if shape::size(&hir) > SURELY_COMPILES {
            let compiled = pattern::compile(text).map_err(|error| wrong(pattern::describe(&error)))?;
            let _ = regex.set(Some(compiled));
        }
        let longest = hir.properties().maximum_len();
        let validated = rule.detect.validated_score.unwrap_or(rule.detect.score);
        let threshold = config.thresholds.get(&rule.entity).copied().unwrap_or(config.min_score);
        // The graph costs more than all else here, and most rules have a keyword.
        let elsewhere = !rule.detect.keywords.is_empty() || rule.detect.trigger.is_some();
        let gate = if elsewhere {
            None
        } else {
            let graph = Graph::new(text).ok_or_else(|| wrong("too large".to_owned()))?;
            gate(&graph, &hir, longest)
        };
        Ok(Self {
            info: RuleInfo {
                id: Arc::from(rule.id.as_str()),
                pack: Arc::from(pack.info.name.as_str()),
                entity: rule.entity.clone(),
                version: Arc::from(pack.info.version.as_str()),
            },
            jurisdiction: rule.jurisdiction.clone(),
            languages: rule.languages.clone(),
            has_value_group: shape::has_group(&hir, VALUE_GROUP),
            pattern: text.clone(),
            regex,
            validator: rule.detect.validator,
            part: part(rule),
            score: rule.detect.score,
            validated_score: validated,
            threshold,
            context: ContextRule::new(&rule.context, vocabulary),
            window: rule.context.window,
            keywords: rule.detect.keywords.iter().map(|word| word.to_ascii_lowercase()).collect(),
            reach: rule.detect.reach.or(longest).unwrap_or(DEFAULT_REACH),
            alphabet: shape::alphabet(&hir),
            demand: Demand {
                digits: shape::fewest(&hir, &ByteSet::digits()),
                row: shape::longest_row(&hir),
                word: shape::longest_word(&hir),
                whole: shape::longest_whole(&hir),
                length: hir.properties().minimum_len().unwrap_or(0),
            },
            rare: rare::rare(&hir).map(Box::new),
            hir,
            trigger: rule.detect.trigger,
            behind: OnceLock::new(),
            needs_context: !elsewhere && rule.detect.score.max(validated) < threshold,
            gate,
        })
    }

    /// Whether a match that ends at `end` could go on if more of the text were looked at.
    pub(super) fn may_go_on(&self, text: &str, end: usize) -> bool {
        text.as_bytes().get(end).is_some_and(|byte| self.alphabet.contains(*byte))
    }

    /// Whether a keyword of the rule may be that of a match, given what follows it in a text.
    pub(super) fn may_be_followed(&self, keyword: usize, rest: &[u8]) -> bool {
        let known = self.behind.get_or_init(|| anchor::behind(&self.pattern, &self.keywords));
        known.as_ref().and_then(|known| known.get(keyword)).is_none_or(|behind| behind.allows(rest))
    }

    /// Fewest bytes of a set in any match.
    pub(super) fn fewest(&self, set: &ByteSet) -> usize {
        shape::fewest(&self.hir, set)
    }

    /// The automaton; there is always one, since what may be too large is built when the rule is compiled.
    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| pattern::compile(&self.pattern).ok()).as_ref()
    }

    /// Working memory for the rule.
    pub(super) fn cache(&self) -> Option<RuleCache> {
        self.regex().map(|regex| Box::new((regex.create_cache(), regex.create_captures())))
    }

    /// The next match in `start..end` of the text: the whole of it, and the value in it.
    pub(super) fn find(&self, cache: &mut RuleCache, text: &str, start: usize, end: usize) -> Option<(Span, Span)> {
        let input = Input::new(text.as_bytes()).span(start..end);
        let (cache, groups) = &mut **cache;
        let regex = self.regex()?;
        if !self.has_value_group {
            let found = regex.search_with(cache, &input)?;
            let span = Span::new(found.start(), found.end());
            return Some((span, span));
        }
        regex.search_captures_with(cache, &input, groups);
        let whole = groups.get_match()?;
        let whole = Span::new(whole.start(), whole.end());
        // An alternative without the group has the whole match as its value.
        let value = groups.get_group_by_name(VALUE_GROUP).map_or(whole, |group| Span::new(group.start, group.end));
        Some((whole, value))
    }
}

/// So few digits are nearly everywhere, and rows of so many bytes without white space are nearly nowhere.
const FEW_DIGITS: usize = 4;
const LONG_ROW: usize = 20;

fn gate(graph: &Graph, hir: &Hir, longest: Option<usize>) -> Option<DigitGate> {
    let fewest = shape::fewest(hir, &ByteSet::digits());
    let length = longest.filter(|_| fewest > 0)?;
    let digits = graph.digits(length);
    let row = shape::longest_row(hir);
    if fewest < FEW_DIGITS && row >= LONG_ROW {
        return Some(DigitGate::Row { digits: fewest, row, length });
    }
    Some(if digits.before.contains(b' ') {
        let shape::Digits { gap, between, lead, tail, .. } = digits;
        let between = classes(&between);
        DigitGate::Cluster { digits: fewest, gap, between, lead, tail }
    } else {
        DigitGate::Glued { before: Box::new(digits.before), digits: fewest, lead: digits.lead, length }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleSet;

    fn compiled(pattern: Option<&str>) -> Vec<Result<CompiledRule, Error>> {
        let rules = RuleSet::load(&[], None).unwrap();
        let mut vocabulary = Vocabulary::default();
        let mut rule = |(pack, rule): (&Pack, &Rule)| {
            let mut rule = rule.clone();
            pattern.unwrap_or(&rule.detect.pattern).to_owned().clone_into(&mut rule.detect.pattern);
            CompiledRule::new(pack, &rule, &Detect::default(), &mut vocabulary)
        };
        let count = if pattern.is_some() { 1 } else { usize::MAX };
        rules.rules().take(count).map(&mut rule).collect()
    }

    #[test]
    fn every_rule_has_an_automaton_when_it_is_tried() {
        for rule in compiled(None) {
            let rule = rule.unwrap();
            let regex = rule.regex().unwrap();
            let group = regex.group_info().to_index(regex_automata::PatternID::ZERO, VALUE_GROUP);
            assert_eq!(rule.has_value_group, group.is_some(), "{}", rule.info.id);
        }
    }

    #[test]
    fn a_pattern_too_large_for_an_automaton_is_refused_at_once() {
        let refused = compiled(Some(r"(?:[a-c]x){1000}{1000}")).pop().unwrap();
        assert!(matches!(refused, Err(Error::Pattern { .. })));
    }
}
