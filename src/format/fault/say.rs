//! What a fault says to a person: what is wrong, and how to mend it.

use std::borrow::Cow;

use super::{Counted, Fault, Json, Syntax};
use crate::core::Split;
use crate::format::definition::{Severity, TokenCounts};

impl Fault {
    /// What is wrong.
    pub(in crate::format) fn message(&self) -> Cow<'static, str> {
        match self {
            Self::Syntax(syntax) => syntax.message().into(),
            Self::NotAnObject(found) => format!("the line is {}, not an object", found.article()).into(),
            Self::Pretty => "the file is one JSON value spread over lines, not one object a line".into(),
            Self::DuplicateKey => "the key stands twice".into(),
            Self::BlankLine => "the line is blank".into(),
            Self::ByteOrderMark => "the file begins with a byte order mark".into(),
            Self::NotUtf8 => "the line is not valid UTF-8".into(),
            Self::Utf16 => "the file is in UTF-16, not UTF-8".into(),
            Self::Compressed(with) => format!("the file is compressed ({with}); Bedrock reads plain files").into(),
            Self::CarriageReturn => "lines end in carriage return and line feed".into(),
            Self::MissingKey(key) => format!("the key `{key}` is missing").into(),
            Self::ExtraKey { known: Some(key), .. } => format!("the key `{key}` does not belong here").into(),
            Self::ExtraKey { number, .. } => format!("key number {number} does not belong here").into(),
            Self::Unused { key, .. } => format!("no record has `{}`", key.as_str()).into(),
            Self::MissingSchemaVersion(_) => "the key `schemaVersion` is missing".into(),
            Self::SchemaVersion { misspelt: true } => {
                "schemaVersion reads `bedrock-conversion-2024`, a misspelling".into()
            }
            Self::SchemaVersion { .. } => "schemaVersion is not `bedrock-conversation-2024`".into(),
            Self::UnknownRole { system: true } => "`system` is no role of a message here".into(),
            Self::UnknownRole { .. } => "the role is neither `user` nor `assistant`".into(),
            Self::FirstNotUser => "the first message is not the user's".into(),
            Self::NotAlternating => "the message has the same role as the one before it".into(),
            Self::LastNotAssistant => "the last message is not the assistant's".into(),
            Self::TooFewMessages => "there are fewer than two messages".into(),
            Self::Blank => "the text is empty or blank".into(),
            Self::EmptyList => "the list is empty".into(),
            Self::Reserved { string, severity: Severity::Error, .. } => {
                format!("the text holds the reserved string `{string}`").into()
            }
            Self::Reserved { string, .. } => format!("the text holds `{string}`, which some checks refuse").into(),
            Self::SeparatorInText => "U+001E, which separates documents, stands inside a line".into(),
            Self::TooLong { part, chars, tokens, per_token, .. } => too_long(*part, *chars, *tokens, *per_token).into(),
            Self::LineTooLong => "the line is longer than 8 MiB and was not looked at".into(),
            Self::WrongType { wanted, found } => format!("found {}, not {}", found.article(), wanted.article()).into(),
            Self::BlockNotAllowed => "the target does not take this kind of content".into(),
            Self::SystemTexts => "there is more than one system text".into(),
            Self::Uneven { key, present: true, other_line, .. } => {
                format!("the record has `{}`, the one in line {other_line} has not", key.as_str()).into()
            }
            Self::Uneven { key, other_line, .. } => {
                format!("the record has no `{}`, the one in line {other_line} has", key.as_str()).into()
            }
            Self::UnevenFiles { key, .. } => format!("some files have `{}`, others have not", key.as_str()).into(),
            Self::NoRecords => "the file holds no record".into(),
            Self::RecordCount { part, records, bound, low, severity } => {
                count(*part, *records, *bound, *low, *severity).into()
            }
            Self::FileSize { bytes, bound, .. } => format!("the file has {bytes} bytes; the limit is {bound}").into(),
            Self::FileName { .. } => "the file name holds a character that is not allowed".into(),
            Self::Extension { wanted } => format!("the file name does not end in .{wanted}").into(),
            Self::NoValidation => "the target takes no validation file".into(),
        }
    }

    /// How to mend it.
    pub(in crate::format) fn help(&self) -> Cow<'static, str> {
        match self {
            Self::Syntax(syntax) => syntax.help().into(),
            Self::NotAnObject(Json::Array) | Self::Pretty => {
                "write one object a line: `jq -c '.[]'` for an array, `jq -c .` for objects".into()
            }
            Self::NotAnObject(_) => "write one JSON object a line".into(),
            Self::DuplicateKey => "keep one of them; readers disagree on which one counts".into(),
            Self::BlankLine => "delete the line, also at the end of the file".into(),
            Self::ByteOrderMark => "save the file as UTF-8 without a byte order mark".into(),
            Self::NotUtf8 => "find out the encoding and convert it: `iconv -f ENCODING -t UTF-8`".into(),
            Self::Utf16 => "convert it: `iconv -f UTF-16 -t UTF-8`".into(),
            Self::Compressed(_) => "decompress it before the upload".into(),
            Self::CarriageReturn => "most checks accept it; line feed alone is safe everywhere".into(),
            Self::MissingKey(_) => "add the key; `scrubjay targets explain` shows an example line".into(),
            Self::ExtraKey { known: Some("modelResponses"), .. } => {
                "leave it out; it belongs to evaluations that bring their own responses".into()
            }
            Self::ExtraKey { severity: Severity::Error, .. } => {
                "leave it out; what must be remembered of a record belongs in a file beside the dataset".into()
            }
            Self::ExtraKey { .. } => "leave it out to be safe: it is ignored at best".into(),
            Self::Unused { why, .. } => why.to_string().into(),
            Self::MissingSchemaVersion(_) | Self::SchemaVersion { .. } => {
                "write \"schemaVersion\":\"bedrock-conversation-2024\"".into()
            }
            Self::UnknownRole { system: true } => "move its text to the key `system` of the record".into(),
            Self::UnknownRole { .. } => "write `user` or `assistant`".into(),
            Self::FirstNotUser => "begin with a user message; drop what stands before it".into(),
            Self::NotAlternating => "join messages of one speaker, so that user and assistant take turns".into(),
            Self::LastNotAssistant => "end with the assistant's answer, which is what is learned".into(),
            Self::TooFewMessages => "write at least one user and one assistant message".into(),
            Self::Blank | Self::EmptyList => "fill it, or leave the record out".into(),
            Self::Reserved { instead: Some(instead), .. } => format!("write `{instead}` in its place").into(),
            Self::Reserved { .. } => "reword the text".into(),
            Self::SeparatorInText => "let U+001E stand alone in its line, with line feeds around it".into(),
            Self::TooLong { .. } => "shorten or split the record; count with the model's tokenizer to be sure".into(),
            Self::LineTooLong => "split the record; no target takes one so long".into(),
            Self::WrongType { wanted: Json::Array, found: Json::String } => "write [{\"text\": \"…\"}]".into(),
            Self::WrongType { wanted: Json::String, found: Json::Array | Json::Object } => {
                "write one plain string".into()
            }
            Self::WrongType { wanted, .. } => format!("write {}", wanted.article()).into(),
            Self::BlockNotAllowed => "leave the content out; `scrubjay targets explain` lists what is taken".into(),
            Self::SystemTexts => "join the texts into one".into(),
            Self::Uneven { .. } | Self::UnevenFiles { .. } => "give the key to every record or to none".into(),
            Self::NoRecords => "write at least one record".into(),
            Self::RecordCount { low: true, .. } => "add records; repeating the same ones does not help training".into(),
            Self::RecordCount { .. } => "leave records out, or ask AWS whether the quota can be raised".into(),
            Self::FileSize { .. } => "leave records out".into(),
            Self::FileName { punctuation } => {
                format!("use ASCII letters, digits and any of {punctuation} for the file name").into()
            }
            Self::Extension { wanted } => format!("rename the file to end in .{wanted}").into(),
            Self::NoValidation => "keep it for evaluation after the training, and do not upload it with the job".into(),
        }
    }
}

