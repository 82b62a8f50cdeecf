//! A JSON pointer (RFC 6901) made of the shapes' own keys and of positions: it cannot hold anything from a file.

use std::fmt;

/// A place inside a record. Copied freely while a line is read; written out only when there is something to report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Pointer {
    steps: [Option<Step>; DEPTH],
}

/// `/messages/3/content/0/text` is the deepest place that is looked at.
const DEPTH: usize = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Key(&'static str),
    Item(u32),
}

impl Pointer {
    /// The record itself.
    pub(super) const ROOT: Self = Self { steps: [None; DEPTH] };

    /// The value of a key.
    pub(super) fn key(self, key: &'static str) -> Self {
        self.step(Step::Key(key))
    }

    /// An element, counted from 0.
    pub(super) fn item(self, index: usize) -> Self {
        self.step(Step::Item(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    fn step(mut self, step: Step) -> Self {
        if let Some(free) = self.steps.iter_mut().find(|slot| slot.is_none()) {
            *free = Some(step);
        }
        self
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.steps.iter().flatten().try_for_each(|step| match step {
            Step::Key(key) => write!(f, "/{key}"),
            Step::Item(index) => write!(f, "/{index}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_as_rfc_6901_has_it() {
        assert_eq!(Pointer::ROOT.to_string(), "");
        let deep = Pointer::ROOT.key("messages").item(3).key("content").item(0).key("text");
        assert_eq!(deep.to_string(), "/messages/3/content/0/text");
    }
}
