//! What is written inside a text, JSON above all, is redacted and still what it was: the marks of pairs and of JSON.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

mod support;

use std::fmt::Write as _;

use proptest::prelude::*;
use scrubjay::config::{Detect, Redact};
use scrubjay::core::Key;
use scrubjay::detect::Engine;
use scrubjay::redact::{Policy, RecordIdentity, Redaction};
use scrubjay::rules::RuleSet;
use serde_json::{Value, json};
use support::Workspace;

const PAIRS: usize = 5_000;

/// A card number with the prefix of cards for tests and a right check digit.
fn card(n: usize) -> String {
    let body = format!("400000{n:09}");
    let sum: u32 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(digit - b'0');
            if place % 2 == 1 { digit } else { digit * 2 / 10 + digit * 2 % 10 }
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// Every character as an escape of JSON, where `n` says so.
fn escaped(text: &str, n: usize) -> String {
    let mut out = String::new();
    for (place, unit) in text.encode_utf16().enumerate() {
        let plain =
            char::from_u32(u32::from(unit)).filter(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | '-'));
        match plain {
            Some(character) if !(place + n).is_multiple_of(5) => out.push(character),
            _ => write!(out, "\\u{unit:04x}").unwrap(),
        }
    }
    out
}

#[test]
fn values_of_prompt_and_completion_are_the_same_after_redaction() {
    let workspace = Workspace::new();
    let mut lines = String::new();
    for n in 0..PAIRS {
        let (mail, card) = (format!("user.{n}@mail{}.example.org", n % 7), card(n * 7 + 1));
        let address = format!("2001:db8::{:x}:{:x}", n / 251 + 1, n % 251 + 1);
        let home = format!("{} Abbey Lane, Nottingham NG{} {}RD", n % 89 + 10, n / 89 % 9 + 1, n / 801 + 1);
        let born = format!("{}-{:02}-{:02}", 1950 + n % 50, n / 50 % 12 + 1, n / 600 + 1);
        let place = format!("{}.{:06}, {}.{:06}", n % 80 + 1, n * 191 + 1, n % 170 + 1, n * 173 + 1);
        let prompt = format!(
            "E-mail: {mail} | Card: {card} | IP: {address} | Address: {home} | Date of birth: {born} | GPS coordinates: {place} | \
             Größe: \"{n}\"\n—é😀"
        );
        let inner = format!("{{\"card\":\"{}\",\"ok\":true}}", escaped(&card, n));
        let completion = format!(
            "{{\"customer\": {{ \"email\":\"{}\", \"seen\" : [1.50, null, \"{address}\"], \"address\":\"{}\",\"date_of_birth\": \"{born}\", \
             \"coordinates\":\"{}\"}},\"raw\":{},\"größe\":\"{}\"}}",
            escaped(&mail, n),
            escaped(&home, n),
            escaped(&place, n),
            serde_json::to_string(&inner).unwrap(),
            escaped("—é😀\"", n)
        );
        writeln!(lines, "{}", json!({"prompt": prompt, "completion": completion})).unwrap();
    }
    workspace.write("pairs.jsonl", lines).write("key", "0123456789abcdef0123456789abcdef");
    for operator in ["placeholder", "surrogate"] {
        let args = ["redact", "-q", "--operator", operator, "--key-file", "key", "pairs.jsonl"];
        let ran = workspace.run(&args).expect(0);
        let mut count = 0;
        for line in ran.stdout.lines() {
            let pair: Value = serde_json::from_str(line).unwrap();
            let prompt = pair["prompt"].as_str().unwrap();
            let said: Vec<&str> = prompt.split(" | ").take(6).map(|part| part.split_once(": ").unwrap().1).collect();
            let completion: Value = serde_json::from_str(pair["completion"].as_str().unwrap()).unwrap();
            let raw: Value = serde_json::from_str(completion["raw"].as_str().unwrap()).unwrap();
            let customer = &completion["customer"];
            assert_eq!([&customer["email"], &raw["card"], &customer["seen"][2]], [said[0], said[1], said[2]], "{line}");
            let rest = [&customer["address"], &customer["date_of_birth"], &customer["coordinates"]];
            assert_eq!(rest, [said[3], said[4], said[5]], "{line}");
            assert_eq!(said[3].starts_with('['), operator == "placeholder", "{line}");
            assert!(operator == "placeholder" || said[5].starts_with("-4"), "{line}");
            assert!(!line.contains("Abbey") && !line.contains("Nottingham"), "{line}");
            assert_eq!(
                (&customer["seen"][0], &raw["ok"], &completion["größe"]),
                (&json!(1.5), &json!(true), &json!("—é😀\""))
            );
            let left = [format!("user.{count}@mail{}.example.org", count % 7), card(count * 7 + 1)];
            assert!(!left.iter().any(|value| line.contains(value.as_str())), "{line}");
            count += 1;
        }
        assert_eq!(count, PAIRS, "{}", ran.stderr);
    }
}

