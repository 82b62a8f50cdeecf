//! Belgium: national number, enterprise and VAT number, number of the identity card.

use super::lone_number::{digits, is_day, number, vat_verdict, verdict};
use super::{Value, Verdict};

/// Rijksregisternummer, numéro national: YYMMDD, three digits, and 97 less the remainder of the nine modulo 97, with a
/// 2 in front of them for births since 2000. Unknown parts of the day are 0; BIS numbers add 20 or 40 to the month
/// (royal decree of 3 April 1984).
pub(super) fn national(value: &Value<'_>) -> Verdict {
    let Some([y1, y2, m1, m2, d1, d2, s1, s2, s3, c1, c2]) = digits::<11>(value) else { return Verdict::Refused };
    let body = number(&[y1, y2, m1, m2, d1, d2, s1, s2, s3]);
    let check = number(&[c1, c2]);
    let (year, month, day) = (number(&[y1, y2]), number(&[m1, m2]) % 20, number(&[d1, d2]));
    let known = month > 0 && day > 0;
    let born = number(&[m1, m2]) < 53 && if known { is_day(year, month, day) } else { month < 13 && day < 32 };
    let fits = |body: u64| 97 - body % 97 == check;
    let serial = (1..=998).contains(&number(&[s1, s2, s3]));
    verdict(value, born && serial && (fits(body) || fits(body + 2_000_000_000)))
}

/// Enterprise number: 0 or 1, seven digits, and 97 less the remainder of the eight modulo 97 (Crossroads Bank for
/// Enterprises). With `BE` in front it is the VAT number.
pub(super) fn vat(value: &Value<'_>) -> Verdict {
    let Some([first, b, c, d, e, f, g, h, c1, c2]) = digits::<10>(value) else { return Verdict::Refused };
    let body = number(&[first, b, c, d, e, f, g, h]);
    vat_verdict(value, first < 2 && body > 0 && 97 - body % 97 == number(&[c1, c2]))
}

/// Number of the electronic identity card: three digits, seven, and the remainder of the ten modulo 97, or 97 if that
/// is 0.
pub(super) fn identity_card(value: &Value<'_>) -> Verdict {
    let Some([body @ .., c1, c2]) = digits::<12>(value) else { return Verdict::Refused };
    let remainder = number(&body) % 97;
    verdict(value, number(&[c1, c2]) == if remainder == 0 { 97 } else { remainder })
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{BeIdentityCard, BeNational, BeVat};

    /// The first number of each kind stands in public descriptions of it.
    #[test]
    fn published_numbers_pass() {
        for (name, text, expected) in [
            (BeNational, "⟦85.07.30-033.28⟧", "V 85.07.30-033.28"),
            (BeNational, "⟦85.07.30-033 28⟧", "V 85.07.30-033 28"),
            (BeNational, "⟦85073003328⟧", "V 85073003328"),
            (BeNational, "⟦85.07.30-033.29⟧", "-"),
            (BeNational, "⟦85.13.30-033.28⟧", "-"),
            // Born in 2017: the 2 in front counts.
            (BeNational, "⟦17.07.30-033.84⟧", "V 17.07.30-033.84"),
            (BeVat, "⟦BE0428759497⟧", "V BE0428759497"),
            (BeVat, "⟦BE 0428.759.497⟧", "V BE 0428.759.497"),
            (BeVat, "⟦0428.759.497⟧", "V 0428.759.497"),
            (BeVat, "⟦be0428759497⟧", "U be0428759497"),
            (BeVat, "⟦BE0428759498⟧", "U BE0428759498"),
            (BeVat, "⟦BE2428759497⟧", "U BE2428759497"),
            (BeIdentityCard, "⟦591-1917064-58⟧", "V 591-1917064-58"),
            (BeIdentityCard, "⟦591-1917064-59⟧", "-"),
        ] {
            assert_eq!(probe(name, text), expected, "{text}");
        }
    }
}
