//! Dates as they are written: read, moved, and written back in the same form.

use jiff::Span;
use jiff::civil::Date;

use super::month::{self, Tongues};

/// A date in a text, with the places of its parts.
pub(super) struct WrittenDate {
    pub(super) year: i16,
    /// Month, 1 to 12.
    pub(super) month: i8,
    /// Day; none in `03/2027`.
    pub(super) day: Option<i8>,
    tokens: Vec<Token>,
}

/// A run of digits, or of letters, or of anything else.
#[derive(Clone)]
struct Token {
    text: String,
    part: Part,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Year,
    Month,
    MonthName(month::Name),
    Day,
    /// `st`, `nd`, `rd`, `th` behind a day, or the sign of a first: `er`, `º`.
    Ordinal,
    Weekday,
    Other,
}

/// Years of two digits from this one on lie in the last century.
const PIVOT: i16 = 40;

/// Words between the parts of a date: English, German, Spanish, Catalan, Portuguese, French, Italian, Polish, Ukrainian, Russian,
/// Chinese and Japanese, Korean.
const BETWEEN: [&str; 24] = [
    "of", "the", "den", "der", "am", "de", "del", "d", "do", "le", "il", "r", "roku", "року", "р", "г", "t", "z", "年",
    "月", "日", "년", "월", "일",
];

impl WrittenDate {
    /// Reads a date: `2026-11-23`, `23.11.2026`, `11/23/26`, `23 November 2026`, `Nov 23rd, 2026`, `20261123`, `11/2026`, a
    /// time of day behind it or not. Where day and month could change places the day is read first. `None` for anything else,
    /// and for a day that no calendar has.
    pub(super) fn read(text: &str) -> Option<Self> {
        Self::read_in(text, &Tongues::default())
    }

    /// As [`Self::read`], with names of months of the languages that are spoken around it.
    pub(super) fn read_in(text: &str, tongues: &Tongues) -> Option<Self> {
        let mut tokens = tokens(text, tongues);
        let date =
            Self::named(&mut tokens).or_else(|| Self::compact(&mut tokens)).or_else(|| Self::numbers(&mut tokens))?;
        let (year, month, day) = date;
        let valid = (1..=12).contains(&month) && (1000..=2999).contains(&year);
        let known = tokens.iter().all(|token| token.part != Part::Other || is_between(&token.text));
        Date::new(year, month, day.unwrap_or(1)).ok().filter(|_| valid && known)?;
        Some(Self { year, month, day, tokens })
    }

    /// A date whose month is a word.
    fn named(tokens: &mut [Token]) -> Option<(i16, i8, Option<i8>)> {
        let at = tokens.iter().position(|token| matches!(token.part, Part::MonthName(_)))?;
        let Part::MonthName(name) = tokens.get(at)?.part else { return None };
        let numbers: Vec<usize> = number_places(tokens);
        let before = numbers.iter().copied().find(|place| *place < at);
        let after: Vec<usize> = numbers.iter().copied().filter(|place| *place > at).collect();
        let (day, year) = match (before, after.as_slice()) {
            // `2026 November 23`
            (Some(year), [day, ..]) if tokens.get(year)?.text.len() == 4 => (Some(*day), year),
            (Some(day), [year, ..]) => (Some(day), *year),
            (None, [day, year, ..]) if tokens.get(*day)?.text.len() <= 2 => (Some(*day), *year),
            (None, [year, ..]) => (None, *year),
            _ => return None,
        };
        let year_number = mark_year(tokens, year)?;
        let day = day.map(|place| mark(tokens, place, Part::Day)).map_or(Some(None), |day| day.map(Some))?;
        Some((year_number, name.month(), day))
    }

    /// Eight digits: `20261123`.
    fn compact(tokens: &mut Vec<Token>) -> Option<(i16, i8, Option<i8>)> {
        let [only] = tokens.as_slice() else { return None };
        let digits = only.text.clone();
        let (year, month, day) = (digits.get(..4)?, digits.get(4..6)?, digits.get(6..8)?);
        if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let token = |text: &str, part| Token { text: text.to_owned(), part };
        *tokens = vec![token(year, Part::Year), token(month, Part::Month), token(day, Part::Day)];
        Some((year.parse().ok()?, month.parse().ok()?, Some(day.parse().ok()?)))
    }

