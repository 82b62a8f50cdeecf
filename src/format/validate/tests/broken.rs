//! At least eight broken files for every target: each must be refused with the right code in the right line.

use super::*;
use crate::format::Target;
use crate::format::definition::{Shape, TokenCounts};

/// What is wrong, the file, the code (`w` for a warning) and the line (0 for the whole file).
type Case = (&'static str, Vec<u8>, &'static str, u64);

#[test]
fn every_target_refuses_at_least_eight_broken_files() {
    let targets = Targets::load(None).unwrap();
    for target in targets.iter() {
        let mut cases = layout(target);
        cases.extend(shape(target));
        cases.extend(limits(target));
        assert!(cases.len() >= 8, "{}: {}", target.name(), cases.len());
        for (what, bytes, code, line) in cases {
            let (problems, _) = problems_as(target.name(), Split::Train, &bytes);
            let found: Vec<_> = problems
                .iter()
                .map(|p| {
                    let mark = if p.severity == Severity::Warning { "w" } else { "" };
                    (format!("{}{mark}", p.code), p.line.unwrap_or(0))
                })
                .collect();
            let expected = (code.to_owned(), line);
            assert!(found.contains(&expected), "{}: {what}: {expected:?} is not in {found:?}", target.name());
        }
    }
}

/// A good line, and another below it.
fn below(target: &Target, line: &[u8]) -> Vec<u8> {
    [target.example().unwrap().as_bytes(), line, b"\n"].concat()
}

