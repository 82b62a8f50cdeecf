//! Thailand: national identity number, which is the tax number too.

use super::fixed::{digits, stands_alone, uniform};
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// Identity number: thirteen digits, the last by weights modulo 11. Numbers that begin with 0 are those of
/// companies. Valid with the dashes it is printed with, undecided without.
pub(super) fn identity(value: &Value<'_>) -> Verdict {
    let holds = digits::<13>(value.matched()).is_some_and(|d| {
        let check = (11 - weighted_remainder(&d, &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2], 11)) % 10;
        d[0] < 9 && !uniform(&d) && check == u32::from(d[12])
    });
    if holds && stands_alone(value) { value.decided(value.matched().contains('-')) } else { Verdict::Refused }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::ThIdentity;

    #[test]
    fn the_check_digit_decides() {
        for (text, expected) in [
            ("⟦1-9876-54321-01-5⟧", "V 1-9876-54321-01-5"),
            ("บัตร⟦1987654321015⟧ครับ", "U 1987654321015"),
            ("⟦1-9876-54321-01-6⟧", "-"),
            ("⟦9987654321011⟧", "-"),
            ("⟦0999999123459⟧", "U 0999999123459"),
        ] {
            assert_eq!(probe(ThIdentity, text), expected, "{text}");
        }
    }
}
