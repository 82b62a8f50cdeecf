//! Malaysia: identity card.

use super::fixed::{digits, is_date, number, stands_alone};
use super::{Value, Verdict};

/// Codes of the place of birth that are not issued: National Registration Department, *State codes* and *Country codes*,
/// <https://www.jpn.gov.my/en/>.
const NO_PLACE: &[u8] = &[0, 17, 18, 19, 20, 69, 70, 73, 80, 81, 94, 95, 96, 97];

/// Identity card number: date of birth, place of birth, serial. Valid with the dashes it is printed with.
pub(super) fn identity(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let known = digits::<12>(text).is_some_and(|d| {
        let [year, month, day, place] =
            [[0, 1], [2, 3], [4, 5], [6, 7]].map(|pair| number(&pair.map(|at| d.get(at).copied().unwrap_or(0))));
        let serial = d.last_chunk::<4>().is_some_and(|serial| number(serial) > 0);
        // Of both centuries, 2000 had a 29 February.
        is_date(2000 + year, month, day) && !NO_PLACE.iter().any(|code| u32::from(*code) == place) && serial
    });
    if known && stands_alone(value) { value.decided(text.contains('-')) } else { Verdict::Refused }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::MyIdentity;

    #[test]
    fn dates_and_places_decide() {
        for (text, expected) in [
            ("⟦770305-02-1234⟧", "V 770305-02-1234"),
            ("⟦770305021234⟧", "U 770305021234"),
            ("⟦771305-02-1234⟧", "-"),
            ("⟦770305-17-1234⟧", "-"),
            ("⟦770305-02-0000⟧", "-"),
            ("⟦770305-02-1234⟧-5", "-"),
        ] {
            assert_eq!(probe(MyIdentity, text), expected, "{text}");
        }
    }
}
