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
    /// A crypto-currency address in `Base58Check`: Bitcoin, Litecoin, Dogecoin, Dash, Tron, XRP.
    CryptoBase58 = "crypto-base58";
    /// A crypto-currency address in Bech32 or Bech32m (BIP 173, BIP 350).
    CryptoBech32 = "crypto-bech32";
    /// An Ethereum address, by the case of its letters (EIP-55).
    Ethereum = "ethereum";
    /// A Monero address: network byte and Keccak-256 checksum.
    Monero = "monero";
    /// An IMEI with its Luhn digit, or with a software version (3GPP TS 23.003).
    Imei = "imei";
    /// An IMSI: country code and length (ITU-T E.212).
    Imsi = "imsi";
    /// An ICCID: prefix 89 and Luhn digit (ITU-T E.118).
    Iccid = "iccid";
    /// A vehicle identification number; confirmed by the check digit of North America (49 CFR 565).
    Vin = "vin";
    /// A machine readable zone: lengths of lines and check digits (ICAO Doc 9303).
    Mrz = "mrz";
    /// A business identifier code whose country exists (ISO 9362).
    Bic = "bic";
    /// A day of the calendar, in figures or with the name of a month.
    CalendarDate = "calendar-date";
    /// Latitude and longitude in decimal degrees, in range and with decimals enough for a place.
    CoordinatesDecimal = "coordinates-decimal";
    /// Latitude and longitude with the letters of their hemispheres, in range.
    CoordinatesLetters = "coordinates-letters";
    /// A number of five digits or more that stands alone and is no date, amount or path.
    Reference = "reference";
    /// A user name that is no word of prose or source code.
    Username = "username";
    /// A value in a URL's query that is what its key promises: an address, a name, a session.
    UrlQuery = "url-query";
    /// An e-mail address with `at` and `dot` as words, told from prose.
    EmailSpelled = "email-spelled";
    /// An e-mail address whose `@` is encoded for a URL or for HTML.
    EmailEncoded = "email-encoded";
}
