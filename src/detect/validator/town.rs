//! The last line of an address: a town and its postcode, widened by the lines before them as far as the number of the house.

use super::super::name::Lexicon;
use super::{Value, Verdict, number};
use crate::core::Span;

/// Most words of a line before the town, or of the town.
const MOST_WORDS: usize = 5;

/// Most lines before that of the town: a unit, a house, a street, a locality.
const MOST_LINES: usize = 4;

/// Longest small word within the name of a town or a street, in letters: `Stow on the Wold`.
const SMALL: usize = 5;

/// What has a number of its own, before that of the house or in its place.
const UNITS: &[&str] =
    &["flat", "apartment", "apt", "unit", "suite", "studio", "room", "house", "plot", "block", "level", "shop"];

/// Postcode areas of the United Kingdom (Royal Mail, PAF Programmers' Guide).
const AREAS: &str = "
    AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA
    HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH
    RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
";

/// What stands in a line, read from its end.
enum Line {
    /// It holds the number of a house or a unit: the address begins here.
    Numbered(usize),
    /// Nothing but a name, which begins here, as the line does.
    Named(usize),
    /// A name, and something else before it.
    Ended(usize),
    /// Something else.
    Other,
}

/// A postcode, with a state before it where the pattern asks for one: an address if a town stands before it.
pub(super) fn line(value: &Value<'_>, names: &Lexicon) -> Verdict {
    let text = value.matched();
    if value.is_glued() || number::goes_on(value) || (is_british(text) && !has_area(text)) {
        return Verdict::Refused;
    }
    let before = value.before();
    let Some(town_end) = end_of_line(before) else { return Verdict::Refused };
    let (mut start, mut more) = match read(before, town_end, names) {
        // `4 Carlton, SW1A 1AA` has its house in the line of its town.
        Line::Numbered(start) => return Verdict::Valid(Span::new(start, value.span.end)),
        Line::Named(start) => (start, true),
        Line::Ended(start) => (start, false),
        Line::Other => return Verdict::Refused,
    };
    let town = before.get(start..town_end).unwrap_or_default();
    let known = |word: &str| !word.is_empty() && !names.class(word).is_break();
    if !town.split([' ', '-']).any(known) {
        return Verdict::Refused;
    }
    let town = start;
    for _ in 0..MOST_LINES {
        let end =
            before.get(..start).filter(|_| more).and_then(|rest| end_of_line(rest).filter(|end| *end < rest.len()));
        match end.map(|end| read(before, end, names)) {
            Some(Line::Numbered(at)) => return Verdict::Valid(Span::new(at, value.span.end)),
            Some(Line::Named(at)) => start = at,
            Some(Line::Ended(at)) => (start, more) = (at, false),
            Some(Line::Other) | None => break,
        }
    }
    // Without a number what stands before the town may be anything.
    Verdict::Undecided(Span::new(town, value.span.end))
}

/// Where a line ends that a comma, a space or a line break separates from what follows it.
fn end_of_line(before: &str) -> Option<usize> {
    let rest = before.trim_end_matches([' ', '\r']);
    // A line that quoted-printable breaks ends in `=`.
    let broken =
        |rest: &'_ str| rest.strip_suffix('\n').map(|rest| rest.trim_end_matches('\r').trim_end_matches('=').len());
    let rest = rest.get(..broken(rest).unwrap_or(rest.len())).unwrap_or_default().trim_end_matches([' ', '\r']);
    let rest = rest.strip_suffix(',').unwrap_or(rest);
    // A full stop before a space ends a sentence.
    let stopped =
        rest.ends_with('.') && before.get(rest.len()..).is_some_and(|after| after.trim_end_matches(' ').is_empty());
    let ends = rest.ends_with(|c: char| c.is_alphanumeric() || c == '.') && !stopped;
    (rest.len() < before.len() && ends).then_some(rest.len())
}

/// Reads the line of an address that ends at `end`, word by word from there.
fn read(text: &str, end: usize, names: &Lexicon) -> Line {
    let whole = text.get(..end).unwrap_or_default();
    let begin = whole.rfind([',', '\n', ':', ';', '"', '(']).map_or(0, |at| at + 1);
    let mut rest = whole.get(begin..).unwrap_or_default();
    let (mut start, mut unit, mut small, mut words) = (None, None, 0, 0);
    while !rest.trim_end().is_empty() {
        rest = rest.trim_end();
        let word = rest.rsplit(' ').next().unwrap_or_default();
        let before = rest.get(..rest.len() - word.len()).unwrap_or_default();
        let at = begin + before.len();
        if is_house(word) {
            let kind = before.trim_end().trim_end_matches('.');
            let name = kind.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
            if is_unit(name) {
                // `12 High Street Flat 3`: the house may be in the same line.
                rest = kind.get(..kind.len() - name.len()).unwrap_or_default();
                unit = Some(begin + rest.len());
                continue;
            }
            let house = Some(at).filter(|_| start.is_some()).map(|at| unit_before(whole, at).unwrap_or(at));
            return house.or(unit).map_or(Line::Other, Line::Numbered);
        }
        let letters = |c: char| c.is_alphabetic() || "'’-.".contains(c);
        let capital = word.starts_with(char::is_uppercase) && word.chars().all(letters);
        if capital && words < MOST_WORDS && !is_preposition(word, names) {
            (start, small) = (Some(at), 0);
        } else if small < 2 && start.is_some() && word.len() <= SMALL && word.chars().all(char::is_lowercase) {
            small += 1;
        } else {
            break;
        }
        words += 1;
        rest = before;
    }
    match (unit, start) {
        (Some(unit), _) => Line::Numbered(unit),
        (None, None) => Line::Other,
        (None, Some(start)) if rest.trim_end().is_empty() && small == 0 => Line::Named(start),
        (None, Some(start)) => Line::Ended(start),
    }
}

