//! Cyprus: tax identification code, which is the VAT number too.

use super::lone_number::{last, vat_verdict};
use super::{Value, Verdict};

/// What a digit in an odd place counts.
const ODD: [u8; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];

/// Eight digits and a check letter: digits in odd places count by the table, those in even ones as they are, modulo 26.
/// The first digit is 0, 1, 3, 4, 5, 6 or 9, and the first two are not 12 (European Commission, algorithms of VAT
/// numbers). With `CY` in front it is the VAT number.
pub(super) fn tax_code(value: &Value<'_>) -> Verdict {
    let Some([a, b, c, d, e, f, g, h, check]) = last::<9>(value) else { return Verdict::Refused };
    let odd = |digit: u8| ODD.get(usize::from(digit)).copied().unwrap_or(0);
    let sum: u8 = odd(a) + b + odd(c) + d + odd(e) + f + odd(g) + h;
    let issued = matches!(a, 0 | 1 | 3 | 4 | 5 | 6 | 9) && (a, b) != (1, 2);
    vat_verdict(value, issued && sum % 26 + 10 == check)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::CyTaxCode;

    /// 10259033P stands in public descriptions of the check letter.
    #[test]
    fn published_numbers_pass() {
        for (text, expected) in [
            ("⟦10259033P⟧", "V 10259033P"),
            ("⟦CY10259033P⟧", "V CY10259033P"),
            ("⟦cy10259033p⟧", "U cy10259033p"),
            ("⟦CY10259033Z⟧", "U CY10259033Z"),
            ("⟦CY12259033P⟧", "U CY12259033P"),
            ("⟦CY20259033P⟧", "U CY20259033P"),
            ("é⟦10259033P⟧", "-"),
        ] {
            assert_eq!(probe(CyTaxCode, text), expected, "{text}");
        }
    }
}
