//! Decimal digits of any script.

/// The zeros of the scripts that write decimal numbers (general category Nd, Unicode 16), each followed by its digits.
const ZEROS: &[u32] = &[
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50,
    0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50,
    0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0,
    0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950,
    0x11BF0, 0x11C50, 0x11D50, 0x11DA0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE,
    0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

/// The ASCII digit of the same value, for a decimal digit of any script beyond ASCII.
#[must_use]
pub fn decimal(character: char) -> Option<char> {
    let code = u32::from(character);
    let before = ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?;
    let value = code - ZEROS.get(before)?;
    char::from_digit(value, 10).filter(|_| value < 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_any_script_have_their_value() {
        for (character, digit) in
            [('٣', Some('3')), ('९', Some('9')), ('０', Some('0')), ('𝟗', Some('9')), ('a', None), ('੯', Some('9'))]
        {
            assert_eq!(decimal(character), digit, "{character}");
        }
    }

    #[test]
    fn zeros_are_in_order_and_hold_ten_digits_each() {
        assert!(ZEROS.is_sorted_by(|a, b| a + 10 <= *b));
        for zero in ZEROS {
            let digits: Vec<_> = (0..10).map(|value| char::from_u32(zero + value).unwrap()).collect();
            assert!(digits.iter().all(|digit| digit.is_numeric()), "{zero:x}");
            assert_eq!(digits.iter().filter_map(|digit| decimal(*digit)).collect::<String>(), "0123456789");
        }
    }
}
