//! Checking a line against its target: the one place where both writing and reading are measured.

pub(super) mod text;
mod turns;

use std::sync::Arc;

use super::definition::{Severity, Shape, Speaker, TokenCounts, TurnRole};
use super::fault::Fault;
use super::line::{Line, MAX_LINE_BYTES};
use super::pointer::Pointer;
use super::schema::{Content, Fields, Node};
use super::target::Target;
use super::{batch, converse, encode, invocation_log, messages, plain_text};

/// Where faults go.
type Sink<'s> = dyn FnMut(Fault, &Pointer<'_>) + 's;

/// Reports everything that is wrong with a line.
pub(super) fn line(target: &Target, line: &Line<'_>, sink: &mut Sink<'_>) {
    let definition = target.definition();
    let mut walk = Walk { target, input: 0, output: 0, measured: definition.tokens.is_some(), sink };
    if let Line::Text(text) = line {
        walk.words(text, Speaker::Text, &Pointer::ROOT, false);
        if let Some(fault) = plain_text::fault(text) {
            (walk.sink)(fault, &Pointer::ROOT);
        }
    } else {
        walk.value(target.schema(), line, Speaker::Text, &Pointer::ROOT);
    }
    walk.length();
    match &definition.shape {
        Shape::Converse { turns, media, candidates, .. } => {
            let place = turns::Place { messages: "messages", role: "role", word: &TurnRole::as_str };
            turns::check(turns, place, line, sink);
            if line.items_of("system").len() > 1 {
                sink(Fault::SystemTexts, &Pointer::ROOT.key("system"));
            }
            converse::media::check(media, line, sink);
            converse::tools::check(line, sink);
            if *candidates {
                converse::candidates::check(line, sink);
            }
        }
        Shape::Messages { turns, names } => {
            let word = |role| names.word(role);
            turns::check(turns, turns::Place { messages: &names.messages, role: &names.role, word: &word }, line, sink);
            messages::check(names, line, sink);
        }
        Shape::Evaluation {} => {
            let count = line.items_of("modelResponses").len() as u64;
            if count > 1 {
                let fault = Fault::TooManyParts { what: "modelResponses", count, most: 1 };
                sink(fault, &Pointer::ROOT.key("modelResponses"));
            }
        }
        Shape::RagEvaluation { most_turns } => {
            let count = line.items_of("conversationTurns").len() as u64;
            if let Some(most) = most_turns.filter(|most| count > *most) {
                let fault = Fault::TooManyParts { what: "conversationTurns", count, most };
                sink(fault, &Pointer::ROOT.key("conversationTurns"));
            }
        }
        Shape::Batch {} => batch::check(line, sink),
        Shape::InvocationLog {} => invocation_log::check(line, sink),
        _ => {}
    }
}

/// Reports a line that is longer than lines that are read. Only for lines that are about to be written.
pub(super) fn line_length(target: &Target, line: &Line<'_>, sink: &mut Sink<'_>) {
    // A byte becomes six at most (\u00XX), and a text of a message needs less than 64 around it.
    const ESCAPED: usize = 6;
    const FRAME: usize = 64;
    fn most(line: &Line<'_>) -> usize {
        FRAME
            + match line {
                Line::Text(text) | Line::Json(text) => text.len() * ESCAPED,
                Line::Object(fields) => fields.iter().map(|(_, value)| most(value)).sum(),
                Line::List(items) => items.iter().map(most).sum(),
                Line::Misfit => 0,
            }
    }
    if most(line) <= MAX_LINE_BYTES {
        return;
    }
    let mut written = Vec::new();
    let too_long = encode::encode(target.schema(), line, &mut written).is_ok()
        && written.split(|byte| *byte == b'\n').any(|line| line.len() > MAX_LINE_BYTES);
    if too_long {
        sink(Fault::LineTooLong, &Pointer::ROOT);
    }
}

/// A walk over a line beside the schema.
struct Walk<'t, 's, 'k> {
    target: &'t Target,
    /// Characters of what is asked, and of what is answered; tokens where the target has a tokenizer.
    input: u64,
    output: u64,
    /// Whether they are counted.
    measured: bool,
    sink: &'s mut Sink<'k>,
}

