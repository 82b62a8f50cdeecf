//! Values cannot be hidden: whatever way a rule's own examples are disguised in, they are found, and redaction takes the whole
//! disguise. Findings depend on nothing but the record: not on its neighbours, the size of batches or the number of threads.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)]

use std::fmt::Write as _;

use proptest::prelude::*;
use scrubjay::config::{Detect, FormatName, Limits, TextUnit};
use scrubjay::core::{Finding, Span};
use scrubjay::detect::{Engine, Scratch};
use scrubjay::ingest::{FileTask, SourcePlan};
use scrubjay::pipeline::{Progress, ScanItem, ScanPlan, scan};
use scrubjay::redact::{Policy, RecordIdentity, Redaction};
use scrubjay::rules::{Example, Rule, RuleSet, Trigger};
use scrubjay::store;

struct Bench {
    engine: Engine,
    scratch: Scratch,
    policy: Policy,
}

impl Bench {
    fn new() -> Self {
        let rules = RuleSet::load(&[], None).expect("embedded rules load");
        let engine = Engine::compile(&rules, &Detect::default()).expect("embedded rules compile");
        Self { scratch: engine.scratch(), engine, policy: Policy::default() }
    }

    fn find(&mut self, text: &str) -> Vec<Finding> {
        let mut found = Vec::new();
        self.engine.detect(text, "", &mut self.scratch, &mut found);
        found
    }

    /// The entity type of what is found of a value in its text as it stands, if that is one and covers the value.
    fn entity(&mut self, text: &str, value: Span) -> Option<String> {
        let found = self.find(text);
        found.iter().find(|finding| finding.span.contains(value)).map(|finding| finding.entity.to_string())
    }

    /// What is wrong with the findings in a text in which the bytes of `value` are a disguised value.
    fn hidden(&mut self, text: &str, value: Span, entity: &str) -> Option<&'static str> {
        let found = self.find(text);
        if found.iter().any(|finding| finding.span.of(text).is_none()) {
            return Some("a span cuts a character");
        }
        let covered = |at: &usize| found.iter().any(|finding| finding.span.start <= *at && *at < finding.span.end);
        if !(value.start..value.end).all(|at| covered(&at)) {
            return Some("not covered");
        }
        if !found.iter().any(|finding| finding.entity.as_str() == entity && finding.span.overlaps(value)) {
            return Some("another entity");
        }
        let Redaction::Changed { text: new, replaced, .. } =
            self.policy.apply(text, &found, &mut self.policy.scope(&RecordIdentity::default()))
        else {
            return Some("not redacted");
        };
        let again = self.find(&new);
        let scope = self.policy.scope(&RecordIdentity::default());
        self.policy.residual(&new, &replaced, &again, &scope).next().map(|_| "something is left")
    }
}

/// Every marked value of every rule's matches: rule, text and span.
fn values() -> Vec<(String, String, Span)> {
    let rules = RuleSet::load(&[], None).expect("embedded rules load");
    let mut values = Vec::new();
    // A name that comes again is looked for as it was first written: in disguise it is missed.
    let again = |rule: &Rule| rule.detect.trigger == Some(Trigger::Established);
    for (_, rule) in rules.rules().filter(|(_, rule)| !again(rule)) {
        for marked in &rule.examples.matches {
            let example = Example::parse(marked).expect("lint has seen it");
            values.extend(example.spans.iter().map(|span| (rule.id.clone(), example.text.clone(), *span)));
        }
    }
    values
}

