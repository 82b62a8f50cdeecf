//! IBAN: length by country and the check digits of ISO 7064, mod 97-10.

/// Length of an IBAN by country code, from the SWIFT IBAN Registry (ISO 13616-1:2020), release 99 of 2024,
/// <https://www.swift.com/standards/data-standards/iban-international-bank-account-number>. Sorted by code.
const LENGTHS: &[([u8; 2], usize)] = &[
    (*b"AD", 24),
    (*b"AE", 23),
    (*b"AL", 28),
    (*b"AT", 20),
    (*b"AZ", 28),
    (*b"BA", 20),
    (*b"BE", 16),
    (*b"BG", 22),
    (*b"BH", 22),
    (*b"BI", 27),
    (*b"BR", 29),
    (*b"BY", 28),
    (*b"CH", 21),
    (*b"CR", 22),
    (*b"CY", 28),
    (*b"CZ", 24),
    (*b"DE", 22),
    (*b"DJ", 27),
    (*b"DK", 18),
    (*b"DO", 28),
    (*b"EE", 20),
    (*b"EG", 29),
    (*b"ES", 24),
    (*b"FI", 18),
    (*b"FK", 18),
    (*b"FO", 18),
    (*b"FR", 27),
    (*b"GB", 22),
    (*b"GE", 22),
    (*b"GI", 23),
    (*b"GL", 18),
    (*b"GR", 27),
    (*b"GT", 28),
    (*b"HN", 28),
    (*b"HR", 21),
    (*b"HU", 28),
    (*b"IE", 22),
    (*b"IL", 23),
    (*b"IQ", 23),
    (*b"IS", 26),
    (*b"IT", 27),
    (*b"JO", 30),
    (*b"KW", 30),
    (*b"KZ", 20),
    (*b"LB", 28),
    (*b"LC", 32),
    (*b"LI", 21),
    (*b"LT", 20),
    (*b"LU", 20),
    (*b"LV", 21),
    (*b"LY", 25),
    (*b"MC", 27),
    (*b"MD", 24),
    (*b"ME", 22),
    (*b"MK", 19),
    (*b"MN", 20),
    (*b"MR", 27),
    (*b"MT", 31),
    (*b"MU", 30),
    (*b"NI", 28),
    (*b"NL", 18),
    (*b"NO", 15),
    (*b"OM", 23),
    (*b"PK", 24),
    (*b"PL", 28),
    (*b"PS", 29),
    (*b"PT", 25),
    (*b"QA", 29),
    (*b"RO", 24),
    (*b"RS", 22),
    (*b"RU", 33),
    (*b"SA", 24),
    (*b"SC", 31),
    (*b"SD", 18),
    (*b"SE", 24),
    (*b"SI", 19),
    (*b"SK", 24),
    (*b"SM", 27),
    (*b"SO", 23),
    (*b"ST", 25),
    (*b"SV", 28),
    (*b"TL", 23),
    (*b"TN", 24),
    (*b"TR", 26),
    (*b"UA", 29),
    (*b"VA", 22),
    (*b"VG", 24),
    (*b"XK", 20),
    (*b"YE", 30),
];

/// Number of letters and digits in an IBAN of this country (two upper-case letters); `None` if it issues none.
#[must_use]
pub fn iban_length(country: [u8; 2]) -> Option<usize> {
    let place = LENGTHS.binary_search_by(|(code, _)| code.cmp(&country)).ok()?;
    LENGTHS.get(place).map(|(_, length)| *length)
}

/// Whether upper-case letters and digits without separators are an IBAN: country, length and check digits.
#[must_use]
pub fn iban_valid(iban: &[u8]) -> bool {
    let [first, second, _, _, ..] = iban else { return false };
    iban_length([*first, *second]) == Some(iban.len()) && remainder(iban) == Some(1)
}

/// The number, with its first four characters moved to the end and letters as 10 to 35, modulo 97.
fn remainder(iban: &[u8]) -> Option<u32> {
    let (head, tail) = iban.split_at_checked(4)?;
    tail.iter().chain(head).try_fold(0, |rest, byte| match byte {
        b'0'..=b'9' => Some((rest * 10 + u32::from(byte - b'0')) % 97),
        b'A'..=b'Z' => Some((rest * 100 + u32::from(byte - b'A') + 10) % 97),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_sorted() {
        assert!(LENGTHS.is_sorted_by(|a, b| a.0 < b.0));
    }

    /// Examples of the IBAN Registry.
    #[test]
    fn registry_examples_pass() {
        for iban in [
            "AD1200012030200359100100",
            "AE070331234567890123456",
            "BE68539007547034",
            "BR1800360305000010009795493C1",
            "CH9300762011623852957",
            "DE89370400440532013000",
            "ES9121000418450200051332",
            "FR1420041010050500013M02606",
            "GB29NWBK60161331926819",
            "IT60X0542811101000000123456",
            "LC55HEMM000100010012001200023015",
            "MT84MALT011000012345MTLCAST001S",
            "NL91ABNA0417164300",
            "NO9386011117947",
            "PL61109010140000071219812874",
            "SE4550000000058398257466",
            "TR330006100519786457841326",
        ] {
            assert!(iban_valid(iban.as_bytes()), "{iban}");
            let wrong = iban.replacen(['0', '1'], "9", 1);
            assert!(!iban_valid(wrong.as_bytes()), "{wrong}");
        }
        for bad in ["", "GB", "XX00", "GB29NWBK6016133192681", "gb29NWBK60161331926819"] {
            assert!(!iban_valid(bad.as_bytes()), "{bad}");
        }
    }
}
