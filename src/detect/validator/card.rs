//! Payment cards: issuer range, length, Luhn.

use super::number::{Group, digits, goes_on, groups, in_hex_row, row};
use super::{Value, Verdict};
use crate::detect::checksum::luhn_valid;
use crate::detect::script::is_unspaced;

/// Issuer ranges with the lengths they are issued in: first and last prefix (of equal length), fewest and most digits. From
/// ISO/IEC 7812-1 and the networks' published ranges as collected in
/// <https://en.wikipedia.org/wiki/Payment_card_number> (2024).
const RANGES: &[(u32, u32, usize, usize)] = &[
    (4, 4, 16, 16),             // Visa
    (51, 55, 16, 16),           // Mastercard
    (2221, 2720, 16, 16),       // Mastercard
    (34, 34, 15, 15),           // American Express
    (37, 37, 15, 15),           // American Express
    (6011, 6011, 16, 19),       // Discover
    (644, 649, 16, 19),         // Discover
    (65, 65, 16, 19),           // Discover, RuPay, Verve
    (300, 305, 14, 19),         // Diners Club
    (3095, 3095, 14, 19),       // Diners Club
    (36, 36, 14, 19),           // Diners Club
    (38, 39, 16, 19),           // Diners Club
    (3528, 3589, 16, 19),       // JCB
    (1800, 1800, 15, 15),       // JCB, older
    (2131, 2131, 15, 15),       // JCB, older
    (62, 62, 16, 19),           // UnionPay
    (81, 82, 16, 16),           // UnionPay, RuPay
    (5018, 5018, 13, 19),       // Maestro
    (5020, 5020, 13, 19),       // Maestro
    (5038, 5038, 13, 19),       // Maestro
    (5893, 5893, 13, 19),       // Maestro
    (6304, 6304, 13, 19),       // Maestro
    (6759, 6763, 13, 19),       // Maestro
    (500, 509, 16, 19),         // Maestro, Dankort, Verve, Elo
    (56, 58, 16, 19),           // Maestro
    (6, 6, 16, 16),             // Maestro, Discover, UnionPay, RuPay, Hipercard, Elo
    (60, 60, 16, 16),           // RuPay
    (508, 508, 16, 16),         // RuPay
    (2200, 2204, 16, 19),       // Mir
    (9792, 9792, 16, 16),       // Troy
    (506_099, 506_198, 16, 19), // Verve
    (507_865, 507_964, 16, 19), // Verve
    (506_699, 506_778, 16, 16), // Elo
    (509_000, 509_999, 16, 16), // Elo
    (636_368, 636_368, 16, 16), // Elo
];

/// Most groups that a card number is written in, unless its digits are spelled one by one. More are a row of a table.
const MOST_GROUPS: usize = 8;

/// Words that are written right before a number without a space.
const LABELS: &[&str] = &["cc", "card", "pan", "visa", "amex", "mc", "mastercard", "ccn", "creditcard"];

/// Lengths a card number can have.
const LENGTHS: std::ops::RangeInclusive<usize> = 12..=19;

/// The longest run of whole groups that passes Luhn, from the first group on. It is valid if an issuer range has it and its
/// grouping is one cards are printed in, undecided if not.
pub(super) fn check(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let groups = groups(text);
    let first = groups.first().map_or(0, |group| group.len());
    if groups.len() > MOST_GROUPS && (2..4).contains(&first) {
        return Verdict::Refused;
    }
    let number = digits(text);
    let mut best = Verdict::Refused;
    for count in (1..=groups.len()).rev() {
        let Some(printed) = groups.get(..count) else { continue };
        let length = printed.iter().map(|group| group.len()).sum();
        let Some(part) = number.get(..length).filter(|part| LENGTHS.contains(&length) && luhn_valid(part)) else {
            continue;
        };
        let part_value = value.part(0, printed.last().map_or(0, |group| group.end));
        let longer = goes_on(&part_value) && !is_before_expiry(&part_value);
        if is_glued(&part_value) || longer || is_column(&part_value) {
            continue;
        }
        let alone = !is_row(&part_value) && !is_suffix(&part_value) && !is_listed(&part_value);
        if is_issued(part) && is_printed(printed) && alone {
            return Verdict::Valid(part_value.span);
        }
        if best == Verdict::Refused && part.iter().any(|digit| Some(digit) != part.first()) {
            best = Verdict::Undecided(part_value.span);
        }
    }
    best
}

/// Whether a letter or digit stands right beside, other than a word for a card: `cc4111…`.
fn is_glued(value: &Value<'_>) -> bool {
    let before = value.before();
    let label = before.len() - before.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    let word = before.get(label..).unwrap_or_default();
    let whole = !before.get(..label).unwrap_or_default().ends_with(char::is_alphanumeric);
    let labelled = whole && LABELS.iter().any(|known| word.eq_ignore_ascii_case(known));
    let after = value.after().starts_with(|c: char| c.is_alphanumeric() && !is_unspaced(c));
    after || (!labelled && value.is_glued())
}

