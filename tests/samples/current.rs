//! The committed data files are the ones that the generator writes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::{generate, samples};

/// Files below a folder with their bytes; job files and the README are kept by hand.
fn data(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.expect("the folder can be read");
        let by_hand = entry.file_name() == "job.toml" || entry.file_name() == "README.md" || entry.depth() < 2;
        let output = entry.path().components().any(|part| part.as_os_str() == "out" || part.as_os_str() == "expected");
        if entry.file_type().is_file() && !by_hand && !output {
            let name = entry.path().strip_prefix(folder).expect("it is below").to_path_buf();
            files.insert(name, fs::read(entry.path()).expect("the file can be read"));
        }
    }
    files
}

#[test]
fn samples_are_what_the_generator_writes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    generate::samples(folder.path()).expect("the generator runs");
    let (made, kept) = (data(folder.path()), data(&samples()));
    let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&made), names(&kept));
    for (name, bytes) in &made {
        assert!(
            kept[name] == *bytes,
            "{} differs: cargo run --example corpus -- samples --out samples",
            name.display()
        );
    }
    let total: usize = kept.values().map(Vec::len).sum();
    assert!(total < 600_000, "the samples take {total} bytes");
}
