//! Strata: what a holdout that is a count is to cover.
//!
//! A stratum is one combination of labels that occurs: category, difficulty, language, source. Labels are names and not
//! texts, so that one which is longer than a name, or holds a control character, counts as `(other)`: a text that was mapped
//! as a category by mistake is not carried into the manifest.

use std::collections::HashMap;

/// The longest label, in characters.
const MAX_LABEL: usize = 64;

/// More strata than this are no strata: a field with a value of its own for every record was mapped as a label.
pub const MAX_STRATA: usize = 1 << 16;

/// The label of a record that has none.
pub const NO_LABEL: &str = "(none)";
/// The label of a record whose own is no name.
const OTHER: &str = "(other)";

/// Numbers of strata, in the order in which they were met.
#[derive(Debug, Clone, Default)]
pub struct Strata {
    numbers: HashMap<Vec<String>, u32>,
    names: Vec<Vec<String>>,
}

impl Strata {
    /// The number of a stratum, met before or not.
    pub fn number<'l>(&mut self, labels: impl Iterator<Item = Option<&'l str>>) -> u32 {
        let name: Vec<String> = labels.map(|label| clean(label).to_owned()).collect();
        if let Some(&number) = self.numbers.get(&name) {
            return number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.clone());
        self.numbers.insert(name, number);
        number
    }

    /// Takes in the strata of another table; gives its numbers in this one. `None` if there are more than [`MAX_STRATA`].
    pub fn merge(&mut self, other: &Self) -> Option<Vec<u32>> {
        let numbers =
            other.names.iter().map(|name| self.number(name.iter().map(|label| Some(label.as_str())))).collect();
        (self.names.len() <= MAX_STRATA).then_some(numbers)
    }

    /// The labels of every stratum, by number.
    #[must_use]
    pub fn names(&self) -> &[Vec<String>] {
        &self.names
    }

    /// For every number its place in the order of names, which does not depend on the order of the records.
    #[must_use]
    pub fn ranks(&self) -> Vec<u32> {
        let mut order: Vec<(&Vec<String>, usize)> =
            self.names.iter().enumerate().map(|(number, name)| (name, number)).collect();
        order.sort_unstable();
        let mut ranks = vec![0; order.len()];
        for (rank, (_, number)) in (0u32..).zip(&order) {
            if let Some(slot) = ranks.get_mut(*number) {
                *slot = rank;
            }
        }
        ranks
    }
}

fn clean(label: Option<&str>) -> &str {
    let Some(label) = label.map(str::trim).filter(|label| !label.is_empty()) else { return NO_LABEL };
    if label.chars().count() > MAX_LABEL || label.chars().any(char::is_control) { OTHER } else { label }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(strata: &mut Strata, label: &str) -> u32 {
        strata.number(std::iter::once(Some(label)))
    }

    #[test]
    fn ranks_do_not_depend_on_the_order_of_records() {
        let (mut left, mut right) = (Strata::default(), Strata::default());
        let first = ["b", "a", "c"].map(|label| of(&mut left, label));
        let second = ["c", "b", "a"].map(|label| of(&mut right, label));
        assert_eq!(first.map(|number| left.ranks()[number as usize]), [1, 0, 2]);
        assert_eq!(second.map(|number| right.ranks()[number as usize]), [2, 1, 0]);
    }

    #[test]
    fn a_text_is_no_label() {
        let mut strata = Strata::default();
        let text = of(&mut strata, &"a text that was mapped by mistake ".repeat(3));
        assert_eq!(text, of(&mut strata, "a\u{7}b"));
        assert_ne!(text, of(&mut strata, "billing"));
        assert_eq!(strata.number(std::iter::once(None)), strata.number(std::iter::once(Some("  "))));
        assert_eq!(strata.names(), [["(other)"], ["billing"], ["(none)"]]);
    }

    #[test]
    fn merged_tables_keep_their_names() {
        let (mut left, mut right) = (Strata::default(), Strata::default());
        of(&mut left, "a");
        let b = of(&mut right, "b");
        let a = of(&mut right, "a");
        let numbers = left.merge(&right).unwrap();
        assert_eq!([numbers[a as usize], numbers[b as usize]], [0, 1]);
    }
}
