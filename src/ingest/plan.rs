//! How one source is read: its mapping compiled once, then shared by all threads.

use std::collections::BTreeMap;

use super::Error;
use super::encoding::TextEncoding;
use super::path::{FieldPath, as_pointer};
use crate::config::{self, FormatName, Mapping, RoleName, TextUnit};

/// A compiled source. Immutable.
#[derive(Debug, Clone)]
pub struct SourcePlan {
    pub(super) source: u32,
    pub(super) format: FormatName,
    pub(super) unit: TextUnit,
    pub(super) encoding: TextEncoding,
    /// Top-level keys or columns that mapped fields lie in.
    pub(super) roots: Vec<String>,
    pub(super) want: Want,
    pub(super) meta: MetaPaths,
    pub(super) turns: Turns,
    /// Whether a body field lies in another, so that values must be copied rather than taken.
    pub(super) shared: bool,
    /// Whether tables begin with the names of their columns.
    pub(super) has_header: bool,
}

/// What a source's records become.
#[derive(Debug, Clone)]
pub(super) enum Want {
    /// Nothing is mapped and every string is looked at.
    Everything,
    /// Nothing is mapped, so only text without fields can be read.
    WholeText,
    Document {
        text: FieldPath,
    },
    Pair {
        system: Option<FieldPath>,
        prompt: FieldPath,
        completion: FieldPath,
    },
    Conversation {
        system: Option<FieldPath>,
        messages: FieldPath,
    },
}

/// Where the fields beside the body are.
#[derive(Debug, Clone, Default)]
pub(super) struct MetaPaths {
    pub(super) id: Option<FieldPath>,
    pub(super) group: Vec<FieldPath>,
    pub(super) category: Option<FieldPath>,
    pub(super) difficulty: Option<FieldPath>,
    pub(super) language: Option<FieldPath>,
    pub(super) created: Option<FieldPath>,
    pub(super) licence: Option<FieldPath>,
    pub(super) consent: Option<FieldPath>,
    pub(super) url: Option<FieldPath>,
}

/// How a list of turns is read.
#[derive(Debug, Clone)]
pub(super) struct Turns {
    /// JSON pointers within a turn.
    pub(super) role: String,
    pub(super) content: String,
    /// By lower-case name.
    pub(super) roles: BTreeMap<String, RoleName>,
    pub(super) merge: bool,
    pub(super) trim: bool,
}

impl SourcePlan {
    /// Compiles a source of a job. `index` is its place in the job.
    pub fn compile(index: u32, source: &config::Source) -> Result<Self, Error> {
        let mut roots = Vec::new();
        let mut reader = Roles { roots: &mut roots };
        let want = reader.want(&source.map)?;
        let meta = reader.meta(&source.map)?;
        Ok(Self {
            source: index,
            format: source.format,
            unit: source.unit,
            encoding: encoding(source)?,
            shared: want.shares_fields(),
            roots,
            want,
            meta,
            turns: Turns::compile(&source.conversation)?,
            has_header: true,
        })
    }

    /// A plan without a job: [`RawBatch::fields`](super::RawBatch::fields) gives every string of every record. `encoding`
    /// is a WHATWG label.
    pub fn unmapped(index: u32, format: FormatName, encoding: &str, unit: TextUnit) -> Result<Self, Error> {
        let source = config::Source {
            name: String::new(),
            uri: String::new(),
            format,
            encoding: encoding.to_owned(),
            unit,
            map: Mapping::default(),
            conversation: config::Conversation::default(),
            provenance: config::Provenance::default(),
        };
        Ok(Self { want: Want::Everything, ..Self::compile(index, &source)? })
    }

    /// The same for tables whose first row is data.
    #[must_use]
    pub fn without_header(self) -> Self {
        Self { has_header: false, ..self }
    }

    /// Index of the source in the job.
    #[must_use]
    pub fn source(&self) -> u32 {
        self.source
    }

    pub(super) fn root(&self, name: &str) -> Option<usize> {
        self.roots.iter().position(|root| root == name)
    }

    /// Every mapped field.
    pub(super) fn paths(&self) -> impl Iterator<Item = &FieldPath> {
        let body = match &self.want {
            Want::Everything | Want::WholeText => [None, None, None],
            Want::Document { text } => [Some(text), None, None],
            Want::Pair { system, prompt, completion } => [system.as_ref(), Some(prompt), Some(completion)],
            Want::Conversation { system, messages } => [system.as_ref(), Some(messages), None],
        };
        let m = &self.meta;
        let single = [&m.id, &m.category, &m.difficulty, &m.language, &m.created, &m.licence, &m.consent, &m.url];
        body.into_iter().flatten().chain(single.into_iter().flatten()).chain(&m.group)
    }
}

fn encoding(source: &config::Source) -> Result<TextEncoding, Error> {
    let encoding = source.text_encoding();
    encoding
        .map(|encoding| TextEncoding::new(encoding, &source.encoding))
        .ok_or_else(|| Error::UnknownEncoding { label: source.encoding.clone() })
}

