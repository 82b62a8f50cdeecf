//! `scrubjay verify` as a person or a CI step meets it: exit codes and what is printed. A dataset is made with the library's
//! own writers, so that what they leave behind is what the command accepts.

#[cfg(test)]
mod verify {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::process::{Command, Output};

    use scrubjay::core::{Digest, Key, Position, Reason, Split};
    use scrubjay::manifest::model::{self, KeyKind, OutputRole};
    use scrubjay::manifest::{
        Content, LineageReader, LineageRow, LineageWriter, MANIFEST_VERSION, Manifest, Outcome, OutputLine, Run,
    };
    use scrubjay::write::{FileEntry, OutputFile, QuarantineIndex, Staging, Withheld};
    use tempfile::TempDir;

    /// Unique to the records: it must never be printed.
    const CANARY: &str = "ada.lovelace.canary@example.com";

    fn record(number: u8) -> Digest {
        Key::derive("test", b"").digest(&[&[number]])
    }

    fn train(staging: &Staging) -> FileEntry {
        let mut file = OutputFile::create(staging, "nova/train.jsonl").unwrap();
        for number in 0..3 {
            let line = format!("{{\"text\":\"{CANARY} {number}\"}}\n");
            assert_eq!(file.append(line.as_bytes(), 1).unwrap(), number + 1);
        }
        file.finish().unwrap()
    }

    fn validation(staging: &Staging) -> FileEntry {
        let mut file = OutputFile::create(staging, "nova/validation.jsonl").unwrap();
        file.append(b"{\"text\":\"other\"}\n", 1).unwrap();
        file.finish().unwrap()
    }

    fn quarantine(staging: &Staging) -> FileEntry {
        let mut index = QuarantineIndex::create(staging).unwrap();
        let (position, reason) = (Position::Line(4), Reason::JsonSyntax);
        index.push(Withheld { record: record(9), source: "notes", file: "notes.jsonl", position, reason }).unwrap();
        index.finish().unwrap()
    }

    fn lineage(staging: &Staging) -> FileEntry {
        let (entities, operators) = (BTreeMap::new(), BTreeMap::new());
        let mut table = LineageWriter::new(OutputFile::create(staging, "lineage.parquet").unwrap()).unwrap();
        for number in 0..3 {
            let outputs = [OutputLine { file: "nova/train.jsonl", line: u64::from(number) + 1 }];
            table
                .push(&LineageRow {
                    record: record(number),
                    source: "notes",
                    file: "notes.jsonl",
                    position: Position::Line(u64::from(number) + 1),
                    outcome: Outcome::Split(Split::Train),
                    outputs: &outputs,
                    parts: 1,
                    entities: &entities,
                    operators: &operators,
                    licence: Some("CC0-1.0"),
                    basis: None,
                    identity: None,
                    keys: &[],
                    survivor: None,
                    group: None,
                    alone: None,
                })
                .unwrap();
        }
        let (file, rows) = table.finish().unwrap();
        file.finish_binary(rows).unwrap()
    }

    fn manifest(files: [(FileEntry, OutputRole); 4]) -> Manifest {
        let output = |(file, role)| model::Output { file, role, target: None, split: None };
        Manifest {
            content: Content {
                costs: Vec::new(),
                tokenizer: None,
                tokens: Vec::new(),
                manifest_version: MANIFEST_VERSION,
                dataset: model::Dataset { name: "notes".into(), version: "1".into(), description: None },
                previous: None,
                tool: model::Tool { name: "scrubjay".into(), version: env!("CARGO_PKG_VERSION").into() },
                job: model::Job { blake3: "0".repeat(64), effective: serde_json::json!({}) },
                key: model::KeyOrigin { kind: KeyKind::Derived, id: "0".repeat(32) },
                redaction_key: None,
                rule_packs: Vec::new(),
                lists: Vec::new(),
                targets: Vec::new(),
                sources: Vec::new(),
                stages: Vec::new(),
                detection: model::Detection::default(),
                dedup: model::Deduplication::default(),
                splits: vec![model::SplitCount {
                    split: Split::Train,
                    requested: None,
                    records: 3,
                    groups: 3,
                    share: 1.0,
                    allowance: 2.0,
                    within: true,
                }],
                groups: model::Groups::default(),
                strata: model::Strata::default(),
                holdout_by_date: None,
                leakage: Vec::new(),
                outputs: files.into_iter().map(output).collect(),
            },
            run: Run {
                started: "2026-11-22T10:00:00Z".into(),
                finished: "2026-11-22T10:00:01Z".into(),
                duration_ms: 1000,
                leak_checks_ms: 0,
                host: "build-7".into(),
                threads: 1,
                invocation: Vec::new(),
                audit: None,
            },
        }
    }

