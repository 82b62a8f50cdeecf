//! What the rules' own examples mark is found in whatever way it is written: the recall of detection by encoding.

#![allow(
    clippy::cast_precision_loss,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use scrubjay::config::Detect;
use scrubjay::core::{Finding, Span};
use scrubjay::detect::{Engine, Scratch};
use scrubjay::rules::{Example, RuleSet};
use support::written::{decimal, each, escape, every, hexadecimal, is_sign, percent, quoted, torn, wide, wrapped};

/// A way of writing, and the least shares of addresses, of names and of all other values that are found in it, of those that are found as they are.
type Way = (&'static str, fn(&str) -> Option<String>, [f64; 3]);

/// What makes a line one of prose.
const PROSE: &str = "It was written down at the desk and, as they all remember, then read aloud, ";

/// A value torn where it has no sign of its own, or put together from two lines, may also be two things: those are found only if
/// check digits or a label confirm them. A name ends with its line unless the line is one of prose, since what begins the next one may be a
/// label: of names torn elsewhere nothing is asked.
const WAYS: [Way; 15] = [
    ("JSON escapes of signs", |value| each(value, is_sign, escape), [0.998, 0.998, 0.998]),
    ("JSON escapes of all", |value| each(value, |_| true, escape), [0.998, 0.998, 0.998]),
    ("percent", |value| each(value, is_sign, percent), [0.998, 0.998, 0.998]),
    ("HTML, decimal", |value| each(value, is_sign, decimal), [0.995, 0.98, 0.995]),
    ("HTML, hexadecimal", |value| each(value, |_| true, hexadecimal), [0.998, 0.998, 0.998]),
    ("full width", |value| each(value, |c| c.is_ascii_graphic(), wide), [0.998, 0.998, 0.998]),
    ("zero width", |value| Some(every(value, 4, '\u{200B}')), [0.998, 0.998, 0.998]),
    ("soft hyphen", |value| Some(every(value, 5, '\u{AD}')), [0.998, 0.998, 0.998]),
    ("no-break space", |value| each(value, |c| c == ' ', |_| "\u{A0}".to_owned()), [0.95, 0.95, 0.95]),
    ("no-break hyphen", |value| each(value, |c| c == '-', |_| "\u{2011}".to_owned()), [0.93, 0.99, 0.99]),
    ("quoted-printable", |value| each(value, is_sign, quoted), [0.98, 0.99, 0.99]),
    ("line break in a word", |value| torn(value, "\n"), [0.19, 0.0, 0.80]),
    ("soft line break", |value| torn(value, "=\n"), [0.91, 0.79, 0.96]),
    ("line break at a space", wrapped, [0.26, 0.0, 0.84]),
    ("line break in prose", wrapped, [0.65, 0.87, 0.80]),
];

/// Whether every letter and digit of a span is in a finding.
fn is_covered(text: &str, span: Span, found: &[Finding]) -> bool {
    let value = &text[span.start..span.end];
    let letters = value.char_indices().filter(|(_, c)| c.is_alphanumeric());
    letters.map(|(at, _)| span.start + at).all(|at| found.iter().any(|one| one.span.start <= at && at < one.span.end))
}

struct Looker {
    engine: Engine,
    scratch: Scratch,
}

impl Looker {
    fn finds(&mut self, before: &str, value: &str, behind: &str) -> bool {
        let text = format!("{before}{value}{behind}");
        let mut found = Vec::new();
        self.engine.detect(&text, "text", &mut self.scratch, &mut found);
        is_covered(&text, Span::new(before.len(), before.len() + value.len()), &found)
    }
}

#[test]
fn what_is_found_plain_is_found_however_it_is_written() {
    let rules = RuleSet::load(&[], None).unwrap();
    let engine = Engine::compile(&rules, &Detect::default()).unwrap();
    let mut looker = Looker { scratch: engine.scratch(), engine };
    let mut examples = Vec::new();
    for (_, rule) in rules.rules() {
        for text in &rule.examples.matches {
            let example = Example::parse(text).unwrap();
            let [span] = example.spans[..] else { continue };
            let (before, rest) = example.text.split_at(span.start);
            let (value, behind) = rest.split_at(span.len());
            if !value.contains('\n') && looker.finds(before, value, behind) {
                examples.push((rule.id.clone(), before.to_owned(), value.to_owned(), behind.to_owned()));
            }
        }
    }
    assert!(examples.len() > 2_400, "{}", examples.len());
    let (mut report, mut short) = (String::new(), Vec::new());
    for (name, write, least) in WAYS {
        let (mut count, mut lost, mut missed) = ([0_usize; 3], [0_usize; 3], BTreeMap::new());
        for (rule, before, value, behind) in &examples {
            let kind = ["address", "person"].iter().position(|kind| rule.starts_with(kind)).unwrap_or(2);
            // What no way of writing changes is no test of it.
            let Some(written) = write(value).filter(|written| written != value) else { continue };
            let prose = name.ends_with("in prose");
            let before = if prose { format!("{PROSE}{before}") } else { before.clone() };
            if prose && !looker.finds(&before, value, behind) {
                continue;
            }
            count[kind] += 1;
            if !looker.finds(&before, &written, behind) {
                lost[kind] += 1;
                missed.entry(rule).or_insert(format!("{before}{written}{behind}"));
            }
        }
        let recall = [0, 1, 2].map(|kind| 1.0 - lost[kind] as f64 / count[kind].max(1) as f64);
        writeln!(report, "{name}: {count:?} values, {recall:.3?} found; missed: {:?}", missed.iter().take(30)).unwrap();
        short.extend([0, 1, 2].iter().filter(|kind| recall[**kind] < least[**kind]).map(|_| name));
    }
    println!("{report}");
    assert!(short.is_empty(), "{short:?}\n{report}");
}

#[test]
fn a_sign_before_the_first_letter_is_a_part_of_the_value() {
    let engine = Engine::compile(&RuleSet::load(&[], None).unwrap(), &Detect::default()).unwrap();
    let (mut scratch, mut found) = (engine.scratch(), Vec::new());
    for value in [r"\u002b44 20 7946 0958", r"\u0040jane_roe17"] {
        let text = format!(r#"{{"twitter": "{value}", "n": 1}}"#);
        engine.detect(&text, "", &mut scratch, &mut found);
        let values: Vec<_> = found.iter().map(|one| one.span.of(&text).unwrap()).collect();
        assert_eq!(values, [value]);
    }
}

#[test]
fn a_line_break_tears_values_and_ends_them() {
    let engine = Engine::compile(&RuleSet::load(&[], None).unwrap(), &Detect::default()).unwrap();
    let (mut scratch, mut found) = (engine.scratch(), Vec::new());
    for (text, expected) in [
        ("The key AKIAQ7ZXW2\nLM4TRVB3NP is gone", "AKIAQ7ZXW2\nLM4TRVB3NP"),
        ("IBAN: DE8937040\r\n0440532013000.", "DE8937040\r\n0440532013000"),
        ("Elsa, elsa.roe@example.org\nAccounts receivable, B2", "elsa.roe@example.org"),
        ("to ada=40example=2Eorg, n=20 of them", "ada=40example=2Eorg"),
    ] {
        engine.detect(text, "", &mut scratch, &mut found);
        let values: Vec<_> = found.iter().map(|one| one.span.of(text).unwrap()).collect();
        assert!(values.contains(&expected) && values.iter().all(|value| expected.contains(value)), "{values:?}");
    }
    for text in ["In 2024\n12 of them", "1200 4500\n1300 4600\n1400 4700", "max=20\nmin=40\nsize=2000"] {
        engine.detect(text, "", &mut scratch, &mut found);
        assert_eq!(found.len(), 0, "{text}");
    }
}
