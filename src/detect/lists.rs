//! The job's own lists: values that are never findings, terms that always are.

mod allowed;
mod terms;

use std::sync::Arc;

use super::Error;
use crate::config::{Detect, TermList};
use crate::core::{EntityType, Span};
use crate::rules::Terms;
use allowed::Allowances;
use terms::Matcher;

/// Entity type of terms on the deny list.
pub const DENY_ENTITY: &str = "DENY_LISTED";

/// Rule id of terms on the deny list.
pub const DENY_RULE: &str = "deny-list";

/// What stands before the name of a list of terms in the rule id of its findings.
pub const LIST_RULE: &str = "list-";

/// The content of the files that `[[detect.list]]` and `[[detect.allowed]]` name, in the order of the job.
#[derive(Debug, Default)]
pub struct ListFiles {
    /// Of each list.
    pub lists: Vec<Terms>,
    /// Of each entry of allowed values that names a file.
    pub allowed: Vec<Option<Terms>>,
}

/// Allow and deny lists, compiled.
#[derive(Debug)]
pub(super) struct Lists {
    allowances: Allowances,
    lists: Vec<List>,
}

/// Terms that are findings wherever they stand.
#[derive(Debug)]
pub(super) struct List {
    pub(super) rule: Arc<str>,
    pub(super) entity: EntityType,
    pub(super) score: f32,
    /// Names of the sources it is for; all if there is none.
    sources: Vec<String>,
    matcher: Matcher,
}

/// Which lists hold in a source.
#[derive(Debug, Clone, Default)]
pub(super) struct ListScope {
    lists: Vec<bool>,
    allowances: Vec<bool>,
}

impl Lists {
    pub(super) fn new(config: &Detect, files: &ListFiles) -> Result<Self, Error> {
        let mut lists = Vec::new();
        if config.deny.iter().any(|term| !term.trim().is_empty())
            && let Some(entity) = EntityType::new(DENY_ENTITY)
        {
            let matcher = Matcher::denied(&config.deny)?;
            lists.push(List { rule: Arc::from(DENY_RULE), entity, score: 1.0, sources: Vec::new(), matcher });
        }
        for (list, terms) in config.lists.iter().zip(&files.lists) {
            lists.push(List::new(list, terms)?);
        }
        Ok(Self { allowances: Allowances::new(config, &files.allowed)?, lists })
    }

    /// Which lists hold in a source; without a name, those that hold in all.
    pub(super) fn scope(&self, source: Option<&str>) -> ListScope {
        ListScope {
            lists: self.lists.iter().map(|list| holds(&list.sources, source)).collect(),
            allowances: self.allowances.scope(source),
        }
    }

    /// Whether a value is never a finding of an entity type.
    pub(super) fn allows(&self, value: &str, entity: &EntityType, scope: &ListScope) -> bool {
        self.allowances.allow(value, entity, &scope.allowances)
    }

    /// Calls `found` with the number of a list and the span of every term of it in the text.
    pub(super) fn find(&self, text: &str, scope: &ListScope, mut found: impl FnMut(usize, Span)) {
        for (index, list) in self.lists.iter().enumerate() {
            if scope.lists.get(index) == Some(&true) {
                list.matcher.find(text, |span| found(index, span));
            }
        }
    }

    /// All lists of terms.
    pub(super) fn iter(&self) -> impl Iterator<Item = &List> {
        self.lists.iter()
    }

    /// A list by its number.
    pub(super) fn list(&self, index: usize) -> Option<&List> {
        self.lists.get(index)
    }
}

impl List {
    fn new(list: &TermList, terms: &Terms) -> Result<Self, Error> {
        Ok(Self {
            rule: Arc::from(format!("{LIST_RULE}{}", list.name)),
            entity: list.entity.clone(),
            score: list.score,
            sources: list.sources.clone(),
            matcher: Matcher::new(list, terms)?,
        })
    }
}

/// Whether no letter or digit is joined to the span's own on either side.
pub(super) fn stands_alone(text: &str, span: Span) -> bool {
    let word = |character: Option<char>| character.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let value = span.of(text).unwrap_or_default();
    let before = text.get(..span.start).and_then(|head| head.chars().next_back());
    let after = text.get(span.end..).and_then(|tail| tail.chars().next());
    let joined_before = word(value.chars().next()) && word(before);
    let joined_after = word(value.chars().next_back()) && word(after);
    !joined_before && !joined_after
}

/// Whether something that is for these sources holds in a source.
fn holds(sources: &[String], source: Option<&str>) -> bool {
    sources.is_empty() || source.is_some_and(|source| sources.iter().any(|name| name == source))
}
