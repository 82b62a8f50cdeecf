//! Business identifier codes (ISO 9362).

use super::{Value, Verdict};

/// ISO 3166-1 alpha-2 codes (<https://www.iso.org/iso-3166-country-codes.html>, 2024), and `XK` for Kosovo, which ISO 9362 uses.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK";

/// Where the country stands.
const COUNTRY: std::ops::Range<usize> = 4..6;

/// Undecided if the country exists and the code stands alone; words in capitals look the same.
pub(super) fn check(value: &Value<'_>) -> Verdict {
    let text = value.matched().to_ascii_uppercase();
    let country = text.get(COUNTRY).unwrap_or_default();
    let known = COUNTRIES.split(' ').any(|code| code == country);
    let joined = |character: Option<char>| character.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let part = joined(value.before().chars().next_back()) || joined(value.after().chars().next());
    if known && !part { Verdict::Undecided(value.span) } else { Verdict::Refused }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::Bic;

    #[test]
    fn the_country_decides() {
        for (text, valid) in [
            ("⟦DEUTDEFF⟧", true),
            ("⟦NWBKGB2LXXX⟧.", true),
            ("⟦DEUTXXFF⟧", false),
            ("⟦DEUTDEFF⟧_X", false),
            ("x⟦DEUTDEFF⟧", false),
        ] {
            assert_eq!(probe(Bic, text) != "-", valid, "{text}");
        }
    }

    #[test]
    fn countries_are_pairs_of_letters() {
        let mut codes: Vec<_> = super::COUNTRIES.split(' ').collect();
        assert!(codes.iter().all(|code| code.len() == 2));
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!((codes.len(), count), (250, 250));
    }
}