    /// Two or three numbers.
    fn numbers(tokens: &mut [Token]) -> Option<(i16, i8, Option<i8>)> {
        let places = number_places(tokens);
        let length = |place: &usize| tokens.get(*place).map_or(0, |token| token.text.len());
        let value = |place: &usize| tokens.get(*place).and_then(|token| token.text.parse::<i16>().ok());
        let (year, month, day) = match places.as_slice() {
            [month, year] if matches!(length(year), 2 | 4) && length(month) <= 2 => (*year, *month, None),
            [year, month, day] if length(year) == 4 => (*year, *month, Some(*day)),
            [one, other, year] if matches!(length(year), 2 | 4) => {
                let month_first = value(other)? > 12;
                if month_first { (*year, *one, Some(*other)) } else { (*year, *other, Some(*one)) }
            }
            _ => return None,
        };
        let year = mark_year(tokens, year)?;
        let month = mark(tokens, month, Part::Month)?;
        let day = day.map(|place| mark(tokens, place, Part::Day)).map_or(Some(None), |day| day.map(Some))?;
        Some((year, month, day))
    }

    /// The date so many days later, or earlier, in the form of this one. `None` if it has no day or the calendar ends.
    pub(super) fn moved(&self, days: i32) -> Option<String> {
        self.day?;
        Some(self.written(self.date()?.checked_add(Span::new().try_days(days).ok()?).ok()?))
    }

    /// The date; the first of the month if it has no day.
    pub(super) fn date(&self) -> Option<Date> {
        Date::new(self.year, self.month, self.day.unwrap_or(1)).ok()
    }

    /// Another date in the form of this one; its day is left out where this one has none.
    pub(super) fn written(&self, date: Date) -> String {
        let numbers = self.tokens.iter().filter(|token| matches!(token.part, Part::Month | Part::Day));
        let two_digits = numbers.clone().all(|token| token.text.len() == 2) && numbers.count() > 0;
        let padded = |number: i8| if two_digits { format!("{number:02}") } else { number.to_string() };
        let name = self.tokens.iter().find_map(|token| match token.part {
            Part::MonthName(name) => Some(name),
            _ => None,
        });
        let language = name.map_or("", month::Name::language);
        let write = |token: &Token| match token.part {
            Part::Year if token.text.len() == 2 => format!("{:02}", date.year().rem_euclid(100)),
            Part::Year => date.year().to_string(),
            Part::Month => padded(date.month()),
            Part::Day => padded(date.day()),
            Part::MonthName(name) => cased(name.of(date.month()), &token.text),
            Part::Ordinal => cased(ordinal(date.day(), &token.text), &token.text),
            Part::Weekday => {
                cased(month::weekday(&token.text, language, date.weekday()).unwrap_or_default(), &token.text)
            }
            Part::Other => token.text.clone(),
        };
        self.tokens.iter().map(write).collect()
    }
}

/// Runs of digits, letters and other characters.
fn tokens(text: &str, tongues: &Tongues) -> Vec<Token> {
    let class = |c: char| {
        if c.is_ascii_digit() {
            0
        } else if c.is_alphabetic() {
            1
        } else {
            2
        }
    };
    let mut tokens: Vec<Token> = Vec::new();
    let mut last = None;
    for character in text.chars() {
        match tokens.last_mut() {
            Some(token) if last == Some(class(character)) => token.text.push(character),
            _ => tokens.push(Token { text: character.to_string(), part: Part::Other }),
        }
        last = Some(class(character));
    }
    for at in 0..tokens.len() {
        let after_number = at.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(is_number);
        let after_point =
            at.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|token| token.text.starts_with('.'));
        let Some(token) = tokens.get_mut(at) else { continue };
        let lower = token.text.to_lowercase();
        token.part = if let Some(name) = month::Name::read(&token.text, after_point, text, tongues) {
            Part::MonthName(name)
        } else if after_number && ["st", "nd", "rd", "th", "er", "º"].contains(&lower.as_str()) {
            Part::Ordinal
        } else if month::is_weekday(&lower) {
            Part::Weekday
        } else {
            Part::Other
        };
    }
    tokens
}

fn is_number(token: &Token) -> bool {
    token.text.starts_with(|c: char| c.is_ascii_digit())
}

