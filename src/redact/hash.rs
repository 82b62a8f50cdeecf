//! `hash`: a keyed hash of the value. A hash without a key is found by trying all telephone numbers there are.

use super::Action;
use super::canonical::canonical;
use super::kind::Kind;
use crate::core::{EntityType, Key};

/// Writes `prefix` and `length` hexadecimal digits of the keyed BLAKE3 hash of entity type and canonical value.
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
    out.push_str(prefix);
    out.extend([half(b"1"), half(b"2")].concat().chars().take(length));
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
    }
}
