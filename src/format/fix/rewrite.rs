//! Changing some strings and the order of keys of a line of JSON, and nothing else of it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::Change;
use crate::format::Target;
use crate::format::definition::Speaker;
use crate::format::schema::{Fields, Node};

/// What is to become of strings, by their place in the record.
#[derive(Default)]
pub(super) struct Edits {
    by_place: BTreeMap<String, Edit>,
}

enum Edit {
    Replace(&'static str),
    Reword(Speaker),
}

impl Edits {
    /// A string becomes another.
    pub(super) fn replace(&mut self, place: String, with: &'static str) {
        self.by_place.insert(place, Edit::Replace(with));
    }

    /// The reserved strings in what somebody says are rewritten.
    pub(super) fn reword(&mut self, place: String, speaker: Speaker) {
        self.by_place.insert(place, Edit::Reword(speaker));
    }
}

/// A changed line.
pub(super) struct Mended {
    pub(super) text: String,
    pub(super) changes: Vec<Change>,
}

/// Changes a line that is known to be sound JSON. `None` when there is nothing to change.
pub(super) fn line(target: &Target, text: &str, edits: Edits) -> Option<Mended> {
    let mut rewriter = Rewriter { target, edits, changes: Vec::new() };
    let mended = rewriter.value(target.schema(), text, "")?;
    rewriter.changes.sort_unstable();
    // A line counts once for its order, each text for itself.
    let mut order = false;
    rewriter.changes.retain(|change| *change != Change::KeyOrder || !std::mem::replace(&mut order, true));
    Some(Mended { text: mended, changes: rewriter.changes })
}

struct Rewriter<'t> {
    target: &'t Target,
    edits: Edits,
    changes: Vec<Change>,
}

impl Rewriter<'_> {
    /// The value as it should be; `None` when it is as it should be.
    fn value(&mut self, node: &Node, json: &str, place: &str) -> Option<String> {
        match node {
            Node::Text(_) => self.string(json, place),
            Node::Either { text, .. } if json.starts_with('"') => self.value(text, json, place),
            Node::Either { other, .. } => self.value(other, json, place),
            Node::Object(fields) => self.object(fields, json, place),
            Node::List(item) => self.list(item, json, place),
            Node::Json { .. } | Node::Tags => None,
        }
    }

    fn string(&mut self, json: &str, place: &str) -> Option<String> {
        let (text, change) = match self.edits.by_place.get(place)? {
            Edit::Replace(with) => ((*with).to_owned(), Change::SchemaVersion),
            Edit::Reword(speaker) => {
                let text: String = serde_json::from_str(json).ok()?;
                (self.target.reserved()?.reworded(&text, *speaker)?, Change::ReservedString)
            }
        };
        let written = serde_json::to_string(&text).ok()?;
        self.changes.push(change);
        Some(written)
    }

    fn object(&mut self, fields: &Fields, json: &str, place: &str) -> Option<String> {
        let mut members = serde_json::from_str::<Members<'_>>(json).ok()?.0;
        let mut changed = false;
        let mut values = Vec::with_capacity(members.len());
        // Of a key that stands twice nobody knows which one counts: neither is moved.
        let mut doubled = false;
        for (n, (key, raw)) in members.iter().enumerate() {
            doubled |= members.iter().take(n).any(|(before, _)| before == key);
            let place = format!("{place}/{}", key.replace('~', "~0").replace('/', "~1"));
            let field = fields.find(key).map(|(_, field)| field);
            let value = field.and_then(|field| self.value(&field.node, raw.get(), &place));
            changed |= value.is_some();
            values.push(value.map_or(Cow::Borrowed(raw.get()), Cow::Owned));
        }
        let rank = |key: &str| fields.find(key).map_or(usize::MAX, |(at, _)| at);
        let mut order: Vec<usize> = (0..members.len()).collect();
        if !doubled {
            order.sort_by_key(|at| members.get(*at).map_or(usize::MAX, |(key, _)| rank(key)));
        }
        if !order.is_sorted() {
            self.changes.push(Change::KeyOrder);
            changed = true;
        }
        if !changed {
            return None;
        }
        let mut written = String::from("{");
        for at in order {
            let (Some((key, _)), Some(value)) = (members.get_mut(at), values.get(at)) else { continue };
            if written.len() > 1 {
                written.push(',');
            }
            written.push_str(&serde_json::to_string(&std::mem::take(key)).ok()?);
            written.push(':');
            written.push_str(value);
        }
        written.push('}');
        Some(written)
    }

    fn list(&mut self, item: &Node, json: &str, place: &str) -> Option<String> {
        let items: Vec<&RawValue> = serde_json::from_str(json).ok()?;
        let values: Vec<_> =
            items.iter().enumerate().map(|(n, raw)| self.value(item, raw.get(), &format!("{place}/{n}"))).collect();
        if values.iter().all(Option::is_none) {
            return None;
        }
        let all = items.iter().zip(values).map(|(raw, value)| value.map_or(Cow::Borrowed(raw.get()), Cow::Owned));
        Some(format!("[{}]", all.collect::<Vec<_>>().join(",")))
    }
}

/// The members of an object as they stand, keys that stand twice too.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}
