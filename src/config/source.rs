//! `[[source]]`: one corpus, how to read it and on what right.

use std::collections::BTreeMap;
use std::fmt;

use encoding_rs::Encoding;
use schemars::JsonSchema;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::core::Basis;

/// One corpus.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Name, unique in the job: letters, digits, `.`, `_` and `-`, beginning with a letter or digit, at most 63 characters.
    /// It goes to the manifest and the lineage.
    #[schemars(regex(pattern = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$"))]
    pub name: String,
    /// A file, a folder (all files below it), a glob such as `data/**/*.jsonl`, or `-` for standard input.
    pub uri: String,
    /// Wire format. `auto` looks at the content, then at the name.
    #[serde(default)]
    pub format: FormatName,
    /// Text encoding by its WHATWG label, such as `utf-8`, `latin-1` or `windows-1252`. A file that is not in it is refused
    /// by name, as is one that begins with the byte order mark of another. With `utf-16` the mark says which order of bytes.
    #[serde(default = "utf8")]
    pub encoding: String,
    /// What a record is in a txt or md file.
    #[serde(default)]
    pub unit: TextUnit,
    /// Which fields of the input hold what.
    #[serde(default)]
    pub map: Mapping,
    /// How the value of `map.messages` is read.
    #[serde(default)]
    pub conversation: Conversation,
    /// On what right the corpus may be used.
    #[serde(default)]
    pub provenance: Provenance,
}

fn utf8() -> String {
    "utf-8".to_owned()
}

impl Source {
    /// The encoding that `encoding` names, `None` if there is none of that name. WHATWG spells `latin1` without a hyphen;
    /// both are understood.
    #[must_use]
    pub fn text_encoding(&self) -> Option<&'static Encoding> {
        let label = self.encoding.trim();
        Encoding::for_label_no_replacement(label.as_bytes())
            .or_else(|| Encoding::for_label_no_replacement(label.replace('-', "").as_bytes()))
    }

    /// Whether the source is read from standard input.
    #[must_use]
    pub fn is_stdin(&self) -> bool {
        self.uri == "-"
    }
}

/// Wire format of a source. Each may also be compressed as .gz or .zst.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FormatName {
    /// Decide by content, then by name.
    #[default]
    Auto,
    /// Plain text.
    Txt,
    /// Markdown.
    Md,
    /// One JSON object a line.
    Jsonl,
    /// One JSON array of objects, or one object.
    Json,
    /// Values separated by commas, with a header row. If its first row has more semicolons or tabs than commas, by those; a first line
    /// `sep=;` declares another separator. A column without a name, or with the name of another, cannot be mapped.
    Csv,
    /// Tab-separated values with a header row.
    Tsv,
    /// Apache Parquet.
    Parquet,
}

impl FormatName {
    /// The name, as written in a job file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Txt => "txt",
            Self::Md => "md",
            Self::Jsonl => "jsonl",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Parquet => "parquet",
        }
    }
}

impl fmt::Display for FormatName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What one record is in a txt or md file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TextUnit {
    /// The whole file.
    #[default]
    File,
    /// A block of lines between blank lines.
    Paragraph,
    /// A block between runs of two or more blank lines.
    Document,
    /// A line that is not blank.
    Line,
}

/// One column or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Columns {
    /// One field.
    One(String),
    /// Several fields.
    Many(Vec<String>),
}

impl Columns {
    /// The field names.
    #[must_use]
    pub fn names(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names,
        }
    }
}

// By hand, because serde's untagged enums say neither which element is wrong nor what is allowed.
impl<'de> Deserialize<'de> for Columns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ColumnsVisitor;
        impl<'de> Visitor<'de> for ColumnsVisitor {
            type Value = Columns;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a field name or an array of field names")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Columns, E> {
                Ok(Columns::One(name.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, names: A) -> Result<Columns, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(names)).map(Columns::Many)
            }
        }
        deserializer.deserialize_any(ColumnsVisitor)
    }
}

