//! Addresses: streets that patterns have found, lines that labels announce, postcodes.

use super::super::address::{Tail, is_postcode, tail};
use super::super::name::Lexicon;
use super::{Value, Verdict, number};
use crate::core::Span;

/// Kinds of street that English uses for other things just as often, in small letters: `one way`, `first place`.
const PLAIN_KINDS: &[&str] = &[
    "drive", "drives", "dr", "court", "ct", "place", "pl", "way", "square", "sq", "close", "circle", "cir", "trail",
    "trl", "gardens", "grove", "hill", "estate", "layout",
];

/// Kinds that are a street only where a unit or a postcode follows.
const RARE_KINDS: &[&str] = &[
    "crossing", "parade", "quay", "wharf", "ridge", "cove", "bend", "glen", "vale", "manor", "heights", "plaza",
    "freeway", "tollway", "turnpike",
];

/// Kinds that are a street wherever a name and a number stand before them.
const ENGLISH_KINDS: &[&str] = &[
    "street",
    "st",
    "road",
    "rd",
    "avenue",
    "ave",
    "av",
    "boulevard",
    "blvd",
    "lane",
    "ln",
    "crescent",
    "terrace",
    "parkway",
    "highway",
    "alley",
    "mews",
];

/// Length from which a kind of street is written out: `Blvd` alone is as long and is not.
const SHORTEST_WHOLE: usize = 4;

/// What follows the title of a work or the name of an outing, where the kind of street is a part of it.
const WORKS: &[&str] = &[
    "trip",
    "trips",
    "film",
    "films",
    "movie",
    "movies",
    "franchise",
    "sequel",
    "series",
    "album",
    "song",
    "novel",
    "soundtrack",
    "episode",
];

/// Longest line that is taken for an address, in bytes.
const MAX_LINE: usize = 160;

/// A street and its number, widened by what follows of the address.
pub(super) fn street(value: &Value<'_>, names: &Lexicon) -> Verdict {
    if value.is_glued() || number::goes_on(value) || value.before().ends_with(['#', '$', '_']) {
        return Verdict::Refused;
    }
    if is_years(value.matched()) || is_story(value) {
        return Verdict::Refused;
    }
    let Tail { end, sure } = tail(value.text, value.span.end, names);
    let bare = value.matched().trim_end_matches('.');
    let (name, kind) = bare.rsplit_once(' ').unwrap_or(("", bare));
    // A full stop belongs to a kind that is cut short: `Baker St.`
    let stopped = end == value.span.end && kind.len() >= SHORTEST_WHOLE && !kind.eq_ignore_ascii_case("blvd");
    let span = Span::new(value.span.start, if stopped { value.span.start + bare.len() } else { end });
    if !sure && RARE_KINDS.iter().any(|rare| kind.eq_ignore_ascii_case(rare)) {
        return Verdict::Refused;
    }
    let mut words = name.split([' ', '.']).filter(|word| word.chars().next().is_some_and(char::is_uppercase));
    if sure || !PLAIN_KINDS.contains(&kind.to_lowercase().as_str()) {
        // `1 of the Road` has no name before its kind; in other languages the kind stands first.
        let english = ENGLISH_KINDS.contains(&kind.to_lowercase().as_str());
        let proper = words.next().is_some() || name.bytes().filter(u8::is_ascii_digit).count() > 1;
        return if !english || proper { Verdict::Valid(span) } else { Verdict::Refused };
    }
    // `2 Long Way`, `100 Best Place`: a word that the language does not have, or a town, must speak for a street.
    let proper = words.filter(|word| word.len() > 2).any(|word| {
        let class = names.class(word);
        !class.is_ambiguous() || class.is_place()
    });
    if end > value.span.end || proper { Verdict::Undecided(span) } else { Verdict::Refused }
}

/// `Chapter 3 The Road`, `21 Jump Street film`: parts and titles of works.
fn is_story(value: &Value<'_>) -> bool {
    let before = value.before().strip_suffix(' ').unwrap_or_default();
    let part = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let next = value.after().strip_prefix(' ').unwrap_or_default();
    let next = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    (is_part(part) && value.matched().starts_with(|c: char| c.is_ascii_digit())) || WORKS.contains(&next)
}

/// Words whose number counts parts of a work.
fn is_part(word: &str) -> bool {
    [
        "chapter", "section", "page", "volume", "vol", "part", "act", "scene", "episode", "figure", "table",
        "appendix", "step",
    ]
    .iter()
    .any(|part| word.eq_ignore_ascii_case(part))
}

