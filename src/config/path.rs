//! Names of places in a job file, such as `source[0].map.text`.

use std::fmt;

/// One step down into the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// A key of a table.
    Key(String),
    /// An element of an array, counted from 0.
    Index(usize),
}

/// The way from the top of a job file to one of its values.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyPath(Vec<Step>);

impl KeyPath {
    /// The top of the file.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// The path to a key of the table that this path leads to.
    #[must_use]
    pub fn key(&self, name: &str) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::Key(name.to_owned()));
        Self(steps)
    }

    /// The path to an element of the array that this path leads to.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::Index(index));
        Self(steps)
    }

    /// Whether `other` lies at or below this path.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }

    /// Whether `other` is directly below this path.
    #[must_use]
    pub fn is_parent_of(&self, other: &Self) -> bool {
        self.covers(other) && other.0.len() == self.0.len() + 1
    }

    /// The path without its last step, and that step. `None` at the top.
    pub(super) fn split_last(&self) -> Option<(Self, &Step)> {
        let (last, before) = self.0.split_last()?;
        Some((Self(before.to_vec()), last))
    }

    pub(super) fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Puts a step before all others.
    pub(super) fn push_front(&mut self, step: Step) {
        self.0.insert(0, step);
    }
}

impl fmt::Display for KeyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) => {
                    if n > 0 {
                        f.write_str(".")?;
                    }
                    let bare =
                        !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
                    if bare { f.write_str(key)? } else { write!(f, "{key:?}")? }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_like_toml() {
        let map = KeyPath::root().key("source").index(0).key("map");
        assert_eq!(map.key("text").to_string(), "source[0].map.text");
        assert_eq!(map.key("the bot").to_string(), "source[0].map.\"the bot\"");
        assert_eq!(KeyPath::root().to_string(), "");
    }

    #[test]
    fn covering_is_by_whole_steps() {
        let source = KeyPath::root().key("source");
        assert!(source.covers(&source.index(1).key("uri")));
        assert!(!source.covers(&KeyPath::root().key("sources")));
        assert!(source.is_parent_of(&source.index(1)));
        assert!(!source.is_parent_of(&source.index(1).key("uri")));
    }
}
