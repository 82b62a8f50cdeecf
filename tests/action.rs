//! The GitHub Action's script and the entries of the pre-commit hooks, run as a runner and a hook run them.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]
#![cfg(unix)]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use support::{Ran, Workspace};

fn root(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

/// A clean file, one with an address, and one that is valid for a target but for its number of records.
fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("clean.jsonl", "{\"text\":\"clean\"}\n");
    workspace.write("a file.jsonl", "{\"text\":\"to zqx@example.com\"}\n");
    workspace.write("train.jsonl", "{\"prompt\":\"How long?\",\"completion\":\"Five days.\"}\n".repeat(100));
    workspace
}

/// Runs the action's script with inputs in the order of `action.yml` (command, args, format, output, fail).
fn action(workspace: &Workspace, inputs: [&str; 5]) -> Ran {
    let [command, args, format, output, fail] = inputs;
    let script = Command::new("bash")
        .arg(root(".github/action/run"))
        .current_dir(workspace.path())
        .env("SCRUBJAY_PROGRAM", env!("CARGO_BIN_EXE_scrubjay"))
        .env("SCRUBJAY_COMMAND", command)
        .env("SCRUBJAY_ARGS", args)
        .env("SCRUBJAY_FORMAT", format)
        .env("SCRUBJAY_OUTPUT", output)
        .env("SCRUBJAY_FAIL", fail)
        .env("GITHUB_OUTPUT", workspace.join("github-output"))
        .output();
    Ran::from(script.unwrap())
}

#[test]
fn exit_codes_pass_through_unless_findings_are_to_be_reported_only() {
    let workspace = workspace();
    let cases = [
        (["scan", "clean.jsonl\n", "auto", "", "true"], 0, 0),
        (["scan", "a file.jsonl", "auto", "", "true"], 1, 1),
        (["scan", "a file.jsonl", "auto", "", "false"], 0, 1),
        (["scan", "missing.jsonl", "auto", "", "false"], 2, 2),
        (["validate", "--target\nllama3-1\ntrain.jsonl\n", "auto", "", "true"], 0, 0),
        (["validate", "--target\nllama3-1\nclean.jsonl\n", "auto", "", "true"], 1, 1),
        (["verify", ".", "auto", "", "true"], 2, 2),
    ];
    for (inputs, step, program) in cases {
        let _ = std::fs::remove_file(workspace.join("github-output"));
        action(&workspace, inputs).expect(step);
        assert_eq!(workspace.read("github-output"), format!("exit-code={program}\n"), "{inputs:?}");
    }
}

#[test]
fn the_log_gets_annotations_and_a_file_what_was_asked_for() {
    let workspace = workspace();
    let ran = action(&workspace, ["scan", "a file.jsonl", "auto", "", "true"]);
    assert!(ran.stdout.starts_with("::error file=a file.jsonl,line=1,"), "{}", ran.stdout);
    let ran = action(&workspace, ["scan", "a file.jsonl", "sarif", "reports/pii.sarif", "true"]);
    assert_eq!(ran.stdout, "");
    assert_eq!(workspace.json("reports/pii.sarif")["version"], "2.1.0");
}

#[test]
fn arguments_are_not_expanded() {
    let workspace = workspace();
    workspace.write("$(touch ran).jsonl", "{\"text\":\"clean\"}\n");
    action(&workspace, ["scan", "$(touch ran).jsonl", "auto", "", "true"]).expect(0);
    assert!(!workspace.join("ran").exists());
}

/// Every input of the action reaches the script, and none is pasted into it.
#[test]
fn inputs_are_passed_as_variables() {
    let action = std::fs::read_to_string(root("action.yml")).unwrap();
    let script = std::fs::read_to_string(root(".github/action/run")).unwrap();
    for input in ["program", "command", "args", "format", "output", "fail"] {
        assert!(action.contains(&format!("\n  {input}:\n")), "{input}");
        let variable = format!("SCRUBJAY_{}", input.to_uppercase());
        assert!(action.contains(&format!("        {variable}: ${{{{ inputs.{input} ")), "{variable}");
        assert!(script.contains(&format!("${variable}")), "{variable}");
    }
    let pasted = action.lines().filter(|line| line.trim_start().starts_with("run:") && line.contains("${{"));
    assert_eq!(pasted.count(), 0);
}

/// Runs an entry of the hooks on files, as pre-commit does.
fn hook(workspace: &Workspace, id: &str, args: &[&str]) -> Ran {
    let hooks = std::fs::read_to_string(root(".pre-commit-hooks.yaml")).unwrap();
    let of_hook = hooks.split("\n- id: ").find(|part| part.starts_with(id)).expect("the hook is there");
    let entry = of_hook.lines().find_map(|line| line.strip_prefix("  entry: scrubjay ")).expect("it has an entry");
    let entry: Vec<&str> = entry.split(' ').collect();
    workspace.run(&[&entry, args].concat())
}

#[test]
fn hooks_refuse_what_they_are_for() {
    let workspace = workspace();
    assert_eq!(hook(&workspace, "scrubjay-scan", &["clean.jsonl", "train.jsonl"]).expect(0).stdout, "");
    hook(&workspace, "scrubjay-scan", &["clean.jsonl", "a file.jsonl"]).expect(1).says("a file.jsonl:1");
    hook(&workspace, "scrubjay-validate", &["--target", "llama3-1", "train.jsonl"]).expect(0);
    hook(&workspace, "scrubjay-validate", &["--target", "llama3-1", "clean.jsonl"]).expect(1).says("BR003");
}
