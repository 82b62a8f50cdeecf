//! The sample jobs from end to end: their outputs are the ones in `samples/*/expected`, whatever the number of threads, and
//! nothing of what the generator planted is left in them. `UPDATE=1 cargo test --test golden` writes the expected files anew;
//! what changed is then for `git diff` to show and for a person to judge.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

#[path = "../samples/decode.rs"]
#[allow(unreachable_pub, reason = "it is written for another test")]
mod decode;
mod expected;
mod planted;
#[path = "../support/mod.rs"]
mod support;

use std::path::PathBuf;

use support::Workspace;

/// Files by name with their bytes.
type Files = Vec<(String, Vec<u8>)>;

fn sample(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)
}

/// Runs the job of a sample with one thread and with four, which must make no difference. Returns the dataset's files.
fn run(name: &str) -> Files {
    let workspace = Workspace::new();
    let job = sample(name).join("job.toml");
    let job = job.to_str().expect("the path is UTF-8");
    for (threads, out) in [("1", "one"), ("4", "four")] {
        workspace.run(&["run", job, "--threads", threads, "--out", out]).expect(0).says("published");
        workspace.run(&["verify", out]).expect(0).says("intact");
    }
    let content = |out: &str| workspace.json(&format!("{out}/manifest.json"))["content"].clone();
    assert!(content("one")["outputs"].is_array());
    assert_eq!(content("one"), content("four"), "{name}: the manifest depends on the number of threads");
    let without_manifest = |out: &str| -> Files {
        let files = workspace.files(out).into_iter();
        files.filter(|(file, _)| file != "manifest.json").collect()
    };
    let (one, four) = (without_manifest("one"), without_manifest("four"));
    expected::assert_same(&one, &four, &format!("{name}: four threads do not write what one writes"));
    one
}

fn check(name: &str) {
    let files = run(name);
    expected::check(&sample(name).join("expected"), name, &files, &planted::table(name, &files));
}

#[test]
fn support_sft() {
    check("support-sft");
}

#[test]
fn handbook_cpt() {
    check("handbook-cpt");
}
