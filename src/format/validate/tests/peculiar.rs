//! Where checks that AWS publishes are wrong: what they accept or crash on is refused here, what they refuse for no reason of
//! the service is accepted, with a warning that says so.

use super::*;

#[test]
fn what_published_checks_let_through_or_crash_on_is_refused() {
    let answers = format!("{ASSISTANT},{ASSISTANT}");
    let record = |messages: &str| {
        lines(&[&format!(r#"{{"schemaVersion":"bedrock-conversation-2024","messages":[{messages}]}}"#)])
    };
    let long = format!(r#"{{"prompt":"{}","completion":"c"}}"#, "x".repeat(96_001));
    let picture = r#"{"role":"assistant","content":[{"image":{"format":"png","source":{"s3Location":{"uri":"s3://bucket/a.png"}}}}]}"#;
    let eos = r#"{"role":"user","content":[{"text":"hi [EOS]"}]}"#;
    let cases: [(&str, Vec<u8>, &[Expected]); 11] = [
        // The check for Claude 3 Haiku ends in a KeyError.
        ("claude3-haiku", lines(&[r#"{"system":"s"}"#]), &[("BR003", 1, "")]),
        // The check for Llama looks at no order, no length and no least number of records.
        ("llama3-2", record(&answers), &[("BR005", 1, "/messages/0/role"), ("BR005", 1, "/messages/1/role")]),
        ("llama3-1", lines(&[&long]), &[("BR008", 1, ""), ("BR008", 1, "")]),
        ("llama3-2", record(&format!("{USER},{picture}")), &[("BR014", 1, "/messages/1/content/0/image")]),
        // Missing commas in its list let these pass in amazon-nova-samples; the check of 2025 has no list.
        ("nova1-lite", record(&format!("{eos},{ASSISTANT}")), &[("BR007", 1, "/messages/0/content/0/text")]),
        // The check for distillation ends in a TypeError.
        ("distill-prompts", record(ASSISTANT), &[("BR005", 1, "/messages/0/role")]),
        (
            "distill-logs",
            lines(&[r#"{"modelId":"m","input":{"inputBodyJson":null},"output":{"outputBodyJson":{}}}"#]),
            &[("BR017", 1, "/input/inputBodyJson")],
        ),
        // Python reads both.
        ("nova1-lite", lines(&[r#"{"schemaVersion":"\ud83d"}"#]), &[("BR001", 1, "")]),
        ("llama3-1", lines(&[r#"{"prompt":"p","prompt":"p","completion":"c"}"#]), &[("BR001", 1, "/prompt")]),
        // Passed over in silence by amazon-nova-samples.
        ("llama3-1", lines(&[GOOD, "", GOOD]), &[("BR002", 2, "")]),
        // Of no use before it, and out of order.
        (
            "nova2-lite",
            record(&format!(
                r#"{{"role":"user","content":[{{"toolResult":{{"toolUseId":"t","content":[{{"text":"r"}}]}}}}]}},{ASSISTANT}"#
            )),
            &[("BR015", 1, "/messages/0/content/0/toolResult/toolUseId")],
        ),
    ];
    for (target, bytes, expected) in cases {
        check(target, &[(&bytes, expected)]);
    }
}

#[test]
fn what_published_checks_refuse_for_no_reason_of_the_service_is_a_warning() {
    let turns = format!("{USER},{ASSISTANT},{USER}");
    let record = |messages: &str| {
        lines(&[&format!(r#"{{"schemaVersion":"bedrock-conversation-2024","messages":[{messages}]}}"#)])
    };
    let webp = r#"{"role":"user","content":[{"image":{"format":"webp","source":{"s3Location":{"uri":"s3://bucket/a.webp"}}}}]}"#;
    let lower = r#"{"role":"user","content":[{"text":"end user: hi"}]}"#;
    let log = r#"{"modelId":"m","input":{"inputBodyJson":{"messages":[{"role":"user","content":"q"}]}},"output":{"outputBodyJson":{}}}"#;
    let cases: [(&str, Vec<u8>, &[Expected]); 6] = [
        ("distill-prompts-nova", record(&turns), &[("BR005w", 1, "/messages")]),
        ("nova2-lite", record(&format!("{webp},{ASSISTANT}")), &[("BR014w", 1, "/messages/0/content/0/image/format")]),
        ("nova1-lite", record(&format!("{lower},{ASSISTANT}")), &[("BR007w", 1, "/messages/0/content/0/text")]),
        ("distill-logs", lines(&[log]), &[("BR014w", 1, "/input/inputBodyJson/messages/0/content")]),
        ("nova2-rft", lines(&[r#"{"messages":[{"role":"user","content":"q"}]}"#]), &[("BR003w", 0, "")]),
        (
            "nova1-lite",
            [record(&format!("{USER},{ASSISTANT}")).trim_ascii_end(), b"\r\n"].concat(),
            &[("BR002w", 1, "")],
        ),
    ];
    for (target, bytes, expected) in cases {
        check(target, &[(&bytes, expected)]);
    }
    let (problems, _) = problems_as("distill-prompts-nova", Split::Train, &record(&turns));
    assert!(problems[0].message.contains("AWS's published check refuses"), "{}", problems[0].message);
}

#[test]
fn limits_that_only_some_targets_have() {
    let turn = r#"{"prompt":{"content":[{"text":"q"}]}}"#;
    let turns = |count| lines(&[&format!(r#"{{"conversationTurns":[{}]}}"#, vec![turn; count].join(","))]);
    check("eval-rag", &[(&turns(5), &[]), (&turns(6), &[("BR014", 1, "/conversationTurns")])]);

    let pictured = |data: &str| lines(&[&format!(r#"{{"query":"q","response":"r","images":[{data}]}}"#)]);
    check(
        "eval-nova-byod",
        &[
            (&pictured(r#"{"data":"data:image/png;base64,AAAA"}"#), &[]),
            (&pictured(r#"{"data":"s3://bucket/a.png"}"#), &[("BR014", 1, "/images/0/data")]),
            (&pictured(r#""data:image/png;base64,AAAA""#), &[("BR014", 1, "/images/0")]),
            (&pictured(""), &[("BR006", 1, "/images")]),
        ],
    );

    let picture = |uri: &str| {
        let image = format!(r#"{{"image":{{"format":"png","source":{{"s3Location":{{"uri":"{uri}"}}}}}}}}"#);
        let user = format!(r#"{{"role":"user","content":[{{"text":"q"}},{image}]}}"#);
        lines(&[&format!(r#"{{"schemaVersion":"bedrock-conversation-2024","messages":[{user},{ASSISTANT}]}}"#)])
    };
    let uri = "/messages/0/content/1/image/source/s3Location/uri";
    // The API takes brackets, the documentation of Nova does not.
    check("llama3-2", &[(&picture("s3://bucket/a(1).png"), &[])]);
    check(
        "nova1-lite",
        &[
            (&picture("s3://bucket/a_1.png"), &[]),
            (&picture("s3://bucket/a(1).png"), &[("BR012", 1, uri)]),
            (&picture("s3://bucket/dt=1/a.png"), &[("BR012", 1, uri)]),
        ],
    );

    let tool = r#"{"type":"function","function":{"name":"n","description":"d","parameters":{"type":"object","properties":{}}}}"#;
    let rft = |rest: &str| lines(&[&format!(r#"{{"messages":[{{"role":"user","content":"q"}}]{rest}}}"#)]);
    check(
        "openweight-rft",
        &[
            (&rft(&format!(r#","tools":[{tool}],"reference_answer":{{"a":1}}"#)), &[]),
            (&rft(&format!(r#","tools":[{tool},{tool}]"#)), &[("BR015", 1, "/tools/1/function/name")]),
            (&rft(r#","reference_answer":{ }"#), &[("BR006", 1, "/reference_answer")]),
        ],
    );

    let thinking = r#"{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"<thinking>t"}}},{"text":"a"}]}"#;
    let record = format!(r#"{{"schemaVersion":"bedrock-conversation-2024","messages":[{USER},{thinking}]}}"#);
    let place = "/messages/1/content/0/reasoningContent/reasoningText/text";
    check("nova2-lite", &[(&lines(&[&record]), &[("BR007w", 1, place)])]);
}

#[test]
fn tools_fit_together() {
    let record = |config: &str, messages: &str| {
        lines(&[&format!(
            r#"{{"schemaVersion":"bedrock-conversation-2024","messages":[{messages}],"toolConfig":{{"tools":[{config}]}}}}"#
        )])
    };
    let tool = r#"{"toolSpec":{"name":"n","description":"d","inputSchema":{"json":{"type":"object"}}}}"#;
    let use_of = |id: &str, name: &str| {
        format!(
            r#"{{"role":"assistant","content":[{{"toolUse":{{"toolUseId":"{id}","name":"{name}","input":{{}}}}}}]}}"#
        )
    };
    let result = |id: &str| {
        format!(r#"{{"role":"user","content":[{{"toolResult":{{"toolUseId":"{id}","content":[{{"json":{{}}}}]}}}}]}}"#)
    };
    let good = format!("{USER},{},{},{ASSISTANT}", use_of("t", "n"), result("t"));
    let unknown = format!("{USER},{},{},{ASSISTANT}", use_of("t", "m"), result("t"));
    let answered = format!("{USER},{},{},{ASSISTANT},{},{ASSISTANT}", use_of("t", "n"), result("t"), result("t"));
    let used = format!("{USER},{},{},{}", use_of("t", "n"), result("t"), use_of("t", "n"));
    let untyped = r#"{"toolSpec":{"name":"n","description":"d","inputSchema":{"json":{}}}}"#;
    check(
        "nova2-lite",
        &[
            (&record(tool, &good), &[]),
            (&record(tool, &unknown), &[("BR015", 1, "/messages/1/content/0/toolUse/name")]),
            (&record(&format!("{tool},{tool}"), &good), &[("BR015", 1, "/toolConfig/tools/1/toolSpec/name")]),
            (&record(tool, &answered), &[("BR015", 1, "/messages/4/content/0/toolResult/toolUseId")]),
            (&record(tool, &used), &[("BR015", 1, "/messages/3/content/0/toolUse/toolUseId")]),
            (&record(untyped, &good), &[("BR003", 1, "/toolConfig/tools/0/toolSpec/inputSchema/json")]),
            (
                &record("", &good),
                &[("BR006", 1, "/toolConfig/tools"), ("BR015", 1, "/messages/1/content/0/toolUse/name")],
            ),
        ],
    );
    check("nova1-lite", &[(&record(tool, &format!("{USER},{ASSISTANT}")), &[("BR003", 1, "")])]);
}

#[test]
fn records_are_compared_with_each_other() {
    let response =
        |model: &str| format!(r#"{{"prompt":"p","modelResponses":[{{"response":"r","modelIdentifier":"{model}"}}]}}"#);
    check(
        "eval-byoi",
        &[
            (&lines(&[&response("m"), &response("m")]), &[]),
            (&lines(&[&response("m"), &response("n"), &response("n")]), &[("BR016", 2, "")]),
            (&lines(&[&response("a b")]), &[("BR014", 1, "/modelResponses/0/modelIdentifier")]),
            (&lines(&[r#"{"prompt":"p","modelResponses":[]}"#]), &[("BR006", 1, "/modelResponses")]),
        ],
    );
    let targets = Targets::load(None).unwrap();
    let target = targets.get("llama3-1").unwrap();
    let options = Options { prints: true, ..Options::default() };
    let read = |split, bytes: &[u8]| file(target, split, "f", bytes, options, &mut |p| panic!("{p:?}")).unwrap();
    let train = read(Split::Train, &lines(&[GOOD, r#"{"prompt":"é","completion":"c"}"#].repeat(60)));
    let validation = read(
        Split::Validation,
        &lines(&[r#"{"prompt":"other","completion":"c"}"#, r#"{ "completion": "c", "prompt": "\u00e9" }"#]),
    );
    let mut found = Vec::new();
    let tally = together(target, &[train, validation], &mut |p| found.push((p.code, p.line)));
    assert_eq!((found.as_slice(), tally.errors), ([(Code::Br020, Some(2))].as_slice(), 1));
}

#[test]
fn a_target_that_nobody_documents_is_accepted_with_a_warning() {
    let targets = Targets::load(None).unwrap();
    let target = targets.get("llama4-pairs").unwrap();
    let report =
        file(target, Split::Train, "f", GOOD.as_bytes(), Options::default(), &mut |p| panic!("{p:?}")).unwrap();
    let mut found = Vec::new();
    together(target, &[report], &mut |p| found.push((p.code, p.severity)));
    assert_eq!(found, [(Code::Br022, Severity::Warning)]);
}

#[test]
fn problems_are_the_same_whatever_the_number_of_threads() {
    let bad = r#"{"prompt":"","completion":"c","id":1}"#;
    let line = format!(r#"{{"prompt":"{}","completion":"c"}}"#, "x".repeat(3000));
    let file_lines: Vec<_> = (0..1500).map(|n| if n % 400 == 399 { bad } else { line.as_str() }).collect();
    let bytes = lines(&file_lines);
    let found = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| problems_as("titan-text-lite", Split::Train, &bytes))
    };
    let (one, three) = (found(1), found(3));
    assert_eq!(one, three);
    let places: Vec<_> = one.0.iter().map(|p| (p.line, p.offset)).collect();
    assert_eq!(places.len(), 6);
    assert_eq!(places[5].0, Some(1200));
    assert_eq!(one.1.records, 1500);
}
