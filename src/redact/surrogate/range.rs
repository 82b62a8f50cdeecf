//! A row of the table of numbers that are nobody's, and how a number of it is written and known again.
//!
//! What a rule takes a number for is told by its label and digits, and a surrogate may be taken for something else than what it stands
//! for: `Tax ID: 0…` may be of any country. So whether a number is one of ours is asked of the number, whatever it is taken for. Where a
//! range is no rarity among numbers of its length, those of its numbers that are written have a mark ([`mark`]), lest a real number pass
//! because it begins as the surrogates of another country's do.

use serde::Deserialize;

use super::check_digit::Check;
use super::draw::Draw;
use super::internet::sourced;
use super::mark;
use super::reserved::WIDE;
use crate::core::EntityType;

/// Of so many numbers of its length a template has one, mark and check digits included, or its numbers have a mark of more bits.
const RARE: u128 = 1_000_000;

/// What of so many numbers of its length has one is left alone whatever it is taken for.
const RARE_ENOUGH: u128 = 5000;

/// So many numbers of a template are left, or the mark has fewer bits.
const LEFT: u128 = 900;

/// So many times as many numbers are looked through as one has the mark of.
const TRIES: u64 = 40;

/// One row of the table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Range {
    pub(super) entity: EntityType,
    /// Calling code of the country whose telephone numbers these are; the templates begin with it.
    #[serde(default)]
    pub(super) country: Option<String>,
    /// Digits of the area code of these telephone numbers behind that of the country, or of what stands for one.
    #[serde(default)]
    pub(super) area: Option<usize>,
    /// Whether they are of mobile telephones, in a country whose numbers say so.
    #[serde(default)]
    pub(super) mobile: bool,
    /// Numbers as templates: `#` is any digit, `@` any letter, `x` a hexadecimal digit, `?` a check digit; digits and capital
    /// letters stand for themselves.
    templates: Vec<String>,
    /// How the check digits are reckoned.
    #[serde(default)]
    check: Check,
    /// Who says that these numbers are nobody's.
    source: String,
    /// When that was looked up (`YYYY-MM-DD`).
    date: String,
    /// What else is to be said.
    #[serde(default)]
    note: Option<String>,
}

/// One of the templates filled in: of those that begin with the same character as the value, or are wide enough for a shared
/// scope.
pub(super) fn pick(all: &[(&Range, &str)], canonical: &str, shared: bool, draw: &mut Draw<'_>) -> Option<String> {
    let sized = all.iter().map(|(range, template)| (*range, *template, capacity(template)));
    let wide: Vec<_> = sized.filter(|(_, _, size)| !shared || *size >= WIDE).collect();
    let alike = |(_, template, _): &&(&Range, &str, u128)| template.get(..1) == canonical.get(..1);
    let alike: Vec<_> = if shared { Vec::new() } else { wide.iter().filter(alike).copied().collect() };
    let all_of = |pool: &[(&Range, &str, u128)]| pool.iter().map(|(_, _, size)| size).sum::<u128>();
    // When all that begin alike are taken, any will do.
    let most = u32::try_from(all_of(&alike).saturating_mul(8)).unwrap_or(u32::MAX);
    let pool = if alike.is_empty() || draw.attempt() >= most { wide } else { alike };
    let mut at = u128::from(draw.below(u64::try_from(all_of(&pool)).unwrap_or(u64::MAX)));
    let (range, template, _) = pool.into_iter().find(|(_, _, size)| {
        let here = at < *size;
        at = at.saturating_sub(*size);
        here
    })?;
    range.fill(template, shared, draw)
}

/// How many numbers a template stands for.
pub(super) fn capacity(template: &str) -> u128 {
    let choices = template.chars().map(|c| match c {
        '#' => 10u128,
        '@' => 26,
        'x' => 16,
        _ => 1,
    });
    choices.fold(1, u128::saturating_mul)
}

impl Range {
    /// The templates, without the spaces that make them readable.
    pub(super) fn templates(&self) -> impl Iterator<Item = &str> {
        self.templates.iter().map(String::as_str)
    }

    /// What is wrong with the row.
    pub(super) fn complaint(&self) -> Option<String> {
        let known = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || matches!(c, '#' | '@' | 'x' | '?');
        let country = self.country.as_deref().unwrap_or_default();
        if self.templates.is_empty() || self.note.as_ref().is_some_and(String::is_empty) {
            return Some("there is no template, or the note is empty".to_owned());
        }
        if let Err(complaint) = sourced(&self.source, &self.date) {
            return Some(complaint);
        }
        let bad = self.templates().find(|template| !template.chars().all(known) || !template.starts_with(country));
        bad.map(|template| format!("`{template}` is not a template"))
    }

    /// Whether a number lies in the range, whatever its mark and check digits.
    pub(super) fn holds(&self, canonical: &str) -> bool {
        self.templates().any(|template| matches(template, canonical))
    }

