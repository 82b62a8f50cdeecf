//! Telephone numbers: international, national, and whatever a label says is one.

use super::number::{in_hex_row, in_pair_row, row};
use super::phone_parts::{Phone, is_part_after};
use super::phone_plan::{self, Plans};
use super::{Value, Verdict};

/// Fewest digits of a subscriber number, and most digits of an international one (ITU-T E.164).
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// Most digits that are written together without a sign: longer ones are device and account numbers.
const TOGETHER: usize = 13;

/// Fewest digits of a national number that needs no label.
const SURE: usize = 9;

/// A number with its country code after `+`, `00` or `011`. Cut to the longest run of groups that is valid. Undecided if
/// none is, but the country exists and has numbers of that length, or if at least three groups follow a plus sign: a number of
/// a range that is not in use, or invented.
pub(super) fn international(value: &Value<'_>, plans: &Plans) -> Verdict {
    let phone = Phone::new(value.matched());
    if follows_part(value) {
        return Verdict::Refused;
    }
    let Some(subscriber) = phone.dialled() else { return national(value, plans) };
    if phone.something_else().is_some() || phone.is_far_day() || (subscriber > 0 && phone.is_code_points()) {
        return Verdict::Refused;
    }
    for count in phone.cuts(value) {
        let number = phone.e164(count, subscriber);
        if DIGITS.contains(&(number.len() - 1)) && phone_plan::is_valid(&number) {
            return Verdict::Valid(phone.cut(value, count).span);
        }
    }
    // Zeros before a number that is written together are padding more often than a prefix.
    let padded = subscriber > 0 && (phone.groups.len() == 1 || is_row(value));
    let possible = phone.cuts(value).find(|count| {
        let number = phone.e164(*count, subscriber);
        // Nothing else is written with a plus sign and in three groups.
        let sign = subscriber == 0 && !phone.number.starts_with("+ ");
        let written = sign
            && !number.starts_with("+00")
            && *count > 2
            && number.len() > DIGITS.start() + 1
            && number.len() - 1 <= *DIGITS.end();
        !padded && (written || phone_plan::is_possible(&number))
    });
    possible.map_or(Verdict::Refused, |count| Verdict::Undecided(phone.cut(value, count).span))
}

/// A number as written inside a configured region: in groups, or a mobile number with its trunk prefix. Cut to the longest
/// run of groups that is valid. Undecided where it could as well be a number in thousands.
pub(super) fn national(value: &Value<'_>, plans: &Plans) -> Verdict {
    let phone = Phone::new(value.matched());
    if let Some(count) = phone.something_else() {
        return Verdict::Other(phone.cut(value, count).span);
    }
    if follows_part(value) {
        return Verdict::Refused;
    }
    if phone.is_table() || phone.is_far_day() || phone.is_code_points() {
        return Verdict::Refused;
    }
    for count in phone.cuts(value).filter(|count| phone.is_grouped(*count)) {
        let digits = phone.digits(count);
        if !DIGITS.contains(&digits.len()) {
            continue;
        }
        let valid = if count == 1 { plans.is_mobile(&digits) } else { plans.is_national(&digits) };
        if valid {
            let cut = phone.cut(value, count);
            if in_pair_row(&cut) || is_amid(&cut) {
                return Verdict::Refused;
            }
            let sure =
                digits.len() >= SURE && phone.is_plainly(count) && !phone.is_in_thousands(count) && !is_row(&cut);
            return cut.decided(count == 1 || sure);
        }
    }
    Verdict::Refused
}

/// A number in the shape of North America, valid by its punctuation alone: `(555) 123-4567`, `555-123-4567`, `1.555.123.4567`.
/// Undecided if there is nothing between the groups but spaces.
pub(super) fn nanp(value: &Value<'_>) -> Verdict {
    let phone = Phone::new(value.matched());
    let whole = phone.cut(value, phone.groups.len());
    if follows_part(value) || phone.something_else().is_some() || whole.is_glued() || is_part_after(&whole) {
        return Verdict::Refused;
    }
    value.decided(phone.number.trim_start_matches('+').contains(['(', '-', '.']))
}

