//! What can be wrong with a file of a target: codes, and the facts behind each.
//!
//! What it is not: a fault holds figures, keys of the shape and strings of the target's definition, never anything from a
//! file, so whatever is made of it can be printed.

mod code;
mod say;

use std::sync::Arc;

pub use code::Code;

use super::definition::{Severity, Speaker, TokenCounts, TurnRole};
use super::parquet::ParquetError;
use crate::core::Split;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// The line is not JSON.
    Syntax(Syntax),
    /// The line is JSON, but no object.
    NotAnObject(Json),
    /// The file is one JSON value over several lines, or one array.
    Pretty,
    /// An object names a key twice.
    DuplicateKey,
    /// A line holds nothing, or white space.
    BlankLine,
    /// The file begins with a byte order mark.
    ByteOrderMark,
    /// The bytes are not UTF-8.
    NotUtf8,
    /// The file is in UTF-16.
    Utf16,
    /// The file is compressed, with this.
    Compressed(&'static str),
    /// The file is of this kind, and the target takes lines.
    OtherKind(OtherKind),
    /// The file is no parquet file that can be read, and the target takes one.
    Parquet(ParquetError),
    /// Lines end in carriage return and line feed.
    CarriageReturn,
    /// A required key is missing.
    MissingKey { key: String, severity: Severity },
    /// A key that the shape does not name, counted from 1; with its name if it is a word from a fixed list.
    ExtraKey { number: usize, known: Option<&'static str>, severity: Severity },
    /// A key, counted from 1, that is one of the shape but for capital letters.
    KeyCase { number: usize, key: String, severity: Severity },
    /// `schemaVersion` is missing.
    MissingSchemaVersion(Severity),
    /// `schemaVersion` is not the one there is; true for the misspelling that documentation has carried.
    SchemaVersion { misspelt: bool },
    /// A role that the shape does not know, and those that it does; true for `system`.
    UnknownRole { system: bool, roles: String },
    /// A role that some sources name and others refuse.
    DoubtfulRole,
    /// The first message is not that of this role.
    FirstNot(TurnRole),
    /// A message with instructions is not the first.
    SystemNotFirst,
    /// No message is the user's.
    NoUser,
    /// Two neighbouring messages have the same role.
    NotAlternating,
    /// The last message is not that of this role.
    LastNot(TurnRole),
    /// There are fewer messages than this.
    TooFewMessages(u64),
    /// There are more messages than this.
    TooManyMessages { most: u64, severity: Severity },
    /// A text is empty or blank.
    Blank,
    /// A list that needs an element has none.
    EmptyList,
    /// A string that the target reserves.
    Reserved { string: Arc<str>, instead: Option<Arc<str>>, speaker: Speaker, code: Code, severity: Severity },
    /// The separator of plain text stands inside a line.
    SeparatorInText,
    /// A part of the record has more characters than its tokens allow.
    TooLong { part: TokenCounts, chars: u64, tokens: u64, per_token: u64, severity: Severity },
    /// A part of the record has more tokens than its limit, as the model's tokenizer counts them.
    TooManyTokens { part: TokenCounts, tokens: u64, limit: u64 },
    /// The line has more bytes than are read.
    LineTooLong,
    /// A value has the wrong type.
    WrongType { wanted: Json, found: Json },
    /// A kind of content that the target does not take.
    BlockNotAllowed,
    /// An object that takes one key has more.
    SecondKey,
    /// A kind of content stands in the message of somebody else than this speaker.
    OnlyIn(Speaker),
    /// A key stands in a message where it does not belong.
    Misplaced,
    /// A word that is not one of these.
    UnknownWord { words: String },
    /// A word that the documentation takes and published checks refuse.
    DoubtfulWord,
    /// Something that is taken, with what speaks against it.
    Doubt(&'static str),
    /// No address in S3 as the API takes it.
    S3Uri,
    /// An address in S3 whose key holds more than the target takes.
    S3Key { punctuation: Arc<str> },
    /// No picture as a `data:` URL.
    Picture,
    /// No identifier as the API takes it.
    Identifier,
    /// More parts of a kind than a record may hold.
    TooManyParts { what: &'static str, count: u64, most: u64 },
    /// Pictures, films and documents stand together.
    MixedMedia,
    /// There is more than one system text.
    SystemTexts,
    /// Fewer than two candidates.
    TooFewCandidates,
    /// All candidates have the same label.
    SameLabel,
    /// Tools do not fit together.
    Tool(ToolFault),
    /// A logged body is not in the record.
    BodyMissing { offloaded: bool },
    /// A logged request asks several questions.
    ManyQuestions,
    /// Tags do not fit `requestMetadata`.
    Tags,
    /// A value that is the same in every record is another one here.
    NotConstant { key: Arc<str>, other_line: u64 },
    /// A value that is the same in every record is another one than in another file.
    NotConstantFiles { key: Arc<str> },
    /// The target is documented nowhere.
    Unlisted,
    /// An identifier stands in another record too.
    NotUnique { key: Arc<str>, other_line: u64 },
    /// The record stands in a training file too.
    Overlap { file: Arc<str>, line: u64 },
    /// A key is in some records and not in others.
    Uneven { key: Arc<str>, present: bool, other_line: u64, severity: Severity },
    /// A key is in some files and not in others.
    UnevenFiles { key: Arc<str>, severity: Severity },
    /// No record has a key that is useful.
    Unused { key: Arc<str>, why: Arc<str> },
    /// There is no record.
    NoRecords,
    /// There are too few or too many records.
    RecordCount { part: Counted, records: u64, bound: u64, low: bool, severity: Severity },
    /// The file is too large.
    FileSize { bytes: u64, bound: u64, severity: Severity },
    /// The file's name holds characters that are not allowed.
    FileName { punctuation: Arc<str> },
    /// A folder's name holds characters that no key in S3 may hold.
    FolderName { punctuation: Arc<str> },
    /// The file's name has another ending.
    Extension { wanted: Arc<str> },
    /// The target takes no validation file.
    NoValidation,
}

/// What a file is that should hold lines of JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OtherKind {
    /// Parquet.
    Parquet,
    /// Arrow's file format, also called Feather.
    Arrow,
    /// A table of values with this between them.
    Table(Delimiter),
    /// A page or other text with tags.
    Markup,
    /// Neither text nor any format that is known.
    Binary,
}

/// What stands between the values of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delimiter {
    /// A comma.
    Comma,
    /// A semicolon.
    Semicolon,
    /// A tab.
    Tab,
}

/// What does not fit about tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ToolFault {
    /// A tool's name is defined twice.
    DefinedTwice,
    /// A use names no tool that is defined.
    Undefined,
    /// Two uses have the same identifier.
    UsedTwice,
    /// A result has the identifier of no use before it.
    NoUse,
    /// A use has two results.
    AnsweredTwice,
}

