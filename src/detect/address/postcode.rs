//! Shapes of postcodes (Universal Postal Union, Addressing Solutions, country guides).

/// A shape: `9` is a digit, `A` a capital, anything else itself. Longer ones come before those they begin with.
const SHAPES: &[&str] = &[
    "99999-9999", // US
    "99999-999",  // BR
    "9999-999",   // PT
    "999999",     // IN, NG, CN, SG
    "99999",      // DE, ES, FR, IT, US and many more
    "99-999",     // PL
    "999 99",     // CZ, GR, SE, SK
    "9999 AA",    // NL
    "9999AA",     // NL
    "9999",       // AT, AU, BE, CH, DK, NO, NZ, ZA
    "A9A 9A9",    // CA
    "A9A9A9",     // CA
    "AA9A 9AA",   // GB, and the next ones
    "AA99 9AA",
    "AA9 9AA",
    "A9A 9AA",
    "A99 9AA",
    "A9 9AA",
    "AA9A9AA",
    "AA999AA",
    "AA99AA",
    "A9A9AA",
    "A999AA",
    "A99AA",
    "A99 A9A9", // IE, with any letters and digits in the second half
];

/// Length of the postcode that `bytes` begins with. `short`: also four digits alone, which are a year as often as not.
pub(in crate::detect) fn postcode_at(bytes: &[u8], short: bool) -> Option<usize> {
    // `D-10115`, `F-75001`: the country's letter, as the post once asked for.
    let prefix = match bytes {
        [b'A'..=b'Z', b'-', b'0'..=b'9', ..] => 2,
        [b'A'..=b'Z', b'A'..=b'Z', b'-', b'0'..=b'9', ..] => 3,
        _ => 0,
    };
    let rest = bytes.get(prefix..)?;
    let fits = |shape: &&&str| (short || **shape != "9999") && begins_with(rest, shape.as_bytes());
    SHAPES.iter().find(fits).map(|shape| prefix + shape.len())
}

/// Whether a whole text is a postcode.
pub(in crate::detect) fn is_postcode(text: &str) -> bool {
    postcode_at(text.as_bytes(), true) == Some(text.len())
}

fn begins_with(bytes: &[u8], shape: &[u8]) -> bool {
    let fits = |(byte, class): (&u8, &u8)| match class {
        b'9' => byte.is_ascii_digit(),
        b'A' => byte.is_ascii_uppercase(),
        other => byte == other,
    };
    let whole = bytes.len() >= shape.len() && bytes.iter().zip(shape).all(fits);
    // A longer number or word, a decimal or a telephone number is no postcode.
    let next = bytes.get(shape.len());
    let joined = matches!(next, Some(b'-' | b'.' | b',' | b'/' | b':'))
        && bytes.get(shape.len() + 1).is_some_and(u8::is_ascii_digit);
    whole && !joined && !next.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postcodes_have_their_countries_shapes() {
        for (text, length) in [
            ("62704-1234 x", Some(10)),
            ("01310-100", Some(9)),
            ("1000-205", Some(8)),
            ("10115 Berlin", Some(5)),
            ("D-10115 Berlin", Some(7)),
            ("00-950 Warszawa", Some(6)),
            ("101233", Some(6)),
            ("111 22", Some(6)),
            ("1012 AB", Some(7)),
            ("K1A 0B1", Some(7)),
            ("SW1A 1AA.", Some(8)),
            ("M1 1AE", Some(6)),
            ("1234567", None),
            ("10115-7", None),
            ("10115.5", None),
            ("abc", None),
            ("2024", None),
        ] {
            assert_eq!(postcode_at(text.as_bytes(), false), length, "{text}");
        }
        assert_eq!(postcode_at(b"1010 Wien", true), Some(4));
        assert!(is_postcode("28034") && !is_postcode("28034 x"));
    }
}
