//! Makes sample corpora and benchmark text from a seed: same seed, same bytes.
//!
//! What it is: invented people and numbers from reserved ranges, templates that read like real mail, and encoders for
//! the formats that the samples show off. What it is not: a source of realistic statistics about personal data.

#![allow(
    unreachable_pub,
    reason = "the module is part of an example, of tests and of benches, none of which has a public side"
)]

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

mod cast;
mod dates;
mod handbook;
mod marked;
mod money;
mod people;
mod phones;
pub mod prose;
mod reserved;
pub mod rng;
mod support;
mod template;
pub mod truth;

/// Folder of the fine-tuning sample below the samples folder.
pub const SUPPORT: &str = "support-sft";
/// Folder of the pre-training sample below the samples folder.
pub const HANDBOOK: &str = "handbook-cpt";
/// Name of the sidecar that says where the planted values are.
pub const TRUTH: &str = "truth.jsonl";

/// Writes the data files and truth sidecars of both samples below `out`. The job files beside them are kept by hand.
pub fn samples(out: &Path) -> Result<()> {
    let files = [(SUPPORT, support::files()?), (HANDBOOK, handbook::files()?)];
    for (folder, files) in files {
        for (name, bytes) in files {
            let path = out.join(folder).join(name);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent).with_context(|| format!("cannot create {}", parent.display()))?;
            }
            fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    Ok(())
}