/// Where the unit begins that stands right before the number of a house: `Flat 2, 12 …`.
fn unit_before(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(..at)?.trim_end_matches([',', ' ', '\n', '\r']);
    let number = rest.rsplit([' ', ',', '\n']).next().filter(|number| is_house(number))?;
    let rest = rest.get(..rest.len() - number.len())?.trim_end_matches([' ', '.']);
    let name = rest.rsplit(|c: char| !c.is_ascii_alphabetic()).next().filter(|name| is_unit(name))?;
    Some(rest.len() - name.len())
}

fn is_unit(word: &str) -> bool {
    UNITS.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Whether a word of a sentence stands before a place, as `In` does.
fn is_preposition(word: &str, names: &Lexicon) -> bool {
    word.len() < 4 && names.class(word).is_break() && !word.ends_with('.')
}

/// A number of a house: `12`, `12a`, `12/3`.
fn is_house(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let rest = word.get(digits..).unwrap_or_default();
    let letter = rest.len() == 1 && rest.starts_with(|c: char| c.is_ascii_alphabetic());
    let more = rest
        .strip_prefix(['/', '-'])
        .is_some_and(|rest| !rest.is_empty() && rest.len() < 5 && rest.bytes().all(|b| b.is_ascii_digit()));
    (1..=6).contains(&digits) && (rest.is_empty() || letter || more)
}

/// Whether a postcode ends as those of the United Kingdom do, with a digit and two letters.
fn is_british(text: &str) -> bool {
    matches!(text.as_bytes(), [.., b'0'..=b'9', b'A'..=b'Z', b'A'..=b'Z'])
}

fn has_area(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    text.get(..letters).is_some_and(|area| AREAS.split_ascii_whitespace().any(|known| known == area))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::TownLine;

    #[test]
    fn a_town_and_what_stands_before_it() {
        for (text, expected) in [
            ("at 6 Joshua Village\nAbigailhaven\n⟦M2 4YU⟧", "V 6 Joshua Village\nAbigailhaven\nM2 4YU"),
            (
                "I moved to Studio 9, Patricia Glens, North Qwertov, ⟦SG3 0FU⟧ last",
                "V Studio 9, Patricia Glens, North Qwertov, SG3 0FU",
            ),
            ("A: To 219 Qwert Curve, Nicolaburgh, ⟦L15 7YD⟧.", "V 219 Qwert Curve, Nicolaburgh, L15 7YD"),
            ("Flat 03\nGreen Fork\nNew Kyle\n⟦G2 7YS⟧", "V Flat 03\nGreen Fork\nNew Kyle\nG2 7YS"),
            (
                "Flat 2, 12a Stow on the Wold Road, Qwertov ⟦SW1A 1AA⟧",
                "V Flat 2, 12a Stow on the Wold Road, Qwertov SW1A 1AA",
            ),
            (
                "937 Katherine Shoals Apt. 887\nNew Cody, ⟦AB H3T 6G8⟧",
                "V 937 Katherine Shoals Apt. 887\nNew Cody, AB H3T 6G8",
            ),
            ("Flat 99 223 Russo Approach, Gonza, ⟦VIC, 4389⟧.", "V Flat 99 223 Russo Approach, Gonza, VIC, 4389"),
            ("31 Blair Mountains, South Arthur, ⟦QC A9N 4G6⟧", "V 31 Blair Mountains, South Arthur, QC A9N 4G6"),
            ("06 Miranda Corso, Haleton, ⟦NT, 2982⟧", "V 06 Miranda Corso, Haleton, NT, 2982"),
            ("We met in Qwertov ⟦SW1A 1AA⟧.", "U Qwertov SW1A 1AA"),
            ("We met in Qwertov =\n⟦SW1A 1AA⟧.", "U Qwertov =\nSW1A 1AA"),
            ("née à New Qwertov, ⟦NY 10001⟧", "U New Qwertov, NY 10001"),
            ("She met Ada, in Qwertov, ⟦NY 10001⟧", "U Qwertov, NY 10001"),
            ("Qwertov ⟦QX1A 1AA⟧", "-"),
            ("In ⟦SW1A 1AA⟧", "-"),
            ("model x, ⟦SW1A 1AA⟧", "-"),
            ("⟦SW1A 1AA⟧", "-"),
            ("Qwertov, ⟦NY 10001⟧.5", "-"),
            ("Qwertov. ⟦NY 10001⟧", "-"),
        ] {
            assert_eq!(probe(TownLine, text), expected, "{text}");
        }
    }
}
