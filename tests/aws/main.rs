//! Lines of every target beside JSON Schemas of what AWS documents and what its published checks ask for, each at its strictest.
//!
//! The schemas are written from the documentation and from the behaviour of the checks, so that they are a second opinion: they
//! share nothing with the program. `published.py` beside this file runs the checks themselves.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

use jsonschema::Validator;
use scrubjay::core::{Body, Role, Text, Turn};
use scrubjay::format::Targets;
use serde_json::Value;

/// Schemas with the targets that they hold for.
const SCHEMAS: [(&str, &str, &[&str]); 9] = [
    (
        "prompt-completion",
        include_str!("schemas/prompt-completion.json"),
        &["cohere-command", "llama3-1", "llama4-pairs", "titan-text-express", "titan-text-lite", "titan-text-premier"],
    ),
    (
        "converse-sft",
        include_str!("schemas/converse-sft.json"),
        &["llama3-2", "llama3-3", "llama4", "nova1-lite", "nova1-micro", "nova1-pro", "nova2-lite"],
    ),
    ("haiku", include_str!("schemas/haiku.json"), &["claude3-haiku"]),
    ("titan-cpt", include_str!("schemas/titan-cpt.json"), &["titan-cpt"]),
    ("nova-cpt", include_str!("schemas/nova-cpt.json"), &["nova-cpt"]),
    ("rft", include_str!("schemas/rft.json"), &["nova2-rft", "openweight-rft"]),
    ("evaluation", include_str!("schemas/evaluation.json"), &["eval-auto", "eval-judge"]),
    ("rag-evaluation", include_str!("schemas/rag-evaluation.json"), &["eval-rag"]),
    ("nova-evaluation", include_str!("schemas/nova-evaluation.json"), &["eval-nova-byod"]),
];

/// Prompts for distillation: several turns are for Nova teachers alone, whatever the published check says.
const DISTILLATION: (&str, [&str; 3]) = (
    include_str!("schemas/converse-distillation.json"),
    ["distill-prompts", "distill-prompts-nova", "distill-prompts-single"],
);

fn validator(schema: &str) -> Validator {
    jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap()
}

/// Records of every form: long ones, other scripts, characters that JSON escapes, blank and missing instructions.
fn bodies() -> Vec<Body> {
    let texts = [
        "a",
        "Refunds take five days. Then call.",
        "\u{feff}Ẹ kú àárọ̀ \u{1F600}",
        "tab\t\"quote\" \\ \u{1} \u{2028} end",
        " ",
        "",
    ];
    let text = |n: usize| Text::new(texts[n % texts.len()]);
    let turn = |role, n| Turn { role, text: text(n) };
    let mut bodies = Vec::new();
    for n in 0..24 {
        let system = [None, Some(Text::new("Be brief.")), Some(Text::new(" "))][n % 3].clone();
        let turns = (0..n).flat_map(|k| [turn(Role::User, k % 4), turn(Role::Assistant, (k + n) % 4)]).collect();
        bodies.push(Body::Document { text: Text::new(format!("{} {}", texts[n % 6], texts[n / 6])) });
        bodies.push(Body::Pair { system: system.clone(), prompt: text(n), completion: text(n / 6) });
        bodies.push(Body::Conversation { system, turns });
    }
    bodies
}

/// Every line that a target writes for the records that it accepts.
fn lines(target: &str, fits: &dyn Fn(&Body) -> bool) -> Vec<Value> {
    let targets = Targets::load(None).unwrap();
    let target = targets.get(target).unwrap();
    let mut written = Vec::new();
    for body in bodies().iter().filter(|body| fits(body) && target.accepts(body).is_ok()) {
        target.encode(body, &mut written).unwrap();
    }
    String::from_utf8(written).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn what_is_written_fits_the_schemas_of_the_published_checks() {
    for (name, schema, targets) in SCHEMAS {
        let validator = validator(schema);
        for target in targets {
            let lines = lines(target, &|_| true);
            assert!(lines.len() >= 8, "{target}: {} lines", lines.len());
            for line in lines {
                assert!(validator.is_valid(&line), "{target} is not as {name}: {:?}", validator.validate(&line));
            }
        }
    }
    let (schema, targets) = DISTILLATION;
    let validator = validator(schema);
    let single = |body: &Body| !matches!(body, Body::Conversation { turns, .. } if turns.len() > 2);
    for target in targets {
        for line in lines(target, &single) {
            assert!(validator.is_valid(&line), "{target}: {:?}", validator.validate(&line));
        }
    }
}

#[test]
fn every_target_of_aws_that_is_written_has_a_schema() {
    let covered: Vec<_> = SCHEMAS.iter().flat_map(|(_, _, targets)| *targets).chain(&DISTILLATION.1).collect();
    for target in Targets::load(None).unwrap().iter() {
        let name = target.name();
        let of_aws = !name.starts_with("import-") && name != "plain-text";
        let written = bodies().iter().any(|body| target.accepts(body).is_ok());
        assert_eq!(covered.contains(&&name), of_aws && written, "{name}");
    }
}

#[test]
fn the_schemas_refuse_what_the_published_checks_refuse() {
    for (name, schema, targets) in SCHEMAS {
        let validator = validator(schema);
        let good = lines(targets[0], &|_| true).remove(0);
        let key = good.as_object().unwrap().keys().next_back().unwrap().clone();
        let mut missing = good.clone();
        missing.as_object_mut().unwrap().remove(&key);
        let mut wrong = good.clone();
        wrong[&key] = Value::from(7);
        assert!(validator.is_valid(&good) && !validator.is_valid(&wrong), "{name}");
        // What comes last may be left out in these.
        let optional = ["rft", "evaluation"].contains(&name);
        assert!(optional || !validator.is_valid(&missing), "{name}");
        let mut more = good;
        more["source"] = Value::from("s");
        assert_eq!(validator.is_valid(&more), name == "rft", "{name}: another key");
    }
}
