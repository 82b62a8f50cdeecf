//! Redaction holds what it promises for every operator and every way in which a value may be written: nothing is found in what it
//! has made, doing it again changes nothing, JSON stays JSON of the same types, and what was not found stays byte for byte.
//!
//! The values are the rules' own examples.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use proptest::prelude::*;
use scrubjay::config::{
    DatePrecision, Detect, EncryptedForm, FormatName, Limits, OperatorChoice, OperatorName, Redact, SurrogateScope,
    TextUnit,
};
use scrubjay::core::{EntityType, Key};
use scrubjay::detect::Engine;
use scrubjay::ingest::{FileTask, SourcePlan};
use scrubjay::leaf::says;
use scrubjay::pipeline::{FilterSummary, Progress, ScanItem, ScanPlan, filter, scan};
use scrubjay::redact::{Operator, Policy, restore};
use scrubjay::rules::{Example, RuleSet};
use scrubjay::store;
use serde_json::{Value, json};

static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::load(&[], None).expect("embedded rules load"));

/// Texts of the rules' matches, without marks.
static EXAMPLES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let matches = RULES.rules().flat_map(|(_, rule)| &rule.examples.matches);
    matches.map(|marked| Example::parse(marked).expect("lint has seen it").text).collect()
});

/// What is asked of an operator beyond what is asked of all.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// A scan that knows nothing of the redaction finds nothing.
    NothingFound,
    /// What is written is a value of the kind; redacting again leaves it alone.
    SameAgain,
    /// What is written cannot be told from a value, so that nothing more is asked.
    Nothing,
}

fn operators() -> Vec<(&'static str, Operator, Asked)> {
    let mask = |character, keep_first, keep_last| Operator::Mask { character, keep_first, keep_last };
    let generalise =
        |date, age_band, decimals, prefix_bits| Operator::Generalise { date, age_band, decimals, prefix_bits };
    let hash = |length, prefix: &str| Operator::Hash { length, prefix: prefix.to_owned() };
    vec![
        ("placeholder", Operator::Placeholder { numbered: false }, Asked::NothingFound),
        ("placeholder numbered", Operator::Placeholder { numbered: true }, Asked::NothingFound),
        ("mask", mask('*', 0, 0), Asked::NothingFound),
        ("mask but the last four", mask('*', 0, 4), Asked::NothingFound),
        ("mask with X", mask('X', 1, 1), Asked::SameAgain),
        ("remove", Operator::Remove, Asked::NothingFound),
        ("hash", hash(16, ""), Asked::NothingFound),
        ("hash in full", hash(64, ""), Asked::NothingFound),
        ("hash with a prefix", hash(16, "id-"), Asked::Nothing),
        ("surrogate", Operator::Surrogate, Asked::SameAgain),
        ("generalise", generalise(DatePrecision::Year, 10, 1, 16), Asked::SameAgain),
        ("generalise less", generalise(DatePrecision::Month, 5, 3, 24), Asked::SameAgain),
        ("shift-date", Operator::ShiftDate { max_days: 365 }, Asked::Nothing),
        ("encrypt", Operator::Encrypt { form: EncryptedForm::Token }, Asked::NothingFound),
        ("encrypt in shape", Operator::Encrypt { form: EncryptedForm::Shape }, Asked::NothingFound),
        ("keep", Operator::Keep, Asked::SameAgain),
        ("drop-field", Operator::DropField, Asked::NothingFound),
    ]
}

/// Entity types whose surrogates look like any other value, since none is nobody's.
const UNRESERVED: [&str; 5] = ["AGE", "DATE", "DATE_TIME", "DATE_OF_BIRTH", "CREDIT_CARD_EXPIRY"];

fn policy(operator: &Operator, scope: SurrogateScope) -> Policy {
    let entities = UNRESERVED.iter().filter(|_| matches!(operator, Operator::Surrogate));
    let placeholder =
        |name: &&str| (EntityType::new(name).expect("a name"), OperatorChoice::Name(OperatorName::Placeholder));
    let default = OperatorChoice::Options(operator.clone());
    let redact = Redact { default, scope, entities: entities.map(placeholder).collect(), ..Redact::default() };
    Policy::new(&redact, &Key::derive("test", b"key")).expect("a policy")
}

/// Ways in which a text may be written in a line.
const KINDS: [&str; 9] = ["plain", "escaped", "amid others", "nested", "nested twice", "cell", "query", "key", "array"];

