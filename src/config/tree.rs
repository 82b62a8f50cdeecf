//! The job file as a tree that remembers where every key stands, and that can be mended: a value that does not fit is
//! taken out, so that the next one is found as well.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::KeyPath;
use super::path::Step;

/// A value and the bytes of the file that give it: those of its key, where it has one.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) at: Range<usize>,
    pub(super) value: Value,
}

/// A value of a TOML file.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// Stands in for a required value that is missing or does not fit: read as whatever is asked for, as empty as can be.
    Absent,
    Bool(bool),
    Integer(i64),
    /// An integer past `i64`.
    Large(u64),
    Float(f64),
    /// A string, or a date as it is written: job files hold dates as strings.
    String(String),
    Array(Vec<Node>),
    Table(BTreeMap<String, Node>),
}

impl Node {
    /// The tree of a parsed file.
    pub(super) fn root(table: &DeTable<'_>) -> Self {
        Self { at: 0..0, value: Value::table(table) }
    }

    fn child(&self, step: &Step) -> Option<&Self> {
        match (&self.value, step) {
            (Value::Table(table), Step::Key(key)) => {
                table.get(key).or_else(|| table.get(other_spelling(key)?.as_str()))
            }
            (Value::Array(array), Step::Index(index)) => array.get(*index),
            _ => None,
        }
    }

    fn child_mut(&mut self, step: &Step) -> Option<&mut Self> {
        match (&mut self.value, step) {
            (Value::Table(table), Step::Key(key)) => table.get_mut(key),
            (Value::Array(array), Step::Index(index)) => array.get_mut(*index),
            _ => None,
        }
    }

    /// The node at `path`, or the last one on the way there.
    pub(super) fn nearest(&self, path: &KeyPath) -> &Self {
        let mut node = self;
        for step in path.steps() {
            match node.child(step) {
                Some(child) => node = child,
                None => break,
            }
        }
        node
    }

    fn get_mut(&mut self, path: &KeyPath) -> Option<&mut Self> {
        path.steps().iter().try_fold(self, |node, step| node.child_mut(step))
    }

    /// Takes the value at `path` out. Array elements are blanked, so that the others keep their numbers. `false` if there
    /// is nothing to take out.
    pub(super) fn remove(&mut self, path: &KeyPath) -> bool {
        let Some((parent, last)) = path.split_last() else { return false };
        match (self.get_mut(&parent).map(|node| &mut node.value), last) {
            (Some(Value::Table(table)), Step::Key(key)) => table.remove(key).is_some(),
            (Some(Value::Array(array)), Step::Index(index)) => match array.get_mut(*index) {
                Some(element) if !matches!(element.value, Value::Absent) => {
                    element.value = Value::Absent;
                    true
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Takes out the second spelling of a key that is given in two.
    pub(super) fn remove_other_spelling(&mut self, table: &KeyPath, key: &str) -> bool {
        other_spelling(key).is_some_and(|other| self.remove(&table.key(&other)))
    }

    /// Puts a stand-in for a key that the table at `path` lacks. `false` if there is no such table or it has the key.
    pub(super) fn fill(&mut self, path: &KeyPath, key: &str) -> bool {
        let Some(node) = self.get_mut(path) else { return false };
        if matches!(node.value, Value::Absent) {
            node.value = Value::Table(BTreeMap::new());
        }
        let at = node.at.clone();
        match &mut node.value {
            Value::Table(table) if !table.contains_key(key) => {
                table.insert(key.to_owned(), Self { at, value: Value::Absent });
                true
            }
            _ => false,
        }
    }
}

/// `license` for `licence` and the other way round: a job file may use either.
fn other_spelling(key: &str) -> Option<String> {
    let american = key.replace("licence", "license");
    if american != key {
        return Some(american);
    }
    let british = key.replace("license", "licence");
    (british != key).then_some(british)
}

impl Value {
    fn table(table: &DeTable<'_>) -> Self {
        let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
            let name: &std::borrow::Cow<'_, str> = key.get_ref();
            (name.clone().into_owned(), Node { at: key.span(), value: Self::new(value.get_ref()) })
        };
        Self::Table(table.iter().map(entry).collect())
    }

    fn new(value: &DeValue<'_>) -> Self {
        match value {
            DeValue::String(text) => Self::String(text.clone().into_owned()),
            DeValue::Boolean(flag) => Self::Bool(*flag),
            DeValue::Datetime(date) => Self::String(date.to_string()),
            DeValue::Integer(number) => {
                let (digits, radix) = (number.as_str(), number.radix());
                i64::from_str_radix(digits, radix)
                    .map(Self::Integer)
                    .or_else(|_| u64::from_str_radix(digits, radix).map(Self::Large))
                    // Past both: kept as a float, which no whole-number field takes.
                    .unwrap_or(Self::Float(f64::INFINITY))
            }
            DeValue::Float(number) => Self::Float(number.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::Array(array) => Self::Array(
                array.iter().map(|item| Node { at: item.span(), value: Self::new(item.get_ref()) }).collect(),
            ),
            DeValue::Table(table) => Self::table(table),
        }
    }
}
