//! JSON lines, read strictly.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrubjay::config::{FormatName, TextUnit};

fuzz_target!(|bytes: &[u8]| scrubjay_fuzz::read(bytes, FormatName::Jsonl, "utf-8", TextUnit::File));
