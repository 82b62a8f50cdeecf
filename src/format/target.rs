//! A target, ready for use: its definition with what is compiled from it.

use super::definition::{Container, Definition, Severity, Shape};
use super::fault::{Code, Fault};
use super::json::{self, Broken, Faults};
use super::line::Line;
use super::pointer::Pointer;
use super::reserved::Matcher;
use super::schema::{self, Node};
use super::tokens::Tokenizer;
use super::{Error, check, convert, encode, example, plain_text};
use crate::core::{Body, Reason, Text};

/// A target: writes records in its shape, and knows what it refuses.
#[derive(Debug, Clone)]
pub struct Target {
    definition: Definition,
    digest: String,
    schema: Node,
    kind: Kind,
    reserved: Option<Matcher>,
    tokenizer: Option<Tokenizer>,
}

/// What a target is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Unlabelled documents.
    Documents,
    /// Pairs and conversations.
    Dialogues,
    /// Prompts with expected answers.
    Evaluation,
    /// What is made elsewhere and only checked here: requests, logs, preferences.
    CheckedOnly,
}

impl Kind {
    /// The name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Dialogues => "dialogues",
            Self::Evaluation => "evaluation",
            Self::CheckedOnly => "checked only",
        }
    }
}

impl Target {
    /// Compiles a definition.
    pub fn new(definition: Definition) -> Result<Self, Error> {
        let reserved = Matcher::new(&definition.reserved).map_err(|_| Error::Definition {
            file: definition.name.clone(),
            line: None,
            problem: "`reserved` holds too many or too long strings".to_owned(),
        })?;
        let schema = schema::of(&definition).map_err(|problem| Error::Definition {
            file: definition.name.clone(),
            line: None,
            problem,
        })?;
        let kind = kind(&definition);
        Ok(Self { digest: definition.digest(), schema, kind, reserved, tokenizer: None, definition })
    }

    /// The same target, whose token limits are checked by counting. `None` estimates from characters.
    #[must_use]
    pub fn counting_with(self, tokenizer: Option<Tokenizer>) -> Self {
        Self { tokenizer, ..self }
    }

