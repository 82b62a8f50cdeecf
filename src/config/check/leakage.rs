//! Checks on `[leakage]`.

use super::Findings;
use crate::config::{Job, KeyPath, OnLeak};

/// Only the checks that read every word may be off, and not where they keep an earlier holdout out of training.
pub(super) fn check(job: &Job, path: &KeyPath, found: &mut Findings) {
    let leakage = &job.leakage;
    for (name, action) in [
        ("exact", leakage.exact),
        ("normalised", leakage.normalised),
        ("prompt_only", leakage.prompt_only),
        ("answer_only", leakage.answer_only),
        ("group", leakage.group),
        ("source_document", leakage.source_document),
        ("temporal", leakage.temporal),
        ("teacher_descent", leakage.teacher_descent),
        ("surrogate", leakage.surrogate),
    ] {
        if action == OnLeak::Off {
            found.add_with_help(
                path.key(name),
                "cannot be off: the check costs next to nothing and always runs",
                "`report` publishes whatever it finds; only `near_duplicate` and `ngram_containment` can be off",
            );
        }
    }
    for (name, action) in [("near_duplicate", leakage.near_duplicate), ("ngram_containment", leakage.ngram_containment)]
    {
        if action == OnLeak::Off && job.split.previous.is_some() {
            found.add_with_help(
                path.key(name),
                "cannot be off beside `split.previous`: the holdout of the earlier version is kept out of training by it",
                "say `report`: what resembles the earlier holdout is withheld all the same",
            );
        }
    }
}
