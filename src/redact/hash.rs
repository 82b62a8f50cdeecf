//! `hash`: a keyed hash of the value. A hash without a key is found by trying all telephone numbers there are.
//!
//! It is written as a token, which is left alone when the text is redacted again. With a prefix of one's own it is the bare
//! digits; where a rule finds these, redacting again hashes the hash.

use super::Action;
use super::canonical::canonical;
use super::kind::Kind;
use crate::core::token::{self, Sign};
use crate::core::{EntityType, Key};

/// Writes `length` hexadecimal digits of the keyed BLAKE3 hash of entity type and canonical value, as a token or behind `prefix`.
pub(super) fn write(
    key: &Key,
    entity: &EntityType,
    value: &str,
    length: usize,
    prefix: &str,
    out: &mut String,
) -> Action {
    let canonical = canonical(Kind::of(entity), value);
    let half = |half: &[u8]| key.digest(&[half, entity.as_str().as_bytes(), canonical.as_bytes()]).to_string();
    let digits: String = [half(b"1"), half(b"2")].concat().chars().take(length).collect();
    if prefix.is_empty() {
        out.push_str(&token::write(entity, Sign::Hash, &digits));
    } else {
        out.push_str(prefix);
        out.push_str(&digits);
    }
    Action::Replace
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashed(key: &[u8], entity: &str, value: &str, length: usize) -> String {
        let mut out = String::new();
        write(&Key::derive("test", key), &EntityType::new(entity).unwrap(), value, length, "p-", &mut out);
        out
    }

    #[test]
    fn depends_on_key_entity_and_canonical_value() {
        let one = hashed(b"k", "US_SSN", "078-05-1120", 64);
        assert_eq!(one.len(), 66);
        assert!(one.starts_with("p-") && one.chars().skip(2).all(|c| c.is_ascii_hexdigit()));
        assert_eq!(one, hashed(b"k", "US_SSN", "078 05 1120", 64));
        assert_eq!(one.get(..10).unwrap(), hashed(b"k", "US_SSN", "078051120", 8));
        assert_ne!(one, hashed(b"l", "US_SSN", "078051120", 64));
        assert_ne!(one, hashed(b"k", "NG_NIN", "078051120", 64));
        assert_ne!(one.get(2..34), one.get(34..));
        let mut bare = String::new();
        let entity = EntityType::new("US_SSN").unwrap();
        write(&Key::derive("test", b"k"), &entity, "078051120", 8, "", &mut bare);
        let token = token::read(&bare).unwrap();
        assert_eq!((token.sign, token.body, token.len), (Sign::Hash, &one[2..10], bare.len()));
    }
}
