//! One JSON record: its mapped fields, or all its strings.

use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, Visitor};
use serde_json::{Deserializer, Value};

use super::fields::Scratch;
use super::strict::{Build, Discard, Key, Strict, Walk};
use crate::core::Reason;
use crate::ingest::SourcePlan;

/// Parses an object and keeps the values of the plan's top-level keys in `values`, one slot a key.
pub(in crate::ingest) fn object<'de>(
    text: &'de str,
    plan: &SourcePlan,
    strict: &mut Strict<'de>,
    values: &mut [Option<Value>],
) -> Result<(), Reason> {
    values.fill(None);
    refuse_other_than_object(text, strict)?;
    parse(text, Roots { strict, plan, values }).map_err(|error| strict.reason(&error))
}

/// Parses an object and keeps all its strings in `scratch`.
pub(in crate::ingest) fn strings<'de>(
    text: &'de str,
    strict: &mut Strict<'de>,
    scratch: &mut Scratch<'de>,
) -> Result<(), Reason> {
    refuse_other_than_object(text, strict)?;
    scratch.clear();
    parse(text, Walk { strict, sink: scratch }).map_err(|error| strict.reason(&error))
}

/// Parses any JSON value, strictly.
pub(in crate::ingest) fn value(text: &str) -> Result<Value, Reason> {
    let mut strict = Strict::default();
    strict.for_record(true);
    parse(text, Build { strict: &mut strict }).map_err(|error| strict.reason(&error))
}

/// Something that is valid JSON and no object gets its own reason.
fn refuse_other_than_object<'de>(text: &'de str, strict: &mut Strict<'de>) -> Result<(), Reason> {
    if text.trim_ascii_start().starts_with('{') {
        return Ok(());
    }
    parse(text, Walk { strict, sink: &mut Discard }).map_err(|error| strict.reason(&error))?;
    Err(Reason::NotAnObject)
}

fn parse<'de, S: DeserializeSeed<'de>>(text: &'de str, seed: S) -> Result<S::Value, serde_json::Error> {
    let mut deserializer = Deserializer::from_str(text);
    let value = seed.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// Top-level object: builds what is mapped and only checks the rest.
struct Roots<'w, 'de> {
    strict: &'w mut Strict<'de>,
    plan: &'w SourcePlan,
    values: &'w mut [Option<Value>],
}

impl<'de> DeserializeSeed<'de> for Roots<'_, 'de> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Roots<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let mut scope = self.strict.open();
        while let Some(key) = entries.next_key_seed(Key)? {
            let wanted = self.plan.root(&key).and_then(|root| self.values.get_mut(root));
            self.strict.claim(&mut scope, key)?;
            let strict = &mut *self.strict;
            match wanted {
                Some(slot) => *slot = Some(entries.next_value_seed(Build { strict })?),
                None => entries.next_value_seed(Walk { strict, sink: &mut Discard })?,
            }
        }
        self.strict.close(&scope);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn plan() -> SourcePlan {
        let source = "name = 's'\nuri = 'x'\n[map]\ntext = '/a/t'\nid = 'id'";
        SourcePlan::compile(0, &toml::from_str(source).unwrap()).unwrap()
    }

    fn parsed(text: &str) -> Result<Vec<Option<Value>>, Reason> {
        let mut values = vec![Some(json!("left over")), None];
        object(text, &plan(), Strict::default().for_record(true), &mut values).map(|()| values)
    }

    #[test]
    fn mapped_roots_are_kept_and_nothing_else() {
        let values = parsed(r#" {"x":[1,{"y":"z"}],"a":{"t":"tést\n","u":[true,null,-1,2.5]}} "#).unwrap();
        assert_eq!(values, [Some(json!({"t": "tést\n", "u": [true, null, -1, 2.5]})), None]);
    }

    #[test]
    fn broken_records_have_their_reasons() {
        let nested = |depth| format!("{{\"x\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
        let many = (0..40).map(|n| format!("\"k{n}\":0")).collect::<Vec<_>>().join(",");
        let cases = [
            (r#"{"a":1,"a":2}"#.to_owned(), Reason::JsonDuplicateKey),
            (r#"{"id":1,"id":2}"#.to_owned(), Reason::JsonDuplicateKey),
            (r#"{"x":{"y":[{"z":1,"z":2}]}}"#.to_owned(), Reason::JsonDuplicateKey),
            (r#"{"a":{"y":[{"z":1,"z":2}]}}"#.to_owned(), Reason::JsonDuplicateKey),
            (r#"{"x":1,"\u0078":2}"#.to_owned(), Reason::JsonDuplicateKey),
            (format!("{{{many},\"k7\":1}}"), Reason::JsonDuplicateKey),
            (r#"{"a":"\ud83d"}"#.to_owned(), Reason::JsonLoneSurrogate),
            (r#"{"x":"\ud83d and"}"#.to_owned(), Reason::JsonLoneSurrogate),
            (r#"{"x":"\ud83d\n"}"#.to_owned(), Reason::JsonLoneSurrogate),
            (r#"{"x":"\udc00"}"#.to_owned(), Reason::JsonLoneSurrogate),
            (r#"{"x":"\ud83d\ud83d"}"#.to_owned(), Reason::JsonLoneSurrogate),
            (r#"{"\udc00":1}"#.to_owned(), Reason::JsonLoneSurrogate),
            (r#"{"x":"\u0000"}"#.to_owned(), Reason::NulByte),
            (r#"{"a":["\u0000"]}"#.to_owned(), Reason::NulByte),
            (r#"{"\u0000":1}"#.to_owned(), Reason::NulByte),
            (nested(127), Reason::JsonDepth),
            ("[1]".to_owned(), Reason::NotAnObject),
            ("\"{}\"".to_owned(), Reason::NotAnObject),
            (" null".to_owned(), Reason::NotAnObject),
            ("17".to_owned(), Reason::NotAnObject),
            ("[1,]".to_owned(), Reason::JsonSyntax),
            ("{} {}".to_owned(), Reason::JsonSyntax),
            ("{\"a\":1,}".to_owned(), Reason::JsonSyntax),
            ("{'a':1}".to_owned(), Reason::JsonSyntax),
            ("{\"a\":01}".to_owned(), Reason::JsonSyntax),
            ("{\"a\":NaN}".to_owned(), Reason::JsonSyntax),
            ("{\"a\":\"\t\"}".to_owned(), Reason::JsonSyntax),
            ("{\"a\":1e999}".to_owned(), Reason::JsonSyntax),
            ("{\"a\":\"b".to_owned(), Reason::JsonSyntax),
            ("text".to_owned(), Reason::JsonSyntax),
        ];
        for (text, reason) in &cases {
            assert_eq!(parsed(text), Err(*reason), "{text}");
            let mut scratch = Scratch::default();
            let strings = strings(text, Strict::default().for_record(true), &mut scratch);
            assert_eq!(strings, Err(*reason), "{text}");
        }
        assert!(parsed(&nested(126)).is_ok());
        assert!(parsed(&format!("{{{many}}}")).is_ok());
        assert!(parsed(r#"{"x":{"k":1},"y":{"k":1},"k":[{"k":1},{"k":2}]}"#).is_ok());
        assert!(parsed(r#"{"x":"\\u0000 \ud83d\ude00"}"#).is_ok());
    }
}
