//! Reading a line of the Converse shape.

use std::borrow::Cow;

use serde::de::{MapAccess, SeqAccess};

use super::{MISSPELT, SCHEMA_VERSION};
use crate::core::Role;
use crate::format::definition::{Block, Severity};
use crate::format::fault::Fault;
use crate::format::json::{self, Broken, Faults, Fields, Items, List, Object, Read, Skip, TextSlot};
use crate::format::line::{Content, Converse, Line, Turn};
use crate::format::pointer::Pointer;

/// What a target says about its Converse lines.
#[derive(Clone, Copy)]
pub(in crate::format) struct Rules<'t> {
    pub(in crate::format) missing_schema_version: Severity,
    pub(in crate::format) blocks: &'t [Block],
    pub(in crate::format) tools: bool,
    pub(in crate::format) extra: Severity,
}

/// Reads a line.
pub(in crate::format) fn read<'de>(
    line: &'de str,
    rules: Rules<'_>,
    faults: &mut Faults<'_>,
) -> Result<Line<'de>, Broken> {
    let mut record = Record { rules, versioned: false, line: Converse::default() };
    let object = Object { at: Pointer::ROOT, faults, fields: &mut record, extra: rules.extra };
    if json::read(line, object)? && !record.versioned {
        faults.report(Fault::MissingSchemaVersion(rules.missing_schema_version), Pointer::ROOT);
    }
    Ok(Line::Converse(record.line))
}

struct Record<'de, 't> {
    rules: Rules<'t>,
    versioned: bool,
    line: Converse<'de>,
}

impl<'de> Fields<'de> for Record<'de, '_> {
    fn keys(&self) -> &'static [&'static str] {
        if self.rules.tools {
            &["schemaVersion", "system", "messages", "toolConfig"]
        } else {
            &["schemaVersion", "system", "messages"]
        }
    }

    fn required(&self, key: usize) -> bool {
        key == 2
    }

    fn value<A: MapAccess<'de>>(
        &mut self,
        key: usize,
        map: &mut A,
        at: Pointer,
        faults: &mut Faults<'_>,
    ) -> Result<(), A::Error> {
        let extra = self.rules.extra;
        match key {
            0 => {
                self.versioned = true;
                let version = map.next_value_seed(Read(TextSlot { at, faults }))?;
                if let Some(version) = version.filter(|version| version != SCHEMA_VERSION) {
                    faults.report(Fault::SchemaVersion { misspelt: version == MISSPELT }, at);
                }
            }
            1 => {
                let mut system = System { extra, texts: Vec::new() };
                map.next_value_seed(Read(List { at, faults, items: &mut system }))?;
                if system.texts.len() > 1 {
                    faults.report(Fault::SystemTexts, at);
                }
                self.line.system = Some(system.texts);
            }
            2 => {
                let mut messages = Messages { rules: self.rules, turns: Vec::new() };
                map.next_value_seed(Read(List { at, faults, items: &mut messages }))?;
                self.line.turns = messages.turns;
            }
            _ => {
                map.next_value_seed(Read(Skip(faults, at)))?;
                self.line.tools = true;
            }
        }
        Ok(())
    }
}

struct System<'de> {
    extra: Severity,
    texts: Vec<Cow<'de, str>>,
}

impl<'de> Items<'de> for System<'de> {
    fn item<A: SeqAccess<'de>>(&mut self, seq: &mut A, at: Pointer, faults: &mut Faults<'_>) -> Result<bool, A::Error> {
        let mut fields = SystemText(None);
        let object = Object { at, faults, fields: &mut fields, extra: self.extra };
        let read = seq.next_element_seed(Read(object))?;
        self.texts.extend(fields.0);
        Ok(read.is_some())
    }
}

struct SystemText<'de>(Option<Cow<'de, str>>);

impl<'de> Fields<'de> for SystemText<'de> {
    fn keys(&self) -> &'static [&'static str] {
        &["text"]
    }

    fn required(&self, _: usize) -> bool {
        true
    }

    fn value<A: MapAccess<'de>>(
        &mut self,
        _: usize,
        map: &mut A,
        at: Pointer,
        faults: &mut Faults<'_>,
    ) -> Result<(), A::Error> {
        self.0 = map.next_value_seed(Read(TextSlot { at, faults }))?;
        Ok(())
    }
}

