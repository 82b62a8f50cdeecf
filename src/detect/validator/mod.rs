//! Validators: what a pattern cannot say about a value. One file per kind of value.
//!
//! A validator sees the match and the text around it, and may cut the match short: patterns are greedy, and a card number
//! may be followed by a date. It knows nothing of context words or scores.

mod aws;
mod card;
mod email;
mod iban;
mod ipv4;
mod ipv6;
mod jwt;
mod mac;
mod number;
mod phone;
mod phone_parts;
mod phone_plan;
mod ssn;
mod url;

mod address;
mod person;

use std::sync::Arc;

use super::Error;
use super::name::Lexicon;
use crate::config::Detect;
use crate::core::Span;
use crate::rules::ValidatorName;
use phone_plan::Plans;

/// What the job says that validators must know.
#[derive(Debug)]
pub(super) struct Settings {
    plans: Plans,
    pub(super) names: Arc<Lexicon>,
}

impl Settings {
    pub(super) fn new(config: &Detect, names: Arc<Lexicon>) -> Result<Self, Error> {
        Ok(Self { plans: Plans::new(&config.regions)?, names })
    }
}

/// What a validator says of a match. The span may be shorter than the match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is no such value; one may begin further on in the match.
    Refused,
    /// It is something else; what comes after the span may be such a value.
    Other(Span),
    /// It may be one.
    Undecided(Span),
    /// It is one.
    Valid(Span),
}

/// A match in its text.
#[derive(Clone, Copy)]
pub(super) struct Value<'t> {
    text: &'t str,
    span: Span,
}

impl<'t> Value<'t> {
    pub(super) fn new(text: &'t str, span: Span) -> Self {
        Self { text, span }
    }

    /// The matched text.
    fn matched(&self) -> &'t str {
        self.span.of(self.text).unwrap_or_default()
    }

    /// The text before the match.
    fn before(&self) -> &'t str {
        self.text.get(..self.span.start).unwrap_or_default()
    }

    /// The text after the match.
    fn after(&self) -> &'t str {
        self.text.get(self.span.end..).unwrap_or_default()
    }

    /// The bytes from `from` to `to` of the match as a value of their own.
    fn part(&self, from: usize, to: usize) -> Self {
        let start = (self.span.start + from).min(self.span.end);
        Self { text: self.text, span: Span::new(start, (self.span.start + to).min(self.span.end).max(start)) }
    }

    /// `Valid` if it is, `Undecided` if not.
    fn decided(&self, valid: bool) -> Verdict {
        if valid { Verdict::Valid(self.span) } else { Verdict::Undecided(self.span) }
    }

    /// Whether a letter or digit of any script stands right before or after the match.
    fn is_glued(&self) -> bool {
        self.before().chars().next_back().is_some_and(char::is_alphanumeric)
            || self.after().chars().next().is_some_and(char::is_alphanumeric)
    }
}

/// Whether a validator needs the lists of names.
pub(super) fn uses_names(name: ValidatorName) -> bool {
    use ValidatorName::{
        AddressLine, PersonFullName, PersonGivenName, PersonKnownName, PersonName, PersonNamePart, StreetAddress,
    };
    matches!(
        name,
        PersonName | PersonFullName | PersonGivenName | PersonKnownName | PersonNamePart | StreetAddress | AddressLine
    )
}

/// Asks a validator.
pub(super) fn check(name: ValidatorName, value: &Value<'_>, settings: &Settings) -> Verdict {
    match name {
        ValidatorName::Email => email::check(value),
        ValidatorName::PhoneInternational => phone::international(value, &settings.plans),
        ValidatorName::PhoneNational => phone::national(value, &settings.plans),
        ValidatorName::PhoneNanp => phone::nanp(value),
        ValidatorName::PhoneShape => phone::shape(value),
        ValidatorName::PaymentCard => card::check(value),
        ValidatorName::Iban => iban::check(value),
        ValidatorName::Ipv4 => ipv4::check(value),
        ValidatorName::Ipv6 => ipv6::check(value),
        ValidatorName::Mac => mac::check(value),
        ValidatorName::UrlCredentials => url::check(value),
        ValidatorName::UsSsn => ssn::check(value),
        ValidatorName::ElevenDigits => number::eleven(value),
        ValidatorName::AwsAccessKeyId => aws::access_key_id(value),
        ValidatorName::AwsSecretAccessKey => aws::secret_access_key(value),
        ValidatorName::Jwt => jwt::check(value),
        ValidatorName::PersonName => person::name(value, &settings.names),
        ValidatorName::PersonFullName => person::full_name(value, &settings.names),
        ValidatorName::PersonGivenName => person::given_name(value, &settings.names),
        ValidatorName::PersonKnownName => person::known_name(value, &settings.names),
        ValidatorName::PersonNamePart => person::part(value, &settings.names),
        ValidatorName::StreetAddress => address::street(value, &settings.names),
        ValidatorName::AddressLine => address::line(value, &settings.names),
        ValidatorName::Postcode => address::postcode(value),
    }
}

#[cfg(test)]
pub(super) mod probe {
    //! Asking a validator about a marked example, for the tests of its file.

    use super::*;
    use crate::rules::Example;

    /// `V` and the text the validator kept, `U` and the same, or `-`.
    pub(crate) fn probe(name: ValidatorName, marked: &str) -> String {
        let example = Example::parse(marked).unwrap();
        let names = if uses_names(name) { crate::detect::name::embedded() } else { Arc::default() };
        let settings = Settings::new(&Detect::default(), names).unwrap();
        let kept = |span: Span| span.of(&example.text).unwrap().to_owned();
        match check(name, &Value::new(&example.text, example.spans[0]), &settings) {
            Verdict::Refused | Verdict::Other(_) => "-".to_owned(),
            Verdict::Undecided(span) => format!("U {}", kept(span)),
            Verdict::Valid(span) => format!("V {}", kept(span)),
        }
    }
}
