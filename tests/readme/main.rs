//! README.md does what it says: every command on it is run, in the order of the page, in a folder with a copy of the samples
//! and the files that the page shows. It must end with the exit code that is stated and print the lines that are shown.
#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

mod blocks;
#[path = "../support/mod.rs"]
mod support;

use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

use blocks::Step;
use support::{Ran, Workspace};
use walkdir::WalkDir;

/// The one command that is not run: it is running.
const TESTS: &str = "cargo test";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with the samples in it, as in a clone.
fn clone() -> Workspace {
    let workspace = Workspace::new();
    for entry in WalkDir::new(root().join("samples")).into_iter().filter_map(Result::ok) {
        if entry.file_type().is_file() {
            let name = entry.path().strip_prefix(root()).unwrap().to_str().unwrap();
            workspace.write(name, fs::read(entry.path()).unwrap());
        }
    }
    workspace
}

/// Runs a command as a shell would, `scrubjay` being the program under test.
fn run(workspace: &Workspace, text: &str) -> Ran {
    let program = Path::new(env!("CARGO_BIN_EXE_scrubjay")).parent().unwrap();
    let paths = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(std::iter::once(program.to_owned()).chain(env::split_paths(&paths))).unwrap();
    let text = text.replace("cargo run --release --", "scrubjay");
    let mut shell = Command::new("sh");
    shell.args(["-c", &text]).current_dir(workspace.path()).env("PATH", path).stdin(Stdio::null());
    shell.output().expect("there is a shell").into()
}

/// Does one step. The error says which line of the page is wrong, and why.
fn follow(workspace: &Workspace, step: &Step) -> Result<(), String> {
    let command = match step {
        Step::Write { file, content } => {
            workspace.write(file, content);
            return Ok(());
        }
        Step::Run(command) if command.text == TESTS => return Ok(()),
        Step::Run(command) => command,
    };
    let ran = run(workspace, &command.text);
    let (line, text, printed) = (command.line, &command.text, format!("{}{}", ran.stdout, ran.stderr));
    if ran.code != command.code {
        return Err(format!("line {line}: {text}: exit {}, not {}\n{printed}", ran.code, command.code));
    }
    match blocks::missing(&command.shown, &printed).as_slice() {
        [] => Ok(()),
        lines => Err(format!("line {line}: {text}: does not print\n{}\nbut\n{printed}", lines.join("\n"))),
    }
}

#[test]
fn every_command_does_what_the_page_says() {
    let page = fs::read_to_string(root().join("README.md")).unwrap();
    let steps = blocks::steps(&page).unwrap_or_else(|problem| panic!("README.md {problem}"));
    let first = steps.iter().find_map(|step| if let Step::Run(command) = step { Some(&command.text) } else { None });
    assert_eq!(first.map(String::as_str), Some("cargo run --release -- run samples/support-sft/job.toml"));
    assert!(steps.iter().any(|step| matches!(step, Step::Run(command) if command.text == TESTS)));
    let workspace = clone();
    let problems: Vec<_> = steps.iter().filter_map(|step| follow(&workspace, step).err()).collect();
    assert!(problems.is_empty(), "README.md {}", problems.join("\nREADME.md "));
}

#[test]
fn links_lead_to_files() {
    let page = fs::read_to_string(root().join("README.md")).unwrap();
    let links: Vec<_> = page.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(links.len() >= 5, "{links:?}");
    for link in links.iter().filter(|link| !link.contains("://")) {
        assert!(root().join(link).exists(), "README.md links to {link}");
    }
}

#[test]
fn a_wrong_page_is_noticed() {
    let workspace = Workspace::new();
    for (command, problem) in [
        ("scrubjay targets list   # exit 1", "line 2: scrubjay targets list: exit 0, not 1"),
        ("scrubjay verify nowhere", "line 2: scrubjay verify nowhere: exit 2, not 0"),
        ("scrubjay targets lst", "line 2: scrubjay targets lst: exit 2, not 0"),
        ("cargo run --release -- --version\nscrubjay 0.0.0", "does not print\nscrubjay 0.0.0"),
    ] {
        let steps = blocks::steps(&format!("```console\n$ {command}\n```\n")).unwrap();
        let found = follow(&workspace, &steps[0]).unwrap_err();
        assert!(found.contains(problem), "{found}");
    }
}
