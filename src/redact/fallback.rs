//! What an operator cannot do to values of an entity type, so that a placeholder stands in their place: said before a run, and
//! counted in it.

use super::kind::Kind;
use super::{Operator, Policy};
use crate::config::SurrogateScope;
use crate::core::EntityType;

/// Which values of an entity type become placeholders instead of what the operator makes of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fallback {
    /// All: nothing is known of which nobody has one.
    NoRange,
    /// All: in a scope wider than a record there are too few to keep values apart.
    Narrow,
    /// Telephone numbers of countries that keep none free.
    Country,
    /// IPv4 addresses, in a scope wider than a record; IPv6 addresses have room.
    Version,
    /// Names in scripts that no invented names are of.
    Script,
    /// In a scope wider than a record, names in Chinese characters and Hangul as well, of which there are too few.
    Unspaced,
    /// Addresses that are not in Latin letters, or name no place.
    Letters,
    /// Numbers of a length or country that no range has.
    Shape,
    /// Coordinates that are not exact enough for a scope wider than a record.
    Coarse,
    /// Values that cannot be read as what they should be.
    Unread,
}

impl Fallback {
    /// Which values, in words that follow the name of the entity type.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoRange => "every value: no range is known that nobody is in",
            Self::Narrow => "every value: a scope wider than a record needs more of them than are kept free",
            Self::Country => "numbers of countries that keep none free",
            Self::Version => "IPv4 addresses, of which too few are kept free for a scope wider than a record",
            Self::Script => "names in scripts that no invented names are of",
            Self::Unspaced => {
                "names in scripts that no invented names are of, and in Chinese characters and Hangul, of which there are too few for a \
                 scope wider than a record"
            }
            Self::Letters => "addresses that are not in Latin letters, or name no place",
            Self::Shape => "numbers of a length or country without a range",
            Self::Coarse => {
                "coordinates with fewer than five decimals, of which a scope wider than a record has too few"
            }
            Self::Unread => "values that cannot be read",
        }
    }
}

impl Policy {
    /// Which values of an entity type the policy's operator writes a placeholder for; `None` if there are none.
    #[must_use]
    pub fn fallback(&self, entity: &EntityType) -> Option<Fallback> {
        let shared = self.scope != SurrogateScope::Record;
        match self.operator(entity) {
            Operator::Generalise { .. } | Operator::ShiftDate { .. } => Some(Fallback::Unread),
            Operator::Surrogate => match Kind::of(entity) {
                Kind::Exact => Some(Fallback::NoRange),
                Kind::Date | Kind::Age => Some(Fallback::Unread),
                Kind::Coordinates => Some(if shared { Fallback::Coarse } else { Fallback::Unread }),
                Kind::Postcode => Some(if shared { Fallback::Narrow } else { Fallback::Shape }),
                Kind::Person => Some(if shared { Fallback::Unspaced } else { Fallback::Script }),
                Kind::Address => Some(Fallback::Letters),
                Kind::Email | Kind::Url | Kind::Handle => None,
                Kind::Ip => shared.then_some(Fallback::Version),
                kind @ (Kind::Phone | Kind::Number) => match self.surrogates.room(entity) {
                    None => Some(Fallback::NoRange),
                    Some(wide) if shared && !wide => Some(Fallback::Narrow),
                    Some(_) => Some(if kind == Kind::Phone { Fallback::Country } else { Fallback::Shape }),
                },
            },
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{OperatorChoice, OperatorName, Redact};
    use crate::core::Key;

    #[test]
    fn what_is_said_is_what_happens() {
        use crate::redact::RecordIdentity;
        let entity = |name: &str| EntityType::new(name).unwrap();
        for (scope, name, value, expected) in [
            (SurrogateScope::Record, "AGE", "forty", Some(Fallback::Unread)),
            (SurrogateScope::Dataset, "DATE_OF_BIRTH", "soon", Some(Fallback::Unread)),
            (SurrogateScope::Dataset, "COORDINATES", "48.858, 2.294", Some(Fallback::Coarse)),
            (SurrogateScope::Dataset, "POSTCODE", "10115", Some(Fallback::Narrow)),
            (SurrogateScope::Record, "POSTCODE", "1010", Some(Fallback::Shape)),
            (SurrogateScope::Record, "PASSPORT", "C01X00T47", Some(Fallback::NoRange)),
            (SurrogateScope::Record, "PHONE_NUMBER", "+234 803 123 4567", Some(Fallback::Country)),
            (SurrogateScope::Dataset, "US_SSN", "123-45-6789", Some(Fallback::Narrow)),
            (SurrogateScope::Dataset, "IP_ADDRESS", "81.2.69.142", Some(Fallback::Version)),
            (SurrogateScope::Record, "PERSON", "ⴰⵎⴰ", Some(Fallback::Script)),
            (SurrogateScope::Dataset, "PERSON", "王小明", Some(Fallback::Unspaced)),
            (SurrogateScope::Record, "STREET_ADDRESS", "Тверская улица 5", Some(Fallback::Letters)),
            (SurrogateScope::Record, "EMAIL_ADDRESS", "ada@acme.co.uk", None),
            (SurrogateScope::Record, "IP_ADDRESS", "81.2.69.142", None),
        ] {
            let redact = Redact { default: OperatorChoice::Name(OperatorName::Surrogate), scope, ..Redact::default() };
            let policy = Policy::new(&redact, &Key::derive("test", b"")).unwrap();
            let entity = entity(name);
            assert_eq!(policy.fallback(&entity), expected, "{name}");
            let mut record = policy.scope(&RecordIdentity::default());
            policy.act(&entity, value, &mut record, &mut String::new());
            assert_eq!(record.fallbacks().contains_key(&entity), expected.is_some(), "{name} {value}");
        }
    }
}