/// Whether what a slash joins to the number is a month and a year, as in lists of stolen cards: `4111…/12/27`.
fn is_before_expiry(value: &Value<'_>) -> bool {
    let mut parts = value.after().strip_prefix('/').unwrap_or_default().splitn(3, '/');
    let month = parts.next().unwrap_or_default();
    let year = parts.next().unwrap_or_default();
    let digits = year.len() - year.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let before = value.before().chars().next_back();
    month.len() == 2
        && month.parse::<u8>().is_ok_and(|month| (1..=12).contains(&month))
        && matches!(digits, 2 | 4)
        && !before.is_some_and(|c| matches!(c, '/' | '.' | ',' | '-'))
}

/// Whether the digits stand below each other: a card number has one line break at most.
fn is_column(value: &Value<'_>) -> bool {
    value.matched().bytes().filter(|byte| *byte == b'\n').count() > 1
}

/// Whether the digits are cut out of a table of four-digit numbers. A security code or a date may follow a card number.
fn is_row(value: &Value<'_>) -> bool {
    let (before, after) = row(value);
    let spaced = value.matched().contains(|c: char| c.is_whitespace());
    spaced && (before == 4 || (after == 4 && before > 0) || in_hex_row(value))
}

/// Whether the number is one of a list of numbers in brackets, as in a table of constants: `(6290184345309700, 778, …)`.
fn is_listed(value: &Value<'_>) -> bool {
    let next = value.after().strip_prefix(", ").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let before = value.before();
    next && (before.ends_with('(') || before.ends_with(", "))
}

/// Whether the digits are the end of a name such as `fuzzer-5555555555554444`.
fn is_suffix(value: &Value<'_>) -> bool {
    let mut back = value.before().chars().rev();
    match back.next() {
        Some('-' | '/') => back.next().is_some_and(char::is_alphanumeric),
        // The keys of a collation table: `[.4300.0020.0011.0002]`.
        Some('.') => value.matched().contains('.') || back.next().is_some_and(char::is_alphanumeric),
        _ => false,
    }
}

fn is_issued(number: &[u8]) -> bool {
    RANGES.iter().any(|(first, last, fewest, most)| {
        let width = first.ilog10() as usize + 1;
        let prefix = number.iter().take(width).fold(0, |prefix, digit| prefix * 10 + u32::from(*digit));
        (*first..=*last).contains(&prefix) && (*fewest..=*most).contains(&number.len())
    })
}

/// Whether digits are grouped as on a card: not at all, in fours with a rest, or 4-6-4 and 4-6-5.
fn is_printed(groups: &[Group]) -> bool {
    let lengths: Vec<_> = groups.iter().map(|group| group.len()).collect();
    match lengths.as_slice() {
        [_] | [4, 6, 4 | 5] => true,
        [fours @ .., last] => fours.iter().all(|length| *length == 4) && (1..=4).contains(last),
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::PaymentCard;

    #[test]
    fn issued_and_printed_numbers_are_valid() {
        for (text, expected) in [
            ("⟦4111 1111 1111 1111⟧", "V 4111 1111 1111 1111"),
            ("⟦4111 1111 1111 1111 12⟧", "V 4111 1111 1111 1111"),
            ("⟦4111 1111 1111 1111 123⟧", "V 4111 1111 1111 1111"),
            ("⟦378282246310005⟧", "V 378282246310005"),
            ("⟦3782-822463-10005⟧", "V 3782-822463-10005"),
            ("⟦5555555555554444⟧", "V 5555555555554444"),
            ("⟦30569309025904⟧", "V 30569309025904"),
            ("⟦4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1⟧", "U 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"),
            ("⟦4222222222222⟧", "U 4222222222222"),
            ("⟦4111 1111 1111 1112⟧", "-"),
            ("⟦0000000000000000⟧", "-"),
            ("0.⟦4111111111111111⟧", "-"),
            ("x⟦4111111111111111⟧", "-"),
            ("name-⟦4111111111111111⟧", "U 4111111111111111"),
            ("1234 ⟦4111 1111 1111 1111⟧ 5678", "U 4111 1111 1111 1111"),
            ("⟦4111 1111\n1111 1111⟧", "V 4111 1111\n1111 1111"),
            ("⟦4111\n1111\n1111\n1111⟧", "-"),
            ("548F ⟦4111 1111 1111 1111⟧", "U 4111 1111 1111 1111"),
            ("2a00::200e ; ⟦4111 1111 1111 1111⟧", "V 4111 1111 1111 1111"),
            ("(⟦4111111111111111⟧, 778, 11)", "U 4111111111111111"),
            ("⟦4111.1111.1111.1111⟧", "V 4111.1111.1111.1111"),
            ("[.⟦4111.1111.1111.1111⟧]", "U 4111.1111.1111.1111"),
            ("cc⟦4111111111111111⟧", "V 4111111111111111"),
            ("acc⟦4111111111111111⟧", "-"),
            ("⟦4111  1111  1111  1111⟧", "V 4111  1111  1111  1111"),
            ("⟦5061050000001230⟧", "V 5061050000001230"),
            ("⟦4111111111111111⟧/12/27/123", "V 4111111111111111"),
            ("⟦4111111111111111⟧/2025/1", "-"),
            ("⟦9792123456789018⟧", "V 9792123456789018"),
        ] {
            assert_eq!(probe(PaymentCard, text), expected, "{text}");
        }
    }
}
