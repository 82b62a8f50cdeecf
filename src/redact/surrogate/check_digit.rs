//! Check digits of surrogates, so that a number that is nobody's still reckons as one.

use serde::Deserialize;

/// How the `?` of a template is filled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Check {
    /// There is none.
    #[default]
    None,
    /// ISO/IEC 7812-1 annex B (Luhn), the last digit.
    Luhn,
    /// Verhoeff's, the last digit.
    Verhoeff,
    /// Weights 3, 7, 1, sum a multiple of ten: US routing numbers.
    Aba,
    /// Weights 1, 3, 7, 9: Polish PESEL.
    Pesel,
    /// Weights 10 to 2, modulus 11: British NHS numbers.
    Nhs,
    /// ISO 7064 MOD 11,10: German tax identification numbers.
    Mod1110,
    /// ISO 13616: the two digits behind the country code of an IBAN.
    Iban,
    /// Luhn with the prefix 80840: US provider identifiers.
    Npi,
}

impl Check {
    /// The number with its check digits. `None` if the digits before allow none, so that others must be drawn.
    pub(super) fn complete(self, template: &str) -> Option<String> {
        let blanks = template.matches('?').count();
        // Every algorithm here has one or two digits: trying all is shorter than nine ways of solving for them.
        let choices = 10u32.checked_pow(u32::try_from(blanks).ok()?)?;
        (0..choices).map(|choice| filled(template, choice, blanks)).find(|number| self.is_valid(number))
    }

    pub(super) fn is_valid(self, number: &str) -> bool {
        let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(36)).collect();
        let weighted = |weights: &[u32]| digits.iter().zip(weights.iter().cycle()).map(|(d, w)| d * w).sum::<u32>();
        match self {
            Self::None => true,
            Self::Luhn => luhn(&digits),
            Self::Npi => luhn(&[vec![8, 0, 8, 4, 0], digits].concat()),
            Self::Verhoeff => verhoeff(&digits),
            Self::Aba => weighted(&[3, 7, 1]).is_multiple_of(10),
            Self::Pesel => weighted(&[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]).is_multiple_of(10),
            Self::Nhs => weighted(&[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11),
            Self::Mod1110 => {
                let step = |sum: u32, digit: &u32| match (sum + digit) % 10 {
                    0 => 10 * 2 % 11,
                    rest => rest * 2 % 11,
                };
                let (last, body) = digits.split_last().unwrap_or((&0, &[]));
                (body.iter().fold(10, step) + last) % 10 == 1
            }
            Self::Iban => {
                let (head, body) = digits.split_at(digits.len().min(4));
                let rest = |sum: u32, digit: &u32| (sum * if *digit > 9 { 100 } else { 10 } + digit) % 97;
                body.iter().chain(head).fold(0, rest) == 1
            }
        }
    }
}

fn filled(template: &str, choice: u32, blanks: usize) -> String {
    let choice = format!("{choice:0blanks$}");
    let mut digits = choice.chars();
    template.chars().map(|c| if c == '?' { digits.next().unwrap_or('0') } else { c }).collect()
}

fn luhn(digits: &[u32]) -> bool {
    let value = |(n, digit): (usize, &u32)| if n % 2 == 0 { *digit } else { digit * 2 / 10 + digit * 2 % 10 };
    digits.iter().rev().enumerate().map(value).sum::<u32>().is_multiple_of(10)
}

/// J. Verhoeff, Error Detecting Decimal Codes, 1969: products in the dihedral group of order ten.
fn verhoeff(digits: &[u32]) -> bool {
    const PERMUTATION: [u32; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let product = |a: u32, b: u32| match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => 5 + (a + b - 5) % 5,
        (false, true) => 5 + (a - b + 5 - 5) % 5,
        (false, false) => (a + 5 - b) % 5,
    };
    let moved = |digit: u32, times: usize| {
        (0..times % 8).fold(digit, |d, _| PERMUTATION.get(d as usize).copied().unwrap_or_default())
    };
    digits.iter().rev().enumerate().fold(0, |sum, (n, digit)| product(sum, moved(*digit, n))) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_examples_are_valid() {
        for (check, valid, broken) in [
            (Check::Luhn, "4111111111111111", "4111111111111112"),
            (Check::Verhoeff, "2363", "2364"),
            (Check::Aba, "111000025", "111000026"),
            (Check::Pesel, "44051401359", "44051401358"),
            (Check::Nhs, "9434765919", "9434765918"),
            (Check::Mod1110, "86095742719", "86095742718"),
            (Check::Iban, "GB29NWBK60161331926819", "GB28NWBK60161331926819"),
            (Check::Npi, "1234567893", "1234567894"),
        ] {
            assert!(check.is_valid(valid), "{check:?}");
            assert!(!check.is_valid(broken), "{check:?}");
        }
    }

    #[test]
    fn blanks_are_filled() {
        assert_eq!(Check::Luhn.complete("411111111111111?").as_deref(), Some("4111111111111111"));
        assert_eq!(Check::Iban.complete("GB??NWBK60161331926819").as_deref(), Some("GB29NWBK60161331926819"));
        assert_eq!(Check::None.complete("12").as_deref(), Some("12"));
        assert_eq!(Check::Luhn.complete("12"), None);
    }
}
