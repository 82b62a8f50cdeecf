//! The files of lists that a job names, read before anything else is.

use std::path::Path;

use super::decisions::decisions;
use super::{Error, entities};
use crate::config::{Detect, KeyPath, LoadedJob, Problem};
use crate::core::EntityType;
use crate::detect::{Engine, ListFiles};
use crate::manifest::model::ListFile;
use crate::rules::{RuleSet, Terms};

/// Reads every file of a list. What cannot be read is told in `problems`.
pub(super) fn load(detect: &Detect, base: &Path, problems: &mut Vec<Problem>) -> ListFiles {
    let mut files = ListFiles::default();
    let mut read = |path: &Path, column: Option<&str>, key: KeyPath| {
        let terms = Terms::load(&base.join(path), column);
        terms.map_err(|error| problems.push(Problem::new(key, super::plan::chain(&error)))).ok()
    };
    for (index, list) in detect.lists.iter().enumerate() {
        let key = KeyPath::root().key("detect").key("list").index(index).key("path");
        // A list that cannot be read ends the plan, so what stands in its place is never used.
        let terms = read(&list.path, list.column.as_deref(), key);
        files.lists.push(terms.unwrap_or_else(|| Terms::from_terms([])));
    }
    for (index, allowed) in detect.allowed.iter().enumerate() {
        let key = KeyPath::root().key("detect").key("allowed").index(index).key("path");
        files.allowed.push(allowed.path.as_ref().and_then(|path| read(path, allowed.column.as_deref(), key)));
    }
    files
}

/// The engine of a job alone: its packs, thresholds and lists, for texts of no particular source.
pub fn engine_of(loaded: &LoadedJob) -> Result<Engine, Error> {
    let detect = &loaded.job.detect;
    let mut problems = Vec::new();
    let files = load(detect, &loaded.base, &mut problems);
    let folder = detect.rules.as_ref().map(|folder| loaded.base.join(folder));
    let detect_key = || KeyPath::root().key("detect");
    problems.extend(entities::unknown(&loaded.job, folder.as_deref()));
    let rules = RuleSet::load(&detect.packs, folder.as_deref());
    let rules = rules.map_err(|error| problems.push(Problem::new(detect_key(), super::plan::chain(&error)))).ok();
    if let (Some(rules), true) = (rules, problems.is_empty()) {
        let (mut redact, mut detect) = (loaded.job.redact.clone(), detect.clone());
        if let Err(error) = decisions(&mut redact, &mut detect, &rules, folder.as_deref()) {
            let path = KeyPath::root().key("redact").key("policies");
            return Err(Error::Plan(vec![Problem::new(path, super::plan::chain(&error))]));
        }
        match Engine::compile_with(&rules, &detect, &files) {
            Ok(engine) => return Ok(engine),
            Err(error) => problems.push(Problem::new(detect_key(), super::plan::chain(&error))),
        }
    }
    Err(Error::Plan(problems))
}

/// What the manifest says of the files.
pub(super) fn describe(detect: &Detect, files: &ListFiles) -> Vec<ListFile> {
    let entry = |name: String, entity: Option<&EntityType>, terms: &Terms| ListFile {
        name,
        entity: entity.cloned(),
        terms: terms.len() as u64,
        blake3: terms.digest().to_owned(),
    };
    let lists = detect.lists.iter().zip(&files.lists);
    let lists = lists.map(|(list, terms)| entry(list.name.clone(), Some(&list.entity), terms));
    let allowed = files.allowed.iter().enumerate();
    let allowed =
        allowed.filter_map(|(index, terms)| Some(entry(format!("allowed-{}", index + 1), None, terms.as_ref()?)));
    lists.chain(allowed).collect()
}
