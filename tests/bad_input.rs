//! Input that cannot be used: each is an error or a quarantine reason that names file and position and shows no content.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

mod support;

use std::io::Write;
use std::process::Stdio;

use support::{Ran, Workspace, sft_job, sft_lines};

/// Stands in every bad file; it must come out nowhere.
const CANARY: &str = "canary-7f3k-ada.obi@example.com";

/// A value of the kind that a parser likes to quote.
fn canary_line() -> String {
    format!("{{\"prompt\":\"{CANARY}\",\"completion\":\"{CANARY}\"}}\n")
}

/// Runs the job and fails if the canary is on a stream, in a file beside the input, or in a temporary file.
#[track_caller]
fn run_quietly_about_content(workspace: &Workspace) -> Ran {
    let temporary = workspace.join("tmp");
    std::fs::create_dir_all(&temporary).unwrap();
    let ran: Ran = workspace.command().args(["run", "job.toml"]).env("TMPDIR", &temporary).output().unwrap().into();
    assert!(!ran.stdout.contains("canary") && !ran.stderr.contains("canary"), "{}\n{}", ran.stdout, ran.stderr);
    for (name, bytes) in workspace.files("") {
        let held = bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes());
        assert!(!held || name.starts_with("data"), "{name} holds the canary");
        assert!(!name.contains("canary"), "{name}");
    }
    ran
}

fn jsonl(content: impl AsRef<[u8]>) -> Workspace {
    let workspace = Workspace::new();
    workspace.write("job.toml", sft_job("data.jsonl", "")).write("data.jsonl", content);
    workspace
}

fn csv(content: impl AsRef<[u8]>) -> Workspace {
    let workspace = Workspace::new();
    workspace.write("job.toml", sft_job("data.csv", "")).write("data.csv", content);
    workspace
}

/// The quarantine index must hold one line with this reason at this place.
#[track_caller]
fn quarantined(workspace: &Workspace, reason: &str, unit: &str, number: u64) {
    run_quietly_about_content(workspace).expect(0);
    let index = workspace.lines("out/quarantine.jsonl");
    assert_eq!(index.len(), 1, "{index:?}");
    let line: serde_json::Value = serde_json::from_str(&index[0]).unwrap();
    assert_eq!(line["reason"], reason);
    assert_eq!((line["position"]["unit"].as_str(), line["position"]["number"].as_u64()), (Some(unit), Some(number)));
    assert!(line["file"].as_str().unwrap().starts_with("data."));
}

#[test]
fn a_prefix_that_a_target_reserves() {
    let workspace = jsonl(sft_lines(50));
    for (prefix, code) in [("User:", 2), ("ssn-", 0)] {
        let redact =
            format!("[redact]\nentities.US_SSN = {{ operator = \"hash\", length = 16, prefix = \"{prefix}\" }}\n");
        workspace.write("job.toml", sft_job("data.jsonl", &redact));
        let ran = run_quietly_about_content(&workspace).expect(code);
        if code != 0 {
            ran.says("job.toml").says("redact.entities.US_SSN.prefix").says("nova1-lite reserves");
            assert!(!workspace.join("out").exists());
        }
    }
}

#[test]
fn broken_json() {
    quarantined(&jsonl(sft_lines(50) + &format!("{{\"prompt\": \"{CANARY}\" oops\n")), "json-syntax", "line", 51);
}

#[test]
fn a_lone_surrogate() {
    let line = format!("{{\"prompt\":\"{CANARY} \\ud83d\",\"completion\":\"x\"}}\n");
    quarantined(&jsonl(line + &sft_lines(50)), "json-lone-surrogate", "line", 1);
}

#[test]
fn duplicate_keys() {
    let line = format!("{{\"prompt\":\"{CANARY}\",\"prompt\":\"b\",\"completion\":\"x\"}}\n");
    quarantined(&jsonl(line + &sft_lines(50)), "json-duplicate-key", "line", 1);
}

#[test]
fn invalid_utf8_in_the_middle() {
    let mut data = sft_lines(25).into_bytes();
    data.extend_from_slice(format!("{{\"prompt\":\"{CANARY} \u{0}").trim_end_matches('\0').as_bytes());
    data.extend_from_slice(b"\xff\xfe\",\"completion\":\"x\"}\n");
    data.extend_from_slice(sft_lines(50).as_bytes());
    quarantined(&jsonl(data), "encoding", "line", 26);
}

