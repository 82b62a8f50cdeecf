//! Further copies of found values in the texts of a record.
//!
//! Many values are found by what stands around them: a label, a field's name. A prompt says "username: aokonkwo84", and the completion
//! has the name in a sentence. The copy must go as the value does.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memmem;

use super::lists;
use crate::core::{Context, EntityType, Evidence, Finding, Span, Validation};

/// Fewest letters and digits of a value that is looked for elsewhere: a shorter one means something else as often.
const SHORTEST: usize = 6;

/// Most bytes of one: what is longer is copied with changes, if at all.
const LONGEST: usize = 128;

/// So many values are looked for one by one; more are looked for together.
const FEW: usize = 8;

/// Adds a finding wherever a value that was found in one text stands in any of them as a whole word and was not found, or less of it: as
/// it was written, and without what separates its letters and digits. `found` has the findings of each text, which stay sorted.
pub(super) fn find(texts: &[(&str, &str)], found: &mut [Vec<Finding>]) {
    let terms = terms(texts, found);
    if terms.is_empty() {
        return;
    }
    let finder = Finder::new(&terms.keys().map(String::as_str).collect::<Vec<_>>());
    let origins: Vec<&Finding> = terms.values().collect();
    for ((text, _), found) in texts.iter().zip(found) {
        let mut added: Vec<Finding> = Vec::new();
        finder.each(text, |term, span| {
            let Some(origin) = origins.get(term) else { return };
            // Of the same value less may have been found here: an address that goes on over a town nobody knows.
            let part = |finding: &Finding| {
                finding.entity == origin.entity && finding.span != span && span.contains(finding.span)
            };
            let next = found.partition_point(|finding| finding.span.end <= span.start);
            let mut here = found.iter().skip(next).take_while(|finding| finding.span.start < span.end);
            if here.all(part) && lists::stands_alone(text, span) {
                let base_score = origin.evidence.base_score;
                let evidence = Evidence { base_score, validation: Validation::None, context: Context::Word };
                added.push(Finding { span, evidence, ..Finding::clone(origin) });
            }
        });
        if !added.is_empty() {
            // Of two that overlap the one that begins first, and the longer of those, stays.
            added.sort_by_key(|finding| (finding.span.start, std::cmp::Reverse(finding.span.end)));
            added.dedup_by(|next, kept| next.span.overlaps(kept.span));
            found.retain(|finding| {
                let next = added.partition_point(|one| one.span.end <= finding.span.start);
                added.get(next).is_none_or(|one| !one.span.overlaps(finding.span))
            });
            found.append(&mut added);
            found.sort_by_key(|finding| finding.span);
        }
    }
}

/// Gives all findings of one value the entity type of the best of them, so that they become the same: what a label in the prompt says is
/// a number of an identity card may look like a telephone number where it stands in the completion without one.
pub(super) fn agree(texts: &[(&str, &str)], found: &mut [Vec<Finding>]) {
    let mut best: BTreeMap<String, Finding> = BTreeMap::new();
    let mut differ = false;
    for ((text, _), findings) in texts.iter().zip(found.iter()) {
        for (finding, value) in findings.iter().filter_map(|finding| Some((finding, plain(text, finding)?))) {
            match best.get_mut(&value) {
                Some(known) => {
                    differ |= known.entity != finding.entity;
                    if rank(known) < rank(finding) {
                        *known = finding.clone();
                    }
                }
                None => {
                    best.insert(value, finding.clone());
                }
            }
        }
    }
    for ((text, _), findings) in texts.iter().zip(found).filter(|_| differ) {
        for finding in findings {
            let known = plain(text, finding).and_then(|value| best.get(&value));
            if let Some(known) = known.filter(|known| known.entity != finding.entity) {
                *finding = Finding { span: finding.span, ..known.clone() };
            }
        }
    }
}

/// How much speaks for what a finding says its value is: a label more than a score, which patterns have by themselves.
fn rank(finding: &Finding) -> (bool, f32, &EntityType) {
    let labelled = matches!(finding.evidence.context, Context::Word | Context::Field);
    (labelled, finding.score, &finding.entity)
}

/// The letters and digits of a value that is long enough to be known again, and has a digit.
fn plain(text: &str, finding: &Finding) -> Option<String> {
    let value = finding.span.of(text).filter(|value| value.len() <= LONGEST)?;
    let plain: String = value.chars().filter(|character| character.is_alphanumeric()).collect();
    let long = plain.chars().count() >= SHORTEST;
    (long && plain.bytes().any(|byte| byte.is_ascii_digit())).then_some(plain)
}

/// What to look for, each with a finding of it: of several the one with the best score.
fn terms(texts: &[(&str, &str)], found: &[Vec<Finding>]) -> BTreeMap<String, Finding> {
    let mut terms: BTreeMap<String, Finding> = BTreeMap::new();
    let mut add = |term: String, finding: &Finding| {
        let known = terms.get(&term);
        if known.is_none_or(|known| (known.score, &finding.entity) < (finding.score, &known.entity)) {
            terms.insert(term, finding.clone());
        }
    };
    let password = EntityType::new("PASSWORD");
    for ((text, _), findings) in texts.iter().zip(found) {
        for finding in findings {
            let (Some(value), Some(plain)) = (finding.span.of(text), plain(text, finding)) else { continue };
            // `https://ada:…@example.com`: the password goes by itself where it is extracted.
            let login = (finding.entity.as_str() == "URL_CREDENTIALS").then(|| value.split_once(':')).flatten();
            if let (Some((_, secret)), Some(entity)) = (login, &password)
                && secret.len() >= SHORTEST
                && secret.bytes().any(|byte| byte.is_ascii_digit())
            {
                add(secret.to_owned(), &Finding { entity: entity.clone(), ..finding.clone() });
            }
            if plain.len() != value.len() {
                add(plain, finding);
            }
            add(value.to_owned(), finding);
        }
    }
    terms
}

