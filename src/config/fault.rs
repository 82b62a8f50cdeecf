//! Why a value of a job file does not fit its type, kept apart instead of in one sentence, so that the value itself stays
//! out of the message and advice can be given.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

use super::KeyPath;
use super::path::Step;
use super::problem::{Problem, nearest, suggestion};

/// A value that does not fit, and where.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) path: KeyPath,
    pub(super) kind: Kind,
}

/// What does not fit.
#[derive(Debug)]
pub(super) enum Kind {
    /// The table has no such key.
    UnknownKey { allowed: &'static [&'static str] },
    /// The table lacks this key.
    Missing { key: &'static str },
    /// The table has this key in two spellings.
    Duplicate { key: &'static str },
    /// Not one of the allowed names. `written` is used to find the nearest one and is not shown.
    UnknownName { written: String, allowed: &'static [&'static str] },
    /// Another kind of value is expected.
    Mismatch { found: &'static str, expected: String },
    /// What a type's own check says.
    Other { message: String },
}

impl Fault {
    fn new(kind: Kind) -> Self {
        Self { path: KeyPath::root(), kind }
    }

    /// The fault seen from one level further up.
    pub(super) fn under(mut self, step: Step) -> Self {
        self.path.push_front(step);
        self
    }

    /// The key that an unknown one most likely stands for.
    pub(super) fn meant(&self) -> Option<KeyPath> {
        let Kind::UnknownKey { allowed } = &self.kind else { return None };
        let (parent, Step::Key(written)) = self.path.split_last()? else { return None };
        nearest(written, allowed).map(|name| parent.key(name))
    }

    /// The same for a reader. The path of a missing key is the key's own.
    pub(super) fn problem(&self) -> Problem {
        let path = self.path.clone();
        match &self.kind {
            Kind::UnknownKey { allowed } => {
                let written = match self.path.steps().last() {
                    Some(Step::Key(key)) => key.as_str(),
                    _ => "",
                };
                let help = suggestion(written, allowed);
                Problem::new(path, "unknown key").help(help)
            }
            Kind::Missing { key } => Problem::new(path.key(key), "is missing"),
            Kind::Duplicate { key } => Problem::new(path.key(key), "is given twice, in two spellings"),
            Kind::UnknownName { written, allowed } => {
                Problem::new(path, "is not one of the allowed names").help(suggestion(written, allowed))
            }
            Kind::Mismatch { found, expected } => {
                let problem = Problem::new(path, format!("expected {}, found {found}", plain(expected)));
                let one_for_many = *found == "a table" && plain(expected) == "an array";
                if one_for_many {
                    problem.help("a list of tables is written in double brackets: `[[…]]`")
                } else {
                    problem
                }
            }
            Kind::Other { message } => Problem::new(path, message.clone()),
        }
    }
}

/// Names of Rust types in the words of TOML.
fn plain(expected: &str) -> &str {
    match expected {
        "u32" | "u64" | "usize" => "a whole number, 0 or more",
        "f32" | "f64" => "a number",
        "a sequence" => "an array",
        "a map" => "a table",
        "a character" => "one character",
        _ if expected.starts_with("struct ") => "a table",
        _ if expected.starts_with("enum ") => "a name",
        _ => expected,
    }
}

/// What was found, without its content.
fn kind_of(unexpected: &Unexpected<'_>) -> &'static str {
    match unexpected {
        Unexpected::Bool(_) => "a boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => "a whole number",
        Unexpected::Float(_) => "a number with a fraction",
        Unexpected::Char(_) | Unexpected::Str(_) => "a string",
        Unexpected::Seq => "an array",
        Unexpected::Map | Unexpected::StructVariant => "a table",
        _ => "something else",
    }
}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Kind::Other { message: message.to_string() })
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(Kind::Mismatch { found: kind_of(&found), expected: expected.to_string() })
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = match found {
            Unexpected::Unsigned(_) | Unexpected::Signed(_) => "a number out of range",
            other => kind_of(&other),
        };
        Self::new(Kind::Mismatch { found, expected: expected.to_string() })
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        Self::new(Kind::Mismatch { found: "another number of elements", expected: expected.to_string() })
    }

    fn unknown_variant(variant: &str, allowed: &'static [&'static str]) -> Self {
        Self::new(Kind::UnknownName { written: variant.to_owned(), allowed })
    }

    fn unknown_field(_: &str, allowed: &'static [&'static str]) -> Self {
        Self::new(Kind::UnknownKey { allowed })
    }

    fn missing_field(key: &'static str) -> Self {
        Self::new(Kind::Missing { key })
    }

    fn duplicate_field(key: &'static str) -> Self {
        Self::new(Kind::Duplicate { key })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem().fmt(f)
    }
}

impl std::error::Error for Fault {}
