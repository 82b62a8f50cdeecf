//! Example texts with ⟦…⟧ around the expected spans.

use crate::core::Span;

const OPEN: char = '⟦';
const CLOSE: char = '⟧';

/// An example without its markers, and where they stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The text a detector sees.
    pub text: String,
    /// The marked spans in order.
    pub spans: Vec<Span>,
}

/// Markers that do not pair up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("⟦ and ⟧ do not pair up around a value")]
pub struct MarkerError;

impl Example {
    /// Takes the markers out of an example.
    pub fn parse(marked: &str) -> Result<Self, MarkerError> {
        let mut text = String::with_capacity(marked.len());
        let mut spans = Vec::new();
        let mut open = None;
        for character in marked.chars() {
            match (character, open) {
                (OPEN, None) => open = Some(text.len()),
                (CLOSE, Some(start)) if start < text.len() => {
                    spans.push(Span::new(start, text.len()));
                    open = None;
                }
                (OPEN | CLOSE, _) => return Err(MarkerError),
                _ => text.push(character),
            }
        }
        if open.is_some() { Err(MarkerError) } else { Ok(Self { text, spans }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_become_spans() {
        let example = Example::parse("é ⟦ab⟧ ⟦c⟧").unwrap();
        assert_eq!(example.text, "é ab c");
        assert_eq!(example.spans, [Span::new(3, 5), Span::new(6, 7)]);
        assert_eq!(Example::parse("none").unwrap().spans, []);
    }

    #[test]
    fn broken_markers_are_refused() {
        for bad in ["⟦", "⟧", "⟦⟧", "⟦a⟦b⟧⟧", "a⟧b⟦"] {
            assert_eq!(Example::parse(bad), Err(MarkerError), "{bad}");
        }
    }
}
