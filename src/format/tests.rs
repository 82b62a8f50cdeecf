//! What holds for every target: what is written is read back the same, and is valid.

use proptest::prelude::*;

use super::validate::Options;
use super::*;
use crate::core::{Body, Role, Split, Text, Turn};

fn text() -> impl Strategy<Value = Text> {
    prop_oneof![any::<String>(), "\\PC{0,40}", "[ \n\t\u{feff}\u{2028}\\\\\"/\u{0}]{0,8}"].prop_map(Text::new)
}

fn body() -> impl Strategy<Value = Body> {
    let turn = |role| move |text| Turn { role, text };
    let exchange = (text().prop_map(turn(Role::User)), text().prop_map(turn(Role::Assistant)));
    let turns = prop::collection::vec(exchange, 0..6);
    let turns = turns.prop_map(|pairs| pairs.into_iter().flat_map(|(user, assistant)| [user, assistant]).collect());
    prop_oneof![
        text().prop_map(|text| Body::Document { text }),
        (prop::option::of(text()), text(), text()).prop_map(|(system, prompt, completion)| Body::Pair {
            system,
            prompt,
            completion
        }),
        (prop::option::of(text()), turns).prop_map(|(system, turns)| Body::Conversation { system, turns }),
    ]
}

/// The form in which a shape gives a record back.
fn normal(body: Body, shape: &Shape) -> Body {
    let said = |system: Option<Text>| system.filter(|text| !text.is_blank());
    let pair = |body| match body {
        Body::Conversation { system, turns } => {
            let [prompt, completion] = [0, 1].map(|n| turns[n].text.clone());
            Body::Pair { system, prompt, completion }
        }
        body => body,
    };
    match shape {
        Shape::PromptCompletion { .. } | Shape::RagEvaluation { .. } => {
            let Body::Pair { system, prompt, completion } = pair(body) else { panic!("a document became a pair") };
            let keeps = matches!(shape, Shape::PromptCompletion { names } if names.system.is_some());
            match said(system) {
                system @ Some(_) if keeps => Body::Pair { system, prompt, completion },
                Some(system) => {
                    let prompt = Text::new(format!("{}\n\n{}", system.expose(), prompt.expose()));
                    Body::Pair { system: None, prompt, completion }
                }
                None => Body::Pair { system: None, prompt, completion },
            }
        }
        Shape::Converse { .. } | Shape::Messages { .. } => match body {
            Body::Pair { system, prompt, completion } => {
                let turns =
                    vec![Turn { role: Role::User, text: prompt }, Turn { role: Role::Assistant, text: completion }];
                Body::Conversation { system: said(system), turns }
            }
            Body::Conversation { system, turns } => Body::Conversation { system: said(system), turns },
            body @ Body::Document { .. } => body,
        },
        _ => body,
    }
}

