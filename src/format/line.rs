//! One record in the shape of a target: what is encoded and what is checked.
//!
//! Texts are borrowed from the record or from the line that was read. Parts that a line may lack are optional, so that a
//! broken line can be looked at as far as it goes; a line made from a record lacks nothing that its shape asks for.

use std::borrow::Cow;

use super::definition::{OptionalKey, Speaker};
use super::pointer::Pointer;
use crate::core::Role;

/// Longest line that is read or written, line break not counted: 8 MiB. No documented token limit comes near it; the bound
/// keeps memory small when a file is one endless line.
pub const MAX_LINE_BYTES: usize = 8 << 20;

/// One record in the shape of a target.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// A document, with the key it stands under; none in plain text.
    Document { key: Option<&'static str>, text: Option<Cow<'a, str>> },
    /// A prompt and its completion.
    Pair { prompt: Option<Cow<'a, str>>, completion: Option<Cow<'a, str>> },
    /// A conversation.
    Converse(Converse<'a>),
    /// A prompt of an evaluation dataset.
    Evaluation { prompt: Option<Cow<'a, str>>, category: Option<Cow<'a, str>>, reference: Option<Cow<'a, str>> },
}

/// A conversation in the shape of the Converse API.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Converse<'a> {
    /// Instructions; `None` when the record has no `system` key.
    pub(super) system: Option<Vec<Cow<'a, str>>>,
    /// The messages in order.
    pub(super) turns: Vec<Turn<'a>>,
    /// Whether the record defines tools, which are not looked into.
    pub(super) tools: bool,
}

/// A message.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Turn<'a> {
    /// Who speaks; `None` when the role is missing or unknown.
    pub(super) role: Option<Role>,
    /// The content, block by block.
    pub(super) blocks: Vec<Content<'a>>,
}

/// One block of a message.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// Another kind, which is not looked into.
    Other,
    /// Not of any kind; what is wrong has been reported.
    Broken,
}

/// A text of a line with its place and speaker.
pub(super) struct Part<'l> {
    pub(super) at: Pointer,
    pub(super) speaker: Speaker,
    pub(super) text: &'l str,
}

impl<'a> Line<'a> {
    /// Calls `each` with every text, in the order in which it is written.
    pub(super) fn parts(&self, each: &mut dyn FnMut(Part<'_>)) {
        let mut field = |key: Option<&'static str>, speaker, text: &Option<Cow<'a, str>>| {
            if let Some(text) = text {
                each(Part { at: key.map_or(Pointer::ROOT, |key| Pointer::ROOT.key(key)), speaker, text });
            }
        };
        match self {
            Self::Document { key, text } => field(*key, Speaker::Text, text),
            Self::Pair { prompt, completion } => {
                field(Some("prompt"), Speaker::User, prompt);
                field(Some("completion"), Speaker::Assistant, completion);
            }
            Self::Converse(converse) => converse.parts(each),
            Self::Evaluation { prompt, category, reference } => {
                field(Some("prompt"), Speaker::User, prompt);
                field(Some("category"), Speaker::Text, category);
                field(Some("referenceResponse"), Speaker::Assistant, reference);
            }
        }
    }

    /// Whether the line has an optional key.
    pub(super) fn has(&self, key: OptionalKey) -> bool {
        match (self, key) {
            (Self::Converse(converse), OptionalKey::System) => converse.system.is_some(),
            (Self::Evaluation { category, .. }, OptionalKey::Category) => category.is_some(),
            (Self::Evaluation { reference, .. }, OptionalKey::ReferenceResponse) => reference.is_some(),
            _ => false,
        }
    }

    /// How many parts there are that are not looked into.
    pub(super) fn unexamined(&self) -> u64 {
        let Self::Converse(converse) = self else { return 0 };
        let blocks = converse.turns.iter().flat_map(|turn| &turn.blocks);
        blocks.filter(|block| **block == Content::Other).count() as u64 + u64::from(converse.tools)
    }
}

impl Converse<'_> {
    fn parts(&self, each: &mut dyn FnMut(Part<'_>)) {
        for (n, text) in self.system.iter().flatten().enumerate() {
            let at = Pointer::ROOT.key("system").item(n).key("text");
            each(Part { at, speaker: Speaker::System, text });
        }
        for (n, turn) in self.turns.iter().enumerate() {
            let speaker = if turn.role == Some(Role::Assistant) { Speaker::Assistant } else { Speaker::User };
            for (m, block) in turn.blocks.iter().enumerate() {
                if let Content::Text(text) = block {
                    let at = Pointer::ROOT.key("messages").item(n).key("content").item(m).key("text");
                    each(Part { at, speaker, text });
                }
            }
        }
    }
}
