//! Values that are never findings.

use std::collections::{BTreeSet, HashSet};

use regex::Regex;

use super::holds;
use crate::config::Detect;
use crate::core::EntityType;
use crate::detect::Error;
use crate::rules::Terms;

/// All allowances of a job; the first is for all entity types and sources.
#[derive(Debug)]
pub(super) struct Allowances(Vec<Allowance>);

#[derive(Debug)]
struct Allowance {
    /// In lower case.
    values: HashSet<Box<str>>,
    patterns: Vec<Regex>,
    /// All if there is none.
    entities: BTreeSet<EntityType>,
    sources: Vec<String>,
}

impl Allowances {
    pub(super) fn new(config: &Detect, files: &[Option<Terms>]) -> Result<Self, Error> {
        let mut all = Vec::new();
        if !config.allow.is_empty() || !config.allow_patterns.is_empty() {
            let path = |index| format!("detect.allow_patterns[{index}]");
            let patterns = compile(&config.allow_patterns, path)?;
            let values = config.allow.iter().map(|value| lower(value)).collect();
            all.push(Allowance { values, patterns, entities: BTreeSet::new(), sources: Vec::new() });
        }
        for (number, allowed) in config.allowed.iter().enumerate() {
            let path = |index| format!("detect.allowed[{number}].patterns[{index}]");
            let mut values: HashSet<Box<str>> = allowed.values.iter().map(|value| lower(value)).collect();
            if let Some(Some(terms)) = files.get(number) {
                values.extend(terms.iter().map(lower));
            }
            all.push(Allowance {
                values,
                patterns: compile(&allowed.patterns, path)?,
                entities: allowed.entities.iter().cloned().collect(),
                sources: allowed.sources.clone(),
            });
        }
        Ok(Self(all))
    }

    pub(super) fn scope(&self, source: Option<&str>) -> Vec<bool> {
        self.0.iter().map(|allowance| holds(&allowance.sources, source)).collect()
    }

    pub(super) fn allow(&self, value: &str, entity: &EntityType, scope: &[bool]) -> bool {
        let here = self.0.iter().zip(scope).filter(|(_, holds)| **holds).map(|(allowance, _)| allowance);
        here.filter(|allowance| allowance.entities.is_empty() || allowance.entities.contains(entity)).any(|allowance| {
            (!allowance.values.is_empty() && allowance.values.contains(&lower(value)))
                || allowance.patterns.iter().any(|pattern| pattern.is_match(value))
        })
    }
}

fn lower(value: &str) -> Box<str> {
    value.to_lowercase().into()
}

fn compile(patterns: &[String], path: impl Fn(usize) -> String) -> Result<Vec<Regex>, Error> {
    let compile = |(index, pattern): (usize, &String)| {
        // The pattern alone must be valid, so that it cannot close the group around it.
        Regex::new(pattern)
            .and_then(|_| Regex::new(&format!(r"\A(?:{pattern})\z")))
            .map_err(|error| Error::AllowPattern { path: path(index), message: error.to_string() })
    };
    patterns.iter().enumerate().map(compile).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Allowed;

    fn own(list: &[&str]) -> Vec<String> {
        list.iter().map(|item| (*item).to_owned()).collect()
    }

    fn entity(name: &str) -> EntityType {
        EntityType::new(name).unwrap()
    }

    #[test]
    fn allowed_values_are_compared_whole() {
        let config =
            Detect { allow: own(&["Support@Example.com"]), allow_patterns: own(&[r"\d{10}|x+"]), ..Detect::default() };
        let all = Allowances::new(&config, &[]).unwrap();
        let allows = |value: &str| all.allow(value, &entity("ANY"), &all.scope(None));
        assert!(allows("support@example.COM"));
        assert!(!allows("asupport@example.com"));
        assert!(allows("1234567890"));
        assert!(!allows("12345678901"));
        assert!(!allows("ax"));
    }

    #[test]
    fn an_allowance_is_for_its_entity_types_and_sources() {
        let config = Detect {
            allowed: vec![
                Allowed { values: own(&["Ada"]), entities: vec![entity("PERSON")], ..Allowed::default() },
                Allowed { patterns: own(&["1+"]), sources: own(&["logs"]), ..Allowed::default() },
                Allowed { path: Some("list".into()), ..Allowed::default() },
            ],
            ..Detect::default()
        };
        let files = [None, None, Some(Terms::from_terms(["Zoë"]))];
        let all = Allowances::new(&config, &files).unwrap();
        let allows = |value: &str, name: &str, source| all.allow(value, &entity(name), &all.scope(source));
        assert!(allows("ADA", "PERSON", None) && !allows("ada", "USERNAME", None));
        assert!(
            allows("111", "ANY", Some("logs")) && !allows("111", "ANY", Some("mail")) && !allows("111", "ANY", None)
        );
        assert!(allows("ZOË", "ANY", None));
    }

    #[test]
    fn an_allow_pattern_cannot_break_out() {
        let config = Detect { allow_patterns: vec!["a)|(?:.*".into()], ..Detect::default() };
        let error = Allowances::new(&config, &[]).unwrap_err();
        assert!(error.to_string().starts_with("detect.allow_patterns[0]: "), "{error}");
    }
}
