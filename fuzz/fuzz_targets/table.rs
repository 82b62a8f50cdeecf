//! CSV and TSV: the first byte says which.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrubjay::config::{FormatName, TextUnit};

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let format = if first % 2 == 0 { FormatName::Csv } else { FormatName::Tsv };
    scrubjay_fuzz::read(rest, format, "utf-8", TextUnit::File);
});
