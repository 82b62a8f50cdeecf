//! Turns raw corpora into training data for Amazon Bedrock model customization.

pub mod config;
pub mod core;
