//! What a fault says to a person: what is wrong, and how to mend it.

use std::borrow::Cow;

use super::{Counted, Delimiter, Fault, Json, OtherKind, Syntax, ToolFault};
use crate::core::Split;
use crate::format::definition::{Severity, TokenCounts, TurnRole};
use crate::format::parquet::ParquetError;

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
            Self::OtherKind(kind) => kind.message().into(),
            Self::Parquet(error) => error.message().into(),
            Self::Compressed(with) => format!("the file is compressed ({with}); Bedrock reads plain files").into(),
            Self::CarriageReturn => "lines end in carriage return and line feed".into(),
            Self::MissingKey { key, .. } => format!("the key `{key}` is missing").into(),
            Self::ExtraKey { number, known, .. } => extra_key(*number, *known).into(),
            Self::KeyCase { number, key, .. } => {
                format!("key number {number} is `{key}` but for capital letters").into()
            }
            Self::Unused { key, .. } => format!("no record has `{key}`").into(),
            Self::MissingSchemaVersion(_) => "the key `schemaVersion` is missing".into(),
            Self::SchemaVersion { misspelt: true } => {
                "schemaVersion reads `bedrock-conversion-2024`, a misspelling".into()
            }
            Self::SchemaVersion { .. } => "schemaVersion is not `bedrock-conversation-2024`".into(),
            Self::UnknownRole { system: true, .. } => "`system` is no role of a message here".into(),
            Self::UnknownRole { roles, .. } => format!("the role is none of {roles}").into(),
            Self::DoubtfulRole => "the role is known to some of AWS's checks and not to others".into(),
            Self::FirstNot(role) => format!("the first message is not the {}'s", role.as_str()).into(),
            Self::SystemNotFirst => "a system message stands behind others".into(),
            Self::NoUser => "no message is the user's".into(),
            Self::NotAlternating => "the message has the same role as the one before it".into(),
            Self::LastNot(role) => format!("the last message is not the {}'s", role.as_str()).into(),
            Self::TooFewMessages(least) => format!("there are fewer messages than {least}").into(),
            Self::TooManyMessages { most, severity } => too_many_messages(*most, *severity).into(),
            Self::Blank => "the text is empty or blank".into(),
            Self::EmptyList => "the list is empty".into(),
            Self::Reserved { string, severity: Severity::Error, .. } => {
                format!("the text holds the reserved string `{string}`").into()
            }
            Self::Reserved { string, .. } => format!("the text holds `{string}`, which some checks refuse").into(),
            Self::SeparatorInText => "U+001E, which separates documents, stands inside a line".into(),
            Self::TooLong { part, chars, tokens, per_token, .. } => too_long(*part, *chars, *tokens, *per_token).into(),
            Self::TooManyTokens { part, tokens, limit } => {
                format!("{} has {tokens} tokens; the limit is {limit}", named(*part)).into()
            }
            Self::LineTooLong => "the line is longer than 8 MiB and was not looked at".into(),
            Self::WrongType { wanted, found } => format!("found {}, not {}", found.article(), wanted.article()).into(),
            Self::BlockNotAllowed => "the target does not take this kind of content".into(),
            Self::SecondKey => "the object has more than one key".into(),
            Self::OnlyIn(speaker) => format!("this belongs into messages of the {} only", speaker.as_str()).into(),
            Self::Misplaced => "the key does not belong into this message".into(),
            Self::UnknownWord { words } => format!("the value is none of {words}").into(),
            Self::DoubtfulWord => "the documentation takes this value, a check that AWS publishes refuses it".into(),
            Self::Doubt(doubt) => (*doubt).into(),
            Self::S3Uri => "this is no S3 address as the API takes it".into(),
            Self::S3Key { .. } => "the key of this S3 address holds a character that the target does not take".into(),
            Self::Picture => "this is no picture as data:image/…;base64,…".into(),
            Self::Identifier => "this is no identifier as the API takes it".into(),
            Self::TooManyParts { what, count, most } => {
                format!("the record holds {count} of `{what}`; the limit is {most}").into()
            }
            Self::MixedMedia => "the record holds more than one of image, video and document".into(),
            Self::SystemTexts => "there is more than one system text".into(),
            Self::TooFewCandidates => "there are fewer than two candidates".into(),
            Self::SameLabel => "all candidates have the same preferenceLabel".into(),
            Self::Tool(fault) => fault.message().into(),
            Self::BodyMissing { offloaded: true } => {
                "the body was stored beside the log, and is not in the record".into()
            }
            Self::BodyMissing { .. } => "the body is missing or null".into(),
            Self::ManyQuestions => "the request holds more than one user message".into(),
            Self::Tags => "the tags are no 1 to 16 pairs of strings in the allowed alphabet and length".into(),
            Self::NotConstant { key, other_line } => {
                format!("`{key}` is another one than in line {other_line}; it must be the same in all records").into()
            }
            Self::NotConstantFiles { key } => format!("`{key}` is another one than in another file").into(),
            Self::Unlisted => {
                "AWS does not list this model for fine-tuning: its limits are not known and not checked".into()
            }
            Self::NotUnique { key, other_line } => format!("`{key}` is the same as in line {other_line}").into(),
            Self::Overlap { file, line } => format!("the record stands in {file} too, in line {line}").into(),
            Self::Uneven { key, present: true, other_line, .. } => {
                format!("the record has `{key}`, the one in line {other_line} has not").into()
            }
            Self::Uneven { key, other_line, .. } => {
                format!("the record has no `{key}`, the one in line {other_line} has").into()
            }
            Self::UnevenFiles { key, .. } => format!("some files have `{key}`, others have not").into(),
            Self::NoRecords => "the file holds no record".into(),
            Self::RecordCount { part, records, bound, low, severity } => {
                count(*part, *records, *bound, *low, *severity).into()
            }
            Self::FileSize { bytes, bound, .. } => format!("the file has {bytes} bytes; the limit is {bound}").into(),
            Self::FileName { .. } => "the file name holds a character that is not allowed".into(),
            Self::FolderName { .. } => "a folder's name holds a character that a key in S3 may not hold".into(),
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
            Self::OtherKind(kind) => kind.help().into(),
            Self::Parquet(error) => error.help().into(),
            Self::Compressed(_) => "decompress it before the upload".into(),
            Self::CarriageReturn => "most checks accept it; line feed alone is safe everywhere".into(),
            Self::MissingKey { .. } => "add the key; `scrubjay targets explain` shows an example line".into(),
            Self::ExtraKey { known, severity, .. } => without(*known, *severity).into(),
            Self::Unused { why, .. } => why.to_string().into(),
            Self::KeyCase { key, .. } => format!("write `{key}`: capital letters count").into(),
            Self::MissingSchemaVersion(_) | Self::SchemaVersion { .. } => {
                "write \"schemaVersion\":\"bedrock-conversation-2024\"".into()
            }
            Self::UnknownRole { system: true, .. } => "move its text to the key `system` of the record".into(),
            Self::UnknownRole { roles, .. } => format!("write one of {roles}").into(),
            Self::DoubtfulRole => "write `system`, `user` or `assistant` to be safe everywhere".into(),
            Self::FirstNot(role) => {
                format!("begin with a {} message; drop what stands before it", role.as_str()).into()
            }
            Self::SystemNotFirst => "let the one system message come first".into(),
            Self::NotAlternating => "join messages of one speaker, so that user and assistant take turns".into(),
            Self::LastNot(TurnRole::Assistant) => "end with the assistant's answer, which is what is learned".into(),
            Self::LastNot(role) => format!("end with a {} message; the answer stands elsewhere", role.as_str()).into(),
            Self::NoUser | Self::TooFewMessages(0 | 1) => "write at least one user message".into(),
            Self::TooFewMessages(_) => "write at least one user and one assistant message".into(),
            Self::TooManyMessages { .. } => {
                "split the conversation, or name the target of a teacher that takes several turns".into()
            }
            Self::Blank | Self::EmptyList => "fill it, or leave the record out".into(),
            Self::Reserved { instead: Some(instead), .. } => format!("write `{instead}` in its place").into(),
            Self::Reserved { .. } => "reword the text".into(),
            Self::SeparatorInText => "let U+001E stand alone in its line, with line feeds around it".into(),
            Self::TooLong { .. } => "shorten or split the record; count with the model's tokenizer to be sure".into(),
            Self::TooManyTokens { .. } => "shorten or split the record".into(),
            Self::LineTooLong => "split the record; no target takes one so long".into(),
            Self::WrongType { wanted: Json::Array, found: Json::String } => "write [{\"text\": \"…\"}]".into(),
            Self::WrongType { wanted: Json::String, found: Json::Array | Json::Object } => {
                "write one plain string".into()
            }
            Self::WrongType { wanted, .. } => format!("write {}", wanted.article()).into(),
            Self::BlockNotAllowed => "leave the content out; `scrubjay targets explain` lists what is taken".into(),
            Self::SecondKey => "write one object for each kind of content".into(),
            Self::OnlyIn(speaker) => {
                format!("move it into a message of the {}, or leave it out", speaker.as_str()).into()
            }
            Self::Misplaced => "only the last message has `candidates`, and it has no `content`".into(),
            Self::UnknownWord { words } => format!("write one of {words}").into(),
            Self::DoubtfulWord => "convert the file to another format to be safe".into(),
            Self::Doubt(_) => "write a list of one text block to be safe".into(),
            Self::S3Uri => {
                "write s3://bucket/key, the key of ASCII letters, digits, / and -!_*'(). without spaces or =".into()
            }
            Self::S3Key { punctuation } | Self::FolderName { punctuation } => {
                format!("upload it under another key: ASCII letters, digits, / and {punctuation}").into()
            }
            Self::Picture => "write the kind and the bytes in base64, such as data:image/png;base64,iVBORw0…".into(),
            Self::Identifier => "begin with a letter or digit; then letters, digits and ._- up to 256 in all".into(),
            Self::TooManyParts { .. } => "leave some out, or split the record".into(),
            Self::MixedMedia => "keep to one kind in a record".into(),
            Self::SystemTexts => "join the texts into one".into(),
            Self::TooFewCandidates => "give at least one preferred and one non-preferred candidate".into(),
            Self::SameLabel => "label at least one `preferred` and one `non-preferred`".into(),
            Self::Tool(fault) => fault.help().into(),
            Self::BodyMissing { offloaded: true } => "fetch the object it points at, or leave the record out".into(),
            Self::BodyMissing { .. } => "leave the record out".into(),
            Self::ManyQuestions => "leave the record out; distillation takes one question".into(),
            Self::Tags => "use letters, digits, spaces and :_@$#=/+,-. in up to 256 characters".into(),
            Self::Unlisted => "ask AWS before the upload; `scrubjay targets list` shows documented targets".into(),
            Self::NotConstant { .. } | Self::NotConstantFiles { .. } => "make one dataset for each model".into(),
            Self::NotUnique { .. } => "give each record an identifier of its own".into(),
            Self::Overlap { .. } => {
                "keep the record on one side only: seen examples make the validation loss lie".into()
            }
            Self::Uneven { .. } | Self::UnevenFiles { .. } => "give the key to every record or to none".into(),
            Self::NoRecords => "write at least one record".into(),
            Self::RecordCount { low: true, .. } => "add records; repeating the same ones does not help training".into(),
            Self::RecordCount { .. } => "leave records out, or ask AWS whether the quota can be raised".into(),
            Self::FileSize { .. } => "leave records out".into(),
            Self::FileName { punctuation } => {
                format!("use ASCII letters, digits and any of {punctuation} for the file name").into()
            }
            Self::Extension { wanted } => {
                format!("let the name end in .{wanted} once the file holds what the target takes").into()
            }
            Self::NoValidation => "keep it for evaluation after the training, and do not upload it with the job".into(),
        }
    }
}

