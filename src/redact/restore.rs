//! `scrubjay restore`: what `encrypt` has written, back to what it was.

use std::collections::BTreeSet;

use super::encrypt;
use crate::core::token::{self, Sign, Token};
use crate::core::{Key, Span};
use crate::leaf::{self, Edit, Leaves};

/// A text with its encrypted values restored.
pub struct Restored {
    /// The text.
    pub text: String,
    /// Values that were restored.
    pub restored: u64,
    /// Tokens that this key has not made, or that were changed since; they stay.
    pub refused: u64,
}

/// It holds what was to be hidden.
impl std::fmt::Debug for Restored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Restored(len={}, restored={}, refused={})", self.text.len(), self.restored, self.refused)
    }
}

/// Restores every encrypted value of a text. `key` is the one that [`Policy::new`](super::Policy::new) was given.
///
/// What is restored is written as its place asks: in JSON, JSON in a string of JSON, a table, the query of a URL or base64 as
/// redaction would write it there. In `json` text, values that stand in none of these are written as parts of JSON strings: a
/// line of a file whose objects go over many lines.
#[must_use]
pub fn restore(text: &str, key: &Key, json: bool) -> Restored {
    let key = super::policy::Keys::new(key).encrypt;
    let leaves = Leaves::of(text);
    let Opened { edits, refused } = opened(text, leaves.as_ref(), &key, json);
    // What is written in more layers than are followed cannot be put there; the text is then one without layers.
    let layered = leaf::splice(text, leaves.as_ref(), &edits).map(|spliced| (spliced.text, edits.len()));
    let (text, restored) = layered.unwrap_or_else(|| {
        let edits = opened(text, None, &key, json).edits;
        let new = leaf::splice(text, None, &edits).map_or_else(|| text.to_owned(), |spliced| spliced.text);
        (new, edits.len())
    });
    Restored { text, restored: restored as u64, refused }
}

/// What the tokens of a text stand for.
struct Opened {
    /// In order, none overlapping another.
    edits: Vec<Edit>,
    refused: u64,
}

fn opened(text: &str, leaves: Option<&Leaves>, key: &Key, json: bool) -> Opened {
    let view = leaves.map_or(text, Leaves::view);
    let mut edits = Vec::new();
    let mut refused = BTreeSet::new();
    let mut done = 0;
    for (at, _) in view.match_indices('[') {
        let rest = view.get(at..).filter(|_| at >= done).unwrap_or_default();
        let Some((len, value)) = value_of(rest, key) else { continue };
        done = at + len;
        let seen = Span::new(at, done);
        // A name that the view repeats before its values came from nowhere, and what stands in two leaves is no token.
        let Some(origin) = leaves.map_or(Some(seen), |leaves| leaves.origin(seen)) else { continue };
        match value {
            Some(value) => {
                let bare = json && leaves.is_none_or(|leaves| !leaves.holds(origin));
                let replacement = if bare { escaped(value) } else { value };
                edits.push(Edit { span: origin, replacement });
            }
            None => {
                refused.insert(origin);
            }
        }
    }
    edits.sort_by_key(|edit| edit.span);
    edits.dedup_by(|next, kept| next.span.overlaps(kept.span));
    Opened { edits, refused: refused.len() as u64 }
}

/// Most bytes of a token whose characters are written as sequences: that of a long value, three bytes for each of its own.
const LONGEST_WRITTEN: usize = 1 << 12;

/// The length of the token that a text begins with, and what it stands for; nothing if the key has not made it. In the query of a
/// URL, signs in a token of the form `shape` are percent-encoded.
fn value_of(text: &str, key: &Key) -> Option<(usize, Option<String>)> {
    let open = |token: &Token<'_>| (token.sign != Sign::Hash).then(|| encrypt::open(key, token));
    if let Some(token) = token::read(text) {
        return Some((token.len, open(&token)?));
    }
    if let Some(len) = token::damaged(text) {
        return Some((len, None));
    }
    let is_name = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let name = text.bytes().skip(1).take_while(|byte| is_name(*byte)).count();
    if !text.get(1 + name..)?.starts_with(Sign::Shaped.as_char()) {
        return None;
    }
    let end = text.bytes().take(LONGEST_WRITTEN).position(|byte| byte == b']')? + 1;
    let written = leaf::says(text.get(..end)?);
    let token = token::read(&written).filter(|token| token.len == written.len())?;
    Some((end, open(&token)?))
}

/// A value as part of a JSON string.
fn escaped(value: String) -> String {
    let quoted = serde_json::to_string(&value).ok();
    quoted.and_then(|text| Some(text.strip_prefix('"')?.strip_suffix('"')?.to_owned())).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::EncryptedForm;
    use crate::core::EntityType;
    use crate::redact::policy::Keys;

    #[test]
    fn only_own_tokens_are_restored() {
        let key = Key::derive("test", b"");
        let mut sealed = String::from("[x] [A:b] é ");
        let keys = Keys::new(&key);
        for form in [EncryptedForm::Token, EncryptedForm::Shape] {
            encrypt::write(&keys.encrypt, &EntityType::new("CREDIT_CARD").unwrap(), "4111 1111", form, &mut sealed);
            sealed.push('\n');
        }
        let restored = restore(&sealed, &key, false);
        assert_eq!(restored.text, "[x] [A:b] é 4111 1111\n4111 1111\n");
        assert_eq!((restored.restored, restored.refused), (2, 0));
        // One character of the sealed value is another.
        let at = sealed.find(':').unwrap() + 20;
        let at = at + sealed.get(at..).unwrap().find(|c| c != 'a').unwrap();
        let damaged = format!("{}a{}", sealed.get(..at).unwrap(), sealed.get(at + 1..).unwrap());
        let damaged = restore(&damaged, &key, false);
        assert_eq!((damaged.restored, damaged.refused), (1, 1));
        let other = restore(&sealed, &Key::derive("other", b""), false);
        assert_eq!(other.refused, 1);
        assert!(!other.text.contains("4111"));
    }

    #[test]
    fn what_is_restored_is_written_as_its_place_asks() {
        let key = Key::derive("test", b"");
        let value = "a \"b\" & c+d, é\\";
        let mut token = String::new();
        encrypt::write(
            &Keys::new(&key).encrypt,
            &EntityType::new("X").unwrap(),
            value,
            EncryptedForm::Token,
            &mut token,
        );
        let json = |text: &str| serde_json::json!({ "t": text, "n": 1 }).to_string();
        let base64 = |text: &str| data_encoding::BASE64.encode(format!("so long a text, with {text} in it").as_bytes());
        for write in [
            &|text: &str| json(text) as String,
            &|text: &str| json(&json(text)),
            &|text: &str| json(&format!("see {}", json(&json(text)))),
            &|text: &str| json(&base64(text)),
            &|text: &str| format!("data:text/plain;base64,{}", base64(text)),
        ] as [&dyn Fn(&str) -> String; 5]
        {
            let restored = restore(&write(&token), &key, true);
            assert_eq!((restored.text, restored.restored, restored.refused), (write(value), 1, 0));
        }
        let line = restore(&format!("  \"t\": \"{token}\","), &key, true);
        assert_eq!(line.text, format!("  \"t\": {},", serde_json::to_string(value).unwrap()));
        let query = restore(&format!("https://shop.example/?q={token}&n=1"), &key, false);
        assert_eq!(query.text, "https://shop.example/?q=a%20%22b%22%20%26%20c%2Bd,%20%C3%A9\\&n=1");
    }
}
