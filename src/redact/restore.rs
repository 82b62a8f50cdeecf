//! `scrubjay restore`: what `encrypt` has written, back to what it was.

use super::encrypt;
use crate::core::Key;
use crate::core::token::{self, Sign};

/// A text with its encrypted values restored.
pub struct Restored {
    /// The text.
    pub text: String,
    /// Values that were restored.
    pub restored: u64,
    /// Tokens that this key has not made; they stay.
    pub refused: u64,
}

/// It holds what was to be hidden.
impl std::fmt::Debug for Restored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Restored(len={}, restored={}, refused={})", self.text.len(), self.restored, self.refused)
    }
}

/// Restores every encrypted value of a text. `key` is the one that [`Policy::new`](super::Policy::new) was given. In `json` text
/// the values are written as parts of JSON strings.
#[must_use]
pub fn restore(text: &str, key: &Key, json: bool) -> Restored {
    let key = super::policy::Keys::new(key).encrypt;
    let mut out = Restored { text: String::with_capacity(text.len()), restored: 0, refused: 0 };
    let mut rest = text;
    while let Some((before, from)) = rest.find('[').and_then(|at| rest.split_at_checked(at)) {
        out.text.push_str(before);
        let length = match token::read(from) {
            Some(token) => match encrypt::open(&key, &token) {
                Some(value) => {
                    let escaped = if json { serde_json::to_string(&value).ok() } else { None };
                    let escaped = escaped.as_deref().and_then(|text| text.strip_prefix('"')?.strip_suffix('"'));
                    out.text.push_str(escaped.unwrap_or(&value));
                    out.restored += 1;
                    Some(token.len)
                }
                None => {
                    out.refused += u64::from(token.sign != Sign::Hash);
                    None
                }
            },
            None => None,
        };
        let (skipped, after) = from.split_at_checked(length.unwrap_or(1)).unwrap_or((from, ""));
        if length.is_none() {
            out.text.push_str(skipped);
        }
        rest = after;
    }
    out.text.push_str(rest);
    out
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
        let other = restore(&sealed, &Key::derive("other", b""), false);
        assert_eq!(other.refused, 1);
        assert!(!other.text.contains("4111"));
    }
}