    /// The target's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.definition.name
    }

    /// Everything that is known of the target.
    #[must_use]
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// BLAKE3 of the definition, in hexadecimal, for the manifest.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Ending of the target's files, without the dot.
    #[must_use]
    pub fn extension(&self) -> &str {
        &self.definition.file.extension
    }

    /// How records are stored in the target's files.
    #[must_use]
    pub fn container(&self) -> Container {
        self.definition.file.container
    }

    /// Whether a validation file may be given.
    #[must_use]
    pub fn takes_validation(&self) -> bool {
        self.definition.file.validation
    }

    /// What the target is made of.
    #[must_use]
    pub fn wants(&self) -> Kind {
        self.kind
    }

    /// The keys of a record, in the order in which they are written, and whether each must be there.
    pub fn keys(&self) -> impl Iterator<Item = (&str, bool)> {
        let fields = if let Node::Object(fields) = &self.schema { fields.known.as_slice() } else { &[] };
        fields.iter().map(|field| (field.key.as_str(), field.need == schema::Need::Must(Severity::Error)))
    }

    /// How bad it is when only some records of a dataset have a system text. `None` where it does not matter.
    #[must_use]
    pub fn uniform_system(&self) -> Option<Severity> {
        let system = self.definition.uniform.iter().find(|uniform| uniform.key == "system");
        system.map(|uniform| uniform.severity)
    }

    /// How many characters a document should have at most: the token limit at the cautious number of characters a token, so
    /// that a job does not fail hours after it began. `None` where no limit is known, or the target holds no documents.
    #[must_use]
    pub fn document_budget(&self) -> Option<usize> {
        let per_token = self.definition.tokens?.warning_chars;
        usize::try_from(self.document_tokens()?.saturating_mul(per_token)).ok()
    }

    /// How many tokens a document may have at most. `None` where no limit is known, or the target holds no documents.
    #[must_use]
    pub fn document_tokens(&self) -> Option<u64> {
        let tokens = self.definition.tokens.filter(|_| self.wants() == Kind::Documents)?;
        tokens.limits().map(|(_, limit)| limit).min()
    }

    /// Whether the record can be written without loss and within the limits; the reason why not.
    pub fn accepts(&self, body: &Body) -> Result<(), Reason> {
        let line = self.line(body)?;
        let mut refused = None;
        let mut sink = |fault: Fault, _: &Pointer<'_>| {
            if refused.is_none() && fault.severity() == Severity::Error {
                refused = Some(reason(fault.code()));
            }
        };
        check::line(self, &line, &mut sink);
        check::line_length(self, &line, &mut sink);
        refused.map_or(Ok(()), Err)
    }

    fn line<'b>(&'b self, body: &'b Body) -> Result<Line<'b>, Reason> {
        if self.kind == Kind::CheckedOnly {
            return Err(Reason::NotRepresentable);
        }
        convert::line(body, &self.definition.shape)
    }

    /// Appends the record as complete lines and returns how many. Ask [`Target::accepts`] first: limits are not checked here.
    pub fn encode(&self, body: &Body, out: &mut Vec<u8>) -> Result<usize, Error> {
        let line = self.line(body).map_err(Error::Refused)?;
        encode::encode(&self.schema, &line, out)
    }

    /// The record of a line that [`Target::encode`] wrote, with or without its line break; in plain text that is the document
    /// with its separator. A line with a problem of error level, or with content that a record cannot hold, is refused.
    pub fn parse(&self, line: &str) -> Result<Body, Error> {
        if matches!(self.definition.shape, Shape::PlainText {}) {
            let text = plain_text::parse(line).ok_or(Error::NotALine(Code::Br007))?;
            return Ok(Body::Document { text: Text::new(text) });
        }
        let line = line.strip_suffix('\n').unwrap_or(line);
        let mut refused = None;
        let mut sink = |fault: Fault, _: &Pointer<'_>| {
            if refused.is_none() && fault.severity() == Severity::Error {
                refused = Some(fault.code());
            }
        };
        let read = self.read(line, &mut Faults::new(&mut sink)).map_err(|_| Error::NotALine(Code::Br001))?;
        check::line(self, &read, &mut sink);
        match refused {
            Some(code) => Err(Error::NotALine(code)),
            None => convert::body(read, &self.definition.shape).ok_or(Error::NotALine(Code::Br014)),
        }
    }

    /// An invented record in the target's shape, as a line. Of targets that are only checked, the one that their shape's file
    /// keeps.
    pub fn example(&self) -> Result<String, Error> {
        if let Some(example) = example::checked_only(&self.definition) {
            return Ok(format!("{example}\n"));
        }
        let mut out = Vec::new();
        self.encode(&example::record(&self.definition.shape), &mut out)?;
        String::from_utf8(out).map_err(|_| Error::Encode)
    }

    /// Reads a line of a JSON shape, reporting what does not fit it.
    pub(super) fn read<'a>(&'a self, line: &'a str, faults: &mut Faults<'_>) -> Result<Line<'a>, Broken> {
        json::read(line, &self.schema, faults)
    }

    /// What may stand where in a line.
    pub(super) fn schema(&self) -> &Node {
        &self.schema
    }

    /// The text of a speaker with the strings that the target reserves written as its definition says, and how many they were;
    /// `None` if there are none that it says something for.
    #[must_use]
    pub fn rewrite_reserved(&self, text: &str, speaker: super::definition::Speaker) -> Option<(String, u64)> {
        self.reserved.as_ref()?.rewrite(text, speaker)
    }

    /// What counts tokens, if anything does.
    pub(super) fn tokenizer(&self) -> Option<&Tokenizer> {
        self.tokenizer.as_ref()
    }

    /// The automaton of reserved strings, where there are any.
    pub(super) fn reserved(&self) -> Option<&Matcher> {
        self.reserved.as_ref()
    }
}

/// What a target is made of. It is only checked if an invented record does not become a line with every required key: a record
/// of a job has one answer, and none of what other shapes ask for.
fn kind(definition: &Definition) -> Kind {
    let example = example::record(&definition.shape);
    let line = convert::line(&example, &definition.shape);
    if !line.is_ok_and(|line| definition.keys.required.iter().all(|key| line.get(key).is_some())) {
        return Kind::CheckedOnly;
    }
    match definition.shape {
        Shape::PlainText {} | Shape::Cpt { .. } => Kind::Documents,
        Shape::PromptCompletion { .. } | Shape::Converse { .. } | Shape::Messages { .. } => Kind::Dialogues,
        Shape::Evaluation {} | Shape::RagEvaluation { .. } => Kind::Evaluation,
        Shape::Batch {} | Shape::InvocationLog {} => Kind::CheckedOnly,
    }
}

/// The quarantine reason that goes with a code.
fn reason(code: Code) -> Reason {
    match code {
        Code::Br005 => Reason::TurnOrder,
        Code::Br006 => Reason::EmptyText,
        Code::Br007 | Code::Br018 => Reason::ReservedString,
        Code::Br008 => Reason::OverTargetLimit,
        _ => Reason::NotRepresentable,
    }
}
