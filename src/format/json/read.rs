//! A place of a line, and what becomes of each type of JSON value found there.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::key::{Key, KeySeed};
use super::known::known;
use super::{Faults, Skip};
use crate::format::definition::Severity;
use crate::format::fault::{Fault, Json};
use crate::format::line::Line;
use crate::format::pointer::Pointer;
use crate::format::schema::{Field, Fields, Need, Node};

/// Reads the value of a place.
pub(super) struct Read<'a, 'p, 'f, 's> {
    pub(super) node: &'a Node,
    pub(super) at: &'p Pointer<'p>,
    pub(super) faults: &'f mut Faults<'s>,
}

impl<'a> DeserializeSeed<'a> for Read<'a, '_, '_, '_> {
    type Value = Line<'a>;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<Line<'a>, D::Error> {
        match self.node {
            Node::Json { only, has } => {
                let raw = <&RawValue>::deserialize(deserializer)?.get();
                Ok(self.raw(raw, *only, has))
            }
            Node::Tags => {
                let raw = <&RawValue>::deserialize(deserializer)?.get();
                Ok(self.raw(raw, Some(Json::Object), &[]))
            }
            Node::Either { text, other, .. } if matches!(**other, Node::Json { .. }) => {
                let raw = <&RawValue>::deserialize(deserializer)?.get();
                let node = if raw.starts_with('"') { text } else { other };
                let Self { at, faults, .. } = self;
                let read =
                    Read { node, at, faults: &mut *faults }.deserialize(&mut serde_json::Deserializer::from_str(raw));
                Ok(read.unwrap_or_else(|error| {
                    faults.report(Fault::Syntax(super::broken(&error, raw).syntax), at);
                    Line::Misfit
                }))
            }
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'a> Read<'a, '_, '_, '_> {
    fn wrong(self, found: Json) -> Line<'a> {
        let wanted = match self.node {
            Node::Text(_) => Json::String,
            Node::List(_) => Json::Array,
            Node::Either { other, .. } if matches!(**other, Node::List(_)) => Json::Array,
            Node::Object(fields) if fields.logged && found == Json::Null => return Line::Json(Cow::Borrowed("null")),
            _ => Json::Object,
        };
        let fault = match self.node {
            Node::Object(_) if self.at.is_root() => Fault::NotAnObject(found),
            _ => Fault::WrongType { wanted, found },
        };
        self.faults.report(fault, self.at);
        Line::Misfit
    }

    /// Takes JSON as it stands, once it is known to be sound.
    fn raw(self, raw: &'a str, only: Option<Json>, has: &[&str]) -> Line<'a> {
        let Self { at, faults, .. } = self;
        let mut keys = Vec::new();
        if let Err(broken) = super::skip(raw, at, faults, Some(&mut keys)) {
            faults.report(Fault::Syntax(broken.syntax), at);
            return Line::Misfit;
        }
        let found = Json::of(raw);
        if let Some(wanted) = only.filter(|wanted| *wanted != found) {
            faults.report(Fault::WrongType { wanted, found }, at);
            return Line::Misfit;
        }
        for key in has.iter().filter(|key| !keys.iter().any(|there| there == *key)) {
            faults.report(Fault::MissingKey { key: (*key).to_owned(), severity: Severity::Error }, at);
        }
        Line::Json(Cow::Borrowed(raw))
    }

    fn text(self, text: Cow<'a, str>) -> Line<'a> {
        match self.node {
            Node::Text(_) | Node::Either { .. } => Line::Text(text),
            _ => self.wrong(Json::String),
        }
    }

    fn object<A: MapAccess<'a>>(self, fields: &'a Fields, mut map: A) -> Result<Line<'a>, A::Error> {
        let Self { at, faults, .. } = self;
        let mut object = Object { fields, at, seen: 0, others: BTreeSet::new(), values: Vec::with_capacity(4) };
        let mut number = 0;
        while let Some(key) = map.next_key_seed(KeySeed(Some(fields)))? {
            number += 1;
            match key {
                Key::Known(position) => object.known(position, &mut map, faults)?,
                Key::Other(key) => {
                    object.other(key, number, faults);
                    map.next_value_seed(Skip { faults, at, keys: None })?;
                }
            }
        }
        object.missing(faults);
        Ok(Line::Object(object.values))
    }
}

/// An object that is being read.
struct Object<'a, 'p> {
    fields: &'a Fields,
    at: &'p Pointer<'p>,
    /// The known keys that were met, a bit for each: no shape has more than 64.
    seen: u64,
    others: BTreeSet<Cow<'a, str>>,
    values: Vec<(&'a str, Line<'a>)>,
}

impl<'a> Object<'a, '_> {
    fn known<A: MapAccess<'a>>(
        &mut self,
        position: usize,
        map: &mut A,
        faults: &mut Faults<'_>,
    ) -> Result<(), A::Error> {
        let Some(field) = self.fields.known.get(position) else { return Ok(()) };
        let at = &self.at.key(&field.key);
        let bit = 1u64 << position.min(63);
        if self.seen & bit != 0 {
            faults.report(Fault::DuplicateKey, at);
            map.next_value_seed(Skip { faults, at, keys: None })?;
            return Ok(());
        }
        if self.fields.one && self.seen != 0 {
            faults.report(Fault::SecondKey, self.at);
        }
        self.seen |= bit;
        let value = if field.taken {
            map.next_value_seed(Read { node: &field.node, at, faults })?
        } else {
            faults.report(Fault::BlockNotAllowed, at);
            map.next_value_seed(Skip { faults, at, keys: None })?;
            Line::Misfit
        };
        self.values.push((&field.key, value));
        Ok(())
    }

    fn other(&mut self, key: Cow<'a, str>, number: usize, faults: &mut Faults<'_>) {
        if let Some(severity) = self.fields.others.severity() {
            let mut fields = self.fields.known.iter();
            let meant = fields.find(|field| field.key.eq_ignore_ascii_case(&key)).map(|field| field.key.clone());
            faults.report(
                match meant {
                    Some(key) => Fault::KeyCase { number, key, severity },
                    None => Fault::ExtraKey { number, known: known(&key), severity },
                },
                self.at,
            );
        }
        if !self.others.insert(key) {
            faults.report(Fault::DuplicateKey, self.at);
        }
    }

    fn missing(&self, faults: &mut Faults<'_>) {
        let unseen = |(position, field): (usize, &'a Field)| match field.need {
            Need::Must(severity) if self.seen & (1 << position.min(63)) == 0 => Some((field, severity)),
            _ => None,
        };
        for (field, severity) in self.fields.known.iter().enumerate().filter_map(unseen) {
            faults.report(Fault::missing(&field.key, severity), self.at);
        }
        // A block of a kind that is not known has been reported as such.
        if self.fields.one
            && self.seen == 0
            && self.others.is_empty()
            && let Some(first) = self.fields.known.first()
        {
            faults.report(Fault::missing(&first.key, Severity::Error), self.at);
        }
    }
}

