//! The canaries: values of every entity type that the rules know, each there once.
//!
//! They come from the rules' own examples. An example is changed at a few letters and digits, or a name is taken for another of
//! the lists, and kept if the engine still finds the whole of it: so check digits, lists and labels are those of the rules.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;
use rayon::prelude::*;
use scrubjay::config::{Detect, Operator, OperatorChoice, Redact};
use scrubjay::core::{Finding, Key, Span};
use scrubjay::detect::{Engine, Scratch};
use scrubjay::redact::{Policy, RecordIdentity, Redaction};
use scrubjay::rules::{Example, Rule, RuleSet};

use crate::search::skeleton;
use crate::support::chance::Chance;

/// Most values of one entity type before it is known how many each must give.
const MOST: usize = 27;

/// Values of so few letters and digits are looked for in their place alone, and may be part of others.
const SHORT: usize = 8;

/// So many changes of examples are tried for each value that is wanted: check digits of two places fit once in a hundred.
const TRIES: usize = 120;

/// A value of an entity type and the text around it.
#[derive(Debug, Clone)]
pub(crate) struct Canary {
    pub(crate) entity: String,
    pub(crate) before: String,
    pub(crate) value: String,
    pub(crate) behind: String,
}

/// What a line of its own behind every canary says, by which it is known again: a word of consonants.
pub(crate) fn mark(n: usize) -> String {
    const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz";
    let (mut rest, mut word) = (n, String::new());
    for _ in 0..4 {
        word.push(char::from(LETTERS[rest % LETTERS.len()]));
        rest /= LETTERS.len();
    }
    format!("(canto {word})")
}

impl Canary {
    /// Whether the value can be told from what stands around it.
    fn is_alone(&self) -> bool {
        let value = skeleton(&self.value);
        !value.is_empty() && !skeleton(&format!("{}|{}", self.before, self.behind)).contains(&value)
    }
}

/// So many canaries, as many of each entity type as its values allow.
pub(crate) fn grow(rules: &RuleSet, engine: &Engine, count: usize) -> Vec<Canary> {
    let mut examples: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for (_, rule) in rules.rules() {
        examples.entry(rule.entity.as_str()).or_default().push(rule);
    }
    let names = Names::of(rules);
    let surrogates = Redact { default: OperatorChoice::Options(Operator::Surrogate), ..Redact::default() };
    let policy =
        Policy::new(&surrogates, &Key::derive("canaries", b"")).unwrap().in_regions(&Detect::default().regions);
    let types: Vec<_> = examples.into_iter().enumerate().collect();
    let grown: Vec<Vec<Canary>> = types
        .into_par_iter()
        .map(|(seed, (_, rules))| Grower::new(engine, &policy, &names, seed as u64).grow(&rules))
        .collect();
    let mut values: BTreeSet<String> = grown.iter().flatten().map(|canary| skeleton(&canary.value)).collect();
    let parts = parts_of_others(&values);
    let mut all = Vec::new();
    for round in 0..MOST {
        for canary in grown.iter().filter_map(|values| values.get(round)) {
            let value = skeleton(&canary.value);
            if all.len() < count && !parts.contains(&value) && values.remove(&value) {
                all.push(canary.clone());
            }
        }
    }
    all
}

/// Values that stand within another one, by which they could not be told from it.
fn parts_of_others(values: &BTreeSet<String>) -> BTreeSet<String> {
    let all = AhoCorasick::new(values).unwrap();
    let mut parts = BTreeSet::new();
    for value in values {
        let found = all.find_overlapping_iter(value).map(|found| &value[found.range()]);
        parts.extend(found.filter(|part| part.len() > SHORT && part != value).map(str::to_owned));
    }
    parts
}

/// Names that may take each other's place.
struct Names<'a> {
    given: Vec<&'a str>,
    sur: Vec<&'a str>,
}

impl<'a> Names<'a> {
    fn of(rules: &'a RuleSet) -> Self {
        let list = |name| {
            let lines = rules.gazetteer(name).lines().filter(|line| !line.starts_with('#'));
            lines.flat_map(str::split_whitespace).filter(|name| name.len() > 3 && name.is_ascii()).collect()
        };
        Self { given: list("given-names"), sur: list("surnames") }
    }
}

struct Grower<'a> {
    engine: &'a Engine,
    policy: &'a Policy,
    scratch: Scratch,
    found: Vec<Finding>,
    names: &'a Names<'a>,
    chance: Chance,
}

impl<'a> Grower<'a> {
    fn new(engine: &'a Engine, policy: &'a Policy, names: &'a Names<'a>, seed: u64) -> Self {
        Self { engine, policy, scratch: engine.scratch(), found: Vec::new(), names, chance: Chance(seed) }
    }

