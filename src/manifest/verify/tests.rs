//! Every way of tampering with a dataset, and what is said about it.

use std::path::PathBuf;

use proptest::prelude::*;
use tempfile::TempDir;

use std::fs;

use super::*;
use crate::manifest::Manifest;
use crate::manifest::model::OutputRole;
use crate::manifest::model::tests::example;

const FILES: [(&str, &str); 5] = [
    ("lineage.parquet", "PAR1 not really"),
    ("nova/train.jsonl", "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n"),
    ("nova/validation.jsonl", "{\"n\":4}\n"),
    ("quarantine.jsonl", ""),
    ("titan/train.jsonl", "{\"n\":5}\n"),
];

struct Dataset {
    folder: TempDir,
    manifest: Manifest,
}

impl Dataset {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut manifest = example();
        for (path, content) in FILES {
            let full = folder.path().join(path);
            fs::create_dir_all(full.parent().unwrap()).unwrap();
            fs::write(full, content).unwrap();
            let Integrity { bytes, lines, blake3, sha256 } = Integrity::of(content.as_bytes()).unwrap();
            let lines = path.ends_with("jsonl").then_some(lines);
            let file = FileEntry { path: path.into(), records: 1, lines, bytes, blake3, sha256 };
            manifest.content.outputs.push(Output { file, role: OutputRole::Data, target: None, split: None });
        }
        let dataset = Self { folder, manifest };
        dataset.seal();
        dataset
    }

    fn seal(&self) {
        fs::write(self.path(MANIFEST), self.manifest.to_json().unwrap()).unwrap();
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn content(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn write(&self, path: &str, content: &str) {
        fs::write(self.path(path), content).unwrap();
    }

    /// Path and kind of every difference.
    fn differences(&self) -> Vec<(String, &'static str)> {
        let report = verify(self.folder.path()).unwrap();
        report.differences.into_iter().map(|found| (found.path, found.kind.name())).collect()
    }

    fn assert(&self, expected: &[(&str, &str)]) {
        let found = self.differences();
        let found: Vec<_> = found.iter().map(|(path, kind)| (path.as_str(), *kind)).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn what_was_written_is_intact() {
    let dataset = Dataset::new();
    let report = verify(dataset.folder.path()).unwrap();
    assert!(report.is_intact(), "{:?}", report.differences);
    assert_eq!((report.files, report.records), (5, 42));
    assert_eq!(report.bytes, FILES.iter().map(|(_, content)| content.len() as u64).sum::<u64>());
    assert_eq!(report.content_digest, dataset.manifest.content_digest().unwrap());
}

#[test]
fn a_deleted_line() {
    let dataset = Dataset::new();
    dataset.write("nova/train.jsonl", "{\"n\":1}\n{\"n\":3}\n");
    let report = verify(dataset.folder.path()).unwrap();
    let told: Vec<_> = report.differences.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["nova/train.jsonl: changed: 16 bytes, the manifest says 24; 2 lines for 3"]);
}

#[test]
fn reordered_lines() {
    let dataset = Dataset::new();
    dataset.write("nova/train.jsonl", "{\"n\":2}\n{\"n\":1}\n{\"n\":3}\n");
    dataset.assert(&[("nova/train.jsonl", "content")]);
}

#[test]
fn swapped_files_of_one_size_and_of_two() {
    for other in ["titan/train.jsonl", "nova/train.jsonl"] {
        let dataset = Dataset::new();
        let (first, second) = (dataset.content("nova/validation.jsonl"), dataset.content(other));
        dataset.write("nova/validation.jsonl", &second);
        dataset.write(other, &first);
        let report = verify(dataset.folder.path()).unwrap();
        assert_eq!(report.differences.len(), 2);
        for (here, there) in [("nova/validation.jsonl", other), (other, "nova/validation.jsonl")] {
            let kind = DifferenceKind::Swapped { with: there.into(), both: true };
            assert!(report.differences.contains(&Difference::new(here, kind)), "{:?}", report.differences);
        }
    }
}

#[test]
fn a_file_copied_over_another() {
    let dataset = Dataset::new();
    dataset.write("nova/validation.jsonl", &dataset.content("nova/train.jsonl"));
    let report = verify(dataset.folder.path()).unwrap();
    let told: Vec<_> = report.differences.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["nova/validation.jsonl: changed: holds the content of nova/train.jsonl"]);
}

#[test]
fn a_file_emptied_is_not_called_a_copy_of_an_empty_one() {
    let dataset = Dataset::new();
    dataset.write("titan/train.jsonl", "");
    dataset.assert(&[("titan/train.jsonl", "size")]);
}

#[test]
fn a_removed_and_an_added_file() {
    let dataset = Dataset::new();
    fs::remove_file(dataset.path("quarantine.jsonl")).unwrap();
    dataset.write("nova/extra.jsonl", "");
    dataset.write(".hidden", "");
    fs::create_dir_all(dataset.path("new/empty")).unwrap();
    dataset.write("new/file", "");
    dataset.assert(&[
        (".hidden", "unlisted"),
        ("new", "unlisted"),
        ("nova/extra.jsonl", "unlisted"),
        ("quarantine.jsonl", "missing"),
    ]);
}

#[test]
fn a_folder_in_place_of_a_file() {
    let dataset = Dataset::new();
    fs::remove_file(dataset.path("quarantine.jsonl")).unwrap();
    fs::create_dir(dataset.path("quarantine.jsonl")).unwrap();
    dataset.assert(&[("quarantine.jsonl", "not-a-file")]);
}

#[test]
#[cfg(unix)]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let dataset = Dataset::new();
    // Even if they lead to the very bytes that are listed.
    let elsewhere = tempfile::tempdir().unwrap();
    fs::rename(dataset.path("quarantine.jsonl"), elsewhere.path().join("q")).unwrap();
    symlink(elsewhere.path().join("q"), dataset.path("quarantine.jsonl")).unwrap();
    fs::rename(dataset.path("titan"), elsewhere.path().join("titan")).unwrap();
    symlink(elsewhere.path().join("titan"), dataset.path("titan")).unwrap();
    symlink("/", dataset.path("nova/root")).unwrap();
    dataset.assert(&[
        ("nova/root", "link"),
        ("quarantine.jsonl", "link"),
        ("titan", "link"),
        ("titan/train.jsonl", "missing"),
    ]);
    fs::rename(dataset.path(MANIFEST), elsewhere.path().join("m")).unwrap();
    symlink(elsewhere.path().join("m"), dataset.path(MANIFEST)).unwrap();
    dataset.assert(&[(MANIFEST, "not-a-file")]);
}

