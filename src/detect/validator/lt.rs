//! Lithuania: personal codes and VAT numbers.

use super::signs::{digits, is_day, number, varied};

/// Eleven digits: sex and century, year, month and day of birth, serial, check digit. The few codes whose date is partly
/// unknown (zeros) are taken for none.
pub(super) fn asmens_kodas(signs: &[u8]) -> Option<bool> {
    let code = digits::<11>(signs)?;
    let [sex, y1, y2, m1, m2, d1, d2, ..] = code;
    let century = 1700 + 100 * u64::from(sex.div_ceil(2));
    let year = century + number(&[y1, y2]);
    let born = (1..=6).contains(&sex) && is_day(Some(year), number(&[m1, m2]), number(&[d1, d2]));
    born.then(|| check_holds(&code))
}

/// `LT` and nine digits of a company, or twelve of another payer. The last but one is 1.
pub(super) fn vat(signs: &[u8]) -> Option<bool> {
    let rest = signs.strip_prefix(b"LT")?;
    let holds = |code: &[u8]| match code {
        [.., one, _] => (*one == 1).then(|| check_holds(code)),
        _ => None,
    };
    match rest.len() {
        9 => holds(&varied::<9>(rest)?),
        _ => holds(&varied::<12>(rest)?),
    }
}

/// Weights 1 to 9 and again from 1, modulo 11; if that gives 10, once more with weights from 3 on.
fn check_holds(code: &[u8]) -> bool {
    let Some((check, body)) = code.split_last() else { return false };
    let remainder =
        |first: u32| (first..).zip(body).map(|(place, digit)| (1 + place % 9) * u32::from(*digit)).sum::<u32>() % 11;
    let expected = match remainder(0) {
        10 => remainder(2) % 10,
        rest => rest,
    };
    u32::from(*check) == expected
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{LtAsmensKodas, LtVat};

    /// 33309240064 is the example of the code's description.
    #[test]
    fn dates_and_check_digits_hold() {
        for (name, text, expected) in [
            (LtAsmensKodas, "⟦33309240064⟧", "V 33309240064"),
            (LtAsmensKodas, "⟦33309240063⟧", "-"),
            (LtAsmensKodas, "⟦33313240064⟧", "-"),
            (LtAsmensKodas, "⟦93309240064⟧", "-"),
            (LtVat, "⟦LT119511515⟧", "V LT119511515"),
            (LtVat, "⟦LT 100001919017⟧", "V LT 100001919017"),
            (LtVat, "⟦LT100001919018⟧", "-"),
            (LtVat, "⟦LT119511525⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
