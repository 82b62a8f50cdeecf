//! The temporal check: nothing that is trained on may be as new as the first record of the holdout.

use super::{Item, Severity};

/// The earliest protected record.
#[derive(Debug, Default)]
pub(super) struct Earliest {
    first: Option<(i64, u32)>,
}

impl Earliest {
    pub(super) fn push(&mut self, record: u32, item: &Item) {
        if let Some(created) = item.facts.created {
            self.first = Some(self.first.map_or((created, record), |first| first.min((created, record))));
        }
    }

    /// The earliest protected record, if the item is not older than it.
    pub(super) fn not_older(&self, item: &Item) -> Option<u32> {
        let (first, record) = self.first?;
        item.facts.created.filter(|created| *created >= first).map(|_| record)
    }
}

pub(super) fn severity() -> Severity {
    Severity::Error
}
