//! The Verhoeff check digit: J. Verhoeff, *Error Detecting Decimal Codes*, Mathematical Centre Tract 29, Amsterdam 1969.

/// Multiplication in the dihedral group D5: row times column.
const PRODUCT: [[u8; 10]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
    [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
    [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
    [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
    [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
    [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
];

/// The permutation applied to a digit, by its place from the right modulo 8.
const PERMUTATION: [[u8; 10]; 8] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
    [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
    [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
    [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
    [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
    [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
    [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
];

/// Whether the digits (values 0 to 9, most significant first) end in their Verhoeff check digit. Fewer than two never do.
#[must_use]
pub fn verhoeff_valid(digits: &[u8]) -> bool {
    let step = |state: u8, (place, digit): (usize, &u8)| {
        let permuted = PERMUTATION.get(place % 8)?.get(usize::from(*digit))?;
        PRODUCT.get(usize::from(state))?.get(usize::from(*permuted)).copied()
    };
    digits.len() > 1 && digits.iter().rev().enumerate().try_fold(0, step) == Some(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The example most descriptions of the algorithm give: 236 takes the check digit 3.
    #[test]
    fn published_numbers_pass() {
        assert!(verhoeff_valid(&[2, 3, 6, 3]));
        assert!(!verhoeff_valid(&[2, 3, 6, 4]));
        assert!(!verhoeff_valid(&[0]));
        assert!(!verhoeff_valid(&[2, 3, 6, 13]));
    }

    proptest! {
        #[test]
        fn one_wrong_digit_or_two_swapped_are_noticed(number in prop::collection::vec(0..10u8, 2..14), place in 0..14usize, by in 1..10u8) {
            let mut valid = number;
            valid.push(0);
            let last = valid.len() - 1;
            while !verhoeff_valid(&valid) {
                valid[last] += 1;
            }
            let place = place % last;
            let mut swapped = valid.clone();
            swapped.swap(place, place + 1);
            prop_assert_eq!(verhoeff_valid(&swapped), swapped == valid);
            valid[place] = (valid[place] + by) % 10;
            prop_assert!(!verhoeff_valid(&valid));
        }
    }
}
