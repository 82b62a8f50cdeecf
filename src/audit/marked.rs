//! A redacted text with its replacements marked, as a reviewer reads it.

use std::fmt::Write as _;

use crate::core::Span;

/// A replacement in one of a record's texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark<'a> {
    /// Number of the text among those of the record, from 0.
    pub text: usize,
    /// Its bytes in that text.
    pub span: Span,
    /// Entity type of the value that stood there.
    pub entity: &'a str,
}

/// The texts of a record, each under its name, with every replacement as `⟦TYPE: replacement⟧`. `marks` are in order.
///
/// Control characters, and those that turn the direction of writing around, are shown as `‹U+202E›`: they could hide from a reader
/// what a program reads.
#[must_use]
pub fn marked<'t>(texts: impl Iterator<Item = (String, &'t str)>, marks: &[Mark<'_>]) -> String {
    let mut out = String::new();
    for (number, (name, text)) in texts.enumerate() {
        if number > 0 {
            out.push_str("\n\n");
        }
        let _ = writeln!(out, "── {name} ──");
        let mut done = 0;
        for mark in marks.iter().filter(|mark| mark.text == number) {
            let (Some(before), Some(replacement)) = (text.get(done..mark.span.start), mark.span.of(text)) else {
                continue;
            };
            visible(before, &mut out);
            let _ = write!(out, "⟦{}: ", mark.entity);
            visible(replacement, &mut out);
            out.push('⟧');
            done = mark.span.end;
        }
        visible(text.get(done..).unwrap_or_default(), &mut out);
    }
    out
}

fn visible(text: &str, out: &mut String) {
    for c in text.chars() {
        let hides = (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}');
        if hides {
            let _ = write!(out, "‹U+{:04X}›", u32::from(c));
        } else {
            out.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacements_are_marked_with_their_type() {
        let texts = [("prompt".to_owned(), "Dear [PERSON],\nhi"), ("completion".to_owned(), "ok\u{202E} [X]\r")];
        let mark = |text, start, end, entity| Mark { text, span: Span::new(start, end), entity };
        let marks = [mark(0, 5, 13, "PERSON"), mark(1, 6, 9, "EMAIL_ADDRESS"), mark(1, 40, 41, "BEYOND")];
        let shown = marked(texts.into_iter(), &marks);
        assert_eq!(
            shown,
            "── prompt ──\nDear ⟦PERSON: [PERSON]⟧,\nhi\n\n── completion ──\nok‹U+202E› ⟦EMAIL_ADDRESS: [X]⟧‹U+000D›"
        );
    }
}