fn line(kind: &str, text: &str, number: usize) -> String {
    let nested = |text: &str| json!({ "note": text, "n": 1.5, "ok": true, "none": null }).to_string();
    let one = |text: &str| json!({ "k": number, "t": text }).to_string();
    match kind {
        "escaped" => {
            let units: String = text.encode_utf16().fold(String::new(), |mut out, unit| {
                let _ = write!(out, "\\u{unit:04x}");
                out
            });
            format!("{{ \"k\":{number} ,\"t\" : \"{units}\"}}")
        }
        "amid others" => one(&format!("Größe 12 → 你好，{text}\u{1F426}. Ñandú")),
        "nested" => one(&nested(text)),
        "nested twice" => one(&format!("see {}", nested(&nested(text)))),
        "cell" => one(&format!("n,note,x\n1,\"{}\",a\n2,none,b\n3,none,c\n", text.replace('"', "\"\""))),
        "query" => {
            let mut url = String::from("at https://shop.example/find?page=2&q=");
            text.bytes().for_each(|byte| {
                let _ = match byte {
                    b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => write!(url, "{}", char::from(byte)),
                    _ => write!(url, "%{byte:02X}"),
                };
            });
            one(&url)
        }
        "key" => json!({ "k": number, "t": { text: "x", "other": [text] } }).to_string(),
        "array" => json!({ "k": number, "t": ["a", text, 3, [text]] }).to_string(),
        _ => one(text),
    }
}

struct Bench {
    engine: Option<Engine>,
    folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let engine = Engine::compile(&RULES, &Detect::default()).expect("embedded rules compile");
        Self { engine: Some(engine), folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// Does something with a plan that reads these lines.
    fn reading<T>(&mut self, lines: &str, format: FormatName, work: impl FnOnce(&ScanPlan) -> T) -> T {
        let name = if format == FormatName::Jsonl { "in.jsonl" } else { "in.txt" };
        std::fs::write(self.folder.path().join(name), lines).expect("the input is written");
        let plan = ScanPlan {
            files: store::expand(self.folder.path(), name)
                .expect("the input is there")
                .into_iter()
                .map(|file_ref| FileTask { source: 0, file: 0, file_ref })
                .collect(),
            source: SourcePlan::unmapped(0, format, "utf-8", TextUnit::File).expect("a plan"),
            engine: self.engine.take().expect("an engine"),
            limits: Limits::default(),
        };
        let done = work(&plan);
        self.engine = Some(plan.engine);
        done
    }

    fn redact(&mut self, lines: &str, format: FormatName, policy: &Policy) -> (String, FilterSummary) {
        self.reading(lines, format, |plan| {
            let mut out = Vec::new();
            let summary = filter(plan, policy, 2, &Progress::default(), |bytes| {
                out.extend_from_slice(bytes);
                Ok(())
            });
            (String::from_utf8(out).expect("text"), summary.expect("the filter runs"))
        })
    }

    /// The rules that find something, and what they find, by record counted from 1.
    fn found(&mut self, lines: &str, format: FormatName) -> BTreeMap<u64, String> {
        self.reading(lines, format, |plan| {
            let render = |item: &ScanItem<'_>, out: &mut Vec<u8>| {
                if let ScanItem::Scanned(scanned) = item {
                    for found in scanned.findings {
                        out.extend(format!("{}\t{}\n", scanned.record, found.rule).bytes());
                    }
                }
            };
            let mut out = Vec::new();
            scan(plan, 2, &Progress::default(), render, |bytes| {
                out.extend_from_slice(bytes);
                Ok(())
            })
            .expect("the scan runs");
            let text = String::from_utf8(out).expect("text");
            let pairs = text.lines().filter_map(|line| line.split_once('\t'));
            pairs.map(|(record, rule)| (record.parse().expect("a number"), rule.to_owned())).collect()
        })
    }
}

/// Whether two values are of the same types all the way down; keys may have been values.
fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len() && one.values().zip(other.values()).all(|(one, other)| alike(one, other))
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(one, other))
        }
        (Value::String(one), Value::String(other)) => match (inner(one), inner(other)) {
            (Some(one), Some(other)) => alike(&one, &other),
            // What was emptied is no JSON any more.
            (one, other) => one.is_none() == other.is_none() || other.is_none(),
        },
        (Value::Number(_), Value::Number(_)) => true,
        (one, other) => one == other,
    }
}

