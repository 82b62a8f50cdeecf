//! Dates as people write them, in figures and with names of months.

use super::number::{Group, goes_on, groups};
use super::{Value, Verdict};

/// The first three letters of the names of months and of their usual short forms, in the languages of Unicode CLDR that the rules
/// have words of: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Czech, Turkish, Danish,
/// Norwegian, Swedish, Russian, Ukrainian, Bulgarian, Greek, Romanian, Hungarian, Slovak, Croatian, Finnish.
const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mär", "mrz", "mai", "okt",
    "dez", "fév", "fev", "avr", "jui", "aoû", "aou", "déc", "ene", "abr", "ago", "set", "dic", "gen", "mag", "giu",
    "lug", "ott", "out", "maa", "mrt", "mei", "maj", "sty", "lut", "kwi", "cze", "lip", "sie", "wrz", "paź", "paz",
    "lis", "gru", "led", "úno", "bře", "dub", "kvě", "srp", "zář", "říj", "pro", "oca", "şub", "nis", "haz", "tem",
    "ağu", "eyl", "eki", "kas", "ara", "янв", "фев", "мар", "апр", "май", "мая", "июн", "июл", "авг", "сен", "окт",
    "ноя", "дек", "січ", "лют", "бер", "кві", "тра", "чер", "лип", "сер", "вер", "жов", "лис", "гру", "юни", "юли",
    "ное", "ιαν", "φεβ", "μαρ", "μαΐ", "μάρ", "απρ", "μαϊ", "μαι", "ιου", "αυγ", "αύγ", "σεπ", "οκτ", "νοε", "δεκ",
    "ian", "iun", "iul", "noi", "jún", "júl", "máj", "már", "ápr", "szi", "sij", "vel", "ožu", "tra", "svi", "kol",
    "ruj", "stu", "tam", "hel", "huh", "tou", "kes", "hei", "elo", "syy", "lok", "jou",
];

/// Years in which somebody who is written about may have been born.
const YEARS: std::ops::RangeInclusive<u32> = 1850..=2099;

/// What the Buddhist calendar of Thailand, in which its forms are filled in, adds to a year.
const BUDDHIST: u32 = 543;

/// Refuses what is no day of the calendar, and parts of longer numbers.
pub(super) fn check(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    if value.is_glued() || goes_on(value) || !is_day(text) { Verdict::Refused } else { Verdict::Undecided(value.span) }
}

/// Whether a text is a day: in figures, or with the name of a month.
pub(super) fn is_day(text: &str) -> bool {
    // A time of day behind `T` (ISO 8601) says nothing about the day.
    let timed = text.split_once('T').filter(|(_, time)| time.starts_with(|c: char| c.is_ascii_digit()));
    let text = timed.map_or(text, |(day, _)| day);
    let groups = groups(text);
    let number = |group: &Group| text.get(group.start..group.end).and_then(|digits| digits.parse().ok()).unwrap_or(0);
    let year = |group: &Group| match group.len() {
        4 => YEARS.contains(&number(group)) || YEARS.contains(&number(group).saturating_sub(BUDDHIST)),
        length => length == 2,
    };
    let day = |group: &Group| group.len() <= 2 && (1..=31).contains(&number(group));
    let month = |group: &Group| group.len() <= 2 && (1..=12).contains(&number(group));
    match groups.as_slice() {
        [first, second, third] if first.len() == 4 => year(first) && day_and_month(second, third, &day, &month),
        [first, second, third] => year(third) && day_and_month(first, second, &day, &month),
        [day_of_month, year_of_birth] => {
            day(day_of_month) && year_of_birth.len() == 4 && year(year_of_birth) && has_month(text)
        }
        [together] => {
            let number: u32 = number(together);
            together.len() == 8
                && YEARS.contains(&(number / 10_000))
                && (1..=12).contains(&(number / 100 % 100))
                && (1..=31).contains(&(number % 100))
        }
        _ => false,
    }
}

/// Whether a text is a month of a year in figures: `1979-03`.
pub(super) fn is_month(text: &str) -> bool {
    let Some((year, month)) = text.split_once('-') else { return false };
    let number = |text: &str, length: usize| text.parse::<u32>().ok().filter(|_| text.len() == length);
    number(year, 4).is_some_and(|year| YEARS.contains(&year))
        && number(month, 2).is_some_and(|month| (1..=12).contains(&month))
}

/// Whether one of two groups is a day and the other a month.
fn day_and_month(a: &Group, b: &Group, day: &impl Fn(&Group) -> bool, month: &impl Fn(&Group) -> bool) -> bool {
    (day(a) && month(b)) || (month(a) && day(b))
}

fn has_month(text: &str) -> bool {
    text.split(|character: char| !character.is_alphabetic()).any(|word| {
        let mut stem = String::with_capacity(8);
        word.chars().take(3).for_each(|character| stem.extend(character.to_lowercase()));
        MONTHS.contains(&stem.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::CalendarDate;

    #[test]
    fn days_are_told_from_other_numbers() {
        for (text, valid) in [
            ("⟦03/15/1989⟧", true),
            ("⟦15.03.1989⟧.", true),
            ("⟦1989-03-15⟧", true),
            ("⟦04/7/52⟧", true),
            ("⟦19890315⟧", true),
            ("⟦March 15, 1989⟧", true),
            ("⟦8 marca 1979⟧", true),
            ("⟦12 août 1979⟧", true),
            ("⟦15 de marzo de 1989⟧", true),
            ("⟦1. März 1989⟧", true),
            ("⟦1989年3月15日⟧", true),
            ("⟦1989-03-15T00:00:00Z⟧", true),
            ("⟦1989-13-15T00:00:00Z⟧", false),
            ("⟦15 OKT 1989⟧", true),
            ("⟦33/15/1989⟧", false),
            ("⟦15/15/1989⟧", false),
            ("⟦15.03.1489⟧", false),
            ("⟦15.03.2532⟧", true),
            ("⟦15 сентября 1989⟧", true),
            ("⟦15 Φεβρουαρίου 1989⟧", true),
            ("⟦19891315⟧", false),
            ("⟦about 15, 1989⟧", false),
            ("⟦15.03.1989⟧.2", false),
        ] {
            assert_eq!(probe(CalendarDate, text) != "-", valid, "{text}");
        }
    }
}
