//! The ticket templates, read from the TOML files in `text/support`.

use anyhow::{Context, Result};
use serde::Deserialize;

use super::super::people::Region;
use super::super::template::Fragments;

/// One kind of ticket.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Category of the task; the file's.
    #[serde(skip)]
    pub category: String,
    /// `easy`, `medium` or `hard`.
    pub difficulty: String,
    /// Language (BCP 47).
    #[serde(default = "english")]
    pub language: String,
    /// Where such tickets come from; empty means everywhere.
    #[serde(default)]
    pub regions: Vec<Region>,
    /// Whether it is drawn only on purpose.
    #[serde(default)]
    pub rare: bool,
    /// What is asked.
    pub prompt: String,
    /// What is answered.
    pub completion: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    category: String,
    ticket: Vec<Template>,
}

fn english() -> String {
    "en".to_owned()
}

/// All templates.
pub fn load() -> Result<Vec<Template>> {
    let files = [
        include_str!("../../text/support/invoices.toml"),
        include_str!("../../text/support/billing.toml"),
        include_str!("../../text/support/access.toml"),
        include_str!("../../text/support/delivery.toml"),
        include_str!("../../text/support/refunds.toml"),
        include_str!("../../text/support/technical.toml"),
        include_str!("../../text/support/identity.toml"),
        include_str!("../../text/support/general.toml"),
    ];
    let mut templates = Vec::new();
    for file in files {
        let File { category, ticket } = toml::from_str(file).context("a template file does not parse")?;
        templates.extend(ticket.into_iter().map(|template| Template { category: category.clone(), ..template }));
    }
    Ok(templates)
}

/// The pools of openings, contexts and closings.
pub fn fragments() -> Result<Fragments> {
    toml::from_str(include_str!("../../text/support/fragments.toml")).context("the fragments do not parse")
}
