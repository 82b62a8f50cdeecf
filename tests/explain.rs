//! `scan --explain` says why, and why not; `scan --stats` counts what each rule met. Neither changes what is found.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod support;

use proptest::prelude::*;
use scrubjay::config::Detect;
use scrubjay::detect::{Considered, Engine, Outcome};
use scrubjay::rules::RuleSet;
use serde_json::Value;
use support::Workspace;

fn engine(config: &Detect) -> Engine {
    Engine::compile(&RuleSet::load(&config.packs, None).expect("rules load"), config).expect("rules compile")
}

thread_local! {
    static ENGINE: Engine = engine(&Detect::default());
}

fn considered(engine: &Engine, text: &str) -> Vec<Considered> {
    engine.explain(engine.everywhere(), &[(text, "")], &mut engine.scratch()).remove(0)
}

/// What became of the value of a rule in a text.
fn outcome(engine: &Engine, text: &str, rule: &str, value: &str) -> Option<Considered> {
    let fits = |one: &Considered| &*one.rule == rule && one.span.of(text) == Some(value);
    considered(engine, text).into_iter().find(fits)
}

#[test]
fn every_outcome_is_told() {
    let config = Detect { allow: vec!["ada@example.com".to_owned()], ..Detect::default() };
    let engine = engine(&config);
    for (text, rule, value, expected) in [
        ("pay with 4111 1111 1111 1111", "payment-card", "4111 1111 1111 1111", Outcome::Found),
        ("pay with 4111 1111 1111 1112", "payment-card", "4111 1111 1111 1112", Outcome::Refused),
        ("write to ada@example.com", "email", "ada@example.com", Outcome::Allowed),
        ("the order is 123456789", "ssn", "123456789", Outcome::Below),
        ("take 70123456789 home", "nin", "70123456789", Outcome::Unlabelled),
        ("Dear Adaeze Okonkwo, hello", "person-full-name", "Adaeze Okonkwo", Outcome::Yielded),
        ("Dear Adaeze Okonkwo, hello. It was Okonkwo", "person-again", "Okonkwo", Outcome::FoundAgain),
    ] {
        let met = outcome(&engine, text, rule, value);
        assert_eq!(met.map(|one| one.outcome), Some(expected), "{rule} in {text:?}");
    }
}

#[test]
fn a_rule_without_its_keyword_says_so() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let rule = "id = \"badge\"\nentity = \"BADGE\"\nsince = \"0.1.0\"\nstatus = \"preview\"\nwhy = \"It names an employee.\"\n\
                references = [\"the badge office\"]\n[detect]\nkeywords = [\"badge\"]\nreach = 20\npattern = '\\b\\d{3}-[A-Z]\\b'\nscore = 0.9\n\
                [examples]\nmatch = []\nno_match = []\n";
    std::fs::create_dir(folder.path().join("own")).expect("a folder");
    let pack = "name = \"own\"\nversion = \"1\"\ndescription = \"Own identifiers.\"\n";
    std::fs::write(folder.path().join("own/pack.toml"), pack).expect("a pack");
    std::fs::write(folder.path().join("own/badge.toml"), rule).expect("a rule");
    let rules = RuleSet::load_folder(folder.path()).expect("loads");
    let engine = Engine::compile(&rules, &Detect::default()).expect("compiles");
    let told = |text: &str| outcome(&engine, text, "badge", "123-K").map(|one| one.outcome);
    assert_eq!(told("take 123-K home"), Some(Outcome::NoKeyword));
    assert_eq!(told("badge 123-K"), Some(Outcome::Found));
}

#[test]
fn reasons_come_with_their_numbers() {
    ENGINE.with(|engine| {
        let label = outcome(engine, "take 70123456789 home", "nin", "70123456789").expect("is met");
        assert!(label.score < label.threshold && label.labelled_score >= label.threshold, "{label:?}");
        let winner =
            outcome(engine, "Dear Adaeze Okonkwo, hello", "person-full-name", "Adaeze Okonkwo").expect("is met");
        assert_eq!(winner.winner.as_deref(), Some("person-greeting"));
        let plain = outcome(engine, "to ada&#64;example.com now", "email", "ada&#64;example.com").expect("is met");
        assert!(plain.outcome.is_found() && plain.plain_form);
        let card = outcome(engine, "card 4111 1111 1111 1111", "payment-card", "4111 1111 1111 1111").expect("is met");
        assert!(card.score > card.base_score && !card.plain_form, "{card:?}");
    });
}

#[test]
fn rules_of_other_places_say_so() {
    let engine = engine(&Detect::default());
    let text = "take 123-45-6789 home";
    let abroad = engine.scope("mail", &["DE".to_owned()], &[]);
    let met = engine.explain(&abroad, &[(text, "")], &mut engine.scratch()).remove(0);
    let ssn = met.iter().find(|one| &*one.rule == "ssn").expect("is met");
    assert_eq!(ssn.outcome, Outcome::Foreign);
    assert!(outcome(&engine, text, "ssn", "123-45-6789").expect("is met").outcome.is_found());
}

