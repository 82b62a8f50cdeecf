//! Strict JSON: what `serde_json` accepts, less what leaves the meaning open: duplicate keys at any depth. Lone surrogates
//! are found by decoding every string.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use memchr::memchr;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::core::Reason;

/// Objects with more keys than this look them up in a set.
const FEW_KEYS: usize = 32;

/// State of the checks for one record, reused from record to record.
#[derive(Default)]
pub(in crate::ingest) struct Strict<'de> {
    /// Keys of the open objects, outermost first.
    keys: Vec<Cow<'de, str>>,
    failure: Option<Reason>,
    nul: bool,
}

/// One open object's share of [`Strict::keys`].
pub(super) struct Scope<'de> {
    base: usize,
    many: Option<HashSet<Cow<'de, str>>>,
}

impl<'de> Strict<'de> {
    /// Starts on another record. `nul` says whether its strings may hold an escaped NUL.
    pub(in crate::ingest) fn for_record(&mut self, nul: bool) -> &mut Self {
        self.keys.clear();
        self.failure = None;
        self.nul = nul;
        self
    }

    pub(super) fn open(&self) -> Scope<'de> {
        Scope { base: self.keys.len(), many: None }
    }

    pub(super) fn close(&mut self, scope: &Scope<'de>) {
        self.keys.truncate(scope.base);
    }

    /// Notes a key of an open object and refuses one that it has already.
    pub(super) fn claim<E: serde::de::Error>(&mut self, scope: &mut Scope<'de>, key: Cow<'de, str>) -> Result<(), E> {
        self.text(&key)?;
        let few = self.keys.get(scope.base..).unwrap_or_default();
        let known = match &mut scope.many {
            Some(many) => !many.insert(key),
            None if few.contains(&key) => true,
            None => {
                self.keys.push(key);
                if self.keys.len() - scope.base > FEW_KEYS {
                    scope.many = Some(self.keys.drain(scope.base..).collect());
                }
                false
            }
        };
        if known { Err(self.fail(Reason::JsonDuplicateKey)) } else { Ok(()) }
    }

    /// Looks at a decoded string.
    pub(super) fn text<E: serde::de::Error>(&mut self, text: &str) -> Result<(), E> {
        if self.nul && memchr(0, text.as_bytes()).is_some() { Err(self.fail(Reason::NulByte)) } else { Ok(()) }
    }

    fn fail<E: serde::de::Error>(&mut self, reason: Reason) -> E {
        self.failure = Some(reason);
        E::custom("refused")
    }

    /// Why parsing failed. The parser's message is matched, never shown.
    pub(super) fn reason(&self, error: &serde_json::Error) -> Reason {
        self.failure.unwrap_or_else(|| {
            let message = error.to_string();
            let says = |start: &str| message.starts_with(start);
            if says("lone leading surrogate") || says("unexpected end of hex escape") {
                Reason::JsonLoneSurrogate
            } else if says("recursion limit exceeded") {
                Reason::JsonDepth
            } else {
                Reason::JsonSyntax
            }
        })
    }
}

/// Receives the strings of a JSON value and the way to them.
pub(super) trait Sink<'de> {
    /// A value under this key follows.
    fn key(&mut self, _: &str) {}
    /// The element with this number, from 0, follows.
    fn item(&mut self, _: usize) {}
    /// The value that was announced last has ended.
    fn leave(&mut self) {}
    /// A string that stands in the input as it is.
    fn borrowed(&mut self, _: &'de str) {}
    /// A string that was unescaped.
    fn unescaped(&mut self, _: &str) {}
    /// A number.
    fn number(&mut self, _: &dyn fmt::Display) {}
}

/// Checks only.
pub(super) struct Discard;

impl Sink<'_> for Discard {}

/// Goes through a value, checks it, and tells a sink of its strings.
pub(super) struct Walk<'w, 'de, S> {
    pub(super) strict: &'w mut Strict<'de>,
    pub(super) sink: &'w mut S,
}

impl<'de, S: Sink<'de>> DeserializeSeed<'de> for Walk<'_, 'de, S> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, S: Sink<'de>> Visitor<'de> for Walk<'_, 'de, S> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.sink.number(&number);
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.sink.number(&number);
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.sink.number(&number);
        Ok(())
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<(), E> {
        self.strict.text(text)?;
        self.sink.borrowed(text);
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.strict.text(text)?;
        self.sink.unescaped(text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        for n in 0.. {
            self.sink.item(n);
            let next = items.next_element_seed(Walk { strict: &mut *self.strict, sink: &mut *self.sink })?;
            self.sink.leave();
            if next.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let mut scope = self.strict.open();
        while let Some(key) = entries.next_key_seed(Key)? {
            self.sink.key(&key);
            self.strict.claim(&mut scope, key)?;
            entries.next_value_seed(Walk { strict: &mut *self.strict, sink: &mut *self.sink })?;
            self.sink.leave();
        }
        self.strict.close(&scope);
        Ok(())
    }
}

/// An object's key, borrowed from the input where it has no escapes.
pub(super) struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

/// Builds a value, checked.
pub(super) struct Build<'w, 'de> {
    pub(super) strict: &'w mut Strict<'de>,
}

impl<'de> DeserializeSeed<'de> for Build<'_, 'de> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Build<'_, 'de> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Value, E> {
        Number::from_f64(number).map(Value::Number).ok_or_else(|| E::custom("not a number"))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Value, E> {
        self.strict.text(text)?;
        Ok(Value::String(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(Build { strict: &mut *self.strict })? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key_seed(Key)? {
            self.strict.text::<A::Error>(&key)?;
            let value = entries.next_value_seed(Build { strict: &mut *self.strict })?;
            if map.insert(key.into_owned(), value).is_some() {
                return Err(self.strict.fail(Reason::JsonDuplicateKey));
            }
        }
        Ok(Value::Object(map))
    }
}