impl Want {
    fn shares_fields(&self) -> bool {
        let (system, others) = match self {
            Self::Everything | Self::WholeText | Self::Document { .. } => return false,
            Self::Pair { system, prompt, completion } => (system, vec![prompt, completion]),
            Self::Conversation { system, messages } => (system, vec![messages]),
        };
        let all: Vec<_> = system.iter().chain(others).collect();
        all.iter().enumerate().any(|(n, one)| all.iter().skip(n + 1).any(|other| one.overlaps(other)))
    }
}

struct Roles<'a> {
    roots: &'a mut Vec<String>,
}

impl Roles<'_> {
    fn one(&mut self, role: &'static str, written: &str) -> Result<FieldPath, Error> {
        FieldPath::parse(role, written, self.roots)
    }

    fn maybe(&mut self, role: &'static str, written: Option<&String>) -> Result<Option<FieldPath>, Error> {
        written.map(|written| self.one(role, written)).transpose()
    }

    fn want(&mut self, map: &Mapping) -> Result<Want, Error> {
        let incomplete = |problem| Err(Error::Mapping { problem });
        match (&map.text, &map.prompt, &map.completion, &map.messages) {
            (Some(_), None, None, None) if map.system.is_some() => incomplete("`text` takes no `system`"),
            (Some(text), None, None, None) => Ok(Want::Document { text: self.one("text", text)? }),
            (None, Some(prompt), Some(completion), None) => Ok(Want::Pair {
                system: self.maybe("system", map.system.as_ref())?,
                prompt: self.one("prompt", prompt)?,
                completion: self.one("completion", completion)?,
            }),
            (None, None, None, Some(messages)) => Ok(Want::Conversation {
                system: self.maybe("system", map.system.as_ref())?,
                messages: self.one("messages", messages)?,
            }),
            (None, None, None, None) if *map == Mapping::default() => Ok(Want::WholeText),
            (None, None, None, None) => {
                incomplete("none of `text`, `prompt` and `completion`, or `messages` is mapped")
            }
            (None, Some(_), None, None) => incomplete("`prompt` needs `completion`"),
            (None, None, Some(_), None) => incomplete("`completion` needs `prompt`"),
            _ => incomplete("only one of `text`, `prompt` and `completion`, or `messages` can be mapped"),
        }
    }

    fn meta(&mut self, map: &Mapping) -> Result<MetaPaths, Error> {
        let group = map.group.as_ref().map_or(&[][..], |columns| columns.names());
        Ok(MetaPaths {
            id: self.maybe("id", map.id.as_ref())?,
            group: group.iter().map(|name| self.one("group", name)).collect::<Result<_, _>>()?,
            category: self.maybe("category", map.category.as_ref())?,
            difficulty: self.maybe("difficulty", map.difficulty.as_ref())?,
            language: self.maybe("language", map.language.as_ref())?,
            created: self.maybe("created", map.created.as_ref())?,
            licence: self.maybe("licence", map.licence.as_ref())?,
            consent: self.maybe("consent", map.consent.as_ref())?,
            url: self.maybe("url", map.url.as_ref())?,
        })
    }
}

impl Turns {
    pub(super) fn compile(conversation: &config::Conversation) -> Result<Self, Error> {
        let pointer = |role, written: &String| {
            as_pointer(written).ok_or_else(|| Error::BadPointer { role, pointer: written.clone() })
        };
        Ok(Self {
            role: pointer("messages (conversation.role)", &conversation.role)?,
            content: pointer("messages (conversation.content)", &conversation.content)?,
            roles: conversation.roles.iter().map(|(name, role)| (name.trim().to_lowercase(), *role)).collect(),
            merge: conversation.merge,
            trim: conversation.trim,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(toml: &str) -> config::Source {
        toml::from_str(&format!("name = 's'\nuri = 'x'\n{toml}")).unwrap()
    }

    #[test]
    fn roots_are_named_once() {
        let plan = SourcePlan::compile(
            3,
            &source("[map]\nprompt = '/t/q'\ncompletion = '/t/a'\nid = 't'\ngroup = ['c', '/c', 'd']"),
        )
        .unwrap();
        assert_eq!(plan.roots, ["t", "c", "d"]);
        assert_eq!(plan.source(), 3);
        assert!(!plan.shared);
        assert_eq!(plan.paths().count(), 6);
    }

    #[test]
    fn fields_within_fields_are_noticed() {
        let plan = SourcePlan::compile(0, &source("[map]\nmessages = '/m'\nsystem = '/m/0'")).unwrap();
        assert!(plan.shared);
    }

    #[test]
    fn what_does_not_go_together_is_refused() {
        for (toml, message) in [
            ("[map]\nprompt = 'a'", "`prompt` needs `completion`"),
            ("[map]\ncompletion = 'a'", "`completion` needs `prompt`"),
            ("[map]\ntext = 'a'\nmessages = 'b'", "only one of"),
            ("[map]\nid = 'a'", "none of"),
            ("[map]\ntext = 'a'\nsystem = 'b'", "takes no `system`"),
            ("encoding = 'klingon'", "not an encoding label"),
            ("[map]\ntext = '/a~'", "JSON pointer"),
            ("[map]\nmessages = 'm'\n[conversation]\nrole = '/~'", "conversation.role"),
        ] {
            let error = SourcePlan::compile(0, &source(toml)).unwrap_err().to_string();
            assert!(error.contains(message), "{toml}: {error}");
        }
    }
}
