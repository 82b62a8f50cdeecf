//! Text that knows which of its bytes are planted values.

use super::truth::PlantedSpan;

/// A text and the spans of its planted values, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marked {
    /// The text.
    pub text: String,
    /// Its planted values.
    pub spans: Vec<PlantedSpan>,
}

impl Marked {
    /// A text without planted values.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), spans: Vec::new() }
    }

    /// Appends text that is not personal.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Appends a value, and marks it when it has an entity type.
    pub fn push_value(&mut self, value: &str, entity: Option<&'static str>) {
        let start = self.text.len();
        self.text.push_str(value);
        if let Some(entity) = entity {
            self.spans.push(PlantedSpan { start, end: self.text.len(), entity: entity.into() });
        }
    }

    /// Appends another marked text.
    pub fn append(&mut self, other: &Self) {
        let shift = self.text.len();
        self.text.push_str(&other.text);
        self.spans.extend(other.spans.iter().map(|span| PlantedSpan {
            start: span.start + shift,
            end: span.end + shift,
            entity: span.entity.clone(),
        }));
    }

    /// The same text with everything but its planted values rewritten.
    pub fn rewrite(&self, change: impl Fn(&str) -> String) -> Self {
        let mut out = Self::default();
        let mut from = 0;
        for span in &self.spans {
            out.push(&change(self.text.get(from..span.start).unwrap_or_default()));
            let start = out.text.len();
            out.push(self.text.get(span.start..span.end).unwrap_or_default());
            out.spans.push(PlantedSpan { start, end: out.text.len(), entity: span.entity.clone() });
            from = span.end;
        }
        out.push(&change(self.text.get(from..).unwrap_or_default()));
        out
    }
}
