//! The run: plan, scrub, split, write.
