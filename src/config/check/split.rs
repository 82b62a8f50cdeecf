//! Checks on `[split]` and `[limits]`.

use super::Findings;
use crate::config::{Amount, ByteCount, KeyPath, Limits, SplitConfig};

pub(super) fn check(split: &SplitConfig, path: &KeyPath, found: &mut Findings) {
    let mut shares = Vec::new();
    for (name, amount) in [("validation", split.validation), ("holdout", split.holdout)] {
        if let Amount::Share(share) = amount {
            found.share(path.key(name), share);
            shares.push(share);
        }
    }
    // Each of them may be right and the sum still leave nothing to train on.
    if shares.iter().all(|share| (0.0..=1.0).contains(share)) && shares.iter().sum::<f64>() >= 1.0 {
        found.add(path.clone(), "`validation` and `holdout` leave nothing to train on: their sum is 1 or more");
    }
    found.share(path.key("tolerance"), split.tolerance);
}

pub(super) fn check_limits(limits: &Limits, path: &KeyPath, found: &mut Findings) {
    for (name, bytes) in
        [("max_record_bytes", limits.max_record_bytes), ("max_unpacked_bytes", limits.max_unpacked_bytes)]
    {
        if bytes == ByteCount(0) {
            found.add(path.key(name), "is 0, so that nothing could be read");
        }
    }
    if limits.max_unpack_ratio == 0 {
        found.add(path.key("max_unpack_ratio"), "is 0, so that nothing could be unpacked");
    }
    found.share(path.key("max_quarantine_ratio"), limits.max_quarantine_ratio);
}
