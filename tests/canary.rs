//! Ten thousand canaries, in every encoding, in pairs and documents: none is in anything that a run leaves.

#![allow(
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

use aho_corasick::AhoCorasick;
use serde_json::json;
use support::Workspace;

const CANARIES: usize = 10_000;

/// The ways a value may be written.
const ENCODINGS: [&str; 8] =
    ["plain", "json", "json-twice", "percent", "html", "full-width", "zero-width", "soft-break"];

/// Numbers from a seed (`SplitMix64`), so that every run of the test has the same canaries.
fn number(n: usize) -> u64 {
    let mut x = (n as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

fn letters(mut number: u64, count: usize, alphabet: &[u8]) -> String {
    let mut out = String::new();
    for _ in 0..count {
        out.push(char::from(alphabet[usize::try_from(number % alphabet.len() as u64).unwrap()]));
        number = (number / alphabet.len() as u64) ^ number.rotate_left(17);
    }
    out
}

/// A label and a value of one of several entity types; each value is there once.
fn canary(n: usize) -> (&'static str, String) {
    let random = number(n);
    match n / ENCODINGS.len() % 5 {
        0 => ("E-mail", format!("canary{n:05}.{}@mail.example.org", letters(random, 6, b"abcdefghijklmnopqrstuvwxyz"))),
        1 => ("Card", card(&format!("400000{:04}{n:05}", random % 10_000))),
        // The alphabet of Base32 (RFC 4648).
        2 => ("Access key", format!("AKIA{}", letters(random, 16, b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))),
        3 => (
            "MAC address",
            (0..6)
                .map(|byte| format!("{:02x}", if byte == 0 { 2 } else { random >> (8 * byte) & 0xFF }))
                .collect::<Vec<_>>()
                .join(":"),
        ),
        _ => ("IBAN", iban(random % 10_000_000_000)),
    }
}

/// The check digit of a card (Luhn).
fn card(body: &str) -> String {
    let digits = body.bytes().rev().enumerate().map(|(place, digit)| {
        let digit = u32::from(digit - b'0');
        if place % 2 == 1 { digit } else { digit * 2 / 10 + digit * 2 % 10 }
    });
    format!("{body}{}", (10 - digits.sum::<u32>() % 10) % 10)
}

/// A German account number with a bank code that no bank has, and the check digits of ISO 13616.
fn iban(account: u64) -> String {
    let rest = format!("00000000{account:010}");
    let remainder =
        format!("{rest}131400").bytes().fold(0, |sum: u64, digit| (sum * 10 + u64::from(digit - b'0')) % 97);
    format!("DE{:02}{rest}", 98 - remainder)
}

/// A value in one of the encodings.
fn encoded(value: &str, encoding: &str) -> String {
    let special = |c: char| !c.is_ascii_alphanumeric();
    let each = |write: &dyn Fn(char) -> String| value.chars().map(write).collect::<String>();
    match encoding {
        "json" | "json-twice" => each(&|c| if special(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() }),
        "percent" => each(&|c| if special(c) { format!("%{:02X}", u32::from(c)) } else { c.to_string() }),
        "html" => each(&|c| if special(c) { format!("&#{};", u32::from(c)) } else { c.to_string() }),
        "full-width" => each(&|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap().to_string()),
        "zero-width" => value
            .char_indices()
            .map(|(at, c)| if at % 4 == 3 { format!("\u{200B}{c}") } else { c.to_string() })
            .collect(),
        "soft-break" => format!("{}=\n{}", &value[..value.len() / 2], &value[value.len() / 2..]),
        _ => value.to_owned(),
    }
}

/// The text a canary stands in.
fn text(n: usize) -> String {
    let (label, value) = canary(n);
    let encoding = ENCODINGS[n % ENCODINGS.len()];
    let written = encoded(&value, encoding);
    match encoding {
        "json" => format!("{{\"id\": {n}, \"{label}\": \"{written}\"}}"),
        "json-twice" => {
            let inner = format!("{{\"{label}\": \"{written}\"}}");
            format!("{{\"kind\": \"note\", \"payload\": {}}}", serde_json::to_string(&inner).unwrap())
        }
        "percent" => format!("See https://example.com/?{}={written}&page=2 for it.", label.replace([' ', '-'], "_")),
        _ => format!("This is about something else. {label}: {written} , and so on."),
    }
}

const JOB: &str = r#"
[dataset]
name = "canaries"
version = "1"
[[source]]
name = "pairs"
uri = "pairs.jsonl"
format = "jsonl"
[source.map]
prompt = "prompt"
completion = "completion"
[source.provenance]
licence = "LicenseRef-internal"
basis = "owned"
[leakage]
ngram_containment = "report"
near_duplicate = "report"

[split]
validation = 0
holdout = 0.1
[output]
uri = "out"
targets = ["llama3-1"]
[limits]
max_quarantine_ratio = 0.5
"#;

#[test]
fn no_canary_is_left_anywhere() {
    let workspace = Workspace::new();
    let mut lines = String::new();
    for n in (0..CANARIES).step_by(2) {
        let pair = json!({"prompt": format!("Question {n}? {}", text(n)), "completion": text(n + 1)});
        writeln!(lines, "{pair}").unwrap();
    }
    workspace.write("pairs.jsonl", lines).write("job.toml", JOB).write("tmp/empty", "");
    let mut command = workspace.command();
    command.args(["run", "job.toml"]).env("TMPDIR", workspace.join("tmp"));
    let ran = support::Ran::from(command.output().unwrap()).expect(0);

    // A canary is told by all of it that is a letter or digit, in whichever encoding.
    let mut patterns = Vec::new();
    for n in 0..CANARIES {
        let value = canary(n).1;
        patterns.extend(ENCODINGS.iter().map(|encoding| encoded(&value, encoding)));
    }
    let canaries = AhoCorasick::new(&patterns).unwrap();
    let mut left: BTreeMap<&str, Vec<(String, usize)>> = BTreeMap::new();
    let mut looked_at = 0;
    let streams = [("stdout".to_owned(), ran.stdout.into_bytes()), ("stderr".to_owned(), ran.stderr.into_bytes())];
    let files = workspace.files("").into_iter().filter(|(name, _)| !name.ends_with("pairs.jsonl"));
    for (name, bytes) in files.chain(streams) {
        looked_at += bytes.len();
        for found in canaries.find_iter(&bytes) {
            let n = found.pattern().as_usize() / ENCODINGS.len();
            left.entry(ENCODINGS[n % ENCODINGS.len()]).or_default().push((name.clone(), n));
        }
    }
    assert!(looked_at > 1_000_000, "{looked_at} bytes are too few to be the outputs");
    let mut report = String::new();
    for encoding in ENCODINGS {
        let planted = (0..CANARIES).filter(|n| ENCODINGS[n % ENCODINGS.len()] == encoding).count();
        let missed = left.get(encoding).map_or(0, Vec::len);
        writeln!(report, "{encoding}: {} of {planted} canaries gone", planted - missed.min(planted)).unwrap();
    }
    println!("{report}");
    let examples: Vec<_> = left.values().flatten().take(12).map(|(file, n)| format!("{file}: {}", text(*n))).collect();
    assert!(left.is_empty(), "{report}\n{}", examples.join("\n"));
}
