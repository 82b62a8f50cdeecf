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
    /// A number that is not part of a longer one and whose digits are not all the same.
    LoneNumber = "lone-number";
    /// An Austrian social insurance number: weighted check digit, day of birth.
    AtSocialInsurance = "at-social-insurance";
    /// An Austrian tax number: Luhn check digit.
    AtTaxNumber = "at-tax-number";
    /// An Austrian VAT number: check digit.
    AtVat = "at-vat";
    /// A Belgian national number: modulo 97, day of birth, BIS months.
    BeNational = "be-national";
    /// A Belgian enterprise or VAT number: modulo 97.
    BeVat = "be-vat";
    /// Number of a Belgian identity card: modulo 97.
    BeIdentityCard = "be-identity-card";
    /// A Bulgarian civil number: weighted check digit, day of birth.
    BgCivil = "bg-civil";
    /// A Bulgarian number of a foreigner: weighted check digit.
    BgForeigner = "bg-foreigner";
    /// A Bulgarian VAT number of a company or person: weighted check digits.
    BgVat = "bg-vat";
    /// A Croatian personal identification or VAT number: ISO 7064 MOD 11,10.
    HrOib = "hr-oib";
    /// A citizen number of Yugoslavia (JMBG): weighted check digit, day of birth.
    HrCitizen = "hr-citizen";
    /// A Cypriot tax code or VAT number: check letter.
    CyTaxCode = "cy-tax-code";
    /// A Czech or Slovak birth number: day of birth, modulo 11.
    CzBirth = "cz-birth";
    /// A Czech or Slovak birth number that no label points to: not the date and number of an order.
    CzBirthByItself = "cz-birth-by-itself";
    /// A Czech company number: weighted check digit.
    CzCompany = "cz-company";
    /// A Czech VAT number of a company or person: weighted check digits, modulo 11.
    CzVat = "cz-vat";
    /// A Danish civil number: day of birth, and where it holds the sum modulo 11.
    DkCivil = "dk-civil";
    /// A Danish civil number that no label points to: not the date and number of an order.
    DkCivilByItself = "dk-civil-by-itself";
    /// A Danish company or VAT number: weighted sum modulo 11.
    DkCompany = "dk-company";
    /// An Estonian personal code: weighted check digit in two rounds, day of birth.
    EePersonal = "ee-personal";
    /// An Estonian VAT number: weighted sum modulo 10.
    EeVat = "ee-vat";
    /// A Finnish personal identity code: day of birth, check character modulo 31.
    FiPersonal = "fi-personal";
    /// A Finnish business id or VAT number: weighted check digit.
    FiBusiness = "fi-business";
    /// A French social security number: structure, key modulo 97, Corsica.
    FrSocialSecurity = "fr-social-security";
    /// A French tax number (SPI): key modulo 511.
    FrTax = "fr-tax";
    /// A French company number (SIREN): Luhn check digit.
    FrCompany = "fr-company";
    /// A French establishment number (SIRET): two Luhn check digits, La Poste's sum.
    FrEstablishment = "fr-establishment";
    /// A French VAT number: key of digits or letters, SIREN.
    FrVat = "fr-vat";
    /// A French number of a health professional (RPPS): Luhn check digit.
    FrHealthProfessional = "fr-health-professional";
    /// A German tax identification number: repeated digits, ISO 7064 MOD 11,10.
    DeTaxId = "de-tax-id";
    /// A German tax number: lengths and states of the thirteen-digit form.
    DeTaxNumber = "de-tax-number";
    /// A German VAT or business identification number: ISO 7064 MOD 11,10.
    DeVat = "de-vat";
    /// A German pension insurance number: area, day of birth, check digit.
    DePension = "de-pension";
    /// Serial number of a German identity card or passport, with its check digit if it is there.
    DeDocument = "de-document";
    /// A German health insurance number: check digit.
    DeHealthInsurance = "de-health-insurance";
    /// A German physician number (LANR): check digit.
    DePhysician = "de-physician";
    /// A Greek tax or VAT number: weighted check digit.
    GrTax = "gr-tax";
    /// A Greek social security number (AMKA): day of birth, Luhn check digit.
    GrSocialSecurity = "gr-social-security";
    /// A Hungarian tax identification number of a person: weighted check digit.
    HuTaxId = "hu-tax-id";
    /// A Hungarian social security number (TAJ): weighted check digit.
    HuSocialSecurity = "hu-social-security";
    /// A Hungarian personal number: day of birth, weighted check digit.
    HuPersonal = "hu-personal";
    /// A Hungarian tax number: check digit, kind of taxation, tax office.
    HuTaxNumber = "hu-tax-number";
    /// A Hungarian VAT number: weighted check digit.
    HuVat = "hu-vat";
}