impl<'a> Visitor<'a> for Read<'a, '_, '_, '_> {
    type Value = Line<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'a str) -> Result<Line<'a>, E> {
        Ok(self.text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Line<'a>, E> {
        Ok(self.text(Cow::Owned(text.to_owned())))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Line<'a>, E> {
        Ok(self.wrong(Json::Boolean))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Line<'a>, E> {
        Ok(self.wrong(Json::Number))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Line<'a>, E> {
        Ok(self.wrong(Json::Number))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Line<'a>, E> {
        Ok(self.wrong(Json::Number))
    }

    fn visit_unit<E: Error>(self) -> Result<Line<'a>, E> {
        Ok(self.wrong(Json::Null))
    }

    fn visit_map<A: MapAccess<'a>>(self, map: A) -> Result<Line<'a>, A::Error> {
        match self.node {
            Node::Object(fields) => self.object(fields, map),
            Node::Either { other, .. } => Read { node: other, ..self }.visit_map(map),
            _ => {
                Skip { faults: self.faults, at: self.at, keys: None }.visit_map(map)?;
                Ok(self.wrong(Json::Object))
            }
        }
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<Line<'a>, A::Error> {
        let Self { node, at, faults } = self;
        match node {
            Node::List(item) => {
                let mut items = Vec::new();
                while let Some(value) =
                    seq.next_element_seed(Read { node: item, at: &at.item(items.len()), faults: &mut *faults })?
                {
                    items.push(value);
                }
                Ok(Line::List(items))
            }
            Node::Either { other, .. } => Read { node: other, at, faults }.visit_seq(seq),
            _ => {
                Skip { faults: &mut *faults, at, keys: None }.visit_seq(seq)?;
                Ok(Read { node, at, faults }.wrong(Json::Array))
            }
        }
    }
}
