//! Text for benches: the generator of the samples, so that figures can be made again anywhere.

#![allow(dead_code, unreachable_pub, reason = "every bench takes what it needs")]

#[path = "../../examples/corpus/generate/mod.rs"]
pub mod generate;

use generate::prose::{self, Plan, Shape};
use serde::Deserialize;

/// Densities at which every stage is measured: personal values for every word of text.
pub const DENSITIES: [f64; 3] = [0.0, 0.01, 0.1];

/// Size of a corpus in megabytes (10⁶ bytes). One will do where nothing is optimised: `cargo test --benches` only shows that
/// the benches work.
pub const fn megabytes(optimised: u64) -> u64 {
    if cfg!(debug_assertions) { 1 } else { optimised }
}

/// JSONL of about that many megabytes (10⁶ bytes).
pub fn corpus(megabytes: u64, density: f64, shape: Shape) -> Vec<u8> {
    let mut out = Vec::new();
    let plan = Plan { bytes: megabytes * 1_000_000, density, shape, seed: 1 };
    prose::write(&plan, "bench.jsonl", &mut out, None).expect("the generator writes to memory");
    out
}

/// A record of shape [`Shape::Pair`].
#[derive(Debug, Deserialize)]
pub struct Pair {
    /// Its id.
    pub id: String,
    /// Whom it belongs to.
    pub group: String,
    /// What is asked.
    pub prompt: String,
    /// What is answered.
    pub completion: String,
}

/// The records of a corpus of shape [`Shape::Pair`].
pub fn pairs(corpus: &[u8]) -> Vec<Pair> {
    let lines = corpus.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).expect("every line is a record")).collect()
}