/// What was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// One part of the dataset.
    Part(Split),
    /// Training and validation together.
    Sum,
}

/// Why a line is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    /// The line ends too early.
    Truncated,
    /// Half of a surrogate pair is escaped.
    LoneSurrogate,
    /// A control character stands in a string unescaped.
    ControlCharacter,
    /// A comma stands before a closing bracket.
    TrailingComma,
    /// Something stands after the value.
    TrailingCharacters,
    /// The value nests too deeply.
    TooDeep,
    /// Keys or strings stand in single quotes.
    SingleQuotes,
    /// A word of another language, such as NaN or None.
    NoJsonWord,
    /// The line begins as no JSON does.
    Text,
    /// Another object stands behind a carriage return: the file has the line ends of old.
    CarriageReturns,
    /// Anything else.
    Other,
}

/// Type of a JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Json {
    /// A string.
    String,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// Null.
    Null,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl Json {
    /// The type of a JSON text that is known to be sound.
    pub(super) fn of(json: &str) -> Self {
        match json.trim_start().bytes().next() {
            Some(b'"') => Self::String,
            Some(b'{') => Self::Object,
            Some(b'[') => Self::Array,
            Some(b't' | b'f') => Self::Boolean,
            Some(b'n') => Self::Null,
            _ => Self::Number,
        }
    }
}

