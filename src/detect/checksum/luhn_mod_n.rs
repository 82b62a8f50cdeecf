//! The Luhn algorithm over an alphabet of 36: digits and letters, as in the Indian GSTIN.

/// Whether the values (0 to 35: `0` to `9`, then `A` to `Z`) end in their check character: every second value from the right counts
/// twice, a sum of 36 or more with its two digits to the base 36 added. Fewer than two never do.
#[must_use]
pub fn luhn_mod_36_valid(values: &[u8]) -> bool {
    const BASE: u32 = 36;
    let worth = |(place, value): (usize, &u8)| {
        let product = if place % 2 == 1 { 2 * u32::from(*value) } else { u32::from(*value) };
        product / BASE + product % BASE
    };
    let sum: u32 = values.iter().rev().enumerate().map(worth).sum();
    values.len() > 1 && values.iter().all(|value| u32::from(*value) < BASE) && sum.is_multiple_of(BASE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn values(text: &str) -> Vec<u8> {
        text.chars().map(|c| u8::try_from(c.to_digit(36).unwrap()).unwrap()).collect()
    }

    /// An invented GSTIN, its check character computed apart from this code.
    #[test]
    fn computed_numbers_pass() {
        assert!(luhn_mod_36_valid(&values("29ABCPK1234F1Z1")));
        assert!(!luhn_mod_36_valid(&values("29ABCPK1234F1Z3")));
        assert!(!luhn_mod_36_valid(&[]) && !luhn_mod_36_valid(&[0]) && !luhn_mod_36_valid(&[36, 0]));
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_noticed(mut number in prop::collection::vec(0..36u8, 2..18), place in 0..18usize, by in 1..36u8) {
            let place = place % number.len();
            let before = luhn_mod_36_valid(&number);
            number[place] = (number[place] + by) % 36;
            prop_assert!(!(before && luhn_mod_36_valid(&number)));
        }
    }
}