#[test]
fn nul_bytes() {
    let line = format!("{{\"prompt\":\"{CANARY} \\u0000\",\"completion\":\"x\"}}\n");
    quarantined(&jsonl(sft_lines(50) + &line), "nul-byte", "line", 51);
}

#[test]
fn a_line_over_the_limit() {
    let workspace = Workspace::new();
    workspace.write("job.toml", sft_job("data.jsonl", "[limits]\nmax_record_bytes = \"4 KiB\"\n"));
    let long = format!("{{\"prompt\":\"{}\",\"completion\":\"x\"}}\n", CANARY.repeat(400));
    workspace.write("data.jsonl", sft_lines(50) + &long);
    quarantined(&workspace, "too-large", "line", 51);
}

#[test]
fn a_stray_quote_in_csv() {
    let rows: String = (0..50).map(|n| format!("question {n},answer {n}\n")).collect();
    quarantined(&csv(format!("prompt,completion\n{rows}\"{CANARY}\" tail,x\n")), "csv-quote", "row", 51);
}

#[test]
fn a_quote_that_is_never_closed() {
    let rows: String = (0..50).map(|n| format!("question {n},answer {n}\n")).collect();
    let workspace = csv(format!("prompt,completion\n{rows}\"{CANARY},x\nmore,rows\n"));
    run_quietly_about_content(&workspace).expect(2).says("data.csv").says("52");
}

#[test]
fn ragged_rows() {
    let rows: String = (0..50).map(|n| format!("question {n},answer {n}\n")).collect();
    quarantined(&csv(format!("prompt,completion\n{rows}{CANARY}\n")), "ragged-row", "row", 51);
}

#[test]
fn a_truncated_gzip() {
    let workspace = Workspace::new();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(canary_line().repeat(50).as_bytes()).unwrap();
    let bytes = gzip.finish().unwrap();
    workspace.write("job.toml", sft_job("data.jsonl.gz", "")).write("data.jsonl.gz", &bytes[..bytes.len() - 9]);
    run_quietly_about_content(&workspace).expect(2).says("data.jsonl.gz");
    assert!(!workspace.join("out").exists());
}

#[test]
fn a_corrupt_parquet_footer() {
    let workspace = Workspace::new();
    let mut bytes = b"PAR1".to_vec();
    bytes.extend_from_slice(CANARY.as_bytes());
    bytes.extend_from_slice(&[0x40, 0, 0, 0]);
    bytes.extend_from_slice(b"PAR1");
    workspace.write("job.toml", sft_job("data.parquet", "")).write("data.parquet", bytes);
    run_quietly_about_content(&workspace).expect(2).says("data.parquet");
}

#[test]
#[cfg(unix)]
fn a_loop_of_links() {
    let workspace = Workspace::new();
    workspace.write("job.toml", sft_job("data", "")).write("data/a/one.jsonl", sft_lines(5));
    std::os::unix::fs::symlink(workspace.join("data"), workspace.join("data/a/back")).unwrap();
    run_quietly_about_content(&workspace).expect(2).says("back");
}

#[test]
#[cfg(unix)]
fn a_file_that_cannot_be_read() {
    let workspace = Workspace::new();
    workspace.write("job.toml", sft_job("data.d/*.jsonl", "")).write("data.d/one.jsonl", sft_lines(5));
    // A link to nothing cannot be read by anyone, root included.
    std::os::unix::fs::symlink(workspace.join("nothing"), workspace.join("data.d/two.jsonl")).unwrap();
    run_quietly_about_content(&workspace).expect(2).says("two.jsonl");
}

#[test]
fn an_empty_source() {
    run_quietly_about_content(&jsonl("")).expect(2).says("tickets").says("holds no record");
}

#[test]
fn a_glob_that_matches_nothing() {
    let workspace = Workspace::new();
    workspace.write("job.toml", sft_job("data/*.jsonl", ""));
    run_quietly_about_content(&workspace).expect(2).says("data/*.jsonl");
}

