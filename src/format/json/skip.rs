//! A value that is passed over. Its strings are decoded and its keys compared all the same, so that half characters and
//! duplicate keys are found wherever they stand.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::de::{MapAccess, SeqAccess};

use super::slot::{Key, KeySeed};
use super::{Faults, Read, Slot};
use crate::format::fault::{Fault, Json};
use crate::format::pointer::Pointer;

/// Passes over any value. Faults inside are placed at the value.
pub(in crate::format) struct Skip<'f, 's>(pub(in crate::format) &'f mut Faults<'s>, pub(in crate::format) Pointer);

impl<'de> Slot<'de> for Skip<'_, '_> {
    /// Type of the value.
    type Value = Json;

    fn wrong(self, found: Json) -> Json {
        found
    }

    fn text(self, _: Cow<'de, str>) -> Json {
        Json::String
    }

    fn object<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut seen = BTreeSet::new();
        while let Some(key) = map.next_key_seed(KeySeed(&[]))? {
            if let Key::Other(key) = key
                && !seen.insert(key)
            {
                self.0.report(Fault::DuplicateKey, self.1);
            }
            map.next_value_seed(Read(Skip(self.0, self.1)))?;
        }
        Ok(Json::Object)
    }

    fn array<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        while seq.next_element_seed(Read(Skip(self.0, self.1)))?.is_some() {}
        Ok(Json::Array)
    }
}
