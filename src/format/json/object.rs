//! A place where an object with known keys is wanted.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::de::{MapAccess, SeqAccess};

use super::slot::{Key, KeySeed};
use super::{Faults, Read, Skip, Slot};
use crate::format::definition::Severity;
use crate::format::fault::{Fault, Json};
use crate::format::pointer::Pointer;

/// Reads the values of an object's keys.
pub(in crate::format) trait Fields<'de> {
    /// The keys, at most 32.
    fn keys(&self) -> &'static [&'static str];

    /// Whether the key in this position must be there.
    fn required(&self, key: usize) -> bool;

    /// Reads the value of the key in position `key`, which stands at `at`.
    fn value<A: MapAccess<'de>>(
        &mut self,
        key: usize,
        map: &mut A,
        at: Pointer,
        faults: &mut Faults<'_>,
    ) -> Result<(), A::Error>;
}

/// Takes an object; reports any other type, and keys that are missing, doubled or not wanted.
pub(in crate::format) struct Object<'f, 's, F> {
    pub(in crate::format) at: Pointer,
    pub(in crate::format) faults: &'f mut Faults<'s>,
    pub(in crate::format) fields: &'f mut F,
    /// How bad a key is that is not wanted.
    pub(in crate::format) extra: Severity,
}

impl<'de, F: Fields<'de>> Slot<'de> for Object<'_, '_, F> {
    /// Whether it was an object.
    type Value = bool;

    fn wrong(self, found: Json) -> bool {
        let fault = if self.at == Pointer::ROOT {
            Fault::NotAnObject(found)
        } else {
            Fault::WrongType { wanted: Json::Object, found }
        };
        self.faults.report(fault, self.at);
        false
    }

    fn array<A: SeqAccess<'de>>(self, seq: A) -> Result<bool, A::Error> {
        let found = Skip(self.faults, self.at).array(seq)?;
        Ok(self.wrong(found))
    }

    fn object<A: MapAccess<'de>>(mut self, mut map: A) -> Result<bool, A::Error> {
        let keys = self.fields.keys();
        let (mut seen, mut number, mut others) = (0u32, 0, BTreeSet::new());
        while let Some(key) = map.next_key_seed(KeySeed(keys))? {
            number += 1;
            match key {
                Key::Wanted(key) => {
                    let at = keys.get(key).map_or(self.at, |name| self.at.key(name));
                    if seen & (1 << key) == 0 {
                        seen |= 1 << key;
                        self.fields.value(key, &mut map, at, self.faults)?;
                    } else {
                        self.faults.report(Fault::DuplicateKey, at);
                        map.next_value_seed(Read(Skip(self.faults, at)))?;
                    }
                }
                Key::Other(key) => {
                    self.extra_key(key, number, &mut others);
                    map.next_value_seed(Read(Skip(self.faults, self.at)))?;
                }
            }
        }
        for (key, name) in keys.iter().enumerate() {
            if seen & (1 << key) == 0 && self.fields.required(key) {
                self.faults.report(Fault::MissingKey(name), self.at);
            }
        }
        Ok(true)
    }
}

impl<F> Object<'_, '_, F> {
    fn extra_key<'de>(&mut self, key: Cow<'de, str>, number: usize, others: &mut BTreeSet<Cow<'de, str>>) {
        let known = KNOWN.iter().find(|known| **known == key).copied();
        self.faults.report(Fault::ExtraKey { number, known, severity: self.extra }, self.at);
        if !others.insert(key) {
            self.faults.report(Fault::DuplicateKey, self.at);
        }
    }
}

/// Keys that may be named in a message. A key is part of the file and could be anything, a name or an e-mail address too, so
/// only words of public dataset formats are repeated.
const KNOWN: &[&str] = &[
    "answer",
    "audio",
    "cachePoint",
    "category",
    "chosen",
    "citationsContent",
    "completion",
    "content",
    "context",
    "conversationTurns",
    "conversations",
    "data",
    "document",
    "from",
    "group",
    "guardContent",
    "id",
    "image",
    "input",
    "instruction",
    "label",
    "language",
    "license",
    "messages",
    "metadata",
    "modelInput",
    "modelResponses",
    "name",
    "output",
    "prompt",
    "question",
    "reasoningContent",
    "recordId",
    "referenceResponse",
    "rejected",
    "response",
    "role",
    "schemaVersion",
    "score",
    "source",
    "split",
    "system",
    "tags",
    "text",
    "title",
    "toolConfig",
    "toolResult",
    "toolUse",
    "tools",
    "type",
    "url",
    "value",
    "video",
];

#[cfg(test)]
mod tests {
    use super::super::{TextSlot, read};
    use super::*;

    struct One<'de>(Option<Cow<'de, str>>);

    impl<'de> Fields<'de> for One<'de> {
        fn keys(&self) -> &'static [&'static str] {
            &["a"]
        }
        fn required(&self, _: usize) -> bool {
            true
        }
        fn value<A: MapAccess<'de>>(
            &mut self,
            _: usize,
            map: &mut A,
            at: Pointer,
            faults: &mut Faults<'_>,
        ) -> Result<(), A::Error> {
            self.0 = map.next_value_seed(Read(TextSlot { at, faults }))?;
            Ok(())
        }
    }

    fn faults_of(line: &str) -> Vec<(Fault, String)> {
        let mut found = Vec::new();
        let mut sink = |fault, at: Pointer| found.push((fault, at.to_string()));
        let mut faults = Faults::new(&mut sink);
        let extra = Severity::Error;
        read(line, Object { at: Pointer::ROOT, faults: &mut faults, fields: &mut One(None), extra }).unwrap();
        found
    }

    #[test]
    fn every_misfit_is_reported_with_its_place() {
        let root = String::new;
        let a = || "/a".to_owned();
        let extra = |number, known| Fault::ExtraKey { number, known, severity: Severity::Error };
        let wrong = |found| Fault::WrongType { wanted: Json::String, found };
        let cases = [
            (r#"{"a":"x"}"#, vec![]),
            (r#"{"\u0061":"x"}"#, vec![]),
            ("{}", vec![(Fault::MissingKey("a"), root())]),
            ("[]", vec![(Fault::NotAnObject(Json::Array), root())]),
            ("null", vec![(Fault::NotAnObject(Json::Null), root())]),
            (r#"{"a":1}"#, vec![(wrong(Json::Number), a())]),
            (r#"{"a":{}}"#, vec![(wrong(Json::Object), a())]),
            (r#"{"a":"x","a":"y"}"#, vec![(Fault::DuplicateKey, a())]),
            (r#"{"a":"x","jane@example.com":1}"#, vec![(extra(2, None), root())]),
            (r#"{"id":1,"a":"x"}"#, vec![(extra(1, Some("id")), root())]),
            (r#"{"id":{"b":1,"b":2},"a":"x"}"#, vec![(extra(1, Some("id")), root()), (Fault::DuplicateKey, root())]),
        ];
        for (line, expected) in cases {
            assert_eq!(faults_of(line), expected, "{line}");
        }
    }
}