/// A part of a record, as the subject of a sentence.
fn named(part: TokenCounts) -> &'static str {
    match part {
        TokenCounts::Input => "the prompt",
        TokenCounts::Output => "the completion",
        TokenCounts::Total => "the record",
    }
}

fn extra_key(number: usize, known: Option<&str>) -> String {
    match known {
        Some(key) => format!("the key `{key}` does not belong here"),
        None => format!("key number {number} does not belong here"),
    }
}

/// What to do about a key that does not belong.
fn without(known: Option<&str>, severity: Severity) -> &'static str {
    match (known, severity) {
        (Some("modelResponses"), _) => "leave it out; it belongs to evaluations that bring their own responses",
        (_, Severity::Error) => {
            "leave it out; what must be remembered of a record belongs in a file beside the dataset"
        }
        (_, Severity::Warning) => "leave it out to be safe: it is ignored at best",
    }
}

fn too_many_messages(most: u64, severity: Severity) -> String {
    let doubt = ", which not every teacher takes and AWS's published check refuses";
    format!("there are more messages than {most}{}", if severity == Severity::Error { "" } else { doubt })
}

fn too_long(part: TokenCounts, chars: u64, tokens: u64, per_token: u64) -> String {
    format!("{} has {chars} characters, more than {per_token} for each of {tokens} tokens", named(part))
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
    let what = if records == 1 { "record" } else { "records" };
    format!("{part} {records} {what}; {bound_is} {bound}")
}

