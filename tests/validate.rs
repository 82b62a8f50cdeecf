//! `scrubjay validate` and `scrubjay targets` as a person or a CI step runs them.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

use std::path::Path;
use std::process::{Command, Output, Stdio};

const GOOD: &str = "{\"prompt\":\"How long does a refund take?\",\"completion\":\"Five days.\"}\n";

fn scrubjay(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scrubjay"));
    command.current_dir(folder).args(args).stdin(Stdio::null()).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// A folder with a valid file, one with two errors and a warning, and a validation set.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &str| std::fs::write(folder.path().join(name), content).unwrap();
    write("good.jsonl", &GOOD.repeat(100));
    write("bad.jsonl", &format!("{}\n{{\"prompt\":\"zqxcanary\",\"zqxcanary\":1}}\n", GOOD.repeat(100)));
    write("validation.jsonl", &GOOD.replace("Five", "Six").repeat(10));
    folder
}

#[test]
fn exit_codes_tell_the_truth() {
    let folder = folder();
    let cases: [(&[&str], i32); 9] = [
        (&["--target", "llama3-1", "good.jsonl"], 0),
        (&["--target", "llama3-1", "good.jsonl", "--validation", "validation.jsonl"], 0),
        (&["--target", "llama3-1", "bad.jsonl"], 1),
        (&["--target", "llama3-1", "--validation", "validation.jsonl"], 1),
        (&["--target", "nova1-lite", "good.jsonl"], 1),
        (&["--target", "llama3.1", "good.jsonl"], 2),
        (&["--target", "llama3-1", "good.jsonl", "missing.jsonl"], 2),
        (&["--target", "llama3-1", "."], 2),
        (&["--target", "llama3-1"], 2),
    ];
    for (args, expected) in cases {
        let output = scrubjay(folder.path(), &[&["validate"], args].concat());
        assert_eq!(output.status.code(), Some(expected), "{args:?}");
        assert_eq!(output.stderr.is_empty(), expected != 2, "{args:?}");
    }
}

#[test]
fn problems_read_like_a_compilers() {
    let folder = folder();
    let output = scrubjay(folder.path(), &["validate", "--target", "llama3-1", "bad.jsonl"]);
    let expected = "\
error[BR002]: the line is blank
  at bad.jsonl:101
  help: delete the line, also at the end of the file
warning[BR003]: key number 2 does not belong here
  at bad.jsonl:102
  help: leave it out to be safe: it is ignored at best
error[BR003]: the key `completion` is missing
  at bad.jsonl:102
  help: add the key; `scrubjay targets explain` shows an example line

BR002         1  A blank line, a byte order mark, or bytes that are not UTF-8.
BR003         2  A key is missing, or is one too many.
bad.jsonl: train, 101 records, 6838 bytes
not valid for llama3-1: 2 errors, 1 warning
";
    assert_eq!(stdout(&output), expected);
}

