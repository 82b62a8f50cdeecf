//! Coordinates of places where nobody lives: open sea.
//!
//! Every latitude and every longitude gets another one of its own, so that a pair and its halves agree. Decimals, degrees, minutes and
//! seconds stay what they are; the hemisphere becomes that of the sea.

use serde::Deserialize;

use super::Maker;
use super::draw::Draw;
use super::internet::sourced;
use super::reserved::WIDE;

/// A row of the table: a square of sea.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "Row")]
pub(super) struct Sea {
    /// Degrees, south and west being less than 0, of latitude and longitude alike.
    from: i16,
    to: i16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    from: i16,
    to: i16,
    source: String,
    date: String,
}

impl TryFrom<Row> for Sea {
    type Error = String;

    fn try_from(row: Row) -> Result<Self, String> {
        sourced(&row.source, &row.date)?;
        // One sign, so that no form of writing crosses the equator or Greenwich.
        let fits = row.from < row.to && row.to < 0 && row.from >= -90;
        fits.then_some(Self { from: row.from, to: row.to })
            .ok_or_else(|| "a square of sea is south and west".to_owned())
    }
}

/// A part of a written pair of coordinates.
#[derive(Clone, Copy)]
enum Piece<'v> {
    Number(&'v str),
    /// The letter of a hemisphere.
    Letter(char),
    Between(&'v str),
}

/// Numbers, letters of hemispheres, and what stands between. `None` if there is another letter.
fn pieces(value: &str) -> Option<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let mut rest = value;
    while let Some(first) = rest.chars().next() {
        let number = |c: char| c.is_ascii_digit() || c == '.';
        let end = if first.is_ascii_digit() {
            rest.find(|c| !number(c)).unwrap_or(rest.len())
        } else if first.is_alphanumeric() {
            first.len_utf8()
        } else {
            rest.find(char::is_alphanumeric).unwrap_or(rest.len())
        };
        let (piece, after) = rest.split_at_checked(end)?;
        let point = piece.len() - piece.trim_end_matches('.').len();
        pieces.push(match first {
            _ if first.is_ascii_digit() && point == 0 && piece.matches('.').count() < 2 => Piece::Number(piece),
            'N' | 'S' | 'E' | 'W' | 'O' | 'n' | 's' | 'e' | 'w' | 'o' => Piece::Letter(first),
            _ if first.is_alphanumeric() => return None,
            _ => Piece::Between(piece),
        });
        rest = after;
    }
    Some(pieces)
}