fn too_long(part: TokenCounts, chars: u64, tokens: u64, per_token: u64) -> String {
    let part = match part {
        TokenCounts::Input => "the prompt",
        TokenCounts::Output => "the completion",
        TokenCounts::Total => "the record",
    };
    format!("{part} has {chars} characters, more than {per_token} for each of {tokens} tokens")
}

fn count(part: Counted, records: u64, bound: u64, low: bool, severity: Severity) -> String {
    let part = match part {
        Counted::Sum => "training and validation together have",
        Counted::Part(Split::Train) => "training has",
        Counted::Part(Split::Validation) => "validation has",
        Counted::Part(Split::Holdout) => "the holdout has",
    };
    let bound_is = match (low, severity) {
        (true, Severity::Error) => "the minimum is",
        (true, Severity::Warning) => "the advice is at least",
        (false, Severity::Error) => "the maximum is",
        (false, Severity::Warning) => "the advice is at most",
    };
    format!("{part} {records} records; {bound_is} {bound}")
}

impl Syntax {
    fn message(self) -> &'static str {
        match self {
            Self::Truncated => "the JSON ends too early",
            Self::LoneSurrogate => "a \\u escape is half of a surrogate pair",
            Self::ControlCharacter => "a control character stands in a string unescaped",
            Self::TrailingComma => "a comma stands before a closing bracket",
            Self::TrailingCharacters => "something stands after the object",
            Self::TooDeep => "the JSON nests deeper than 128 levels",
            Self::Other => "the line is not valid JSON",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Truncated => "complete the line; an object must not span lines",
            Self::LoneSurrogate => "write the whole character, or its two escapes one after the other",
            Self::ControlCharacter => "escape it: \\n, \\t or \\u00XX",
            Self::TrailingComma => "delete the comma",
            Self::TrailingCharacters => "write one object a line, without commas between lines",
            Self::TooDeep => "flatten the record",
            Self::Other => "write the line with a JSON library rather than by hand",
        }
    }
}

impl Json {
    /// The type with its article.
    pub(in crate::format) fn article(self) -> &'static str {
        match self {
            Self::String => "a string",
            Self::Number => "a number",
            Self::Boolean => "true or false",
            Self::Null => "null",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}
