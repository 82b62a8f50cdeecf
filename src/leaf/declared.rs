//! Base64 that says it is: bodies of messages under `Content-Transfer-Encoding: base64`, and `data:` URLs of texts. Every byte is
//! looked at a few times however often a text says so.

use std::sync::LazyLock;

use memchr::memmem::{self, Finder};

use crate::core::Span;

/// What declares base64, in capitals or not.
const WORD: &str = "base64";

/// The part of [`WORD`] that is looked for: it has no capitals.
static DIGITS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("64"));

/// The header that declares a body.
const HEADER: &str = "content-transfer-encoding";

/// The header that says what is in a body.
const KIND: &str = "content-type:";

/// The scheme of a URL that holds what it is about.
const SCHEME: &str = "data:";

/// Whether a text may declare that something in it is base64.
pub(super) fn says_base64(text: &str) -> bool {
    words(text).next().is_some()
}

/// Where [`WORD`] stands.
fn words(text: &str) -> impl Iterator<Item = usize> {
    DIGITS.find_iter(text.as_bytes()).filter_map(move |at| {
        let start = (at + 2).checked_sub(WORD.len())?;
        text.get(start..at + 2)?.eq_ignore_ascii_case(WORD).then_some(start)
    })
}

/// What is declared to be base64 of a text, in order.
pub(super) fn spans(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut words = words(text).peekable();
    if words.peek().is_none() {
        return found;
    }
    let (mut messages, mut urls) = (Messages::new(text), Urls { text, seen: 0, scheme: None, space: None });
    let mut done = 0;
    for at in words.filter(|at| *at > 0) {
        let is_url = text.as_bytes().get(at - 1) == Some(&b';');
        let body = if is_url { urls.body(at) } else { messages.body(at) };
        if let Some(span) = body.filter(|span| at >= done && span.start >= done) {
            found.push(span);
            done = span.end;
        }
    }
    found
}

/// `data:` URLs, met from first to last.
struct Urls<'t> {
    text: &'t str,
    /// So much was looked at.
    seen: usize,
    /// Where the last scheme stands, and the last white space.
    scheme: Option<usize>,
    space: Option<usize>,
}

impl Urls<'_> {
    /// What follows `data:text/plain;base64,`.
    fn body(&mut self, at: usize) -> Option<Span> {
        let new = self.text.as_bytes().get(self.seen..at)?;
        self.space = new.iter().rposition(u8::is_ascii_whitespace).map(|place| place + self.seen).or(self.space);
        let from = self.seen.saturating_sub(SCHEME.len() - 1);
        let mut near = self.text.as_bytes().get(from..at)?.windows(SCHEME.len());
        let scheme = near.rposition(|part| part.eq_ignore_ascii_case(SCHEME.as_bytes()));
        self.scheme = scheme.map(|place| place + from).or(self.scheme);
        self.seen = at;
        let start = self.scheme.filter(|start| self.space.is_none_or(|space| space < *start))? + SCHEME.len();
        let said = self.text.get(start..at)?;
        let is_text = said == ";" || starts_with(said, "text/") || starts_with(said, "application/json");
        let rest = self.text.get(at + WORD.len()..)?.strip_prefix(',').filter(|_| is_text)?;
        let other = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '-' | '_' | '='));
        let len = rest.find(other).unwrap_or(rest.len());
        let start = self.text.len() - rest.len();
        (len > 0).then(|| Span::new(start, start + len))
    }
}

/// Bodies of messages, met from first to last.
struct Messages<'t> {
    text: &'t str,
    /// The next end of a header, or of a body, from a place on.
    blank: Next<'t>,
    blank_crlf: Next<'t>,
    boundary: Next<'t>,
    /// Where the part begins that was met last, and up to where that is known.
    part: usize,
    seen: usize,
    /// The first header with the kind from the part on, and whether it says that it is a text.
    kind: Option<(usize, bool)>,
    kind_from: usize,
    /// The body met last: where it begins, and what is in it.
    last: Option<(usize, Option<Span>)>,
}

/// The next place of something, from places that only grow.
struct Next<'t> {
    text: &'t [u8],
    what: Finder<'static>,
    /// The last place that was found; behind every text if there is none.
    found: Option<usize>,
}

impl<'t> Next<'t> {
    fn new(text: &'t str, what: &'static str) -> Self {
        Self { text: text.as_bytes(), what: Finder::new(what), found: None }
    }

    fn from(&mut self, at: usize) -> Option<usize> {
        let known = self.found.filter(|found| *found >= at);
        let found = known.unwrap_or_else(|| {
            self.text.get(at..).and_then(|rest| self.what.find(rest)).map_or(usize::MAX, |found| at + found)
        });
        self.found = Some(found);
        (found < self.text.len()).then_some(found)
    }
}

