//! Codes of countries and of the European Union, as a job file and the rights gate use them.

/// ISO 3166-1 alpha-2 codes officially assigned (<https://www.iso.org/iso-3166-country-codes.html>), and `XK`, which the
/// standard leaves to its users and Unicode CLDR and the EU use for Kosovo.
const COUNTRIES: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO \
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE \
    JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO \
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW \
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM \
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// Member states of the European Union since 1 February 2020
/// (<https://european-union.europa.eu/principles-countries-history/eu-countries_en>).
pub const EU_MEMBERS: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// The code that stands for all member states of the European Union.
pub const EU: &str = "EU";

/// Whether `code` is an ISO 3166-1 alpha-2 country code.
#[must_use]
pub fn is_country(code: &str) -> bool {
    code.len() == 2 && COUNTRIES.split(' ').any(|country| country == code)
}

/// Whether `code` is a country code or `EU`.
#[must_use]
pub fn is_jurisdiction(code: &str) -> bool {
    code == EU || is_country(code)
}

/// What a code that is none most likely means.
pub(super) fn advice(code: &str) -> Option<String> {
    let upper = code.to_ascii_uppercase();
    let meant = match upper.as_str() {
        // Reserved by ISO 3166-1 and in wide use, but not assigned.
        "UK" => "GB",
        // Greece in the EU's own usage.
        "EL" => "GR",
        _ if is_jurisdiction(&upper) => &upper,
        _ => return None,
    };
    Some(format!("did you mean `{meant}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole_and_in_order() {
        let codes: Vec<_> = COUNTRIES.split(' ').collect();
        assert_eq!(codes.len(), 249 + 1);
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(codes.iter().all(|code| code.len() == 2));
        assert!(EU_MEMBERS.iter().all(|code| is_country(code)));
        assert!(EU_MEMBERS.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn near_misses_are_named() {
        assert_eq!(advice("UK").as_deref(), Some("did you mean `GB`?"));
        assert_eq!(advice("de").as_deref(), Some("did you mean `DE`?"));
        assert_eq!(advice("Germany"), None);
        assert!(!is_country("EU") && is_jurisdiction("EU") && !is_jurisdiction("") && !is_jurisdiction("D "));
    }
}