#[test]
fn a_stranger_is_told_what_the_file_is_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let converse = r#"{"schemaVersion":"bedrock-conversation-2024","messages":[{"role":"user","content":[{"text":"q"}]},{"role":"assistant","content":[{"text":"a"}]}]}"#;
    let good = r#"{"prompt":"p","completion":"c"}"#;
    let utf16: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: [(&str, &[u8], i32, &[&str]); 22] = [
        (
            "other-shape.jsonl",
            converse.as_bytes(),
            1,
            &["at other-shape.jsonl:1", "note: the first record is one of", "nova1-lite"],
        ),
        (
            "table.jsonl",
            b"prompt,completion\nhello,world\n",
            1,
            &["(CSV)", "at table.jsonl:1", "convert it to JSON lines"],
        ),
        ("tabs.jsonl", b"prompt\tcompletion\nhello\tworld\n", 1, &["(TSV)", "convert it to JSON lines"]),
        ("page.jsonl", b"<html>\n", 1, &["begins with a tag", "one JSON object a line"]),
        ("utf16.jsonl", &utf16, 1, &["in UTF-16", "iconv -f UTF-16 -t UTF-8"]),
        ("packed.jsonl", b"\x1f\x8b\x08\0\0", 1, &["compressed (gzip)", "decompress it"]),
        ("rows.jsonl", b"PAR1\x15\x04\x15\0PAR1", 1, &["the file is parquet", "-parquet"]),
        ("picture.jsonl", b"\x89PNG\r\n\x1a\n\0\0", 1, &["the file is no text", "JSON object a line in UTF-8"]),
        ("empty.jsonl", b"", 1, &["holds no record", "at empty.jsonl"]),
        (
            "mark.jsonl",
            "\u{feff}{\"prompt\":\"p\",\"completion\":\"c\"}".as_bytes(),
            1,
            &["byte order mark", "without a byte order mark"],
        ),
        (
            "crlf.jsonl",
            b"{\"prompt\":\"p\",\"completion\":\"c\"}\r\n",
            0,
            &["carriage return and line feed", "line feed alone"],
        ),
        (
            "cr.jsonl",
            b"{\"prompt\":\"p\",\"completion\":\"c\"}\r{\"prompt\":\"q\"}\r",
            1,
            &["carriage returns alone", "tr '\\r' '\\n'"],
        ),
        ("python.jsonl", b"{'prompt': 'p'}\n", 1, &["python.jsonl:1:2", "single quotes", "json.dumps"]),
        ("nan.jsonl", b"{\"prompt\":\"p\",\"completion\":NaN}\n", 1, &["no JSON, such as NaN", "write null"]),
        ("none.jsonl", b"{\"prompt\":None}\n", 1, &["such as NaN, None or True"]),
        ("minus.jsonl", b"{\"prompt\":-Infinity}\n", 1, &["such as NaN, None or True"]),
        (
            "prose.jsonl",
            b"Dear all,\nthis is prose.\n",
            1,
            &["prose.jsonl:1", "prose.jsonl:2", "the line is text, not a JSON object"],
        ),
        (
            "capitals.jsonl",
            b"{\"Prompt\":\"p\",\"completion\":\"c\"}",
            1,
            &["is `prompt` but for capital letters", "write `prompt`"],
        ),
        ("array.jsonl", b"[{\"prompt\":\"p\"},{}]", 1, &["an array, not an object", "jq -c '.[]'"]),
        ("pretty.jsonl", b"{\n \"prompt\":\"p\"\n}", 1, &["spread over lines", "jq -c ."]),
        (
            "joined.jsonl",
            b"{\"prompt\":\"p\"}{\"prompt\":\"q\"}",
            1,
            &["joined.jsonl:1:15", "something stands after the object"],
        ),
        ("folder", b"", 2, &["folder is a folder: name the files in it, such as folder/*.jsonl"]),
    ];
    for (name, content, code, says) in cases {
        if name == "folder" {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        } else {
            std::fs::write(folder.path().join(name), content).unwrap();
        }
        let output = scrubjay(folder.path(), &["validate", "--target", "titan-text-lite", name]);
        let all = format!("{}{}", stdout(&output), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{name}: {all}");
        for said in says {
            assert!(all.contains(said), "{name}: {said:?} is not in {all}");
        }
    }
    for (name, said) in [("s3://bucket/train.jsonl", "aws s3 cp"), ("missing.jsonl", "cannot read missing.jsonl")] {
        let output = scrubjay(folder.path(), &["validate", "--target", "titan-text-lite", name]);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains(said), "{name}");
    }
}

#[test]
fn every_format_counts_all_and_quotes_nothing() {
    let folder = folder();
    let validate = |format: &str, most: &str| {
        let args = ["validate", "--target", "llama3-1", "--max-problems", most, "--format", format, "bad.jsonl"];
        let output = scrubjay(folder.path(), &args);
        assert_eq!(output.status.code(), Some(1), "{format}");
        let text = stdout(&output);
        assert!(!text.contains("zqxcanary"), "{format}");
        text
    };
    let json: serde_json::Value = serde_json::from_str(&validate("json", "1")).unwrap();
    assert_eq!(json["summary"]["errors"], 2);
    assert_eq!(json["problems"].as_array().unwrap().len(), 1);
    assert_eq!(json["problems_not_shown"], 2);
    assert_eq!(json["files"][0]["records"], 101);

    let sarif: serde_json::Value = serde_json::from_str(&validate("sarif", "0")).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let places: Vec<_> =
        results.iter().map(|result| (result["ruleId"].as_str().unwrap(), result["level"].as_str().unwrap())).collect();
    assert_eq!(places, [("BR002", "error"), ("BR003", "warning"), ("BR003", "error")]);
    assert_eq!(results[0]["locations"][0]["physicalLocation"]["region"]["startLine"], 101);

    let github = validate("github", "0");
    assert!(github.starts_with("::error file=bad.jsonl,line=101,title=BR002::the line is blank%0Ahelp: "));
    assert_eq!(github.lines().count(), 4);

    let junit = validate("junit", "0");
    assert!(junit.contains("<testsuite name=\"bad.jsonl\" tests=\"2\" failures=\"2\""), "{junit}");
}

