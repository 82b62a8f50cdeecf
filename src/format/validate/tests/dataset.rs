//! What is wrong with whole files and with files together.

use super::*;

fn report(target: &Target, split: Split, records: u64) -> FileReport {
    let line = target.example().unwrap();
    let bytes = line.repeat(usize::try_from(records).unwrap());
    file(target, split, "f", bytes.as_bytes(), Options::default(), &mut |problem| panic!("{problem:?}")).unwrap()
}

#[test]
fn figures_of_the_whole_dataset() {
    let targets = Targets::load(None).unwrap();
    let cases: [(&str, u64, u64, &[&str]); 12] = [
        ("llama3-1", 90, 10, &[]),
        ("llama3-1", 90, 9, &["BR009"]),
        ("llama3-1", 90, 1001, &["BR009"]),
        ("llama3-1", 9500, 501, &["BR009"]),
        ("cohere-command", 10_001, 1, &["BR009"]),
        ("nova1-lite", 7, 0, &["BR009"]),
        ("nova1-lite", 8, 0, &["BR009w"]),
        ("nova1-lite", 100, 5, &[]),
        ("nova2-lite", 199, 0, &["BR009w"]),
        ("nova2-lite", 200, 1, &["BR013"]),
        ("eval-auto", 1001, 0, &["BR009"]),
        ("titan-text-premier", 1, 1, &[]),
    ];
    for (name, train, validation, expected) in cases {
        let target = targets.get(name).unwrap();
        let mut files = vec![report(target, Split::Train, train)];
        if validation > 0 {
            files.push(report(target, Split::Validation, validation));
        }
        let mut found = Vec::new();
        together(target, &files, &mut |problem| {
            let mark = if problem.severity == Severity::Warning { "w" } else { "" };
            found.push(format!("{}{mark}", problem.code));
        });
        assert_eq!(found, expected, "{name} {train} + {validation}");
    }
}

#[test]
fn what_is_not_known_is_not_judged() {
    let targets = Targets::load(None).unwrap();
    let target = targets.get("llama3-1").unwrap();
    let (_, stopped) = problems_as("llama3-1", Split::Train, b"\x1f\x8b\x08\0");
    assert!(!stopped.complete);
    together(target, &[stopped], &mut |problem| panic!("{problem:?}"));
}

#[test]
fn files_that_differ_in_an_optional_key() {
    let targets = Targets::load(None).unwrap();
    let target = targets.get("nova1-lite").unwrap();
    let bare = lines(&[&format!(r#"{{"schemaVersion":"bedrock-conversation-2024","messages":[{USER},{ASSISTANT}]}}"#)]);
    let bare =
        file(target, Split::Validation, "v", bare.as_slice(), Options::default(), &mut |p| panic!("{p:?}")).unwrap();
    let mut codes = Vec::new();
    together(target, &[report(target, Split::Train, 100), bare], &mut |problem| codes.push(problem.code));
    assert_eq!(codes, [Code::Br011]);
}

#[test]
fn names_and_sizes() {
    let targets = Targets::load(None).unwrap();
    let cases: [(&str, &str, &[Code]); 9] = [
        ("nova1-lite", "data/dt=1/train-1.jsonl", &[Code::Br012]),
        ("nova1-lite", "/home/dt=1/train-1.jsonl", &[]),
        ("nova1-lite", "train (1).jsonl", &[Code::Br012]),
        ("llama3-1", "train(1).jsonl", &[]),
        ("llama3-1", "train+1.jsonl", &[Code::Br012]),
        ("llama3-1", "train.json", &[Code::Br012]),
        ("llama3-1", "jsonl", &[Code::Br012]),
        ("llama3-1", "trän.txt", &[Code::Br012, Code::Br012]),
        ("plain-text", "train.txt", &[]),
    ];
    for (target, file_name, expected) in cases {
        let mut codes = Vec::new();
        name(targets.get(target).unwrap(), Split::Train, file_name, &mut |problem| codes.push(problem.code));
        assert_eq!(codes, expected, "{file_name}");
    }
}

/// Endless in principle: nothing of it is kept.
struct Repeated {
    line: Vec<u8>,
    at: usize,
    left: usize,
}

impl std::io::Read for Repeated {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let rest = &self.line[self.at..];
        let count = rest.len().min(out.len());
        out[..count].copy_from_slice(&rest[..count]);
        self.at += count;
        if self.at == self.line.len() && self.left > 0 {
            (self.at, self.left) = (0, self.left - 1);
        }
        Ok(count)
    }
}

#[test]
fn a_file_over_the_size_limit_is_an_error() {
    let targets = Targets::load(None).unwrap();
    let target = targets.get("titan-text-lite").unwrap();
    let line = format!("{{\"prompt\":\"{}\",\"completion\":\"c\"}}\n", "x ".repeat(6_000)).into_bytes();
    for (bytes, severity) in
        [(99_000_000, None), (101_000_000, Some(Severity::Warning)), (105_000_000, Some(Severity::Error))]
    {
        let reader = std::io::BufReader::new(Repeated { at: 0, left: bytes / line.len(), line: line.clone() });
        let mut found = Vec::new();
        file(target, Split::Validation, "v", reader, Options::default(), &mut |problem| {
            found.push((problem.code, problem.severity));
        })
        .unwrap();
        assert_eq!(found, severity.map(|severity| (Code::Br010, severity)).into_iter().collect::<Vec<_>>());
    }
}
