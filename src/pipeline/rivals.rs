//! What is kept of every record while it is decided which of several duplicates stays: 48 bytes, and 16 more where records are
//! removed. No text.

use crate::core::{Digest, Split};
use crate::dedup::Standing;

/// What decides whether a record goes, and for which.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rival {
    pub(super) standing: Standing,
    /// Keyed hash of the texts as they are written.
    pub(super) exact: u64,
    /// Keyed hashes of the normal form, as the record was read and as it is written.
    pub(super) normal: [u64; 2],
    /// Documents and dialogues go to different files, and do not stand in for each other.
    pub(super) is_document: bool,
}

/// All of them, by row.
#[derive(Debug, Default)]
pub(super) struct Rivals {
    standings: Vec<Packed>,
    /// Of each, what texts are compared by; empty if none is to go.
    texts: Vec<[u64; 2]>,
}

#[derive(Debug, Clone, Copy)]
struct Packed {
    created: i64,
    identity: u64,
    record: [u8; 16],
    /// Bytes; no record is as long as what does not fit.
    length: u32,
    licence: u32,
    source: u32,
    /// Whether there is a date, whether it is a document, and above these where an earlier version has it.
    flags: u8,
}

const IS_DATED: u8 = 1;
const IS_DOCUMENT: u8 = 2;
const EARLIER_SHIFT: u32 = 2;

impl Rivals {
    /// Adds the next row. `compared` says whether texts are, and is the same for all rows.
    pub(super) fn push(&mut self, rival: &Rival, compared: bool) {
        let Standing { earlier, created, length, licence, source, identity, record } = rival.standing;
        let earlier = earlier.map_or(0, |split| split.index() + 1);
        let flags = [(created.is_some(), IS_DATED), (rival.is_document, IS_DOCUMENT)];
        let flags = flags.into_iter().filter(|(is, _)| *is).fold(0, |flags, (_, flag)| flags | flag);
        self.standings.push(Packed {
            created: created.unwrap_or(0),
            identity,
            record: record.bytes(),
            length: u32::try_from(length).unwrap_or(u32::MAX),
            licence,
            source,
            flags: flags | u8::try_from(earlier << EARLIER_SHIFT).unwrap_or(0),
        });
        if compared {
            let [_, written] = rival.normal;
            self.texts.push([rival.exact, written]);
        }
    }

    /// Rows.
    pub(super) fn len(&self) -> usize {
        self.standings.len()
    }

    /// What is known of a row.
    pub(super) fn get(&self, row: u32) -> Option<Rival> {
        let Packed { created, identity, record, length, licence, source, flags } =
            self.standings.get(row as usize).copied()?;
        let [exact, written] = self.texts.get(row as usize).copied().unwrap_or([0, identity]);
        let standing = Standing {
            earlier: usize::from(flags >> EARLIER_SHIFT).checked_sub(1).and_then(|at| Split::ALL.get(at)).copied(),
            created: (flags & IS_DATED != 0).then_some(created),
            length: u64::from(length),
            licence,
            source,
            identity,
            record: Digest::from_bytes(record),
        };
        Some(Rival { standing, exact, normal: [identity, written], is_document: flags & IS_DOCUMENT != 0 })
    }

    /// All rows in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, Rival)> {
        (0u32..).map_while(|row| Some((row, self.get(row)?)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rival() -> impl Strategy<Value = Rival> {
        let earlier = prop::option::of(prop::sample::select(Split::ALL.to_vec()));
        let standing =
            (earlier, any::<Option<i64>>(), any::<u32>(), any::<[u32; 2]>(), any::<u64>(), any::<[u8; 16]>());
        (standing, any::<[u64; 2]>(), any::<bool>()).prop_map(|(standing, [exact, written], is_document)| {
            let (earlier, created, length, [licence, source], identity, record) = standing;
            let record = Digest::from_bytes(record);
            let length = u64::from(length);
            let standing = Standing { earlier, created, length, licence, source, identity, record };
            Rival { standing, exact, normal: [identity, written], is_document }
        })
    }

    proptest! {
        #[test]
        fn what_was_put_in_comes_out(all in prop::collection::vec(rival(), 0..20)) {
            let mut rivals = Rivals::default();
            all.iter().for_each(|rival| rivals.push(rival, true));
            prop_assert_eq!(rivals.len(), all.len());
            prop_assert_eq!(rivals.iter().map(|(_, rival)| rival).collect::<Vec<_>>(), all);
        }
    }

    #[test]
    fn a_standing_takes_48_bytes() {
        assert_eq!(size_of::<Packed>(), 48);
    }
}
