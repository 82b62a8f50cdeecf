//! Numbers that Brazil issues.

use super::fixed::{characters, digits, number, strict, varied};
use super::{Value, Verdict};
use crate::detect::checksum::weighted_remainder;

/// Eleven minus a weighted remainder, 0 for ten and eleven: how most Brazilian check digits are made.
fn check_digit(values: &[u8], weights: &[u8]) -> u8 {
    match weighted_remainder(values, weights, 11) {
        0 | 1 => 0,
        remainder => u8::try_from(11 - remainder).unwrap_or(0),
    }
}

/// CPF: nine digits and two check digits (Receita Federal, Instrução Normativa 2172/2024).
pub(super) fn cpf(value: &Value<'_>) -> Verdict {
    strict(
        value,
        digits::<11>(value.matched()).map(|digits| {
            let [.., first, second] = digits;
            varied(&digits)
                && check_digit(&digits, &[10, 9, 8, 7, 6, 5, 4, 3, 2]) == first
                && check_digit(&digits, &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) == second
        }),
    )
}

/// CNPJ: twelve digits or, from July 2026, capital letters, and two check digits. A letter counts as its ASCII code less 48
/// (Instrução Normativa RFB 2229/2024).
pub(super) fn cnpj(value: &Value<'_>) -> Verdict {
    const WEIGHTS: [u8; 13] = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
    let text = value.matched();
    let upper = !text.bytes().any(|byte| byte.is_ascii_lowercase());
    strict(
        value,
        characters::<14>(text).filter(|_| upper).map(|characters| {
            let values = characters.map(|byte| byte - b'0');
            let [.., first, second] = values;
            let [_, shorter @ ..] = WEIGHTS;
            varied(&values) && check_digit(&values, &shorter) == first && check_digit(&values, &WEIGHTS) == second
        }),
    )
}

/// CNH, the driving licence: nine digits and two check digits (Denatran, Portaria 199/2011). A first check digit of ten becomes
/// 0 and takes two off the second.
pub(super) fn cnh(value: &Value<'_>) -> Verdict {
    strict(
        value,
        digits::<11>(value.matched()).map(|digits| {
            let [.., first, second] = digits;
            let one = weighted_remainder(&digits, &[9, 8, 7, 6, 5, 4, 3, 2, 1], 11);
            let two = weighted_remainder(&digits, &[1, 2, 3, 4, 5, 6, 7, 8, 9], 11);
            let two = if one < 10 { two } else { (two + 9) % 11 };
            let shown = |digit: u32| if digit > 9 { 0 } else { digit };
            varied(&digits) && shown(one) == u32::from(first) && shown(two) == u32::from(second)
        }),
    )
}

/// PIS, PASEP, NIT and NIS: ten digits and a check digit (Caixa Econômica Federal).
pub(super) fn pis(value: &Value<'_>) -> Verdict {
    strict(
        value,
        digits::<11>(value.matched()).map(|digits| {
            let [.., check] = digits;
            varied(&digits) && check_digit(&digits, &[3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) == check
        }),
    )
}

/// Título de eleitor: a serial number, the state (01 to 28) and two check digits (Tribunal Superior Eleitoral, Resolução
/// 23.659/2021). São Paulo and Minas Gerais, 01 and 02, write 1 where the remainder is 0.
pub(super) fn voter(value: &Value<'_>) -> Verdict {
    strict(
        value,
        digits::<12>(value.matched()).map(|digits| {
            let [.., a, b, first, second] = digits;
            let state = number(&[a, b]);
            let fits = |remainder: u32, digit: u8| match remainder {
                10 => digit == 0,
                0 if state < 3 => digit < 2,
                remainder => remainder == u32::from(digit),
            };
            (1..=28).contains(&state)
                && varied(&digits)
                && fits(weighted_remainder(&digits, &[2, 3, 4, 5, 6, 7, 8, 9], 11), first)
                && fits(weighted_remainder(&[a, b, first], &[7, 8, 9], 11), second)
        }),
    )
}

/// CNS, the number of the health card: fifteen digits with weights from 15 down to 1; those that begin with 1 or 2 hold a PIS
/// and then `000`, or `001` where that would need a ten, which makes the check digit 8 (DATASUS, rotina de validação do CNS).
pub(super) fn health(value: &Value<'_>) -> Verdict {
    strict(
        value,
        digits::<15>(value.matched()).map(|digits| {
            let [first, .., a, b, c, check] = digits;
            let kind = match first {
                1 | 2 => a == 0 && b == 0 && (c == 0 || c == 1 && check == 8),
                7..=9 => true,
                _ => false,
            };
            kind && varied(&digits)
                && weighted_remainder(&digits, &[15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 11) == 0
        }),
    )
}

/// RENAVAM, the number of a vehicle: ten digits and a check digit (Denatran, Portaria 27/2013).
pub(super) fn vehicle(value: &Value<'_>) -> Verdict {
    pis(value)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{BrCnh, BrCnpj, BrCpf, BrHealth, BrPis, BrVehicle, BrVoter};

    #[test]
    fn numbers_are_checked() {
        for (name, text, expected) in [
            // The number that Brazilian documentation computes as its example.
            (BrCpf, "⟦111.444.777-35⟧", "V 111.444.777-35"),
            (BrCpf, "⟦52998224725⟧", "V 52998224725"),
            (BrCpf, "⟦529.982.247-26⟧", "-"),
            (BrCpf, "⟦111.111.111-11⟧", "-"),
            (BrCpf, "⟦529.982.247-25⟧-1", "-"),
            (BrCnpj, "⟦11.222.333/0001-81⟧", "V 11.222.333/0001-81"),
            // The example of the Receita Federal for numbers with letters.
            (BrCnpj, "⟦12.ABC.345/01DE-35⟧", "V 12.ABC.345/01DE-35"),
            (BrCnpj, "⟦12ABC34501DE36⟧", "-"),
            (BrCnpj, "⟦12abc34501de35⟧", "-"),
            (BrCnh, "⟦98765432109⟧", "V 98765432109"),
            (BrCnh, "⟦02468135771⟧", "V 02468135771"),
            (BrCnh, "⟦10000001009⟧", "V 10000001009"),
            (BrCnh, "⟦98765432108⟧", "-"),
            (BrPis, "⟦120.56454.98-1⟧", "V 120.56454.98-1"),
            (BrPis, "⟦120.56454.98-2⟧", "-"),
            (BrVoter, "⟦0043 5687 0302⟧", "V 0043 5687 0302"),
            (BrVoter, "⟦123456780191⟧", "V 123456780191"),
            (BrVoter, "⟦0043 5687 0303⟧", "-"),
            (BrVoter, "⟦9999 9999 2904⟧", "-"),
            (BrHealth, "⟦702 1234 5678 9017⟧", "V 702 1234 5678 9017"),
            (BrHealth, "⟦123456789010000⟧", "V 123456789010000"),
            (BrHealth, "⟦111112222330018⟧", "V 111112222330018"),
            (BrHealth, "⟦158431137900010⟧", "-"),
            (BrHealth, "⟦702123456789018⟧", "-"),
            (BrVehicle, "⟦00639884962⟧", "V 00639884962"),
            (BrVehicle, "⟦00639884963⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
