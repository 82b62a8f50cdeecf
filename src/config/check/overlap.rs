//! Keeps a run from reading what it writes, or its own key: compares paths as they are written, or as a caller resolves them.

use std::path::{Component, Path, PathBuf};

use globset::GlobBuilder;

use super::Findings;
use crate::config::{Job, KeyPath, Problem};

pub(super) fn check(job: &Job, base: &Path, found: &mut Findings) {
    if job.output.uri.trim().is_empty() {
        return;
    }
    found.problems.extend(compare(job, &place(base, &job.output.uri), &|uri| place(base, uri)));
}

/// Sources of the job that would read the folder `output` or the key, or that lie in that folder, where `resolve` says where a path
/// of the job leads. Sources that are not on this machine are left out.
#[must_use]
pub fn overlaps(job: &Job, output: &Path, resolve: &dyn Fn(&Path) -> PathBuf) -> Vec<Problem> {
    compare(job, &steps(&resolve(output)), &|uri| match local(uri) {
        Some(path) => steps(&resolve(path)),
        None => place(Path::new(""), uri),
    })
}

/// The same with paths as steps.
fn compare(job: &Job, output: &[String], at: &dyn Fn(&str) -> Vec<String>) -> Vec<Problem> {
    let mut found = Findings::default();
    let root = KeyPath::root();
    let key = job.key.as_ref().and_then(|key| key.file.as_ref()).map(|file| at(&file.to_string_lossy()));
    for (index, source) in job.source.iter().enumerate().filter(|(_, source)| !source.is_stdin()) {
        let path = root.key("source").index(index).key("uri");
        if source.uri.trim().is_empty() {
            continue;
        }
        let corpus = at(&source.uri);
        if reads_inside(&corpus, output) {
            let message = format!("would be read by source[{index}]: a later run would take the dataset for raw data");
            found.add(root.key("output").key("uri"), message);
        } else if corpus.starts_with(output) {
            found.add(path.clone(), "lies inside the output folder, which `--force` replaces");
        }
        if key.as_ref().is_some_and(|key| reads(&corpus, key)) {
            found.add(path, "would read the key file as data");
        }
    }
    found.problems
}

/// The path of a path or a `file://` URI; none of another scheme.
fn local(uri: &str) -> Option<&Path> {
    let path = uri.strip_prefix("file://").unwrap_or(uri);
    (!path.contains("://")).then(|| Path::new(path))
}

/// The steps of a local path or URI, `.` and `..` resolved as far as they can be.
fn place(base: &Path, uri: &str) -> Vec<String> {
    match uri.split_once("://") {
        Some(("file", path)) if path.starts_with('/') => steps(Path::new(path)),
        // Other schemes have no base and no `..`; the scheme keeps them apart from local paths.
        Some((scheme, rest)) => {
            let parts = rest.split('/').filter(|part| !part.is_empty()).map(str::to_owned);
            std::iter::once(format!("{scheme}:")).chain(parts).collect()
        }
        None => steps(&base.join(uri)),
    }
}

fn steps(path: &Path) -> Vec<String> {
    // Relative to the current folder or not, so that a relative and an absolute path can be compared. Without a current
    // folder they stay as they are.
    let path = std::path::absolute(path).unwrap_or_else(|_| PathBuf::from(path));
    let mut steps: Vec<String> = Vec::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if steps.last().is_some_and(|last| last != ".." && last != "/") => {
                steps.pop();
            }
            other => steps.push(other.as_os_str().to_string_lossy().into_owned()),
        }
    }
    steps
}

fn is_glob(step: &str) -> bool {
    step.contains(['*', '?', '[', '{'])
}

/// Whether the source `corpus` (a folder, a file or a glob) could read a file below the folder `output`.
fn reads_inside(corpus: &[String], output: &[String]) -> bool {
    if !corpus.iter().any(|step| is_glob(step)) {
        return output.starts_with(corpus);
    }
    corpus.len() > output.len() && matches_start(corpus, output) || reaches_by_stars(corpus, output)
}

/// Whether the source `corpus` could read the file `file`.
fn reads(corpus: &[String], file: &[String]) -> bool {
    if !corpus.iter().any(|step| is_glob(step)) {
        return file.starts_with(corpus);
    }
    corpus.len() == file.len() && matches_start(corpus, file) || reaches_by_stars(corpus, file)
}

/// Whether the steps of `glob` match those of `path`, as far as both go.
fn matches_start(glob: &[String], path: &[String]) -> bool {
    glob.iter().zip(path).all(|(pattern, step)| matches_step(pattern, step))
}

/// Whether a `**`, or braces that span a `/`, stands where it lets the glob reach any depth below `path`. What follows it
/// is not compared: a dataset's file names may take any form.
fn reaches_by_stars(glob: &[String], path: &[String]) -> bool {
    let any_depth = |step: &String| step.contains("**") || step.matches('{').count() != step.matches('}').count();
    glob.iter()
        .position(any_depth)
        .is_some_and(|at| at <= path.len() && matches_start(glob.get(..at).unwrap_or_default(), path))
}

fn matches_step(pattern: &str, step: &str) -> bool {
    if !is_glob(pattern) {
        return pattern == step;
    }
    // A glob that cannot be compiled is refused elsewhere; here it matches nothing.
    GlobBuilder::new(pattern).build().is_ok_and(|glob| glob.compile_matcher().is_match(step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_must_not_read_the_output() {
        for (corpus, output, inside) in [
            ("data", "data/out", true),
            ("data", "data", true),
            ("data", "dataset", false),
            ("data", "out", false),
            (".", "out", true),
            ("data/../out", "out", true),
            ("data/**/*.jsonl", "data/out", true),
            ("**/*.jsonl", "out", true),
            ("data/*.jsonl", "data/out", false),
            ("data/*/*.jsonl", "data/out", true),
            ("data/*/*.jsonl", "out", false),
            ("data/raw-*/*.jsonl", "data/out", false),
            ("data/{a,b}/**", "data/c", false),
            ("data/{a,b}/**", "data/a/out", true),
            ("data/{a,b/c}/*", "data/b", true),
            ("data/a.jsonl", "out", false),
            ("s3://bucket/data", "s3://bucket/data/out", true),
            ("/data", "file:///data/out", true),
            ("file:///data", "/dataset", false),
            ("s3://bucket/data", "s3://bucket/out", false),
            ("s3://bucket/data", "bucket/data/out", false),
        ] {
            let (corpus_steps, output_steps) = (place(Path::new(""), corpus), place(Path::new(""), output));
            assert_eq!(reads_inside(&corpus_steps, &output_steps), inside, "{corpus} and {output}");
        }
    }

    #[test]
    fn a_source_must_not_read_the_key() {
        let reads = |corpus, file| reads(&place(Path::new(""), corpus), &place(Path::new(""), file));
        assert!(reads("data", "data/key"));
        assert!(reads("data/*", "data/key"));
        assert!(reads("key", "key"));
        assert!(!reads("data/*.txt", "data/key"));
        assert!(!reads("data", "key"));
    }
}
