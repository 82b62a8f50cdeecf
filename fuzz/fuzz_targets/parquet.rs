//! A parquet file: its pages are decoded by code that is not ours, so a damaged file must be an error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrubjay::config::{FormatName, TextUnit};

fuzz_target!(|bytes: &[u8]| scrubjay_fuzz::read(bytes, FormatName::Parquet, "utf-8", TextUnit::File));
