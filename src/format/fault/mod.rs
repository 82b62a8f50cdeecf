//! What can be wrong with a file of a target: codes, and the facts behind each.
//!
//! What it is not: a fault holds figures, keys of the shape and strings of the target's definition, never anything from a
//! file, so whatever is made of it can be printed.

mod code;
mod say;

use std::sync::Arc;

pub use code::Code;

use super::definition::{OptionalKey, Severity, TokenCounts};
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
    /// Lines end in carriage return and line feed.
    CarriageReturn,
    /// A required key is missing.
    MissingKey(&'static str),
    /// A key that the shape does not name, counted from 1; with its name if it is a word from a fixed list.
    ExtraKey { number: usize, known: Option<&'static str>, severity: Severity },
    /// `schemaVersion` is missing.
    MissingSchemaVersion(Severity),
    /// `schemaVersion` is not the one there is; true for the misspelling that documentation has carried.
    SchemaVersion { misspelt: bool },
    /// A role that the shape does not know; true for `system`.
    UnknownRole { system: bool },
    /// The first message is not the user's.
    FirstNotUser,
    /// Two neighbouring messages have the same role.
    NotAlternating,
    /// The last message is not the assistant's.
    LastNotAssistant,
    /// There are fewer than two messages.
    TooFewMessages,
    /// A text is empty or blank.
    Blank,
    /// A list that needs an element has none.
    EmptyList,
    /// A string that the target reserves.
    Reserved { string: Arc<str>, instead: Option<Arc<str>>, code: Code, severity: Severity },
    /// The separator of plain text stands inside a line.
    SeparatorInText,
    /// A part of the record has more characters than its tokens allow.
    TooLong { part: TokenCounts, chars: u64, tokens: u64, per_token: u64, severity: Severity },
    /// The line has more bytes than are read.
    LineTooLong,
    /// A value has the wrong type.
    WrongType { wanted: Json, found: Json },
    /// A kind of content that the target does not take.
    BlockNotAllowed,
    /// There is more than one system text.
    SystemTexts,
    /// A key is in some records and not in others.
    Uneven { key: OptionalKey, present: bool, other_line: u64, severity: Severity },
    /// A key is in some files and not in others.
    UnevenFiles { key: OptionalKey, severity: Severity },
    /// No record has a key that is useful.
    Unused { key: OptionalKey, why: Arc<str> },
    /// There is no record.
    NoRecords,
    /// There are too few or too many records.
    RecordCount { part: Counted, records: u64, bound: u64, low: bool, severity: Severity },
    /// The file is too large.
    FileSize { bytes: u64, bound: u64, severity: Severity },
    /// The file's name holds characters that are not allowed.
    FileName { punctuation: Arc<str> },
    /// The file's name has another ending.
    Extension { wanted: Arc<str> },
    /// The target takes no validation file.
    NoValidation,
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

impl Fault {
    /// The code under which it is reported.
    pub(super) fn code(&self) -> Code {
        match self {
            Self::Syntax(_) | Self::NotAnObject(_) | Self::Pretty | Self::DuplicateKey => Code::Br001,
            Self::BlankLine | Self::ByteOrderMark | Self::NotUtf8 | Self::Utf16 | Self::CarriageReturn => Code::Br002,
            Self::MissingKey(_) | Self::ExtraKey { .. } | Self::Unused { .. } => Code::Br003,
            Self::MissingSchemaVersion(_) | Self::SchemaVersion { .. } => Code::Br004,
            Self::UnknownRole { .. }
            | Self::FirstNotUser
            | Self::NotAlternating
            | Self::LastNotAssistant
            | Self::TooFewMessages => Code::Br005,
            Self::Blank | Self::EmptyList => Code::Br006,
            Self::Reserved { code, .. } => *code,
            Self::SeparatorInText => Code::Br007,
            Self::TooLong { .. } | Self::LineTooLong => Code::Br008,
            Self::NoRecords | Self::RecordCount { .. } => Code::Br009,
            Self::FileSize { .. } | Self::Compressed(_) => Code::Br010,
            Self::Uneven { .. } | Self::UnevenFiles { .. } => Code::Br011,
            Self::FileName { .. } | Self::Extension { .. } => Code::Br012,
            Self::NoValidation => Code::Br013,
            Self::WrongType { .. } | Self::BlockNotAllowed | Self::SystemTexts => Code::Br014,
        }
    }

    /// How bad it is.
    pub(super) fn severity(&self) -> Severity {
        match self {
            Self::ExtraKey { severity, .. }
            | Self::MissingSchemaVersion(severity)
            | Self::Reserved { severity, .. }
            | Self::TooLong { severity, .. }
            | Self::Uneven { severity, .. }
            | Self::UnevenFiles { severity, .. }
            | Self::RecordCount { severity, .. }
            | Self::FileSize { severity, .. } => *severity,
            Self::CarriageReturn | Self::Unused { .. } => Severity::Warning,
            _ => Severity::Error,
        }
    }
}
