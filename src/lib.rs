//! Turns raw corpora into training data for Amazon Bedrock model customization that is legal to train on, free of personal
//! data, free of leakage between its splits, in the exact format of its target, and provable afterwards.

#![cfg_attr(test, allow(clippy::string_slice, clippy::type_complexity, reason = "a test that panics has failed"))]

pub mod audit;
pub mod config;
pub mod core;
pub mod dedup;
pub mod detect;
pub mod format;
pub mod ingest;
pub mod leaf;
pub mod leak;
pub mod manifest;
pub mod pipeline;
pub mod provenance;
pub mod redact;
pub mod rules;
pub mod sketch;
pub mod split;
pub mod store;
pub mod write;
