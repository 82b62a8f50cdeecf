//! The earlier version of the dataset that a job continues.

use std::path::{Path, PathBuf};

use super::Error;
use super::leak_checks::ReferenceTask;
use super::leaks::LeakFields;
use super::plan::chain;
use crate::config::{FormatName, Job, KeyPath, Problem};
use crate::core::{Key, Split};
use crate::manifest::model::{KeyKind, OutputRole};
use crate::manifest::{self, LineageReader, Manifest};
use crate::split::Earlier;
use crate::store::{self, FileEntry, FileRef};

/// An earlier version whose manifest was read and fits the job.
#[derive(Debug)]
pub(super) struct Previous {
    pub(super) folder: PathBuf,
    pub(super) manifest: Manifest,
    pub(super) content_digest: String,
    lineage: FileEntry,
    /// As the job names it.
    uri: String,
}

impl Previous {
    /// Reads the manifest of the version that `split.previous` names.
    pub(super) fn find(job: &Job, base: &Path, key: Option<&Key>, problems: &mut Vec<Problem>) -> Option<Self> {
        let uri = job.split.previous.as_ref()?;
        let mut refuse = |message: String, help: Option<&str>| {
            let problem = Problem::new(KeyPath::root().key("split").key("previous"), message);
            problems.push(match help {
                Some(help) => problem.help(help),
                None => problem,
            });
            None
        };
        let folder = match store::folder(base, uri) {
            Ok(folder) => folder,
            Err(error) => return refuse(chain(&error), None),
        };
        let manifest = match manifest::read(&folder) {
            Ok(manifest) => manifest,
            Err(error) => return refuse(chain(&error), Some("name the folder of a dataset that `scrubjay run` made")),
        };
        let content = &manifest.content;
        if content.key.kind == KeyKind::Derived {
            let message = "was made without a secret [key], so that it does not say which records are in its holdout";
            return refuse(message.to_owned(), Some("make it again with the [key] of this job, from the same sources"));
        }
        if key.is_some_and(|key| key.id() != content.key.id) {
            let message = format!("was made with another key ({})", content.key.id);
            return refuse(message, Some("use the key that the earlier version was made with"));
        }
        let lineage = content.outputs.iter().find(|output| output.role == OutputRole::Lineage);
        let (Some(lineage), Ok(content_digest)) = (lineage, manifest.content_digest()) else {
            return refuse("has a manifest that lists no lineage".to_owned(), None);
        };
        Some(Self { folder, content_digest, lineage: lineage.file.clone(), uri: uri.clone(), manifest })
    }

    /// Records that it has in a split.
    pub(super) fn records(&self, split: Split) -> u64 {
        let counts = self.manifest.content.splits.iter().filter(|count| count.split == split);
        counts.map(|count| count.records).sum()
    }

    /// The texts of its holdout, as they were written for evaluation; none if it has no holdout. They are compared with the
    /// digests in the manifest first.
    pub(super) fn holdout(&self) -> Result<Option<ReferenceTask>, manifest::Error> {
        let outputs = &self.manifest.content.outputs;
        let Some(output) = outputs.iter().find(|output| output.role == OutputRole::Evaluation) else { return Ok(None) };
        let path = manifest::unchanged(&self.folder, &output.file)?;
        let version = &self.manifest.content.dataset.version;
        let file =
            FileRef { name: format!("{}/{}", self.uri, output.file.path).into(), path, bytes: Some(output.file.bytes) };
        let fields = LeakFields::default();
        let name = format!("holdout of version {version}");
        Ok(Some(ReferenceTask { name, files: vec![file], format: FormatName::Jsonl, fields }))
    }

    /// What the earlier version decided.
    pub(super) fn load(&self) -> Result<Earlier, Error> {
        let mut earlier = Earlier::default();
        for row in LineageReader::open(&self.folder, &self.lineage)? {
            let row = row?;
            let Some(split) = Split::ALL.into_iter().find(|split| split.as_str() == row.outcome) else { continue };
            row.identity.iter().for_each(|key| earlier.records.push(*key, split));
            row.keys.iter().for_each(|key| earlier.held.push(*key, split));
        }
        earlier.records.sort();
        earlier.held.sort();
        Ok(earlier)
    }
}
