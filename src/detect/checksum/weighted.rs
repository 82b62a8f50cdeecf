//! Weighted sums modulo a number: the family most national identifiers belong to.

/// The sum of the digits (values 0 to 9), each times its weight, modulo `modulus`. The shorter of the two lists decides how
/// many count, so a check digit behind the weighted ones takes no part. 0 if `modulus` is 0.
///
/// Each identifier says what the remainder must be: some take it as it is, others its complement, with or without a letter
/// for 10. That is stated where the identifier is.
#[must_use]
pub fn weighted_remainder(digits: &[u8], weights: &[u8], modulus: u32) -> u32 {
    let sum: u32 = digits.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * u32::from(*weight)).sum();
    sum.checked_rem(modulus).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published examples of two numbers of this family: the Brazilian CPF and the ISBN-10 of ISO 2108.
    #[test]
    fn published_numbers_pass() {
        assert_eq!(weighted_remainder(&[0, 3, 0, 6, 4, 0, 6, 1, 5, 2], &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 11), 0);
        let cpf = [1, 1, 1, 4, 4, 4, 7, 7, 7];
        assert_eq!((11 - weighted_remainder(&cpf, &[10, 9, 8, 7, 6, 5, 4, 3, 2], 11)) % 11, 3);
    }

    #[test]
    fn the_shorter_list_decides() {
        assert_eq!(weighted_remainder(&[9, 9, 9], &[1, 1], 10), 8);
        assert_eq!(weighted_remainder(&[], &[1], 10), 0);
        assert_eq!(weighted_remainder(&[1], &[1], 0), 0);
    }
}