/// Checks that no disguise hides a value. `disguise` gives the forms of a value to try, and may leave some values out.
fn none_hides(disguise: impl Fn(&str) -> Vec<String>) {
    let mut bench = Bench::new();
    let mut wrong = String::new();
    let values = values();
    assert!(!values.is_empty());
    for (rule, text, span) in values {
        // That a rule finds its own examples is another test's affair.
        let Some(entity) = bench.entity(&text, span) else { continue };
        let (head, tail) = (&text[..span.start], &text[span.end..]);
        let value = &text[span.start..span.end];
        // What stands in escapes already is not disguised twice.
        let escaped = value.contains(['&', '%', '\\']) && !value.contains('@');
        // Nor the spaces of a query, which are its pluses.
        let escaped = escaped || value.split('+').skip(1).any(|next| next.starts_with(char::is_alphabetic));
        for form in if escaped { Vec::new() } else { disguise(value) } {
            let disguised = format!("{head}{form}{tail}");
            let place = Span::new(head.len(), head.len() + form.len());
            if let Some(what) = bench.hidden(&disguised, place, &entity) {
                let _ = writeln!(wrong, "{rule}: {what}: {}", disguised.escape_debug());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn invisible_characters_hide_nothing() {
    let kinds = ["\u{200B}", "\u{AD}", "\u{2060}\u{FEFF}", "\u{202E}"];
    none_hides(|value| {
        // Everywhere in short values, in some places of keys and certificates.
        let step = value.len() / 32 + 1;
        let inside = value.char_indices().skip(1).step_by(step).zip(kinds.iter().cycle());
        inside.map(|((at, _), invisible)| format!("{}{invisible}{}", &value[..at], &value[at..])).collect()
    });
}

#[test]
fn full_width_characters_hide_nothing() {
    let wide = |c: char| match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).expect("a full-width form"),
        _ => c,
    };
    none_hides(|value| vec![value.chars().map(wide).collect()]);
}

#[test]
fn digits_of_other_scripts_hide_nothing() {
    none_hides(|value| {
        // One such digit alone is not worth a second look.
        let zeros = ['\u{660}', '\u{966}', '\u{FF10}', '\u{1D7CE}'];
        let zeros = zeros.iter().filter(|_| value.chars().filter(char::is_ascii_digit).count() > 1);
        let digit = |c: char, zero: char| match c.to_digit(10) {
            Some(value) => char::from_u32(u32::from(zero) + value).expect("a digit"),
            None => c,
        };
        zeros.map(|zero| value.chars().map(|c| digit(c, *zero)).collect()).collect()
    });
}

#[test]
fn look_alikes_hide_nothing() {
    none_hides(|value| {
        let twins = [
            ('a', 'а'),
            ('e', 'е'),
            ('o', 'о'),
            ('c', 'с'),
            ('A', 'А'),
            ('B', 'В'),
            ('E', 'Ε'),
            ('T', 'Τ'),
            ('o', 'օ'),
        ];
        // A letter that stands alone may be of any script.
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let one = |(from, to): (char, char)| {
            let (head, tail) = value.split_once(from)?;
            let beside = latin(head.chars().next_back()) || latin(tail.chars().next());
            beside.then(|| format!("{head}{to}{tail}"))
        };
        twins.into_iter().filter_map(one).collect()
    });
}

#[test]
fn escaped_at_signs_hide_nothing() {
    let forms = ["&#64;", "&#x40;", "&commat;", "\\u0040", "\\\\u0040", "%40", "＠", "﹫", "@\u{200B}"];
    none_hides(|value| {
        let forms = forms.iter().filter(|_| value.contains('@'));
        forms.map(|escaped| value.replace('@', escaped)).collect()
    });
}

#[test]
fn an_escaped_line_break_is_no_part_of_a_value() {
    let mut bench = Bench::new();
    for (before, value) in [
        ("one\\n", "ada@example.com"),
        ("one\\\\n", "ada@example.com"),
        ("pay\\n", "4111 1111 1111 1111"),
        ("\\t", "GB29 NWBK 6016 1331 9268 19"),
        ("me\\r\\n", "+44 20 7946 0958"),
    ] {
        let text = format!("{before}{value} x");
        let found = bench.find(&text);
        let values: Vec<_> = found.iter().filter_map(|finding| finding.span.of(&text)).collect();
        assert_eq!(values, [value], "{text}");
    }
}

#[test]
fn torn_values_are_found_and_columns_are_not() {
    let mut bench = Bench::new();
    for (text, expected) in [
        ("pay with 4111 1111\n  1111 1111 today", vec!["4111 1111\n  1111 1111"]),
        ("card 4111  1111  1111  1111 today", vec!["4111  1111  1111  1111"]),
        ("pay 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 now", vec!["4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"]),
        ("SSN 1 2 3 - 4 5 - 6 7 8 9", vec!["1 2 3 - 4 5 - 6 7 8 9"]),
        ("write to ada@exam=\nple.com", vec!["ada@exam=\nple.com"]),
        ("SSN: 123-45-\n6789", vec!["123-45-\n6789"]),
        ("EMAIL=\nada@example.com", vec!["ada@example.com"]),
        ("4111\n1111\n1111\n1111", vec![]),
        ("4111   1111   1111   1111\n2222   1111   1111   1111", vec![]),
        ("1 0 0 1 0 1 1 0 1 0 0 1 0 1 1 0 1 0 0 1 1 1", vec![]),
    ] {
        let found = bench.find(text);
        let values: Vec<_> = found.iter().filter_map(|finding| finding.span.of(text)).collect();
        assert_eq!(values, expected, "{text}");
    }
}

/// What a scan says of JSON lines, read in batches of the given size on so many threads: record, field and spans.
fn scanned(lines: &str, threads: usize) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("in.jsonl"), lines).expect("the input is written");
    let rules = RuleSet::load(&[], None).expect("embedded rules load");
    let plan = ScanPlan {
        files: store::expand(folder.path(), "in.jsonl")
            .expect("the input is there")
            .into_iter()
            .map(|file_ref| FileTask { source: 0, file: 0, file_ref })
            .collect(),
        source: SourcePlan::unmapped(0, FormatName::Jsonl, "utf-8", TextUnit::File).expect("a plan"),
        engine: Engine::compile(&rules, &Detect::default()).expect("embedded rules compile"),
        limits: Limits::default(),
    };
    let mut out = Vec::new();
    let render = |item: &ScanItem<'_>, out: &mut Vec<u8>| {
        if let ScanItem::Scanned(scanned) = item {
            let spans: Vec<_> = scanned.findings.iter().map(|found| (&*found.rule, found.span, found.score)).collect();
            out.extend(format!("{:?} {spans:?}\n", scanned.field).bytes());
        }
    };
    scan(&plan, threads, &Progress::default(), render, |bytes| {
        out.extend_from_slice(bytes);
        Ok(())
    })
    .expect("the scan runs");
    String::from_utf8(out).expect("text").lines().map(str::to_owned).collect()
}

