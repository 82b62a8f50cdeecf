//! What may stand where in a line of a target: compiled from the target's definition, and read, checked and written by.
//!
//! Each shape has a file that builds its tree of these nodes; everything else walks the tree and knows no shape. What it is
//! not: rules about several places of a record at once, such as the order of roles, are in `check`.

use super::definition::{Definition, Others, Severity, Shape, Speaker};
use super::fault::Json;
use super::{batch, converse, cpt, evaluation, invocation_log, messages, prompt_completion};

/// A place of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// A string.
    Text(Content),
    /// An object.
    Object(Fields),
    /// An array with at least one element.
    List(Box<Node>),
    /// Any JSON; of one type where that is given, and with the keys `has` where it is an object.
    Json { only: Option<Json>, has: &'static [&'static str] },
    /// A string of the first kind, or else the second; `doubt` is said of the first, where only some readers take it.
    Either { text: Box<Node>, other: Box<Node>, doubt: Option<&'static str> },
    /// An object of tags: any keys, string values, within the limits of `requestMetadata`.
    Tags,
}

/// What a string holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    /// Words of a speaker; `None` is whoever has the message. Blank ones are a fault unless `blank`.
    Prose { speaker: Option<Speaker>, blank: bool },
    /// The schema version of the Converse API.
    Version,
    /// The role of a message: words with what they stand for.
    Role(Vec<(String, Speaker)>),
    /// One of some words. The doubtful ones are taken by the documentation and refused by checks that AWS publishes.
    Word { words: Vec<String>, doubtful: Vec<String> },
    /// An address in S3.
    S3Uri,
    /// A picture as a URL that holds it: `data:image/…;base64,…`.
    Picture,
    /// A name or an identifier, not blank.
    Label,
    /// An identifier of a model or source, in the alphabet of the API.
    Identifier,
}

/// The keys of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fields {
    /// Those that are known, in the order in which they are written.
    pub(super) known: Vec<Field>,
    /// What becomes of others.
    pub(super) others: Others,
    /// Whether there must be exactly one key, as in a block of content.
    pub(super) one: bool,
    /// The key under which the role stands that says whose words the object holds.
    pub(super) role: Option<String>,
    /// Whether null stands for a body that was stored elsewhere, as in invocation logs.
    pub(super) logged: bool,
}

/// A key of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) key: String,
    pub(super) need: Need,
    pub(super) node: Node,
    /// Whether it may stand here at all, or is only known to be refused by name.
    pub(super) taken: bool,
    /// The only speaker whose messages may hold it.
    pub(super) only: Option<Speaker>,
}

/// Whether a key must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// It must; how bad it is when it is not.
    Must(Severity),
    /// It may.
    May,
}

impl Node {
    /// Words of a speaker, not blank.
    pub(super) fn prose(speaker: Speaker) -> Self {
        Self::Text(Content::Prose { speaker: Some(speaker), blank: false })
    }

    /// Words of a speaker, or nothing.
    pub(super) fn prose_or_blank(speaker: Speaker) -> Self {
        Self::Text(Content::Prose { speaker: Some(speaker), blank: true })
    }

    /// Words of whoever has the message.
    pub(super) fn said() -> Self {
        Self::Text(Content::Prose { speaker: None, blank: false })
    }

    /// A name or identifier.
    pub(super) fn label() -> Self {
        Self::Text(Content::Label)
    }

    /// An array.
    pub(super) fn list(item: Self) -> Self {
        Self::List(Box::new(item))
    }

    /// JSON of one type that no rule looks into.
    pub(super) fn json(only: Option<Json>) -> Self {
        Self::Json { only, has: &[] }
    }

    /// An object with these keys, and as `others` says.
    pub(super) fn object(others: Others, fields: impl IntoIterator<Item = Field>) -> Self {
        Self::Object(Fields { known: fields.into_iter().collect(), others, one: false, role: None, logged: false })
    }
}

impl Field {
    /// A key that must be there.
    pub(super) fn must(key: &str, node: Node) -> Self {
        Self { key: key.to_owned(), need: Need::Must(Severity::Error), node, taken: true, only: None }
    }

    /// A key that may be there.
    pub(super) fn may(key: &str, node: Node) -> Self {
        Self { need: Need::May, ..Self::must(key, node) }
    }
}

impl Fields {
    /// The field of a key, with its position.
    pub(super) fn find(&self, key: &str) -> Option<(usize, &Field)> {
        self.known.iter().enumerate().find(|(_, field)| field.key == key)
    }
}

/// The schema of a target's record: of the keys that its shape knows, those that the target names.
pub(super) fn of(definition: &Definition) -> Result<Node, String> {
    let keys = &definition.keys;
    let mut known = known(definition);
    if let Some(at) = keys.all().position(|key| !known.iter().any(|field| field.key == *key)) {
        return Err(format!("`keys`: the shape does not know number {} of the names", at + 1));
    }
    known.retain_mut(|field| {
        let named = |list: &[String]| list.contains(&field.key);
        if named(&keys.required) {
            field.need = Need::Must(Severity::Error);
        } else if named(&keys.advised) {
            field.need = Need::Must(Severity::Warning);
        }
        keys.all().any(|key| *key == field.key)
    });
    Ok(Node::object(keys.others, known))
}

/// Every key that the shape of a target knows, in the order in which they are written.
fn known(definition: &Definition) -> Vec<Field> {
    let others = definition.keys.others;
    match &definition.shape {
        Shape::PlainText {} => Vec::new(),
        Shape::Cpt { key } => cpt::fields(key),
        Shape::PromptCompletion { names } => prompt_completion::fields(names),
        Shape::Converse { turns, blocks, media, candidates } => {
            converse::fields(turns, converse::Taken { blocks, media, candidates: *candidates, others })
        }
        Shape::Messages { turns, names } => messages::fields(names, turns, others),
        Shape::Evaluation {} => evaluation::fields(others),
        Shape::RagEvaluation { .. } => evaluation::retrieval::fields(others),
        Shape::Batch {} => batch::fields(),
        Shape::InvocationLog {} => invocation_log::fields(),
    }
}
