//! The policy files, those built in and those of the user.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use include_dir::{Dir, include_dir};
use serde::{Deserialize, Serialize};

use crate::config::OperatorChoice;
use crate::core::EntityType;
use crate::redact::Error;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules/policies");

/// A policy as its file has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedPolicy {
    /// Name, the same as that of its file.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The text that it follows, with its edition.
    pub text: String,
    /// Where that text can be read.
    pub source: String,
    /// What it does, in a sentence or two.
    pub summary: String,
    /// What the text is about that no rule finds.
    pub not_found: Vec<String>,
    /// What holds for entity types that no line names.
    pub default: Line,
    /// The lines; of those that name an entity type, one by its full name goes before one by a pattern, else the first holds.
    #[serde(rename = "line", default)]
    pub lines: Vec<Line>,
}

/// A line of a policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Entity types, or patterns of them with `*` for anything. Empty in the default.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<String>,
    /// What is done to their values.
    pub operator: OperatorChoice,
    /// Least score of a finding, from 0 to 1; `detect.min_score` where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_score: Option<f32>,
    /// The clause that asks for it.
    pub clause: String,
}

impl NamedPolicy {
    /// The line that holds for an entity type, and its number in the file, from 1; 0 is the default.
    #[must_use]
    pub fn line(&self, entity: &EntityType) -> (usize, &Line) {
        let named = |exact: bool| {
            self.lines.iter().enumerate().find(|(_, line)| {
                let names =
                    |name: &String| if exact { name == entity.as_str() } else { matches(name, entity.as_str()) };
                line.entities.iter().any(names)
            })
        };
        named(true).or_else(|| named(false)).map_or((0, &self.default), |(place, line)| (place + 1, line))
    }
}

/// Whether a name fits a pattern in which `*` stands for anything.
pub(super) fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let mut open = false;
    for part in parts {
        open = true;
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    // What follows the last `*` may stand more than once.
    rest.is_empty() || (open && pattern.rsplit('*').next().is_some_and(|last| name.ends_with(last)))
}

/// All policies, by name.
#[derive(Debug, Clone)]
pub struct Policies {
    all: BTreeMap<String, NamedPolicy>,
}

impl Policies {
    /// The built-in policies, and those in the folder `policies` of a folder of rules, which replace those of the same name.
    ///
    /// # Errors
    /// If a file cannot be read or is no policy.
    pub fn load(folder: Option<&Path>) -> Result<Self, Error> {
        let mut all = BTreeMap::new();
        for file in BUILT_IN.files() {
            add(&mut all, file.path(), file.contents_utf8().unwrap_or_default())?;
        }
        let own = folder.map(|folder| folder.join("policies")).filter(|folder| folder.is_dir());
        if let Some(own) = own {
            let unreadable = |source| Error::ReadPolicy { path: own.clone(), source };
            for entry in fs::read_dir(&own).map_err(unreadable)? {
                let path = entry.map_err(unreadable)?.path();
                if path.extension().is_some_and(|extension| extension == "toml") {
                    let text = fs::read_to_string(&path);
                    add(&mut all, &path, &text.map_err(|source| Error::ReadPolicy { path: path.clone(), source })?)?;
                }
            }
        }
        Ok(Self { all })
    }

    /// The policy of this name.
    ///
    /// # Errors
    /// If there is none.
    pub fn get(&self, name: &str) -> Result<&NamedPolicy, Error> {
        self.all.get(name).ok_or_else(|| {
            let known: Vec<_> = self.all.keys().map(String::as_str).collect();
            Error::UnknownPolicy { name: name.to_owned(), known: known.join(", ") }
        })
    }

    /// Every policy, by name.
    pub fn iter(&self) -> impl Iterator<Item = &NamedPolicy> {
        self.all.values()
    }
}

fn add(all: &mut BTreeMap<String, NamedPolicy>, path: &Path, text: &str) -> Result<(), Error> {
    let broken = |message: String| Error::BrokenPolicy { path: path.to_owned(), message };
    let policy: NamedPolicy = toml::from_str(text).map_err(|error| broken(error.to_string()))?;
    if path.file_stem().and_then(|stem| stem.to_str()) != Some(policy.name.as_str()) {
        return Err(broken("its name is not that of the file".to_owned()));
    }
    let score = |line: &Line| line.min_score.is_none_or(|score| (0.0..=1.0).contains(&score));
    if !policy.lines.iter().chain([&policy.default]).all(score) {
        return Err(broken("a min_score is not between 0 and 1".to_owned()));
    }
    if let Some(line) = policy.lines.iter().find(|line| line.entities.is_empty()) {
        return Err(broken(format!("the line of {:?} names no entity type", line.clause)));
    }
    all.insert(policy.name.clone(), policy);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match() {
        for (pattern, name, expected) in [
            ("US_SSN", "US_SSN", true),
            ("US_SSN", "US_SSN_X", false),
            ("*_KEY", "AWS_ACCESS_KEY", true),
            ("*_KEY", "AWS_KEY_KEY", true),
            ("*_KEY", "KEY", false),
            ("NG_*", "NG_NIN", true),
            ("*_HEALTH_*", "NG_HEALTH_NUMBER", true),
            ("*_HEALTH_*", "NG_WEALTH_NUMBER", false),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn a_full_name_goes_before_a_pattern() {
        let policy: NamedPolicy = toml::from_str(
            "name = 'p'\ntitle = ''\ntext = ''\nsource = ''\nsummary = ''\nnot_found = []\n[default]\noperator = 'keep'\nclause = 'd'\n\
             [[line]]\nentities = ['A_*']\noperator = 'mask'\nclause = '1'\n[[line]]\nentities = ['A_B']\noperator = 'remove'\nclause = '2'",
        )
        .unwrap();
        let line = |entity| policy.line(&EntityType::new(entity).unwrap()).0;
        assert_eq!((line("A_B"), line("A_C"), line("C")), (2, 1, 0));
    }
}
