//! A JSON array of records, read strictly.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrubjay::config::{FormatName, TextUnit};

fuzz_target!(|bytes: &[u8]| scrubjay_fuzz::read(bytes, FormatName::Json, "utf-8", TextUnit::File));
