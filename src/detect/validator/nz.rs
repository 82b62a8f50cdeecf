//! New Zealand: tax, health, business and bank account numbers.

use super::fixed::{characters, digits, number, place, stands_alone, uniform};
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// IRD number: eight or nine digits from 10 000 000 on, the last by weights modulo 11, with other weights where those give 10
/// (Inland Revenue, *Resident withholding tax and non-resident withholding tax specification*, part 8).
pub(super) fn ird(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let padded = digits::<8>(text).map(|d| [0, d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7]]);
    let Some(digits) = padded.or_else(|| digits::<9>(text)) else { return Verdict::Refused };
    let check = |weights: &[u8]| (11 - weighted_remainder(&digits, weights, 11)) % 11;
    let check = match check(&[3, 2, 7, 6, 5, 4, 3, 2]) {
        10 => check(&[7, 4, 3, 2, 5, 2, 7, 6]),
        check => check,
    };
    let issued = (10_000_000..=200_000_000).contains(&number(&digits)) && !uniform(&digits);
    valid(value, issued && check == u32::from(digits[8]))
}

/// The letters of health numbers; a letter's value is its place and one more.
const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";

/// National health index number: `AAANNNC` by weights modulo 11, or `AAANNAX` modulo 23 (HISO 10046:2023). Numbers that fit only
/// the modulus 24 of the standard's former edition are left open.
pub(super) fn nhi(value: &Value<'_>) -> Verdict {
    let Some(nhi) = characters::<7>(value.matched()).filter(|_| stands_alone(value)) else { return Verdict::Refused };
    let worth = |character: u8| match character {
        b'0'..=b'9' => Some(character - b'0'),
        letter => place(LETTERS, letter).map(|place| place + 1),
    };
    let mut values = [0; 7];
    for (slot, character) in values.iter_mut().zip(nhi) {
        let Some(worth) = worth(character) else { return Verdict::Refused };
        *slot = worth;
    }
    let check = |modulus: u32| modulus - weighted_remainder(&values, &[7, 6, 5, 4, 3, 2], modulus);
    let last = u32::from(values[6]);
    if nhi[6].is_ascii_digit() {
        let check = check(11);
        return valid(value, check != 11 && check % 10 == last);
    }
    match (check(23) == last, check(24) == last) {
        (true, _) => Verdict::Valid(value.span),
        (_, true) => Verdict::Undecided(value.span),
        _ => Verdict::Refused,
    }
}

/// Business number (NZBN): a Global Location Number of the prefix 9429, its check digit by GS1's weights 1 and 3.
pub(super) fn nzbn(value: &Value<'_>) -> Verdict {
    let weights = [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1];
    let holds = digits::<13>(value.matched())
        .is_some_and(|d| d.starts_with(&[9, 4, 2, 9]) && weighted_remainder(&d, &weights, 10) == 0);
    valid(value, holds)
}

/// Bank account: bank, branch, account, suffix. Weights and modulus depend on the bank (same document as the IRD number).
pub(super) fn bank_account(value: &Value<'_>) -> Verdict {
    let mut parts = value.matched().split(|character: char| !character.is_ascii_digit());
    let mut digits = [0; 18];
    for (from, to) in [(0, 2), (2, 6), (6, 14), (14, 18)] {
        let part = parts.next().unwrap_or_default().as_bytes();
        let Some(slot) = digits.get_mut(from..to) else { return Verdict::Refused };
        slot.iter_mut().rev().zip(part.iter().rev()).for_each(|(digit, byte)| *digit = byte - b'0');
    }
    let [bank, account] = [(0, 2), (6, 14)].map(|(from, to)| number(digits.get(from..to).unwrap_or_default()));
    let Some((weights, modulus)) = account_weights(bank, account) else { return Verdict::Refused };
    valid(value, account > 0 && folded_remainder(&digits, weights, modulus, bank) == 0)
}

fn account_weights(bank: u32, account: u32) -> Option<(&'static [u8; 18], u32)> {
    const LOW: &[u8; 18] = &[0, 0, 6, 3, 7, 9, 0, 0, 10, 5, 8, 4, 2, 1, 0, 0, 0, 0];
    const HIGH: &[u8; 18] = &[0, 0, 0, 0, 0, 0, 0, 0, 10, 5, 8, 4, 2, 1, 0, 0, 0, 0];
    match bank {
        1..=3 | 6 | 11..=24 | 27 | 30 | 35 | 38 if account < 990_000 => Some((LOW, 11)),
        1..=3 | 6 | 11..=24 | 27 | 30 | 35 | 38 => Some((HIGH, 11)),
        8 => Some((&[0, 0, 0, 0, 0, 0, 0, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0, 0], 11)),
        9 => Some((&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 4, 3, 2, 0, 0, 0, 1], 11)),
        25 | 33 => Some((&[0, 0, 0, 0, 0, 0, 0, 1, 7, 3, 1, 7, 3, 1, 0, 0, 0, 0], 10)),
        26 | 28 | 29 => Some((&[0, 0, 0, 0, 0, 0, 0, 1, 3, 7, 1, 3, 7, 1, 0, 3, 7, 1], 10)),
        31 => Some((&[0; 18], 1)),
        _ => None,
    }
}

/// The weighted sum; of banks whose weights reach the suffix, products are first reduced to one digit.
fn folded_remainder(digits: &[u8; 18], weights: &[u8; 18], modulus: u32, bank: u32) -> u32 {
    if !matches!(bank, 9 | 26 | 28 | 29) {
        return weighted_remainder(digits, weights, modulus);
    }
    let fold = |product: u32| if product == 0 { 0 } else { (product - 1) % 9 + 1 };
    let sum: u32 = digits.iter().zip(weights).map(|(digit, weight)| fold(u32::from(*digit) * u32::from(*weight))).sum();
    sum % modulus
}

fn valid(value: &Value<'_>, holds: bool) -> Verdict {
    if holds && stands_alone(value) { Verdict::Valid(value.span) } else { Verdict::Refused }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{NzBankAccount, NzIrd, NzNhi, NzNzbn};

    /// IRD numbers and accounts are the examples of the Inland Revenue document, health numbers of the range kept for tests, which
    /// begins with Z.
    #[test]
    fn check_digits_decide() {
        for (name, text, expected) in [
            (NzIrd, "⟦49091850⟧", "V 49091850"),
            (NzIrd, "⟦49-098-576⟧", "V 49-098-576"),
            (NzIrd, "⟦136410132⟧", "V 136410132"),
            (NzIrd, "⟦136410133⟧", "-"),
            (NzIrd, "⟦9125568⟧", "-"),
            (NzNhi, "⟦ZAC5361⟧", "V ZAC5361"),
            (NzNhi, "⟦ZBN77VL⟧", "V ZBN77VL"),
            (NzNhi, "⟦ALU18KZ⟧", "U ALU18KZ"),
            (NzNhi, "⟦ZZZ00AA⟧", "-"),
            (NzNhi, "⟦ZZZ0044⟧", "-"),
            (NzNhi, "⟦ZIC5361⟧", "-"),
            (NzNzbn, "⟦9429000000005⟧", "-"),
            (NzBankAccount, "⟦01-902-0068389-00⟧", "V 01-902-0068389-00"),
            (NzBankAccount, "⟦08-6523-1954512-001⟧", "V 08-6523-1954512-001"),
            (NzBankAccount, "⟦26-2600-0320871-032⟧", "V 26-2600-0320871-032"),
            (NzBankAccount, "⟦01-902-0068388-00⟧", "-"),
            (NzBankAccount, "⟦41-902-0068389-00⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
