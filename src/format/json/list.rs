//! A place where an array is wanted.

use serde::de::{MapAccess, SeqAccess};

use super::{Faults, Skip, Slot};
use crate::format::fault::{Fault, Json};
use crate::format::pointer::Pointer;

/// Reads the elements of an array.
pub(in crate::format) trait Items<'de> {
    /// Reads one element at `at` from `seq`. `false` when there is none left.
    fn item<A: SeqAccess<'de>>(&mut self, seq: &mut A, at: Pointer, faults: &mut Faults<'_>) -> Result<bool, A::Error>;
}

/// Takes an array; reports any other type, and an array without elements.
pub(in crate::format) struct List<'f, 's, I> {
    pub(in crate::format) at: Pointer,
    pub(in crate::format) faults: &'f mut Faults<'s>,
    pub(in crate::format) items: &'f mut I,
}

impl<'de, I: Items<'de>> Slot<'de> for List<'_, '_, I> {
    type Value = ();

    fn wrong(self, found: Json) {
        self.faults.report(Fault::WrongType { wanted: Json::Array, found }, self.at);
    }

    fn object<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let found = Skip(self.faults, self.at).object(map)?;
        self.wrong(found);
        Ok(())
    }

    fn array<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut count = 0;
        while self.items.item(&mut seq, self.at.item(count), self.faults)? {
            count += 1;
        }
        if count == 0 {
            self.faults.report(Fault::EmptyList, self.at);
        }
        Ok(())
    }
}