    /// A published dataset: its folder is `out` in the returned one.
    fn dataset() -> (TempDir, PathBuf, Manifest) {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let staging = Staging::create(&out, false).unwrap();
        let manifest = manifest([
            (lineage(&staging), OutputRole::Lineage),
            (train(&staging), OutputRole::Data),
            (validation(&staging), OutputRole::Data),
            (quarantine(&staging), OutputRole::Quarantine),
        ]);
        staging.publish(&manifest.to_json().unwrap()).unwrap();
        (folder, out, manifest)
    }

    fn run(arguments: &[&str], folder: &Path) -> (Option<i32>, String) {
        let binary = env!("CARGO_BIN_EXE_scrubjay");
        let Output { status, stdout, stderr } =
            Command::new(binary).arg("verify").args(arguments).arg(folder).output().unwrap();
        let printed = [stdout, stderr].concat();
        let printed = String::from_utf8(printed).unwrap();
        assert!(!printed.contains(CANARY), "record text printed");
        (status.code(), printed)
    }

    #[test]
    fn an_intact_dataset() {
        let (_folder, out, manifest) = dataset();
        let digest = manifest.content_digest().unwrap();
        let (code, printed) = run(&[], &out);
        assert_eq!((code, printed), (Some(0), format!("intact: 4 files, 3 records, content digest {digest}\n")));
        assert_eq!(run(&["--quiet"], &out), (Some(0), String::new()));
        let (code, printed) = run(&["--format", "json"], &out);
        let json: serde_json::Value = serde_json::from_str(&printed).unwrap();
        assert_eq!(code, Some(0));
        assert_eq!(json["intact"], true);
        assert_eq!(json["content_digest"], digest);
        assert_eq!(json["differences"], serde_json::json!([]));
    }

    #[test]
    fn every_kind_of_tampering_exits_1_and_names_the_file() {
        type Tamper = fn(&Path);
        let tampers: [(&str, Tamper); 6] = [
            ("lineage.parquet", |out| flip(&out.join("lineage.parquet"))),
            ("manifest.json", |out| flip(&out.join("manifest.json"))),
            ("nova/train.jsonl", |out| {
                let path = out.join("nova/train.jsonl");
                let whole = fs::read_to_string(&path).unwrap();
                fs::write(&path, whole.split_once('\n').unwrap().1).unwrap();
            }),
            ("swapped with nova/validation.jsonl", |out| {
                let spare = out.join("spare");
                fs::rename(out.join("nova/train.jsonl"), &spare).unwrap();
                fs::rename(out.join("nova/validation.jsonl"), out.join("nova/train.jsonl")).unwrap();
                fs::rename(spare, out.join("nova/validation.jsonl")).unwrap();
            }),
            ("quarantine.jsonl: missing", |out| fs::remove_file(out.join("quarantine.jsonl")).unwrap()),
            ("nova/more.jsonl: not in the manifest", |out| fs::write(out.join("nova/more.jsonl"), CANARY).unwrap()),
        ];
        for (told, tamper) in tampers {
            let (_folder, out, _) = dataset();
            tamper(&out);
            for arguments in [&[][..], &["--quiet"], &["--format", "json"]] {
                let (code, printed) = run(arguments, &out);
                assert_eq!(code, Some(1), "{told}");
                let told = if arguments.len() == 2 { told.split(':').next().unwrap() } else { told };
                assert!(printed.contains(told), "{told}: {printed}");
            }
        }
    }

    fn flip(path: &Path) {
        let mut bytes = fs::read(path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(path, bytes).unwrap();
    }

    #[test]
    fn what_is_no_dataset_exits_2() {
        let folder = tempfile::tempdir().unwrap();
        let (code, printed) = run(&[], folder.path());
        assert_eq!(code, Some(2));
        assert!(printed.contains("holds no manifest.json"), "{printed}");
        assert_eq!(run(&[], &folder.path().join("nowhere")).0, Some(2));
    }

    #[test]
    fn the_lineage_can_be_followed() {
        let (_folder, out, manifest) = dataset();
        let entry = manifest.content.outputs.iter().find(|output| output.role == OutputRole::Lineage).unwrap();
        let rows: Vec<_> = LineageReader::open(&out, &entry.file).unwrap().map(Result::unwrap).collect();
        assert_eq!(rows.len() as u64, entry.file.records);
        assert_eq!(rows[2].outputs, [("nova/train.jsonl".to_owned(), 3)]);
        assert_eq!(rows[2].record, record(2).to_string());
    }
}