/// `1994-1997, Thomas G. Lane`: years of a copyright, and whose it is.
fn is_years(text: &str) -> bool {
    let year = |text: &str| text.len() == 4 && (text.starts_with("19") || text.starts_with("20"));
    let number = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (first, rest) = text.split_at(number(text));
    let later = rest.strip_prefix('-').is_some_and(|rest| rest.get(..number(rest)).is_some_and(year));
    year(first) && (later || rest.starts_with(','))
}

/// A line after a label, widened by the lines that go on from it.
pub(super) fn line(value: &Value<'_>, names: &Lexicon) -> Verdict {
    let text = value.matched();
    let end = line_end(text);
    let line = text.get(..end).unwrap_or_default();
    let begun = line.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    if !begun
        || line.len() > MAX_LINE
        || line.contains(['@', '{', '}', '=', '<', '>', '$', '*', '\\', '%'])
        || line.contains("//")
    {
        return Verdict::Refused;
    }
    let capital = |word: &str| word.len() > 2 && word.chars().next().is_some_and(char::is_uppercase);
    let proper = line.split(|c: char| !c.is_alphanumeric()).filter(|word| capital(word)).any(|word| {
        let class = names.class(word);
        word.chars().all(char::is_alphabetic) && !class.is_break()
    });
    let numbered = line.split([' ', ',', ';', '/', '-', '#', 'º', '.']).any(is_house_number);
    if !proper || !numbered || line.split(' ').any(is_network_address) {
        return Verdict::Refused;
    }
    let start = value.span.start;
    Verdict::Valid(Span::new(start, tail(value.text, start + end, names).end))
}

/// A number with the beginning of what may be a postcode behind it: the address if a name stands before it, and it is one, and a
/// town follows.
pub(super) fn postal(value: &Value<'_>, names: &Lexicon) -> Verdict {
    let text = value.matched();
    // The postcode may have a dash or a space within; what stands before it ends in a comma or at the line's end.
    let Some(house) = text.rfind([',', '\n']).and_then(|at| text.get(..at)) else { return Verdict::Refused };
    let house = house.trim_end_matches([',', ' ', '\n']);
    let code = text.get(house.len()..).unwrap_or_default().trim_start_matches([',', ' ', '\n']);
    let short = code.len() == 4 && !value.after().starts_with(|c: char| c.is_ascii_digit());
    let year = short && (code.starts_with("19") || code.starts_with("20"));
    let Some(start) = street_before(value.before(), names).filter(|_| !year) else { return Verdict::Refused };
    let Tail { end, sure } = tail(value.text, value.span.start + house.len(), names);
    let behind = value.text.get(value.span.end..end).unwrap_or_default();
    let followed = behind
        .split_once([' ', ',', '\n'])
        .is_some_and(|(_, town)| town.strip_prefix([' ', '\n']).unwrap_or(town).starts_with(char::is_alphabetic));
    if sure && followed { Verdict::Valid(Span::new(start, end)) } else { Verdict::Refused }
}

/// Most words of a street's name.
const MAX_NAME: usize = 5;

/// Longest small word within a name, in letters: `Trg bana Jelačića`, `Allee an der Au`.
const SMALL: usize = 4;

/// Small words that a street's name begins with.
const BEGINNINGS: &[&str] = &[
    "rue",
    "chemin",
    "avenue",
    "boulevard",
    "route",
    "place",
    "allée",
    "quai",
    "ruelle",
    "impasse",
    "passage",
    "sentier",
    "via",
    "viale",
    "vicolo",
    "ul.",
    "ulica",
    "calle",
];

/// Where the name of a street begins that ends right before a number. `None` if no name stands there.
fn street_before(before: &str, names: &Lexicon) -> Option<usize> {
    let line = before.strip_suffix(' ')?;
    let line =
        line.get(line.rfind(|c: char| !(c.is_alphanumeric() || " .'’-".contains(c))).map_or(0, |at| at + 1)..)?;
    let mut at = before.len();
    let (mut start, mut small, mut street) = (None, 0, false);
    for word in line.rsplit(' ').take(MAX_NAME) {
        at = at.checked_sub(word.len() + 1)?;
        let letters = word.chars().count();
        if is_thing(word) || word.is_empty() {
            break;
        }
        if word.chars().next().is_some_and(char::is_uppercase) {
            start = Some(at);
            small = 0;
            street |= letters > 3 && !names.class(word).is_break();
        } else if BEGINNINGS.contains(&word) {
            start = Some(at).filter(|_| street);
            break;
        } else {
            small += 1;
            let fits = if start.is_some() { letters <= SMALL && small == 1 } else { small <= 2 };
            if !fits {
                break;
            }
        }
    }
    start.filter(|_| street)
}

