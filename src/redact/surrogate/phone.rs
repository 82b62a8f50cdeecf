//! Telephone numbers: read into country and subscriber, and a number that nobody has written in the form of the one it replaces.

use std::cell::RefCell;
use std::collections::BTreeMap;

use rlibphonenumber::{PHONE_NUMBER_UTIL, Region};

use super::draw::{Draw, permute};
use super::reserved::{self, Reserved};
use crate::core::{EntityType, Key};

/// A telephone number as it is written, and what it is.
pub(super) struct Written<'v> {
    /// The number without its extension.
    main: &'v str,
    /// What follows: nothing, or ` ext. 12`.
    extension: &'v str,
    number: Number,
}

/// What a telephone number is.
#[derive(Clone)]
struct Number {
    /// Calling code.
    country: String,
    /// The number within the country, without trunk prefix.
    national: String,
    international: bool,
}

/// The numbers of a record that were read already: each is asked about when it is met, replaced and found again. `None` is no number.
#[derive(Default)]
pub(in crate::redact) struct Phones(RefCell<BTreeMap<String, Option<Number>>>);

/// Fewest digits before an extension.
const MIN_DIGITS: usize = 7;

/// So many numbers of a record are remembered.
const REMEMBERED: usize = 4096;

impl Phones {
    /// Reads a number; one without a country code is tried in the regions one by one. `None` if it is none of any.
    pub(super) fn read<'v>(&self, value: &'v str, regions: &[Region]) -> Option<Written<'v>> {
        let (main, extension) = value.split_at_checked(extension_at(value))?;
        let known = self.0.borrow().get(main).cloned();
        let number = known.unwrap_or_else(|| {
            let number = Number::read(main, regions);
            let mut known = self.0.borrow_mut();
            if known.len() < REMEMBERED {
                known.insert(main.to_owned(), number.clone());
            }
            number
        })?;
        Some(Written { main, extension, number })
    }
}

impl Number {
    fn read(main: &str, regions: &[Region]) -> Option<Self> {
        let trimmed = main.trim_start_matches(|c: char| c != '+' && !c.is_ascii_digit());
        let digits: String = trimmed.chars().filter(char::is_ascii_digit).collect();
        let plus = if trimmed.starts_with('+') {
            Some(trimmed.to_owned())
        } else {
            let rest = digits.strip_prefix("00").or_else(|| digits.strip_prefix("011"));
            rest.map(|rest| format!("+{rest}"))
        };
        let international = plus.is_some();
        let parsed = match plus {
            Some(plus) => PHONE_NUMBER_UTIL.parse(plus.replace("(0)", ""), None).ok()?,
            None => regions.iter().find_map(|region| {
                let number = PHONE_NUMBER_UTIL.parse(trimmed, Some(*region)).ok()?;
                PHONE_NUMBER_UTIL.is_valid_number(&number).then_some(number)
            })?,
        };
        let country = parsed.country_code.to_string();
        Some(Self { country, national: parsed.national_number.to_string(), international })
    }
}

impl Written<'_> {
    /// Whether it is written with its country code.
    pub(super) fn is_international(&self) -> bool {
        self.number.international
    }

    /// Country code and number, digits alone.
    pub(super) fn e164(&self) -> String {
        format!("{}{}", self.number.country, self.number.national)
    }

    /// The number (E.164 without plus sign, of the same country) in the form of this one.
    pub(super) fn in_form(&self, number: &str, key: &Key) -> Option<String> {
        let Number { country, national: own, international } = &self.number;
        let national = number.strip_prefix(country)?;
        let old: String = self.main.chars().filter(char::is_ascii_digit).collect();
        let trunk = if country == "1" { "1" } else { "0" };
        let digits = if *international {
            let prefix = old.strip_suffix(own)?;
            // A trunk prefix in brackets between country and number stays where it is.
            format!("{prefix}{national}")
        } else if old.len() > own.len() && old.starts_with(trunk) {
            format!("{trunk}{national}")
        } else {
            national.to_owned()
        };
        Some(format!("{}{}", filled(self.main, &digits), other_digits(self.extension, key)))
    }
}

