//! A parquet file: its pages are decoded by code that is not ours and panics on some damage, so a damaged file must be an error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrubjay::config::{FormatName, TextUnit};

// The hook of libFuzzer aborts on every panic, and that would hide whether the reader catches those of the decoder. One that
// gets out still fails the run.
fuzz_target!(
    init: std::panic::set_hook(Box::new(|_| {})),
    |bytes: &[u8]| scrubjay_fuzz::read(bytes, FormatName::Parquet, "utf-8", TextUnit::File)
);
