//! Validators: what a pattern cannot say about a value. One file per kind of value.
//!
//! A validator sees the match and the text around it, and may cut the match short: patterns are greedy, and a card number
//! may be followed by a date. It knows nothing of context words or scores.

mod ae;
mod age;
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
mod license_plate;
mod login_name;
mod lone;
mod lone_number;
mod mac;
mod message_id;
mod my;
mod number;
mod nz;
mod other_number;
mod phone;
mod phone_parts;
mod phone_plan;
mod secret;
mod sg;
mod ssn;
mod th;
mod town;
mod tw;
mod url;

mod ar;
mod at;
mod be;
mod bg;
mod bic;
mod br;
mod ca;
mod calendar;
mod ch;
mod cl;
mod co;
mod coordinates;
mod crypto;
mod cy;
mod cz;
mod de;
mod de_card;
mod device;
mod dk;
mod ee;
mod eg;
mod email_spelled;
mod es;
mod fi;
mod fr;
mod gh;
mod gr;
mod hr;
mod hu;
mod ie;
mod it;
mod lt;
mod lu;
mod lv;
mod mrz;
mod mt;
mod mx;
mod ng;
mod nl;
mod no;
mod pl;
mod pt;
mod reference;
mod ro;
mod se;
mod si;
mod signs;
mod sk;
mod tr;
mod uk;
mod url_query;
mod us;
mod username;
mod vehicle;
mod za;

mod address;
mod person;

use std::sync::Arc;

