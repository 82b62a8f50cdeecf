//! The handbook-cpt sample: an invented firm's employee handbook as markdown, notices as text, and an old text in
//! ISO 8859-1.

use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::cast::Cast;
use super::marked::Marked;
use super::people::{Person, Region};
use super::rng::Rng;
use super::template::{Fragments, render};
use super::truth::Truth;

mod archive;
mod chapter;
mod notices;
mod writer;

use writer::Writer;

const SEED: u64 = 20_251_115;

/// A section or notice: title, pool of sentences, what it is about; a section also says how many sentences it has.
type Section = (String, String, String, u32);
type Item = (String, String, String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Script {
    sentences: std::collections::BTreeMap<String, Vec<String>>,
    chapter: Vec<Chapter>,
    notices: Vec<Notices>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Chapter {
    file: String,
    title: String,
    sections: Vec<Section>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Notices {
    file: String,
    first: i64,
    items: Vec<Item>,
}

/// The files of the sample with their names.
pub fn files() -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let script: Script =
        toml::from_str(include_str!("../../text/handbook.toml")).context("the handbook's script does not parse")?;
    let mut writer = Writer::new(script.sentences, SEED);
    let mut truth = Truth::default();
    let mut files = Vec::new();
    for chapter in &script.chapter {
        files.push(chapter::write(chapter, &mut writer, &mut truth)?);
    }
    for notices in &script.notices {
        files.push(notices::write(notices, &mut writer, &mut truth)?);
    }
    files.push(archive::write(SEED, &mut truth)?);
    files.push((PathBuf::from(super::TRUTH), truth.into_bytes()));
    Ok(files)
}
