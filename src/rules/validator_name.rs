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
    /// A person's name after something that announces it: words written as names are, none of which is a word of letters and forms.
    /// Confirmed if a list of names has one of them that means nothing else.
    PersonName = "person-name";
    /// A person's name in full, announced by nothing: a given name from the lists and a surname. Confirmed if the lists have both.
    PersonFullName = "person-full-name";
    /// A given name by itself, beside words that stand beside people: verbs, forms of address, other given names.
    PersonGivenName = "person-given-name";
    /// A name from the lists by itself, or more of one that follows: confirmed unless it is part of something longer.
    PersonKnownName = "person-known-name";
    /// A part of a name that is safe to look for elsewhere: it is no word of a language, no place and no brand.
    PersonNamePart = "person-name-part";
    /// A street address: a number, a street's name and its kind, and what follows of unit, postcode, town, state and country.
    StreetAddress = "street-address";
    /// A line that a label calls an address: it holds a number and a word with a capital, and is no network address.
    AddressLine = "address-line";
    /// A postcode of one of the shapes that countries use.
    Postcode = "postcode";
}
