//! A JSON pointer (RFC 6901) made of the shapes' own keys and of positions: it cannot hold anything from a file.

use std::fmt;

/// A place inside a record: a list on the stack from the place up to the record, so that reading a line allocates nothing
/// for places. Written out only when there is something to report.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pointer<'p> {
    above: Option<(&'p Pointer<'p>, Step<'p>)>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'p> {
    Key(&'p str),
    Item(usize),
}

impl<'p> Pointer<'p> {
    /// The record itself.
    pub(super) const ROOT: Self = Self { above: None };

    /// The value of a key.
    pub(super) fn key(&'p self, key: &'p str) -> Self {
        Self { above: Some((self, Step::Key(key))) }
    }

    /// An element, counted from 0.
    pub(super) fn item(&'p self, index: usize) -> Self {
        Self { above: Some((self, Step::Item(index))) }
    }

    /// Whether it is the record itself.
    pub(super) fn is_root(&self) -> bool {
        self.above.is_none()
    }
}

impl fmt::Display for Pointer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((above, step)) = self.above else { return Ok(()) };
        write!(f, "{above}")?;
        match step {
            Step::Key(key) if key.contains(['~', '/']) => write!(f, "/{}", key.replace('~', "~0").replace('/', "~1")),
            Step::Key(key) => write!(f, "/{key}"),
            Step::Item(index) => write!(f, "/{index}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_as_rfc_6901_has_it() {
        assert_eq!(Pointer::ROOT.to_string(), "");
        let messages = Pointer::ROOT.key("messages");
        let third = messages.item(3);
        assert_eq!(third.key("content").item(0).key("text").to_string(), "/messages/3/content/0/text");
        assert_eq!(messages.key("a/b~c").to_string(), "/messages/a~1b~0c");
    }
}
