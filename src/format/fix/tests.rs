//! What is mended, and what is left alone.

use super::*;
use crate::core::Split;
use crate::format::Targets;
use crate::format::definition::Severity;
use crate::format::validate::{self, Options};

fn fixed(target: &str, bytes: &[u8]) -> (String, Changes) {
    let targets = Targets::load(None).unwrap();
    let mut out = Vec::new();
    let changes = file(targets.get(target).unwrap(), "f", bytes, &mut out).unwrap();
    (String::from_utf8_lossy(&out).into_owned(), changes)
}

#[test]
fn layout_is_mended_and_no_record_is_lost() {
    let (text, changes) =
        fixed("llama3-1", b"\xef\xbb\xbf{\"prompt\":\"p\",\"completion\":\"c\"}\r\n\n  \n{\"completion\":\"d\",\"x\":1.10,\"prompt\":\"q\"}\r\nnot json");
    assert_eq!(
        text,
        "{\"prompt\":\"p\",\"completion\":\"c\"}\n{\"prompt\":\"q\",\"completion\":\"d\",\"x\":1.10}\nnot json\n"
    );
    let made: Vec<_> = changes.made.iter().map(|(change, made)| (*change, made.count, made.first_line)).collect();
    assert_eq!(
        made,
        [
            (Change::BlankLine, 2, 2),
            (Change::ByteOrderMark, 1, 1),
            (Change::CarriageReturn, 2, 1),
            (Change::KeyOrder, 1, 4),
            (Change::LastLineFeed, 1, 5),
        ]
    );
    assert_eq!(changes.lines, 3);
}

#[test]
fn texts_are_mended_where_they_stand() {
    let line = r#"{"messages":[{"content":[{"text":"Operating System: user: [EOS]"}],"role":"user"},{"role":"assistant","content":[{"text":"a <image> \u00e9"}]}],"schemaVersion":"bedrock-conversion-2024"}"#;
    let (text, changes) = fixed("nova1-lite", line.as_bytes());
    assert_eq!(
        text.trim_end(),
        r#"{"schemaVersion":"bedrock-conversation-2024","messages":[{"role":"user","content":[{"text":"Operating System - user - (EOS)"}]},{"role":"assistant","content":[{"text":"a (image) é"}]}]}"#
    );
    let made: Vec<_> = changes.made.iter().map(|(change, made)| (*change, made.count)).collect();
    let expected =
        [(Change::KeyOrder, 1), (Change::SchemaVersion, 1), (Change::ReservedString, 2), (Change::LastLineFeed, 1)];
    assert_eq!(made, expected);
    let targets = Targets::load(None).unwrap();
    let target = targets.get("nova1-lite").unwrap();
    let mut sink = |problem: validate::Problem| assert_eq!(problem.severity, Severity::Warning, "{problem:?}");
    validate::file(target, Split::Train, "f", text.as_bytes(), Options::default(), &mut sink).unwrap();
    let (again, changes) = fixed("nova1-lite", text.as_bytes());
    assert_eq!((again, changes.made.len()), (text, 0));
}

#[test]
fn what_is_not_understood_is_left_as_it_is() {
    let doubled = "{\"completion\":\"c\",\"prompt\":\"p\",\"prompt\":\"q\"}\n";
    for same in [doubled, "{\"prompt\": [1, 2] }\n", "[1,\n", "{\"prompt\":\"\\ud83d\"}\n", "7\n"] {
        assert_eq!(fixed("llama3-1", same.as_bytes()), (same.to_owned(), Changes { lines: 1, ..Changes::default() }));
    }
    let long = format!("{}\n{{\"completion\":\"c\",\"prompt\":\"p\"}}\n", "x".repeat(MAX_LINE_BYTES + 10));
    let (text, changes) = fixed("llama3-1", long.as_bytes());
    assert!(text.starts_with("xxx") && text.ends_with("x\n{\"prompt\":\"p\",\"completion\":\"c\"}\n"));
    assert_eq!((text.len(), changes.lines), (long.len(), 2));
    assert_eq!(fixed("plain-text", b"a\r\n\r\nb\n").0, "a\n\nb\n");
}
