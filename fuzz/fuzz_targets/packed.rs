//! A compressed file of any format that is told from its bytes, under the caps on what it unpacks to.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrubjay::config::{FormatName, TextUnit};

fuzz_target!(|bytes: &[u8]| scrubjay_fuzz::read(bytes, FormatName::Auto, "utf-8", TextUnit::Line));