/// What no target takes.
fn layout(target: &Target) -> Vec<Case> {
    let good = target.example().unwrap();
    if matches!(target.definition().shape, Shape::PlainText {}) {
        return vec![
            ("nothing", Vec::new(), "BR009", 0),
            ("a byte order mark", format!("\u{feff}{good}").into_bytes(), "BR002", 1),
            ("UTF-16", b"\xff\xfea\0".to_vec(), "BR002", 0),
            ("Latin-1", b"one\n\xe9\n".to_vec(), "BR002", 2),
            ("gzip", b"\x1f\x8b\x08\0".to_vec(), "BR010", 0),
            ("zstd", b"\x28\xb5\x2f\xfd\0".to_vec(), "BR010", 0),
            ("a separator in a line", b"one\n\x1e two\n".to_vec(), "BR007", 2),
            ("a blank document", b"one\n\x1e\n\n\x1e\n".to_vec(), "BR006", 3),
        ];
    }
    let key = target.keys().next().map(|(key, _)| key.to_owned()).unwrap();
    vec![
        ("nothing", Vec::new(), "BR009", 0),
        ("a blank line at the end", below(target, b""), "BR002", 2),
        ("a byte order mark", format!("\u{feff}{good}").into_bytes(), "BR002", 1),
        ("Latin-1", below(target, b"{\"k\":\"\xe9\"}"), "BR002", 2),
        ("gzip", b"\x1f\x8b\x08\0".to_vec(), "BR010", 0),
        ("one array", format!("[{}]\n", good.trim_end()).into_bytes(), "BR001", 1),
        ("pretty JSON", b"{\n  \"prompt\": 1\n}\n".to_vec(), "BR001", 1),
        ("half an object", below(target, b"{\"prompt\": \"p\""), "BR001", 2),
        ("a comma behind the object", format!("{},\n", good.trim_end()).into_bytes(), "BR001", 1),
        ("half a surrogate pair", below(target, br#"{"k":"\ud83d"}"#), "BR001", 2),
        ("a key twice", below(target, format!(r#"{{"{key}":1,"{key}":2}}"#).as_bytes()), "BR001", 2),
        ("a string", below(target, b"\"text\""), "BR001", 2),
        ("a number where more is wanted", below(target, format!(r#"{{"{key}":1}}"#).as_bytes()), "BR014", 2),
    ]
}

/// What the shape does not take.
fn shape(target: &Target) -> Vec<Case> {
    let definition = target.definition();
    let line = |line: &str| below(target, line.as_bytes());
    match &definition.shape {
        Shape::PlainText {} => Vec::new(),
        Shape::Cpt { key } => vec![
            ("another key", line(r#"{"prompt":"p"}"#), "BR003", 2),
            ("a blank text", line(&format!(r#"{{"{key}":" "}}"#)), "BR006", 2),
        ],
        Shape::PromptCompletion { names } => {
            let (p, c) = (&names.prompt, &names.completion);
            vec![
                ("no completion", line(&format!(r#"{{"{p}":"p"}}"#)), "BR003", 2),
                ("a blank prompt", line(&format!(r#"{{"{p}":"","{c}":"c"}}"#)), "BR006", 2),
                ("a list of blocks", line(&format!(r#"{{"{p}":[{{"text":"p"}}],"{c}":"c"}}"#)), "BR014", 2),
            ]
        }
        Shape::Converse { turns, candidates, .. } => converse(&line, turns.last.is_some(), *candidates),
        Shape::Messages { names, turns } => {
            let message =
                |role: &str, text: &str| format!(r#"{{"{}":"{role}","{}":"{text}"}}"#, names.role, names.content);
            let record = |messages: &[String]| line(&format!(r#"{{"{}":[{}]}}"#, names.messages, messages.join(",")));
            let user = names.word(crate::format::definition::TurnRole::User);
            let assistant = names.word(crate::format::definition::TurnRole::Assistant);
            let (q, a) = (message(user, "q"), message(assistant, "a"));
            let mut cases = vec![
                ("no messages", line("{}"), "BR003", 2),
                ("an empty list", record(&[]), "BR006", 2),
                ("an unknown role", record(&[message("narrator", "q"), a.clone()]), "BR005", 2),
                ("a blank text", record(&[message(user, " "), a.clone()]), "BR006", 2),
                ("no role", record(&[format!(r#"{{"{}":"q"}}"#, names.content), a.clone()]), "BR003", 2),
                ("a list of blocks", record(&[q.replace("\"q\"", r#"[{"text":"q"}]"#), a.clone()]), "BR014", 2),
                ("nobody asks", record(std::slice::from_ref(&a)), "BR005", 2),
            ];
            if turns.alternate {
                cases.push(("two questions", record(&[q.clone(), q.clone(), a.clone()]), "BR005", 2));
                cases.push(("the answer first", record(&[a, q.clone()]), "BR005", 2));
                cases.push(("no answer", record(&[q]), "BR005", 2));
            }
            cases
        }
        Shape::Evaluation {} => vec![
            ("no prompt", line(r#"{"referenceResponse":"r"}"#), "BR003", 2),
            ("a blank prompt", line(r#"{"prompt":" ","referenceResponse":"r"}"#), "BR006", 2),
            ("a list of answers", line(r#"{"prompt":"p","referenceResponse":["r"]}"#), "BR014", 2),
            ("another key", line(r#"{"prompt":"p","referenceResponse":"r","difficulty":"hard"}"#), "BR003w", 2),
        ],
        Shape::RagEvaluation { .. } => {
            let turn = |turn: &str| line(&format!(r#"{{"conversationTurns":[{turn}]}}"#));
            vec![
                ("no turns", line("{}"), "BR003", 2),
                ("an empty list", line(r#"{"conversationTurns":[]}"#), "BR006", 2),
                ("no prompt", turn("{}"), "BR003", 2),
                ("a string for content", turn(r#"{"prompt":{"content":"p"}}"#), "BR014", 2),
                ("a blank text", turn(r#"{"prompt":{"content":[{"text":" "}]}}"#), "BR006", 2),
            ]
        }
        Shape::Batch {} => {
            let body = |body: &str| line(&format!(r#"{{"recordId":"R2","modelInput":{body}}}"#));
            vec![
                ("no request", line(r#"{"recordId":"R2"}"#), "BR003", 2),
                ("nothing asked", body(r#"{"temperature":0}"#), "BR003", 2),
                ("the same identifier", target.example().unwrap().repeat(2).into_bytes(), "BR021", 2),
                ("no identifier", line(r#"{"modelInput":{"prompt":"p"}}"#), "BR003w", 2),
                (
                    "Claude without its version",
                    body(r#"{"max_tokens":9,"messages":[{"role":"user","content":"q"}]}"#),
                    "BR003",
                    2,
                ),
                (
                    "Claude without max_tokens",
                    body(r#"{"anthropic_version":"bedrock-2023-05-31","messages":[{"role":"user","content":"q"}]}"#),
                    "BR003",
                    2,
                ),
                ("an unknown role", body(r#"{"messages":[{"role":"x","content":[{"text":"q"}]}]}"#), "BR005", 2),
            ]
        }
        Shape::InvocationLog {} => logs(&line),
    }
}

fn logs(line: &dyn Fn(&str) -> Vec<u8>) -> Vec<Case> {
    let record = |input: &str, more: &str| {
        line(&format!(r#"{{"modelId":"m"{more},"input":{{{input}}},"output":{{"outputBodyJson":{{}}}}}}"#))
    };
    let asked = |messages: &str| record(&format!(r#""inputBodyJson":{{"messages":[{messages}]}}"#), "");
    let q = r#"{"role":"user","content":[{"text":"q"}]}"#;
    vec![
        ("no model", line(r#"{"input":{"inputBodyJson":{"prompt":"p"}},"output":{"outputBodyJson":{}}}"#), "BR003", 2),
        ("no output", line(r#"{"modelId":"m","input":{"inputBodyJson":{"prompt":"p"}}}"#), "BR003", 2),
        ("a body that is null", record(r#""inputBodyJson":null"#, ""), "BR017", 2),
        ("a body elsewhere", record(r#""inputBodyS3Path":"s3://bucket/data/x.json.gz""#, ""), "BR017", 2),
        ("two questions", asked(&format!("{q},{q}")), "BR005", 2),
        ("a picture", asked(r#"{"role":"user","content":[{"image":{}}]}"#), "BR014", 2),
        ("content that is one string", asked(r#"{"role":"user","content":"q"}"#), "BR014w", 2),
        (
            "a tag in another alphabet",
            record(r#""inputBodyJson":{"prompt":"p"}"#, r#","requestMetadata":{"team":"Ọ̀ṣun"}"#),
            "BR019",
            2,
        ),
        ("no tags", record(r#""inputBodyJson":{"prompt":"p"}"#, r#","requestMetadata":{}"#), "BR019", 2),
    ]
}

fn converse(line: &dyn Fn(&str) -> Vec<u8>, answered: bool, candidates: bool) -> Vec<Case> {
    let record =
        |messages: &str| line(&format!(r#"{{"schemaVersion":"bedrock-conversation-2024","messages":[{messages}]}}"#));
    let version = |version: &str| line(&format!(r#"{{"schemaVersion":"{version}","messages":[{USER},{ASSISTANT}]}}"#));
    let said = |content: &str| record(&format!(r#"{{"role":"user","content":{content}}},{ASSISTANT}"#));
    let mut cases = vec![
        ("the misspelt version", version("bedrock-conversion-2024"), "BR004", 2),
        ("another version", version("1.0"), "BR004", 2),
        (
            "the system as a role",
            record(&format!(r#"{{"role":"system","content":[{{"text":"s"}}]}},{USER},{ASSISTANT}"#)),
            "BR005",
            2,
        ),
        ("the answer first", record(&format!("{ASSISTANT},{USER}")), "BR005", 2),
        ("two answers", record(&format!("{USER},{ASSISTANT},{ASSISTANT}")), "BR005", 2),
        ("content as a string", said("\"q\""), "BR014", 2),
        ("no content", said("[]"), "BR006", 2),
        ("a blank text", said(r#"[{"text":" "}]"#), "BR006", 2),
        ("audio", said(r#"[{"audio":{}}]"#), "BR014", 2),
        ("a block of no kind", said("[{}]"), "BR003", 2),
    ];
    if answered && !candidates {
        cases.push(("no answer", record(USER), "BR005", 2));
    }
    if candidates {
        let compared = |labels: &[&str]| {
            let candidate = |label: &&str| format!(r#"{{"content":[{{"text":"a"}}],"preferenceLabel":"{label}"}}"#);
            let candidates: Vec<_> = labels.iter().map(candidate).collect();
            record(&format!(r#"{USER},{{"role":"assistant","candidates":[{}]}}"#, candidates.join(",")))
        };
        cases.push(("no candidates", record(&format!("{USER},{ASSISTANT}")), "BR003", 2));
        cases.push(("one candidate", compared(&["preferred"]), "BR014", 2));
        cases.push(("the same label", compared(&["preferred", "preferred"]), "BR014", 2));
        cases.push(("an unknown label", compared(&["preferred", "best"]), "BR014", 2));
    }
    cases
}

/// What the target's figures and strings do not allow.
fn limits(target: &Target) -> Vec<Case> {
    let definition = target.definition();
    let asked = |text: &str| {
        let example = target.example().unwrap();
        let known = ["How long does a refund take?", "Refunds are paid within five working days."];
        known.iter().fold(example, |line, known| line.replace(known, text)).into_bytes()
    };
    let mut cases = Vec::new();
    for reserved in &definition.reserved {
        let code = match (reserved.code, reserved.severity) {
            (crate::format::definition::ReservedCode::Br018, _) => "BR018w",
            (_, Severity::Error) => "BR007",
            (_, Severity::Warning) => "BR007w",
        };
        let behind = if reserved.compare == crate::format::definition::Match::LineStart { "\\n" } else { "" };
        for string in reserved.strings.keys().filter(|_| code != "BR007w") {
            cases.push(("a reserved string", asked(&format!("so {behind}{string} x")), code, 1));
        }
    }
    if let Some(tokens) = &definition.tokens {
        let limit = tokens.limits().filter(|(part, _)| *part != TokenCounts::Output).map(|(_, n)| n).min().unwrap();
        let long = |per_token: u64| asked(&"x ".repeat(usize::try_from(limit * per_token / 2 + 1).unwrap()));
        cases.push(("a long text", long(tokens.warning_chars), "BR008w", 1));
        if let Some(error) = tokens.error_chars {
            cases.push(("a text that is too long", long(error), "BR008", 1));
        }
    }
    cases
}
