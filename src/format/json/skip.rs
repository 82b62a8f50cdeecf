//! A value that is passed over. Its strings are decoded and its keys compared all the same, so that half characters and
//! duplicate keys are found wherever they stand.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::Faults;
use super::key::{Key, KeySeed};
use crate::format::fault::{Fault, Json};
use crate::format::pointer::Pointer;

/// Passes over any value and gives its type. Faults inside are placed at the value.
pub(super) struct Skip<'f, 's, 'p, 'k> {
    pub(super) faults: &'f mut Faults<'s>,
    pub(super) at: &'p Pointer<'p>,
    /// Where the keys of the object go, if it is one.
    pub(super) keys: Option<&'k mut Vec<String>>,
}

impl<'de> DeserializeSeed<'de> for Skip<'_, '_, '_, '_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Skip<'_, '_, '_, '_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Json, E> {
        Ok(Json::String)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Json, E> {
        Ok(Json::Boolean)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Json, E> {
        Ok(Json::Number)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Json, E> {
        Ok(Json::Number)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Number)
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let Self { faults, at, mut keys } = self;
        let mut seen: BTreeSet<Cow<'de, str>> = BTreeSet::new();
        while let Some(key) = map.next_key_seed(KeySeed(None))? {
            if let Key::Other(key) = key {
                if let Some(keys) = &mut keys {
                    keys.push(key.to_string());
                }
                if !seen.insert(key) {
                    faults.report(Fault::DuplicateKey, at);
                }
            }
            map.next_value_seed(Skip { faults, at, keys: None })?;
        }
        Ok(Json::Object)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let Self { faults, at, .. } = self;
        while seq.next_element_seed(Skip { faults, at, keys: None })?.is_some() {}
        Ok(Json::Array)
    }
}