#[test]
fn a_mapping_that_matches_no_record() {
    let workspace = jsonl(sft_lines(30).replace("\"prompt\"", "\"question\""));
    run_quietly_about_content(&workspace).expect(2).says("mapping").says("data.jsonl");
}

#[test]
fn a_mapped_column_that_is_not_there_is_told_with_those_that_are() {
    let workspace = csv("prompt,answer\na,b\n");
    run_quietly_about_content(&workspace).expect(2).says("answer").says("data.csv");
}

#[test]
fn a_first_row_that_may_be_data_is_not_shown() {
    let workspace = csv("Adaeze Canary,Lekki\nBola Canary,Ikeja\n");
    let ran = run_quietly_about_content(&workspace).expect(2).says("prompt").says("data.csv");
    assert!(!ran.stderr.contains("Lekki"), "{}", ran.stderr);
}

#[test]
fn a_source_in_another_encoding() {
    let mut data = vec![0xff, 0xfe];
    data.extend(sft_lines(5).encode_utf16().flat_map(u16::to_le_bytes));
    run_quietly_about_content(&jsonl(data)).expect(2).says("utf-16le").says("data.jsonl");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk() {
    use std::process::Command;
    // A limit on the size of written files is as good as a full disk: the write fails with the same kind of error.
    let workspace = jsonl(sft_lines(20_000));
    let script = format!("ulimit -f 64; trap '' XFSZ; exec {} run job.toml", env!("CARGO_BIN_EXE_scrubjay"));
    let output = Command::new("bash").arg("-c").arg(script).current_dir(workspace.path()).output().unwrap();
    let ran = Ran::from(output).expect(2);
    assert!(!ran.stderr.contains("parcel"), "{}", ran.stderr);
    assert!(!workspace.join("out").exists());
    let left: Vec<_> = std::fs::read_dir(workspace.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("staging")), "{left:?}");
}

