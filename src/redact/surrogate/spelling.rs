//! How invented names of one kind are spelled: one piece of every row, one after the other.
//!
//! Of four rows the third is for longer names alone, which are drawn where a record has taken many short ones. Of any other number the
//! middle one is taken more than once for those.

use std::sync::OnceLock;

use super::mark::{self, Mark};
use super::script::plain;

/// Most pieces of the middle row that a longer name has more than a short one.
pub(super) const LONGER: usize = 2;

/// Of so many names at most it is reckoned once which have the mark. Kinds of our own files have fewer than a million.
const MOST_KEPT: u64 = 1 << 22;

/// The pieces of names of one kind.
#[derive(Debug)]
pub(super) struct Spelling {
    rows: Vec<Vec<String>>,
    /// The pieces as they are compared.
    plain: Vec<Vec<String>>,
    /// Number of names with so many middle pieces more.
    sizes: [u64; LONGER + 1],
    bits: u32,
    /// Which names have the mark, a bit each; of names without and with one more middle piece.
    marked: [OnceLock<Vec<u64>>; 2],
}

impl Spelling {
    pub(super) fn new(rows: Vec<Vec<String>>) -> Self {
        let plain = rows.iter().map(|row| row.iter().map(|piece| fold_or_empty(piece)).collect()).collect();
        let mut sizes = [0; LONGER + 1];
        for (longer, size) in sizes.iter_mut().enumerate().filter(|_| !rows.is_empty()) {
            *size = spread(&rows, longer).fold(1, |size: u64, row| size.saturating_mul(row.len() as u64));
        }
        let [short, longer, _] = sizes;
        let bits = if is_linked(&rows) { mark::bits_of_short(short) } else { mark::bits(longer) };
        Self { rows, plain, sizes, bits, marked: Default::default() }
    }

    /// The rows of pieces.
    pub(super) fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// Number of names with so many middle pieces more, at most [`LONGER`].
    pub(super) fn size(&self, longer: usize) -> u64 {
        self.sizes.get(longer).copied().unwrap_or_default()
    }

    /// How many middle pieces more the two lengths of names have that an attempt draws from: the more names a record has, the longer they
    /// may be. Soon, since every attempt tries hundreds.
    pub(super) fn lengths(&self, attempt: u32) -> [usize; 2] {
        match (is_linked(&self.rows), attempt) {
            (true, 0..=3) => [0, 0],
            (true, 4..=9) | (false, 0..=2) => [0, 1],
            (false, 3..=8) => [1, 1],
            (true, _) => [1, LONGER],
            (false, _) => [LONGER, LONGER],
        }
    }

    /// How many middle pieces more the second part of a name of two has, where the first has one. By a drawn number below eight.
    pub(super) fn second_part(&self, number: u64) -> usize {
        usize::from(!is_linked(&self.rows) && number > 0)
    }

    /// Bits of the mark that the names have.
    pub(super) fn bits(&self) -> u32 {
        self.bits
    }

    /// The name of that number with so many middle pieces more, in lower case.
    pub(super) fn name(&self, longer: usize, number: u64) -> String {
        let mut name = String::new();
        chosen(&self.rows, longer, number, |piece| name.push_str(piece));
        name
    }

    /// The mark of what was read before, followed by the name of that number as it is compared.
    pub(super) fn mark(&self, before: Mark, longer: usize, number: u64) -> Mark {
        let mut mark = before;
        chosen(&self.plain, longer, number, |piece| mark = mark.with(piece));
        mark
    }

    /// Which names have the mark, with so many middle pieces more. Hundreds are asked about for one that has it.
    pub(super) fn marked(&self, longer: usize) -> Marked<'_> {
        let size = self.size(longer);
        let kept = self.marked.get(longer).filter(|_| size <= MOST_KEPT);
        let kept = kept.map(|kept| kept.get_or_init(|| self.all_marked(longer)).as_slice());
        Marked { spelling: self, longer, size, inverse: u64::MAX / size.max(1), kept }
    }

    /// Which names have the mark, a bit each.
    fn all_marked(&self, longer: usize) -> Vec<u64> {
        let rows: Vec<&[String]> = spread(&self.plain, longer).map(Vec::as_slice).collect();
        let mut kept = vec![0; usize::try_from(self.size(longer).div_ceil(64)).unwrap_or_default()];
        note_marked(&rows, Mark::new(), (0, 1), self.bits, &mut kept);
        kept
    }

    /// Whether a folded word is one piece of each row.
    pub(super) fn spells(&self, word: &str) -> bool {
        (0..=LONGER).any(|longer| is_made(&spread(&self.plain, longer).collect::<Vec<_>>(), word))
    }
}

/// The names of one length that have the mark.
pub(super) struct Marked<'s> {
    spelling: &'s Spelling,
    longer: usize,
    size: u64,
    /// What dividing by the size is multiplying by, before 64 bits are cut off.
    inverse: u64,
    kept: Option<&'s [u64]>,
}