impl<'t> Messages<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            blank: Next::new(text, "\n\n"),
            blank_crlf: Next::new(text, "\r\n\r\n"),
            boundary: Next::new(text, "\n--"),
            part: 0,
            seen: 0,
            kind: None,
            kind_from: 0,
            last: None,
        }
    }

    /// The body under `Content-Transfer-Encoding: base64` (RFC 2045, section 6), unless the part is said to be no text.
    fn body(&mut self, at: usize) -> Option<Span> {
        let name = self.text.get(..at)?.trim_end_matches([' ', '\t']).strip_suffix(':')?.trim_end_matches([' ', '\t']);
        let start = name.len().checked_sub(HEADER.len())?;
        let line = name.get(..start)?.trim_end_matches([' ', '\t']);
        if !name.get(start..)?.eq_ignore_ascii_case(HEADER) || !(line.is_empty() || line.ends_with('\n')) {
            return None;
        }
        let (head, start) = self.blank_line(at)?;
        self.meet(at);
        if !self.is_text(head) {
            return None;
        }
        match self.last {
            Some((last, body)) if last == start => body,
            _ => {
                let body = self.content(start);
                self.last = Some((start, body));
                body
            }
        }
    }

    /// Where the next empty line begins, and what is behind it.
    fn blank_line(&mut self, at: usize) -> Option<(usize, usize)> {
        let (blank, crlf) = (self.blank.from(at), self.blank_crlf.from(at));
        let crlf = crlf.filter(|crlf| blank.is_none_or(|blank| *crlf < blank));
        crlf.map(|at| (at, at + 4)).or(blank.map(|at| (at, at + 2)))
    }

    /// Looks for the begin of the part up to a place.
    fn meet(&mut self, at: usize) {
        let new = self.text.as_bytes().get(self.seen..at).unwrap_or_default();
        let part = memmem::rfind(new, b"\n\n").max(memmem::rfind(new, b"\n\r\n")).max(memmem::rfind(new, b"\n--"));
        self.part = part.map_or(self.part, |part| part + self.seen);
        // The line of the word begins behind every one of them.
        self.seen = at.saturating_sub(WORD.len());
    }

    /// Whether the headers of the part, which end at `head`, say that it is a text, or nothing.
    fn is_text(&mut self, head: usize) -> bool {
        if self.kind.is_none_or(|(at, _)| at < self.part) && self.kind_from <= head {
            let from = self.part.max(self.kind_from);
            let rest = self.text.as_bytes().get(from..head).unwrap_or_default();
            let at = rest.windows(KIND.len()).position(|part| part.eq_ignore_ascii_case(KIND.as_bytes()));
            self.kind = at.map(|at| (from + at, self.says_text(from + at + KIND.len())));
            self.kind_from = at.map_or(head.saturating_sub(KIND.len() - 1).max(from), |at| from + at + 1);
        }
        self.kind.is_none_or(|(at, is_text)| at < self.part || at >= head || is_text)
    }

    fn says_text(&self, at: usize) -> bool {
        let said = self.text.get(at..).unwrap_or_default().trim_start();
        starts_with(said, "text/") || starts_with(said, "application/json")
    }

    /// What stands from a place up to the next empty line or boundary, without white space around it.
    fn content(&mut self, start: usize) -> Option<Span> {
        let ends = [self.blank.from(start), self.blank_crlf.from(start), self.boundary.from(start)];
        let end = ends.into_iter().flatten().min().unwrap_or(self.text.len());
        let body = self.text.get(start..end)?;
        let lead = body.len() - body.trim_start().len();
        let end = body.trim_end().len();
        (end > lead).then(|| Span::new(start + lead, start + end))
    }
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        spans(text).into_iter().map(|span| span.of(text).unwrap()).collect()
    }

    #[test]
    fn capitals_do_not_matter() {
        for text in [
            "CONTENT-TRANSFER-ENCODING : BASE64\n\nQWRh",
            "content-type: TEXT/plain\r\nContent-Transfer-Encoding:\tBase64\r\n\r\nQWRh\r\n\r\n",
            "DATA:Text/plain;BASE64,QWRh",
        ] {
            assert_eq!(found(text), ["QWRh"], "{text}");
        }
        assert!(says_base64("x BASE64") && !says_base64("64 BASE 64"));
    }

    #[test]
    fn each_part_has_its_own_kind() {
        let part = |kind: &str, body: &str| format!("--x\n{kind}Content-Transfer-Encoding: base64\n\n{body}\n");
        let (text, image) = ("Content-Type: text/plain\n", "Content-Type: image/png\n");
        let message = [part(image, "AAAA"), part(text, "QWRh"), part("", "QWRi"), part(image, "AAAB")].concat();
        assert_eq!(found(&message), ["QWRh", "QWRi"]);
        let below = "Content-Transfer-Encoding: base64\nContent-Type: image/png\n\nAAAA\n\nContent-Type: a/b";
        assert!(found(below).is_empty());
        assert_eq!(found("Content-Transfer-Encoding: base64\n\nQWRh\n\nContent-Type: image/png"), ["QWRh"]);
    }

    #[test]
    fn what_is_declared_again_and_again_takes_no_more_than_a_moment() {
        let line = "Content-Transfer-Encoding: base64\n";
        let kinds = "Content-Type: image/png\nContent-Transfer-Encoding: base64\n";
        for (again, end) in [
            (line, ""),
            (line, "\nQWRh"),
            (line, "\n \n"),
            ("--x\nContent-Transfer-Encoding: base64\n", "\nQWRh"),
            (kinds, ""),
            (kinds, "\nQWRh"),
            (";base64 ", ""),
            (";base64,", ""),
            ("data:image/png;base64,", ""),
            (": base64", ""),
            ("Content-Transfer-Encoding: base64\n\n\n", ""),
        ] {
            let began = std::time::Instant::now();
            spans(&format!("{}{end}", again.repeat(50_000)));
            assert!(began.elapsed().as_secs() < 5, "{again}");
        }
    }
}
