//! What a value is, as far as operators treat values of different kinds differently.

use crate::core::EntityType;

/// The kind of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    /// A person's name or part of one.
    Person,
    /// An e-mail address.
    Email,
    /// A web address.
    Url,
    /// A login or the handle of a profile.
    Handle,
    /// A telephone number.
    Phone,
    /// An IPv4 or IPv6 address.
    Ip,
    /// A calendar date.
    Date,
    /// A person's age.
    Age,
    /// A latitude and a longitude.
    Coordinates,
    /// A postal code.
    Postcode,
    /// A postal address, or the street of one.
    Address,
    /// A number, with letters or not, whose separators and case mean nothing.
    Number,
    /// Anything in which every character counts: keys, tokens, passwords, terms of lists.
    Exact,
}

/// Parts of names of entity types whose values are secrets.
const SECRETS: [&str; 12] = [
    "KEY",
    "TOKEN",
    "SECRET",
    "PASSWORD",
    "AUTH",
    "COOKIE",
    "WEBHOOK",
    "CREDENTIAL",
    "CREDENTIALS",
    "CONNECTION",
    "JWT",
    "CRYPTO",
];

impl Kind {
    /// The kind that an entity type's values have.
    pub(super) fn of(entity: &EntityType) -> Self {
        match entity.as_str() {
            "PERSON" => Self::Person,
            "EMAIL_ADDRESS" => Self::Email,
            "URL" | "URL_PERSONAL_QUERY" => Self::Url,
            "USERNAME" | "SOCIAL_HANDLE" => Self::Handle,
            "PHONE_NUMBER" => Self::Phone,
            "IP_ADDRESS" => Self::Ip,
            "DATE_OF_BIRTH" | "DATE" | "DATE_TIME" | "CREDIT_CARD_EXPIRY" => Self::Date,
            "AGE" => Self::Age,
            "COORDINATES" => Self::Coordinates,
            "POSTCODE" => Self::Postcode,
            "STREET_ADDRESS" => Self::Address,
            "PASSPORT" => Self::Number,
            name if name.split('_').any(|part| SECRETS.contains(&part)) => Self::Exact,
            name if name.contains('_') || name.len() < 6 => Self::Number,
            _ => Self::Exact,
        }
    }

    /// Whether `generalise` has a coarser form of such values.
    pub(super) fn is_generalised(self) -> bool {
        matches!(self, Self::Date | Self::Age | Self::Ip | Self::Coordinates | Self::Postcode)
    }
}
