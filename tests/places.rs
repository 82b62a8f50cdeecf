//! Where a run reads and where it writes: places that must not be one, names that must not depend on the place.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

mod support;

use std::fs;

use support::{Workspace, sft_job, sft_lines};

fn small(uri: &str, rest: &str) -> Workspace {
    let workspace = Workspace::new();
    workspace.write("job.toml", sft_job(uri, rest)).write("in/data.jsonl", sft_lines(60));
    workspace
}

/// The job with another output folder.
fn to(workspace: &Workspace, out: &str) {
    let job = workspace.read("job.toml").replace("uri = \"out\"", &format!("uri = {out:?}"));
    workspace.write("job.toml", job);
}

#[test]
fn a_dataset_goes_to_no_other_machine() {
    for uri in ["s3://bucket/ds", "gs://bucket/ds", "file://host/x"] {
        let workspace = small("in/data.jsonl", "");
        to(&workspace, uri);
        workspace.run(&["run", "job.toml"]).expect(2).says("job.toml:16:1: output.uri: names no folder");
        // The command line decides.
        workspace.run(&["run", "job.toml", "--out", uri]).expect(2).says("only local folders");
        // A folder `s3:` or `host` is one of this machine.
        let mut there: Vec<_> = fs::read_dir(workspace.join("")).unwrap().map(|one| one.unwrap().file_name()).collect();
        there.sort();
        assert_eq!(there, ["in", "job.toml"], "{uri}");
    }
    let workspace = small("in/data.jsonl", "");
    let folder = workspace.join("whole");
    to(&workspace, &format!("file://{}", folder.display()));
    workspace.run(&["run", "job.toml"]).expect(0);
    assert!(folder.join("manifest.json").is_file());
}

#[test]
fn only_what_the_manifest_lists_is_replaced() {
    let workspace = small("in/data.jsonl", "");
    workspace.run(&["run", "job.toml"]).expect(0);
    workspace.write("out/notes.txt", "mine").write("out/nova1-lite/raw/a.txt", "mine");
    workspace.run(&["run", "job.toml", "--force"]).expect(2).says("notes.txt, nova1-lite/raw").says("another output");
    assert_eq!(workspace.read("out/notes.txt"), "mine");
    fs::remove_file(workspace.join("out/notes.txt")).unwrap();
    fs::remove_dir_all(workspace.join("out/nova1-lite/raw")).unwrap();
    workspace.run(&["run", "job.toml", "--force"]).expect(0);
    // A manifest that does not say what is the dataset's is no permission to delete.
    let manifest = workspace.read("out/manifest.json");
    workspace.write("out/manifest.json", &manifest[..manifest.len() / 2]);
    workspace.run(&["run", "job.toml", "--force"]).expect(2).says("remove the folder by hand");
}

