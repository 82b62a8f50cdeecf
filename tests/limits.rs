//! Numbers of records and tokens against the limits of targets, from outside.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

mod support;

use serde_json::Value;
use support::{Workspace, sft_job, sft_lines};

/// Each word and each sign is a token.
const TOKENIZER: &str = r#"{"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":null,
    "pre_tokenizer":{"type":"Whitespace"},"post_processor":null,"decoder":null,
    "model":{"type":"WordLevel","vocab":{"[UNK]":0},"unk_token":"[UNK]"}}"#;

/// So many records for one target, of which a tenth is held out and `validation` validates.
fn workspace(records: usize, target: &str, validation: &str, output: &str) -> Workspace {
    let job = sft_job("in.jsonl", &format!("{output}\n[split]\nholdout = 0.1\nvalidation = {validation}\n"));
    let job = job.replace(
        "targets = [\"llama3-1\", \"nova1-lite\"]\non_limit = \"report\"",
        &format!("targets = [\"{target}\"]"),
    );
    let workspace = Workspace::new();
    workspace.write("in.jsonl", sft_lines(records)).write("job.toml", job);
    workspace
}

#[test]
fn a_split_that_no_data_can_satisfy_is_refused_before_reading() {
    let workspace = workspace(10, "llama3-1", "{ count = 5000 }", "");
    std::fs::remove_file(workspace.join("in.jsonl")).unwrap();
    workspace.write("in.jsonl", "not read");
    let ran = workspace.run(&["run", "job.toml"]).expect(2);
    assert!(ran.stderr.contains("llama3-1 takes at most 1000 in validation (asked: 5000 records)"), "{}", ran.stderr);
    assert!(ran.stderr.contains("nothing was read"), "{}", ran.stderr);
    workspace.run(&["run", "job.toml", "--on-limit", "shard", "--dry-run"]).expect(0);
}

#[test]
fn too_few_records_say_how_many_are_missing_and_what_to_do() {
    let workspace = workspace(50, "llama3-1", "0.1", "");
    let ran = workspace.run(&["run", "job.toml"]).expect(1);
    assert!(ran.stderr.contains("gate target-records: llama3-1: "), "{}", ran.stderr);
    assert!(ran.stderr.contains("too few: it takes at least 100"), "{}", ran.stderr);
    assert!(ran.stderr.contains("--on-limit report"), "{}", ran.stderr);
    assert!(!workspace.join("out").exists());
    let ran = workspace.run(&["run", "job.toml", "--on-limit", "report"]).expect(0);
    assert!(ran.stdout.contains("note: llama3-1: training and validation together have"), "{}", ran.stdout);
}

/// Eleven thousand records are a few too many for one training job of Llama 3.1.
fn too_many(on_limit: &str) -> Workspace {
    let workspace = workspace(11_500, "llama3-1", "0.05", &format!("on_limit = \"{on_limit}\""));
    let ran = workspace.run(&["run", "job.toml", "--threads", "2"]);
    if on_limit == "fail" {
        let ran = ran.expect(1);
        assert!(ran.stderr.contains("too many: it takes at most 10000"), "{}", ran.stderr);
        assert!(ran.stderr.contains("the files of 2 training jobs"), "{}", ran.stderr);
    } else {
        ran.expect(0);
        workspace.run(&["verify", "out"]).expect(0);
    }
    workspace
}

#[test]
fn too_many_records_fail_and_say_what_the_options_are() {
    too_many("fail");
}

#[test]
fn too_many_records_are_left_out_by_hash_with_a_reason_and_the_holdout_stays() {
    let workspace = too_many("truncate-by-hash");
    let lines = |file: &str| workspace.lines(&format!("out/llama3-1/{file}.jsonl"));
    let (train, validation, holdout) = (lines("train"), lines("validation"), lines("holdout"));
    assert_eq!(train.len() + validation.len(), 10_000);
    let left_out = workspace.lines("out/quarantine.jsonl");
    assert!(left_out.iter().all(|line| line.contains("\"code\":\"Q603\"")));
    assert_eq!(left_out.len(), 11_500 - 10_000 - holdout.len());
    let manifest = workspace.json("out/manifest.json");
    let split = |n: usize| manifest["content"]["splits"][n]["records"].as_u64().unwrap();
    assert_eq!(split(0) + split(1), 10_000);

    // What stays does not depend on the order of the data or the number of threads.
    let mut turned: Vec<_> = workspace.lines("in.jsonl");
    turned.reverse();
    workspace.write("in.jsonl", turned.join("\n") + "\n");
    workspace.run(&["run", "job.toml", "--threads", "1", "--out", "again"]).expect(0);
    let sorted = |mut lines: Vec<String>| {
        lines.sort();
        lines
    };
    assert_eq!(sorted(workspace.lines("again/llama3-1/train.jsonl")), sorted(train));
    assert_eq!(sorted(workspace.lines("again/llama3-1/holdout.jsonl")), sorted(holdout));
}

