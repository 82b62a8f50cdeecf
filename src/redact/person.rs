//! Whose name is which: the names of one record, so that parts of a name and the whole are one person.

use unicode_normalization::char::is_combining_mark;

use super::canonical::canonical;
use super::kind::Kind;

/// The persons that a record names.
#[derive(Default)]
pub(super) struct Persons(Vec<Vec<String>>);

impl Persons {
    /// Takes note of a name.
    pub(super) fn meet(&mut self, value: &str) {
        let parts = parts(value);
        if !parts.is_empty() && !self.0.contains(&parts) {
            self.0.push(parts);
        }
    }

    /// The words of every name, in lower case.
    pub(super) fn names(&self) -> impl Iterator<Item = &[String]> {
        self.0.iter().map(Vec::as_slice)
    }

    /// The name that a name is part of, if there is exactly one longest of that kind; else the name itself.
    pub(super) fn whole(&self, value: &str) -> String {
        let own = parts(value);
        let holds = |name: &&Vec<String>| own.iter().all(|part| name.iter().any(|other| is_same(part, other)));
        let candidates: Vec<_> = self.0.iter().filter(holds).collect();
        let longest = candidates.iter().map(|name| name.len()).max().unwrap_or_default();
        let mut longest = candidates.into_iter().filter(|name| name.len() == longest);
        match (longest.next(), longest.next()) {
            (Some(name), None) if !own.is_empty() => name.join(" "),
            _ => own.join(" "),
        }
    }
}

/// The same word, or one the initial of the other.
fn is_same(part: &str, other: &str) -> bool {
    part == other || (part.chars().count() == 1 && other.starts_with(part))
}

/// The words of a name, lower case, without punctuation.
pub(super) fn parts(value: &str) -> Vec<String> {
    let canonical = canonical(Kind::Person, value);
    let words = canonical.split(|c: char| !(c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '\'' | '’')));
    let owned =
        |word: &str| ["'s", "’s"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word).to_owned();
    words.map(owned).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_the_person() {
        let mut persons = Persons::default();
        for name in ["Okonkwo", "Adaeze Okonkwo", "Jan Nowak", "Jan Malinowski"] {
            persons.meet(name);
        }
        assert_eq!(persons.whole("Adaeze"), "adaeze okonkwo");
        assert_eq!(persons.whole("A. OKONKWO’S"), "adaeze okonkwo");
        assert_eq!(persons.whole("Jan"), "jan", "it may be either");
        assert_eq!(persons.whole("Ada Byron"), "ada byron");
    }
}
