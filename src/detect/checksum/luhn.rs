//! The Luhn check digit of ISO/IEC 7812-1, annex B.

/// Whether the digits (values 0 to 9, most significant first) end in their Luhn check digit. Fewer than two never do.
#[must_use]
pub fn luhn_valid(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let value = u32::from(*digit);
            match (place % 2, value) {
                (0, value) => value,
                (_, value) if value > 4 => 2 * value - 9,
                (_, value) => 2 * value,
            }
        })
        .sum();
    digits.len() > 1 && digits.iter().all(|digit| *digit < 10) && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn digits(text: &str) -> Vec<u8> {
        text.bytes().map(|byte| byte - b'0').collect()
    }

    /// The example of ISO/IEC 7812-1 annex B and the test numbers that card networks publish.
    #[test]
    fn published_numbers_pass() {
        for number in
            ["4992739871", "49927398716", "4111111111111111", "5555555555554444", "378282246310005", "6011111111111117"]
        {
            assert_eq!(luhn_valid(&digits(number)), number != "4992739871", "{number}");
        }
        assert!(!luhn_valid(&[]));
        assert!(!luhn_valid(&[0]));
    }

    proptest! {
        #[test]
        fn exactly_one_check_digit_fits(mut number in prop::collection::vec(0..10u8, 1..20)) {
            number.push(0);
            let fitting = (0..10u8).filter(|check| {
                *number.last_mut().unwrap() = *check;
                luhn_valid(&number)
            }).count();
            prop_assert_eq!(fitting, 1);
        }

        #[test]
        fn one_wrong_digit_is_noticed(mut number in prop::collection::vec(0..10u8, 2..20), place in 0..20usize, by in 1..10u8) {
            let place = place % number.len();
            let before = luhn_valid(&number);
            number[place] = (number[place] + by) % 10;
            prop_assert!(!(before && luhn_valid(&number)));
        }
    }
}