/// Words before a number that make it no house: months, and parts of books, forms and programs.
const THINGS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "januar",
    "februar",
    "märz",
    "mai",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "janvier",
    "février",
    "mars",
    "avril",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
    "table",
    "figure",
    "section",
    "chapter",
    "page",
    "pages",
    "version",
    "volume",
    "vol",
    "vol.",
    "step",
    "line",
    "phase",
    "article",
    "issue",
    "item",
    "note",
    "type",
    "class",
    "grade",
    "level",
    "appendix",
    "annex",
    "part",
    "act",
    "rule",
    "no",
    "no.",
    "copyright",
    "python",
    "windows",
    "release",
    "revision",
    "draft",
    "rfc",
    "iso",
    "ieee",
    "tabelle",
    "abbildung",
    "abschnitt",
    "kapitel",
    "seite",
    "band",
    "tableau",
    "chapitre",
    "tabla",
    "figura",
    "capítulo",
    "página",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "the",
    "of",
    "and",
    "in",
    "on",
    "at",
    "for",
    "with",
];

fn is_thing(word: &str) -> bool {
    THINGS.iter().any(|thing| word.eq_ignore_ascii_case(thing))
}

/// Where the address on a line ends: before the next label, before what is a sentence again, and without the full stop.
fn line_end(text: &str) -> usize {
    let label = text.match_indices(": ").map(|(at, _)| at).chain(text.ends_with(':').then_some(text.len() - 1)).next();
    let head = match label.and_then(|at| text.get(..at)) {
        // The label itself is the last words before the colon, from the last comma, full stop or wide gap on.
        Some(head) => head.rfind([',', '.', ';', '|']).and_then(|at| head.get(..at)).unwrap_or_default(),
        None => text,
    };
    let end = head.find('[').unwrap_or(head.len()).min(sentence(head));
    let kept = head.get(..end).unwrap_or_default();
    kept.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | '"' | '|' | '(')).len()
}

/// Where a line turns from an address into a sentence: at three words of small letters in a row.
fn sentence(line: &str) -> usize {
    let mut row = 0;
    let mut begin = line.len();
    for (at, word) in line.split(' ').scan(0, |at, word| {
        let start = *at;
        *at += word.len() + 1;
        Some((start, word))
    }) {
        let small = word.chars().next().is_some_and(char::is_lowercase);
        if small && row == 0 {
            begin = at;
        }
        row = if small { row + 1 } else { 0 };
        if row == 3 {
            return begin;
        }
    }
    line.len()
}

/// `12`, `12b`, `12345`: a number as houses and postcodes have.
fn is_house_number(part: &str) -> bool {
    let digits = part.bytes().take_while(u8::is_ascii_digit).count();
    (1..=6).contains(&digits) && part.len() <= digits + 1
}

/// `10.0.0.1`, `0x1F`, `fe80::1`
fn is_network_address(word: &str) -> bool {
    word.matches('.').count() >= 3 || word.contains("0x") || word.matches(':').count() > 1
}

/// A postcode, of whichever country.
pub(super) fn postcode(value: &Value<'_>) -> Verdict {
    let alike = value.matched().bytes().filter(u8::is_ascii_digit).all(|byte| byte == b'0');
    if value.is_glued() || number::goes_on(value) || is_group(value) || alike || !is_postcode(value.matched()) {
        return Verdict::Refused;
    }
    Verdict::Undecided(value.span)
}

