//! The operators of `[redact]` and their options.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de};

/// Names of the operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OperatorName {
    /// The entity type in brackets: `[EMAIL_ADDRESS]`.
    Placeholder,
    /// A masking character in place of every letter and digit.
    Mask,
    /// Nothing in its place.
    Remove,
    /// A keyed hash of the value.
    Hash,
    /// A realistic value of the same kind that can be nobody's.
    Surrogate,
    /// A coarser value: the year of a date, the network of an IP address.
    Generalise,
    /// A date some days earlier or later, by the same number of days for all dates of a group.
    ShiftDate,
    /// The value encrypted; `scrubjay restore` reverses it with the key.
    Encrypt,
    /// Left as it is, and counted.
    Keep,
    /// The whole field that holds the value is emptied; a record that needs the field goes to quarantine.
    DropField,
    /// The whole record is left out.
    DropRecord,
    /// The whole record is withheld for somebody to look at.
    Quarantine,
}

impl OperatorName {
    /// Every name, as the help of the command line lists them.
    pub const ALL: [Self; 12] = [
        Self::Placeholder,
        Self::Mask,
        Self::Remove,
        Self::Hash,
        Self::Surrogate,
        Self::Generalise,
        Self::ShiftDate,
        Self::Encrypt,
        Self::Keep,
        Self::DropField,
        Self::DropRecord,
        Self::Quarantine,
    ];

    /// The name as it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Placeholder => "placeholder",
            Self::Mask => "mask",
            Self::Remove => "remove",
            Self::Hash => "hash",
            Self::Surrogate => "surrogate",
            Self::Generalise => "generalise",
            Self::ShiftDate => "shift-date",
            Self::Encrypt => "encrypt",
            Self::Keep => "keep",
            Self::DropField => "drop-field",
            Self::DropRecord => "drop-record",
            Self::Quarantine => "quarantine",
        }
    }

    /// The operator of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == name)
    }
}

/// How much of a date is left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DatePrecision {
    /// Year and month: `2026-11`.
    Month,
    /// The year: `2026`.
    #[default]
    Year,
    /// The first year of the decade and an s: `2020s`.
    Decade,
}

/// How an encrypted value is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EncryptedForm {
    /// A token in brackets, `[EMAIL_ADDRESS:….09f3c1]`: AES-256-GCM-SIV (RFC 8452), which says when the key is the wrong one.
    #[default]
    Token,
    /// Digits stay digits and letters letters, separators where they were, in brackets: `[CREDIT_CARD=7302 1187 ….09f3c1]`. FF1
    /// (NIST SP 800-38G) over values of at least six digits or letters; a shorter or mixed one becomes a token.
    Shape,
}

