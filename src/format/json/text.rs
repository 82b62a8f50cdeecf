//! A place where a string is wanted.

use std::borrow::Cow;

use serde::de::{MapAccess, SeqAccess};

use super::{Faults, Skip, Slot};
use crate::format::fault::{Fault, Json};
use crate::format::pointer::Pointer;

/// Takes a string; reports any other type.
pub(in crate::format) struct TextSlot<'f, 's> {
    pub(in crate::format) at: Pointer,
    pub(in crate::format) faults: &'f mut Faults<'s>,
}

impl<'de> Slot<'de> for TextSlot<'_, '_> {
    type Value = Option<Cow<'de, str>>;

    fn wrong(self, found: Json) -> Self::Value {
        self.faults.report(Fault::WrongType { wanted: Json::String, found }, self.at);
        None
    }

    fn text(self, text: Cow<'de, str>) -> Self::Value {
        Some(text)
    }

    fn object<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let found = Skip(self.faults, self.at).object(map)?;
        Ok(self.wrong(found))
    }

    fn array<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        let found = Skip(self.faults, self.at).array(seq)?;
        Ok(self.wrong(found))
    }
}
