//! Broken files and datasets: each must give exactly the problems that are listed, and nothing of its content.

use super::*;
use crate::format::{Code, Targets};

mod broken;
mod dataset;
mod peculiar;
mod shapes;

/// `code`, `line` (0 for the whole file), `pointer`; warnings are marked with `w`.
type Expected = (&'static str, u64, &'static str);

fn problems_as(target: &str, split: Split, bytes: &[u8]) -> (Vec<Problem>, FileReport) {
    let targets = Targets::load(None).unwrap();
    let mut problems = Vec::new();
    let report = file(targets.get(target).unwrap(), split, "f", bytes, Options::default(), &mut |problem| {
        problems.push(problem);
    })
    .unwrap();
    assert_eq!(report.tally.errors + report.tally.warnings, problems.len() as u64);
    (problems, report)
}

fn check(target: &str, cases: &[(&[u8], &[Expected])]) {
    for (bytes, expected) in cases {
        let (problems, _) = problems_as(target, Split::Train, bytes);
        let found: Vec<_> = problems
            .iter()
            .map(|p| {
                let mark = if p.severity == Severity::Warning { "w" } else { "" };
                (format!("{}{mark}", p.code), p.line.unwrap_or(0), p.pointer.clone())
            })
            .collect();
        let expected: Vec<_> = expected.iter().map(|(c, l, p)| ((*c).to_owned(), *l, (*p).to_owned())).collect();
        assert_eq!(found, expected, "{target}: {}", String::from_utf8_lossy(bytes));
        for problem in &problems {
            assert!(!problem.message.is_empty() && !problem.help.is_empty());
        }
    }
}

const GOOD: &str = r#"{"prompt":"p","completion":"c"}"#;

fn lines(lines: &[&str]) -> Vec<u8> {
    let mut file = lines.join("\n");
    file.push('\n');
    file.into_bytes()
}

const USER: &str = r#"{"role":"user","content":[{"text":"q"}]}"#;
const ASSISTANT: &str = r#"{"role":"assistant","content":[{"text":"a"}]}"#;

#[test]
fn places_are_exact() {
    let (problems, report) =
        problems_as("llama3-1", Split::Train, &lines(&[GOOD, r#"{"prompt":"p" "completion":"c"}"#]));
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    assert_eq!((problem.line, problem.offset, problem.column), (Some(2), Some(32), Some(15)));
    assert_eq!((report.records, report.bytes), (2, 64));
}

#[test]
fn problems_that_are_not_told_are_counted() {
    let targets = Targets::load(None).unwrap();
    let target = targets.get("llama3-1").unwrap();
    // Of two blocks, so that each has more than are told.
    let bytes = [lines(&["\r", GOOD]), b"\n".repeat(2 << 20), lines(&["{}", r#"{"prompt":1,"x":1}"#])].concat();
    let found = |most| {
        let mut told = Vec::new();
        let options = Options { most, ..Options::default() };
        let report = file(target, Split::Train, "f", bytes.as_slice(), options, &mut |problem| told.push(problem));
        (told, report.unwrap())
    };
    let (all, complete) = found(None);
    assert_eq!(all.len() as u64, complete.tally.errors + complete.tally.warnings);
    for most in [0, 1, 3, 1000] {
        let (told, report) = found(Some(most));
        assert_eq!(report, complete);
        assert_eq!(told, all[..most]);
    }
}

#[test]
fn an_endless_line_is_one_problem() {
    let mut bytes = b"{\"prompt\":\"".to_vec();
    bytes.resize(crate::format::MAX_LINE_BYTES + 100, b'x');
    bytes.extend_from_slice(b"\n");
    bytes.extend_from_slice(GOOD.as_bytes());
    check("llama3-1", &[(&bytes, &[("BR008", 1, "")])]);
}

#[test]
fn problems_say_nothing_of_the_file() {
    let canary = "zqxcanary";
    let broken = [
        format!(r#"{{"{canary}":"{canary}"}}"#),
        format!(r#"{{"prompt":"{canary}","completion":"{canary}","{canary}":1}}"#),
        format!(r#"{{"prompt":"{canary}" {canary}}}"#),
        format!(r#"{{"messages":[{{"role":"{canary}","content":"{canary}"}}],"schemaVersion":"{canary}"}}"#),
        canary.to_owned(),
        format!("\"{canary}\""),
        format!(r#"{{"prompt":{{"{canary}":1,"{canary}":2}}}}"#),
    ];
    let broken: Vec<_> = broken.iter().map(String::as_str).collect();
    for target in Targets::load(None).unwrap().iter() {
        let (problems, report) = problems_as(target.name(), Split::Train, &lines(&broken));
        assert!(!format!("{problems:?}{report:?}").contains(canary), "{}", target.name());
    }
}
