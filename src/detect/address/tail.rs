//! What follows a street and its number: unit, postcode, town, state, country, on the same line or the next ones.

use super::super::name::{Class, Lexicon};
use super::postcode::postcode_at;

/// Most parts of a tail.
const MAX_PARTS: usize = 9;

/// Most words of a town's or country's name.
const MAX_WORDS: usize = 5;

/// Words that a unit's number or letter follows, folded to small letters.
const UNITS: &[&str] = &[
    "apt",
    "apartment",
    "suite",
    "ste",
    "unit",
    "flat",
    "floor",
    "fl",
    "room",
    "rm",
    "bldg",
    "building",
    "block",
    "blk",
    "box",
    "piso",
    "planta",
    "puerta",
    "esc",
    "escalera",
    "portal",
    "bajo",
    "depto",
    "dpto",
    "int",
    "interior",
    "local",
    "apto",
    "bloco",
    "andar",
    "appt",
    "app",
    "appartement",
    "étage",
    "bât",
    "bâtiment",
    "interno",
    "scala",
    "m",
    "lok",
    "lokal",
    "mieszkanie",
    "whg",
    "wohnung",
    "top",
    "stiege",
    "bus",
    "lgh",
    "th",
    "nº",
    "no",
    "edif",
    "edificio",
    "oficina",
    "of",
    "torre",
    "etapa",
    "casa",
    "manzana",
    "lote",
    "dept",
    "bl",
    "sc",
    "et",
    "ap",
];

/// The end of an address after its street.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::detect) struct Tail {
    /// Where the address ends.
    pub(in crate::detect) end: usize,
    /// Whether a unit or a postcode is in it, so that it cannot be the end of a sentence about something else.
    pub(in crate::detect) sure: bool,
}

/// Follows an address from `start`, the end of its street and number. It may end right there.
pub(in crate::detect) fn tail(text: &str, start: usize, lexicon: &Lexicon) -> Tail {
    let mut tail = Tail { end: start, sure: false };
    let mut at = start;
    let mut words = 0;
    for _ in 0..MAX_PARTS {
        let Some(gap) = Gap::at(text, at) else { break };
        let rest = text.get(gap.end..).unwrap_or_default();
        let place = words > 0 && !gap.line;
        if let Some(length) = unit(rest, &gap).or_else(|| postcode_at(rest.as_bytes(), place)) {
            at = gap.end + length;
            tail = Tail { end: at, sure: true };
        } else if let Some(length) = town(rest, lexicon) {
            words += 1;
            at = gap.end + length;
            // A town or a country stands between commas; the words of the next sentence do not.
            if gap.comma && (ends_clause(text, at) || province(text.get(at..).unwrap_or_default()) > 0) {
                tail.end = at;
            }
            if words > 3 {
                break;
            }
        } else if let Some(length) = four_digits(rest) {
            // `1010 Wien`: four digits count if a town follows.
            let after = gap.end + length;
            let year = rest.starts_with("19") || rest.starts_with("20");
            let next = Gap::at(text, after).filter(|gap| !year || !(gap.line || gap.comma));
            let Some(next) = next.filter(|next| text.get(next.end..).and_then(|rest| town(rest, lexicon)).is_some())
            else {
                break;
            };
            at = after;
            let named = text.get(next.end..).and_then(|rest| town(rest, lexicon)).unwrap_or(0);
            tail = Tail { end: next.end + named, sure: true };
            at = at.max(tail.end);
        } else {
            break;
        }
        // The town that belongs to the postcode right before it: `10115 Berlin`.
        if tail.sure && tail.end == at {
            let town = Gap::at(text, at)
                .filter(|gap| !gap.comma && !gap.line)
                .and_then(|gap| Some(gap.end + town(text.get(gap.end..)?, lexicon)?));
            if let Some(end) = town.filter(|end| words == 0 || ends_clause(text, *end)) {
                words += 1;
                at = end;
                tail.end = end;
            }
        }
    }
    Tail { end: tail.end + province(text.get(tail.end..).unwrap_or_default()), ..tail }
}

/// Length of the sign of a province behind a town: ` (PG)`, ` / SP`.
fn province(text: &str) -> usize {
    match text.as_bytes() {
        [b' ', b'/', b' ', b'A'..=b'Z', b'A'..=b'Z', next, ..] if !next.is_ascii_alphanumeric() => 5,
        [b' ', b'(', b'A'..=b'Z', b'A'..=b'Z', b')', ..] | [b' ', b'/', b' ', b'A'..=b'Z', b'A'..=b'Z'] => 5,
        _ => 0,
    }
}

