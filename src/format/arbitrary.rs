//! Round trip of whatever a schema allows: tools, pictures, candidates, requests and logs too, which no record of ours holds.

use std::borrow::Cow;

use proptest::prelude::*;

use super::fault::{Fault, Json};
use super::json::{self, Faults};
use super::line::Line;
use super::pointer::Pointer;
use super::schema::{Content, Field, Need, Node};
use super::{Targets, encode};

fn text(content: &'static Content) -> BoxedStrategy<Line<'static>> {
    let owned = |text: String| Line::Text(Cow::Owned(text));
    match content {
        Content::Role(words) => (0..words.len()).prop_map(|n| Line::text(&words[n].0)).boxed(),
        _ => prop_oneof![any::<String>(), "\\PC{0,40}", "[ \n\t\u{feff}\u{2028}\\\\\"/\u{0}]{0,8}"]
            .prop_map(owned)
            .boxed(),
    }
}

/// Any line that a schema allows, empty texts and lists included.
fn line(node: &'static Node) -> BoxedStrategy<Line<'static>> {
    match node {
        Node::Text(content) => text(content),
        Node::List(item) => prop::collection::vec(line(item), 0..4).prop_map(Line::List).boxed(),
        Node::Either { text, other, .. } => prop_oneof![line(text), line(other)].boxed(),
        Node::Tags => Just(Line::Json(Cow::Borrowed(r#"{"team":"x"}"#))).boxed(),
        Node::Json { only, .. } => {
            let json = match only {
                Some(Json::Array) => r#"[1.10,{"a":[]},"\u00e9"]"#,
                Some(Json::Number) => "1.10e5",
                _ => r#"{"type":"object","a":[1.10,null,{"b":"\n"}]}"#,
            };
            Just(Line::Json(Cow::Borrowed(json))).boxed()
        }
        Node::Object(fields) => {
            let taken: Vec<&'static Field> = fields.known.iter().filter(|field| field.taken).collect();
            if fields.one {
                return (0..taken.len())
                    .prop_flat_map(move |n| {
                        let field = taken[n];
                        line(&field.node).prop_map(move |value| (field.key.as_str(), value))
                    })
                    .prop_map(|field| Line::Object(vec![field]))
                    .boxed();
            }
            let value = |field: &'static Field| match field.need {
                Need::Must(_) => line(&field.node).prop_map(Some).boxed(),
                Need::May => prop::option::of(line(&field.node)).boxed(),
            };
            let values: Vec<_> = taken.iter().map(|field| value(field)).collect();
            values
                .prop_map(move |values| {
                    let keys = taken.iter().map(|field| field.key.as_str());
                    Line::Object(keys.zip(values).filter_map(|(key, value)| Some((key, value?))).collect())
                })
                .boxed()
        }
    }
}

/// Every schema but that of plain text, for the length of the test run.
fn schemas() -> &'static [Node] {
    let targets = Targets::load(None).unwrap();
    let schemas: Vec<Node> =
        targets.iter().filter(|target| target.keys().count() > 0).map(|t| t.schema().clone()).collect();
    Vec::leak(schemas)
}

thread_local! {
    static SCHEMAS: &'static [Node] = schemas();
}

fn any_line() -> impl Strategy<Value = (usize, Line<'static>)> {
    let schemas = SCHEMAS.with(|schemas| *schemas);
    (0..schemas.len()).prop_flat_map(move |n| (Just(n), line(&schemas[n])))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn what_is_encoded_is_read_back((n, line) in any_line()) {
        let schema = &SCHEMAS.with(|schemas| *schemas)[n];
        let mut out = Vec::new();
        prop_assert_eq!(encode::encode(schema, &line, &mut out).unwrap(), 1);
        let written = std::str::from_utf8(&out).unwrap().strip_suffix('\n').unwrap();
        prop_assert!(!written.contains('\n'));
        let mut faults = Vec::new();
        let mut sink = |fault: Fault, at: &Pointer<'_>| faults.push((fault, at.to_string()));
        let read = json::read(written, schema, &mut Faults::new(&mut sink)).unwrap();
        prop_assert_eq!(read, line);
        prop_assert!(faults.iter().all(|(fault, _)| matches!(fault, Fault::MissingKey { .. })), "{:?}", faults);
    }
}
