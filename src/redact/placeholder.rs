//! `placeholder`: the entity type in brackets, `[EMAIL_ADDRESS]`.

use super::Action;
use crate::core::EntityType;

/// Writes the placeholder.
pub(super) fn write(entity: &EntityType, out: &mut String) -> Action {
    out.push('[');
    out.push_str(entity.as_str());
    out.push(']');
    Action::Replace
}

/// Whether a text is a placeholder, of whichever entity type.
pub(super) fn is_placeholder(text: &str) -> bool {
    text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).is_some_and(|name| EntityType::new(name).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

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