#[test]
fn too_many_records_become_the_files_of_two_jobs() {
    let workspace = too_many("shard");
    let lines = |file: &str| workspace.lines(&format!("out/llama3-1/{file}.jsonl")).len();
    assert!(lines("train-1").abs_diff(lines("train-2")) <= 1);
    assert!(lines("validation-1").abs_diff(lines("validation-2")) <= 1);
    let all: usize = ["train-1", "train-2", "validation-1", "validation-2", "holdout"].into_iter().map(lines).sum();
    assert_eq!(all, 11_500);
    for job in ["1", "2"] {
        let (train, validation) =
            (format!("out/llama3-1/train-{job}.jsonl"), format!("out/llama3-1/validation-{job}.jsonl"));
        workspace.run(&["validate", "-t", "llama3-1", &train, "--validation", &validation]).expect(0);
    }
}

#[test]
fn tokens_are_estimated_or_counted_and_priced() {
    let price = "[[output.price]]\ntarget = \"llama3-1\"\nper_1000_tokens = 0.5\ncurrency = \"EUR\"\nepochs = 2\n\
                 source = \"https://prices.example/\"\ndate = \"2027-01-31\"\n";
    let workspace = workspace(200, "llama3-1", "0.1", price);
    workspace.write("tokenizer.json", TOKENIZER);
    workspace.run(&["run", "job.toml"]).expect(0).says("tokens (estimated from characters)");
    let manifest: Value = workspace.json("out/manifest.json");
    let train = &manifest["content"]["tokens"][0];
    let (min, max) = (train["min_tokens"].as_u64().unwrap(), train["max_tokens"].as_u64().unwrap());
    assert!(min < max && max <= train["characters"].as_u64().unwrap(), "{train}");

    let ran = workspace.run(&["run", "job.toml", "--tokenizer", "tokenizer.json", "--out", "counted"]).expect(0);
    let manifest: Value = workspace.json("counted/manifest.json");
    // "Where is parcel number 7?" and "It left depot 49 today." have six tokens each.
    let records = workspace.lines("counted/llama3-1/train.jsonl").len() as u64;
    assert_eq!(manifest["content"]["tokens"][0]["min_tokens"], 12 * records);
    assert_eq!(manifest["content"]["tokens"][0]["max_tokens"], 12 * records);
    assert_eq!(manifest["content"]["costs"][0]["min"], 12.0 * records as f64 * 2.0 / 1000.0 * 0.5);
    assert!(ran.stdout.contains("training tokens × 2 epochs ÷ 1000 × 0.5 EUR (https://prices.example/, 2027-01-31)"));

    workspace.write("tokenizer.json", "{}");
    let ran = workspace.run(&["run", "job.toml", "--tokenizer", "tokenizer.json", "--out", "x"]).expect(2);
    assert!(ran.stderr.contains("output.tokenizer: tokenizer.json is not a tokenizer.json"), "{}", ran.stderr);
}

#[test]
fn validate_counts_tokens_where_it_can() {
    let workspace = Workspace::new();
    workspace.write("tokenizer.json", TOKENIZER);
    // 20 000 signs are 20 000 tokens, which an estimate by characters does not see.
    let line = format!("{{\"prompt\":\"{}\",\"completion\":\"b\"}}\n", "?!".repeat(10_000).replace("?!", "? ! "));
    let short = "{\"prompt\":\"a\",\"completion\":\"b\"}\n".repeat(99);
    workspace.write("train.jsonl", line + &short);
    workspace.run(&["validate", "-t", "llama3-1", "train.jsonl"]).expect(0);
    let ran = workspace.run(&["validate", "-t", "llama3-1", "--tokenizer", "tokenizer.json", "train.jsonl"]).expect(1);
    assert!(ran.stdout.contains("error[BR008]: the record has 20001 tokens; the limit is 16000"), "{}", ran.stdout);
}

#[test]
fn documents_are_cut_by_tokens() {
    let workspace = Workspace::new();
    workspace.write("tokenizer.json", TOKENIZER);
    let text: String = (0..3000).map(|n| format!("Sentence {n} is here. ")).collect();
    for n in 0..4 {
        workspace.write(&format!("docs/{n}.txt"), text.replace("here", &format!("here {n}")));
    }
    workspace.write(
        "job.toml",
        "dataset = { name = \"d\", version = \"1\" }\n[[source]]\nname = \"docs\"\nuri = \"docs\"\n\
         provenance = { licence = \"CC0-1.0\", basis = \"owned\" }\n[split]\nholdout = 0\nvalidation = 0\n\
         [output]\nuri = \"out\"\ntargets = [\"titan-cpt\"]\ntokenizer = \"tokenizer.json\"\n",
    );
    workspace.run(&["run", "job.toml"]).expect(0);
    let lines = workspace.lines("out/titan-cpt/train.jsonl");
    // 18 000 tokens of each document fill five pieces of 4 096; six tokens a sentence.
    assert_eq!(lines.len(), 4 * 5);
    assert!(lines.iter().all(|line| line.split(" . ").count() <= 4096));
}