/// An operator and its options.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "operator", rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub enum Operator {
    /// The entity type in brackets: `[EMAIL_ADDRESS]`.
    Placeholder {
        /// Number the values of a record, `[PERSON_1]`, `[PERSON_2]`: the same value has the same number.
        #[schemars(default)]
        numbered: bool,
    },
    /// A masking character in place of every letter and digit; punctuation and spaces stay.
    Mask {
        /// The masking character.
        #[schemars(default = "star")]
        character: char,
        /// How many letters and digits at the start stay readable.
        #[schemars(default)]
        keep_first: usize,
        /// How many letters and digits at the end stay readable.
        #[schemars(default)]
        keep_last: usize,
    },
    /// Nothing in its place.
    Remove,
    /// A keyed hash of the value (BLAKE3), in hexadecimal digits: the same for the same value in the whole dataset, and
    /// without the key not to be found by trying values. It is written as a token, `[US_SSN-31d7a2f60c95b84e.09f3c1]`, whose last
    /// six digits say that it is one: nothing is found in it, and redacting again leaves it alone.
    Hash {
        /// How many hexadecimal digits, 8 to 64. Among n values two meet with a probability of about n² / 2 · 16⁻ˡᵉⁿᵍᵗʰ.
        #[schemars(default = "hash_length", range(min = 8, max = 64))]
        length: usize,
        /// What stands in front of them, in place of the token: `id-31d7a2f60c95b84e`. Bare digits cannot be told from a value: where a
        /// rule finds them, `scan` says so, and redacting again hashes the hash.
        #[schemars(default)]
        prefix: String,
    },
    /// A realistic value of the same kind that can be nobody's: an invented name, a telephone number kept free for films, an
    /// address in a domain that does not exist, a street of an invented town, coordinates of open sea. Of an age it is another one of the same few years, of a
    /// date one up to two years earlier (within `dataset` up to four years away, either way). The same value has the same surrogate within
    /// `redact.scope`. A numbered placeholder for a value that nothing safe is known for. Redacting again leaves surrogates alone, but for
    /// those of ages and dates, of which another one is written: no age and no date is nobody's, and a mark by which one could be told from
    /// a real one would let one real one in so many pass. A number that is then found as one of another kind, of which it may be
    /// somebody's, becomes a placeholder: a tax number of a form that its country never issues is a tax number still.
    Surrogate,
    /// A coarser value, by what the value is: a date, an age, an IP address, a pair of coordinates or a postcode. A value that
    /// is none of these, or is not read as one, becomes a placeholder.
    Generalise {
        /// What is left of a date.
        #[schemars(default)]
        date: DatePrecision,
        /// Width of the bands of ages, in years: 10 gives `30-39`.
        #[schemars(default = "age_band", range(min = 2, max = 50))]
        age_band: u8,
        /// Decimals of coordinates: 1 is about 11 km.
        #[schemars(default = "decimals", range(max = 3))]
        decimals: u8,
        /// Bits that are left of an IPv4 address, 8 to 24; of an IPv6 address it is twice as many.
        #[schemars(default = "prefix_bits", range(min = 8, max = 24))]
        prefix_bits: u8,
    },
    /// A date some days earlier or later. All dates of a group (of a record, if it has none) move by the same number of days,
    /// so that the time between them stays. A value that is not read as a date becomes a placeholder. A date that was moved looks like
    /// any other: redacting again moves it once more. Redact the sources, not what was redacted, or `keep` dates the second time.
    ShiftDate {
        /// Most days by which a date moves, either way, 1 to 3,650. No date stays where it is.
        #[schemars(default = "max_days", range(min = 1, max = 3650))]
        max_days: u16,
    },
    /// The value encrypted; `scrubjay restore` reverses it with the key. The same value gives the same text in the whole
    /// dataset. It is written as a token, whose last six digits say that it is one: nothing is found in it, and redacting again leaves it
    /// alone, whatever the key. A number of JSON has no room for one: it becomes 0 and does not come back.
    Encrypt {
        /// How it is written.
        #[schemars(default)]
        form: EncryptedForm,
    },
    /// Left as it is, and counted.
    Keep,
    /// The whole field that holds the value is emptied; a record that needs the field goes to quarantine.
    DropField,
    /// The whole record is left out.
    DropRecord,
    /// The whole record is withheld for somebody to look at, with a reason of its own; `redact` ends with exit code 2.
    Quarantine,
}

impl Operator {
    /// The operator's name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.named().as_str()
    }

    fn named(&self) -> OperatorName {
        match self {
            Self::Placeholder { .. } => OperatorName::Placeholder,
            Self::Mask { .. } => OperatorName::Mask,
            Self::Remove => OperatorName::Remove,
            Self::Hash { .. } => OperatorName::Hash,
            Self::Surrogate => OperatorName::Surrogate,
            Self::Generalise { .. } => OperatorName::Generalise,
            Self::ShiftDate { .. } => OperatorName::ShiftDate,
            Self::Encrypt { .. } => OperatorName::Encrypt,
            Self::Keep => OperatorName::Keep,
            Self::DropField => OperatorName::DropField,
            Self::DropRecord => OperatorName::DropRecord,
            Self::Quarantine => OperatorName::Quarantine,
        }
    }

    /// Whether what it writes depends on the key, so that runs with different keys differ.
    #[must_use]
    pub fn needs_key(&self) -> bool {
        matches!(self, Self::Hash { .. } | Self::Surrogate | Self::ShiftDate { .. } | Self::Encrypt { .. })
    }
}

