//! Broken JSON, and JSON that does not fit.

use super::super::definition::{Others, Severity, Speaker};
use super::super::fault::Json;
use super::super::schema::Field;
use super::*;

#[test]
fn broken_json_is_named_and_placed() {
    let cases = [
        ("{\"a\": 1", Syntax::Truncated, 7),
        ("\"\\ud83d\"", Syntax::LoneSurrogate, 8),
        ("\"\\ud83dx\"", Syntax::LoneSurrogate, 8),
        ("\"\\udc00\"", Syntax::LoneSurrogate, 7),
        ("\"a\tb\"", Syntax::ControlCharacter, 3),
        ("[1,]", Syntax::TrailingComma, 4),
        ("{} {}", Syntax::TrailingCharacters, 4),
        ("{a}", Syntax::Other, 2),
    ];
    let skipped = |text: &str| {
        let mut sink = |_: Fault, _: &Pointer<'_>| {};
        skip(text, &Pointer::ROOT, &mut Faults::new(&mut sink), None).unwrap_err()
    };
    for (line, syntax, column) in cases {
        assert_eq!(skipped(line), Broken { syntax, column }, "{line}");
    }
    assert_eq!(skipped(&"[".repeat(200)).syntax, Syntax::TooDeep);
}

fn faults_of(line: &str) -> Vec<(Fault, String)> {
    let node = Node::object(
        Others::Error,
        [Field::must("a", Node::prose(Speaker::Text)), Field::may("j", Node::json(Some(Json::Object)))],
    );
    let mut found = Vec::new();
    let mut sink = |fault, at: &Pointer<'_>| found.push((fault, at.to_string()));
    read(line, &node, &mut Faults::new(&mut sink)).unwrap();
    found
}

#[test]
fn every_misfit_is_reported_with_its_place() {
    let root = String::new;
    let a = || "/a".to_owned();
    let extra = |number, known| Fault::ExtraKey { number, known, severity: Severity::Error };
    let wrong = |found| Fault::WrongType { wanted: Json::String, found };
    let missing = || Fault::MissingKey { key: "a".to_owned(), severity: Severity::Error };
    let cases = [
        (r#"{"a":"x"}"#, vec![]),
        (r#"{"\u0061":"x"}"#, vec![]),
        ("{}", vec![(missing(), root())]),
        ("[]", vec![(Fault::NotAnObject(Json::Array), root())]),
        ("null", vec![(Fault::NotAnObject(Json::Null), root())]),
        (r#"{"a":1}"#, vec![(wrong(Json::Number), a())]),
        (r#"{"a":{}}"#, vec![(wrong(Json::Object), a())]),
        (r#"{"a":"x","a":"y"}"#, vec![(Fault::DuplicateKey, a())]),
        (r#"{"a":"x","jane@example.com":1}"#, vec![(extra(2, None), root())]),
        (r#"{"id":1,"a":"x"}"#, vec![(extra(1, Some("id")), root())]),
        (r#"{"id":{"b":1,"b":2},"a":"x"}"#, vec![(extra(1, Some("id")), root()), (Fault::DuplicateKey, root())]),
        (r#"{"a":"x","j":{"b":1,"b":2}}"#, vec![(Fault::DuplicateKey, "/j".to_owned())]),
        (r#"{"a":"x","j":"\ud83d"}"#, vec![(Fault::Syntax(Syntax::LoneSurrogate), "/j".to_owned())]),
        (r#"{"a":"x","j":[]}"#, vec![(Fault::WrongType { wanted: Json::Object, found: Json::Array }, "/j".to_owned())]),
    ];
    for (line, expected) in cases {
        assert_eq!(faults_of(line), expected, "{line}");
    }
}