/// Looks for terms.
enum Finder<'t> {
    Few(Vec<memmem::Finder<'t>>),
    Many(AhoCorasick),
}

impl<'t> Finder<'t> {
    fn new(terms: &[&'t str]) -> Self {
        let few = || Self::Few(terms.iter().map(|term| memmem::Finder::new(*term)).collect());
        if terms.len() <= FEW {
            return few();
        }
        // An automaton that would be too large to build leaves the slow way.
        AhoCorasick::builder().match_kind(MatchKind::Standard).build(terms).map_or_else(|_| few(), Self::Many)
    }

    fn each(&self, text: &str, mut found: impl FnMut(usize, Span)) {
        match self {
            Self::Few(finders) => {
                for (term, finder) in finders.iter().enumerate() {
                    let length = finder.needle().len();
                    finder.find_iter(text.as_bytes()).for_each(|start| found(term, Span::new(start, start + length)));
                }
            }
            Self::Many(automaton) => automaton
                .find_overlapping_iter(text)
                .for_each(|hit| found(hit.pattern().as_usize(), Span::new(hit.start(), hit.end()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Detect;
    use crate::detect::Engine;
    use crate::rules::RuleSet;

    fn found(texts: &[&str]) -> Vec<Vec<String>> {
        let engine = Engine::compile(&RuleSet::load(&[], None).unwrap(), &Detect::default()).unwrap();
        let texts: Vec<_> = texts.iter().map(|text| (*text, "")).collect();
        let mut out = Vec::new();
        engine.detect_record(engine.everywhere(), &texts, &mut engine.scratch(), &mut out);
        let shown = |text: &str, one: &Finding| format!("{} {}", one.entity, one.span.of(text).unwrap());
        texts.iter().zip(out).map(|((text, _), found)| found.iter().map(|one| shown(text, one)).collect()).collect()
    }

    #[test]
    fn a_value_that_a_label_tells_is_found_without_it_too() {
        let texts =
            ["username: aokonkwo84 asks", r#"{"user":"aokonkwo84"} aokonkwo845 is another, as aokonkwo84 knows"#];
        let name = "USERNAME aokonkwo84";
        assert_eq!(found(&texts), [vec![name], vec![name, name]]);
    }

    #[test]
    fn the_password_of_an_address_is_found_by_itself() {
        let texts = ["curl https://ada:TOUfEkAl3yJ2@db.acme.com/x", r#"{"pw":"TOUfEkAl3yJ2","n":"TOUfEkAl3yJ"}"#];
        assert_eq!(found(&texts), [vec!["URL_CREDENTIALS ada:TOUfEkAl3yJ2"], vec!["PASSWORD TOUfEkAl3yJ2"]]);
    }

    #[test]
    fn a_number_is_found_without_its_separators() {
        let texts = ["My SSN is 219-09-9998 please", r#"{"id":219099998,"raw":"219099998","n":2190999981}"#];
        let ssn = |value: &str| format!("US_SSN {value}");
        assert_eq!(found(&texts), [vec![ssn("219-09-9998")], vec![ssn("219099998"), ssn("219099998")]]);
    }

    #[test]
    fn less_of_a_value_becomes_the_whole_of_it() {
        let texts = [
            "Address: 14 Awolowo Road, Ikeja, Lagos",
            "See https://a.acme.com/s?at=14%20Awolowo+Road,%20Ikeja,%20Lagos ok",
        ];
        let found = found(&texts);
        assert_eq!(found[0], ["STREET_ADDRESS 14 Awolowo Road, Ikeja, Lagos"]);
        assert_eq!(found[1], ["STREET_ADDRESS 14%20Awolowo+Road,%20Ikeja,%20Lagos"]);
    }

    #[test]
    fn one_value_is_of_one_kind_in_all_texts_of_a_record() {
        let texts =
            ["NHS number: 943 476 5919\nDOB: 1977-01-19", "See https://crm.acme.com/s?id=943+476+5919&dob=1977-01-19"];
        let found = found(&texts);
        assert_eq!(found[0], ["UK_NHS 943 476 5919", "DATE_OF_BIRTH 1977-01-19"]);
        assert_eq!(found[1], ["UK_NHS 943+476+5919", "DATE_OF_BIRTH 1977-01-19"]);
        // By itself it may look like something else.
        assert_ne!(super::tests::found(&texts[1..])[0], found[1]);
    }

    #[test]
    fn short_values_and_words_are_not_looked_for() {
        assert_eq!(found(&["password: hunter", "a hunter"])[1], Vec::<String>::new());
        assert_eq!(found(&["age: 42", "42 of them"])[1], Vec::<String>::new());
    }

    #[test]
    fn many_values_are_looked_for_as_few_are() {
        let names: Vec<_> = (10..30).map(|n| format!("okonkwo{n}")).collect();
        let first: String = names.iter().map(|name| format!("username: {name}, ")).collect();
        let second = names.join(" or ");
        let expected: Vec<_> = names.iter().map(|name| format!("USERNAME {name}")).collect();
        assert_eq!(found(&[&first, &second])[1], expected);
    }
}
