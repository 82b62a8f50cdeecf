//! Broken files, shape by shape: each must give exactly the problems that are listed.

use super::*;
use crate::format::{Code, Targets};

/// `code`, `line` (0 for the whole file), `pointer`; warnings are marked with `w`.
type Expected = (&'static str, u64, &'static str);

fn problems_as(target: &str, split: Split, bytes: &[u8]) -> (Vec<Problem>, FileReport) {
    let targets = Targets::load(None).unwrap();
    let mut problems = Vec::new();
    let report = file(targets.get(target).unwrap(), split, "f", bytes, &mut |problem| problems.push(problem)).unwrap();
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

#[test]
fn prompt_completion() {
    let long = "x ".repeat(12_289);
    let long_line = format!(r#"{{"prompt":"{long}","completion":"c"}}"#);
    let warned = format!(r#"{{"prompt":"{}","completion":"c"}}"#, "x ".repeat(6_145));
    check(
        "titan-text-lite",
        &[
            (&lines(&[GOOD, GOOD]), &[]),
            (GOOD.as_bytes(), &[]),
            (b"", &[("BR009", 0, "")]),
            (&lines(&[GOOD, "", GOOD]), &[("BR002", 2, "")]),
            (&lines(&[GOOD, "  \t"]), &[("BR002", 2, "")]),
            (&lines(&[&format!("\u{feff}{GOOD}")]), &[("BR002", 1, "")]),
            (b"{\"prompt\":\"\xe9\",\"completion\":\"c\"}\n", &[("BR002", 1, "")]),
            (b"\xff\xfe{\0\"\0", &[("BR002", 0, "")]),
            (b"\x1f\x8b\x08\0", &[("BR010", 0, "")]),
            (b"\x28\xb5\x2f\xfd\0", &[("BR010", 0, "")]),
            (format!("{GOOD}\r\n{GOOD}\r\n").as_bytes(), &[("BR002w", 1, "")]),
            (&lines(&[GOOD, "{"]), &[("BR001", 2, "")]),
            (&lines(&["{", "\"prompt\": 1", "}"]), &[("BR001", 1, "")]),
            (&lines(&["[", GOOD, "]"]), &[("BR001", 1, "")]),
            (&lines(&[&format!("[{GOOD}]")]), &[("BR001", 1, "")]),
            (&lines(&["\"prompt\""]), &[("BR001", 1, "")]),
            (&lines(&["not json"]), &[("BR001", 1, "")]),
            (&lines(&[&format!("{GOOD},"), GOOD]), &[("BR001", 1, "")]),
            (&lines(&[r#"{"prompt":"\ud83d","completion":"c"}"#]), &[("BR001", 1, "")]),
            (&lines(&[r#"{"prompt":"a","prompt":"b","completion":"c"}"#]), &[("BR001", 1, "/prompt")]),
            (&lines(&[r#"{"prompt":"p"}"#]), &[("BR003", 1, "")]),
            (&lines(&["{}"]), &[("BR003", 1, ""), ("BR003", 1, "")]),
            (&lines(&[r#"{"prompt":"p","completion":"c","id":1}"#]), &[("BR003", 1, "")]),
            (&lines(&[r#"{"input":"p","output":"c"}"#]), &[("BR003", 1, ""); 4]),
            (&lines(&[r#"{"prompt":"","completion":" \n"}"#]), &[("BR006", 1, "/prompt"), ("BR006", 1, "/completion")]),
            (
                &lines(&[r#"{"prompt":["p"],"completion":null}"#]),
                &[("BR014", 1, "/prompt"), ("BR014", 1, "/completion")],
            ),
            (&lines(&[&long_line]), &[("BR008", 1, "")]),
            (&lines(&[&warned]), &[("BR008w", 1, "")]),
            (b"{\"prompt\":\"a\0\",\"completion\":\"c\"}", &[("BR001", 1, "")]),
        ],
    );
    // Here another key is let through.
    check("llama3-1", &[(&lines(&[r#"{"prompt":"p","completion":"c","id":1}"#]), &[("BR003w", 1, "")])]);
}

#[test]
fn cpt() {
    check(
        "titan-cpt",
        &[
            (&lines(&[r#"{"input":"t"}"#]), &[]),
            (&lines(&[r#"{"text":"t"}"#]), &[("BR003", 1, ""), ("BR003", 1, "")]),
            (&lines(&[r#"{"input":"t [DOC] t"}"#]), &[]),
            (&lines(&[r#"{"input":{}}"#]), &[("BR014", 1, "/input")]),
            (&lines(&[r#"{"input":"\t"}"#]), &[("BR006", 1, "/input")]),
            (&lines(&[&format!(r#"{{"input":"{}"}}"#, "x".repeat(4096 * 6))]), &[("BR008w", 1, "")]),
            (&lines(&[&format!(r#"{{"input":"{}"}}"#, "x".repeat(4096 * 6 + 1))]), &[("BR008", 1, "")]),
            (&lines(&[&format!(r#"{{"input":"{}"}}"#, "é".repeat(4096 * 3))]), &[]),
        ],
    );
    check(
        "nova-cpt",
        &[
            (&lines(&[r#"{"text":"t"}"#]), &[]),
            (&lines(&[r#"{"input":"t"}"#]), &[("BR003", 1, ""), ("BR003", 1, "")]),
            (&lines(&[r#"{"text":"one [DOC] two [DOC] three"}"#]), &[("BR018w", 1, "/text")]),
            (&lines(&[r#"{"text":"t","source":"s"}"#]), &[("BR003", 1, "")]),
            // No source gives an error line for it.
            (&lines(&[&format!(r#"{{"text":"{}"}}"#, "x".repeat(1_000_000))]), &[("BR008w", 1, "")]),
        ],
    );
}

fn converse(system: &str, messages: &str) -> Vec<u8> {
    lines(&[&format!(r#"{{"schemaVersion":"bedrock-conversation-2024"{system},"messages":[{messages}]}}"#)])
}

const USER: &str = r#"{"role":"user","content":[{"text":"q"}]}"#;
const ASSISTANT: &str = r#"{"role":"assistant","content":[{"text":"a"}]}"#;

#[test]
fn converse_keys_and_content() {
    let turns = &format!("{USER},{ASSISTANT}");
    let with = |content: &str| converse("", &format!(r#"{{"role":"user","content":{content}}},{ASSISTANT}"#));
    let version = |version: &str| lines(&[&format!(r#"{{{version}"messages":[{turns}]}}"#)]);
    let system = |system: &str| converse(&format!(r#","system":{system}"#), turns);
    check(
        "nova1-micro",
        &[
            (&converse("", turns), &[]),
            (&system(r#"[{"text":"s"}]"#), &[]),
            (&version(""), &[("BR004", 1, "")]),
            (&version(r#""schemaVersion":"bedrock-conversion-2024","#), &[("BR004", 1, "/schemaVersion")]),
            (&version(r#""schemaVersion":"1.0","#), &[("BR004", 1, "/schemaVersion")]),
            (&version(r#""schemaVersion":1,"#), &[("BR014", 1, "/schemaVersion")]),
            (&system(r#""s""#), &[("BR014", 1, "/system")]),
            (&system("[]"), &[("BR006", 1, "/system")]),
            (&system(r#"["s"]"#), &[("BR014", 1, "/system/0")]),
            (&system(r#"[{"text":" "}]"#), &[("BR006", 1, "/system/0/text")]),
            (&system(r#"[{"text":"s"},{"text":"t"}]"#), &[("BR014", 1, "/system")]),
            (&lines(&[r#"{"schemaVersion":"bedrock-conversation-2024"}"#]), &[("BR003", 1, "")]),
            (&with(r#""q""#), &[("BR014", 1, "/messages/0/content")]),
            (&with("[]"), &[("BR006", 1, "/messages/0/content")]),
            (&with(r#"["q"]"#), &[("BR014", 1, "/messages/0/content/0")]),
            (&with("[{}]"), &[("BR003", 1, "/messages/0/content/0")]),
            (&with(r#"[{"text":"q","text":"r"}]"#), &[("BR001", 1, "/messages/0/content/0/text")]),
            (&with(r#"[{"text":1}]"#), &[("BR014", 1, "/messages/0/content/0/text")]),
            (&with(r#"[{"text":"q"},{"text":""}]"#), &[("BR006", 1, "/messages/0/content/1/text")]),
            (&with(r#"[{"image":{}}]"#), &[("BR014", 1, "/messages/0/content/0/image")]),
            (&converse(r#","id":"x""#, turns), &[("BR003", 1, "")]),
            (&converse("", &format!(r#"{{"role":"user"}},{ASSISTANT}"#)), &[("BR003", 1, "/messages/0")]),
            (&converse("", &format!(r#"{USER},"a""#)), &[("BR014", 1, "/messages/1")]),
        ],
    );
    check("llama3-3", &[(&version(""), &[("BR004w", 1, "")])]);
}

#[test]
fn converse_order_and_reserved_strings() {
    let role = |role: &str| converse("", &format!(r#"{{"role":"{role}","content":[{{"text":"q"}}]}},{ASSISTANT}"#));
    let user = |text: &str| converse("", &format!(r#"{{"role":"user","content":[{{"text":"{text}"}}]}},{ASSISTANT}"#));
    let assistant =
        |text: &str| converse("", &format!(r#"{USER},{{"role":"assistant","content":[{{"text":"{text}"}}]}}"#));
    let q = "/messages/0/content/0/text";
    let a = "/messages/1/content/0/text";
    check(
        "nova1-micro",
        &[
            (&role("system"), &[("BR005", 1, "/messages/0/role")]),
            (&role("bot"), &[("BR005", 1, "/messages/0/role")]),
            (&converse("", USER), &[("BR005", 1, "/messages")]),
            (&converse("", ""), &[("BR006", 1, "/messages")]),
            (
                &converse("", &format!("{ASSISTANT},{USER}")),
                &[("BR005", 1, "/messages/0/role"), ("BR005", 1, "/messages/1/role")],
            ),
            (&converse("", &format!("{USER},{USER},{ASSISTANT}")), &[("BR005", 1, "/messages/1/role")]),
            (&converse("", &format!("{USER},{ASSISTANT},{USER}")), &[("BR005", 1, "/messages/2/role")]),
            (&user("Operating System: Linux"), &[("BR007", 1, q)]),
            (&user("see <image> and [EOS]"), &[("BR007", 1, q), ("BR007", 1, q)]),
            (&user("the end-user: me"), &[("BR007w", 1, q)]),
            (&assistant("User: me"), &[("BR007w", 1, a)]),
            (&user("User - me"), &[]),
        ],
    );
    check("llama3-3", &[(&user("User: me [EOS]"), &[])]);
}

#[test]
fn converse_optional_keys_and_unread_content() {
    let bare = format!(r#"{{"schemaVersion":"bedrock-conversation-2024","messages":[{USER},{ASSISTANT}]}}"#);
    let system = bare.replace(r#""messages""#, r#""system":[{"text":"s"}],"messages""#);
    let mixed = lines(&[&bare, &system, &bare, &system]);
    check("nova2-lite", &[(&mixed, &[("BR011w", 2, "")]), (&lines(&[&system, &system]), &[])]);
    check("llama3-3", &[(&mixed, &[])]);

    let tools = bare.replace(r#""messages""#, r#""toolConfig":{"tools":[]},"messages""#);
    let picture = bare.replace(r#"{"text":"q"}"#, r#"{"text":"q"},{"image":{"format":"png"}}"#);
    let (problems, report) = problems_as("nova2-lite", Split::Train, &lines(&[&tools, &picture]));
    assert!(problems.is_empty());
    assert_eq!(report.unexamined, 2);
    check("llama3-3", &[(&lines(&[&tools]), &[("BR003w", 1, "")])]);
}

#[test]
fn evaluation() {
    let full = r#"{"prompt":"p","category":"c","referenceResponse":"r"}"#;
    check(
        "eval-auto",
        &[
            (&lines(&[full]), &[]),
            (&lines(&[full, r#"{"prompt":"p","category":"c"}"#]), &[("BR011w", 2, "")]),
            (&lines(&[r#"{"prompt":"p"}"#]), &[("BR003w", 0, "")]),
            (&lines(&[r#"{"referenceResponse":"r"}"#]), &[("BR003", 1, "")]),
            (&lines(&[r#"{"prompt":"p","referenceResponse":" "}"#]), &[("BR006", 1, "/referenceResponse")]),
            (
                &lines(&[r#"{"prompt":"p","referenceResponse":["r"]}"#]),
                &[("BR014", 1, "/referenceResponse"), ("BR003w", 0, "")],
            ),
            (&lines(&[r#"{"prompt":"p","referenceResponse":"r","modelResponses":[]}"#]), &[("BR003w", 1, "")]),
            (&lines(&[r#"{"prompt":"p","referenceResponse":"r","difficulty":"hard"}"#]), &[("BR003w", 1, "")]),
        ],
    );
}

#[test]
fn plain_text() {
    check(
        "plain-text",
        &[
            (b"one\n\nstill one\n\x1e\ntwo\n\x1e\n", &[]),
            (b"a file that knows no separator", &[]),
            (b"", &[("BR009", 0, "")]),
            (b"one\n\x1e\n\n\x1e\n", &[("BR006", 3, "")]),
            (b"one\n\x1e two\n", &[("BR007", 2, "")]),
            (b"one\r\n\x1e\r\n", &[("BR007", 2, "")]),
            (b"\xef\xbb\xbfone\n", &[("BR002", 1, "")]),
            (b"one\n\xe9\n", &[("BR002", 2, "")]),
            (b"\x1f\x8b\x08\0", &[("BR010", 0, "")]),
            (b"PK\x03\x04 is how an archive begins, and this text\n", &[]),
            (b"PK\x03\x04\x14\0\xff\xfe", &[("BR010", 0, "")]),
        ],
    );
    let (_, report) = problems_as("plain-text", Split::Train, b"one\n\x1e\ntwo\nlines\n\x1e\nthree");
    assert_eq!(report.records, 3);
}

#[test]
fn places_are_exact() {
    let (problems, report) =
        problems_as("llama3-1", Split::Train, &lines(&[GOOD, r#"{"prompt":"p" "completion":"c"}"#]));
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    assert_eq!((problem.line, problem.offset, problem.column), (Some(2), Some(32), Some(15)));
    assert_eq!((report.records, report.bytes), (2, 64));
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

fn report(target: &Target, split: Split, records: u64) -> FileReport {
    let line = target.example().unwrap();
    let bytes = line.repeat(usize::try_from(records).unwrap());
    file(target, split, "f", bytes.as_bytes(), &mut |problem| panic!("{problem:?}")).unwrap()
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
    let bare = file(target, Split::Validation, "v", bare.as_slice(), &mut |p| panic!("{p:?}")).unwrap();
    let mut codes = Vec::new();
    together(target, &[report(target, Split::Train, 100), bare], &mut |problem| codes.push(problem.code));
    assert_eq!(codes, [Code::Br011]);
}

#[test]
fn names_and_sizes() {
    let targets = Targets::load(None).unwrap();
    let cases: [(&str, &str, &[Code]); 8] = [
        ("nova1-lite", "data/dt=1/train-1.jsonl", &[]),
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
        file(target, Split::Validation, "v", reader, &mut |problem| found.push((problem.code, problem.severity)))
            .unwrap();
        assert_eq!(found, severity.map(|severity| (Code::Br010, severity)).into_iter().collect::<Vec<_>>());
    }
}