impl Walk<'_, '_, '_> {
    fn value(&mut self, node: &Node, line: &Line<'_>, speaker: Speaker, at: &Pointer<'_>) {
        match (node, line) {
            (Node::Text(content), Line::Text(text)) => self.text(content, text, speaker, at),
            (Node::Object(fields), Line::Object(values)) => self.object(fields, values, speaker, at),
            (Node::List(_), Line::List(items)) if items.is_empty() => (self.sink)(Fault::EmptyList, at),
            (Node::List(node), Line::List(items)) => {
                for (n, item) in items.iter().enumerate() {
                    self.value(node, item, speaker, &at.item(n));
                }
            }
            (Node::Either { text, doubt, .. }, Line::Text(_)) => {
                if let Some(doubt) = doubt {
                    (self.sink)(Fault::Doubt(doubt), at);
                }
                self.value(text, line, speaker, at);
            }
            (Node::Either { other, .. }, _) => self.value(other, line, speaker, at),
            (Node::Tags, Line::Json(json)) => invocation_log::check_tags(json, at, self.sink),
            _ => {}
        }
    }

    fn object(&mut self, fields: &Fields, values: &[(&str, Line<'_>)], speaker: Speaker, at: &Pointer<'_>) {
        let speaker = fields.role.as_ref().map_or(speaker, |key| {
            let said = values.iter().find(|(name, _)| name == key).and_then(|(_, value)| value.as_text());
            let node = fields.find(key).map(|(_, field)| &field.node);
            match (said, node) {
                (Some(word), Some(Node::Text(Content::Role(words)))) => {
                    words.iter().find(|(known, _)| known == word).map_or(Speaker::User, |(_, speaker)| *speaker)
                }
                _ => Speaker::User,
            }
        });
        for (key, value) in values {
            let Some((_, field)) = fields.find(key) else { continue };
            let at = at.key(key);
            if let Some(only) = field.only.filter(|only| *only != speaker) {
                (self.sink)(Fault::OnlyIn(only), &at);
            }
            self.value(&field.node, value, speaker, &at);
        }
    }

    fn text(&mut self, content: &Content, text: &str, speaker: Speaker, at: &Pointer<'_>) {
        match content {
            Content::Prose { speaker: own, blank } => self.words(text, own.unwrap_or(speaker), at, *blank),
            content => {
                let punctuation = &self.target.definition().file.key_punctuation;
                if let Some(fault) = text::fault(content, text) {
                    (self.sink)(fault, at);
                } else if *content == Content::S3Uri && !text::is_key_of(punctuation, text) {
                    (self.sink)(Fault::S3Key { punctuation: Arc::from(punctuation.as_str()) }, at);
                }
            }
        }
    }

    /// Looks at what somebody says.
    fn words(&mut self, text: &str, speaker: Speaker, at: &Pointer<'_>, blank: bool) {
        if !blank && text.trim_start().is_empty() {
            (self.sink)(Fault::Blank, at);
        }
        if let Some(reserved) = self.target.reserved() {
            reserved.find(text, speaker, &mut |fault| (self.sink)(fault, at));
        }
        if self.measured {
            let length = match self.target.tokenizer() {
                Some(tokenizer) => tokenizer.count(text),
                None => text.chars().count() as u64,
            };
            *(if speaker == Speaker::Assistant { &mut self.output } else { &mut self.input }) += length;
        }
    }

    /// Reports what is longer than its tokens allow.
    fn length(&mut self) {
        let Some(tokens) = &self.target.definition().tokens else { return };
        for (part, limit) in tokens.limits() {
            let chars = match part {
                TokenCounts::Input => self.input,
                TokenCounts::Output => self.output,
                TokenCounts::Total => self.input + self.output,
            };
            if self.target.tokenizer().is_some() {
                if chars > limit {
                    (self.sink)(Fault::TooManyTokens { part, tokens: chars, limit }, &Pointer::ROOT);
                }
                continue;
            }
            let lines = [(tokens.error_chars, Severity::Error), (Some(tokens.warning_chars), Severity::Warning)];
            let over = |per_token: &u64| chars > per_token.saturating_mul(limit);
            let crossed = lines.into_iter().find_map(|(per_token, severity)| Some((per_token.filter(over)?, severity)));
            if let Some((per_token, severity)) = crossed {
                (self.sink)(Fault::TooLong { part, chars, tokens: limit, per_token, severity }, &Pointer::ROOT);
            }
        }
    }
}
