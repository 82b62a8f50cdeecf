//! IBAN in a text: as long as its country says, then the check digits.

use super::{Value, Verdict};
use crate::detect::checksum::{iban_length, iban_valid};

/// Cuts the match to the country's length. Valid if it is written together or in fours, undecided in any other grouping.
pub(super) fn check(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let characters: Vec<(usize, u8)> = text
        .bytes()
        .enumerate()
        .filter(|(_, byte)| byte.is_ascii_alphanumeric())
        .map(|(at, byte)| (at, byte.to_ascii_uppercase()))
        .collect();
    let [(_, first), (_, second), ..] = characters.as_slice() else { return Verdict::Refused };
    let Some(part) = iban_length([*first, *second]).and_then(|length| characters.get(..length)) else {
        return Verdict::Refused;
    };
    let end = part.last().map_or(0, |(at, _)| at + 1);
    let cut = value.part(0, end);
    let iban: Vec<u8> = part.iter().map(|(_, byte)| *byte).collect();
    if is_glued(&cut) || !iban_valid(&iban) {
        return Verdict::Refused;
    }
    let together = end == iban.len();
    let in_fours = part.windows(2).enumerate().all(|(index, pair)| match pair {
        [(left, _), (right, _)] => (right - left > 1) == ((index + 1) % 4 == 0),
        _ => true,
    });
    cut.decided(together || in_fours)
}

/// Whether a letter or digit stands right beside, other than the label: `IBANDE89…`.
fn is_glued(value: &Value<'_>) -> bool {
    let before = value.before();
    let label = before.len().checked_sub(4).and_then(|at| before.split_at_checked(at));
    let labelled = label.is_some_and(|(head, word)| {
        word.eq_ignore_ascii_case("iban") && !head.ends_with(|c: char| c.is_alphanumeric())
    });
    if labelled { value.after().starts_with(|c: char| c.is_ascii_alphanumeric()) } else { value.is_glued() }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::Iban;

    #[test]
    fn ibans_are_cut_to_their_length() {
        for (text, expected) in [
            ("⟦GB29 NWBK 6016 1331 9268 19 is mine⟧", "V GB29 NWBK 6016 1331 9268 19"),
            ("⟦DE89370400440532013000⟧", "V DE89370400440532013000"),
            ("⟦de89 3704 0044 0532 0130 00⟧", "V de89 3704 0044 0532 0130 00"),
            ("⟦DE89 370400440532013000⟧", "U DE89 370400440532013000"),
            ("IBAN⟦DE89370400440532013000⟧", "V DE89370400440532013000"),
            ("XIBAN⟦DE89370400440532013000⟧", "-"),
            ("⟦DE89370400440532013001⟧", "-"),
            ("⟦DE893704004405320130001⟧", "-"),
            ("⟦ZZ89370400440532013000⟧", "-"),
        ] {
            assert_eq!(probe(Iban, text), expected, "{text}");
        }
    }
}