impl Marked<'_> {
    /// The number of the name that a drawn number stands for, if the name has the mark.
    pub(super) fn at(&self, drawn: u64) -> Option<u64> {
        if self.size == 0 {
            return None;
        }
        let number = self.rest(drawn);
        let marked = match self.kept {
            Some(kept) => kept.get(usize::try_from(number / 64).ok()?)? >> (number % 64) & 1 == 1,
            None => self.spelling.mark(Mark::new(), self.longer, number).zeros() >= self.spelling.bits,
        };
        marked.then_some(number)
    }

    /// The name of that number.
    pub(super) fn name(&self, number: u64) -> String {
        self.spelling.name(self.longer, number)
    }

    /// What is left of a number divided by the size. The quotient is one or two too small at most.
    fn rest(&self, number: u64) -> u64 {
        let quotient = u64::try_from((u128::from(number) * u128::from(self.inverse)) >> 64).unwrap_or_default();
        let mut rest = number - quotient * self.size;
        while rest >= self.size {
            rest -= self.size;
        }
        rest
    }
}

pub(super) fn fold_or_empty(word: &str) -> String {
    plain(word).unwrap_or_default()
}

/// Whether the middle row is for longer names alone.
fn is_linked(rows: &[Vec<String>]) -> bool {
    rows.len() == 4
}

/// Rows of pieces with the middle one so many times more.
fn spread(rows: &[Vec<String>], longer: usize) -> impl Iterator<Item = &Vec<String>> {
    let middle = rows.len() / 2;
    let short = usize::from(!is_linked(rows));
    let times = move |place: usize| if place == middle { longer + short } else { 1 };
    rows.iter().enumerate().flat_map(move |(place, row)| std::iter::repeat_n(row, times(place)))
}

/// The pieces of the name of that number: its places in the rows are the digits of the number, the lowest first.
fn chosen(rows: &[Vec<String>], longer: usize, number: u64, mut read: impl FnMut(&str)) {
    let mut rest = number;
    for row in spread(rows, longer) {
        let size = (row.len() as u64).max(1);
        read(row.get(usize::try_from(rest % size).unwrap_or_default()).map_or("", String::as_str));
        rest /= size;
    }
}

/// Notes which names with a beginning that has a mark have one themselves. `number` is the number of the first of them, and by how
/// much those with the next piece are further.
fn note_marked(rows: &[&[String]], mark: Mark, (number, step): (u64, u64), bits: u32, kept: &mut [u64]) {
    let Some((row, rest)) = rows.split_first() else {
        if let Some(word) = usize::try_from(number / 64).ok().and_then(|place| kept.get_mut(place)) {
            *word |= u64::from(mark.zeros() >= bits) << (number % 64);
        }
        return;
    };
    let next = step * row.len() as u64;
    for (piece, number) in row.iter().zip((number..).step_by(usize::try_from(step).unwrap_or(usize::MAX))) {
        note_marked(rest, mark.with(piece), (number, next), bits, kept);
    }
}

/// Whether a folded word is one piece of each row.
fn is_made(rows: &[&Vec<String>], word: &str) -> bool {
    let Some((row, rest)) = rows.split_first() else { return word.is_empty() };
    row.iter().any(|piece| word.strip_prefix(piece.as_str()).is_some_and(|word| is_made(rest, word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_are_kept_are_those_that_are_reckoned() {
        let row = |pieces: &str| pieces.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let rows_of = |rows: [&str; 3]| rows.map(row).to_vec();
        let spelling =
            Spelling::new(rows_of(["ka ło ri be mon dża", "a en or il us ét on ay", "s ck zé y wn rt me hal"]));
        assert_eq!([0, 1, 2, 3].map(|longer| spelling.size(longer)), [384, 3072, 24_576, 0]);
        assert!(spelling.bits() > 0);
        for (longer, number) in (0..=LONGER).flat_map(|longer| (0..spelling.size(longer)).map(move |n| (longer, n))) {
            let name = plain(&spelling.name(longer, number)).unwrap();
            let mark = spelling.mark(Mark::new(), longer, number).zeros();
            assert_eq!(mark, mark::of(&name), "{name}");
            let marked = spelling.marked(longer);
            for drawn in [number, number + marked.size, u64::MAX - u64::MAX % marked.size - marked.size + number] {
                assert_eq!(
                    (marked.rest(drawn), marked.at(drawn).is_some()),
                    (number, mark >= spelling.bits()),
                    "{name}"
                );
            }
            assert!(spelling.spells(&name), "{name}");
        }
        assert!(!spelling.spells("kas") && !spelling.spells(""));
        let [one, two, three] = rows_of(["k l", "a", "s t"]).try_into().unwrap();
        let linked = Spelling::new(vec![one, two, vec!["re".to_owned(), "ni".to_owned()], three]);
        assert_eq!([0, 1, 2].map(|longer| linked.size(longer)), [4, 8, 16]);
        assert_eq!((linked.name(0, 1), linked.name(1, 2)), ("las".to_owned(), "kanis".to_owned()));
        assert!(["kas", "lanit", "larenit"].iter().all(|name| linked.spells(name)) && !linked.spells("lani"));
        assert_eq!(Spelling::new(Vec::new()).size(0), 0);
    }
}