thread_local! {
    static TARGETS: Targets = Targets::load(None).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_is_written_is_read_back_and_valid(body in body()) {
        TARGETS.with(|targets| {
            for target in targets.iter() {
                let mut out = Vec::new();
                match target.accepts(&body) {
                    Ok(()) => {
                        let lines = target.encode(&body, &mut out).unwrap();
                        prop_assert_eq!(lines, memchr::memchr_iter(b'\n', &out).count());
                        let written = std::str::from_utf8(&out).unwrap();
                        let shape = &target.definition().shape;
                        if !matches!(shape, Shape::Evaluation {}) {
                            prop_assert_eq!(target.parse(written).unwrap(), normal(body.clone(), shape));
                        }
                        let mut errors = Vec::new();
                        let mut sink = |problem: validate::Problem| {
                            if problem.severity == Severity::Error {
                                errors.push(problem);
                            }
                        };
                        validate::file(target, Split::Train, "f", out.as_slice(), Options::default(), &mut sink).unwrap();
                        prop_assert!(errors.is_empty(), "{}: {:?}", target.name(), errors);
                    }
                    Err(_) if target.encode(&body, &mut out).is_ok() => {
                        // Written against advice: then the check must refuse it for the same.
                        let report = validate::file(target, Split::Train, "f", out.as_slice(), Options::default(), &mut |_| {}).unwrap();
                        prop_assert!(report.tally.errors > 0, "{}", target.name());
                    }
                    Err(_) => prop_assert!(out.is_empty(), "nothing is written when it is refused"),
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn no_line_makes_the_reader_stumble(line in prop_oneof![any::<String>(), "[{}\\[\\]\",:a-z0-9\\\\ ]{0,60}"]) {
        TARGETS.with(|targets| {
            for target in targets.iter() {
                let _ = target.parse(&line);
            }
        });
    }
}

#[test]
fn every_target_of_this_version_is_there_and_gives_a_valid_example() {
    let targets = Targets::load(None).unwrap();
    let names: Vec<_> = targets.iter().map(Target::name).collect();
    let expected = [
        "batch-inference",
        "claude3-haiku",
        "cohere-command",
        "distill-logs",
        "distill-prompts",
        "distill-prompts-nova",
        "distill-prompts-single",
        "eval-auto",
        "eval-byoi",
        "eval-judge",
        "eval-nova-byod",
        "eval-rag",
        "import-alpaca",
        "import-alpaca-parquet",
        "import-jumpstart",
        "import-pairs",
        "import-pairs-parquet",
        "import-sharegpt",
        "import-sharegpt-parquet",
        "import-trl",
        "import-trl-parquet",
        "llama3-1",
        "llama3-2",
        "llama3-3",
        "llama4",
        "llama4-pairs",
        "nova-cpt",
        "nova-dpo",
        "nova1-lite",
        "nova1-micro",
        "nova1-pro",
        "nova2-lite",
        "nova2-rft",
        "openweight-rft",
        "plain-text",
        "titan-cpt",
        "titan-text-express",
        "titan-text-lite",
        "titan-text-premier",
    ];
    assert_eq!(names, expected);
    for target in targets.iter() {
        let example = target.example().unwrap();
        let report =
            validate::file(target, Split::Train, "f", example.as_bytes(), Options::default(), &mut |problem| {
                assert_eq!(problem.severity, Severity::Warning, "{}: {problem:?}", target.name());
            })
            .unwrap();
        assert_eq!(report.records, 1, "{}", target.name());
        assert_eq!(target.digest().len(), 64);
    }
}

#[test]
fn lines_are_written_as_documented() {
    let targets = Targets::load(None).unwrap();
    let cases = [
        ("titan-cpt", r#"{"input":"Refunds are paid within five working days. Later claims need a supervisor."}"#),
        (
            "llama3-1",
            r#"{"prompt":"You answer questions about invoices.\n\nHow long does a refund take?","completion":"Five working days."}"#,
        ),
        (
            "nova2-lite",
            r#"{"schemaVersion":"bedrock-conversation-2024","system":[{"text":"You answer questions about invoices."}],"messages":[{"role":"user","content":[{"text":"How long does a refund take?"}]},{"role":"assistant","content":[{"text":"Five working days."}]}]}"#,
        ),
        ("eval-auto", r#"{"prompt":"How long does a refund take?","referenceResponse":"Five working days."}"#),
    ];
    for (name, line) in cases {
        assert_eq!(targets.get(name).unwrap().example().unwrap().trim_end(), line);
    }
}

#[test]
fn a_long_conversation_is_read_back() {
    let turn = |n: u32| {
        let role = if n.is_multiple_of(2) { Role::User } else { Role::Assistant };
        Turn { role, text: Text::new(format!("{n} Ẹ kú \u{1F600}\u{2028}\n")) }
    };
    let body = Body::Conversation { system: Some(Text::new("s")), turns: (0..2000).map(turn).collect() };
    let targets = Targets::load(None).unwrap();
    let takes = |target: &&Target| matches!(target.definition().shape, Shape::Converse { .. } | Shape::Messages { .. });
    let mut read = 0;
    for target in targets.iter().filter(takes).filter(|target| target.accepts(&body).is_ok()) {
        let mut line = Vec::new();
        target.encode(&body, &mut line).unwrap();
        assert_eq!(target.parse(std::str::from_utf8(&line).unwrap()).unwrap(), body, "{}", target.name());
        read += 1;
    }
    assert!(read >= 10, "{read}");
}

#[test]
fn refusals_have_their_reason() {
    use crate::core::Reason;
    let targets = Targets::load(None).unwrap();
    let pair = |prompt: &str, completion: &str| Body::Pair {
        system: None,
        prompt: Text::new(prompt),
        completion: Text::new(completion),
    };
    let document = |text: String| Body::Document { text: Text::new(text) };
    let cases = [
        ("llama3-1", pair("p", " "), Reason::EmptyText),
        ("nova1-lite", pair("Operating System: Linux", "c"), Reason::ReservedString),
        ("llama3-1", pair(&"x".repeat(96_001), "c"), Reason::OverTargetLimit),
        ("llama3-1", document("t".to_owned()), Reason::NotRepresentable),
        ("titan-cpt", document("x".repeat(4096 * 6 + 1)), Reason::OverTargetLimit),
        ("nova-cpt", document("\u{1}".repeat(MAX_LINE_BYTES / 6)), Reason::OverTargetLimit),
        ("plain-text", document("a\u{1e}".to_owned()), Reason::ReservedString),
        ("plain-text", document("x".repeat(MAX_LINE_BYTES + 1)), Reason::OverTargetLimit),
        ("eval-auto", document("word".to_owned()), Reason::NotRepresentable),
    ];
    for (name, body, reason) in cases {
        assert_eq!(targets.get(name).unwrap().accepts(&body), Err(reason), "{name}");
    }
    assert_eq!(targets.get("llama3-1").unwrap().accepts(&pair(&"é".repeat(90_000), "User: c")), Ok(()));
    assert_eq!(targets.get("nova1-lite").unwrap().accepts(&pair("end-user: p", "User: c")), Ok(()));
}

#[test]
fn a_cut_document_fits_without_a_warning() {
    let targets = Targets::load(None).unwrap();
    let target = targets.get("titan-cpt").unwrap();
    let budget = target.document_budget().unwrap();
    assert_eq!(budget, 12_288);
    assert_eq!(targets.get("plain-text").unwrap().document_budget(), None);
    assert_eq!(targets.get("llama3-1").unwrap().document_budget(), None);
    let text = "A sentence of the handbook. ".repeat(5000);
    let mut out = Vec::new();
    for span in cut::cut(&text, &cut::Budget::Characters(budget), &[]) {
        let body = Body::Document { text: Text::new(span.of(&text).unwrap()) };
        target.encode(&body, &mut out).unwrap();
    }
    let report =
        validate::file(target, Split::Train, "f", out.as_slice(), Options::default(), &mut |p| panic!("{p:?}"))
            .unwrap();
    assert_eq!(report.records, 12);
}

#[test]
fn an_unknown_name_is_answered_with_the_nearest() {
    let targets = Targets::load(None).unwrap();
    for (asked, nearest) in [("llama3.1", Some("llama3-1")), ("NOVA2-lite", Some("nova2-lite")), ("gpt", None)] {
        let Err(Error::UnknownTarget { nearest: found, known, .. }) = targets.get(asked) else { panic!("{asked}") };
        assert_eq!((found.as_deref(), known.len()), (nearest, 39), "{asked}");
    }
}

#[test]
fn a_folder_adds_and_replaces_targets() {
    let folder = tempfile::tempdir().unwrap();
    let toml = include_str!("../../rules/targets/llama3-1.toml");
    std::fs::write(folder.path().join("llama3-1.toml"), toml.replace("min = 100", "min = 50")).unwrap();
    let mine = toml.replace("name = \"llama3-1\"", "name = \"mine\"");
    std::fs::write(folder.path().join("mine.toml"), mine).unwrap();
    std::fs::write(folder.path().join("README.md"), "not a target").unwrap();
    let targets = Targets::load(Some(folder.path())).unwrap();
    assert_eq!(targets.get("llama3-1").unwrap().definition().records.sum.min, Some(50));
    assert!(targets.get("mine").is_ok());
    assert_eq!(targets.iter().count(), 40);

    std::fs::write(folder.path().join("broken.toml"), "canary").unwrap();
    let error = Targets::load(Some(folder.path())).unwrap_err().to_string();
    assert!(error.contains("broken.toml") && !error.contains("canary"), "{error}");
    assert!(matches!(Targets::load(Some(&folder.path().join("none"))), Err(Error::Unreadable { .. })));
}

#[test]
fn a_holdout_is_written_in_the_evaluation_shape() {
    let turn = |role, text: &str| Turn { role, text: Text::new(text) };
    let body = Body::Conversation {
        system: Some(Text::new("Be brief.")),
        turns: vec![
            turn(Role::User, "u"),
            turn(Role::Assistant, "a"),
            turn(Role::User, "v"),
            turn(Role::Assistant, "b"),
        ],
    };
    let mut out = Vec::new();
    assert_eq!(evaluation::encode_holdout(&body, Some("billing"), &[], &mut out).unwrap(), 1);
    let document = Body::Document { text: Text::new("One. Two. Three. Four.") };
    evaluation::encode_holdout(&document, None, &[], &mut out).unwrap();
    let expected = concat!(
        r#"{"prompt":"Be brief.\n\nQ: u\nA: a\nQ: v","category":"billing","referenceResponse":"b"}"#,
        "\n",
        r#"{"prompt":"One. Two.","referenceResponse":"Three. Four."}"#,
        "\n"
    );
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}