impl ToolFault {
    fn message(self) -> &'static str {
        match self {
            Self::DefinedTwice => "a tool of this name is defined before",
            Self::Undefined => "no tool of this name is defined in `toolConfig`",
            Self::UsedTwice => "the toolUseId stands in another use of a tool too",
            Self::NoUse => "the toolUseId is that of no use in a message before",
            Self::AnsweredTwice => "the use of the tool has a result already",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::DefinedTwice => "give each tool a name of its own",
            Self::Undefined => "define the tool in `toolConfig`, or mend the name",
            Self::UsedTwice => "give each use an identifier of its own within the record",
            Self::NoUse => "let the result follow the use that it answers",
            Self::AnsweredTwice => "keep one result for each use",
        }
    }
}

impl OtherKind {
    fn message(self) -> &'static str {
        match self {
            Self::Parquet => "the file is parquet, not one JSON object a line",
            Self::Arrow => "the file is Arrow (Feather), not one JSON object a line",
            Self::Table(Delimiter::Comma) => "the file is a table of values with commas between them (CSV), not JSON",
            Self::Table(Delimiter::Semicolon) => "the file is a table of values with semicolons between them, not JSON",
            Self::Table(Delimiter::Tab) => "the file is a table of values with tabs between them (TSV), not JSON",
            Self::Markup => "the file begins with a tag (XML or HTML), not with a JSON object",
            Self::Binary => "the file is no text",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Parquet => "convert it to JSON lines; targets whose name ends in -parquet take it as it is",
            Self::Arrow | Self::Table(_) => {
                "convert it to JSON lines: with `run`, which reads it as a source, or any tool that writes one object a line"
            }
            Self::Markup => "write the records as one JSON object a line",
            Self::Binary => "give the file that holds the records, one JSON object a line in UTF-8",
        }
    }
}