/// JSON of any shape, with values to be found in it.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_999i64..9_999).prop_map(Value::from),
        Just(json!(4_000_000_000_000_002_u64)),
        Just(json!("write to ada@example.org, please")),
        Just(json!("{\"mail\":\"bob\\u0040example.org\",\"n\":[1]}")),
        "[ -~é\\n\\t\"\\\\😀]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,6}|card|ada@example\\.org", inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Whether two values have the same shape, type by type. Keys that are values may have another name.
fn same_types(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same_types(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len() && one.values().zip(other.values()).all(|(one, other)| same_types(one, other))
        }
        (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}

#[test]
fn json_stays_json_with_the_same_types() {
    let rules = RuleSet::load(&["intl".to_owned()], None).unwrap();
    let engine = Engine::compile(&rules, &Detect::default()).unwrap();
    let policy = Policy::new(&Redact::default(), &Key::derive("test", b"")).unwrap();
    let config = ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let text = (any_json(), any::<bool>(), "[a-z .]{0,20}").prop_map(|(value, pretty, prose)| {
        let value = json!({ "x": value });
        let written = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        (prose, written.unwrap())
    });
    runner
        .run(&text, |(prose, written)| {
            let text = format!("{prose}{written}");
            let mut scratch = engine.scratch();
            let mut found = Vec::new();
            engine.detect(&text, "", &mut scratch, &mut found);
            let mut scope = policy.scope(&RecordIdentity::default());
            match policy.apply(&text, &found, &mut scope) {
                Redaction::Unchanged => prop_assert!(!text.contains("ada@example.org"), "{}", text),
                Redaction::Changed { text: new, replaced, .. } => {
                    let old: Value = serde_json::from_str(&written).unwrap();
                    let json = new.strip_prefix(&prose).unwrap();
                    let parsed: Result<Value, _> = serde_json::from_str(json);
                    prop_assert!(parsed.as_ref().is_ok_and(|value| same_types(&old, value)), "{} {}", text, new);
                    prop_assert!(!new.contains("@example.org"), "{}", new);
                    engine.detect(&new, "", &mut scratch, &mut found);
                    prop_assert_eq!(policy.residual(&new, &replaced, &found, &scope).count(), 0, "{}", new);
                    // Outside the replacements nothing changed: taken out, they leave what is left without the values.
                    prop_assert_eq!(policy.apply(&new, &[], &mut scope), Redaction::Unchanged);
                }
                other => prop_assert!(false, "{:?}", other),
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn everything_a_text_is_written_in_is_read_and_written_again() {
    let workspace = Workspace::new();
    let body = "RGVhciBBZGFlemUgT2tvbmt3bywgYWRhQGV4YW1wbGUub3JnLCBi\nZXN0Lgo=";
    for (text, expected) in [
        ("x {\"a\":\"ada\\u0040example.org\"} y", "x {\"a\":\"[EMAIL_ADDRESS]\"} y".to_owned()),
        ("{\"ada@example.org\":1,\"bob@example.org\":2}", "{\"[EMAIL_ADDRESS]\":1,\"[EMAIL_ADDRESS] 2\":2}".to_owned()),
        ("{\"card\": 4111111111111111 , \"n\":1.0}", "{\"card\": 0 , \"n\":1.0}".to_owned()),
        ("name,mail,n\nx,ada@example.org,1\n", "name,mail,n\nx,[EMAIL_ADDRESS],1\n".to_owned()),
        ("https://example.com/?m=ada%40example.org&x=1", "https://example.com/?m=[EMAIL_ADDRESS]&x=1".to_owned()),
        ("ada&#64;example.org &amp;", "[EMAIL_ADDRESS] &amp;".to_owned()),
        (
            &format!("Content-Transfer-Encoding: base64\n\n{body}\n"),
            "Content-Transfer-Encoding: base64\n\nRGVhciBbUEVSU09OXSwgW0VNQUlMX0FERFJFU1NdLCBiZXN0Lgo=\n".to_owned(),
        ),
    ] {
        let ran = workspace.pipe(&["redact", "-q"], text.as_bytes()).expect(0);
        // A line of JSON ends with a line feed.
        assert_eq!(ran.stdout.trim_end(), expected.trim_end());
    }
    workspace
        .pipe(&["redact"], b"{\"t\":\"Content-Transfer-Encoding: base64\\n\\nnot!base64\\n\"}\n")
        .expect(2)
        .says("Q405 undecodable-base64");
    let hidden = workspace.write("k.jsonl", "{\"ada@example.org\":{\"m\":\"bob@example.org\"}}\n");
    let ran = hidden.run(&["scan", "--format", "jsonl", "k.jsonl"]).expect(1).says("/{EMAIL_ADDRESS}/m");
    assert!(!ran.stdout.contains("ada@"), "{}", ran.stdout);
}

/// JSON lines redacted; none is withheld.
fn redacted(workspace: &Workspace, args: &[&str], lines: &str) -> String {
    workspace.write("key", "0123456789abcdef0123456789abcdef");
    let args: Vec<&str> = ["redact", "-q", "--input-format", "jsonl"].iter().chain(args).copied().collect();
    workspace.pipe(&args, lines.as_bytes()).expect(0).stdout
}

#[test]
fn an_age_is_found_wherever_its_field_stands_and_a_number_stays_one() {
    let workspace = Workspace::new();
    let cases = [
        (r#"{"age":45}"#, r#"{"age":0}"#),
        (r#"{"age": "45"}"#, r#"{"age": "[AGE]"}"#),
        (r#"{"person":{"age":45}}"#, r#"{"person":{"age":0}}"#),
        (r#"{"c":"{\"name\":\"Bob Miller\",\"age\": 45}"}"#, r#"{"c":"{\"name\":\"[PERSON]\",\"age\": 0}"}"#),
        (r#"{"c":"{\"age\":\"45\"}"}"#, r#"{"c":"{\"age\":\"[AGE]\"}"}"#),
        (r#"{"c":"{\"b\":\"{\\\"age\\\":45}\"}"}"#, r#"{"c":"{\"b\":\"{\\\"age\\\":0}\"}"}"#),
        (r#"{"max_age":60,"cache":{"age":30},"page":45}"#, r#"{"max_age":60,"cache":{"age":30},"page":45}"#),
        (r#"{"age":0,"c":"{\"age\":0}"}"#, r#"{"age":0,"c":"{\"age\":0}"}"#),
    ];
    let lines: String = cases.iter().map(|(line, _)| format!("{line}\n")).collect();
    let expected: String = cases.iter().map(|(_, expected)| format!("{expected}\n")).collect();
    assert_eq!(redacted(&workspace, &[], &lines), expected);
    workspace.pipe(&["scan", "-q", "--input-format", "jsonl", "-"], expected.as_bytes()).expect(0);
    for operator in ["mask", "generalise"] {
        let once = redacted(&workspace, &["--operator", operator], &lines);
        assert_eq!(redacted(&workspace, &["--operator", operator], &once), once);
    }
}

#[test]
fn a_postcode_is_known_by_its_key_wherever_that_stands() {
    let workspace = Workspace::new();
    let cases = [
        (r#"{"zip":"62704"}"#, r#"{"zip":"[POSTCODE]"}"#),
        (r#"{"c":"{\"zip\":\"62704\"}"}"#, r#"{"c":"{\"zip\":\"[POSTCODE]\"}"}"#),
        (
            r#"{"prompt":"zip: 62704","completion":"{\"address\":{\"zip\":\"62704\",\"page\":12345}}"}"#,
            r#"{"prompt":"zip: [POSTCODE]","completion":"{\"address\":{\"zip\":\"[POSTCODE]\",\"page\":12345}}"}"#,
        ),
        (r#"{"t":"id,zip,n\n1,62704,a\n"}"#, r#"{"t":"id,zip,n\n1,[POSTCODE],a\n"}"#),
        (r#"{"t":"https://example.com/?zip=62704&x=1"}"#, r#"{"t":"https://example.com/?zip=[POSTCODE]&x=1"}"#),
        (
            r#"{"t":"the file zip: 62704, a cap: 94105 of them"}"#,
            r#"{"t":"the file zip: 62704, a cap: 94105 of them"}"#,
        ),
    ];
    let lines: String = cases.iter().map(|(line, _)| format!("{line}\n")).collect();
    let expected: String = cases.iter().map(|(_, expected)| format!("{expected}\n")).collect();
    assert_eq!(redacted(&workspace, &[], &lines), expected);
}

#[test]
fn a_table_among_other_things_is_read_by_its_columns() {
    let workspace = Workspace::new();
    let rows = "pens,83726155,Chidi\nink,19283746,Wren\npads,55512309,Ola\n";
    let scrubbed = "pens,[US_BANK_NUMBER],[PERSON]\nink,[US_BANK_NUMBER],[PERSON]\npads,[US_BANK_NUMBER],[PERSON]\n";
    for (before, after) in [
        ("Sort this:\n", ""),
        ("Sort this list by name.\n\n", "\nThank you."),
        ("```csv\n", "```\nSort it."),
        ("", "\nSort the list above, please."),
    ] {
        let line = |rows: &str| json!({"t": format!("{before}item,bank_account,first_name\n{rows}{after}")});
        let got: Value = serde_json::from_str(&redacted(&workspace, &[], &format!("{}\n", line(rows)))).unwrap();
        assert_eq!(got, line(scrubbed));
    }
}

#[test]
fn surrogates_in_queries_of_urls_are_known_again() {
    let workspace = Workspace::new();
    let line = json!({"t": "https://shop.test-site.io/a?x=1&mobile=07944234785&ssn=204-50-1501&name=Bob+Miller&mail=bob%40test-site.io"});
    let args = ["--operator", "surrogate", "--key-file", "key"];
    let once = redacted(&workspace, &args, &format!("{line}\n"));
    assert!(
        !["07944234785", "204-50", "Miller", "bob", "URL_PERSONAL"].iter().any(|part| once.contains(part)),
        "{once}"
    );
    assert_eq!(redacted(&workspace, &args, &once), once);
}

#[test]
fn what_stands_in_base64_in_a_string_of_json_is_known_again() {
    let workspace = Workspace::new();
    // IP address 84.185.206.59, SSN 204-50-1501, date of birth 1951-01-18. All else stays as it was before.
    let body = "SVAgYWRkcmVzcyA4NC4xODUuMjA2LjU5LCBTU04gMjA0LTUwLTE1MDEsIGRhdGUgb2YgYmlydGgg\r\nMTk1MS0wMS0xOC4gQWxsIGVsc2Ugc3RheXMgYXMgaXQgd2FzIGJlZm9yZS4=";
    let line = json!({"t": format!("Content-Transfer-Encoding: base64\r\n\r\n{body}")}).to_string();
    for args in [
        &[][..],
        &["--operator", "surrogate", "--key-file", "key"],
        &["--operator", "generalise"],
        &["--policy", "research", "--key-file", "key"],
    ] {
        let got: Value = serde_json::from_str(&redacted(&workspace, args, &format!("{line}\n"))).unwrap();
        let (head, body) = got["t"].as_str().unwrap().split_once("\r\n\r\n").unwrap();
        assert_eq!(head, "Content-Transfer-Encoding: base64");
        assert!(body.lines().all(|line| line.len() <= 76) && body.contains("\r\n"), "{body}");
        assert!(!body.contains("U04gMjA0LTUwLT"), "{body}");
    }
}

#[test]
fn policies_decide_and_say_why() {
    let workspace = Workspace::new();
    let text = b"ada@example.org paid with 4111 1111 1111 1111\n";
    let ran = workspace.pipe(&["redact", "-q", "--policy", "pci-dss"], text).expect(0);
    assert_eq!(ran.stdout, "ada@example.org paid with **** **** **** 1111\n");
    let ran = workspace.pipe(&["redact", "-q", "--policy", "pci-dss,hipaa-safe-harbor"], text).expect(0);
    assert_eq!(ran.stdout, "[EMAIL_ADDRESS] paid with [CREDIT_CARD]\n");
    workspace.pipe(&["redact", "--policy", "no-such"], text).expect(2).says("hipaa-safe-harbor");
    workspace.run(&["policy", "list"]).expect(0).says("ndpa");
    workspace.run(&["policy", "explain", "gdpr"]).expect(0).says("Article 87");
}