/// Places of the numbers before a time of day.
fn number_places(tokens: &[Token]) -> Vec<usize> {
    let time = tokens.windows(2).position(|pair| pair.last().is_some_and(|token| token.text.starts_with(':')));
    let end = time.unwrap_or(tokens.len());
    tokens.iter().enumerate().take(end).filter(|(_, token)| is_number(token)).map(|(place, _)| place).collect()
}

fn mark(tokens: &mut [Token], place: usize, part: Part) -> Option<i8> {
    let token = tokens.get_mut(place).filter(|token| token.text.len() <= 2)?;
    token.part = part;
    token.text.parse().ok()
}

fn mark_year(tokens: &mut [Token], place: usize) -> Option<i16> {
    let token = tokens.get_mut(place)?;
    token.part = Part::Year;
    let year: i16 = token.text.parse().ok()?;
    match token.text.len() {
        2 if year >= PIVOT => Some(1900 + year),
        2 => Some(2000 + year),
        4 => Some(year),
        _ => None,
    }
}

/// What may stand between and behind the parts: signs, small words, a time of day.
fn is_between(text: &str) -> bool {
    let letters = text.starts_with(char::is_alphabetic);
    !letters || BETWEEN.contains(&text.to_lowercase().as_str())
}

/// What stands behind a day where `like` stood behind another. In French and Spanish only the first has a sign.
fn ordinal(day: i8, like: &str) -> &str {
    match day {
        _ if !like.is_ascii() || like.eq_ignore_ascii_case("er") => Some(like).filter(|_| day == 1).unwrap_or_default(),
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    }
}

/// In capitals, or with a capital, as `like` is. `word` itself is in lower case.
fn cased(word: &str, like: &str) -> String {
    let mut letters = like.chars();
    let first = letters.next().is_some_and(char::is_uppercase);
    if first && letters.clone().count() > 1 && letters.all(char::is_uppercase) {
        return word.to_uppercase();
    }
    let mut chars = word.chars();
    match chars.next() {
        Some(head) if first => head.to_uppercase().chain(chars).collect(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_move_in_their_own_form() {
        for (written, days, expected) in [
            ("1987-03-12", 30, "1987-04-11"),
            ("12.03.1987", -12, "28.02.1987"),
            ("12/3/87", 1, "13/3/87"),
            ("3/14/1987", 20, "4/3/1987"),
            ("12 March 1987", 20, "01 April 1987"),
            ("9 March 1987", 1, "10 March 1987"),
            ("March 12th, 1987", 10, "March 22nd, 1987"),
            ("12. März 1987", -20, "20. Februar 1987"),
            ("12 DE MARÇO DE 1987", 30, "11 DE ABRIL DE 1987"),
            ("12 marca 1987 r.", 30, "11 kwietnia 1987 r."),
            ("Thu, 12 Mar 1987", 1, "Fri, 13 Mar 1987"),
            ("19870312", 1, "19870313"),
            ("1987-03-12T10:20:30Z", 1, "1987-03-13T10:20:30Z"),
            ("29/02/2024", 366, "01/03/2025"),
            ("1989年3月15日", 20, "1989年4月4日"),
            ("1989년 3월 15일", 1, "1989년 3월 16일"),
            ("1er mai 1990", -1, "30 avril 1990"),
            ("1er mai 1990", 31, "1er juin 1990"),
            ("1º de maio de 1990", 1, "2 de maio de 1990"),
            ("3 avr. 1985", 30, "3 mai. 1985"),
            ("4. toukokuuta 1990", 30, "3. kesäkuuta 1990"),
            ("4 мая 1990", -4, "30 апреля 1990"),
            ("onsdag 4. april 1990", 1, "torsdag 5. april 1990"),
            ("4 de juny de 1990", -31, "4 de maig de 1990"),
            ("1990. május 4.", 31, "1990. június 4."),
        ] {
            assert_eq!(
                WrittenDate::read(written).and_then(|date| date.moved(days)).as_deref(),
                Some(expected),
                "{written}"
            );
        }
        for none in ["", "yesterday", "1987", "31/02/2024", "12 Foo 1987", "1.2.3.4.5", "03/2027"] {
            assert_eq!(WrittenDate::read(none).and_then(|date| date.moved(1)), None, "{none}");
        }
    }
}