impl ParquetError {
    fn message(self) -> &'static str {
        match self {
            Self::NotParquet => "the file is no parquet file, which the target takes",
            Self::CutOff => "the parquet file is cut off: it does not end with a footer",
            Self::Encrypted => "the parquet file is encrypted",
            Self::NoColumns => "the parquet file has none of the target's columns",
            Self::Damaged => "the rows of the parquet file cannot be decoded",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::NotParquet => "name the target of the same shape without -parquet, or write the file as parquet",
            Self::CutOff | Self::Damaged => "write or copy the file again",
            Self::Encrypted => "write it without encryption",
            Self::NoColumns => "name the columns as the target does; `scrubjay targets explain` lists them",
        }
    }
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
            Self::SingleQuotes => "a key or string stands in single quotes",
            Self::NoJsonWord => "a word that is no JSON, such as NaN, None or True, stands for a value",
            Self::Text => "the line is text, not a JSON object",
            Self::CarriageReturns => "lines end in carriage returns alone, so that all of them are one",
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
            Self::SingleQuotes => "write double quotes: in Python with `json.dumps(record)`, not `str(record)`",
            Self::NoJsonWord => "write null, true, false or a string",
            Self::Text => "write one JSON object a line; `scrubjay targets explain` shows an example line",
            Self::CarriageReturns => "convert the line ends: `tr '\\r' '\\n'`",
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
