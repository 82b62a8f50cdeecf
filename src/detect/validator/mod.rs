//! Validators: what a pattern cannot say about a value. One file per kind of value.
//!
//! A validator sees the match and the text around it, and may cut the match short: patterns are greedy, and a card number
//! may be followed by a date. It knows nothing of context words or scores.

mod ae;
mod au;
mod aws;
mod card;
mod cn;
mod email;
mod fixed;
mod hk;
mod iban;
mod id;
mod il;
mod ind;
mod ipv4;
mod ipv6;
mod jp;
mod jwt;
mod kr;
mod lone;
mod mac;
mod my;
mod number;
mod nz;
mod phone;
mod phone_parts;
mod phone_plan;
mod sg;
mod ssn;
mod th;
mod tw;
mod url;

use super::Error;
use super::script::is_unspaced;
use crate::config::Detect;
use crate::core::Span;
use crate::rules::ValidatorName;
use phone_plan::Plans;

/// What the job says that validators must know.
#[derive(Debug)]
pub(super) struct Settings {
    plans: Plans,
}

impl Settings {
    pub(super) fn new(config: &Detect) -> Result<Self, Error> {
        Ok(Self { plans: Plans::new(&config.regions)? })
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

    /// Whether a letter or digit stands right before or after the match. A letter of a script that puts no spaces between
    /// words does not count.
    fn is_glued(&self) -> bool {
        let glues = |character: char| character.is_alphanumeric() && !is_unspaced(character);
        self.before().chars().next_back().is_some_and(glues) || self.after().chars().next().is_some_and(glues)
    }
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
        ValidatorName::LoneValue => lone::check(value),
        ValidatorName::InAadhaar => ind::aadhaar(value),
        ValidatorName::InVirtualId => ind::virtual_id(value),
        ValidatorName::InPan => ind::pan(value),
        ValidatorName::InGstin => ind::gstin(value),
        ValidatorName::InEpic => ind::epic(value),
        ValidatorName::InDrivingLicence => ind::driving_licence(value),
        ValidatorName::InOfState => ind::of_state(value),
        ValidatorName::InUpi => ind::payment_address(value),
        ValidatorName::AuTfn => au::tax_file_number(value),
        ValidatorName::AuAbn => au::business_number(value),
        ValidatorName::AuAcn => au::company_number(value),
        ValidatorName::AuMedicare => au::medicare(value),
        ValidatorName::AuIhi => au::health_identifier(value),
        ValidatorName::NzIrd => nz::ird(value),
        ValidatorName::NzNhi => nz::nhi(value),
        ValidatorName::NzNzbn => nz::nzbn(value),
        ValidatorName::NzBankAccount => nz::bank_account(value),
        ValidatorName::SgNricFin => sg::nric_fin(value),
        ValidatorName::SgUen => sg::uen(value),
        ValidatorName::JpMyNumber => jp::individual(value),
        ValidatorName::JpCorporateNumber => jp::corporate(value),
        ValidatorName::JpDriverLicence => jp::driver_licence(value),
        ValidatorName::KrRrn => kr::resident(value),
        ValidatorName::KrFrn => kr::foreigner(value),
        ValidatorName::KrBrn => kr::business(value),
        ValidatorName::CnResidentId => cn::resident(value),
        ValidatorName::CnSocialCredit => cn::credit_code(value),
        ValidatorName::TwIdentity => tw::identity(value),
        ValidatorName::TwUbn => tw::business(value),
        ValidatorName::HkIdentity => hk::identity(value),
        ValidatorName::IdNik => id::population_number(value),
        ValidatorName::IdNpwp => id::tax_number(value),
        ValidatorName::MyIdentity => my::identity(value),
        ValidatorName::ThIdentity => th::identity(value),
        ValidatorName::IlIdentity => il::identity(value),
        ValidatorName::AeIdentity => ae::identity(value),
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
        let settings = Settings::new(&Detect::default()).unwrap();
        let kept = |span: Span| span.of(&example.text).unwrap().to_owned();
        match check(name, &Value::new(&example.text, example.spans[0]), &settings) {
            Verdict::Refused | Verdict::Other(_) => "-".to_owned(),
            Verdict::Undecided(span) => format!("U {}", kept(span)),
            Verdict::Valid(span) => format!("V {}", kept(span)),
        }
    }
}
