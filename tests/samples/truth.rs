//! The truth is true: spans lie in texts that exist, on character boundaries, and hold what they say.

use std::collections::BTreeMap;
use std::fs;

use super::decode::{Key, texts};
use super::generate::truth::TruthLine;
use super::generate::{HANDBOOK, SUPPORT, TRUTH};
use super::samples;

/// Values of a sample by entity type.
pub fn values(sample: &str) -> BTreeMap<String, Vec<String>> {
    let folder = samples().join(sample);
    let texts = texts(&folder);
    let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (key, line) in lines(sample) {
        let text = texts.get(&key).unwrap_or_else(|| panic!("no text at {key:?}"));
        let mut end = 0;
        for span in line.spans {
            assert!(span.start >= end && span.end > span.start, "spans of {key:?} are in order");
            end = span.end;
            let value = text.get(span.start..span.end).unwrap_or_else(|| panic!("a span of {key:?} does not fit"));
            values.entry(span.entity.into_owned()).or_default().push(value.to_owned());
        }
    }
    values
}

fn lines(sample: &str) -> Vec<(Key, TruthLine)> {
    let sidecar = fs::read_to_string(samples().join(sample).join(TRUTH)).expect("there is a sidecar");
    let parse = |line| serde_json::from_str::<TruthLine>(line).expect("a truth line parses");
    sidecar.lines().map(parse).map(|line| ((line.file.clone(), line.position, line.field.clone()), line)).collect()
}

/// Whether a value has the look of its type.
fn fits(entity: &str, value: &str) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let parts: Vec<&str> = value.split('@').collect();
    match entity {
        "EMAIL_ADDRESS" => parts.len() == 2 && !parts[0].is_empty() && parts[1].contains('.') && !value.contains(' '),
        "PHONE_NUMBER" => (9..=13).contains(&digits) && !value.ends_with([' ', '.', ',']),
        "CREDIT_CARD" => (15..=16).contains(&digits),
        "IBAN_CODE" => value.starts_with(|c: char| c.is_ascii_uppercase()) && digits >= 12,
        "IP_ADDRESS" => value.parse::<std::net::IpAddr>().is_ok(),
        "MAC_ADDRESS" => value.len() == 17,
        "US_SSN" => digits == 9 && value.len() == 11,
        "NG_NIN" | "NG_BVN" => digits == 11 && value.len() == 11,
        "AWS_ACCESS_KEY" => value.starts_with("AKIA") && value.len() == 20,
        "AWS_SECRET_KEY" => value.len() == 40,
        "PRIVATE_KEY" => value.starts_with("-----BEGIN") && value.ends_with("KEY-----"),
        "JWT" => value.starts_with("eyJ") && value.matches('.').count() == 2,
        "URL_CREDENTIALS" => value.contains("://") && value.contains('@'),
        "PERSON" => value.starts_with(char::is_uppercase) && digits == 0,
        "LOCATION" => digits > 0,
        "DENY_LISTED" => value == "Project Kingfisher",
        _ => false,
    }
}

#[test]
fn spans_hold_what_they_say() {
    for sample in [SUPPORT, HANDBOOK] {
        for (entity, values) in values(sample) {
            for value in values {
                assert!(fits(&entity, &value), "{sample}: a value is no {entity}: {value}");
            }
        }
    }
}

#[test]
fn every_entity_of_the_first_packs_is_planted() {
    let planted = values(SUPPORT);
    for entity in [
        "EMAIL_ADDRESS",
        "PHONE_NUMBER",
        "CREDIT_CARD",
        "IBAN_CODE",
        "IP_ADDRESS",
        "MAC_ADDRESS",
        "URL_CREDENTIALS",
        "US_SSN",
        "NG_NIN",
        "NG_BVN",
        "AWS_ACCESS_KEY",
        "AWS_SECRET_KEY",
        "PRIVATE_KEY",
        "JWT",
        "DENY_LISTED",
        "PERSON",
        "LOCATION",
    ] {
        let count = planted.get(entity).map_or(0, Vec::len);
        assert!(count >= 4, "{entity} is planted {count} times");
    }
}

#[test]
fn mapped_fields_name_their_role() {
    for (key, line) in lines(SUPPORT) {
        let role = match key.2.as_str() {
            "/ticket/message" | "question" => Some("prompt"),
            "/answer/text" | "answer" => Some("completion"),
            "/messages/0/content" => Some("messages/0"),
            "/messages/1/content" => Some("messages/1"),
            _ => None,
        };
        assert_eq!(line.role.as_deref(), role, "{key:?}");
    }
}