/// What stands between two parts of an address.
struct Gap {
    end: usize,
    comma: bool,
    line: bool,
}

impl Gap {
    /// The gap at `at`; `None` if there is none, or too wide a one.
    fn at(text: &str, at: usize) -> Option<Self> {
        let rest = text.get(at..)?;
        let length = rest.find(|c: char| !(c.is_whitespace() || matches!(c, ',' | ';' | '|' | '-' | '–' | '.')))?;
        let gap = rest.get(..length)?;
        let lines = gap.matches('\n').count();
        let commas = gap.matches([',', ';', '|', '-', '–']).count();
        let stop = gap.contains('.') && !gap.starts_with(". ") || gap.matches('.').count() > 1;
        let fits = length > 0 && length <= 24 && lines <= 2 && commas <= 2 && !stop;
        fits.then_some(Self { end: at + length, comma: commas > 0, line: lines > 0 })
    }
}

/// Length of a unit such as `Apt. 4B`, `#12`, `3º B`, `2 izq.`
fn unit(text: &str, gap: &Gap) -> Option<usize> {
    let number = |text: &str| {
        let length = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
        let value = text.get(..length)?;
        let short = length <= 6 && (value.bytes().any(|byte| byte.is_ascii_digit()) || length == 1);
        (short && length > 0).then_some(length)
    };
    if let Some(rest) = text.strip_prefix('#') {
        let space = usize::from(rest.starts_with(' '));
        return Some(1 + space + number(rest.get(space..)?)?);
    }
    let word: String = text.chars().take_while(|c| c.is_alphabetic() || *c == 'º').take(12).collect();
    if UNITS.contains(&word.to_lowercase().as_str()) {
        let rest = text.get(word.len()..)?;
        let between = rest.len() - rest.trim_start_matches(['.', ' ']).len();
        let found = number(rest.get(between..)?).filter(|_| (1..=3).contains(&between));
        return found.map(|length| word.len() + between + length);
    }
    floor(text).filter(|_| gap.comma && !gap.line)
}

/// Length of a floor and door as Spanish addresses have them: `3º B`, `1 D`, `2ª`.
fn floor(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..).filter(|_| (1..=2).contains(&digits))?;
    let mark = rest.chars().next().filter(|c| matches!(c, 'º' | 'ª' | '°')).map_or(0, char::len_utf8);
    let rest = rest.get(mark..)?;
    let door = match rest.as_bytes() {
        [b' ', b'A'..=b'Z', next, ..] if !next.is_ascii_alphanumeric() => 2,
        [b' ', b'A'..=b'Z'] => 2,
        [b'A'..=b'Z', next, ..] if !next.is_ascii_alphanumeric() => 1,
        [b'A'..=b'Z'] => 1,
        _ => 0,
    };
    let free = !rest.get(door..)?.starts_with(|c: char| c.is_alphanumeric());
    (free && (mark > 0 || door > 0)).then_some(digits + mark + door)
}

fn four_digits(text: &str) -> Option<usize> {
    // With the country's letters before them they are six or seven signs.
    postcode_at(text.as_bytes(), true).filter(|length| matches!(length, 4 | 6 | 7))
}

/// Length of a town's, state's or country's name: words with capitals, and small ones between them.
fn town(text: &str, lexicon: &Lexicon) -> Option<usize> {
    let mut end = 0;
    let mut at = 0;
    for place in 0..MAX_WORDS {
        let rest = text.get(at..)?;
        let length = rest
            .char_indices()
            .find(|(_, c)| !(c.is_alphabetic() || matches!(c, '\'' | '’' | '-')))
            .map_or(rest.len(), |(end, _)| end);
        let word = rest.get(..length)?;
        if rest.get(length..)?.starts_with(|c: char| c.is_ascii_digit()) {
            // The first half of a postcode: `SW1A 1AA`.
            break;
        }
        if word.chars().count() == 1 && initials(rest) && !rest.starts_with("D.C") {
            // A label: `T.C. kimlik no`.
            break;
        }
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let small = matches!(
            word,
            "de" | "del"
                | "la"
                | "las"
                | "los"
                | "do"
                | "da"
                | "dos"
                | "sur"
                | "sous"
                | "le"
                | "les"
                | "en"
                | "am"
                | "an"
                | "der"
                | "den"
                | "im"
                | "in"
                | "of"
                | "upon"
                | "on"
                | "the"
                | "and"
                | "nad"
                | "aan"
                | "op"
                | "i"
                | "y"
        );
        if capital && is_place_name(word, lexicon) {
            end = at + length;
        } else if !small || place == 0 {
            break;
        }
        let after = rest.get(length..)?;
        let stop = usize::from(after.starts_with('.') && length <= 3 && capital);
        if !after.get(stop..)?.starts_with(' ') {
            break;
        }
        at += length + stop + 1;
    }
    (end > 0).then_some(end)
}

