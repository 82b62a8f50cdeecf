//! Names of the kinds of personal data and secrets.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// An entity type such as `EMAIL_ADDRESS` or `NG_NIN`: Presidio's name where it has one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EntityType(Arc<str>);

impl EntityType {
    /// Checks and wraps a name: `A–Z`, digits and `_`, beginning with a letter. `None` for anything else.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let starts = name.bytes().next().is_some_and(|b| b.is_ascii_uppercase());
        let rest = name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
        (starts && rest).then(|| Self(Arc::from(name)))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EntityType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for EntityType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for EntityType {
    type Error = String;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::new(&name).ok_or_else(|| "an entity type is written like EMAIL_ADDRESS: A-Z, 0-9 and _".to_owned())
    }
}

impl From<EntityType> for String {
    fn from(entity: EntityType) -> Self {
        entity.0.as_ref().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_screaming_snake() {
        assert!(EntityType::new("NG_NIN").is_some());
        assert!(EntityType::new("US_SSN2").is_some());
        for bad in ["", "email", "_A", "9A", "E-MAIL", "É"] {
            assert!(EntityType::new(bad).is_none(), "{bad}");
        }
    }
}