/// Anything that could be dialled: seven to fifteen digits, or three pairs, that are no date, book number or network address. Valid
/// with an extension, which nothing else has.
pub(super) fn shape(value: &Value<'_>) -> Verdict {
    let phone = Phone::new(value.matched());
    if let Some(count) = phone.something_else() {
        return Verdict::Other(phone.cut(value, count).span);
    }
    if follows_part(value) || in_hex_row(value) {
        return Verdict::Refused;
    }
    let fits = |count: usize| {
        let digits = phone.digits(count).len();
        (DIGITS.contains(&digits) && (count > 1 || digits <= TOGETHER)) || phone.is_pairs(count)
    };
    // Digits spelled one by one; their last one is no stray.
    let spelled = phone.groups.iter().all(|group| group.len() == 1);
    let stray = |count: usize| {
        // `555 1234 2`: the last digit belongs to what follows.
        let last = count.checked_sub(1).and_then(|index| phone.groups.get(index));
        count > 2 && !spelled && last.is_some_and(|group| group.len() == 1) && fits(count - 1)
    };
    let longest = phone.cuts(value).find(|count| fits(*count) && !stray(*count));
    let Some(count) = longest.filter(|count| !phone.is_list(*count)) else { return Verdict::Refused };
    let cut = phone.cut(value, count);
    if !spelled && is_amid(&cut) {
        return Verdict::Refused;
    }
    // A bracket that opens a remark and not an area code.
    let open = usize::from(cut.matched().starts_with('(') && !cut.matched().contains(')'));
    let extended = count == phone.groups.len() && phone.digits(count).len() >= SURE && phone.has_extension();
    value.part(open, phone.end(count)).decided(extended)
}

/// Whether the match has spaces inside and more numbers beside it.
fn is_row(value: &Value<'_>) -> bool {
    let spaced = value.matched().contains(char::is_whitespace) && !value.matched().contains(['-', '(', '.', '/', '+']);
    spaced && row(value) != (0, 0)
}

/// Whether the match stands amid short numbers, spaces between, as in the lines of a log: `26 1 00032625 1 8`.
fn is_amid(value: &Value<'_>) -> bool {
    value.matched().contains(' ') && matches!(row(value), (1..=2, 1..=2))
}

/// Whether what stands right before the match makes it part of a path, a name, an amount or a longer number.
fn follows_part(value: &Value<'_>) -> bool {
    let mut back = value.before().chars().rev();
    match (back.next(), back.next()) {
        (Some('_' | '$' | '€' | '£' | '#' | '@' | '\\' | '%'), _) => true,
        // `C++14 20.8.2`
        (Some('+'), Some(before)) => before.is_ascii_alphanumeric(),
        (Some('-' | '.' | '/' | ',' | ':'), Some(before)) => before.is_ascii_digit() || is_joined(value, before),
        _ => false,
    }
}

