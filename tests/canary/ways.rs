//! The ways in which a canary is written, and how many of each are found at least.

use data_encoding::BASE64;

use crate::support::written::{
    decimal, each, escape, every, hexadecimal, is_sign, named, percent, percent_twice, quoted, torn, wide, wrapped,
};
use crate::values::Canary;

/// A way of writing.
pub(crate) struct Way {
    pub(crate) name: &'static str,
    /// The text with the value written so; `None` if that would change nothing.
    pub(crate) write: fn(&Canary) -> Option<String>,
    /// The share of canaries that stays at most.
    pub(crate) left: f64,
}

/// A value in the midst of its text.
fn within(canary: &Canary, value: Option<String>) -> Option<String> {
    value.map(|value| format!("{}{value}{}", canary.before, canary.behind))
}

fn text(canary: &Canary) -> String {
    format!("{}{}{}", canary.before, canary.value, canary.behind)
}

/// JSON in which the signs of the value are escaped.
fn json(canary: &Canary) -> String {
    let outside = |text: &str| {
        let quoted = serde_json::to_string(text).unwrap();
        quoted[1..quoted.len() - 1].to_owned()
    };
    let inside = each(&canary.value, is_sign, escape).unwrap_or_else(|| canary.value.clone());
    format!("{{\"kind\": \"letter\", \"note\": \"{}{inside}{}\"}}", outside(&canary.before), outside(&canary.behind))
}

fn json_twice(canary: &Canary) -> String {
    format!("{{\"page\": 2, \"payload\": {}}}", serde_json::to_string(&json(canary)).unwrap())
}

fn query(canary: &Canary) -> String {
    let value = each(&text(canary), is_sign, percent).unwrap_or_else(|| text(canary));
    format!("See https://example.com/?note={value}&page=2 for it.")
}

/// The body of a message (RFC 2045, section 6.8).
fn base64(canary: &Canary) -> String {
    let body = BASE64.encode(text(canary).as_bytes());
    let lines: Vec<_> = body.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{}\n", lines.join("\n"))
}

fn unbroken(value: &str) -> Option<String> {
    let spaces = each(value, |c| c == ' ', |_| "\u{A0}".to_owned());
    each(spaces.as_deref().unwrap_or(value), |c| c == '-', |_| "\u{2011}".to_owned()).or(spaces)
}

/// The ways with the share of canaries that stays at most. Some do where what is written may as well be two things or another one:
/// a short number with a no-break space or hyphen, such as an age or a sort code, may be an amount or a range; `=20` before a digit
/// may set something to 20 and more; and what stands on two lines may be two things, so it counts as one only where check digits, a
/// label or a shape of its own confirm it. In a query `note=` stands before the text, which is then no line of its own. Names, addresses, ages, codes of a few digits and keys of small letters have none of these.
pub(crate) const WAYS: [Way; 20] = [
    way("plain", 0.0, |c| Some(text(c))),
    way("JSON in the text", 0.0, |c| Some(json(c))),
    way("JSON in a string of JSON", 0.0, |c| Some(json_twice(c))),
    way("JSON escapes in prose", 0.0, |c| within(c, each(&c.value, |_| true, escape))),
    way("percent, in a query", 0.005, |c| Some(query(c))),
    way("percent, in prose", 0.0, |c| within(c, each(&c.value, is_sign, percent))),
    way("percent, encoded twice", 0.0, |c| within(c, each(&c.value, is_sign, percent_twice))),
    way("HTML, decimal", 0.0, |c| within(c, each(&c.value, is_sign, decimal))),
    way("HTML, hexadecimal", 0.0, |c| within(c, each(&c.value, |_| true, hexadecimal))),
    way("HTML, names", 0.006, |c| within(c, each(&c.value, is_sign, named))),
    way("HTML, encoded twice", 0.0, |c| {
        within(c, each(&c.value, is_sign, decimal).map(|value| value.replace('&', "&amp;")))
    }),
    way("full width", 0.0, |c| within(c, each(&c.value, |c| c.is_ascii_graphic(), wide))),
    way("zero width", 0.0, |c| within(c, Some(every(&c.value, 4, '\u{200B}')))),
    way("soft hyphen", 0.0, |c| within(c, Some(every(&c.value, 5, '\u{AD}')))),
    way("no-break space and hyphen", 0.012, |c| within(c, unbroken(&c.value))),
    way("base64 body", 0.0, |c| Some(base64(c))),
    way("quoted-printable", 0.008, |c| within(c, each(&c.value, is_sign, quoted))),
    way("quoted-printable, torn", 0.03, |c| within(c, torn(&c.value, "=\n"))),
    way("line break at a space", 0.19, |c| within(c, wrapped(&c.value))),
    way("line break in a word", 0.14, |c| within(c, torn(&c.value, "\n"))),
];

const fn way(name: &'static str, left: f64, write: fn(&Canary) -> Option<String>) -> Way {
    Way { name, write, left }
}