/// Whether a number is a group of a longer one: of four digits beside four others, or between the colons of an IPv6 address.
fn is_group(value: &Value<'_>) -> bool {
    let four = value.matched().len() == 4 && value.matched().bytes().all(|byte| byte.is_ascii_digit());
    let (left, right) = number::row(value);
    if four && (left == 4 || right == 4) {
        return true;
    }
    let after = value.after().strip_prefix(':').map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_hexdigit()));
    let before = value.before().strip_suffix(':').map(|rest| rest.trim_end_matches(|c: char| c.is_ascii_hexdigit()));
    after.is_some_and(|rest| rest.starts_with(':')) || before.is_some_and(|rest| rest.ends_with(':'))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{AddressLine, PostalLine, Postcode, StreetAddress};

    #[test]
    fn streets_take_their_tails_along() {
        for (text, expected) in [
            ("at ⟦12 High Street⟧, London SW1A 1AA.", "V 12 High Street, London SW1A 1AA"),
            ("at ⟦12 Okafor Close⟧ now", "U 12 Okafor Close"),
            ("at ⟦12 Downing Street.⟧", "V 12 Downing Street"),
            ("at ⟦12 Downing St.⟧", "V 12 Downing St."),
            ("at ⟦12 Downing Blvd.⟧", "V 12 Downing Blvd."),
            ("Chapter ⟦3 The Road.⟧", "-"),
            ("a ⟦100 Mile Road⟧ trip", "-"),
            ("the ⟦21 Jump Street⟧ film", "-"),
            ("at ⟦2 Long Way⟧ off", "-"),
            ("at 3.⟦12 High Street⟧", "-"),
            ("x⟦12 High Street⟧", "-"),
            ("Copyright ⟦1994-1997, Thomas Roe Lane⟧", "-"),
            ("Copyright ⟦1994, Thomas Roe Lane⟧", "-"),
            ("at ⟦1994 Thomas Roe Lane⟧", "V 1994 Thomas Roe Lane"),
        ] {
            assert_eq!(probe(StreetAddress, text), expected, "{text}");
        }
    }

    #[test]
    fn lines_hold_a_number_and_a_proper_word() {
        for (text, expected) in [
            ("Address: ⟦Teatinos 180.⟧", "V Teatinos 180"),
            ("Address: ⟦12 Polna, Warszawa. Phone: 555⟧", "V 12 Polna, Warszawa"),
            ("Address: ⟦Polna 3⟧\n00-950 Warszawa", "V Polna 3\n00-950 Warszawa"),
            ("Address: ⟦10.0.0.1 Port 80⟧", "-"),
            ("Address: ⟦http://Example 5⟧", "-"),
            ("Address: ⟦Example@example.com 5⟧", "-"),
            ("at ⟦Oakland, hereby gives all rights to 354 Units⟧", "-"),
            ("at ⟦Oak House 7, hereby gives all rights⟧", "V Oak House 7"),
            ("Address: ⟦óptimo (110/90) Así⟧", "-"),
            ("Address: ⟦see below⟧", "-"),
            ("Address: ⟦Warszawa⟧", "-"),
        ] {
            assert_eq!(probe(AddressLine, text), expected, "{text}");
        }
    }

    #[test]
    fn a_town_and_its_postcode_make_an_address() {
        for (text, expected) in [
            ("Toonlei ⟦5, 9918⟧ Hoeleden.", "V Toonlei 5, 9918 Hoeleden"),
            ("Etzlerring ⟦9046\n9350⟧5 Waren", "V Etzlerring 9046\n93505 Waren"),
            ("Harmica ⟦2a/6\n2697⟧5 Zlatar", "V Harmica 2a/6\n26975 Zlatar"),
            ("at Bořivojova ⟦826, 340 3⟧8 Vejprty", "V Bořivojova 826, 340 38 Vejprty"),
            ("Toonlei ⟦5, 2004⟧ Hoeleden.", "-"),
            ("Toonlei ⟦5, 9918⟧ and", "-"),
            ("Toonlei ⟦5, 9918⟧\n\n -- Ada Roe", "-"),
            ("Toonlei ⟦5\nA-5020⟧ Hoeleden-sur-Qwert", "V Toonlei 5\nA-5020 Hoeleden-sur-Qwert"),
            ("Toonlei ⟦5, 9918⟧", "-"),
            ("May ⟦5, 1000⟧0 Vejprty", "-"),
            ("he is at rue de Bovet ⟦472\n9709⟧ Pasquier", "V rue de Bovet 472\n9709 Pasquier"),
            ("he is at Trg bana Jelača ⟦4, 9709⟧ Pasquier", "V Trg bana Jelača 4, 9709 Pasquier"),
            ("there were ⟦4, 9709⟧ Pasquier", "-"),
            ("The Qwert Table ⟦5, 9918⟧ Hoeleden", "-"),
        ] {
            assert_eq!(probe(PostalLine, text), expected, "{text}");
        }
    }

    #[test]
    fn postcodes_stand_alone() {
        for (text, expected) in [
            ("CP ⟦28034⟧", "U 28034"),
            ("⟦SW1A 1AA⟧", "U SW1A 1AA"),
            ("⟦00000⟧", "-"),
            ("⟦28034⟧.5", "-"),
            ("a⟦28034⟧", "-"),
            ("⟦28⟧", "-"),
            ("PLZ, IP ⟦2001⟧:db8:1::5", "-"),
            ("IP 2001:db8:⟦2803⟧", "-"),
            ("PLZ:⟦28034⟧: ok", "U 28034"),
            ("⟦0129⟧ 7303 6622, Postcode", "-"),
            ("0129 7303 ⟦6622⟧, Postcode", "-"),
            ("PLZ ⟦1010⟧ 12", "U 1010"),
        ] {
            assert_eq!(probe(Postcode, text), expected, "{text}");
        }
    }
}
