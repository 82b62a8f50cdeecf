//! Broken lines, shape by shape.

use super::*;

fn converse(system: &str, messages: &str) -> Vec<u8> {
    lines(&[&format!(r#"{{"schemaVersion":"bedrock-conversation-2024"{system},"messages":[{messages}]}}"#)])
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

    let tools = bare.replace(r#""messages""#, r#""toolConfig":{"tools":[{"toolSpec":{"name":"n","description":"d","inputSchema":{"json":{"type":"object"}}}}]},"messages""#);
    let picture = bare.replace(
        r#"{"text":"q"}"#,
        r#"{"text":"q"},{"image":{"format":"png","source":{"s3Location":{"uri":"s3://bucket/a.png"}}}}"#,
    );
    let (problems, report) = problems_as("nova2-lite", Split::Train, &lines(&[&tools, &picture]));
    let codes: Vec<_> = problems.iter().map(|problem| (problem.code, problem.severity)).collect();
    assert_eq!(codes, [(Code::Br011, Severity::Warning)], "one has a picture and one has not");
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
            (&lines(&[r#"{"prompt":"p","referenceResponse":["r"]}"#]), &[("BR014", 1, "/referenceResponse")]),
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
