//! Text for benches: the generator of the samples, so that figures can be made again anywhere.

#![allow(dead_code, unreachable_pub, reason = "every bench takes what it needs")]

#[path = "../../examples/corpus/generate/mod.rs"]
pub mod generate;

use generate::prose::{self, Plan, Shape};

/// Densities at which every stage is measured: personal values for every word of text.
pub const DENSITIES: [f64; 3] = [0.0, 0.01, 0.1];

/// JSONL of about that many megabytes (10⁶ bytes).
pub fn corpus(megabytes: u64, density: f64, shape: Shape) -> Vec<u8> {
    let mut out = Vec::new();
    let plan = Plan { bytes: megabytes * 1_000_000, density, shape, seed: 1 };
    prose::write(&plan, "bench.jsonl", &mut out, None).expect("the generator writes to memory");
    out
}
