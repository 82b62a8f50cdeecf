//! The values that the generator planted, and how many of them are left in a dataset. The sidecar `truth.jsonl` says where
//! they are in the sources; the sources are read without the product.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use super::{Files, decode, sample};

/// Entity types that no rule looks for yet.
const NOT_LOOKED_FOR: [&str; 2] = ["LOCATION", "PERSON"];

/// Values that are known to be left: sample, entity type, how many, and why. Whoever mends one takes it out here.
const KNOWN: [(&str, &str, usize, &str); 2] = [
    (
        "support-sft",
        "AWS_ACCESS_KEY",
        2,
        "keys of the AWS documentation, which the rules leave alone: they open nothing",
    ),
    ("support-sft", "AWS_SECRET_KEY", 2, "likewise"),
];

/// The different values of one entity type.
#[derive(Default)]
struct Values {
    all: BTreeSet<String>,
    /// Those in mapped fields of records that were not withheld: it takes a rule to remove them.
    exposed: BTreeSet<String>,
}

/// A table of the different values by entity type: planted, exposed, and left in the outputs. Fails when more or fewer are
/// left than is known.
pub(crate) fn table(name: &str, files: &Files) -> String {
    let mut table = format!("{:<16} {:>7} {:>7} {:>4}  recall\n", "entity", "planted", "exposed", "left");
    let mut wrong = Vec::new();
    for (entity, values) in values(name, files) {
        let left = left(&values.all, files);
        let looked_for = !NOT_LOOKED_FOR.contains(&entity.as_str());
        let (planted, exposed) = (values.all.len(), values.exposed.len());
        let recall = match exposed {
            0 => "-".to_owned(),
            _ => {
                let found = exposed - self::left(&values.exposed, files).len();
                format!("{:.1} %", found as f64 / exposed as f64 * 100.0)
            }
        };
        let note = if looked_for { "" } else { "  not looked for" };
        writeln!(table, "{entity:<16} {planted:>7} {exposed:>7} {:>4}  {recall:>7}{note}", left.len()).unwrap();
        let known = KNOWN.iter().find(|known| (known.0, known.1) == (name, entity.as_str())).map_or(0, |known| known.2);
        if looked_for && left.len() != known {
            wrong.push(format!("{name}: {entity}: {known} left were expected, not these: {left:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}\n\n{table}", wrong.join("\n"));
    table
}

/// What the sidecar says, looked up in the sources.
fn values(name: &str, files: &Files) -> BTreeMap<String, Values> {
    let folder = sample(name);
    let (texts, withheld) = (decode::texts(&folder), withheld(files));
    let mut values: BTreeMap<String, Values> = BTreeMap::new();
    for line in fs::read_to_string(folder.join("truth.jsonl")).unwrap().lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let (file, position) = place(&line["file"], &line["position"]);
        let text = &texts[&(file.clone(), position, line["field"].as_str().unwrap().to_owned())];
        let exposed = line["role"].is_string() && !withheld.contains(&(file, position));
        for span in line["spans"].as_array().unwrap() {
            let at = |key: &str| usize::try_from(span[key].as_u64().unwrap()).unwrap();
            let value = text[at("start")..at("end")].to_owned();
            let of_type = values.entry(span["entity"].as_str().unwrap().to_owned()).or_default();
            if exposed {
                of_type.exposed.insert(value.clone());
            }
            of_type.all.insert(value);
        }
    }
    assert!(!values.is_empty(), "{name} has planted values");
    values
}

/// Places of the records in the quarantine index.
fn withheld(files: &Files) -> BTreeSet<(String, u64)> {
    let (_, index) = files.iter().find(|(name, _)| name == "quarantine.jsonl").expect("there is an index");
    let lines = index.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let lines = lines.map(|line| serde_json::from_slice::<Value>(line).unwrap());
    lines.map(|line| place(&line["file"], &line["position"]["number"])).collect()
}

fn place(file: &Value, position: &Value) -> (String, u64) {
    (file.as_str().unwrap().to_owned(), position.as_u64().unwrap())
}

/// The values that stand in a file, as they are or escaped as JSON escapes them.
fn left<'a>(values: &'a BTreeSet<String>, files: &Files) -> Vec<&'a String> {
    let stands = |value: &&String| {
        let escaped = serde_json::to_string(value).unwrap();
        let escaped = escaped.trim_matches('"').as_bytes();
        files.iter().any(|(_, bytes)| holds(bytes, value.as_bytes()) || holds(bytes, escaped))
    };
    values.iter().filter(stands).collect()
}

fn holds(bytes: &[u8], value: &[u8]) -> bool {
    memchr::memmem::find(bytes, value).is_some()
}

#[test]
fn a_value_is_found_in_either_spelling() {
    let values: BTreeSet<String> = ["ada@example.com", "line\nbreak", "gone"].map(str::to_owned).into();
    let files = |text: &str| vec![("f".to_owned(), text.as_bytes().to_vec())];
    assert_eq!(left(&values, &files("{\"text\":\"ada@example.com\"}")), ["ada@example.com"]);
    assert_eq!(left(&values, &files("{\"text\":\"line\\nbreak\"}")), ["line\nbreak"]);
    assert_eq!(left(&values, &files("line\nbreak")), ["line\nbreak"]);
    assert!(left(&values, &files("{\"text\":\"[EMAIL_ADDRESS]\"}")).is_empty());
}