#[test]
fn neighbours_batches_and_threads_change_nothing() {
    let texts: Vec<_> = values().into_iter().map(|(_, text, _)| text).collect();
    // Enough of them for many batches, each record with other neighbours every time.
    let line = |index: usize| {
        let text = &texts[index * 7 % texts.len()];
        let padding = "nothing to see here. ".repeat(index % 50);
        serde_json::json!({ "text": format!("{padding}{text}") }).to_string()
    };
    let lines: Vec<_> = (0..1500).map(line).collect();
    let one = scanned(&lines.join("\n"), 1);
    assert_eq!(one.len(), lines.len());
    assert_eq!(one, scanned(&lines.join("\n"), 3));
    let mut reversed = lines.clone();
    reversed.reverse();
    let mut other = scanned(&reversed.join("\n"), 2);
    other.reverse();
    assert_eq!(one, other);
}

/// Pieces that values are hidden with, and pieces of values.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "ada@example.com",
            "4111 1111 1111 1111",
            "123-45-6789",
            "+44 20 7946 0958",
            "SSN",
            "phone",
            "card",
            "４１１１",
            "１２３",
            "＠",
            "аda",
            "\u{200B}",
            "\u{AD}",
            "\u{202E}",
            "\u{A0}",
            "\u{2011}",
            "&#64;",
            "&nbsp;",
            "&shy;",
            "\\u0040",
            "\\n",
            "\\/",
            "%40",
            "%20",
            "=\n",
            "\n",
            "  ",
            " ",
            " ",
            " ",
            "1 2 3 - 4 5 - 6 7 8 9",
            "٠٨٠٣١٢٣٤٥٦٧",
            "e\u{301}",
            "4\u{FE0F}\u{20E3}",
            "-",
            ".",
            "12",
            "5",
        ])
        .prop_map(str::to_owned),
        "[0-9 a-z]{1,6}",
        "\\PC{0,4}",
    ]
}

proptest! {
    #[test]
    fn disguised_text_outside_findings_is_never_touched(pieces in prop::collection::vec(piece(), 0..24), other in prop::collection::vec(piece(), 0..8)) {
        thread_local! {
            static BENCH: std::cell::RefCell<Bench> = std::cell::RefCell::new(Bench::new());
        }
        let (text, other) = (pieces.concat(), other.concat());
        BENCH.with_borrow_mut(|bench| {
            let alone = bench.find(&text);
            bench.find(&other);
            let found = bench.find(&text);
            prop_assert_eq!(&found, &alone);
            prop_assert!(found.iter().all(|finding| finding.span.of(&text).is_some_and(|value| !value.is_empty())));
            prop_assert!(found.is_sorted_by(|a, b| a.span.end <= b.span.start));
            let Redaction::Changed { text: new, replaced, .. } = bench.policy.apply(&text, &found, &mut bench.policy.scope(&RecordIdentity::default())) else {
                prop_assert!(found.is_empty());
                return Ok(());
            };
            let (mut old_at, mut new_at) = (0, 0);
            for (finding, span) in found.iter().zip(&replaced) {
                prop_assert_eq!(&text[old_at..finding.span.start], &new[new_at..span.start]);
                (old_at, new_at) = (finding.span.end, span.end);
            }
            prop_assert_eq!(&text[old_at..], &new[new_at..]);
            Ok(())
        })?;
    }
}