impl Fault {
    /// A key that is missing.
    pub(super) fn missing(key: &str, severity: Severity) -> Self {
        if key == "schemaVersion" {
            Self::MissingSchemaVersion(severity)
        } else {
            Self::MissingKey { key: key.to_owned(), severity }
        }
    }

    /// The code under which it is reported.
    pub(super) fn code(&self) -> Code {
        match self {
            Self::Syntax(_) | Self::NotAnObject(_) | Self::Pretty | Self::DuplicateKey => Code::Br001,
            Self::BlankLine | Self::ByteOrderMark | Self::NotUtf8 | Self::Utf16 | Self::CarriageReturn => Code::Br002,
            Self::MissingKey { .. } | Self::ExtraKey { .. } | Self::KeyCase { .. } | Self::Unused { .. } => Code::Br003,
            Self::MissingSchemaVersion(_) | Self::SchemaVersion { .. } => Code::Br004,
            Self::UnknownRole { .. }
            | Self::DoubtfulRole
            | Self::FirstNot(_)
            | Self::SystemNotFirst
            | Self::NoUser
            | Self::NotAlternating
            | Self::LastNot(_)
            | Self::TooFewMessages(_)
            | Self::TooManyMessages { .. }
            | Self::ManyQuestions => Code::Br005,
            Self::Blank | Self::EmptyList => Code::Br006,
            Self::Reserved { code, .. } => *code,
            Self::SeparatorInText => Code::Br007,
            Self::TooLong { .. } | Self::TooManyTokens { .. } | Self::LineTooLong => Code::Br008,
            Self::NoRecords | Self::RecordCount { .. } => Code::Br009,
            Self::FileSize { .. } | Self::Compressed(_) => Code::Br010,
            Self::Uneven { .. } | Self::UnevenFiles { .. } => Code::Br011,
            Self::FileName { .. }
            | Self::FolderName { .. }
            | Self::Extension { .. }
            | Self::S3Uri
            | Self::S3Key { .. } => Code::Br012,
            Self::NoValidation => Code::Br013,
            Self::WrongType { .. }
            | Self::BlockNotAllowed
            | Self::SecondKey
            | Self::OnlyIn(_)
            | Self::Misplaced
            | Self::UnknownWord { .. }
            | Self::DoubtfulWord
            | Self::Doubt(_)
            | Self::Identifier
            | Self::Picture
            | Self::TooManyParts { .. }
            | Self::MixedMedia
            | Self::SystemTexts
            | Self::TooFewCandidates
            | Self::SameLabel => Code::Br014,
            Self::Tool(_) => Code::Br015,
            Self::NotConstant { .. } | Self::NotConstantFiles { .. } => Code::Br016,
            Self::BodyMissing { .. } => Code::Br017,
            Self::Tags => Code::Br019,
            Self::Overlap { .. } => Code::Br020,
            Self::NotUnique { .. } => Code::Br021,
            Self::Unlisted => Code::Br022,
            Self::OtherKind(_) | Self::Parquet(_) => Code::Br023,
        }
    }

    /// How bad it is.
    pub(super) fn severity(&self) -> Severity {
        match self {
            Self::ExtraKey { severity, .. }
            | Self::KeyCase { severity, .. }
            | Self::MissingKey { severity, .. }
            | Self::TooManyMessages { severity, .. }
            | Self::MissingSchemaVersion(severity)
            | Self::Reserved { severity, .. }
            | Self::TooLong { severity, .. }
            | Self::Uneven { severity, .. }
            | Self::UnevenFiles { severity, .. }
            | Self::RecordCount { severity, .. }
            | Self::FileSize { severity, .. } => *severity,
            Self::CarriageReturn
            | Self::Unused { .. }
            | Self::DoubtfulRole
            | Self::DoubtfulWord
            | Self::Unlisted
            | Self::FolderName { .. }
            | Self::Doubt(_) => Severity::Warning,
            _ => Severity::Error,
        }
    }
}
