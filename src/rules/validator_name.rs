//! The validators a rule file may name. `detect::validator` holds what they do.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! validators {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal;)+) => {
        /// The validators a rule may name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        pub enum ValidatorName {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $variant,)+
        }

        impl ValidatorName {
            /// Every validator.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name the rule file uses.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

validators! {
    /// Shape of an e-mail address beyond its pattern (RFC 5321 lengths, RFC 5890 labels, a top-level domain of letters).
    Email = "email";
    /// A telephone number with its country code, by the metadata of libphonenumber.
    PhoneInternational = "phone-international";
    /// A telephone number as it is written inside one of the configured regions, by the metadata of libphonenumber.
    PhoneNational = "phone-national";
    /// A telephone number in the shape of North America, 3-3-4, of whatever area and exchange.
    PhoneNanp = "phone-nanp";
    /// Anything that could be dialled and is not a date, a book number or a network address.
    PhoneShape = "phone-shape";
    /// A payment card: issuer range, length for the issuer, Luhn check digit (ISO/IEC 7812-1).
    PaymentCard = "payment-card";
    /// An IBAN: country, length for the country, check digits (ISO 13616, ISO 7064 mod 97-10).
    Iban = "iban";
    /// An IPv4 address that is not part of a longer dotted number, nor loopback, unspecified or reserved for documentation.
    Ipv4 = "ipv4";
    /// An IPv6 address that parses and is not loopback, unspecified or reserved for documentation.
    Ipv6 = "ipv6";
    /// A MAC address that stands alone and is neither all zeros nor broadcast.
    Mac = "mac";
    /// User information of a URL that holds a secret and no template variable.
    UrlCredentials = "url-credentials";
    /// A US Social Security number: areas, groups and serials that are issued.
    UsSsn = "us-ssn";
    /// Eleven digits that are not all the same or a plain run, as NIN and BVN are.
    ElevenDigits = "eleven-digits";
    /// An AWS access key id that is not one of the documentation's.
    AwsAccessKeyId = "aws-access-key-id";
    /// Forty characters of mixed case and digits, as AWS secret access keys are.
    AwsSecretAccessKey = "aws-secret-access-key";
    /// A JSON Web Token whose header decodes to a JSON object that names an algorithm (RFC 7519).
    Jwt = "jwt";
    /// A number of no published structure: it stands alone and its digits are not all the same.
    LabelledNumber = "labelled-number";
    /// A US individual or adoption taxpayer number: area 9 and a group that is issued.
    UsItin = "us-itin";
    /// A US employer identification number: a prefix that is issued.
    UsEin = "us-ein";
    /// An ABA routing number: prefix and check digit.
    UsRouting = "us-routing";
    /// A US national provider identifier: Luhn behind 80840.
    UsNpi = "us-npi";
    /// A DEA registration number: check digit.
    UsDea = "us-dea";
    /// A Medicare beneficiary identifier: the kind of each of its eleven characters.
    UsMbi = "us-mbi";
    /// A Canadian social insurance number: first digit and Luhn.
    CaSin = "ca-sin";
    /// A Canadian business number with its program account: Luhn.
    CaBusiness = "ca-business";
    /// An Ontario health number: Luhn.
    CaOntarioHealth = "ca-ontario-health";
    /// A British Columbian personal health number: check digit modulo 11.
    CaBcHealth = "ca-bc-health";
    /// A Québec health insurance number: date of birth.
    CaQuebecHealth = "ca-quebec-health";
    /// An Ontario driver's licence: date of birth.
    CaOntarioDriver = "ca-ontario-driver";
    /// A Québec driver's licence: date of birth.
    CaQuebecDriver = "ca-quebec-driver";
    /// A Brazilian CPF: two check digits.
    BrCpf = "br-cpf";
    /// A Brazilian CNPJ, with or without letters: two check digits.
    BrCnpj = "br-cnpj";
    /// A Brazilian driving licence: two check digits.
    BrCnh = "br-cnh";
    /// A Brazilian PIS, PASEP or NIT: check digit.
    BrPis = "br-pis";
    /// A Brazilian título de eleitor: state and two check digits.
    BrVoter = "br-voter";
    /// A Brazilian health card number (CNS): weights modulo 11.
    BrHealth = "br-health";
    /// A Brazilian RENAVAM: check digit.
    BrVehicle = "br-vehicle";
    /// A Mexican CURP: date, state and check digit.
    MxCurp = "mx-curp";
    /// A Mexican RFC: date, and for a person the check character.
    MxRfc = "mx-rfc";
    /// A Mexican social security number: Luhn.
    MxNss = "mx-nss";
    /// A Mexican clave de elector: date and state.
    MxVoter = "mx-voter";
    /// A Mexican CLABE account number: check digit.
    MxClabe = "mx-clabe";
    /// An Argentine CUIT or CUIL: type and check digit.
    ArCuit = "ar-cuit";
    /// An Argentine CBU or CVU account number: two check digits.
    ArCbu = "ar-cbu";
    /// A Chilean RUT or RUN: check character.
    ClRut = "cl-rut";
    /// A Colombian NIT: check digit.
    CoNit = "co-nit";
    /// A Nigerian account number (NUBAN): the check digit for a bank that is named near it.
    NgAccount = "ng-account";
    /// A South African identity number: date, citizenship, Luhn.
    ZaIdentity = "za-identity";
    /// A South African tax reference or VAT number: first digit and Luhn.
    ZaTax = "za-tax";
    /// A Ghanaian taxpayer number: check character.
    GhTax = "gh-tax";
    /// An Egyptian national number: date and governorate.
    EgNational = "eg-national";
}
