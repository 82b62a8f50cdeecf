//! Postal addresses: another house of an invented street in an invented town, with a postcode that no place has.
//!
//! What kind of street it is, units, directions, states and countries stay, and so does every separator. The same word of two
//! addresses becomes the same word.

use super::Maker;
use super::culture::Role;
use super::draw::permute;
use super::fold::fold;
use super::names::{Class, Names};
use super::persona::cased;
use super::postcode::Table;
use super::street::{self, Style};

/// A part of an address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece<'v> {
    Word(&'v str),
    /// Something with a digit in it: `12`, `4B`, `SW1A`.
    Number(&'v str),
    Between(&'v str),
}

impl<'v> Piece<'v> {
    fn text(self) -> &'v str {
        match self {
            Piece::Word(text) | Piece::Number(text) | Piece::Between(text) => text,
        }
    }
}

/// The address as it is read.
struct Read<'v> {
    pieces: Vec<Piece<'v>>,
    /// For each piece how many pieces from it on are a postcode, and of which country.
    codes: Vec<Option<(usize, &'static str)>>,
    style: &'static Style,
    /// Whether all letters are capitals.
    capitals: bool,
}

/// Most pieces of a postcode: two halves and what is between.
const CODE: usize = 3;

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c)
}

/// Words, numbers, and what stands between.
fn pieces(value: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = value;
    while let Some(first) = rest.chars().next() {
        let joined = |c: char| is_letter(c) || c.is_ascii_digit();
        let end = if joined(first) { rest.find(|c| !joined(c)) } else { rest.find(joined) };
        let Some((piece, after)) = rest.split_at_checked(end.unwrap_or(rest.len())) else { break };
        let digit = piece.find(|c: char| c.is_ascii_digit());
        match (joined(first), digit) {
            (false, _) => pieces.push(Piece::Between(piece)),
            (true, None) => pieces.push(Piece::Word(piece)),
            // `Hauptstr5`: a word and a number.
            (true, Some(at)) => match piece.split_at_checked(at).filter(|(word, _)| word.chars().count() > 2) {
                Some((word, number)) => pieces.extend([Piece::Word(word), Piece::Number(number)]),
                None => pieces.push(Piece::Number(piece)),
            },
        }
        rest = after;
    }
    pieces
}

impl<'v> Read<'v> {
    /// Reads an address. `None` if a word of it is not in Latin letters.
    fn new(table: &Table, value: &'v str) -> Option<Self> {
        let pieces = pieces(value);
        let words =
            pieces.iter().filter_map(|piece| if let Piece::Word(word) = piece { Some(fold(word)) } else { None });
        let words: Vec<String> = words.collect::<Option<_>>()?;
        let mut said = pieces.iter().filter(|piece| !matches!(piece, Piece::Between(_)));
        let numbered = matches!(said.next(), Some(Piece::Number(_)));
        let style = street::style(&words, numbered, matches!(said.next(), Some(Piece::Word(_))));
        let mut read =
            Self { codes: Vec::new(), style, capitals: !value.chars().any(char::is_lowercase), pieces: pieces.clone() };
        let mut at = 0;
        while at < pieces.len() {
            let code = read.code_at(table, at);
            let length = code.map_or(1, |(length, _)| length);
            read.codes.push(code);
            read.codes.extend(std::iter::repeat_n(None, length - 1));
            at += length;
        }
        Some(read)
    }

    /// How many pieces from a place on are a postcode. The first number of an address is none if nothing stands before it, and neither
    /// is one that belongs to a box.
    fn code_at(&self, table: &Table, at: usize) -> Option<(usize, &'static str)> {
        let before = self.pieces.get(..at)?;
        let after_box = before.iter().rev().find(|piece| !matches!(piece, Piece::Between(_)));
        let boxed =
            matches!(after_box, Some(Piece::Word(word)) if fold(word).is_some_and(|word| street::is_box(&word)));
        if before.is_empty() || boxed {
            return None;
        }
        (1..=CODE).rev().find_map(|length| {
            let taken = self.pieces.get(at..at + length)?;
            let fits = taken.iter().all(|piece| match piece {
                Piece::Between(between) => matches!(*between, " " | "-"),
                Piece::Word(word) => word.len() == 2,
                Piece::Number(_) => true,
            });
            let ends = [taken.first()?, taken.last()?].iter().all(|piece| !matches!(piece, Piece::Between(_)));
            let text: String = taken.iter().map(|piece| piece.text()).collect();
            let countries = self.style.countries.iter().filter(|_| fits && ends);
            let country = countries.copied().find(|country| table.has_form(&text, country))?;
            Some((length, country))
        })
    }

