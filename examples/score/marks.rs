//! What scores are held to.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::{secrets, spans};

/// The file `marks.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Marks {
    default: String,
    labels: BTreeMap<String, String>,
    pub(crate) groups: Groups,
    #[serde(rename = "marks")]
    sets: BTreeMap<String, Mark>,
}

/// Labels by what they are of.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Groups {
    pub(crate) pattern: BTreeSet<String>,
    pub(crate) named: BTreeSet<String>,
}

/// The marks of one set.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mark {
    leakage: Option<f64>,
    false_spans: Option<f64>,
    person_recall: Option<f64>,
    person_false: Option<f64>,
    recall: Option<f64>,
    false_texts: Option<f64>,
}

impl Marks {
    pub(crate) fn load() -> Result<Self> {
        toml::from_str(include_str!("marks.toml")).context("marks.toml")
    }

    /// The label of an entity type.
    pub(crate) fn label(&self, entity: &str) -> &str {
        self.labels.get(entity).unwrap_or(&self.default)
    }

    /// The marks of a set; none if it is not known.
    pub(crate) fn of(&self, set: &str) -> Mark {
        self.sets.get(set).cloned().unwrap_or_default()
    }
}

/// Figures beside their marks, and how many of those were missed.
#[derive(Default)]
pub(crate) struct Verdicts {
    pub(crate) missed: usize,
}

impl Verdicts {
    /// The figures of a set of identifiers and names.
    pub(crate) fn spans(&mut self, pattern: &spans::Score, named: &spans::Score, mark: &Mark) -> String {
        let mut line = self.at_most("leakage", pattern.leakage(), 3, mark.leakage);
        line += &format!(", of texts {:.3}", pattern.text_leakage());
        line += &self.at_most(", false spans", pattern.false_spans as f64, 0, mark.false_spans);
        if let Some(recall) = named.recall("PERSON") {
            let false_spans = named.false_by_label.get("PERSON").copied().unwrap_or_default();
            line += &self.at_least("; PERSON recall", recall, mark.person_recall);
            line += &self.at_most(", false spans", false_spans as f64, 0, mark.person_false);
        }
        line
    }

    /// The figures of a set of secrets.
    pub(crate) fn secrets(&mut self, score: &secrets::Score, mark: &Mark) -> String {
        let recall = self.at_least("recall", score.recall(), mark.recall);
        let flagged = self.at_most("false texts", score.false_texts(), 3, mark.false_texts);
        format!("{recall} ({} of {}), {flagged} ({} of {})", score.hit, score.texts, score.flagged, score.clean)
    }

    fn at_most(&mut self, name: &str, figure: f64, digits: usize, mark: Option<f64>) -> String {
        self.figure(name, figure, digits, mark.map(|mark| (figure <= mark, "at most", mark)))
    }

    fn at_least(&mut self, name: &str, figure: f64, mark: Option<f64>) -> String {
        self.figure(name, figure, 3, mark.map(|mark| (figure >= mark, "at least", mark)))
    }

    fn figure(&mut self, name: &str, figure: f64, digits: usize, mark: Option<(bool, &str, f64)>) -> String {
        let beside = match mark {
            None => String::new(),
            Some((true, bound, mark)) => format!(" [{bound} {mark}]"),
            Some((false, bound, mark)) => {
                self.missed += 1;
                format!(" [MISSED: {bound} {mark}]")
            }
        };
        format!("{name} {figure:.digits$}{beside}")
    }
}
