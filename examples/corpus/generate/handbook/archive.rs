//! The archive: a German text in ISO 8859-1, to be read with `encoding = "latin-1"`.

use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::{Cast, Fragments, Marked, Person, Region, Rng, Truth, notices, render};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Archive {
    file: String,
    documents: Vec<String>,
}

/// Writes the archive and notes its truth.
pub fn write(seed: u64, truth: &mut Truth) -> Result<(PathBuf, Vec<u8>)> {
    let archive: Archive =
        toml::from_str(include_str!("../../text/rules-of-the-house.toml")).context("the archive does not parse")?;
    let documents = archive
        .documents
        .iter()
        .zip(0..)
        .map(|(document, n)| fill(document, seed, n))
        .collect::<Result<Vec<Marked>>>()?;
    let text = notices::join(&archive.file, &documents, truth)?;
    // ISO 8859-1 is the first 256 characters of Unicode, one byte each.
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    Ok((PathBuf::from(archive.file), bytes.context("the archive holds a character outside ISO 8859-1")?))
}

fn fill(document: &str, seed: u64, n: u32) -> Result<Marked> {
    let mut own = Rng::new(seed, &format!("archive {n}"));
    let person = Person::draw(Region::De, &mut own);
    let mut cast = Cast::new("archive", &person, "de", 30 + i64::from(n), own);
    render(document, &mut cast, &Fragments::new())
}
