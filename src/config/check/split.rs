//! Checks on `[split]` and `[limits]`.

use super::Findings;
use super::source::date;
use crate::config::{Amount, ByteCount, Job, KeyPath, Limits, SplitConfig};

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
    date(split.holdout_after.as_ref(), path.key("holdout_after"), found);
    if split.holdout_after.is_some() && split.holdout != SplitConfig::default().holdout {
        found.add(path.key("holdout"), "is given beside `holdout_after`, which says alone what the holdout is");
    }
    for (key, names) in [
        ("strata", split.strata.iter().map(|label| label.as_str()).collect::<Vec<_>>()),
        ("keep_together", split.keep_together.iter().map(|link| link.as_str()).collect()),
    ] {
        found.unique(&path.key(key), names);
    }
    found.not_blank_if_given(&path.key("previous"), split.previous.as_ref());
}

/// What `[split]` asks of other tables.
pub(super) fn check_job(job: &Job, path: &KeyPath, found: &mut Findings) {
    if job.split.holdout_after.is_some() && job.source.iter().all(|source| source.map.created.is_none()) {
        found.add(path.key("holdout_after"), "needs dates, and no source maps `created`");
    }
    if job.split.previous.is_some() && job.key.is_none() {
        found.add_with_help(
            path.key("previous"),
            "needs a [key]: without a secret, what an earlier holdout is recognised by could be guessed from the dataset, so it is not kept there",
            "make the earlier version with the same [key] too",
        );
    }
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
