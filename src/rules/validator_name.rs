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
    /// An Irish Personal Public Service number: check letter.
    IePpsn = "ie-ppsn";
    /// An Irish VAT number: check letter.
    IeVat = "ie-vat";
    /// An Italian codice fiscale of a person: date, omocodia, check letter.
    ItCodiceFiscale = "it-codice-fiscale";
    /// An Italian VAT number: office code and Luhn digit.
    ItPartitaIva = "it-partita-iva";
    /// The number of an Italian health card: twenty digits from 80380 on.
    ItTesseraSanitaria = "it-tessera-sanitaria";
    /// A Latvian personal code, with or without a date: check digit.
    LvPersonasKods = "lv-personas-kods";
    /// A Latvian VAT number: check digit.
    LvVat = "lv-vat";
    /// A Lithuanian personal code: date and check digit.
    LtAsmensKodas = "lt-asmens-kodas";
    /// A Lithuanian VAT number: check digit.
    LtVat = "lt-vat";
    /// A Luxembourg identification number: date, Luhn and Verhoeff digits.
    LuMatricule = "lu-matricule";
    /// A Luxembourg VAT number: remainder modulo 89.
    LuVat = "lu-vat";
    /// A Maltese VAT number: weighted to a multiple of 37.
    MtVat = "mt-vat";
    /// A Dutch citizen service number: eleven test.
    NlBsn = "nl-bsn";
    /// A Dutch VAT number: eleven test or ISO 7064 mod 97-10.
    NlVat = "nl-vat";
    /// The number of a Dutch passport or identity card: nine signs without the letter O, digits among them.
    NlDocument = "nl-document";
    /// A Polish PESEL: date and check digit.
    PlPesel = "pl-pesel";
    /// A Polish tax number: check digit.
    PlNip = "pl-nip";
    /// A Polish VAT number: check digit.
    PlVat = "pl-vat";
    /// A Polish business register number of 9 or 14 digits: check digits.
    PlRegon = "pl-regon";
    /// The number of a Polish identity card: check digit.
    PlIdentityCard = "pl-identity-card";
    /// The number of a Polish passport: check digit.
    PlPassport = "pl-passport";
    /// A Polish account number without country code: ISO 7064 mod 97-10.
    PlAccount = "pl-account";
    /// The licence number of a Polish doctor: check digit.
    PlDoctor = "pl-doctor";
    /// The number of a Polish driving licence: the code of a district at its end.
    PlDriver = "pl-driver";
    /// A Portuguese tax number: first digits and check digit.
    PtNif = "pt-nif";
    /// A Portuguese VAT number: first digits and check digit.
    PtVat = "pt-vat";
    /// A Portuguese social security number: check digit.
    PtNiss = "pt-niss";
    /// The number of an old Portuguese identity card: check digit.
    PtIdentityCard = "pt-identity-card";
    /// The number of a Portuguese citizen card: Luhn digit over digits and letters.
    PtCitizenCard = "pt-citizen-card";
    /// Nine digits that are not all the same, as Portuguese health service users have.
    PtHealthUser = "pt-health-user";
    /// A Romanian personal numeric code: date, county, check digit.
    RoCnp = "ro-cnp";
    /// A Romanian fiscal code: check digit.
    RoCif = "ro-cif";
    /// A Slovak VAT number: a multiple of 11.
    SkVat = "sk-vat";
    /// A Slovenian personal number: date, region, check digit.
    SiEmso = "si-emso";
    /// A Slovenian tax number: check digit.
    SiTaxNumber = "si-tax-number";
    /// A Spanish DNI or NIF of a person: control letter.
    EsNif = "es-nif";
    /// A Spanish identity number of a foreigner: control letter.
    EsNie = "es-nie";
    /// A Spanish tax number of an entity: control digit or letter.
    EsCif = "es-cif";
    /// A Spanish VAT number: control digit or letter.
    EsVat = "es-vat";
    /// A Spanish social security number: province and remainder modulo 97.
    EsSocialSecurity = "es-social-security";
    /// A Spanish account code: two control digits.
    EsAccount = "es-account";
    /// The number of a Spanish passport: letters, then digits that are not all the same.
    EsPassport = "es-passport";
    /// A Swedish personal or coordination number: date and Luhn digit.
    SePersonnummer = "se-personnummer";
    /// A Swedish organisation number: Luhn digit.
    SeOrganisation = "se-organisation";
    /// A Swedish VAT number: Luhn digit.
    SeVat = "se-vat";
    /// A British health service number: check digit modulo 11.
    UkNhs = "uk-nhs";
    /// A Scottish health index number: date and check digit modulo 11.
    UkChi = "uk-chi";
    /// A British National Insurance number with a prefix that is issued.
    UkNino = "uk-nino";
    /// A British taxpayer reference: check digit.
    UkUtr = "uk-utr";
    /// A British VAT number: check digits modulo 97.
    UkVat = "uk-vat";
    /// A British driver number: name, date and initials where they belong.
    UkDriver = "uk-driver";
    /// A British registration mark: written in one case, and in one word if in small letters.
    UkVehicle = "uk-vehicle";
    /// Six digits that are not all the same, as British sort codes are.
    UkSortCode = "uk-sort-code";
    /// A Swiss old-age insurance number: EAN-13 check digit.
    ChAhv = "ch-ahv";
    /// A Swiss business identification number: check digit.
    ChUid = "ch-uid";
    /// The number of a Swiss health insurance card: twenty digits from 80756 on.
    ChInsuranceCard = "ch-insurance-card";
    /// A Norwegian birth or D-number: date and two check digits.
    NoFodselsnummer = "no-fodselsnummer";
    /// A Norwegian organisation number: check digit.
    NoOrganisation = "no-organisation";
    /// A Norwegian account number: check digit.
    NoAccount = "no-account";
    /// A Turkish identity number: two check digits.
    TrKimlik = "tr-kimlik";
    /// A Turkish tax number: check digit.
    TrVergi = "tr-vergi";
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
    /// A crypto-currency address in `Base58Check`: Bitcoin, Litecoin, Dogecoin, Dash, Tron, XRP.
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
    /// An age in words. Confirmed if a person is named behind it, refused if what has it is plainly a thing.
    Age = "age";
    /// A vehicle identification number; confirmed by the check digit of North America (49 CFR 565).
    Vin = "vin";
    /// A vehicle identification number in groups: seventeen letters and digits.
    VinGrouped = "vin-grouped";
    /// A plate of a vehicle as a label announces it: four to ten letters and digits, with a digit, that stand alone.
    LicensePlate = "license-plate";
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
    /// A user name that the lists of names know: a given name, a surname, one of them with a letter or both.
    KnownUsername = "known-username";
    /// A user name as logs have it: with a digit, or in no list of words.
    LoggedUsername = "logged-username";
    /// A value in a URL's query that is what its key promises: an address, a name, a session.
    UrlQuery = "url-query";
    /// An e-mail address with `at` and `dot` as words, told from prose.
    EmailSpelled = "email-spelled";
    /// A token that stands alone and looks drawn by lot: no stand-in, no words, no repetition (Shannon entropy against what
    /// its length and alphabet let expect).
    SecretToken = "secret-token";
    /// The same for a token that its service's name in the label gives away, unless the label says it is public.
    LabelledToken = "labelled-token";
    /// A value that looks drawn by lot and is assigned to a name that is a secret's.
    SecretAssignment = "secret-assignment";
    /// A value that could be a password and is assigned to a name that is a password's.
    PasswordAssignment = "password-assignment";
    /// A value whose place says it is a secret, unless it is a stand-in.
    SecretValue = "secret-value";
    /// A value that looks drawn by lot.
    RandomValue = "random-value";
    /// A value that could be a password.
    PasswordValue = "password-value";
    /// `user:password`, neither of which is a stand-in.
    Credentials = "credentials";
    /// `user:password` in Base64 (RFC 7617).
    EncodedCredentials = "encoded-credentials";
    /// A private key block with something in it.
    PrivateKeyBlock = "private-key-block";
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
    /// A person's name after something that announces it: words written as names are, none of which is a word of letters and forms.
    /// Confirmed if a list of names has one of them that means nothing else.
    PersonName = "person-name";
    /// A name of two words or more behind a label that things have as well: none of them is a word of the language, an organisation's or
    /// a place's. Confirmed if the first is a given name of the lists, or the last a surname.
    PersonTwoNames = "person-two-names";
    /// A person's name in full, announced by nothing: a given name from the lists and a surname. Confirmed if the lists have both.
    PersonFullName = "person-full-name";
    /// A given name by itself, beside words that stand beside people: verbs, forms of address, other given names.
    PersonGivenName = "person-given-name";
    /// A name from the lists by itself, or more of one that follows: confirmed unless it is part of something longer.
    PersonKnownName = "person-known-name";
    /// A given name, be it a word as well, as somebody is addressed by: a sign ends the clause behind it.
    PersonAddressed = "person-addressed";
    /// A part of a name that is safe to look for elsewhere: it is no word of a language, no place and no brand.
    PersonNamePart = "person-name-part";
    /// A street address: a number, a street's name and its kind, and what follows of unit, postcode, town, state and country.
    StreetAddress = "street-address";
    /// A line that a label calls an address: it holds a number and a word with a capital, and is no network address.
    AddressLine = "address-line";
    /// A name, a number, a postcode and its town. Refused where the name is a month's or a word of forms and books.
    PostalLine = "postal-line";
    /// A postcode, with its state where countries write one: a town stands before it. Widened by the lines before the town as far as the
    /// number of the house.
    TownLine = "town-line";
    /// A postcode of one of the shapes that countries use.
    Postcode = "postcode";
}
