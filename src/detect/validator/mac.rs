//! MAC addresses (EUI-48, IEEE 802).

use super::{Value, Verdict};

/// Refuses parts of longer sequences (fingerprints are written the same way), all zeros and broadcast. Undecided if there is
/// no letter and the separator is not a colon, and with dots: dates, part numbers and tables of code points look like that.
pub(super) fn check(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let separator = text.bytes().find(|byte| !byte.is_ascii_hexdigit());
    let hex: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).map(|byte| byte.to_ascii_lowercase()).collect();
    let uniform = hex.iter().all(|byte| *byte == b'0') || hex.iter().all(|byte| *byte == b'f');
    if uniform || value.is_glued() || goes_on(value, separator) {
        return Verdict::Refused;
    }
    let letters = hex.iter().any(u8::is_ascii_alphabetic);
    value.decided(separator == Some(b':') || (separator == Some(b'-') && letters))
}

fn goes_on(value: &Value<'_>, separator: Option<u8>) -> bool {
    let before = value.before().as_bytes();
    let after = value.after().as_bytes();
    let back = |nth: usize| before.len().checked_sub(nth).and_then(|index| before.get(index)).copied();
    let hex = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_hexdigit());
    (back(1) == separator && hex(back(2))) || (after.first().copied() == separator && hex(after.get(1).copied()))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::Mac;

    #[test]
    fn lone_addresses_pass() {
        for (text, expected) in [
            ("⟦00:1B:44:11:3A:B7⟧", "V 00:1B:44:11:3A:B7"),
            ("⟦aa-bb-cc-dd-ee-ff⟧.", "V aa-bb-cc-dd-ee-ff"),
            ("⟦001b.4411.3ab7⟧", "U 001b.4411.3ab7"),
            ("⟦12-34-56-78-90-12⟧", "U 12-34-56-78-90-12"),
            ("⟦00:00:00:00:00:00⟧", "-"),
            ("⟦FF:ff:FF:ff:FF:ff⟧", "-"),
            ("⟦00:1B:44:11:3A:B7⟧:12", "-"),
            ("9f:⟦00:1B:44:11:3A:B7⟧", "-"),
        ] {
            assert_eq!(probe(Mac, text), expected, "{text}");
        }
    }
}