#[test]
#[cfg(unix)]
fn an_unreadable_file() {
    use std::os::unix::fs::PermissionsExt;
    let dataset = Dataset::new();
    let path = dataset.path("titan/train.jsonl");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser reads it all the same.
    let expected: &[_] = if File::open(&path).is_ok() { &[] } else { &[("titan/train.jsonl", "unreadable")] };
    dataset.assert(expected);
}

#[test]
fn a_count_edited_in_the_manifest() {
    let dataset = Dataset::new();
    let edited = dataset.content(MANIFEST).replacen("\"records\": 42", "\"records\": 43", 1);
    dataset.write(MANIFEST, &edited);
    dataset.assert(&[(MANIFEST, "manifest")]);
}

#[test]
fn a_list_edited_and_sealed_again_still_meets_the_files() {
    let mut dataset = Dataset::new();
    dataset.manifest.content.outputs[1].file.lines = Some(4);
    dataset.manifest.content.outputs[2].file.sha256 = "0".repeat(64);
    dataset.manifest.content.outputs[4].file.bytes += 1;
    dataset.seal();
    dataset.assert(&[
        ("nova/train.jsonl", "lines"),
        ("nova/validation.jsonl", "content"),
        ("titan/train.jsonl", "size"),
    ]);
}

#[test]
fn a_list_that_repeats_itself_or_leaves_the_folder() {
    let mut dataset = Dataset::new();
    let template = dataset.manifest.content.outputs[0].clone();
    for path in ["lineage.parquet", "../secret", "/etc/passwd", "nova/../nova/train.jsonl", MANIFEST] {
        let mut output = template.clone();
        output.file.path = path.into();
        dataset.manifest.content.outputs.push(output);
    }
    dataset.seal();
    dataset.assert(&[
        ("../secret", "path"),
        ("/etc/passwd", "path"),
        ("lineage.parquet", "duplicate"),
        (MANIFEST, "path"),
        ("nova/../nova/train.jsonl", "path"),
    ]);
}

#[test]
fn no_manifest_and_no_json() {
    let dataset = Dataset::new();
    for broken in ["", "{", "[]", "{\"short_name\": \"another tool's\"}"] {
        dataset.write(MANIFEST, broken);
        dataset.assert(&[(MANIFEST, "manifest")]);
    }
    fs::write(dataset.path(MANIFEST), [0xff, 0xfe]).unwrap();
    dataset.assert(&[(MANIFEST, "manifest")]);
    fs::remove_file(dataset.path(MANIFEST)).unwrap();
    assert!(matches!(verify(dataset.folder.path()), Err(Error::NoManifest { .. })));
    assert!(matches!(verify(&dataset.path("nowhere")), Err(Error::Read { .. })));
    assert!(verify(&dataset.path("quarantine.jsonl")).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_flipped_bit_is_noticed_and_its_file_named(file in 0..=FILES.len(), at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let dataset = Dataset::new();
        let name = FILES.get(file).map_or(MANIFEST, |(name, _)| *name);
        let path = dataset.path(name);
        let mut bytes = fs::read(&path).unwrap();
        prop_assume!(!bytes.is_empty());
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        fs::write(&path, bytes).unwrap();
        let differences = dataset.differences();
        prop_assert!(differences.iter().any(|(path, _)| path == name), "{:?}", differences);
        if name != MANIFEST {
            prop_assert_eq!(differences.len(), 1);
        }
    }
}
