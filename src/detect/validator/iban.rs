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
    if cut.is_glued() || !iban_valid(&iban) {
        return Verdict::Refused;
    }
    let together = end == iban.len();
    let in_fours = part.windows(2).enumerate().all(|(index, pair)| match pair {
        [(left, _), (right, _)] => (right - left > 1) == ((index + 1) % 4 == 0),
        _ => true,
    });
    cut.decided(together || in_fours)
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
            ("⟦DE89370400440532013001⟧", "-"),
            ("⟦DE893704004405320130001⟧", "-"),
            ("⟦ZZ89370400440532013000⟧", "-"),
        ] {
            assert_eq!(probe(Iban, text), expected, "{text}");
        }
    }
}