/// Where the extension begins: at the first letter, `#`, `;` or `,` behind enough digits.
fn extension_at(value: &str) -> usize {
    let mut digits = 0;
    for (at, c) in value.char_indices() {
        digits += usize::from(c.is_ascii_digit());
        if digits >= MIN_DIGITS && (c.is_alphabetic() || matches!(c, '#' | ';' | ',')) {
            return at;
        }
    }
    value.len()
}

/// The text with its digits replaced one by one. Further digits follow the last; if there are fewer, the end is cut.
fn filled(text: &str, digits: &str) -> String {
    let mut new = digits.chars();
    let mut out = String::new();
    let last = text.rfind(|c: char| c.is_ascii_digit()).unwrap_or_default();
    for (at, c) in text.char_indices() {
        if !c.is_ascii_digit() {
            out.push(c);
            continue;
        }
        out.extend(new.next());
        if at == last {
            out.extend(new.by_ref());
        }
    }
    let used = digits.len();
    let slots = text.chars().filter(char::is_ascii_digit).count();
    if used < slots {
        let end = out.trim_end_matches(|c: char| !c.is_ascii_digit() && c != ')').len();
        out.truncate(end);
    }
    out
}

/// Other digits in place of those of an extension.
fn other_digits(extension: &str, key: &Key) -> String {
    let digits: String = extension.chars().filter(char::is_ascii_digit).collect();
    let Some(size) = 10u64.checked_pow(u32::try_from(digits.len()).unwrap_or(u32::MAX)).filter(|size| *size > 1) else {
        return extension.to_owned();
    };
    let place = permute(key, [b"extension", &[]], digits.parse().unwrap_or_default(), size);
    filled(extension, &format!("{place:0width$}", width = digits.len()))
}

/// A number of the country that nobody has, of the same length if there is one.
pub(super) fn draw(
    table: &Reserved,
    entity: &EntityType,
    of: &Written<'_>,
    shared: bool,
    draw: &mut Draw<'_>,
) -> Option<String> {
    let ranges = table.of(entity).iter().filter(|range| range.country.as_deref() == Some(of.number.country.as_str()));
    let all: Vec<_> = ranges.flat_map(|range| range.templates().map(move |template| (range, template))).collect();
    let number = of.e164();
    let same: Vec<_> = all.iter().filter(|(_, template)| template.len() == number.len()).copied().collect();
    reserved::pick(if same.is_empty() { &all } else { &same }, &number, shared, draw)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_and_country_stay() {
        let key = Key::derive("test", b"");
        for (value, number, expected) in [
            ("+44 (0)20 7123 4567", "442079460123", "+44 (0)20 7946 0123"),
            ("020 7123 4567", "441632960123", "016 3296 0123"),
            ("0044-20-7123-4567", "442079460123", "0044-20-7946-0123"),
            ("(415) 723-4567", "12025550123", "(202) 555-0123"),
            ("1-415-723-4567", "12025550123", "1-202-555-0123"),
            ("+49 30 901820", "493023125001", "+49 30 23125001"),
            ("+49 30 9018 200 300", "493023125001", "+49 30 2312 500 1"),
        ] {
            let regions = [Region::US, Region::GB, Region::DE];
            let written = Phones::default().read(value, &regions).unwrap();
            assert_eq!(written.in_form(number, &key).as_deref(), Some(expected), "{value}");
        }
        let written = Phones::default().read("415-723-4567 x22532", &[Region::US]).unwrap();
        let new = written.in_form("12025550123", &key).unwrap();
        assert!(new.starts_with("202-555-0123 x") && new.len() == 19 && !new.ends_with("22532"), "{new}");
        assert!(Phones::default().read("12 34", &[Region::US]).is_none());
    }
}
