//! The committed samples: they are what the generator writes, their truth is true, and nothing in them can be anybody's.

#![allow(
    unreachable_pub,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop at a broken sample"
)]

use std::path::PathBuf;

#[path = "../../examples/corpus/generate/mod.rs"]
#[allow(dead_code, reason = "the tests use a part of it")]
mod generate;

mod current;
mod decode;
mod jobs;
mod prose;
mod reserved;
mod truth;

/// The samples folder.
fn samples() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples")
}
