//! Reading a key of an object.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, Visitor};

use crate::format::schema::Fields;

/// A key of an object: the position of one that is known, or another.
pub(super) enum Key<'de> {
    /// Position among the known keys.
    Known(usize),
    /// Not known.
    Other(Cow<'de, str>),
}

/// Reads a key and looks it up among those that are known.
pub(super) struct KeySeed<'n>(pub(super) Option<&'n Fields>);

impl KeySeed<'_> {
    fn position(&self, key: &str) -> Option<usize> {
        self.0.and_then(|fields| fields.find(key)).map(|(at, _)| at)
    }
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Key<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key<'de>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeySeed<'_> {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<Key<'de>, E> {
        Ok(self.position(key).map_or(Key::Other(Cow::Borrowed(key)), Key::Known))
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Key<'de>, E> {
        Ok(self.position(key).map_or_else(|| Key::Other(Cow::Owned(key.to_owned())), Key::Known))
    }
}