/// Pieces of which texts are made: values, labels, disguises and what lies between.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(
        &[
            "ada@example.com",
            "ada&#64;example.com",
            "4111 1111 1111 1111",
            "123-45-6789",
            "70123456789",
            "SSN",
            "NIN:",
            "order",
            "card",
            "Dear Adaeze Okonkwo,",
            "Okonkwo",
            "+44 20 7946 0958",
            "81.2.69.142",
            "key",
            "\u{200B}",
            "é",
            " ",
            "\n",
            "1",
        ][..],
    );
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn an_explanation_is_of_the_findings_themselves(first in text(), second in text()) {
        ENGINE.with(|engine| {
            let texts = [(first.as_str(), "a"), (second.as_str(), "b")];
            let mut scratch = engine.scratch();
            let explained = engine.explain(engine.everywhere(), &texts, &mut scratch);
            let mut found = Vec::new();
            engine.detect_record(engine.everywhere(), &texts, &mut engine.scratch(), &mut found);
            for (((text, _), explained), found) in texts.iter().zip(&explained).zip(&found) {
                let made = explained.iter().filter(|one| one.outcome.is_found());
                let made: Vec<_> = made.map(|one| (one.span, one.rule.clone(), one.score)).collect();
                let found: Vec<_> = found.iter().map(|one| (one.span, one.rule.clone(), one.score)).collect();
                prop_assert_eq!(made, found);
                for one in explained {
                    prop_assert!(one.span.of(text).is_some());
                    let twin = |other: &&Considered| other.rule == one.rule && other.span == one.span;
                    prop_assert_eq!(explained.iter().filter(twin).count(), 1, "{:?}", one);
                }
            }
            // The memory can be used for other texts afterwards.
            let mut again = Vec::new();
            engine.detect_record(engine.everywhere(), &texts, &mut scratch, &mut again);
            prop_assert_eq!(again, found);
            Ok(())
        })?;
    }
}

const LETTER: &str = "Write to ada@example.com about 70123456789 and 4111 1111 1111 1112.\n";

#[test]
fn values_are_shown_only_if_they_are_asked_for() {
    let workspace = Workspace::new();
    let ran =
        workspace.pipe(&["scan", "--explain", "-"], LETTER.as_bytes()).expect(1).says("its validator confirms it");
    assert!(ran.stdout.contains("no label near") && ran.stdout.contains("refused by the validator"), "{}", ran.stdout);
    let json = workspace.pipe(&["scan", "--explain", "--format", "json", "-"], LETTER.as_bytes()).expect(1);
    for value in ["ada@", "7012345", "4111"] {
        assert!(!ran.stdout.contains(value) && !json.stdout.contains(value), "{value}");
    }
    let shown = workspace.pipe(&["scan", "--explain", "--show-text", "-"], LETTER.as_bytes()).expect(1);
    assert!(shown.stdout.contains("\"ada@example.com\" EMAIL_ADDRESS: rule email"), "{}", shown.stdout);
    let arguments = ["scan", "--explain", "--show-text", "--format", "json", "--offsets", "codepoint", "-"];
    let shown: Value = serde_json::from_str(&workspace.pipe(&arguments, LETTER.as_bytes()).expect(1).stdout).unwrap();
    let email = shown["texts"][0]["considered"].as_array().unwrap().iter().find(|one| one["rule"] == "email").unwrap();
    assert_eq!((&email["text"], &email["outcome"]), (&Value::from("ada@example.com"), &Value::from("found")));
    workspace.pipe(&["scan", "--show-text", "-"], LETTER.as_bytes()).expect(2).says("--explain");
}

#[test]
fn explanations_are_for_small_inputs_and_two_formats() {
    let workspace = Workspace::new();
    workspace.pipe(&["scan", "--explain", "-"], b"Nothing to see.\n").expect(0).says("nothing found");
    let long = "nothing to see here, ".repeat(4000);
    workspace.pipe(&["scan", "--explain", "-"], long.as_bytes()).expect(2).says("more than 65536 bytes");
    workspace.pipe(&["scan", "--explain", "--format", "sarif", "-"], b"x").expect(2).says("human or json");
    workspace.pipe(&["scan", "--explain", "--stats", "-"], b"x").expect(2).says("cannot be used with");
    workspace.write("a.jsonl", "{\"text\":\"ada@example.com\"}\n{broken\n");
    workspace.run(&["scan", "--explain", "a.jsonl"]).expect(2).says("json-syntax").says("EMAIL_ADDRESS");
}

#[test]
fn stats_count_what_each_rule_met() {
    let workspace = Workspace::new();
    workspace.write("a.jsonl", "{\"text\":\"ada@example.com or 4111 1111 1111 1112\"}\n".repeat(3));
    let ran = workspace.run(&["scan", "--stats", "--format", "json", "a.jsonl"]).expect(1);
    let json: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(json["records"].as_array().map(Vec::len), Some(3));
    let rules = json["stats"]["rules"].as_array().unwrap();
    let rule = |id: &str| rules.iter().find(|row| row["rule"] == id).unwrap();
    assert_eq!(rules.len(), ENGINE.with(|engine| engine.rules().count()));
    let (email, card) = (rule("email"), rule("payment-card"));
    assert_eq!(
        (email["candidates"].as_u64(), email["confirmed"].as_u64(), email["kept"].as_u64()),
        (Some(3), Some(3), Some(3))
    );
    assert!(card["refused"].as_u64() >= Some(3) && card["kept"] == 0);
    let kept: u64 = rules.iter().filter_map(|row| row["kept"].as_u64()).sum();
    assert_eq!(Some(kept), json["summary"]["findings"].as_u64());
    let shares: Vec<f64> = rules.iter().filter_map(|row| row["time_share"].as_f64()).collect();
    assert!(shares.is_sorted_by(|a, b| a >= b) && shares[0] > 0.0 && shares.iter().sum::<f64>() <= 1.0);

    let human =
        workspace.run(&["scan", "--stats", "a.jsonl"]).expect(1).says("intl/email").says("what all rules share");
    assert!(!human.stdout.contains("a.jsonl:1"), "{}", human.stdout);
    workspace.run(&["scan", "--stats", "--format", "jsonl", "a.jsonl"]).expect(2).says("human or json");
}
