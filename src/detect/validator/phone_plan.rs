//! Numbering plans of the configured regions, from the metadata of libphonenumber
//! (<https://github.com/google/libphonenumber>), through its Rust port.

use rlibphonenumber::{NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, PhoneNumberType, Region};

use crate::detect::Error;

/// How numbers are written inside a region.
#[derive(Debug)]
struct Plan {
    region: Region,
    /// Digits of a national number without its trunk prefix.
    lengths: Vec<usize>,
    /// What is written before it, such as `0`.
    prefix: String,
}

/// The plans of all configured regions.
#[derive(Debug)]
pub(super) struct Plans(Vec<Plan>);

impl Plans {
    pub(super) fn new(regions: &[String]) -> Result<Self, Error> {
        regions.iter().map(|code| Plan::new(code)).collect::<Result<_, _>>().map(Self)
    }

    /// Whether digits are a number as it is written inside one of the regions.
    pub(super) fn is_national(&self, digits: &str) -> bool {
        self.0.iter().any(|plan| plan.fits(digits) && valid(digits, Some(plan.region)).is_some())
    }

    /// Whether digits begin with a trunk prefix and are a mobile number inside one of the regions.
    pub(super) fn is_mobile(&self, digits: &str) -> bool {
        self.0
            .iter()
            .filter(|plan| !plan.prefix.is_empty() && digits.starts_with(&plan.prefix))
            .filter(|plan| plan.fits(digits))
            .filter_map(|plan| valid(digits, Some(plan.region)))
            .any(|number| PHONE_NUMBER_UTIL.get_number_type(&number) == PhoneNumberType::Mobile)
    }
}

impl Plan {
    fn new(code: &str) -> Result<Self, Error> {
        let unknown = || Error::Region { region: code.to_owned() };
        let region = Region::from_code(code).map_err(|_| unknown())?;
        let country = PHONE_NUMBER_UTIL.get_country_code_for_region(region).ok_or_else(unknown)?;
        Ok(Self { region, lengths: lengths(country), prefix: trunk_prefix(region) })
    }

    /// Whether the number of digits fits, with the prefix where it must be.
    fn fits(&self, digits: &str) -> bool {
        // The 1 of North America is left out as often as not; where there is no prefix, nothing is taken off.
        let bare = self.prefix == "1" && self.lengths.contains(&digits.len());
        bare || digits.strip_prefix(&self.prefix).is_some_and(|rest| self.lengths.contains(&rest.len()))
    }
}

/// How many digits a complete number of the country can have.
fn lengths(country: i32) -> Vec<usize> {
    let possible = |length: &usize| {
        let national_number = u32::try_from(*length).ok().and_then(|power| 10_u64.checked_pow(power - 1));
        let number = PhoneNumber {
            country_code: country,
            national_number: national_number.unwrap_or(0),
            ..PhoneNumber::default()
        };
        matches!(PHONE_NUMBER_UTIL.is_possible_number_with_reason(&number), Ok(NumberLengthType::IsPossible))
    };
    (5..=15).filter(possible).collect()
}

/// What an example number has before its digits when it is written as people of the region write it.
fn trunk_prefix(region: Region) -> String {
    let example = PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(region, PhoneNumberType::Mobile);
    let Ok(example) = example else { return String::new() };
    let written = PHONE_NUMBER_UTIL.format(&example, PhoneNumberFormat::National);
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    if PHONE_NUMBER_UTIL.is_nanpa_country(region) {
        return "1".to_owned();
    }
    digits.strip_suffix(&example.national_number.to_string()).unwrap_or_default().to_owned()
}

/// Whether a number after `+` is valid.
pub(super) fn is_valid(number: &str) -> bool {
    valid(number, None).is_some()
}

/// A number, if it is valid. Without a region it begins with `+`.
fn valid(number: &str, region: Option<Region>) -> Option<PhoneNumber> {
    let parsed = PHONE_NUMBER_UTIL.parse(number, region).ok()?;
    let valid = match region {
        Some(region) => PHONE_NUMBER_UTIL.is_valid_number_for_region(&parsed, region),
        None => PHONE_NUMBER_UTIL.is_valid_number(&parsed),
    };
    valid.then_some(parsed)
}

/// Whether a number after `+` has a country code that exists and a length that numbers of the country have.
pub(super) fn is_possible(number: &str) -> bool {
    PHONE_NUMBER_UTIL.parse(number, None).is_ok_and(|parsed| {
        matches!(PHONE_NUMBER_UTIL.is_possible_number_with_reason(&parsed), Ok(NumberLengthType::IsPossible))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_must_exist() {
        assert!(matches!(Plans::new(&["ZZ".to_owned()]), Err(Error::Region { .. })));
        assert!(matches!(Plans::new(&["usa".to_owned()]), Err(Error::Region { .. })));
    }

    #[test]
    fn a_trunk_prefix_is_needed_where_people_write_it() {
        let plans = Plans::new(&["GB".to_owned()]).unwrap();
        assert!(plans.is_national("02079460958"));
        assert!(!plans.is_national("2079460958"));
        assert!(plans.is_mobile("07400123456"));
        assert!(!plans.is_mobile("02079460958"));
        let plans = Plans::new(&["ES".to_owned(), "US".to_owned()]).unwrap();
        assert!(plans.is_national("912345678"));
        assert!(plans.is_national("2015550123"));
        assert!(!plans.is_national("1748503543"));
    }
}
