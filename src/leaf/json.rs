//! JSON as it stands in a text: where its keys, strings and numbers are. Nothing is built and nothing is copied.

use memchr::memchr2;

use crate::core::Span;

/// Values that nest deeper are not looked into, as `serde_json` has it.
const MAX_DEPTH: usize = 127;

/// A part of a JSON value, in the order of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// An object or array begins.
    Open {
        /// Whether it is an object.
        object: bool,
    },
    /// The object or array that began last ends.
    Close,
    /// What stands between the quotes of an object's key.
    Key(Span),
    /// What stands between the quotes of a string.
    String(Span),
    /// A number.
    Number(Span),
    /// `true`, `false` or `null`.
    Word,
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    CommaOrEnd,
}

/// Reads the JSON object or array that begins at `start`. Returns where it ends; on failure, where it is no JSON any more.
pub(super) fn read(text: &str, start: usize, tokens: &mut Vec<Token>) -> Result<usize, usize> {
    let mut reader = Reader { bytes: text.as_bytes(), at: start };
    let mut open: Vec<bool> = Vec::new();
    let mut expect = Expect::Value;
    loop {
        let byte = reader.next_byte()?;
        expect = match (expect, byte) {
            (Expect::Value | Expect::ValueOrEnd, b'{' | b'[') => {
                let object = byte == b'{';
                if open.len() == MAX_DEPTH {
                    return Err(reader.at);
                }
                open.push(object);
                tokens.push(Token::Open { object });
                reader.at += 1;
                if object { Expect::KeyOrEnd } else { Expect::ValueOrEnd }
            }
            (Expect::ValueOrEnd, b']') | (Expect::KeyOrEnd, b'}') | (Expect::CommaOrEnd, b']' | b'}') => {
                if open.pop() != Some(byte == b'}') {
                    return Err(reader.at);
                }
                tokens.push(Token::Close);
                reader.at += 1;
                if open.is_empty() {
                    return Ok(reader.at);
                }
                Expect::CommaOrEnd
            }
            (Expect::Value | Expect::ValueOrEnd, _) => {
                tokens.push(reader.scalar(byte)?);
                Expect::CommaOrEnd
            }
            (Expect::Key | Expect::KeyOrEnd, b'"') => {
                tokens.push(Token::Key(reader.string()?));
                reader.colon()?;
                Expect::Value
            }
            (Expect::CommaOrEnd, b',') => {
                reader.at += 1;
                if open.last() == Some(&true) { Expect::Key } else { Expect::Value }
            }
            _ => return Err(reader.at),
        };
    }
}

/// Whether a text is one JSON number.
#[must_use]
pub fn is_number(text: &str) -> bool {
    let mut reader = Reader { bytes: text.as_bytes(), at: 0 };
    reader.number().is_ok() && reader.at == text.len()
}

struct Reader<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The next byte that is no white space.
    fn next_byte(&mut self) -> Result<u8, usize> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
        self.peek().ok_or(self.at)
    }

    fn colon(&mut self) -> Result<(), usize> {
        if self.next_byte()? != b':' {
            return Err(self.at);
        }
        self.at += 1;
        Ok(())
    }

    fn scalar(&mut self, first: u8) -> Result<Token, usize> {
        match first {
            b'"' => self.string().map(Token::String),
            b'-' | b'0'..=b'9' => self.number().map(Token::Number),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'n' => self.word(b"null"),
            _ => Err(self.at),
        }
    }

    fn word(&mut self, word: &[u8]) -> Result<Token, usize> {
        if !self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            return Err(self.at);
        }
        self.at += word.len();
        Ok(Token::Word)
    }

    /// Reads a string; the span is that of what stands between its quotes.
    fn string(&mut self) -> Result<Span, usize> {
        let start = self.at + 1;
        let mut at = start;
        loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            let found = memchr2(b'"', b'\\', rest).ok_or(self.bytes.len())?;
            if let Some(control) = rest.iter().take(found).position(|byte| *byte < b' ') {
                return Err(at + control);
            }
            at += found;
            if rest.get(found) == Some(&b'"') {
                self.at = at + 1;
                return Ok(Span::new(start, at));
            }
            at += match rest.get(found + 1).ok_or(at)? {
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => 2,
                b'u' if rest.get(found + 2..found + 6).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)) => 6,
                _ => return Err(at),
            };
        }
    }

    fn number(&mut self) -> Result<Span, usize> {
        let start = self.at;
        self.skip(b"-");
        match self.peek() {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => self.digits()?,
            _ => return Err(self.at),
        }
        if self.skip(b".") {
            self.digits()?;
        }
        if self.skip(b"eE") {
            self.skip(b"+-");
            self.digits()?;
        }
        Ok(Span::new(start, self.at))
    }

    fn skip(&mut self, any: &[u8]) -> bool {
        let there = self.peek().is_some_and(|byte| any.contains(&byte));
        self.at += usize::from(there);
        there
    }

    fn digits(&mut self) -> Result<(), usize> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at == start { Err(start) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parts_are_found_where_they_stand() {
        let text = r#"x {"a" : [1.5e3, "b\"c", true], "é":{}} y"#;
        let mut tokens = Vec::new();
        assert_eq!(read(text, 2, &mut tokens), Ok(text.len() - 2));
        let shown: Vec<_> = tokens
            .iter()
            .filter_map(|token| match token {
                Token::Key(span) | Token::String(span) | Token::Number(span) => span.of(text),
                _ => None,
            })
            .collect();
        assert_eq!(shown, ["a", "1.5e3", "b\\\"c", "é"]);
    }

    #[test]
    fn numbers_are_known() {
        for text in ["0", "-1", "10.5", "1e9", "2E-3"] {
            assert!(is_number(text), "{text}");
        }
        for text in ["", "01", "+1", "1.", ".5", "1e", "0x1", "1 ", "NaN", "00"] {
            assert!(!is_number(text), "{text}");
        }
    }

    fn agrees(text: &str) -> bool {
        let expected = serde_json::from_str::<serde_json::Value>(text);
        // A number that does not fit and half a surrogate pair are refused by serde_json and are no matter of shape.
        let known = expected.as_ref().err().map(ToString::to_string).unwrap_or_default();
        let aside = ["out of range", "surrogate", "hex escape"].iter().any(|reason| known.contains(reason));
        let start = text.find(['{', '[']).unwrap_or(0);
        let read = read(text, start, &mut Vec::new());
        let ours = read.is_ok_and(|end| text.get(end..).is_some_and(|rest| rest.trim_ascii().is_empty()))
            && text.get(..start).is_some_and(|before| before.trim_ascii().is_empty());
        aside || ours == expected.is_ok_and(|value| value.is_object() || value.is_array())
    }

    proptest! {
        #[test]
        fn json_is_what_serde_json_takes(
            pieces in prop::collection::vec(prop::sample::select(vec!["{", "}", "[", "]", ":", ",", "\"a\"", "\"\\n\"", "\"\\u00e9\"", "\"\\", "1", "-2.5e1", "0", "true", "nul", " ", "\n", "é"]), 0..12),
        ) {
            let text = pieces.concat();
            prop_assert!(agrees(&text), "{}", text);
        }
    }
}
