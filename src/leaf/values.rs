//! The strings and numbers of a line of JSON, and those of its keys that may be values, one by one.

use super::json::{self, Token};
use super::view::may_hold_value;
use super::written::{Written, json_escape};
use crate::core::Span;

/// What a line of JSON holds, in the order of the line. Its content is record text: there is no `Debug`.
pub struct Values<'t> {
    line: Written<'t>,
    /// Every key, string and number.
    all: Vec<(Token, Span)>,
    /// Those of them that are values or may be.
    wanted: Vec<usize>,
}

/// One of them.
pub struct Value {
    place: usize,
    text: Written<'static>,
    span: Span,
    whole: bool,
}

impl<'t> Values<'t> {
    /// Reads a line; `None` if it is not one object or array of JSON.
    #[must_use]
    pub fn of(line: &'t str) -> Option<Self> {
        let start = line.find(['{', '['])?;
        let mut tokens = Vec::new();
        json::read(line, start, &mut tokens).ok()?;
        let line = Written::outermost(line);
        let held = |span: &Span| may_hold_value(&line.decoded(*span, json_escape).text);
        let all: Vec<_> = tokens
            .into_iter()
            .filter_map(|token| match token {
                Token::Key(span) | Token::String(span) | Token::Number(span) => Some((token, span)),
                Token::Open { .. } | Token::Close | Token::Word => None,
            })
            .collect();
        let is_value = |(token, span): &(Token, Span)| !matches!(token, Token::Key(_)) || held(span);
        let wanted = all.iter().enumerate().filter(|(_, one)| is_value(one)).map(|(place, _)| place).collect();
        Some(Self { line, all, wanted })
    }

    /// The value with this number, from 0.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<Value> {
        self.at(*self.wanted.get(number)?)
    }

    /// What stands at a place that a value has or had before it was replaced.
    #[must_use]
    pub fn at(&self, place: usize) -> Option<Value> {
        let (token, span) = *self.all.get(place)?;
        let whole = matches!(token, Token::Number(_));
        let text = self.line.decoded(span, |rest| if whole { None } else { json_escape(rest) });
        Some(Value { place, text, span, whole })
    }
}

impl Value {
    /// What it says: record text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text.text
    }

    /// Its place among all keys, strings and numbers of the line.
    #[must_use]
    pub fn place(&self) -> usize {
        self.place
    }

    /// Its bytes in the line, without quotes.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span
    }

    /// Where a part of what it says stands in the line. A number is one thing: its digits may be written in several ways.
    #[must_use]
    pub fn origin(&self, span: Span) -> Span {
        if self.whole { self.span } else { self.text.origin(span) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_lead_back_to_the_line() {
        let line = r#" {"a":"x\u00e9y","0123":[1.50,true]} "#;
        let values = Values::of(line).unwrap();
        let all: Vec<_> = (0..4).map_while(|n| values.get(n)).collect();
        let texts: Vec<_> = all.iter().map(Value::text).collect();
        assert_eq!(texts, ["xéy", "0123", "1.50"]);
        assert_eq!(all[0].origin(Span::new(1, 3)).of(line), Some("\\u00e9"));
        assert_eq!(all[2].origin(Span::new(0, 1)).of(line), Some("1.50"));
        assert_eq!(values.at(all[1].place()).unwrap().span().of(line), Some("0123"));
    }
}