#[test]
fn a_file_whose_errors_are_not_shown_does_not_look_valid() {
    let folder = folder();
    std::fs::write(folder.path().join("worse.jsonl"), "\n\n").unwrap();
    let args = ["validate", "-t", "llama3-1", "--max-problems", "1", "--format", "junit", "worse.jsonl", "bad.jsonl"];
    let junit = stdout(&scrubjay(folder.path(), &args));
    assert!(junit.contains("<testsuite name=\"bad.jsonl\" tests=\"1\" failures=\"1\""), "{junit}");
}

#[test]
fn targets_are_listed_and_explained() {
    let folder = folder();
    let list = stdout(&scrubjay(folder.path(), &["targets", "list"]));
    assert_eq!(list.lines().count(), 39);
    let json = stdout(&scrubjay(folder.path(), &["targets", "explain", "nova2-lite", "--format", "json"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["definition"]["file"]["validation"], false);
    let example = json["example"].as_str().unwrap();
    std::fs::write(folder.path().join("example.jsonl"), example.repeat(200)).unwrap();
    let output = scrubjay(folder.path(), &["validate", "--target", "nova2-lite", "example.jsonl"]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    let unknown = scrubjay(folder.path(), &["targets", "explain", "nova2-light"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("did you mean `nova2-lite`?"));
}

#[test]
fn repaired_copies_are_written_and_checked() {
    let folder = folder();
    let broken = format!("\u{feff}{}\n{{\"completion\":\"Six days.\",\"prompt\":\"How long?\"}}\r\n", GOOD.repeat(100));
    std::fs::write(folder.path().join("broken.jsonl"), broken).unwrap();
    let args = ["validate", "--target", "titan-text-lite", "--fix", "repaired", "broken.jsonl"];
    let output = scrubjay(folder.path(), &args);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    let expected = "\
repaired/broken.jsonl from broken.jsonl: 101 lines
  blank lines left out: 1, first in line 101
  byte order mark left out: 1, first in line 1
  carriage returns at line ends left out: 1, first in line 102
  lines whose keys were put in order: 1, first in line 102
";
    assert!(stdout(&output).starts_with(expected), "{}", stdout(&output));
    let copy = std::fs::read_to_string(folder.path().join("repaired/broken.jsonl")).unwrap();
    assert_eq!(copy, format!("{}{{\"prompt\":\"How long?\",\"completion\":\"Six days.\"}}\n", GOOD.repeat(100)));
    // What is there is never written over.
    let again = scrubjay(folder.path(), &args);
    assert_eq!(again.status.code(), Some(2));
}

#[test]
fn records_of_both_sides_are_told_with_their_places() {
    let folder = folder();
    std::fs::write(folder.path().join("same.jsonl"), GOOD).unwrap();
    let args = ["validate", "--target", "llama3-1", "good.jsonl", "--validation", "same.jsonl"];
    let output = scrubjay(folder.path(), &args);
    assert_eq!(output.status.code(), Some(1));
    let expected = "error[BR020]: the record stands in good.jsonl too, in line 1\n  at same.jsonl:1\n";
    assert!(stdout(&output).starts_with(expected), "{}", stdout(&output));
}

#[test]
fn logs_are_unpacked_and_targets_of_ones_own_are_used() {
    let folder = folder();
    let json = stdout(&scrubjay(folder.path(), &["targets", "explain", "distill-logs", "--format", "json"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, json["example"].as_str().unwrap().repeat(100).as_bytes()).unwrap();
    std::fs::write(folder.path().join("log.json.gz"), packed.finish().unwrap()).unwrap();
    let output = scrubjay(folder.path(), &["validate", "--target", "distill-logs", "log.json.gz"]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));

    let mine = include_str!("../rules/targets/llama3-1.toml").replace("name = \"llama3-1\"", "name = \"mine\"");
    std::fs::create_dir(folder.path().join("targets")).unwrap();
    std::fs::write(folder.path().join("targets/mine.toml"), mine).unwrap();
    let args = ["validate", "--target", "mine", "--targets", "targets", "good.jsonl"];
    assert_eq!(scrubjay(folder.path(), &args).status.code(), Some(0));
}