impl From<OperatorName> for Operator {
    fn from(name: OperatorName) -> Self {
        match name {
            OperatorName::Placeholder => Self::Placeholder { numbered: false },
            OperatorName::Mask => Self::Mask { character: star(), keep_first: 0, keep_last: 0 },
            OperatorName::Remove => Self::Remove,
            OperatorName::Hash => Self::Hash { length: hash_length(), prefix: String::new() },
            OperatorName::Surrogate => Self::Surrogate,
            OperatorName::Generalise => Self::Generalise {
                date: DatePrecision::default(),
                age_band: age_band(),
                decimals: decimals(),
                prefix_bits: prefix_bits(),
            },
            OperatorName::ShiftDate => Self::ShiftDate { max_days: max_days() },
            OperatorName::Encrypt => Self::Encrypt { form: EncryptedForm::default() },
            OperatorName::Keep => Self::Keep,
            OperatorName::DropField => Self::DropField,
            OperatorName::DropRecord => Self::DropRecord,
            OperatorName::Quarantine => Self::Quarantine,
        }
    }
}

/// Every option there is; which operator takes which is checked behind it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    operator: OperatorName,
    numbered: Option<bool>,
    character: Option<char>,
    keep_first: Option<usize>,
    keep_last: Option<usize>,
    length: Option<usize>,
    prefix: Option<String>,
    date: Option<DatePrecision>,
    age_band: Option<u8>,
    decimals: Option<u8>,
    prefix_bits: Option<u8>,
    max_days: Option<u16>,
    form: Option<EncryptedForm>,
}

impl Table {
    /// Names of the options that are given, each with the operator that takes it.
    fn given(&self) -> impl Iterator<Item = (&'static str, OperatorName)> {
        [
            ("numbered", OperatorName::Placeholder, self.numbered.is_some()),
            ("character", OperatorName::Mask, self.character.is_some()),
            ("keep_first", OperatorName::Mask, self.keep_first.is_some()),
            ("keep_last", OperatorName::Mask, self.keep_last.is_some()),
            ("length", OperatorName::Hash, self.length.is_some()),
            ("prefix", OperatorName::Hash, self.prefix.is_some()),
            ("date", OperatorName::Generalise, self.date.is_some()),
            ("age_band", OperatorName::Generalise, self.age_band.is_some()),
            ("decimals", OperatorName::Generalise, self.decimals.is_some()),
            ("prefix_bits", OperatorName::Generalise, self.prefix_bits.is_some()),
            ("max_days", OperatorName::ShiftDate, self.max_days.is_some()),
            ("form", OperatorName::Encrypt, self.form.is_some()),
        ]
        .into_iter()
        .filter_map(|(option, operator, given)| given.then_some((option, operator)))
    }

    fn operator(self) -> Operator {
        match self.operator {
            OperatorName::Placeholder => Operator::Placeholder { numbered: self.numbered.unwrap_or_default() },
            OperatorName::Mask => Operator::Mask {
                character: self.character.unwrap_or_else(star),
                keep_first: self.keep_first.unwrap_or_default(),
                keep_last: self.keep_last.unwrap_or_default(),
            },
            OperatorName::Hash => Operator::Hash {
                length: self.length.unwrap_or_else(hash_length),
                prefix: self.prefix.unwrap_or_default(),
            },
            OperatorName::Generalise => Operator::Generalise {
                date: self.date.unwrap_or_default(),
                age_band: self.age_band.unwrap_or_else(age_band),
                decimals: self.decimals.unwrap_or_else(decimals),
                prefix_bits: self.prefix_bits.unwrap_or_else(prefix_bits),
            },
            OperatorName::ShiftDate => Operator::ShiftDate { max_days: self.max_days.unwrap_or_else(max_days) },
            OperatorName::Encrypt => Operator::Encrypt { form: self.form.unwrap_or_default() },
            plain => plain.into(),
        }
    }
}

// By hand, because serde's tagged enums accept any key beside a variant without options.
impl<'de> Deserialize<'de> for Operator {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let table = Table::deserialize(deserializer)?;
        if let Some((option, owner)) = table.given().find(|(_, owner)| *owner != table.operator) {
            let (taken, owner) = (table.operator.as_str(), owner.as_str());
            return Err(de::Error::custom(format!(
                "`{taken}` does not take `{option}`, only the operator `{owner}` does"
            )));
        }
        Ok(table.operator())
    }
}

fn star() -> char {
    '*'
}

fn hash_length() -> usize {
    16
}

fn age_band() -> u8 {
    10
}

fn decimals() -> u8 {
    1
}

fn prefix_bits() -> u8 {
    16
}

fn max_days() -> u16 {
    365
}
