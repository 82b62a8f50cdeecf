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
    /// A value without a check digit that stands for itself and whose digits are not all the same.
    LoneValue = "lone-value";
    /// An Indian Aadhaar number: twelve digits from 2 on, Verhoeff check digit.
    InAadhaar = "in-aadhaar";
    /// A virtual id that stands for an Aadhaar number: sixteen digits from 2 on, Verhoeff check digit.
    InVirtualId = "in-virtual-id";
    /// An Indian permanent account number: the fourth letter names a kind of holder.
    InPan = "in-pan";
    /// An Indian goods and services tax number: state, PAN, check character modulo 36.
    InGstin = "in-gstin";
    /// An Indian voter's card number: valid with a Luhn check digit, undecided without.
    InEpic = "in-epic";
    /// An Indian driving licence: state and year of issue.
    InDrivingLicence = "in-driving-licence";
    /// A value that begins with the code of an Indian state.
    InOfState = "in-of-state";
    /// An Indian payment address that does not go on as an e-mail address.
    InUpi = "in-upi";
    /// An Australian tax file number: weights modulo 11.
    AuTfn = "au-tfn";
    /// An Australian business number: weights modulo 89.
    AuAbn = "au-abn";
    /// An Australian company number: weights modulo 10.
    AuAcn = "au-acn";
    /// An Australian Medicare card: weights modulo 10, number of issue.
    AuMedicare = "au-medicare";
    /// An Australian healthcare identifier: prefix 80036, Luhn check digit.
    AuIhi = "au-ihi";
    /// A New Zealand tax number: weights modulo 11.
    NzIrd = "nz-ird";
    /// A New Zealand health number: check character modulo 11, 23 or (undecided) 24.
    NzNhi = "nz-nhi";
    /// A New Zealand business number: prefix 9429, GS1 check digit.
    NzNzbn = "nz-nzbn";
    /// A New Zealand bank account: bank, weights that depend on it.
    NzBankAccount = "nz-bank-account";
    /// A Singapore NRIC or FIN: valid with its check letter modulo 11, undecided with another of its kind.
    SgNricFin = "sg-nric-fin";
    /// A Singapore unique entity number: check letter modulo 11.
    SgUen = "sg-uen";
    /// A Japanese individual number: weights modulo 11.
    JpMyNumber = "jp-my-number";
    /// A Japanese corporate number: weights modulo 9.
    JpCorporateNumber = "jp-corporate-number";
    /// A Japanese driver's licence: commission, weights modulo 11.
    JpDriverLicence = "jp-driver-licence";
    /// A Korean resident registration number: date, check digit of numbers given before October 2020.
    KrRrn = "kr-rrn";
    /// A Korean foreigner's registration number: date, check digit of numbers given before October 2020.
    KrFrn = "kr-frn";
    /// A Korean business registration number: weights modulo 10.
    KrBrn = "kr-brn";
    /// A Chinese citizen identification number: division, date; valid with its MOD 11-2 check character.
    CnResidentId = "cn-resident-id";
    /// A Chinese unified social credit code: weights modulo 31, organisation code modulo 11.
    CnSocialCredit = "cn-social-credit";
    /// A Taiwanese identity or resident certificate number: weights modulo 10.
    TwIdentity = "tw-identity";
    /// A Taiwanese uniform business number: digits of weighted products modulo 5.
    TwUbn = "tw-ubn";
    /// A Hong Kong identity card: weights modulo 11; undecided without its parentheses.
    HkIdentity = "hk-identity";
    /// An Indonesian population number: province, date.
    IdNik = "id-nik";
    /// An Indonesian tax number: valid with a Luhn check digit, undecided without or if a population number.
    IdNpwp = "id-npwp";
    /// A Malaysian identity card: date, place of birth; undecided without its dashes.
    MyIdentity = "my-identity";
    /// A Thai identity number: weights modulo 11; undecided without its dashes.
    ThIdentity = "th-identity";
    /// An Israeli identity or company number: Luhn check digit.
    IlIdentity = "il-identity";
    /// An Emirates ID: 784, year, Luhn check digit; undecided without a right one.
    AeIdentity = "ae-identity";
}