    /// A postcode that begins with a piece, with the country it is of.
    fn code(&self, at: usize) -> Option<(String, &'static str)> {
        let (length, country) = self.codes.get(at).copied().flatten()?;
        Some((self.pieces.get(at..at + length)?.iter().map(|piece| piece.text()).collect(), country))
    }
}

/// An address in an invented place. `None` if it is not in Latin letters, or nothing of it names a place.
pub(super) fn write(maker: &mut Maker<'_>, table: &Table, value: &str) -> Option<String> {
    let read = Read::new(table, value)?;
    let codes: String = (0..read.pieces.len()).filter_map(|at| Some(read.code(at)?.0)).collect();
    let mut out = String::with_capacity(value.len() + 16);
    let (mut at, mut boxed, mut invented) = (0, false, false);
    while let Some(piece) = read.pieces.get(at).copied() {
        if let (Some((code, country)), Some(Some((length, _)))) = (read.code(at), read.codes.get(at)) {
            out.push_str(&table.write(maker, &code, Some(country), false)?);
            at += length;
            continue;
        }
        match piece {
            Piece::Between(between) => out.push_str(between),
            Piece::Word(word) => {
                let folded = fold(word)?;
                let kept = street::is_kept(word, &folded, read.capitals);
                boxed = kept && (boxed || street::is_box(&folded));
                if kept {
                    out.push_str(word);
                } else {
                    out.push_str(&place(maker, read.style, word)?);
                    invented = true;
                }
            }
            Piece::Number(number) if boxed => {
                out.push_str(&box_number(maker, number)?);
                invented = true;
            }
            Piece::Number(number) if is_ordinal(number) => {
                let like = if read.capitals { "XX" } else { "Xx" };
                out.push_str(&cased(&invent(maker, read.style, &number.to_lowercase())?, like));
                invented = true;
            }
            Piece::Number(number) => out.push_str(&house_number(maker, number, &codes)),
        }
        boxed &= !matches!(piece, Piece::Number(_));
        at += 1;
    }
    invented.then_some(out)
}

/// Whether an address is one that [`write`] makes: every word of it that stays nowhere is an invented one, every number of a box begins
/// with 0, and no place has its postcodes.
pub(super) fn is_invented(names: &Names, table: &Table, value: &str) -> bool {
    let Some(read) = Read::new(table, value) else { return false };
    let (mut boxed, mut any, mut skip) = (false, false, 0);
    for (at, piece) in read.pieces.iter().enumerate() {
        if let Some((code, country)) = read.code(at) {
            // It may stand alone elsewhere in the record, where nobody knew the country.
            if !table.holds(&code, Some(country)) && !table.holds(&code, None) {
                return false;
            }
            skip = read.codes.get(at).copied().flatten().map_or(0, |(length, _)| length);
        }
        if skip > 0 {
            skip -= 1;
            continue;
        }
        match piece {
            Piece::Between(_) => {}
            Piece::Word(word) => {
                let folded = fold(word).unwrap_or_default();
                let kept = street::is_kept(word, &folded, read.capitals);
                boxed = kept && (boxed || street::is_box(&folded));
                // Two words that a hyphen joins may be one name.
                let next = match read.pieces.get(at + 1..at + 3) {
                    Some([Piece::Between("-"), Piece::Word(next)]) if !kept => Some(next),
                    _ => None,
                };
                let two = |next: &&str| is_made(&read, next, |next| names.makes_two(&format!("{folded}{next}")));
                if next.is_some_and(two) {
                    skip = 2;
                } else if !kept && !is_made(&read, word, |word| names.makes(word)) {
                    return false;
                }
                any |= !kept;
            }
            Piece::Number(number) => {
                let safe = boxed && number.starts_with('0');
                if (boxed && !safe) || is_ordinal(number) {
                    return false;
                }
                any |= safe;
                boxed = false;
            }
        }
    }
    any
}

