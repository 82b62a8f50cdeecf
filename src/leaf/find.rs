//! Where something is written inside a text: JSON, a table, the query of a URL, base64. Plain prose pays a few vectorised
//! passes that look for how each of them begins.

use memchr::{memchr, memchr2_iter};

use super::base64;
use super::csv::{self, Table};
use super::declared;
use super::json::{self, Token};
use crate::core::Span;

/// How many bytes are read in search of JSON, for each byte of the text: what looks like JSON again and again and never is
/// would else be read again and again. What is left then is looked at as it is written.
const READS: usize = 8;

/// What stands in a stretch of a text.
pub(super) enum Kind {
    /// A JSON object or array.
    Json(Vec<Token>),
    /// A table.
    Table(Table),
    /// The value of a parameter in a URL's query.
    Query,
    /// Base64 that is declared to be a text.
    Declared,
    /// What looks like base64 and may be something else.
    Run,
}

/// A stretch of a text in which something else is written.
pub(super) struct Stretch {
    pub(super) span: Span,
    pub(super) kind: Kind,
}

/// What is written inside a text, in order, without overlaps.
pub(super) fn stretches(text: &str) -> Vec<Stretch> {
    let mut found = Vec::new();
    if let Some(table) = csv::read(text) {
        found.push(Stretch { span: Span::new(0, text.len()), kind: Kind::Table(table) });
        return found;
    }
    let tables = csv::within(text).into_iter();
    found.extend(tables.map(|(span, table)| Stretch { span, kind: Kind::Table(table) }));
    json_values(text, &mut found);
    let spans = declared::spans(text).into_iter();
    found.extend(spans.map(|span| Stretch { span, kind: Kind::Declared }));
    queries(text, &mut found);
    found.extend(base64::runs(text).into_iter().map(|span| Stretch { span, kind: Kind::Run }));
    found.sort_by_key(|stretch| stretch.span.start);
    let mut end = 0;
    found.retain(|stretch| {
        let free = stretch.span.start >= end;
        end = if free { stretch.span.end } else { end };
        free
    });
    found
}

fn json_values(text: &str, found: &mut Vec<Stretch>) {
    let bytes = text.as_bytes();
    let whole = bytes.iter().position(|byte| !byte.is_ascii_whitespace());
    let (mut done, mut read) = (0, 0);
    for start in memchr2_iter(b'{', b'[', bytes) {
        if start < done || read > READS * bytes.len() {
            continue;
        }
        let mut after = bytes.get(start + 1..).unwrap_or_default().iter().filter(|byte| !byte.is_ascii_whitespace());
        let next = after.next().copied();
        // In prose, brackets hold notes and placeholders.
        let likely = match bytes.get(start) {
            Some(b'{') => next == Some(b'"'),
            _ => matches!(next, Some(b'{' | b'[' | b'"')) || (whole == Some(start) && next.is_some()),
        };
        if !likely {
            continue;
        }
        let mut tokens = Vec::new();
        match json::read(text, start, &mut tokens) {
            Ok(end) => {
                found.push(Stretch { span: Span::new(start, end), kind: Kind::Json(tokens) });
                (done, read) = (end, read + end - start);
            }
            Err(end) => read += end - start,
        }
    }
}

/// The values of `?key=value&key=value` that are encoded.
fn queries(text: &str, found: &mut Vec<Stretch>) {
    let mut at = 0;
    while let Some(mark) = memchr(b'?', text.as_bytes().get(at..).unwrap_or_default()) {
        at += mark + 1;
        let rest = text.get(at..).unwrap_or_default();
        let len =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '`' | '#')).unwrap_or(rest.len());
        let query = rest.get(..len).unwrap_or_default();
        for pair in query.split('&') {
            let Some((_, value)) = pair.split_once('=') else { continue };
            if is_encoded(value) {
                let start = value.as_ptr().addr() - text.as_ptr().addr();
                found.push(Stretch { span: Span::new(start, start + value.len()), kind: Kind::Query });
            }
        }
        at += len;
    }
}

/// Whether a value has spaces or letters beyond ASCII encoded; other characters are known wherever they are encoded.
fn is_encoded(value: &str) -> bool {
    let bytes = value.as_bytes();
    let high = |at: usize| matches!(bytes.get(at + 1), Some(b'c'..=b'f' | b'C'..=b'F'));
    let space = |at: usize| bytes.get(at + 1..at + 3) == Some(b"20");
    let between = |at: usize| {
        let letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        letter(at.checked_sub(1)) && letter(Some(at + 1))
    };
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'%' => high(at) || space(at),
        b'+' => between(at),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&'static str, &str)> {
        let name = |kind: &Kind| match kind {
            Kind::Json(_) => "json",
            Kind::Table(_) => "table",
            Kind::Query => "query",
            Kind::Declared => "declared",
            Kind::Run => "run",
        };
        let all = stretches(text);
        all.iter().map(|stretch| (name(&stretch.kind), stretch.span.of(text).unwrap())).collect()
    }

    #[test]
    fn what_is_written_inside_is_found() {
        assert_eq!(found("see {\"a\": [1]}, and [\"b\"]."), [("json", "{\"a\": [1]}"), ("json", "[\"b\"]")]);
        assert_eq!(found("```json\n[{\"a\":1}]\n```"), [("json", "[{\"a\":1}]")]);
        assert_eq!(found(" [1, 2] "), [("json", "[1, 2]")]);
        assert_eq!(found("{ {\"a\":1} }"), [("json", "{\"a\":1}")]);
        assert_eq!(
            found("at https://example.com/?name=Ada+L&x=1&city=%C3%85s, then"),
            [("query", "Ada+L"), ("query", "%C3%85s,")]
        );
        assert_eq!(
            found("https://example.com/a?u=Mr+Jan&addr=Ada%20L&x=%2050"),
            [("query", "Mr+Jan"), ("query", "Ada%20L"), ("query", "%2050")]
        );
        assert_eq!(
            found("Read:\nid;who\n1;\"{\"\"a\"\":1}\"\n2;x\n\nand {\"b\": 2}"),
            [("table", "id;who\n1;\"{\"\"a\"\":1}\"\n2;x\n"), ("json", "{\"b\": 2}")]
        );
        assert_eq!(found("data:text/plain;base64,QWRh and"), [("declared", "QWRh")]);
        assert_eq!(
            found("Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nQWRh\nQWRh\n\n--x"),
            [("declared", "QWRh\nQWRh")]
        );
    }

    #[test]
    fn prose_holds_nothing() {
        for text in [
            "Plain prose [1], with [EMAIL_ADDRESS] and {braces}? Yes: a=b & c=d.",
            "data:image/png;base64,iVBORw0KGgo and the word base64: not a header",
            "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo",
            "https://example.com/?a=1&b=x%40y",
            "{\"a\": broken",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn what_is_never_json_is_not_read_for_ever() {
        let text = "{\"".repeat(200_000);
        assert!(found(&text).is_empty());
    }
}
