//! The check characters of ISO/IEC 7064.

/// Pure system MOD 11-2: digits (values 0 to 9, the last up to 10 for `X`) that end in their check character.
#[must_use]
pub fn mod_11_2_valid(digits: &[u8]) -> bool {
    let Some((check, body)) = digits.split_last() else { return false };
    let sum = body.iter().fold(0, |sum, digit| (sum + u32::from(*digit)) * 2 % 11);
    !body.is_empty() && body.iter().all(|digit| *digit < 10) && *check < 11 && (sum + u32::from(*check)) % 11 == 1
}

/// Hybrid system MOD 11,10: digits (values 0 to 9) that end in their check digit.
#[must_use]
pub fn mod_11_10_valid(digits: &[u8]) -> bool {
    hybrid_valid(digits, 10)
}

/// Hybrid system MOD 37,36: values 0 to 35 (`0` to `9`, then `A` to `Z`) that end in their check character.
#[must_use]
pub fn mod_37_36_valid(values: &[u8]) -> bool {
    hybrid_valid(values, 36)
}

fn hybrid_valid(values: &[u8], base: u32) -> bool {
    let Some((check, body)) = values.split_last() else { return false };
    let carried = body.iter().fold(base, |carried, value| {
        let sum = (carried + u32::from(*value)) % base;
        (if sum == 0 { base } else { sum }) * 2 % (base + 1)
    });
    let in_range = values.iter().all(|value| u32::from(*value) < base);
    !body.is_empty() && in_range && (carried + u32::from(*check)) % base == 1
}

/// Pure system MOD 97-10 over digits (values 0 to 9), the last two being the check digits. IBANs have a function of their own.
#[must_use]
pub fn mod_97_10_valid(digits: &[u8]) -> bool {
    let remainder = digits.iter().fold(0, |sum, digit| (sum * 10 + u32::from(*digit)) % 97);
    digits.len() > 2 && digits.iter().all(|digit| *digit < 10) && remainder == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<u8> {
        text.chars().map(|c| u8::try_from(c.to_digit(36).unwrap()).unwrap()).collect()
    }

    /// The examples of ISO/IEC 7064:2003 itself: 0794 with check character 0 (MOD 11-2) and 5 (MOD 11,10), 794 with 44 (MOD 97-10).
    #[test]
    fn the_standard_s_examples_pass() {
        assert!(mod_11_2_valid(&[0, 7, 9, 4, 0]));
        assert!(mod_11_10_valid(&[0, 7, 9, 4, 5]));
        assert!(mod_97_10_valid(&[7, 9, 4, 4, 4]));
    }

    /// ORCID's published example (ISO 27729, MOD 11-2, check character X) and the `GRid` example of ISO 7064 MOD 37,36.
    #[test]
    fn published_numbers_pass() {
        let mut orcid = values("000000021694233");
        orcid.push(10);
        assert!(mod_11_2_valid(&orcid));
        assert!(mod_37_36_valid(&values("A12425GABC1234002M")));
    }

    #[test]
    fn a_wrong_character_is_noticed() {
        assert!(!mod_11_2_valid(&[0, 7, 9, 4, 1]));
        assert!(!mod_11_10_valid(&[0, 7, 9, 4, 6]));
        assert!(!mod_37_36_valid(&values("A12425GABC1234002N")));
        assert!(!mod_97_10_valid(&[7, 9, 4, 4, 5]));
        assert!(!mod_11_10_valid(&[]) && !mod_11_2_valid(&[1]) && !mod_97_10_valid(&[1]));
    }
}
