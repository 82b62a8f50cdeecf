//! Record text that cannot be printed by accident.

use std::fmt;

/// A piece of record text.
///
/// `Debug` shows only its length, there is no `Display`, and [`Text::expose`] is the one way to its content, so that
/// a search for `expose(` finds every place where record text is read.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Text(String);

impl Text {
    /// Wraps a string.
    pub fn new(content: impl Into<String>) -> Self {
        Self(content.into())
    }

    /// The content itself. It must not reach an error, a log line, a report or a file name.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Gives the content up.
    #[must_use]
    pub fn into_exposed(self) -> String {
        self.0
    }

    /// Length in UTF-8 bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no content at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether there is nothing but white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text(len={})", self.0.len())
    }
}

impl From<String> for Text {
    fn from(content: String) -> Self {
        Self(content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_hides_content() {
        let shown = format!("{:?}", Text::new("ada@example.com"));
        assert_eq!(shown, "Text(len=15)");
    }

    #[test]
    fn blank_is_white_space_only() {
        assert!(Text::new(" \n\t").is_blank());
        assert!(!Text::new(" a ").is_blank());
    }
}