/// `name-123`, `v.123` and `path/123`, but `tel:123` and `phone,123` are labels.
fn is_joined(value: &Value<'_>, before: char) -> bool {
    before.is_alphanumeric() && value.before().ends_with(['-', '.', '/'])
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{PhoneInternational, PhoneNanp, PhoneNational, PhoneShape};

    #[test]
    fn international_numbers() {
        for (text, expected) in [
            ("⟦+44 20 7946 0958⟧", "V +44 20 7946 0958"),
            ("⟦+49(0)7894 255507⟧", "U +49(0)7894 255507"),
            ("⟦+44 (0)20 7946 0958⟧", "V +44 (0)20 7946 0958"),
            ("⟦0044 20 7946 0958⟧", "V 0044 20 7946 0958"),
            ("⟦011 44 20 7946 0958⟧", "V 011 44 20 7946 0958"),
            ("⟦+2348031234567⟧", "V +2348031234567"),
            ("⟦+1 201-555-0123 x22532⟧", "V +1 201-555-0123 x22532"),
            ("⟦+1 201-555-0123 45⟧", "V +1 201-555-0123"),
            ("⟦+48-409-450-0249⟧", "U +48-409-450-0249"),
            ("⟦+9990000000⟧", "-"),
            ("⟦+07-49 852 6792⟧", "U +07-49 852 6792"),
            ("1⟦+2348031234567⟧", "-"),
            ("⟦+000000-01-01⟧", "-"),
            ("⟦0061 0315 0300⟧", "-"),
            ("⟦+12345-03-04⟧", "-"),
            ("⟦0037 2044 0038⟧", "-"),
            ("⟦0065 9123 4567⟧", "V 0065 9123 4567"),
            ("⟦00840.847755445⟧", "-"),
            ("C+⟦+14 20.8.2.2.10⟧", "-"),
            ("⟦0049 30 901820⟧", "V 0049 30 901820"),
        ] {
            assert_eq!(probe(PhoneInternational, text), expected, "{text}");
        }
    }

    #[test]
    fn national_numbers() {
        for (text, expected) in [
            ("⟦(201) 555-0123⟧", "V (201) 555-0123"),
            ("⟦201.555.0123x22532⟧", "V 201.555.0123x22532"),
            ("⟦1-201-555-0123⟧", "V 1-201-555-0123"),
            ("⟦020 7946 0958⟧", "V 020 7946 0958"),
            ("⟦0803 123 4567⟧", "V 0803 123 4567"),
            ("⟦08031234567⟧", "V 08031234567"),
            ("⟦01 23 45 67 89⟧", "V 01 23 45 67 89"),
            ("⟦915 20 22 00⟧", "V 915 20 22 00"),
            ("⟦612 345 678⟧", "U 612 345 678"),
            ("⟦2024-01-02 1530⟧", "-"),
            ("⟦12.05.1999 123⟧", "-"),
            ("⟦978-0306406157⟧", "-"),
            ("⟦2012015550123⟧", "-"),
            ("$⟦201 555 0123⟧", "-"),
            ("file-⟦201-555-0123⟧", "-"),
            ("⟦201-555-0123⟧-rc1", "-"),
            ("⟦201-555-0123⟧-A", "-"),
            ("⟦201-555-0123⟧-Office", "V 201-555-0123"),
            ("⟦92346-3020⟧", "-"),
            ("⟦(12-20211127-1⟧", "-"),
            ("⟦23 28 64841⟧", "-"),
            ("⟦0 332.329987⟧", "-"),
            ("⟦0..504/502/500⟧", "-"),
            ("⟦80286/80386⟧", "-"),
            ("⟦0221/4710-040⟧", "V 0221/4710-040"),
            ("123 ⟦915 20 22 00⟧", "U 915 20 22 00"),
            ("⟦30820 39997⟧", "U 30820 39997"),
            ("⟦00172 00301⟧", "-"),
            ("⟦7 1256 279 21⟧", "U 7 1256 279 21"),
            ("⟦05.33-.09.66⟧", "-"),
            ("⟦0-64 28.65-64⟧", "U 0-64 28.65-64"),
            ("⟦32 64 96 128⟧", "U 32 64 96 128"),
            ("<Buffer ⟦01 02 03 04 05⟧ 06 07 08>\n\nbuf1.swap()", "-"),
            ("<Buffer ⟦01 02 03 04 05⟧>", "-"),
            ("520|4 ⟦5 00014017⟧ 1 3|call", "-"),
            ("<Buffer ab ⟦90 78 56 34 12⟧>", "-"),
            ("48 8d ⟦05 56 00 00 00⟧", "-"),
            ("⟦01 23 45 67 89⟧ 06 12 34 56 78", "U 01 23 45 67 89"),
            ("⟦513.917.619⟧   312.000.436", "U 513.917.619"),
        ] {
            assert_eq!(probe(PhoneNational, text), expected, "{text}");
        }
    }

    #[test]
    fn north_american_numbers() {
        for (text, expected) in [
            ("⟦555-123-4567⟧", "V 555-123-4567"),
            ("⟦(555) 123 4567 ext. 12⟧", "V (555) 123 4567 ext. 12"),
            ("⟦555 123 4567⟧", "U 555 123 4567"),
            ("9-⟦555-123-4567⟧", "-"),
            ("⟦555-123-4567⟧-8", "-"),
        ] {
            assert_eq!(probe(PhoneNanp, text), expected, "{text}");
        }
    }

    #[test]
    fn shapes_are_anything_that_could_be_dialled() {
        for (text, expected) in [
            ("⟦481 7531⟧", "U 481 7531"),
            ("⟦555 1234 2⟧", "U 555 1234"),
            ("⟦5551234567 5559876543⟧", "U 5551234567"),
            ("⟦(5551234567⟧", "U 5551234567"),
            ("⟦20240102⟧", "-"),
            ("⟦2010 -0700⟧", "-"),
            ("⟦2015-07-27 (3.8.11⟧)", "-"),
            ("⟦419879.61⟧", "-"),
            ("⟦2003-2004⟧", "-"),
            ("⟦10.20.30.40⟧", "-"),
            ("⟦1.3.6.1.5.5.7.3.1⟧", "-"),
            ("⟦123456⟧", "-"),
            ("⟦1748503543012⟧", "-"),
            ("⟦33 93 31⟧", "U 33 93 31"),
            ("520|26 ⟦1 00032625⟧ 1 8|call", "-"),
            ("Release ⟦92 - 1992-04-25⟧ 18:17", "-"),
            ("⟦12-34-56⟧", "-"),
            ("⟦5 5 5 - 1 2 - 3 4 5 6⟧", "U 5 5 5 - 1 2 - 3 4 5 6"),
            ("⟦09550.97732⟧", "U 09550.97732"),
            ("⟦5551234567 ext 9⟧", "V 5551234567 ext 9"),
            ("⟦555123 x9⟧", "-"),
        ] {
            assert_eq!(probe(PhoneShape, text), expected, "{text}");
        }
    }
}