fn inner(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok().filter(|value: &Value| value.is_object() || value.is_array())
}

fn numbered(lines: &str) -> BTreeMap<u64, String> {
    let number = |line: &str| serde_json::from_str::<Value>(line).expect("JSON")["k"].as_u64().expect("its number");
    lines.lines().map(|line| (number(line), line.to_owned())).collect()
}

/// How many of so many lines may be exceptions.
fn most(lines: usize) -> u64 {
    (lines as u64 / 25).max(1)
}

/// What is wrong with the redaction of some lines, one fault a line. Returns how many records were withheld as well.
fn faults(
    bench: &mut Bench,
    lines: &str,
    operator: &Operator,
    scope: SurrogateScope,
    asked: Asked,
) -> (String, u64, String) {
    let policy = policy(operator, scope);
    let mut wrong = String::new();
    let (once, first) = bench.redact(lines, FormatName::Jsonl, &policy);
    let (before, after) = (numbered(lines), numbered(&once));
    let withheld = first.withheld_records();
    assert_eq!(after.len() as u64 + withheld, before.len() as u64);
    let mut fault = |what: &str, number: &u64, line: &str| {
        let before = &before[number];
        let _ = writeln!(wrong, "{what}\n  {before}\n  {line}");
    };
    for (number, line) in &after {
        let value = |line: &str| serde_json::from_str(line).expect("JSON");
        if !alike(&value(&before[number]), &value(line)) {
            fault("other types", number, line);
        }
    }
    if asked == Asked::NothingFound {
        let all: Vec<_> = once.lines().collect();
        for (record, rule) in bench.found(&once, FormatName::Jsonl) {
            let line = all[usize::try_from(record).expect("a few") - 1];
            let number = numbered(line).into_keys().next().expect("a line");
            fault(&format!("found by {rule}"), &number, line);
        }
    }
    if asked != Asked::Nothing {
        let (twice, summary) = bench.redact(&once, FormatName::Jsonl, &policy);
        let again = numbered(&twice);
        for (number, line) in &after {
            match again.get(number) {
                Some(same) if same == line => {}
                Some(other) => fault("changed again", number, &format!("{line}\n  {other}")),
                None => fault(&format!("withheld the second time {:?}", summary.withheld), number, line),
            }
        }
    }
    (wrong, withheld, format!("{:?}", first.withheld))
}

/// Of every so many examples one is tried with each operator and each way of writing it, another one with the next.
const STRIDE: usize = 23;

