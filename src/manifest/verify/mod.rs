//! Comparing a folder with its manifest.
//!
//! Everything is compared: what is listed must be there, of the size and with both digests listed; what is there must be
//! listed; and the manifest must be as it was written. Links are never followed.

mod difference;
mod folder;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;

use difference::changed;
pub use difference::{Difference, DifferenceKind};
use folder::Kind;

use super::error::Damage;
use super::model::{Content, Output};
use super::open::read_manifest;
use super::seal::Sealed;
use super::{Error, MANIFEST_VERSION};
use crate::store::layout::{self, MANIFEST};
use crate::store::{FileEntry, Integrity};

/// What the comparison of a folder with its manifest came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct VerifyReport {
    /// Files the manifest lists.
    pub files: u64,
    /// Their size in bytes.
    pub bytes: u64,
    /// Records in all splits together.
    pub records: u64,
    /// Digest the manifest states for its own content; empty if it is too damaged to tell.
    pub content_digest: String,
    /// What differs: the manifest first, then by path.
    pub differences: Vec<Difference>,
}

impl VerifyReport {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.differences.is_empty()
    }
}

/// Compares the folder `dir` with the manifest in it.
///
/// Differences are no error. It is an error if there is no manifest, if it was made by a release whose manifests this one
/// does not read, or if the folder itself cannot be read.
pub fn verify(dir: &Path) -> Result<VerifyReport, Error> {
    let Some(json) = read_manifest(dir)? else { return Ok(damaged(DifferenceKind::NotAFile)) };
    let Some(sealed) = Sealed::parse(&json) else { return Ok(damaged(DifferenceKind::Manifest(Damage::Layout))) };
    let damage = sealed.damage();
    let Some(manifest) = sealed.manifest() else {
        return damage
            .map(|damage| damaged(DifferenceKind::Manifest(damage)))
            .ok_or(Error::Version { known: MANIFEST_VERSION });
    };
    let mut report = compare(dir, &manifest.content)?;
    sealed.content_digest.clone_into(&mut report.content_digest);
    if let Some(damage) = damage {
        report.differences.insert(0, Difference::new(MANIFEST, DifferenceKind::Manifest(damage)));
    }
    Ok(report)
}

/// Files and folders in the dataset `dir` that its manifest does not list, by path, as they may be printed. No listed file is read.
pub fn strangers(dir: &Path) -> Result<Vec<String>, Error> {
    let manifest = super::read(dir)?;
    let mut found = folder::walk(dir)?;
    found.remove(MANIFEST);
    let (listed, _) = listed(&manifest.content.outputs);
    Ok(unlisted(&listed, &found).into_iter().map(|difference| difference.path).collect())
}

fn damaged(kind: DifferenceKind) -> VerifyReport {
    VerifyReport { differences: vec![Difference::new(MANIFEST, kind)], ..VerifyReport::default() }
}

fn compare(dir: &Path, content: &Content) -> Result<VerifyReport, Error> {
    let mut found = folder::walk(dir)?;
    found.remove(MANIFEST);
    let (listed, mut differences) = listed(&content.outputs);
    let checks: Vec<_> = listed.par_iter().map(|(path, entry)| (*path, check(dir, entry, found.get(*path)))).collect();
    let mut read = BTreeMap::new();
    for (path, outcome) in checks {
        match outcome {
            Ok(integrity) => drop(read.insert(path, integrity)),
            Err(kind) => differences.push(Difference::new(path, kind)),
        }
    }
    differences.extend(changed(&listed, &read));
    differences.extend(unlisted(&listed, &found));
    differences.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(VerifyReport {
        files: listed.len() as u64,
        bytes: listed.values().map(|entry| entry.bytes).sum(),
        records: content.splits.iter().map(|split| split.records).sum(),
        content_digest: String::new(),
        differences,
    })
}

/// The listed files by path, and what is wrong with the list itself.
fn listed(outputs: &[Output]) -> (BTreeMap<&str, &FileEntry>, Vec<Difference>) {
    let mut listed = BTreeMap::new();
    let mut differences = Vec::new();
    for Output { file, .. } in outputs {
        let path = file.path.as_str();
        if !layout::is_inside(path) || path == MANIFEST {
            differences.push(Difference::new(path, DifferenceKind::Path));
        } else if listed.insert(path, file).is_some() {
            differences.push(Difference::new(path, DifferenceKind::Duplicate));
        }
    }
    (listed, differences)
}

/// Reads a listed file, if there is a file.
fn check(dir: &Path, entry: &FileEntry, found: Option<&Kind>) -> Result<Integrity, DifferenceKind> {
    match found {
        Some(Kind::File) => File::open(dir.join(&entry.path))
            .and_then(Integrity::of)
            .map_err(|error| DifferenceKind::Unreadable(error.kind())),
        Some(Kind::Link) => Err(DifferenceKind::Link),
        Some(Kind::Folder | Kind::Other) => Err(DifferenceKind::NotAFile),
        Some(Kind::Unreadable(kind)) => Err(DifferenceKind::Unreadable(*kind)),
        None => Err(DifferenceKind::Missing),
    }
}

/// What is in the folder and not in the list. Of an unlisted folder only itself is named, not all that is in it.
fn unlisted(listed: &BTreeMap<&str, &FileEntry>, found: &BTreeMap<String, Kind>) -> Vec<Difference> {
    let folders: BTreeSet<&str> = listed.keys().flat_map(|path| folder::above(path)).collect();
    let expected = |path: &str| listed.contains_key(path) || folders.contains(path);
    let mut differences = Vec::new();
    for (path, kind) in found {
        let below_unlisted = folder::above(path).last().is_some_and(|parent| !expected(parent));
        if below_unlisted || listed.contains_key(path.as_str()) {
            continue;
        }
        match kind {
            Kind::Folder if folders.contains(path.as_str()) => {}
            Kind::Unreadable(kind) => differences.push(Difference::new(path, DifferenceKind::Unreadable(*kind))),
            Kind::Link => differences.push(Difference::new(path, DifferenceKind::Link)),
            Kind::File | Kind::Folder | Kind::Other => {
                differences.push(Difference::new(path, DifferenceKind::Unlisted));
            }
        }
    }
    differences
}

#[cfg(test)]
mod tests;
