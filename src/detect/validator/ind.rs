//! India (`in` is a word of the language): Aadhaar, PAN, GSTIN, voter and driver identifiers.

use super::fixed::{characters, digits, number, stands_alone, uniform};
use super::{Value, Verdict};
use crate::detect::checksum::{luhn_mod_36_valid, luhn_valid, verhoeff_valid};

/// Codes of states and union territories as registration authorities use them, old ones included: schedule to the Motor
/// Vehicles Act 1988, section 41(6). Sorted.
const STATES: &[[u8; 2]] = &[
    *b"AN", *b"AP", *b"AR", *b"AS", *b"BR", *b"CG", *b"CH", *b"DD", *b"DL", *b"DN", *b"GA", *b"GJ", *b"HP", *b"HR",
    *b"JH", *b"JK", *b"KA", *b"KL", *b"LA", *b"LD", *b"MH", *b"ML", *b"MN", *b"MP", *b"MZ", *b"NL", *b"OD", *b"OR",
    *b"PB", *b"PY", *b"RJ", *b"SK", *b"TG", *b"TN", *b"TR", *b"TS", *b"UA", *b"UK", *b"UP", *b"WB",
];

/// What the fourth character of a PAN can be: the kind of its holder.
const PAN_HOLDERS: &[u8] = b"ABCEFGHJKLPT";

/// Aadhaar: twelve digits, not beginning with 0 or 1, the last by Verhoeff (UIDAI, *A UID Numbering Scheme*, 2010).
pub(super) fn aadhaar(value: &Value<'_>) -> Verdict {
    verhoeff::<12>(value)
}

/// Virtual id: sixteen digits, the last by Verhoeff (UIDAI circular 1 of 2018).
pub(super) fn virtual_id(value: &Value<'_>) -> Verdict {
    verhoeff::<16>(value)
}

fn verhoeff<const N: usize>(value: &Value<'_>) -> Verdict {
    let valid = digits::<N>(value.matched())
        .is_some_and(|digits| digits[0] > 1 && !uniform(&digits) && verhoeff_valid(&digits));
    if valid && stands_alone(value) { Verdict::Valid(value.span) } else { Verdict::Refused }
}

/// Permanent account number: valid if its fourth letter names a kind of holder and it is in capitals.
pub(super) fn pan(value: &Value<'_>) -> Verdict {
    let Some(pan) = characters::<10>(value.matched()) else { return Verdict::Refused };
    let serial = pan.iter().skip(5).take(4).all(|digit| *digit == b'0');
    if !PAN_HOLDERS.contains(&pan[3]) || serial || !stands_alone(value) {
        return Verdict::Refused;
    }
    value.decided(!value.matched().bytes().any(|byte| byte.is_ascii_lowercase()))
}

/// GSTIN: state, PAN, number of the registration, `Z`, check character by the Luhn algorithm modulo 36.
pub(super) fn gstin(value: &Value<'_>) -> Verdict {
    let Some(gstin) = characters::<15>(value.matched()) else { return Verdict::Refused };
    let mut values = gstin;
    for character in &mut values {
        *character = if character.is_ascii_digit() { *character - b'0' } else { *character - b'A' + 10 };
    }
    let state = number(&[values[0], values[1]]);
    let known = (1..=38).contains(&state) || state == 97 || state == 99;
    if known && PAN_HOLDERS.contains(&gstin[5]) && luhn_mod_36_valid(&values) && stands_alone(value) {
        Verdict::Valid(value.span)
    } else {
        Verdict::Refused
    }
}

/// Voter's card (EPIC): three letters and seven digits, the last by Luhn. Cards of early series have no check digit.
pub(super) fn epic(value: &Value<'_>) -> Verdict {
    let Some(digits) = digits::<7>(value.matched()).filter(|digits| !uniform(digits)) else { return Verdict::Refused };
    if stands_alone(value) { value.decided(luhn_valid(&digits)) } else { Verdict::Refused }
}

/// Driving licence: state, registration office, year of issue, seven digits.
pub(super) fn driving_licence(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let known = digits::<13>(text).is_some_and(|digits| {
        let year = number(&[digits[2], digits[3], digits[4], digits[5]]);
        (1950..2100).contains(&year) && !uniform(digits.last_chunk::<7>().unwrap_or(&[0; 7]))
    });
    if known && is_state(text) && stands_alone(value) { Verdict::Valid(value.span) } else { Verdict::Refused }
}

/// A value that begins with the code of a state: registration marks, job cards.
pub(super) fn of_state(value: &Value<'_>) -> Verdict {
    if is_state(value.matched()) && stands_alone(value) { Verdict::Undecided(value.span) } else { Verdict::Refused }
}

/// A payment address, which ends with its handle: what goes on is an e-mail address or the name of a package.
pub(super) fn payment_address(value: &Value<'_>) -> Verdict {
    let mut after = value.after().bytes();
    let joined = after.next().is_some_and(|byte| b".-/@_".contains(&byte))
        && after.next().is_some_and(|b| b.is_ascii_alphanumeric());
    if joined || value.is_glued() { Verdict::Refused } else { Verdict::Undecided(value.span) }
}

fn is_state(text: &str) -> bool {
    let code = text.as_bytes().first_chunk::<2>().map(|code| code.map(|letter| letter.to_ascii_uppercase()));
    code.is_some_and(|code| STATES.binary_search(&code).is_ok())
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use super::*;
    use crate::rules::ValidatorName::{
        InAadhaar, InDrivingLicence, InEpic, InGstin, InOfState, InPan, InUpi, InVirtualId,
    };

    #[test]
    fn states_are_sorted() {
        assert!(STATES.is_sorted());
    }

    /// 2341 2341 2346 is the specimen of leaflets on Aadhaar; the others are computed.
    #[test]
    fn structure_and_check_digits_decide() {
        for (name, text, expected) in [
            (InAadhaar, "⟦2341 2341 2346⟧", "V 2341 2341 2346"),
            (InAadhaar, "⟦234123412347⟧", "-"),
            (InAadhaar, "⟦2341 2341 2346⟧ 1234", "-"),
            (InVirtualId, "⟦2341234123412341⟧", "V 2341234123412341"),
            (InVirtualId, "⟦2341234123412342⟧", "-"),
            (InPan, "⟦AAAPZ1234C⟧", "V AAAPZ1234C"),
            (InPan, "⟦aaapz1234c⟧", "U aaapz1234c"),
            (InPan, "⟦AAADZ1234C⟧", "-"),
            (InPan, "⟦AAAPZ0000C⟧", "-"),
            (InGstin, "⟦29ABCPK1234F1Z1⟧", "V 29ABCPK1234F1Z1"),
            (InGstin, "⟦29ABCPK1234F1Z2⟧", "-"),
            (InGstin, "⟦47ABCPK1234F1Z1⟧", "-"),
            (InEpic, "⟦XQZ7654320⟧", "V XQZ7654320"),
            (InEpic, "⟦XQZ7654321⟧", "U XQZ7654321"),
            (InEpic, "⟦WKH1111111⟧", "-"),
            (InDrivingLicence, "⟦MH12 20110012345⟧", "V MH12 20110012345"),
            (InDrivingLicence, "⟦MH-12-1901-0012345⟧", "-"),
            (InDrivingLicence, "⟦XX12 20110012345⟧", "-"),
            (InOfState, "⟦KA 01 AB 1234⟧", "U KA 01 AB 1234"),
            (InOfState, "⟦XX 01 AB 1234⟧", "-"),
            (InUpi, "⟦asha@oksbi⟧.", "U asha@oksbi"),
            (InUpi, "⟦asha@upi⟧.example", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