#[test]
fn nothing_that_the_job_reads_lies_in_the_output_folder() {
    let lists = "[[detect.list]]\nname = \"staff\"\nentity = \"STAFF\"\npath = \"out/staff.txt\"\n";
    for (uri, rest, said) in [
        ("out/data.jsonl", "", "source[0].uri: lies inside the output folder"),
        ("in/data.jsonl", "[key]\nfile = \"out/key\"\n", "key.file: lies inside the output folder"),
        ("in/data.jsonl", lists, "detect.list[0].path: lies inside the output folder"),
    ] {
        let workspace = small(uri, rest);
        workspace.write("out/data.jsonl", sft_lines(60)).write("out/staff.txt", "Ada Obi\n");
        workspace.write("out/key", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n");
        workspace.run(&["run", "job.toml", "--dry-run"]).expect(2).says(said);
    }
    let workspace = small("in/data.jsonl", "");
    workspace.run(&["run", "job.toml", "--dry-run", "--out", "."]).expect(2).says("output.uri");
}

#[test]
fn a_source_never_reads_the_output_however_it_is_written() {
    let workspace = small("in", "");
    let whole = workspace.join("in/ds").display().to_string();
    let from_file = format!("file://{whole}");
    for out in ["in/ds", "./in/../in/ds", whole.as_str(), from_file.as_str()] {
        workspace.run(&["run", "job.toml", "--dry-run", "--out", out]).expect(2).says("read by source[0]");
    }
    workspace.run(&["run", "job.toml", "--dry-run", "--out", "elsewhere"]).expect(0);
    to(&workspace, &from_file);
    workspace.run(&["run", "job.toml", "--dry-run"]).expect(2).says("read by source[0]");
}

#[cfg(unix)]
#[test]
fn links_to_the_output_are_seen() {
    let workspace = small("in", "");
    std::os::unix::fs::symlink(workspace.join("in"), workspace.join("link")).unwrap();
    workspace.run(&["run", "job.toml", "--dry-run", "--out", "link/ds"]).expect(2).says("read by source[0]");
}

#[test]
fn a_late_gate_also_leaves_a_quarantine_index() {
    let rest = "targets_dir = \"targets\"\n[split]\nvalidation = 0\nholdout = 0\n";
    let workspace = small("in/data.jsonl", rest);
    let job = workspace.read("job.toml").replace("\"llama3-1\", \"nova1-lite\"", "\"tiny\"");
    workspace.write("job.toml", job.replace("on_limit = \"report\"", "on_limit = \"fail\""));
    let definition = fs::read_to_string("rules/targets/llama3-1.toml").unwrap();
    let tiny = definition.replacen("name = \"llama3-1\"", "name = \"tiny\"", 1);
    workspace.write("targets/tiny.toml", tiny.replacen("[file]", "[file]\ntrain_bytes = { max = 1000 }", 1));
    workspace.write("in/data.jsonl", sft_lines(200) + "{broken\n");
    workspace.run(&["run", "job.toml"]).expect(1).says("target-file-size").says("quarantine.jsonl");
    assert_eq!(workspace.lines("out.failed/quarantine.jsonl").len(), 1);
    assert!(workspace.join("out.failed/leakage.json").is_file() && !workspace.join("out").exists());
}

#[test]
#[cfg(unix)]
fn a_quarantine_index_goes_over_nothing_of_others() {
    let workspace = small("in/data.jsonl", "");
    let broken = "{broken\n".repeat(50);
    workspace.write("in/data.jsonl", sft_lines(60) + &broken).write("theirs/letters.txt", "Dear Ada");
    // A link to a folder, a folder with something else in it, a file.
    std::os::unix::fs::symlink(workspace.join("theirs"), workspace.join("out.failed")).unwrap();
    workspace.run(&["run", "job.toml"]).expect(2).says("out.failed is no folder, or a link to one");
    fs::remove_file(workspace.join("out.failed")).unwrap();
    workspace.write("out.failed/quarantine.jsonl", "").write("out.failed/letters.txt", "Dear Obi");
    workspace.run(&["run", "job.toml"]).expect(2).says("out.failed holds something else");
    assert_eq!(workspace.read("out.failed/quarantine.jsonl"), "");
    fs::remove_file(workspace.join("out.failed/letters.txt")).unwrap();
    // A file of the right name that is a link is none of ours either.
    fs::remove_file(workspace.join("out.failed/quarantine.jsonl")).unwrap();
    std::os::unix::fs::symlink(workspace.join("theirs/letters.txt"), workspace.join("out.failed/quarantine.jsonl"))
        .unwrap();
    workspace.run(&["run", "job.toml"]).expect(2).says("out.failed holds something else");
    assert_eq!(workspace.read("theirs/letters.txt"), "Dear Ada");
    fs::remove_file(workspace.join("out.failed/quarantine.jsonl")).unwrap();
    for _ in 0..2 {
        workspace.run(&["run", "job.toml"]).expect(1).says("quarantine-ratio");
        assert_eq!(workspace.lines("out.failed/quarantine.jsonl").len(), 50);
    }
}

#[test]
fn what_a_run_is_held_against_does_not_lie_where_it_writes() {
    let workspace = small("in/data.jsonl", "[[leakage.reference]]\nname = \"bench\"\nuri = \"in/*.jsonl\"\n");
    workspace
        .run(&["run", "job.toml", "--dry-run", "--out", "in"])
        .expect(2)
        .says("leakage.reference[0].uri: reads a file that lies inside the output folder");
    workspace.write("key", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
    let keyed = "[key]\nfile = \"key\"\n";
    let job = sft_job("in/data.jsonl", "");
    workspace.write("job.toml", job.replace("[output]", &format!("{keyed}[output]")));
    workspace.run(&["run", "job.toml", "--out", "kept/v1"]).expect(0);
    let later = format!("{keyed}[split]\nprevious = \"kept/v1\"\n[output]");
    workspace.write("job.toml", job.replace("[output]", &later));
    for out in ["kept/v1", "kept"] {
        workspace
            .run(&["run", "job.toml", "--dry-run", "--force", "--out", out])
            .expect(2)
            .says("split.previous: lies inside the output folder");
    }
}

#[test]
fn names_do_not_depend_on_the_working_folder() {
    let workspace = small("in/data.jsonl", "");
    let whole = workspace.join("in/data.jsonl");
    workspace.write("job.toml", sft_job(whole.to_str().unwrap(), ""));
    fs::create_dir(workspace.join("sub")).unwrap();
    let job = workspace.join("job.toml");
    for (from, job, out) in
        [(".", "job.toml", "one"), ("sub", "../job.toml", "two"), (".", job.to_str().unwrap(), "three")]
    {
        let out = workspace.join(out);
        let mut command = workspace.command();
        command.current_dir(workspace.join(from)).args(["run", job, "--out"]).arg(out);
        support::Ran::from(command.output().unwrap()).expect(0);
    }
    let content = |folder: &str| workspace.json(&format!("{folder}/manifest.json"))["content"].clone();
    assert_eq!(content("one"), content("two"));
    assert_eq!(content("one"), content("three"));
}

#[test]
fn one_file_is_not_read_under_two_kinds_of_rights() {
    let second = "[[source]]\nname = \"again\"\nuri = \"./in/*.jsonl\"\nmap = { prompt = \"prompt\", completion = \"completion\" }\n";
    let workspace = small("in/data.jsonl", "");
    let job = workspace.read("job.toml");
    let rights = "provenance = { licence = \"CC0-1.0\", basis = \"licence\", evidence = \"x\" }\n";
    workspace.write("job.toml", format!("{job}\n{second}{rights}"));
    let said = "source[1].uri: source \"again\" reads the file that source \"tickets\" reads under other rights: in/data.jsonl";
    workspace.run(&["run", "job.toml", "--dry-run"]).expect(2).says(said);
    let rights = "provenance = { licence = \"LicenseRef-internal\", basis = \"owned\" }\n";
    workspace.write("job.toml", format!("{job}\n{second}{rights}"));
    workspace.run(&["run", "job.toml", "--dry-run"]).expect(0);
}

#[cfg(unix)]
#[test]
fn a_file_that_a_source_finds_twice_is_read_once() {
    let workspace = small("in", "");
    std::os::unix::fs::symlink("data.jsonl", workspace.join("in/link.jsonl")).unwrap();
    fs::hard_link(workspace.join("in/data.jsonl"), workspace.join("in/other.jsonl")).unwrap();
    let said = "in/link.jsonl is the same file as in/data.jsonl and is read once";
    workspace.run(&["run", "job.toml", "--dry-run"]).expect(0).says(said);
    workspace.run(&["run", "job.toml"]).expect(0).says(said).says("in/other.jsonl");
    assert_eq!(workspace.json("out/manifest.json")["content"]["sources"][0]["files"].as_array().map_or(0, Vec::len), 1);
}
