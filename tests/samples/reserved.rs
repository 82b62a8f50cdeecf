//! Nothing in the samples can be anybody's: every text is searched, not only the spans of the truth.

use std::collections::BTreeMap;

use regex::Regex;
use rlibphonenumber::{PHONE_NUMBER_UTIL, Region};

use super::decode::{Key, texts};
use super::generate::{HANDBOOK, SUPPORT};
use super::samples;
use super::truth::values;

/// Published test numbers of the processors.
const CARDS: [&str; 9] = [
    "4111111111111111",
    "4012888888881881",
    "4242424242424242",
    "5555555555554444",
    "5105105105105100",
    "378282246310005",
    "371449635398431",
    "6011111111111117",
    "3530111333300000",
];

fn all() -> BTreeMap<Key, String> {
    [SUPPORT, HANDBOOK].into_iter().flat_map(|sample| texts(&samples().join(sample))).collect()
}

fn found(pattern: &str) -> Vec<String> {
    let pattern = Regex::new(pattern).expect("a valid pattern");
    all().values().flat_map(|text| pattern.captures_iter(text).map(|c| c[1].to_owned()).collect::<Vec<_>>()).collect()
}

#[test]
fn mail_goes_nowhere() {
    let domains = found(r"[^\s@]@([\p{L}\p{N}.-]*\p{L})");
    assert!(domains.len() > 400, "{} addresses", domains.len());
    for domain in domains {
        let name = domain.to_lowercase();
        let second = ["example.com", "example.org", "example.net"];
        let reserved = second.iter().any(|d| name == *d || name.ends_with(&format!(".{d}")));
        assert!(reserved || name.ends_with(".example"), "{domain}");
    }
}

#[test]
fn hosts_of_links_are_reserved() {
    for host in found(r"://(?:[^\s/@]*@)?([^\s/:]+)") {
        assert!(host == "files.example.org" || host.ends_with(".example"), "{host}");
    }
}

#[test]
fn cards_are_published_test_numbers() {
    let luhn = |digits: &str| {
        let sum: u32 = digits
            .chars()
            .rev()
            .filter_map(|c| c.to_digit(10))
            .enumerate()
            .map(|(n, d)| if n % 2 == 0 { d } else { d * 2 / 10 + d * 2 % 10 })
            .sum();
        sum.is_multiple_of(10)
    };
    let mut cards = 0;
    for run in found(r"\b((?:\d[ -]?){12,18}\d)\b") {
        let digits: String = run.chars().filter(char::is_ascii_digit).collect();
        let first = digits.starts_with(['3', '4', '5', '6']);
        if (digits.len() == 15 || digits.len() == 16) && first && luhn(&digits) {
            // The digits of an IBAN may pass as a card number by chance.
            let part_of_iban = IBANS.iter().any(|iban| iban.contains(&digits));
            assert!(part_of_iban || CARDS.contains(&digits.as_str()), "{run}");
            cards += 1;
        }
    }
    assert!(cards > 30, "{cards} cards");
}

/// Examples of the IBAN registry.
const IBANS: [&str; 10] = [
    "DE89370400440532013000",
    "FR1420041010050500013M02606",
    "PL61109010140000071219812874",
    "GB29NWBK60161331926819",
    "SE4550000000058398257466",
    "IE29AIBK93115212345678",
    "NL91ABNA0417164300",
    "AT611904300234573201",
    "BE68539007547034",
    "ES9121000418450200051332",
];

#[test]
fn ibans_are_examples_of_the_registry() {
    let mut ibans = 0;
    for run in found(r"\b([A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)\b") {
        assert!(IBANS.contains(&run.replace(' ', "").as_str()), "{run}");
        ibans += 1;
    }
    assert!(ibans > 40, "{ibans} IBANs");
}

#[test]
fn telephone_numbers_are_valid_and_of_ranges_kept_free() {
    let free = [
        r"^1\d{3}55501\d\d$",
        r"^44(?:207946|113496|121496|161496)0\d{3}$",
        r"^49(?:3023125|6990009|4066969|2214710|8999998)\d{3}$",
        r"^33(?:19900|35301|46571|53649)\d{4}$",
        r"^468465004\d\d$",
        r"^2348040000\d{3}$",
        r"^48123456\d{3}$",
    ];
    let free = free.map(|pattern| Regex::new(pattern).expect("a valid pattern"));
    let regions = [Region::US, Region::GB, Region::DE, Region::FR, Region::NG, Region::PL];
    for value in [SUPPORT, HANDBOOK].into_iter().filter_map(|sample| values(sample).remove("PHONE_NUMBER")).flatten() {
        let fits = regions.iter().any(|region| {
            let Ok(number) = PHONE_NUMBER_UTIL.parse(&value, Some(*region)) else { return false };
            let digits = format!("{}{}", number.country_code, number.national_number);
            PHONE_NUMBER_UTIL.is_valid_number(&number) && free.iter().any(|range| range.is_match(&digits))
        });
        assert!(fits, "{value}");
    }
}

#[test]
fn addresses_and_numbers_of_persons_are_reserved() {
    for (entity, allowed) in [
        ("IP_ADDRESS", r"^(?:198\.1[89]\.|100\.(?:6[4-9]|[789]\d|1[01]\d|12[0-7])\.|2001:2:0:)"),
        ("MAC_ADDRESS", r"^00[:-]00[:-]5E[:-]00[:-]53"),
        ("US_SSN", r"^(?:078-05-1120|219-09-9999)$"),
        ("NG_NIN", r"^99900"),
        ("NG_BVN", r"^22999"),
        ("AWS_ACCESS_KEY", r"EXAMPLE$"),
        ("AWS_SECRET_KEY", r"EXAMPLEKEY$"),
    ] {
        let allowed = Regex::new(allowed).expect("a valid pattern");
        for value in values(SUPPORT).remove(entity).expect("it is planted") {
            assert!(allowed.is_match(&value), "{entity}: {value}");
        }
    }
    for run in found(r"\b(\d{3}-\d{2}-\d{4})\b") {
        assert!(run == "078-05-1120" || run == "219-09-9999", "{run}");
    }
}

#[test]
fn one_ticket_holds_a_string_that_nova_reserves() {
    // The union of the lists that AWS publishes, compared without regard to case.
    let reserved =
        ["user:", "bot:", "assistant:", "system:", "thought:", "<image>", "<video>", "<unk>", "[eos]", "[doc]"];
    let hits: Vec<Key> = all()
        .into_iter()
        .filter(|(_, text)| reserved.iter().any(|word| text.to_lowercase().contains(word)))
        .map(|(key, _)| key)
        .collect();
    assert_eq!(hits.len(), 1, "{hits:?}");
}

#[test]
fn answers_of_extraction_tasks_are_json() {
    let answers: Vec<String> = texts(&samples().join(SUPPORT))
        .into_iter()
        .filter(|((_, _, field), text)| !field.ends_with("question") && text.starts_with(['{', '[']))
        .map(|(_, text)| text)
        .collect();
    assert!(answers.len() > 50, "{} answers", answers.len());
    for answer in answers {
        assert!(serde_json::from_str::<serde_json::Value>(&answer).is_ok(), "{answer}");
    }
}