#[test]
#[cfg(unix)]
fn ctrl_c() {
    let workspace = Workspace::new();
    workspace.write("job.toml", sft_job("-", "").replace("uri = \"-\"", "uri = \"-\"\nformat = \"jsonl\""));
    let mut child = workspace
        .command()
        .args(["run", "job.toml"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let pid = child.id().to_string();
    let (started, reading) = std::sync::mpsc::channel();
    let feeder = std::thread::spawn(move || {
        // Enough for many batches; the run ends while this still writes.
        for round in 0..20_000 {
            if stdin.write_all(sft_lines(100).as_bytes()).is_err() {
                break;
            }
            // More than a pipe holds: what was written first has been read.
            if round == 20 {
                let _ = started.send(());
            }
        }
    });
    reading.recv().unwrap();
    std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap();
    let ran = Ran::from(child.wait_with_output().unwrap()).expect(130);
    feeder.join().unwrap();
    assert!(ran.stderr.contains("nothing was published"));
    assert!(!workspace.join("out").exists());
    assert_eq!(workspace.files("").len(), 1, "nothing but the job is left");
}

#[test]
fn one_signal_ends_a_scan_whose_next_batch_does_not_come() {
    let workspace = Workspace::new();
    let mut child = workspace
        .command()
        .args(["scan", "--format", "jsonl", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // More than a pipe holds, so that it is being read; and then nothing, and no end either.
    stdin.write_all(sft_lines(2000).as_bytes()).unwrap();
    let pid = child.id().to_string();
    std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap();
    let signalled = std::time::Instant::now();
    let ran = Ran::from(child.wait_with_output().unwrap()).expect(130);
    assert!(signalled.elapsed() < std::time::Duration::from_secs(20));
    assert!(ran.stderr.contains("interrupted"), "{}", ran.stderr);
    drop(stdin);
}

#[test]
fn columns_that_were_not_looked_at_are_told_of_even_quietly() {
    let workspace = Workspace::new();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/parquet");
    std::fs::copy(folder.join("fixed.parquet"), workspace.join("f.parquet")).unwrap();
    let ran = workspace.run(&["scan", "-q", "f.parquet"]).expect(1);
    assert!(ran.stdout.contains("EMAIL_ADDRESS"), "{}", ran.stdout);
    assert!(
        ran.stderr.starts_with("warning: f.parquet: ") && ran.stderr.contains("\"wide\", \"digest\""),
        "{}",
        ran.stderr
    );
}

#[test]
fn the_canary_is_gone_from_good_data_too() {
    let workspace = jsonl(canary_line().repeat(3) + &sft_lines(60));
    run_quietly_about_content(&workspace).expect(0);
    assert!(
        workspace.read("out/llama3-1/train.jsonl").contains("EMAIL_ADDRESS")
            || workspace.read("out/llama3-1/holdout.jsonl").contains("EMAIL_ADDRESS")
            || workspace.read("out/llama3-1/validation.jsonl").contains("EMAIL_ADDRESS")
    );
}

#[test]
fn a_table_may_have_no_header() {
    let workspace = Workspace::new();
    workspace.write("a.csv", "name,mail\nx,y\n").write("b.csv", "Ada Lovelace,Dr Grace Hopper\nx,y\n");
    workspace.run(&["scan", "a.csv"]).expect(0);
    let ran = workspace.run(&["scan", "b.csv", "--format", "jsonl"]).expect(1);
    assert!(ran.stdout.contains("\"column 2\"") && ran.stdout.contains("PERSON"), "{}", ran.stdout);
    // Columns under a name are called by it, unless somebody says that it is none.
    workspace.write("c.csv", "Ada,Obi\nada@example.com,y\n");
    assert!(workspace.run(&["scan", "c.csv", "--format", "jsonl"]).expect(1).stdout.contains("\"Ada\""));
    let ran = workspace.run(&["scan", "c.csv", "--format", "jsonl", "--no-header"]).expect(1);
    assert!(ran.stdout.contains("\"column 1\"") && !ran.stdout.contains("Ada"), "{}", ran.stdout);
    // What reads no tables, or only those that say which column is what, does not take the option in silence.
    for command in ["redact", "leaks"] {
        workspace.run(&[command, "--no-header", "c.csv"]).expect(2).says("unexpected argument '--no-header'");
    }
}

#[test]
fn columns_without_a_name_of_their_own_are_no_fault_of_a_table() {
    let rows: String = (0..50).map(|n| format!("{n},question {n},answer {n},\n")).collect();
    let workspace = csv(format!(",prompt,completion,\n{rows}"));
    run_quietly_about_content(&workspace).expect(0);
    workspace.write("a.csv", ",mail,mail\n0,x,ada@example.com\n");
    let ran = workspace.run(&["scan", "a.csv"]).expect(1);
    assert!(ran.stdout.contains("a.csv: row 1 column 3 (mail) [0..15]"), "{}", ran.stdout);
    workspace.run(&["leaks", "--train", "a.csv", "--holdout", "a.csv"]).expect(1);
    // Only a name that is mapped must say which column is meant.
    let twice = csv(format!("id,prompt,completion,prompt\n{rows}"));
    run_quietly_about_content(&twice).expect(2).says("data.csv: columns 2 and 4 of the header row are both called");
}

#[test]
fn rows_of_a_table_without_a_header_count_from_1_in_every_format() {
    let workspace = Workspace::new();
    workspace.write("a.csv", "a@example.com\nb@example.com\nc@example.com\n");
    for options in [&["scan", "a.csv"][..], &["scan", "a.csv", "--no-header"]] {
        let ran = workspace.run(options).expect(1);
        let places: Vec<_> = ran.stdout.lines().filter_map(|line| line.split_once(" column 1 ")).collect();
        let places: Vec<_> = places.iter().map(|(place, _)| *place).collect();
        assert_eq!(places, ["a.csv: row 1", "a.csv: row 2", "a.csv: row 3"], "{}", ran.stdout);
        let ran = workspace.run(&[options, &["--format", "jsonl"]].concat()).expect(1);
        let lines = ran.stdout.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        assert_eq!(lines.map(|line| line["record"].as_u64().unwrap()).collect::<Vec<_>>(), [1, 2, 3]);
    }
    workspace.write("b.csv", "sep=;\n\nid;mail\n1;x@example.com\n");
    let ran = workspace.run(&["scan", "b.csv"]).expect(1);
    assert!(ran.stdout.starts_with("b.csv: row 1 mail"), "{}", ran.stdout);
}