    /// Up to [`MOST`] values of one entity type, from the examples of its rules in turn.
    fn grow(&mut self, rules: &[&Rule]) -> Vec<Canary> {
        let mut seeds = self.seeds(rules);
        let (mut known, mut all) = (BTreeSet::new(), Vec::new());
        for seed in seeds.iter().take(MOST) {
            if known.insert(skeleton(&seed.value)) {
                all.push(seed.clone());
            }
        }
        for turn in 0..MOST * TRIES {
            if all.len() >= MOST || seeds.is_empty() {
                break;
            }
            let index = turn % seeds.len();
            let value = self.changed(&seeds[index]);
            let next = Canary { value, ..seeds[index].clone() };
            if !known.contains(&skeleton(&next.value)) && next.is_alone() && self.finds(&next) {
                known.insert(skeleton(&next.value));
                all.push(next.clone());
                seeds[index] = next;
            }
        }
        all
    }

    /// Whether the value has a finding of its type where it stands plainly, findings over every letter and digit of it, and a
    /// surrogate: what is in a reserved range is nobody's, and would stay.
    fn finds(&mut self, canary: &Canary) -> bool {
        self.found.clear();
        let text = format!("{}{}{}\n{}", canary.before, canary.value, canary.behind, mark(0));
        self.engine.detect(&text, "text", &mut self.scratch, &mut self.found);
        let span = Span::new(canary.before.len(), canary.before.len() + canary.value.len());
        let within = |at: usize| self.found.iter().any(|one| one.span.start <= at && at < one.span.end);
        let mut letters = canary.value.char_indices().filter(|(_, c)| c.is_alphanumeric());
        letters.all(|(at, _)| within(span.start + at))
            && self.found.iter().any(|one| one.entity.as_str() == canary.entity && one.span.overlaps(span))
            && self.is_replaced(canary, &text)
    }

    fn is_replaced(&self, canary: &Canary, text: &str) -> bool {
        let mut scope = self.policy.scope(&RecordIdentity { record: b"", group: None });
        scope.meet(text, &self.found);
        let redacted = self.policy.apply(text, &self.found, &mut scope);
        matches!(redacted, Redaction::Changed { text, .. } if !skeleton(&text).contains(&skeleton(&canary.value)))
    }

    /// The examples themselves, those of each rule in turn.
    fn seeds(&mut self, rules: &[&Rule]) -> Vec<Canary> {
        let mut seeds = Vec::new();
        let longest = rules.iter().map(|rule| rule.examples.matches.len()).max().unwrap_or(0);
        for round in 0..longest {
            for (rule, text) in rules.iter().filter_map(|rule| Some((rule, rule.examples.matches.get(round)?))) {
                let Example { text, spans } = Example::parse(text).unwrap();
                let [span] = spans[..] else { continue };
                let (before, rest) = text.split_at(span.start);
                let (value, behind) = rest.split_at(span.len());
                let [before, value, behind] = [before, value, behind].map(str::to_owned);
                let seed = Canary { entity: rule.entity.as_str().to_owned(), before, value, behind };
                if seed.is_alone() && self.finds(&seed) {
                    seeds.push(seed);
                }
            }
        }
        seeds
    }

    fn changed(&mut self, seed: &Canary) -> String {
        if seed.entity == "PERSON" && self.chance.below(4) > 0 {
            self.renamed(&seed.value)
        } else {
            self.redrawn(&seed.value)
        }
    }

    /// A value with one to six of its letters and digits drawn anew, each of its own kind.
    fn redrawn(&mut self, value: &str) -> String {
        let hexadecimal = value.chars().all(|c| !c.is_ascii_alphabetic() || c.is_ascii_hexdigit());
        let mut characters: Vec<char> = value.chars().collect();
        let places: Vec<_> = (0..characters.len()).filter(|at| characters[*at].is_ascii_alphanumeric()).collect();
        if places.is_empty() {
            return value.to_owned();
        }
        for _ in 0..=self.chance.below(6) {
            let place = places[self.chance.below(places.len())];
            let (first, count) = match characters[place] {
                '0'..='9' => (b'0', 10),
                'a'..='z' => (b'a', if hexadecimal { 6 } else { 26 }),
                _ => (b'A', if hexadecimal { 6 } else { 26 }),
            };
            characters[place] = char::from(first + u8::try_from(self.chance.below(count)).unwrap());
        }
        characters.into_iter().collect()
    }

    /// A name with another name for each of its words that is long enough, in the same case.
    fn renamed(&mut self, value: &str) -> String {
        let mut words: Vec<String> = value.split(' ').map(str::to_owned).collect();
        let end = words.len() - 1;
        for (at, word) in words.iter_mut().enumerate() {
            if word.len() > 3 && word.chars().all(char::is_alphabetic) && word.is_ascii() {
                let names = if at < end || end == 0 { &self.names.given } else { &self.names.sur };
                let name = self.chance.of(names).to_lowercase();
                let upper = |c: char| c.to_uppercase().collect::<String>();
                *word = match (word.chars().all(char::is_uppercase), word.starts_with(char::is_uppercase)) {
                    (true, _) => name.to_uppercase(),
                    (_, true) => name.chars().take(1).map(upper).chain([name.chars().skip(1).collect()]).collect(),
                    _ => name,
                };
            }
        }
        words.join(" ")
    }
}
