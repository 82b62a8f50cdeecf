//! Telephone numbers: read into country and subscriber, and a number that nobody has written in the form of the one it replaces.

use std::cell::RefCell;
use std::collections::BTreeMap;

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberType, Region};

use super::draw::{Draw, permute};
use super::range::{self, Range};
use super::reserved::Reserved;
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
    parsed: PhoneNumber,
    international: bool,
}

/// The numbers of a record that were read already: each is asked about when it is met, replaced and found again. `None` is no number.
#[derive(Default)]
pub(in crate::redact) struct Phones(RefCell<BTreeMap<String, Option<Number>>>);

/// Fewest digits before an extension.
const MIN_DIGITS: usize = 7;

/// Ranges of a country are so much unlike a number: in line, in area code and in length.
pub(super) const KINDS: u8 = 8;

/// So many numbers of a record are remembered.
const REMEMBERED: usize = 4096;

impl Phones {
    /// Reads a number; one without a country code is tried in the regions one by one. Numbers that are kept free (`is_free`, of E.164)
    /// are in few plans, and read if they are in none. `None` if it is none of any.
    pub(super) fn read<'v>(
        &self,
        value: &'v str,
        regions: &[Region],
        is_free: impl Fn(&str) -> bool,
    ) -> Option<Written<'v>> {
        let (main, extension) = value.split_at_checked(extension_at(value))?;
        let known = self.0.borrow().get(main).cloned();
        let number = known.unwrap_or_else(|| {
            let number = Number::read(main, regions, is_free);
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
    fn read(main: &str, regions: &[Region], is_free: impl Fn(&str) -> bool) -> Option<Self> {
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
            None => {
                let parsed =
                    || regions.iter().filter_map(|region| PHONE_NUMBER_UTIL.parse(trimmed, Some(*region)).ok());
                // What a plan has may be somebody's, whatever another country keeps free.
                let valid = parsed().find(|number| PHONE_NUMBER_UTIL.is_valid_number(number));
                let free =
                    |number: &PhoneNumber| is_free(&format!("{}{}", number.country_code, number.national_number));
                valid.or_else(|| parsed().find(free))?
            }
        };
        let country = parsed.country_code.to_string();
        Some(Self { country, national: parsed.national_number.to_string(), parsed, international })
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

    /// Whether it is of a mobile telephone, in a country whose numbers say so.
    fn is_mobile(&self) -> bool {
        PHONE_NUMBER_UTIL.get_number_type(&self.number.parsed) == PhoneNumberType::Mobile
    }

    /// Digits of its area code, or of what stands for one.
    fn area(&self) -> usize {
        PHONE_NUMBER_UTIL.get_length_of_national_destination_code(&self.number.parsed)
    }

    /// The number (E.164 without plus sign, of the same country) in the form of this one. Where a separator stands behind the area code,
    /// one stands behind that of the new number, of so many digits.
    pub(super) fn in_form(&self, number: &str, area: Option<usize>, key: &Key) -> Option<String> {
        let Number { country, national: own, international, .. } = &self.number;
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
        let grouped = area.and_then(|area| self.grouped(&old, &digits, national, area));
        let main = joined(self.main, grouped.unwrap_or_else(|| filled(self.main, &digits)));
        Some(format!("{main}{}", other_digits(self.extension, key)))
    }

    /// The number with a new area code in the place of the old one. `None` if they are of one length, or nothing stands between the old
    /// one and the rest.
    fn grouped(&self, old: &str, new: &str, national: &str, area: usize) -> Option<String> {
        let before = (old.len().checked_sub(self.number.national.len())?)
            + Some(self.area()).filter(|own| *own > 0 && *own != area)?;
        let mut digits = self.main.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at);
        let end = digits.nth(before.checked_sub(1)?)? + 1;
        let (head, tail) = self.main.split_at_checked(end).filter(|_| digits.next().is_some_and(|next| next > end))?;
        let (code, rest) = new.split_at_checked(new.len() - national.len() + area)?;
        Some(format!("{}{}", filled(head, code), filled(tail, rest)))
    }
}

