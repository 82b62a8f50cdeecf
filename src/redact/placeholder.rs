//! `placeholder`: the entity type in brackets, `[EMAIL_ADDRESS]`, with a number of the value if that is asked for.

use super::Action;
use crate::core::token::{self, Sign};
use crate::core::{Digest, EntityType};

/// Writes the placeholder.
pub(super) fn write(entity: &EntityType, out: &mut String) -> Action {
    out.push('[');
    out.push_str(entity.as_str());
    out.push(']');
    Action::Replace
}

/// Writes the placeholder of the record's value number `number`.
pub(super) fn write_numbered(entity: &EntityType, number: usize, out: &mut String) -> Action {
    out.push_str(&format!("[{entity}_{number}]"));
    Action::Replace
}

/// A numbered placeholder is no longer than this.
const LONGEST: usize = 96;

/// Characters of a tag: 50 bits of a keyed hash. Two of a hundred thousand values meet with a probability of 5 · 10⁻⁶.
const TAG: usize = 10;

/// Writes the placeholder of the value that a keyed hash stands for: a token, since what looks like a tag looks like a key to rules.
pub(super) fn write_tagged(entity: &EntityType, value: Digest, out: &mut String) -> Action {
    let tag: String = data_encoding::BASE32_NOPAD.encode(&value.bytes()).chars().take(TAG).collect();
    out.push_str(&token::write(entity, Sign::Hash, &tag));
    Action::Replace
}

/// The numbered placeholders of a text: entity type and number.
pub(super) fn numbered(text: &str) -> impl Iterator<Item = (EntityType, usize)> {
    memchr::memchr_iter(b'[', text.as_bytes()).filter_map(|at| {
        let rest = text.get(at + 1..)?;
        let end = rest.bytes().take(LONGEST).position(|byte| !matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'_'))?;
        let (name, number) = rest.get(..end).filter(|_| rest.as_bytes().get(end) == Some(&b']'))?.rsplit_once('_')?;
        Some((EntityType::new(name)?, number.parse().ok()?))
    })
}

/// Whether a text is a placeholder, of whichever entity type.
pub(super) fn is_placeholder(text: &str) -> bool {
    text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).is_some_and(|name| EntityType::new(name).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read() {
        let text = "é[NG_NIN_1], [[PERSON_12] [PERSON] [a_1] [X_] [US_SSN_3";
        let got: Vec<_> = numbered(text).map(|(entity, number)| format!("{entity} {number}")).collect();
        assert_eq!(got, ["NG_NIN 1", "PERSON 12"]);
    }

    #[test]
    fn the_entity_type_in_brackets() {
        let mut out = String::from("a ");
        write(&EntityType::new("US_SSN").unwrap(), &mut out);
        assert_eq!(out, "a [US_SSN]");
        assert!(is_placeholder("[US_SSN]"));
        for other in ["[us]", "[]", "US_SSN", "[US_SSN] ", "[A][B]"] {
            assert!(!is_placeholder(other), "{other}");
        }
    }
}
