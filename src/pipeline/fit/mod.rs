//! Whether numbers of records fit the limits of the targets: as asked for, before anything is read, and as they turn out.
//!
//! What it is not: limits of one record are the format's own affair, and it opens no file.

mod asked;
mod counted;
mod truncate;
mod units;

use std::fmt;

pub(super) use asked::impossible;
pub(super) use counted::{Counted, Crossed, Numbers, verdict};
pub(super) use truncate::{numbers_of, truncate};
pub(super) use units::Units;

use crate::core::Split;
use crate::format::Target;
use crate::format::definition::Bounds;

/// What has bounds of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A split.
    Split(Split),
    /// Training and validation together.
    Sum,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Split(Split::Train) => "train",
            Self::Split(Split::Validation) => "validation",
            Self::Split(Split::Holdout) => "holdout",
            Self::Sum => "train and validation together",
        })
    }
}

/// The parts of a target that have bounds. Its validation set only where it takes one.
fn bounds(target: &Target) -> impl Iterator<Item = (Part, Bounds)> {
    let records = &target.definition().records;
    let validation = target.takes_validation().then_some((Part::Split(Split::Validation), records.validation));
    [(Part::Split(Split::Train), records.train), (Part::Sum, records.sum)].into_iter().chain(validation)
}
