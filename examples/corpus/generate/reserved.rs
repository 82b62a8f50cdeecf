//! Values that can belong to nobody: published examples and ranges reserved for documentation, tests and fiction.
//!
//! samples/README.md gives the source of every list.

use super::rng::Rng;

/// Card numbers that payment processors publish for tests.
pub const CARDS: [&str; 9] = [
    "4111111111111111",
    "4012888888881881",
    "4242424242424242",
    "5555555555554444",
    "5105105105105100",
    "378282246310005",
    "371449635398431",
    "6011111111111117",
    "3530111333300000",
];

/// Published examples of the IBAN registry, by country.
pub const IBANS: [&str; 10] = [
    "DE89370400440532013000",
    "FR1420041010050500013M02606",
    "PL61109010140000071219812874",
    "GB29NWBK60161331926819",
    "SE4550000000058398257466",
    "IE29AIBK93115212345678",
    "NL91ABNA0417164300",
    "AT611904300234573201",
    "BE68539007547034",
    "ES9121000418450200051332",
];

/// Social security numbers that were voided after being printed in advertisements.
pub const SSNS: [&str; 2] = ["078-05-1120", "219-09-9999"];

/// The two access key ids and secrets of the AWS documentation.
pub const AWS_KEYS: [(&str, &str); 2] = [
    ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
    ("AKIAI44QH8DHBEXAMPLE", "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY"),
];

/// The example token of RFC 7519, section 3.1.
pub const JWT: &str = concat!(
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.",
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.",
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
);

/// A block that has the shape of a key and decodes to a sentence that says it is none.
pub const PEM: &str = concat!(
    "-----BEGIN RSA PRIVATE KEY-----\n",
    "VGhpcyBpcyBubyBrZXkuIEl0IHdhcyB3cml0dGVuIGZvciB0aGUgc2FtcGxlIGNv\n",
    "cnBvcmEgb2YgYSBkYXRhIHByZXBhcmF0aW9uIHRvb2wsIHRvIGhhdmUgdGhlIHNo\n",
    "YXBlIG9mIGEga2V5IGFuZCBub3RoaW5nIGVsc2UuIEl0IG9wZW5zIG5vIGRvb3Iu\n",
    "-----END RSA PRIVATE KEY-----"
);

/// Domains of invented people: RFC 2606 names and names below `.example`.
pub const MAIL_DOMAINS: [&str; 9] = [
    "example.com",
    "example.org",
    "example.net",
    "mail.example.com",
    "post.example",
    "nordlicht.example",
    "atelier-lumen.example",
    "palmgrove.example",
    "bücher.example",
];

/// A test card number as people write it.
pub fn card(rng: &mut Rng) -> String {
    let digits = rng.word(&CARDS);
    let separator = rng.word(&[" ", " ", "-", ""]);
    // American Express cards are printed in groups of 4, 6 and 5.
    let cuts: &[usize] = if digits.len() == 15 { &[4, 10] } else { &[4, 8, 12] };
    grouped(digits, separator, |at| cuts.contains(&at))
}

/// A published IBAN, of the given country where there is one, in groups of four or in one piece.
pub fn iban(country: &str, rng: &mut Rng) -> String {
    let own: Vec<&str> = IBANS.into_iter().filter(|iban| iban.starts_with(country)).collect();
    let iban = if own.is_empty() || rng.one_in(4) { rng.word(&IBANS) } else { rng.word(&own) };
    let separator = if rng.one_in(3) { "" } else { " " };
    grouped(iban, separator, |at| at % 4 == 0)
}

fn grouped(symbols: &str, separator: &str, cut: impl Fn(usize) -> bool) -> String {
    let mut out = String::new();
    for (at, symbol) in symbols.chars().enumerate() {
        if at > 0 && cut(at) {
            out.push_str(separator);
        }
        out.push(symbol);
    }
    out
}

/// An address of the ranges for benchmarks (RFC 2544) and carrier-grade translation (RFC 6598): never routed, and not
/// among the documentation ranges that detection passes over.
pub fn ipv4(rng: &mut Rng) -> String {
    let (b, c, d) = (rng.below(2), rng.below(256), rng.between(1, 254));
    if rng.one_in(3) { format!("100.{}.{c}.{d}", 64 + rng.below(64)) } else { format!("198.{}.{c}.{d}", 18 + b) }
}

/// An address of `2001:2::/48`, reserved for benchmarks (RFC 5180).
pub fn ipv6(rng: &mut Rng) -> String {
    format!("2001:2:0:{:x}::{:x}", rng.between(1, 0xffff), rng.between(1, 0xffff))
}

/// An IPv4 address of the documentation ranges (RFC 5737), which are not personal data.
pub fn documentation_ip(rng: &mut Rng) -> String {
    format!("{}.{}", rng.word(&["192.0.2", "198.51.100", "203.0.113"]), rng.between(1, 254))
}

/// A hardware address of the block for documentation (RFC 7042, section 2.1.2).
pub fn mac(rng: &mut Rng) -> String {
    let separator = rng.word(&[":", ":", "-"]);
    let last = rng.below(256);
    ["00", "00", "5E", "00", "53"].map(|byte| format!("{byte}{separator}")).concat() + &format!("{last:02X}")
}

/// A National Identification Number: 11 digits that begin with 99900. No range is reserved for examples.
pub fn nin(rng: &mut Rng) -> String {
    format!("99900{:06}", rng.below(1_000_000))
}

/// A Bank Verification Number: 11 digits that begin with 22, as they all do, and then 999.
pub fn bvn(rng: &mut Rng) -> String {
    format!("22999{:06}", rng.below(1_000_000))
}