    /// Whether a number is one that is written from this range and next to no other number is, with its country code or without.
    pub(super) fn wrote(&self, number: &str) -> bool {
        let Some(country) = self.country.as_deref() else {
            return self.templates().any(|template| self.is_marked(template, number));
        };
        let whole = ["00", "011"].into_iter().find_map(|prefix| number.strip_prefix(prefix)).unwrap_or(number);
        // Without the 0 before it, less tells a national number from others of its length.
        let (national, least) = number.strip_prefix('0').map_or((number, RARE), |national| (national, RARE_ENOUGH));
        self.templates().any(|template| {
            let own = template.strip_prefix(country).filter(|own| rarity(own) >= least);
            matches(template, whole) || own.is_some_and(|own| matches(own, national))
        })
    }

    fn is_marked(&self, template: &str, number: &str) -> bool {
        let least = [true, false].into_iter().filter(|shared| !shared || capacity(template) >= WIDE);
        let rare = |bits: &u32| rarity(template) << bits >= RARE_ENOUGH;
        matches(template, number)
            && least
                .map(|shared| bits(template, shared))
                .find(rare)
                .is_some_and(|bits| mark::of(&body(template, number)) >= bits)
            && self.check.is_valid(number)
    }

    /// A number with a mark. Some digits allow no check digit; others are drawn then.
    pub(super) fn fill(&self, template: &str, shared: bool, draw: &mut Draw<'_>) -> Option<String> {
        let bits = bits(template, shared);
        let mut number = String::with_capacity(template.len());
        draw.many(TRIES << bits).find_map(|drawn| {
            fill_once(template, drawn, &mut number);
            (mark::of(&number) >= bits).then(|| self.check.complete(&number)).flatten()
        })
    }
}

/// Bits of the mark of a template's numbers. In a scope in which values do not know of each other a wide range stays wide.
fn bits(template: &str, shared: bool) -> u32 {
    let (size, rarity) = (capacity(template), rarity(template));
    let left = if shared { WIDE.min(size) } else { LEFT };
    let allowed = |bits: &u32| *bits == 0 || size >> bits >= left;
    let enough = |bits: &u32| rarity << bits >= RARE;
    let most = (0..u64::BITS).take_while(allowed).last().unwrap_or_default();
    (0..=most).find(enough).unwrap_or(most)
}

/// Of how many numbers of its length a template has one.
fn rarity(template: &str) -> u128 {
    let choices = template.chars().map(|c| match c {
        '#' | '@' | 'x' => 1u128,
        c if c.is_ascii_uppercase() => 26,
        _ => 10,
    });
    // Bits are added to it.
    choices.fold(1, u128::saturating_mul).min(1 << 64)
}

/// A number of the template with its check digits left out.
fn body(template: &str, number: &str) -> String {
    template.chars().zip(number.chars()).map(|(t, c)| if t == '?' { t } else { c }).collect()
}

/// Writes the number of a template that a drawn number stands for, without its check digits.
fn fill_once(template: &str, drawn: u64, out: &mut String) {
    // Without I and O, which some of these numbers do not have.
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
    const DIGITS: &[u8] = b"0123456789ABCDEF";
    let mut left = drawn;
    let mut of = |choices: &[u8]| {
        let count = u64::try_from(choices.len()).unwrap_or(1).max(1);
        let chosen = usize::try_from(left % count).ok().and_then(|place| choices.get(place));
        left /= count;
        chosen.map_or('0', |byte| char::from(*byte))
    };
    out.clear();
    out.extend(template.chars().map(|c| match c {
        '#' => of(DIGITS.get(..10).unwrap_or_default()),
        'x' => of(DIGITS),
        '@' => of(LETTERS),
        other => other,
    }));
}

/// Whether a number is one that a template stands for. Check digits may be any.
fn matches(template: &str, number: &str) -> bool {
    // Templates are ASCII, and no byte of another character is one of theirs.
    let same = |(t, c): (u8, u8)| match t {
        b'#' => c.is_ascii_digit(),
        b'?' => c.is_ascii_digit() || c.is_ascii_uppercase(),
        b'@' => c.is_ascii_uppercase(),
        b'x' => c.is_ascii_hexdigit(),
        literal => literal == c,
    };
    template.len() == number.len() && template.bytes().zip(number.bytes()).all(same)
}

/// A number in the shape of a written value: its letters and digits in place of those of the value, one by one, letters in the
/// case of the letter they replace. `None` unless there are as many.
pub(super) fn in_shape(value: &str, number: &str) -> Option<String> {
    let mut new = number.chars();
    let lower = value.chars().any(char::is_lowercase) && !value.chars().any(char::is_uppercase);
    let case = |c: char| if lower { c.to_ascii_lowercase() } else { c };
    let shaped: Option<String> =
        value.chars().map(|c| if c.is_alphanumeric() { new.next().map(case) } else { Some(c) }).collect();
    shaped.filter(|_| new.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_is_that_of_the_value() {
        assert_eq!(in_shape("078-05-1120", "666123456").as_deref(), Some("666-12-3456"));
        assert_eq!(in_shape("ab 12 c", "XY99Z").as_deref(), Some("xy 99 z"));
        assert_eq!(in_shape("1234", "123"), None);
        assert_eq!(in_shape("12", "123"), None);
    }
}
