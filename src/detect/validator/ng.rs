//! Numbers that Nigeria issues.

use super::fixed::{digits, is_alone, varied};
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// Commercial banks by a word of their names, with the code that enters the check digit (Central Bank of Nigeria, Revised Standards
/// on Nigeria Uniform Bank Account Number for Banks and Other Financial Institutions, 2020, and its list of bank codes). A bank
/// that took over others has their codes too, because account numbers stayed.
const BANKS: &[(&str, &[u32])] = &[
    ("access", &[44, 63, 69]),
    ("citibank", &[23]),
    ("diamond", &[63]),
    ("ecobank", &[50, 56]),
    ("fidelity", &[70]),
    ("first bank", &[11]),
    ("firstbank", &[11]),
    ("fbn", &[11]),
    ("fcmb", &[214, 85]),
    ("globus", &[103]),
    ("gtb", &[58]),
    ("gtco", &[58]),
    ("guaranty trust", &[58]),
    ("heritage", &[30]),
    ("jaiz", &[301]),
    ("keystone", &[82]),
    ("lotus", &[303]),
    ("optimus", &[107]),
    ("parallex", &[104]),
    ("polaris", &[76]),
    ("premium trust", &[105]),
    ("premiumtrust", &[105]),
    ("providus", &[101]),
    ("signature", &[106]),
    ("skye", &[76]),
    ("stanbic", &[221, 39]),
    ("standard chartered", &[68]),
    ("sterling", &[232]),
    ("suntrust", &[100]),
    ("taj", &[302]),
    ("titan", &[102]),
    ("uba", &[33]),
    ("union bank", &[32]),
    ("united bank for africa", &[33]),
    ("unity bank", &[215]),
    ("wema", &[35]),
    ("zenith", &[57]),
];

/// How many bytes on each side a bank's name is looked for in.
const NEAR: usize = 64;

/// Account numbers (NUBAN). The check digit covers the bank's code, which is not part of the number: over all banks every number
/// passes. So it is valid if a bank is named near it whose code fits, and undecided otherwise.
pub(super) fn account(value: &Value<'_>) -> Verdict {
    let Some(digits) = digits::<10>(value.matched()).filter(|digits| varied(digits) && is_alone(value)) else {
        return Verdict::Refused;
    };
    let named = BANKS.iter().filter(|(name, _)| is_named(value, name));
    value.decided(named.flat_map(|(_, codes)| *codes).any(|code| fits(*code, &digits)))
}

/// Weights 3, 7, 3 over the bank's three digits and the nine of the serial number.
fn fits(code: u32, digits: &[u8; 10]) -> bool {
    let [serial @ .., check] = digits;
    let bank = [code / 100, code / 10 % 10, code % 10].map(|digit| u8::try_from(digit).unwrap_or(0));
    let sum = weighted_remainder(&bank, &[3, 7, 3], 10) + weighted_remainder(serial, &[3, 7, 3, 3, 7, 3, 3, 7, 3], 10);
    (10 - sum % 10) % 10 == u32::from(*check)
}

/// Whether a name stands near the value as a word or the beginning of one, such as `GTBank`.
fn is_named(value: &Value<'_>, name: &str) -> bool {
    let before = value.before().as_bytes();
    let after = value.after().as_bytes();
    let before = before.get(before.len().saturating_sub(NEAR)..).unwrap_or_default();
    let after = after.get(..NEAR.min(after.len())).unwrap_or_default();
    [before, after].into_iter().any(|side| {
        side.windows(name.len()).enumerate().any(|(at, window)| {
            let glued = at.checked_sub(1).and_then(|at| side.get(at)).is_some_and(u8::is_ascii_alphanumeric);
            !glued && window.eq_ignore_ascii_case(name.as_bytes())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::NgAccount;

    #[test]
    fn the_named_bank_decides() {
        for (text, expected) in [
            // The example of the Central Bank of Nigeria: First Bank, serial number 000001457.
            ("First Bank ⟦0000014579⟧", "V 0000014579"),
            ("⟦0000014579⟧ (FBN)", "V 0000014579"),
            ("Zenith ⟦0000014579⟧", "U 0000014579"),
            ("⟦0000014579⟧", "U 0000014579"),
            ("GTBank: ⟦0123456785⟧", "V 0123456785"),
            ("xgtbank: ⟦0123456785⟧", "U 0123456785"),
            ("⟦0000000000⟧", "-"),
            ("⟦0123456785⟧-1", "-"),
        ] {
            assert_eq!(probe(NgAccount, text), expected, "{text}");
        }
    }
}
