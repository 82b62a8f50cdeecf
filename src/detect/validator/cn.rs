//! China: resident identity number, unified social credit code.

use super::fixed::{characters, is_date, number, place, stands_alone};
use super::{Value, Verdict};
use crate::detect::checksum::{mod_11_2_valid, weighted_remainder};

/// First two digits of division codes, as ranges with both ends in: provinces (GB/T 2260), with 81 to 83 for the residence permits
/// of Hong Kong, Macao and Taiwan.
const PROVINCES: &[(u8, u8)] = &[(11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83)];

/// Citizen identification number: division, date of birth, serial, check character by MOD 11-2 (GB 11643-1999). The fifteen
/// digits of the form before 1999 have no check character and are left open, as is a number mistyped in its last places: beside a
/// label it still names its holder.
pub(super) fn resident(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    if let Some(old) = characters::<15>(text).map(|id| id.map(|digit| digit.wrapping_sub(b'0'))) {
        let year = 1900 + number(&[old[6], old[7]]);
        let date = is_date(year, number(&[old[8], old[9]]), number(&[old[10], old[11]]));
        let known = is_province(old[0], old[1]) && date && stands_alone(value);
        return if known { Verdict::Undecided(value.span) } else { Verdict::Refused };
    }
    let Some(id) = characters::<18>(text) else { return Verdict::Refused };
    let digits = id.map(|character| if character == b'X' { 10 } else { character.wrapping_sub(b'0') });
    let year = number(&[digits[6], digits[7], digits[8], digits[9]]);
    let date = is_date(year, number(&[digits[10], digits[11]]), number(&[digits[12], digits[13]]));
    if date && (1880..2100).contains(&year) && is_province(digits[0], digits[1]) && stands_alone(value) {
        value.decided(mod_11_2_valid(&digits))
    } else {
        Verdict::Refused
    }
}

fn is_province(tens: u8, ones: u8) -> bool {
    PROVINCES.iter().any(|(first, last)| (*first..=*last).contains(&(tens * 10 + ones)))
}

/// Unified social credit code: registering office, kind, division, organisation code with its own check character, and a check
/// character over all by powers of 3 modulo 31 (GB 32100-2015, GB 11714-1997).
pub(super) fn credit_code(value: &Value<'_>) -> Verdict {
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let Some(code) = characters::<18>(value.matched()) else { return Verdict::Refused };
    let values = code.map(|character| place(ALPHABET, character).unwrap_or(u8::MAX));
    let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1];
    let whole = !values.contains(&u8::MAX) && weighted_remainder(&values, &weights, 31) == 0;
    if whole && is_organisation(code) && stands_alone(value) { Verdict::Valid(value.span) } else { Verdict::Refused }
}

/// Whether the ninth to seventeenth character are an organisation code.
fn is_organisation(code: [u8; 18]) -> bool {
    let values = code
        .map(|character| if character.is_ascii_digit() { character - b'0' } else { character.wrapping_sub(b'A') + 10 });
    let weights = [0, 0, 0, 0, 0, 0, 0, 0, 3, 7, 9, 10, 5, 8, 4, 2];
    let expected = match 11 - weighted_remainder(&values, &weights, 11) {
        10 => Some(b'X'),
        11 => Some(b'0'),
        check => u8::try_from(check).ok().map(|check| check + b'0'),
    };
    expected == Some(code[16])
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{CnResidentId, CnSocialCredit};

    /// 11010519491231002X is the example of GB 11643-1999, the credit code that of GB 32100-2015.
    #[test]
    fn divisions_dates_and_check_characters_decide() {
        for (name, text, expected) in [
            (CnResidentId, "⟦11010519491231002X⟧", "V 11010519491231002X"),
            (CnResidentId, "身份证号⟦11010519491231002x⟧。", "V 11010519491231002x"),
            (CnResidentId, "⟦110105194912310021⟧", "U 110105194912310021"),
            (CnResidentId, "⟦91010519491231002X⟧", "-"),
            (CnResidentId, "⟦11010519491331002X⟧", "-"),
            (CnResidentId, "⟦110105491231002⟧", "U 110105491231002"),
            (CnResidentId, "⟦110105491331002⟧", "-"),
            (CnSocialCredit, "⟦91350100M000100Y43⟧", "V 91350100M000100Y43"),
            (CnSocialCredit, "⟦91350100M000100Y44⟧", "-"),
            (CnSocialCredit, "⟦91350100I000100Y43⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