/// Numbers of one coordinate: degrees alone, with minutes, or with minutes and seconds. `None` if it is no coordinate or pair.
fn numbers_each(pieces: &[Piece<'_>]) -> Option<usize> {
    match pieces.iter().filter(|piece| matches!(piece, Piece::Number(_))).count() {
        1 | 2 => Some(1),
        4 => Some(2),
        6 => Some(3),
        _ => None,
    }
}

/// How many decimals a number has.
fn decimals(number: &str) -> usize {
    number.split_once('.').map_or(0, |(_, decimals)| decimals.len())
}

impl Sea {
    /// Whether a pair of coordinates, or one, is in the square.
    pub(super) fn holds(self, value: &str) -> bool {
        let Some(pieces) = pieces(value) else { return false };
        let Some(each) = numbers_each(&pieces) else { return false };
        let letters = pieces.iter().any(|piece| matches!(piece, Piece::Letter(_)));
        let (mut count, mut minus) = (0, false);
        pieces.iter().all(|piece| match piece {
            Piece::Number(number) => {
                count += 1;
                let degrees = number.split('.').next().and_then(|degrees| degrees.parse::<i16>().ok());
                let within = degrees.is_some_and(|degrees| self.degrees().contains(&degrees));
                (count - 1) % each != 0 || (within && (letters || minus))
            }
            Piece::Letter(letter) => matches!(letter, 'S' | 's' | 'W' | 'w'),
            Piece::Between(between) => {
                minus = between.ends_with('-');
                true
            }
        })
    }

    /// Whole degrees without their sign.
    fn degrees(self) -> std::ops::Range<i16> {
        -self.to..-self.from
    }

    /// A number of a coordinate, with as many decimals and as many digits before them.
    fn number(self, like: &str, is_degrees: bool, draw: &mut Draw<'_>) -> String {
        let range = self.degrees();
        let (first, size) = if is_degrees { (range.start, range.end - range.start) } else { (0, 60) };
        let whole = first + i16::try_from(draw.below(u64::try_from(size).unwrap_or(1))).unwrap_or_default();
        let width = like.split('.').next().map_or(0, str::len);
        let mut written = format!("{whole:0width$}");
        let count = decimals(like);
        written.extend((0..count.min(1)).map(|_| '.'));
        written.extend((0..count).filter_map(|_| char::from_digit(u32::try_from(draw.below(10)).ok()?, 10)));
        written
    }

    /// The coordinates with every number replaced. `None` if they are not read, or are not exact enough for a scope in which values
    /// do not know of each other.
    pub(super) fn write(self, maker: &mut Maker<'_>, value: &str) -> Option<String> {
        let pieces = pieces(value)?;
        let each = numbers_each(&pieces)?;
        let letters = pieces.iter().any(|piece| matches!(piece, Piece::Letter(_)));
        let new = self.numbers(maker, &coordinates(&pieces, each)?)?;
        let mut new = new.iter().enumerate();
        let mut out = String::with_capacity(value.len() + 2);
        for piece in pieces {
            match piece {
                Piece::Letter(letter) => {
                    let south = matches!(letter, 'N' | 'S' | 'n' | 's');
                    let new = if south { 's' } else { 'w' };
                    out.push(if letter.is_uppercase() { new.to_ascii_uppercase() } else { new });
                }
                Piece::Between(between) => out.push_str(between),
                Piece::Number(_) => {
                    let (place, number) = new.next()?;
                    // A sign beside a letter says it twice.
                    if place % each == 0 && !letters {
                        let unsigned = out.strip_suffix(['+', '-', '\u{2212}']).map_or(out.len(), str::len);
                        out.truncate(unsigned);
                        out.push('-');
                    }
                    out.push_str(number);
                }
            }
        }
        self.holds(&out).then_some(out)
    }

    /// Another number for each of those of some coordinates.
    fn numbers(self, maker: &mut Maker<'_>, all: &[Coordinate<'_>]) -> Option<Vec<String>> {
        let make = |one: &Coordinate<'_>, draw: &mut Draw<'_>| -> String {
            let numbers = one.numbers.iter().enumerate().map(|(place, number)| self.number(number, place == 0, draw));
            numbers.collect::<Vec<_>>().join(" ")
        };
        let identity = |one: &Coordinate<'_>| format!("{}{}", if one.minus { "-" } else { "" }, one.numbers.join(" "));
        let new: Vec<String> = if maker.shared {
            if all.iter().map(|one| self.room(one)).fold(1, u128::saturating_mul) < WIDE {
                return None;
            }
            let both: Vec<String> = all.iter().map(identity).collect();
            let all_of = |draw: &mut Draw<'_>| all.iter().map(|one| make(one, draw)).collect::<Vec<_>>().join(" ");
            vec![maker.assign("coordinates", &both.join(" "), |draw| Some(all_of(draw)))?]
        } else {
            let one = |one| maker.assign("coordinate", &identity(one), |draw| Some(make(one, draw)));
            all.iter().map(one).collect::<Option<_>>()?
        };
        Some(new.join(" ").split(' ').map(str::to_owned).collect())
    }

    /// How many others there are for a coordinate.
    fn room(self, one: &Coordinate<'_>) -> u128 {
        let degrees = u128::try_from(self.to - self.from).unwrap_or(1);
        let each = one.numbers.iter().enumerate().map(|(place, number)| {
            let whole = if place == 0 { degrees } else { 60 };
            whole.saturating_mul(10u128.saturating_pow(u32::try_from(decimals(number)).unwrap_or(u32::MAX)))
        });
        each.fold(1, u128::saturating_mul)
    }
}

/// A latitude or a longitude.
struct Coordinate<'v> {
    numbers: Vec<&'v str>,
    /// Whether it is south or west.
    minus: bool,
}

/// The coordinates of which each has so many numbers.
fn coordinates<'v>(pieces: &[Piece<'v>], each: usize) -> Option<Vec<Coordinate<'v>>> {
    let mut all: Vec<Coordinate<'v>> = Vec::new();
    let mut letters = Vec::new();
    let (mut count, mut minus) = (0, false);
    for piece in pieces {
        match *piece {
            Piece::Number(number) => {
                if count % each == 0 {
                    all.push(Coordinate { numbers: vec![number], minus });
                } else {
                    all.last_mut()?.numbers.push(number);
                }
                (count, minus) = (count + 1, false);
            }
            Piece::Letter(letter) => letters.push(matches!(letter, 'S' | 's' | 'W' | 'w')),
            Piece::Between(between) => minus = between.ends_with(['-', '\u{2212}']),
        }
    }
    // One letter for each, or none.
    if !letters.is_empty() && letters.len() != all.len() {
        return None;
    }
    all.iter_mut().zip(letters).for_each(|(one, minus)| one.minus = minus);
    Some(all)
}
