//! What is kept of every record while it is decided which of several duplicates stays: 40 bytes, and 16 more where records are
//! removed. No text.

use std::collections::HashMap;

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
    /// In pieces of [`PIECE`], so that none has to be copied to make room for more.
    standings: Vec<Vec<Packed>>,
    /// Licences and sources, by number, and the other way round.
    classes: Vec<(u32, u32)>,
    numbers: HashMap<(u32, u32), u32>,
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
    /// Whether there is a date, whether it is a document, where an earlier version has it, and above these the number of its licence
    /// and source.
    class: u32,
}

/// Rows of a piece.
const PIECE: usize = if cfg!(test) { 8 } else { 1 << 14 };

const IS_DATED: u32 = 1;
const IS_DOCUMENT: u32 = 2;
const EARLIER_SHIFT: u32 = 2;
const EARLIER: u32 = 3;
const CLASS_SHIFT: u32 = 4;

impl Rivals {
    /// Adds the next row. `compared` says whether texts are, and is the same for all rows.
    pub(super) fn push(&mut self, rival: &Rival, compared: bool) {
        let Standing { earlier, created, length, licence, source, identity, record } = rival.standing;
        let earlier = earlier.map_or(0, |split| u32::try_from(split.index() + 1).unwrap_or(0));
        let flags = [(created.is_some(), IS_DATED), (rival.is_document, IS_DOCUMENT)];
        let flags = flags.into_iter().filter(|(is, _)| *is).fold(0, |flags, (_, flag)| flags | flag);
        let class = *self.numbers.entry((licence, source)).or_insert_with(|| {
            self.classes.push((licence, source));
            u32::try_from(self.classes.len() - 1).unwrap_or(u32::MAX)
        });
        if self.standings.last().is_none_or(|piece| piece.len() == PIECE) {
            self.standings.push(Vec::with_capacity(PIECE));
        }
        let Some(piece) = self.standings.last_mut() else { return };
        piece.push(Packed {
            created: created.unwrap_or(0),
            identity,
            record: record.bytes(),
            length: u32::try_from(length).unwrap_or(u32::MAX),
            class: flags | earlier << EARLIER_SHIFT | class << CLASS_SHIFT,
        });
        if compared {
            let [_, written] = rival.normal;
            self.texts.push([rival.exact, written]);
        }
    }

    /// Rows.
    pub(super) fn len(&self) -> usize {
        self.standings.iter().map(Vec::len).sum()
    }

    /// What is known of a row.
    pub(super) fn get(&self, row: u32) -> Option<Rival> {
        let place = row as usize;
        let piece = self.standings.get(place / PIECE)?;
        let Packed { created, identity, record, length, class } = piece.get(place % PIECE).copied()?;
        let (licence, source) = self.classes.get((class >> CLASS_SHIFT) as usize).copied()?;
        let [exact, written] = self.texts.get(row as usize).copied().unwrap_or([0, identity]);
        let standing = Standing {
            earlier: (class >> EARLIER_SHIFT & EARLIER)
                .checked_sub(1)
                .and_then(|at| Split::ALL.get(at as usize))
                .copied(),
            created: (class & IS_DATED != 0).then_some(created),
            length: u64::from(length),
            licence,
            source,
            identity,
            record: Digest::from_bytes(record),
        };
        Some(Rival { standing, exact, normal: [identity, written], is_document: class & IS_DOCUMENT != 0 })
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
    fn a_standing_takes_40_bytes() {
        assert_eq!(size_of::<Packed>(), 40);
    }
}