struct Messages<'de, 't> {
    rules: Rules<'t>,
    turns: Vec<Turn<'de>>,
}

impl<'de> Items<'de> for Messages<'de, '_> {
    fn item<A: SeqAccess<'de>>(&mut self, seq: &mut A, at: Pointer, faults: &mut Faults<'_>) -> Result<bool, A::Error> {
        let mut message = Message { rules: self.rules, turn: Turn { role: None, blocks: Vec::new() } };
        let object = Object { at, faults, fields: &mut message, extra: self.rules.extra };
        let read = seq.next_element_seed(Read(object))?;
        // What is no object is kept as a message without a role, so that the places of the others stay true.
        if read.is_some() {
            self.turns.push(message.turn);
        }
        Ok(read.is_some())
    }
}

struct Message<'de, 't> {
    rules: Rules<'t>,
    turn: Turn<'de>,
}

impl<'de> Fields<'de> for Message<'de, '_> {
    fn keys(&self) -> &'static [&'static str] {
        &["role", "content"]
    }

    fn required(&self, _: usize) -> bool {
        true
    }

    fn value<A: MapAccess<'de>>(
        &mut self,
        key: usize,
        map: &mut A,
        at: Pointer,
        faults: &mut Faults<'_>,
    ) -> Result<(), A::Error> {
        if key == 0 {
            match map.next_value_seed(Read(TextSlot { at, faults }))?.as_deref() {
                Some("user") => self.turn.role = Some(Role::User),
                Some("assistant") => self.turn.role = Some(Role::Assistant),
                Some(role) => faults.report(Fault::UnknownRole { system: role == "system" }, at),
                None => {}
            }
        } else {
            let mut content = Blocks { rules: self.rules, blocks: Vec::new() };
            map.next_value_seed(Read(List { at, faults, items: &mut content }))?;
            self.turn.blocks = content.blocks;
        }
        Ok(())
    }
}

struct Blocks<'de, 't> {
    rules: Rules<'t>,
    blocks: Vec<Content<'de>>,
}

impl<'de> Items<'de> for Blocks<'de, '_> {
    fn item<A: SeqAccess<'de>>(&mut self, seq: &mut A, at: Pointer, faults: &mut Faults<'_>) -> Result<bool, A::Error> {
        let mut block = OneBlock { rules: self.rules, content: None, keys: 0 };
        let object = Object { at, faults, fields: &mut block, extra: self.rules.extra };
        let Some(is_object) = seq.next_element_seed(Read(object))? else { return Ok(false) };
        match block.keys {
            0 if is_object => faults.report(Fault::MissingKey("text"), at),
            0 | 1 => {}
            _ => faults.report(Fault::ExtraKey { number: 2, known: None, severity: Severity::Error }, at),
        }
        self.blocks.push(block.content.unwrap_or(Content::Broken));
        Ok(true)
    }
}

struct OneBlock<'de, 't> {
    rules: Rules<'t>,
    content: Option<Content<'de>>,
    keys: usize,
}

impl<'de> Fields<'de> for OneBlock<'de, '_> {
    fn keys(&self) -> &'static [&'static str] {
        Block::KEYS
    }

    fn required(&self, _: usize) -> bool {
        false
    }

    fn value<A: MapAccess<'de>>(
        &mut self,
        key: usize,
        map: &mut A,
        at: Pointer,
        faults: &mut Faults<'_>,
    ) -> Result<(), A::Error> {
        self.keys += 1;
        let kind = Block::ALL.get(key).copied();
        if !kind.is_some_and(|kind| self.rules.blocks.contains(&kind)) {
            faults.report(Fault::BlockNotAllowed, at);
        }
        if kind == Some(Block::Text) {
            let text = map.next_value_seed(Read(TextSlot { at, faults }))?;
            self.content = text.map(Content::Text);
        } else {
            map.next_value_seed(Read(Skip(faults, at)))?;
            self.content = Some(Content::Other);
        }
        Ok(())
    }
}
