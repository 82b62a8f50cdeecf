//! Expected outputs: the small files whole, all of them as SHA-256 digests that `sha256sum -c` reads as well.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use super::Files;

/// Name of the file with the digests of all outputs but the manifest.
const DIGESTS: &str = "SHA256SUMS";
/// Name of the file that says how many planted values are left.
const PLANTED: &str = "planted.txt";

/// Compares a dataset with what is expected of it, or writes that anew.
pub(crate) fn check(folder: &Path, sample: &str, files: &Files, planted: &str) {
    let mut wanted: Files = files.iter().filter(|(name, _)| is_kept(name)).cloned().collect();
    wanted.push((DIGESTS.to_owned(), digests(files).into_bytes()));
    wanted.push((PLANTED.to_owned(), planted.as_bytes().to_vec()));
    wanted.sort();
    if env::var_os("UPDATE").is_some() {
        write(folder, &wanted);
    }
    assert_same(
        &read(folder),
        &wanted,
        &format!("{sample}: run UPDATE=1 cargo test --test golden and look at the diff"),
    );
}

/// Training files are the bulk and look like the others; parquet is not for reading. Both have a digest.
fn is_kept(name: &str) -> bool {
    !name.contains("/train.") && !name.ends_with(".parquet")
}

fn digests(files: &Files) -> String {
    files.iter().fold(String::new(), |mut out, (name, bytes)| {
        for byte in Sha256::digest(bytes) {
            write!(out, "{byte:02x}").unwrap();
        }
        writeln!(out, "  {name}").unwrap();
        out
    })
}

fn write(folder: &Path, files: &Files) {
    if folder.exists() {
        fs::remove_dir_all(folder).unwrap();
    }
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn read(folder: &Path) -> Files {
    let files = WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let mut files: Files = files
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            (name, fs::read(entry.path()).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// Fails unless both hold the same files with the same bytes, and says where the first differences are.
#[track_caller]
pub(crate) fn assert_same(old: &Files, new: &Files, what: &str) {
    let differences = differences(old, new);
    assert!(differences.is_empty(), "{what}\n{}", differences.join("\n"));
}

fn differences(old: &Files, new: &Files) -> Vec<String> {
    let map = |files: &Files| files.iter().cloned().collect::<BTreeMap<_, _>>();
    let (old, mut new) = (map(old), map(new));
    let mut found = Vec::new();
    for (name, old) in &old {
        match new.remove(name) {
            None => found.push(format!("{name}: gone")),
            Some(new) if new != *old => found.push(format!("{name}: differs from line {} on", first_line(old, &new))),
            Some(_) => {}
        }
    }
    found.extend(new.keys().map(|name| format!("{name}: new")));
    found
}

fn first_line(old: &[u8], new: &[u8]) -> usize {
    let lines = |bytes: &[u8]| bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
    lines(old).iter().zip(&lines(new)).take_while(|(old, new)| old == new).count() + 1
}

#[test]
fn every_difference_is_told() {
    let files = |list: &[(&str, &str)]| -> Files {
        list.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    };
    let old = files(&[("a", "1\n2\n"), ("b", "x"), ("c", "same")]);
    let new = files(&[("a", "1\n3\n"), ("c", "same"), ("d", "")]);
    assert_eq!(differences(&old, &new), ["a: differs from line 2 on", "b: gone", "d: new"]);
    assert!(differences(&old, &old).is_empty());
}

#[test]
fn digests_are_those_of_sha256sum() {
    let files = vec![("abc.txt".to_owned(), b"abc".to_vec())];
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(digests(&files), format!("{abc}  abc.txt\n"));
}