/// Which fields of the input hold what: a JSON pointer (`/ticket/body`, RFC 6901) or a column or key name (`body`).
/// Fields that are not mapped do not travel on. txt and md need no mapping. A source maps either `text`, or `prompt` and
/// `completion`, or `messages`; a source of format `auto` that maps none of them reads txt and md files only.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// Unlabelled text, for continued pre-training.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Instructions before the prompt or the first turn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// What is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
    /// What is answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completion: Option<String>,
    /// A list of turns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messages: Option<String>,
    /// The record's own id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Field or fields whose equal values must stay in one split: customer, thread, document. Values are compared over all
    /// sources, those of the first field with each other, those of the second with each other, whatever the fields' names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Columns>,
    /// Category of the task, for evaluation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Difficulty, for evaluation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<String>,
    /// Language (BCP 47), for evaluation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// When the record was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// Licence of the one record, in place of the source's. Usual spellings (`cc by 4.0`, `Apache License 2.0`) are
    /// understood; a `LicenseRef-` must be one that the job file names.
    #[serde(skip_serializing_if = "Option::is_none", alias = "license")]
    pub licence: Option<String>,
    /// Consent flag of the one record: `true`, `yes`, `y`, `1`, `granted` and `given` mean yes, anything else no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<String>,
    /// Where the one record came from: taken as evidence of its licence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// How a list of turns is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Conversation {
    /// Where a turn's role stands in it: a key, a JSON pointer, or `/0` when turns are `[role, text]` pairs.
    pub role: String,
    /// Where a turn's text stands in it.
    pub content: String,
    /// What the input's role names mean. Names are compared without regard to case. A list of your own replaces the
    /// default one.
    pub roles: BTreeMap<String, RoleName>,
    /// Join neighbouring turns of one role with a line break.
    pub merge: bool,
    /// Drop assistant turns before the first user turn and user turns after the last assistant turn.
    pub trim: bool,
}

impl Default for Conversation {
    fn default() -> Self {
        let roles = [
            ("user", RoleName::User),
            ("human", RoleName::User),
            ("assistant", RoleName::Assistant),
            ("gpt", RoleName::Assistant),
            ("system", RoleName::System),
        ];
        Self {
            role: "role".to_owned(),
            content: "content".to_owned(),
            roles: roles.into_iter().map(|(name, role)| (name.to_owned(), role)).collect(),
            merge: false,
            trim: false,
        }
    }
}

/// What an input role means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RoleName {
    /// The person.
    User,
    /// The model.
    Assistant,
    /// Instructions; only before the first turn.
    System,
    /// Left out.
    Skip,
}

/// On what right a corpus may be used, and what a reviewer needs to know of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Provenance {
    /// SPDX licence expression such as `CC-BY-4.0` or `MIT OR Apache-2.0`, or `LicenseRef-` and a name of your own.
    #[serde(skip_serializing_if = "Option::is_none", alias = "license")]
    pub licence: Option<String>,
    /// Ground on which the corpus may be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// Reference to the proof: contract number, ticket, URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// Who owns the corpus: an organisation or a team, not a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Where the people concerned are: ISO 3166-1 alpha-2 codes, or `EU`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub jurisdictions: Vec<String>,
    /// Languages of its texts: BCP 47 tags, such as `de` or `pt-BR`. Rules for values of other jurisdictions or in other
    /// languages than a source has then need a word for the value nearby.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// When and how it was collected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collected: Option<Collected>,
    /// Whose data it holds: customers, employees, patients, …
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<String>,
    /// Until when it may be kept: a date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retain_until: Option<String>,
    /// Whether it was generated rather than collected.
    pub synthetic: bool,
    /// The model that wrote it, when it is the output of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub teacher: Option<String>,
}

/// When and how a corpus was collected.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Collected {
    /// First day: `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day: `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Method: export, crawl, form, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
}