use super::Error;
use super::name::Lexicon;
use super::script::is_unspaced;
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

    /// The length of a prefix that stands behind an address (RFC 4632): the 16 of `81.2.0.0/16`. What goes on is a path or a version.
    fn prefix_length(&self) -> Option<u32> {
        let rest = self.after().strip_prefix('/')?;
        let digits = rest.bytes().take(4).take_while(u8::is_ascii_digit).count();
        let (length, behind) = rest.split_at_checked(digits)?;
        let mut next = behind.chars();
        let ends = match next.next() {
            Some('.' | ':') => !next.next().is_some_and(char::is_alphanumeric),
            Some(character) => !character.is_alphanumeric() && !matches!(character, '/' | '_' | '-'),
            None => true,
        };
        length.parse().ok().filter(|_| ends)
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

/// Whether a validator needs the lists of names.
pub(super) fn uses_names(name: ValidatorName) -> bool {
    use ValidatorName::{
        AddressLine, KnownUsername, LoggedUsername, PersonAddressed, PersonFullName, PersonGivenName, PersonKnownName,
        PersonName, PersonNamePart, PersonTwoNames, PostalLine, StreetAddress, TownLine, Username,
    };
    matches!(
        name,
        PersonName
            | PersonAddressed
            | PersonFullName
            | PersonGivenName
            | PersonKnownName
            | PersonNamePart
            | PersonTwoNames
            | Username
            | KnownUsername
            | LoggedUsername
            | StreetAddress
            | AddressLine
            | PostalLine
            | TownLine
    )
}

/// Asks a validator.
#[allow(clippy::too_many_lines, reason = "one row a validator")]
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
        ValidatorName::IePpsn => signs::strict(value, ie::ppsn),
        ValidatorName::IeVat => signs::strict(value, ie::vat),
        ValidatorName::ItCodiceFiscale => signs::soft(value, it::codice_fiscale),
        ValidatorName::ItPartitaIva => signs::strict(value, it::partita_iva),
        ValidatorName::ItTesseraSanitaria => signs::strict(value, it::tessera_sanitaria),
        ValidatorName::LvPersonasKods => signs::strict(value, lv::personas_kods),
        ValidatorName::LvVat => signs::strict(value, lv::vat),
        ValidatorName::LtAsmensKodas => signs::strict(value, lt::asmens_kodas),
        ValidatorName::LtVat => signs::strict(value, lt::vat),
        ValidatorName::LuMatricule => signs::strict(value, lu::matricule),
        ValidatorName::LuVat => signs::strict(value, lu::vat),
        ValidatorName::MtVat => signs::strict(value, mt::vat),
        ValidatorName::NlBsn => signs::soft(value, nl::bsn),
        ValidatorName::NlVat => nl::vat(value),
        ValidatorName::NlDocument => signs::soft(value, nl::document),
        ValidatorName::PlPesel => signs::soft(value, pl::pesel),
        ValidatorName::PlNip => signs::soft(value, pl::nip),
        ValidatorName::PlVat => signs::strict(value, pl::vat),
        ValidatorName::PlRegon => signs::strict(value, pl::regon),
        ValidatorName::PlIdentityCard => signs::soft(value, pl::identity_card),
        ValidatorName::PlPassport => signs::soft(value, pl::passport),
        ValidatorName::PlAccount => pl::account(value),
        ValidatorName::PlDoctor => signs::strict(value, pl::doctor),
        ValidatorName::PlDriver => signs::strict(value, pl::driver),
        ValidatorName::PtNif => signs::strict(value, pt::nif),
        ValidatorName::PtVat => signs::strict(value, pt::vat),
        ValidatorName::PtNiss => signs::strict(value, pt::niss),
        ValidatorName::PtIdentityCard => signs::strict(value, pt::identity_card),
        ValidatorName::PtCitizenCard => signs::strict(value, pt::citizen_card),
        ValidatorName::PtHealthUser => signs::soft(value, pt::health_user),
        ValidatorName::RoCnp => signs::soft(value, ro::cnp),
        ValidatorName::RoCif => signs::strict(value, ro::cif),
        ValidatorName::SkVat => signs::strict(value, sk::vat),
        ValidatorName::SiEmso => signs::soft(value, si::emso),
        ValidatorName::SiTaxNumber => signs::strict(value, si::tax_number),
        ValidatorName::EsNif => es::nif(value),
        ValidatorName::EsNie => es::nie(value),
        ValidatorName::EsCif => signs::strict(value, es::cif),
        ValidatorName::EsVat => signs::strict(value, es::vat),
        ValidatorName::EsSocialSecurity => signs::soft(value, es::social_security),
        ValidatorName::EsAccount => es::account(value),
        ValidatorName::EsPassport => signs::soft(value, es::passport),
        ValidatorName::SePersonnummer => signs::strict(value, se::personnummer),
        ValidatorName::SeOrganisation => signs::strict(value, se::organisation),
        ValidatorName::SeVat => signs::strict(value, se::vat),
        ValidatorName::UkNhs => signs::strict(value, uk::nhs),
        ValidatorName::UkChi => signs::strict(value, uk::chi),
        ValidatorName::UkNino => uk::nino(value),
        ValidatorName::UkUtr => signs::strict(value, uk::utr),
        ValidatorName::UkVat => signs::strict(value, uk::vat),
        ValidatorName::UkDriver => uk::driver_number(value),
        ValidatorName::UkVehicle => uk::vehicle(value),
        ValidatorName::UkSortCode => signs::soft(value, uk::sort_code),
        ValidatorName::ChAhv => ch::ahv(value),
        ValidatorName::ChUid => signs::strict(value, ch::uid),
        ValidatorName::ChInsuranceCard => ch::insurance_card(value),
        ValidatorName::NoFodselsnummer => signs::soft(value, no::fodselsnummer),
        ValidatorName::NoOrganisation => signs::strict(value, no::organisation),
        ValidatorName::NoAccount => signs::strict(value, no::account),
        ValidatorName::TrKimlik => signs::soft(value, tr::kimlik),
        ValidatorName::TrVergi => signs::strict(value, tr::vergi),
        ValidatorName::LabelledNumber => fixed::labelled(value),
        ValidatorName::UsItin => us::itin(value),
        ValidatorName::UsEin => us::ein(value),
        ValidatorName::UsRouting => us::routing(value),
        ValidatorName::UsNpi => us::npi(value),
        ValidatorName::UsDea => us::dea(value),
        ValidatorName::UsMbi => us::mbi(value),
        ValidatorName::CaSin => ca::sin(value),
        ValidatorName::CaBusiness => ca::business(value),
        ValidatorName::CaOntarioHealth => ca::ontario_health(value),
        ValidatorName::CaBcHealth => ca::bc_health(value),
        ValidatorName::CaQuebecHealth => ca::quebec_health(value),
        ValidatorName::CaOntarioDriver => ca::ontario_driver(value),
        ValidatorName::CaQuebecDriver => ca::quebec_driver(value),
        ValidatorName::BrCpf => br::cpf(value),
        ValidatorName::BrCnpj => br::cnpj(value),
        ValidatorName::BrCnh => br::cnh(value),
        ValidatorName::BrPis => br::pis(value),
        ValidatorName::BrVoter => br::voter(value),
        ValidatorName::BrHealth => br::health(value),
        ValidatorName::BrVehicle => br::vehicle(value),
        ValidatorName::MxCurp => mx::curp(value),
        ValidatorName::MxRfc => mx::rfc(value),
        ValidatorName::MxNss => mx::nss(value),
        ValidatorName::MxVoter => mx::voter(value),
        ValidatorName::MxClabe => mx::clabe(value),
        ValidatorName::ArCuit => ar::cuit(value),
        ValidatorName::ArCbu => ar::cbu(value),
        ValidatorName::ClRut => cl::rut(value),
        ValidatorName::CoNit => co::nit(value),
        ValidatorName::NgAccount => ng::account(value),
        ValidatorName::ZaIdentity => za::identity(value),
        ValidatorName::ZaTax => za::tax(value),
        ValidatorName::GhTax => gh::tax(value),
        ValidatorName::EgNational => eg::national(value),

        ValidatorName::CryptoBase58 => crypto::base58(value),
        ValidatorName::CryptoBech32 => crypto::bech32(value),
        ValidatorName::Ethereum => crypto::ethereum(value),
        ValidatorName::Monero => crypto::monero(value),
        ValidatorName::Imei => device::imei(value),
        ValidatorName::Imsi => device::imsi(value),
        ValidatorName::Iccid => device::iccid(value),
        ValidatorName::Age => age::check(value),
        ValidatorName::Vin => vehicle::check(value),
        ValidatorName::VinGrouped => vehicle::grouped(value),
        ValidatorName::LicensePlate => license_plate::check(value),
        ValidatorName::Mrz => mrz::check(value),
        ValidatorName::Bic => bic::check(value),
        ValidatorName::CalendarDate => calendar::check(value),
        ValidatorName::CoordinatesDecimal => coordinates::decimal(value),
        ValidatorName::CoordinatesLetters => coordinates::with_letters(value),
        ValidatorName::Reference => reference::check(value),
        ValidatorName::Username => username::check(value, &settings.names),
        ValidatorName::KnownUsername => username::known(value, &settings.names),
        ValidatorName::LoggedUsername => username::logged(value, &settings.names),
        ValidatorName::UrlQuery => url_query::check(value),
        ValidatorName::EmailSpelled => email_spelled::check(value),
        ValidatorName::SecretToken => secret::token(value),
        ValidatorName::LabelledToken => secret::labelled_token(value),
        ValidatorName::SecretAssignment => secret::assignment(value),
        ValidatorName::PasswordAssignment => secret::password(value),
        ValidatorName::SecretValue => secret::placed(value),
        ValidatorName::RandomValue => secret::random(value),
        ValidatorName::PasswordValue => secret::passwordlike(value),
        ValidatorName::Credentials => secret::credentials(value),
        ValidatorName::EncodedCredentials => secret::encoded_credentials(value),
        ValidatorName::PrivateKeyBlock => secret::private_key(value),
        ValidatorName::LoneNumber => lone_number::number_alone(value),
        ValidatorName::AtSocialInsurance => at::social_insurance(value),
        ValidatorName::AtTaxNumber => at::tax_number(value),
        ValidatorName::AtVat => at::vat(value),
        ValidatorName::BeNational => be::national(value),
        ValidatorName::BeVat => be::vat(value),
        ValidatorName::BeIdentityCard => be::identity_card(value),
        ValidatorName::BgCivil => bg::civil(value),
        ValidatorName::BgForeigner => bg::foreigner(value),
        ValidatorName::BgVat => bg::vat(value),
        ValidatorName::HrOib => hr::oib(value),
        ValidatorName::HrCitizen => hr::citizen(value),
        ValidatorName::CyTaxCode => cy::tax_code(value),
        ValidatorName::CzBirth => cz::birth(value),
        ValidatorName::CzBirthByItself => cz::birth_by_itself(value),
        ValidatorName::CzCompany => cz::company(value),
        ValidatorName::CzVat => cz::vat(value),
        ValidatorName::DkCivil => dk::civil(value),
        ValidatorName::DkCivilByItself => dk::civil_by_itself(value),
        ValidatorName::DkCompany => dk::company(value),
        ValidatorName::EePersonal => ee::personal(value),
        ValidatorName::EeVat => ee::vat(value),
        ValidatorName::FiPersonal => fi::personal(value),
        ValidatorName::FiBusiness => fi::business(value),
        ValidatorName::FrSocialSecurity => fr::social_security(value),
        ValidatorName::FrTax => fr::tax(value),
        ValidatorName::FrCompany => fr::company(value),
        ValidatorName::FrEstablishment => fr::establishment(value),
        ValidatorName::FrVat => fr::vat(value),
        ValidatorName::FrHealthProfessional => fr::health_professional(value),
        ValidatorName::DeTaxId => de::tax_id(value),
        ValidatorName::DeTaxNumber => de::tax_number(value),
        ValidatorName::DeVat => de::vat(value),
        ValidatorName::DePension => de::pension(value),
        ValidatorName::DeDocument => de_card::document(value),
        ValidatorName::DeHealthInsurance => de_card::health_insurance(value),
        ValidatorName::DePhysician => de_card::physician(value),
        ValidatorName::GrTax => gr::tax(value),
        ValidatorName::GrSocialSecurity => gr::social_security(value),
        ValidatorName::HuTaxId => hu::tax_id(value),
        ValidatorName::HuSocialSecurity => hu::social_security(value),
        ValidatorName::HuPersonal => hu::personal(value),
        ValidatorName::HuTaxNumber => hu::tax_number(value),
        ValidatorName::HuVat => hu::vat(value),
        ValidatorName::PersonName => person::name(value, &settings.names),
        ValidatorName::PersonFullName => person::full_name(value, &settings.names),
        ValidatorName::PersonGivenName => person::given_name(value, &settings.names),
        ValidatorName::PersonKnownName => person::known_name(value, &settings.names),
        ValidatorName::PersonAddressed => person::addressed(value, &settings.names),
        ValidatorName::PersonTwoNames => person::two_names(value, &settings.names),
        ValidatorName::PersonNamePart => person::part(value, &settings.names),
        ValidatorName::StreetAddress => address::street(value, &settings.names),
        ValidatorName::AddressLine => address::line(value, &settings.names),
        ValidatorName::PostalLine => address::postal(value, &settings.names),
        ValidatorName::TownLine => town::line(value, &settings.names),
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