/// Whether a word, or the word without what kind of street it is, passes a test.
fn is_made(read: &Read<'_>, word: &str, test: impl Fn(&str) -> bool) -> bool {
    let stem = || street::stem(read.style, word).and_then(|(stem, _)| fold(stem));
    fold(word).is_some_and(|word| test(&word)) || stem().is_some_and(|stem| test(&stem))
}

/// `5th`: the name of a street.
fn is_ordinal(number: &str) -> bool {
    let ending = number.trim_start_matches(|c: char| c.is_ascii_digit()).to_lowercase();
    ending.len() < number.len() && matches!(ending.as_str(), "st" | "nd" | "rd" | "th")
}

/// A word of a street's or town's name. What kind of street it is stays at its end.
fn place(maker: &mut Maker<'_>, style: &Style, word: &str) -> Option<String> {
    let (stem, ending) = street::stem(style, word).unwrap_or((word, ""));
    Some(format!("{}{ending}", cased(&invent(maker, style, &fold(stem)?)?, stem)))
}

/// The invented word for a folded one.
fn invent(maker: &mut Maker<'_>, style: &Style, word: &str) -> Option<String> {
    let (names, key, shared) = (maker.names, maker.key, maker.shared);
    let own = names.class(word, &[], true);
    // Words of our lists are permuted within their class where records do not know of each other.
    let class = if shared && names.is_listed(word) {
        own
    } else {
        let nigerian = names.is_listed(word)
            && names.culture(own.culture).is_some_and(|own| street::NIGERIAN_CULTURES.contains(&own.name.as_str()));
        let culture = if nigerian && style.is_english() { own.culture } else { names.place_of(style.culture) };
        Class { culture, role: Role::Surname }
    };
    maker.assign("place", word, |draw| names.draw(class, word, key, shared, draw))
}

/// Another number with as many digits, its letters as they are. No two of an address's length become the same one; in a scope in which
/// values do not know of each other it also depends on the postcodes, of which there are few.
fn house_number(maker: &Maker<'_>, number: &str, codes: &str) -> String {
    let mut tweak = maker.tweak.to_vec();
    if maker.shared {
        tweak.extend(codes.bytes());
    }
    let mut out = String::with_capacity(number.len());
    let mut rest = number;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let end = rest.get(start..).and_then(|digits| digits.find(|c: char| !c.is_ascii_digit()));
        let end = end.map_or(rest.len(), |length| start + length);
        let (Some(before), Some(digits), Some(after)) = (rest.get(..start), rest.get(start..end), rest.get(end..))
        else {
            break;
        };
        out.push_str(before);
        out.push_str(&other_digits(maker, digits, &tweak));
        rest = after;
    }
    out + rest
}

/// Other digits, as many, and with a zero in front only if there was one.
fn other_digits(maker: &Maker<'_>, digits: &str, tweak: &[u8]) -> String {
    let width = digits.len();
    let power = u32::try_from(width).ok().and_then(|width| 10u64.checked_pow(width));
    let (Some(all), Ok(number)) = (power, digits.parse::<u64>()) else { return "0".repeat(width) };
    // Numbers below this have a zero in front.
    let first = all / 10;
    let place = if number < first {
        permute(maker.key, [b"zeros", tweak], number, first)
    } else {
        first + permute(maker.key, [b"house", tweak], number - first, all - first)
    };
    format!("{place:0width$}")
}

/// Another number of a box, which begins with 0, as none does.
fn box_number(maker: &mut Maker<'_>, number: &str) -> Option<String> {
    let width = number.len().checked_sub(1)?;
    let size = 10u64.checked_pow(u32::try_from(width).ok()?)?;
    let number = number.to_lowercase();
    if maker.shared {
        return None;
    }
    maker.assign("box", &number, |draw| {
        let digits = if width == 0 { String::new() } else { format!("{:0width$}", draw.below(size)) };
        Some(format!("0{digits}"))
    })
}