/// The number without a last group of a single digit, which nobody writes and which would be taken for something else: it goes to the
/// group before it. `old` is what the form is from.
fn joined(old: &str, mut number: String) -> String {
    let single = |text: &str| {
        let rest = text.strip_suffix(|c: char| c.is_ascii_digit())?;
        let before = rest.trim_end_matches([' ', '-', '.', '/', '\u{A0}']);
        (before.len() < rest.len() && before.ends_with(|c: char| c.is_ascii_digit()))
            .then_some(before.len()..rest.len())
    };
    if let Some(separator) = single(&number).filter(|_| single(old).is_none()) {
        number.replace_range(separator, "");
    }
    number
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

/// A number of the country that nobody has: of the same length, if there is one, for a mobile telephone if that was one, and with as long
/// an area code. Ranges that are less alike do when all of those are taken; so many kinds of ranges are left out in any case.
pub(super) fn draw(
    table: &Reserved,
    entity: &EntityType,
    of: &Written<'_>,
    shared: bool,
    left_out: usize,
    draw: &mut Draw<'_>,
) -> Option<String> {
    let ranges = table.of(entity).iter().filter(|range| range.country.as_deref() == Some(of.number.country.as_str()));
    let all: Vec<_> = ranges.flat_map(|range| range.templates().map(move |template| (range, template))).collect();
    let number = of.e164();
    let (mobile, area) = (of.is_mobile(), of.area());
    let unlike = |(range, template): &(&Range, &str)| {
        let line = u8::from(range.mobile != mobile);
        let length = u8::from(template.len() != number.len());
        4 * line + 2 * u8::from(range.area != Some(area)) + length
    };
    let mut attempts = u64::from(draw.attempt());
    let mut pool = Vec::new();
    let pools = (0..KINDS).map(|least| all.iter().filter(|one| unlike(one) == least).copied().collect::<Vec<_>>());
    for alike in pools.filter(|alike| !alike.is_empty()).skip(left_out) {
        let most = alike.iter().map(|(_, template)| range::capacity(template)).sum::<u128>().saturating_mul(8);
        pool = alike;
        match attempts.checked_sub(u64::try_from(most).unwrap_or(u64::MAX)) {
            Some(left) => attempts = left,
            None => break,
        }
    }
    range::pick(if shared { &all } else { &pool }, &number, shared, draw)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_and_country_stay() {
        let key = Key::derive("test", b"");
        for (value, number, area, expected) in [
            ("+44 (0)20 7123 4567", "442079460123", 2, "+44 (0)20 7946 0123"),
            ("020 7123 4567", "441632960123", 4, "01632 9601 23"),
            ("(020) 7123 4567", "441134960123", 3, "(0113) 4960 123"),
            ("0161 496 0000", "442079460123", 2, "020 794 60123"),
            ("02071234567", "441632960123", 4, "01632960123"),
            ("+44 20 7123 4567", "441632960123", 4, "+44 1632 9601 23"),
            ("0044-20-7123-4567", "442079460123", 2, "0044-20-7946-0123"),
            ("(415) 723-4567", "12025550123", 3, "(202) 555-0123"),
            ("1-415-723-4567", "12025550123", 3, "1-202-555-0123"),
            ("+49 30 901820", "493023125001", 2, "+49 30 23125001"),
            ("+49 30 9018 200 300", "493023125001", 2, "+49 30 2312 5001"),
            ("(351) 961 715 770", "492214710793", 3, "(221) 471 0793"),
            ("(06221) 123456", "493023125001", 2, "(030) 23125001"),
        ] {
            let regions = [Region::US, Region::GB, Region::DE];
            let written = Phones::default().read(value, &regions, |_| false).unwrap();
            assert_eq!(written.in_form(number, Some(area), &key).as_deref(), Some(expected), "{value}");
        }
        let written = Phones::default().read("415-723-4567 x22532", &[Region::US], |_| false).unwrap();
        let new = written.in_form("12025550123", None, &key).unwrap();
        assert!(new.starts_with("202-555-0123 x") && new.len() == 19 && !new.ends_with("22532"), "{new}");
        assert!(Phones::default().read("12 34", &[Region::US], |_| false).is_none());
        assert!(Phones::default().read("07700 900123", &[Region::GB], |_| false).is_none());
        let free = |number: &str| number == "447700900123";
        assert_eq!(Phones::default().read("07700 900123", &[Region::GB], free).unwrap().e164(), "447700900123");
    }

    #[test]
    fn mobiles_stay_mobiles_and_area_codes_keep_their_length() {
        let table = Reserved::embedded().unwrap();
        let entity = EntityType::new("PHONE_NUMBER").unwrap();
        let key = Key::derive("test", b"");
        for (value, starts) in [
            ("+44 7911 123456", &["447700900"][..]),
            ("+44 20 7123 4567", &["442079460", "442896496", "442920180"]),
            ("+44 1946 812345", &["441632960"]),
            (
                "+44 161 496 1234",
                &["4411", "441214960", "441314960", "441414960", "441514960", "441614960", "441914980"],
            ),
            ("+33 6 12 34 56 78", &["3363998"]),
            ("+33 1 42 34 56 78", &["3319900", "3326191", "3335301", "3346571", "3353649"]),
            ("+49 171 1234567", &["4917139200", "49176040690"]),
            ("+61 412 345 678", &["6149157"]),
        ] {
            let written = Phones::default().read(value, &[], |_| false).unwrap();
            for n in 0..50u32 {
                let words = [b"".as_slice(), b"", &n.to_le_bytes()];
                let new = draw(&table, &entity, &written, false, 0, &mut Draw::new(&key, words, 0)).unwrap();
                assert!(starts.iter().any(|start| new.starts_with(start)), "{value} {new}");
            }
            // When all of them are taken, others do.
            assert!(
                draw(&table, &entity, &written, false, 0, &mut Draw::new(&key, [b"", b"", b""], 1 << 24)).is_some()
            );
        }
    }
}