#[test]
fn every_operator_on_every_way_of_writing_a_value() {
    let mut bench = Bench::new();
    let mut wrong = String::new();
    for (turn, (name, operator, asked)) in operators().into_iter().enumerate() {
        for (place, kind) in KINDS.into_iter().enumerate() {
            let chosen = EXAMPLES.iter().skip((turn * KINDS.len() + place) * 5 % STRIDE).step_by(STRIDE);
            let lines: String = chosen.enumerate().map(|(number, text)| line(kind, text, number) + "\n").collect();
            let (faults, withheld, reasons) = faults(&mut bench, &lines, &operator, SurrogateScope::Record, asked);
            if !faults.is_empty() {
                let _ = writeln!(wrong, "== {name}, {kind}\n{faults}");
            }
            // JSON in the name of a member is not taken apart: what is found in it withholds its record.
            let usual = most(lines.lines().count());
            if withheld > if kind == "key" { 3 * usual } else { usual } {
                let _ =
                    writeln!(wrong, "== {name}, {kind}: {withheld} withheld of {}, {reasons}", lines.lines().count());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What a rule takes a number for is told by its label, and a surrogate may be told as something else than its value was: a tax number
/// that begins with 0 is a German one no more.
#[test]
fn a_surrogate_that_is_taken_for_something_else_stays() {
    let mut bench = Bench::new();
    let values = [
        "Steuer-ID: 86095742719",
        "Steueridentifikationsnummer 86 095 742 719",
        "EIN: 26-0676863",
        "PESEL: 44051401359",
        "Aadhaar number: 9855 8433 2069",
        "NPI 1234567893 - insurance number",
        "ITIN: 901-86-3754",
        "Passport: 901-86-3754",
        "Routing number: 111000025",
        "NHS: 943 476 5919",
        "IP-Adresse: 81.14.114.124\nSteuer-ID: 86095742719",
        "PLZ 10115, IP 2a02:8108:7360::801",
        "Postcode: 28013, Calle Mayor 95, 28013 Madrid",
        "Carrera 85 # 51-30 Sur, Oficina 94",
        "see https://crm.example.com/search?name=G%C3%BCnther+Schr%C3%B6der&page=2",
    ];
    let lines = (0..20).flat_map(|_| values).enumerate();
    let lines: String = lines.map(|(number, text)| line("plain", text, number) + "\n").collect();
    for scope in [SurrogateScope::Record, SurrogateScope::Dataset] {
        let (faults, _, _) = faults(&mut bench, &lines, &Operator::Surrogate, scope, Asked::SameAgain);
        assert!(faults.is_empty(), "{faults}");
    }
}

/// What a text says: JSON in it read, characters that are written as sequences read.
fn said(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            Value::Object(members.iter().map(|(key, value)| (says(key).replace('+', " "), said(value))).collect())
        }
        Value::Array(all) => Value::Array(all.iter().map(said).collect()),
        Value::String(text) => {
            inner(text).map_or_else(|| json!(says(text).replace('+', " ")), |inner| json!({ "json": said(&inner) }))
        }
        // A number has no room for a token: it is `0` and stays so.
        Value::Number(_) => json!("a number"),
        other => other.clone(),
    }
}

#[test]
fn what_was_encrypted_comes_back() {
    let mut bench = Bench::new();
    let key = Key::derive("test", b"key");
    let mut wrong = String::new();
    for form in [EncryptedForm::Token, EncryptedForm::Shape] {
        let policy = policy(&Operator::Encrypt { form }, SurrogateScope::Record);
        for (place, kind) in KINDS.into_iter().enumerate() {
            // Numbers of JSON do not come back.
            let chosen = EXAMPLES.iter().filter(|text| !text.contains('{')).skip(place).step_by(11);
            let lines: String = chosen.enumerate().map(|(number, text)| line(kind, text, number) + "\n").collect();
            let before = numbered(&lines);
            let (mut changed, mut exact) = (0, 0);
            for (number, line) in numbered(&bench.redact(&lines, FormatName::Jsonl, &policy).0) {
                let restored = restore(&line, &key, true);
                let original = &before[&number];
                changed += u32::from(line != *original);
                exact += u32::from(line != *original && restored.text == *original);
                let value = |line: &str| said(&serde_json::from_str(line).expect("JSON"));
                if value(&restored.text) != value(original) || restored.refused > 0 {
                    let _ = writeln!(wrong, "{kind} {form:?}\n  {original}\n  {line}\n  {}", restored.text);
                }
            }
            // What was written in some other way than we write it comes back in ours.
            let ours = !matches!(kind, "escaped" | "query");
            if changed < 40 || (ours && exact * 10 < changed * 9) {
                let _ = writeln!(wrong, "{kind} {form:?}: {exact} of {changed} are what they were, byte for byte");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A line with some of the rules' examples side by side.
fn together() -> impl Strategy<Value = (Vec<usize>, usize, usize)> {
    (prop::collection::vec(0..EXAMPLES.len(), 1..5), 0..KINDS.len(), 0..GLUE.len())
}

const GLUE: [&str; 8] =
    [" ", "\n", ". ", ", ", " — ", "\t", "；", " and then there was nothing more to say about it. "];

fn joined(chosen: &[usize], glue: usize) -> String {
    chosen.iter().map(|number| EXAMPLES[*number].as_str()).collect::<Vec<_>>().join(GLUE[glue])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn values_side_by_side(records in prop::collection::vec(together(), 1..40), turn in 0..operators().len(), shared: bool) {
        thread_local! {
            static BENCH: std::cell::RefCell<Bench> = std::cell::RefCell::new(Bench::new());
        }
        let (name, operator, asked) = operators().swap_remove(turn);
        // A number beside labels of two kinds may be found as the other kind once its neighbour is gone.
        let asked = if operator == Operator::Surrogate { Asked::Nothing } else { asked };
        let scope = if shared { SurrogateScope::Dataset } else { SurrogateScope::Record };
        let lines: String = records
            .iter()
            .enumerate()
            .map(|(number, (chosen, kind, glue))| line(KINDS[*kind], &joined(chosen, *glue), number) + "\n")
            .collect();
        let (faults, _, _) = BENCH.with_borrow_mut(|bench| faults(bench, &lines, &operator, scope, asked));
        prop_assert!(faults.is_empty(), "{name}\n{faults}");
    }
}