/// A word, or what is joined by hyphens: `Saint-Germain-en-Laye` has words of the language in it.
fn is_place_name(word: &str, lexicon: &Lexicon) -> bool {
    if word.matches('-').count() < 2 {
        return may_be_place(lexicon.class(word), word);
    }
    let mut named = word.split('-').filter(|part| part.chars().next().is_some_and(char::is_uppercase));
    named.all(|part| may_be_place(lexicon.class(part), part))
}

/// Words of forms and sentences are no towns; words of the language are none alone, unless written in capitals (`CA`).
fn may_be_place(class: Class, word: &str) -> bool {
    let code = word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let plain_word = class.is_other() && !class.is_organisation() && !class.is_place();
    code || !(class.is_break() || plain_word)
}

/// Whether a text begins with letters that each have a full stop: `T.C.`
fn initials(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next().is_some_and(char::is_uppercase);
    first && chars.next() == Some('.') && chars.next().is_some_and(char::is_uppercase) && chars.next() == Some('.')
}

/// Whether nothing but punctuation, a line's end or the text's end follows.
fn ends_clause(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default().trim_start_matches([' ', '\t']);
    rest.is_empty() || rest.starts_with(['.', ',', ';', '\n', '\r', ')', '"', '”', '|', '<', '?', '!', '-', '–'])
}

#[cfg(test)]
mod tests {
    use super::super::super::name::embedded;
    use super::*;

    fn found(marked: &str) -> (String, bool) {
        let (street, rest) = marked.split_once('^').unwrap();
        let text = format!("{street}{rest}");
        let tail = tail(&text, street.len(), &embedded());
        (text[street.len()..tail.end].to_owned(), tail.sure)
    }

    #[test]
    fn tails_are_followed() {
        for (text, end, sure) in [
            ("12 High Street^, London SW1A 1AA.", ", London SW1A 1AA", true),
            ("12 High Street^, Springfield, IL 62704 and", ", Springfield, IL 62704", true),
            ("12 Main St^, Apt. 4B, Springfield", ", Apt. 4B, Springfield", true),
            ("12 Main St^ #12\nSpringfield, IL 62704\nPhone: 1", " #12\nSpringfield, IL 62704", true),
            ("Hauptstr. 5^, 10115 Berlin, Deutschland.", ", 10115 Berlin, Deutschland", true),
            ("Toonlei 5^, 9918, Hoeleden", ", 9918, Hoeleden", true),
            ("Toonlei 5^, 2018, Hoeleden", "", false),
            ("Hauptstr. 5^, 1010 Wien", ", 1010 Wien", true),
            ("ul. Polna 3^, 00-950 Warszawa", ", 00-950 Warszawa", true),
            ("Via Merisi, 9^, 55035, Lucca (LU) e", ", 55035, Lucca (LU)", true),
            ("Rua Nova, 9^, 55035-000 Sousa / SP, e", ", 55035-000 Sousa / SP", true),
            ("Calle Gamazo, 16^, 3º B, 47004 Valladolid", ", 3º B, 47004 Valladolid", true),
            ("12 Rue Neuve^, 75001 Paris", ", 75001 Paris", true),
            ("14 Awolowo Road^, Ikoyi, Lagos", ", Ikoyi, Lagos", false),
            ("Atatürk Cad. No 12^, Ankara, T.C. kimlik no", ", Ankara", false),
            ("12 High Street^ and then", "", false),
            ("12 High Street^. The shop", "", false),
            ("12 High Street^, please call", "", false),
            ("12 High Street^\nPhone: 12345", "", false),
            ("12 High Street^", "", false),
        ] {
            assert_eq!(found(text), (end.to_owned(), sure), "{text}");
        }
    }
}
