//! What is written is read back the same and valid; what is no such file is told.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};

use proptest::prelude::*;

use super::*;
use crate::core::{Body, Role, Split, Text, Turn};
use crate::format::validate::{self, FileReport, Options, Problem};
use crate::format::{Severity, Target, Targets};

const TARGETS: [&str; 4] =
    ["import-alpaca-parquet", "import-pairs-parquet", "import-sharegpt-parquet", "import-trl-parquet"];

fn written(target: &Target, lines: &str) -> File {
    let mut file = tempfile::tempfile().unwrap();
    let mut writer = ParquetWriter::new(target, &mut file).unwrap();
    for line in lines.split_inclusive('\n') {
        writer.append(line.as_bytes(), 1).unwrap();
    }
    assert_eq!(writer.rows(), lines.matches('\n').count() as u64);
    writer.finish().unwrap();
    file
}

fn keys(target: &Target) -> Vec<&str> {
    target.keys().map(|(key, _)| key).collect()
}

fn read(target: &Target, file: &File) -> String {
    let mut rows = Rows::open(file.try_clone().unwrap(), &keys(target)).unwrap();
    let mut lines = String::new();
    rows.read_to_string(&mut lines).unwrap();
    assert_eq!(rows.failure(), None);
    lines
}

fn checked(target: &Target, file: File) -> (FileReport, Vec<Problem>) {
    let mut problems = Vec::new();
    let report =
        validate::table(target, Split::Train, "f", file, Options::default(), &mut |problem| problems.push(problem));
    (report.unwrap(), problems)
}

fn said(problems: &[Problem]) -> Vec<(&'static str, Option<u64>, String)> {
    let mark = |problem: &Problem| if problem.severity == Severity::Warning { "w" } else { "" };
    let code = |problem: &Problem| format!("{}{}", problem.code, mark(problem)).leak() as &str;
    problems.iter().map(|problem| (code(problem), problem.line, problem.pointer.clone())).collect()
}

fn text() -> impl Strategy<Value = Text> {
    "[a-z é\u{1F600}\n\"\\\\\u{0}\u{feff}]{0,12}[a-z]".prop_map(Text::new)
}

fn body() -> impl Strategy<Value = Body> {
    let turn = |role| move |text| Turn { role, text };
    let exchange = (text().prop_map(turn(Role::User)), text().prop_map(turn(Role::Assistant)));
    let turns = prop::collection::vec(exchange, 1..5);
    let turns = turns.prop_map(|pairs| pairs.into_iter().flat_map(|(user, assistant)| [user, assistant]).collect());
    (prop::option::of(text()), turns).prop_map(|(system, turns)| Body::Conversation { system, turns })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn rows_are_the_same_records_as_lines(bodies in prop::collection::vec(body(), 1..20)) {
        let targets = Targets::load(None).unwrap();
        for name in TARGETS {
            let target = targets.get(name).unwrap();
            let mut lines = Vec::new();
            for body in bodies.iter().filter(|body| target.accepts(body).is_ok()) {
                target.encode(body, &mut lines).unwrap();
            }
            let lines = String::from_utf8(lines).unwrap();
            let file = written(target, &lines);
            prop_assert_eq!(&read(target, &file), &lines);
            let (report, problems) = checked(target, file);
            prop_assert!(problems.iter().all(|problem| problem.severity == Severity::Warning || lines.is_empty()));
            prop_assert_eq!(report.records, lines.matches('\n').count() as u64);
        }
    }
}

#[test]
fn groups_and_slices_do_not_show() {
    let targets = Targets::load(None).unwrap();
    let target = targets.get("import-pairs-parquet").unwrap();
    let long = "x".repeat(40 << 10);
    let lines: String = (0..1100).map(|n| format!("{{\"prompt\":\"{n}\",\"completion\":\"{long}\"}}\n")).collect();
    let file = written(target, &lines);
    assert!(lines.len() > 2 * GROUP_BYTES, "several groups");
    assert!(read(target, &file) == lines);
    let again = written(target, &lines);
    let bytes = |mut file: File| {
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(0)).unwrap();
        file.read_to_end(&mut bytes).unwrap();
        bytes
    };
    assert!(bytes(file) == bytes(again), "the same records give the same bytes");
}

#[test]
fn problems_name_the_row() {
    let targets = Targets::load(None).unwrap();
    let other = targets.get("import-alpaca-parquet").unwrap();
    let file = written(
        other,
        "{\"instruction\":\"i\",\"input\":\"\",\"output\":\"o\"}\n{\"instruction\":\" \",\"output\":\"o\"}\n",
    );
    let (report, problems) = checked(other, file.try_clone().unwrap());
    assert_eq!((report.records, report.complete), (2, true));
    assert_eq!(report.bytes, file.metadata().unwrap().len());
    let expected = [("BR003w", Some(2), String::new()), ("BR006", Some(2), "/instruction".to_owned())];
    assert_eq!(said(&problems), expected);
    assert!(problems.iter().all(|problem| problem.offset.is_none()));

    let pairs = targets.get("import-pairs-parquet").unwrap();
    let (report, problems) = checked(pairs, file);
    assert_eq!((said(&problems), report.complete), (vec![("BR023", None, String::new())], false));
}

#[test]
fn what_is_no_parquet_file_is_told() {
    let targets = Targets::load(None).unwrap();
    let target = targets.get("import-pairs-parquet").unwrap();
    let good = written(target, "{\"prompt\":\"p\",\"completion\":\"zqxcanary\"}\n");
    let mut bytes = Vec::new();
    let mut whole = good.try_clone().unwrap();
    whole.seek(SeekFrom::Start(0)).unwrap();
    whole.read_to_end(&mut bytes).unwrap();
    let mut cases = vec![
        (b"{\"prompt\":\"p\",\"completion\":\"c\"}\n".to_vec(), ParquetError::NotParquet),
        (Vec::new(), ParquetError::NotParquet),
        (bytes[..bytes.len() - 9].to_vec(), ParquetError::CutOff),
        (b"PAR1PARE".to_vec(), ParquetError::Encrypted),
        (b"PAR1PAR1".to_vec(), ParquetError::Damaged),
    ];
    // In the pages themselves; lengths are trusted by the decoder, which cannot be helped from outside.
    let page = memchr::memmem::find(&bytes, b"\x28\xb5\x2f\xfd").unwrap();
    for at in page..page + 10 {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x55;
        cases.push((damaged, ParquetError::Damaged));
    }
    for (n, (content, expected)) in cases.into_iter().enumerate() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&content).unwrap();
        if n < 5 {
            assert_eq!(Rows::open(file.try_clone().unwrap(), &keys(target)).err(), Some(expected), "{n}");
        }
        let (report, problems) = checked(target, file);
        assert!(n >= 5 || (!report.complete && problems.len() == 1), "{n}: {problems:?}");
        assert!(!format!("{problems:?}").contains("zqx"));
    }
}
