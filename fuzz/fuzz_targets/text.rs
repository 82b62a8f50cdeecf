//! Plain text in several encodings and units: the first byte says which.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrubjay::config::{FormatName, TextUnit};

const ENCODINGS: &[&str] = &["utf-8", "windows-1252", "utf-16le", "utf-16be", "shift_jis", "gb18030", "iso-2022-jp"];

const UNITS: &[TextUnit] = &[TextUnit::File, TextUnit::Document, TextUnit::Paragraph, TextUnit::Line];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let first = usize::from(*first);
    let encoding = ENCODINGS[first % ENCODINGS.len()];
    scrubjay_fuzz::read(rest, FormatName::Txt, encoding, UNITS[first / ENCODINGS.len() % UNITS.len()]);
});
