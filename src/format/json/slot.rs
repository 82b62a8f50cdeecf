//! A place in a line, and what to do with each type of JSON value found there.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::format::fault::Json;

/// A place in a line. By default every type of value is wrong; a slot takes what it overrides.
pub(in crate::format) trait Slot<'de>: Sized {
    /// What the slot gives.
    type Value;

    /// Takes note that a value of type `found` does not belong here.
    fn wrong(self, found: Json) -> Self::Value;

    /// Takes a string.
    fn text(self, _text: Cow<'de, str>) -> Self::Value {
        self.wrong(Json::String)
    }

    /// Takes a number, a boolean or null.
    fn scalar(self, found: Json) -> Self::Value {
        self.wrong(found)
    }

    /// Takes an object. It must be read to its end, wanted or not.
    fn object<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error>;

    /// Takes an array. It must be read to its end, wanted or not.
    fn array<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error>;
}

/// Reads a value into a slot.
pub(in crate::format) struct Read<S>(pub(in crate::format) S);

impl<'de, S: Slot<'de>> DeserializeSeed<'de> for Read<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, S: Slot<'de>> Visitor<'de> for Read<S> {
    type Value = S::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<S::Value, E> {
        Ok(self.0.text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<S::Value, E> {
        Ok(self.0.text(Cow::Owned(text.to_owned())))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<S::Value, E> {
        Ok(self.0.scalar(Json::Boolean))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<S::Value, E> {
        Ok(self.0.scalar(Json::Number))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<S::Value, E> {
        Ok(self.0.scalar(Json::Number))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<S::Value, E> {
        Ok(self.0.scalar(Json::Number))
    }

    fn visit_unit<E: Error>(self) -> Result<S::Value, E> {
        Ok(self.0.scalar(Json::Null))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<S::Value, A::Error> {
        self.0.object(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<S::Value, A::Error> {
        self.0.array(seq)
    }
}

/// A key of an object: the number of one that is wanted, or another.
pub(super) enum Key<'de> {
    /// Position among the wanted keys.
    Wanted(usize),
    /// Not wanted.
    Other(Cow<'de, str>),
}

/// Reads a key and looks it up among those that are wanted.
pub(super) struct KeySeed(pub(super) &'static [&'static str]);

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key<'de>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeySeed {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<Key<'de>, E> {
        let wanted = self.0.iter().position(|wanted| *wanted == key);
        Ok(wanted.map_or(Key::Other(Cow::Borrowed(key)), Key::Wanted))
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Key<'de>, E> {
        let wanted = self.0.iter().position(|wanted| *wanted == key);
        Ok(wanted.map_or_else(|| Key::Other(Cow::Owned(key.to_owned())), Key::Wanted))
    }
}
