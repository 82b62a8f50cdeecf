//! Where the dataset goes, and that nothing that the job reads lies there.

use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use super::Error;
use super::leak_checks::ReferenceTask;
use super::outputs::FAILED_FILES;
use super::plan::Overrides;
use super::previous::Previous;
use crate::config::{self, Job, KeyPath, Problem};
use crate::ingest::FileTask;
use crate::manifest;
use crate::store;

/// The folder of the dataset: what the command line says, else what the job says.
pub(super) fn folder(job: &Job, base: &Path, overrides: &Overrides, problems: &mut Vec<Problem>) -> Option<PathBuf> {
    let elsewhere = |_| {
        let message = "names no folder of this machine, and datasets are written to no other place yet";
        let help = "write to a local folder and copy it: `aws s3 cp --recursive`, `gcloud storage cp -r`";
        problems.push(Problem::new(output(), message).help(help));
    };
    let of_job = || store::folder(base, &job.output.uri).map_err(elsewhere).ok();
    overrides.out.clone().map_or_else(of_job, Some)
}

/// What of the job lies in the folder `out`, which `--force` replaces, or would read from it. Paths are compared as the system
/// resolves them, so that links, other spellings and the command line's folder are seen.
pub(super) fn check(
    job: &Job,
    (job_file, base): (&Path, &Path),
    (out, overrides): (&Path, &Overrides),
    files: &[FileTask],
    (references, previous): (&[ReferenceTask], Option<&Previous>),
) -> Vec<Problem> {
    let out = store::real(out);
    let mut problems = config::overlaps(job, &out, &|path| store::real(&base.join(path)));
    let mut refuse = |path: KeyPath, file: &Path, what: &str| {
        if store::real(file).starts_with(&out) && problems.iter().all(|known| known.path != path) {
            let message = format!("{what} inside the output folder, which `--force` replaces");
            problems.push(Problem::new(path, message).help("move it, or choose another output folder"));
        }
    };
    for task in files.iter().filter(|task| !task.file_ref.is_stdin()) {
        let path = KeyPath::root().key("source").index(task.source as usize).key("uri");
        refuse(path, &task.file_ref.path, "reads a file that lies");
    }
    for (n, reference) in references.iter().enumerate().take(job.leakage.reference.len()) {
        let path = KeyPath::root().key("leakage").key("reference").index(n).key("uri");
        for file in &reference.files {
            refuse(path.clone(), &file.path, "reads a file that lies");
        }
    }
    if let Some(previous) = previous {
        refuse(KeyPath::root().key("split").key("previous"), &previous.folder, "lies");
    }
    for (path, file) in named(job) {
        refuse(path, &base.join(file), "lies");
    }
    if let Some(file) = &overrides.tokenizer {
        refuse(KeyPath::root().key("output").key("tokenizer"), file, "lies");
    }
    refuse(output(), job_file, "has the job file");
    problems
}

/// Files that an error names at most.
const NAMED: usize = 5;

/// Makes sure that whatever `--force` deletes is the tool's own: a dataset in the folder `out` holds nothing that its manifest does
/// not list. A folder without a manifest is for `write` to judge.
pub(super) fn replaceable(out: &Path) -> Result<(), Error> {
    if !store::layout::is_dataset(out) {
        return Ok(());
    }
    let path = || out.to_owned();
    let strangers = manifest::strangers(out).map_err(|source| Error::NoList { path: path(), source })?;
    if strangers.is_empty() {
        return Ok(());
    }
    let mut files = strangers.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if let Some(more) = strangers.len().checked_sub(NAMED).filter(|more| *more > 0) {
        files.push_str(&format!(" and {more} more"));
    }
    Err(Error::Strangers { path: path(), files })
}

/// The folder beside `out` in which a run that is refused by a gate leaves its quarantine index. It is written only if it is not there
/// or holds nothing else than such a run leaves.
pub(super) fn failed(out: &Path) -> Result<PathBuf, Error> {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(".failed");
    let folder = out.with_file_name(name);
    let refused = |why| Error::FailedFolder { path: folder.clone(), why };
    match folder.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(folder),
        Err(_) => return Err(refused("cannot be looked at")),
        Ok(found) if !found.is_dir() => return Err(refused("is no folder, or a link to one")),
        Ok(_) => {}
    }
    let ours = |entry: io::Result<DirEntry>| {
        entry.is_ok_and(|entry| {
            let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
            is_file && FAILED_FILES.iter().any(|name| entry.file_name() == *name)
        })
    };
    if !fs::read_dir(&folder).is_ok_and(|mut entries| entries.all(ours)) {
        return Err(refused("holds something else"));
    }
    Ok(folder)
}

fn output() -> KeyPath {
    KeyPath::root().key("output").key("uri")
}

/// Files and folders that the job names beside its sources.
fn named(job: &Job) -> Vec<(KeyPath, &Path)> {
    let root = KeyPath::root;
    let (detect, output) = (root().key("detect"), root().key("output"));
    let lists = job.detect.lists.iter().enumerate();
    let lists = lists.map(|(n, list)| (detect.key("list").index(n).key("path"), Some(&list.path)));
    let allowed = job.detect.allowed.iter().enumerate();
    let allowed = allowed.map(|(n, allowed)| (detect.key("allowed").index(n).key("path"), allowed.path.as_ref()));
    let single = [
        (root().key("key").key("file"), job.key.as_ref().and_then(|key| key.file.as_ref())),
        (detect.key("rules"), job.detect.rules.as_ref()),
        (output.key("targets_dir"), job.output.targets_dir.as_ref()),
        (output.key("tokenizer"), job.output.tokenizer.as_ref()),
    ];
    let all = lists.chain(allowed).chain(single);
    all.filter_map(|(path, file)| Some((path, file?.as_path()))).collect()
}
