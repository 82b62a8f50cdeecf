//! Texts put together from pieces of values and the ways in which values are hidden, each byte of the input one piece.
#![no_main]

use libfuzzer_sys::fuzz_target;

const PIECES: &[&str] = &[
    "ada", "@", "example", ".", "com", "4111", "1111", "555", "01", "123", "-", "45", "6789", "+44", "GB29", "NWBK", "SSN", "phone", "card", " ",
    " ", "  ", "   ", "\n", "\r\n", "=\n", "\t", "\u{AD}", "\u{200B}", "\u{200D}", "\u{202E}", "\u{FEFF}", "\u{FE0F}", "\u{A0}", "\u{2011}",
    "\u{2013}", "\u{3000}", "\u{FF20}", "\u{FF14}", "\u{FF11}", "\u{1D7D2}", "\u{2460}", "\u{660}", "\u{966}", "а", "е", "о", "Ѕ", "ο", "օ",
    "&#64;", "&commat;", "&#x34;", "&nbsp;", "&shy;", "&amp;", "&#8203;", "&#", "&", ";", "\\u0040", "\\u200b", "\\ud835\\udfd2", "\\n", "\\\\n",
    "\\/", "\\", "u", "%40", "%2B", "%20", "%34", "%", "é", "日本", "n", "1", "2", "(", ")", ":", "/", "=", "[US_SSN]", "https", "\u{301}",
];

fuzz_target!(|bytes: &[u8]| {
    let text: String = bytes.iter().filter_map(|byte| PIECES.get(usize::from(*byte) % PIECES.len())).copied().collect();
    scrubjay_fuzz::look(&text, "text");
});
