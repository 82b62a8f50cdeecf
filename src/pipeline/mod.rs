//! The run: plan, scrub, split, write.

pub mod selftest;
