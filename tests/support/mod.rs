//! A folder of its own for every test, and the real program run in it.

#![allow(dead_code, unreachable_pub, reason = "every test program uses a part of this")]

pub mod chance;
pub mod written;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A temporary folder with a job in it.
pub struct Workspace {
    folder: tempfile::TempDir,
}

/// What the program did.
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    /// Fails the test unless the exit code is `code`.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Fails the test unless one of the two streams holds `text`.
    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        let held = self.stdout.contains(text) || self.stderr.contains(text);
        assert!(held, "{text:?} not in\nstdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Workspace {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub fn lines(&self, name: &str) -> Vec<String> {
        self.read(name).lines().map(str::to_owned).collect()
    }

    pub fn json(&self, name: &str) -> serde_json::Value {
        serde_json::from_str(&self.read(name)).unwrap()
    }

    /// The program, to be run in the folder.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scrubjay"));
        command.current_dir(self.path()).stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        self.command().args(args).output().unwrap().into()
    }

    /// Runs with a standard input.
    pub fn pipe(&self, args: &[&str], input: &[u8]) -> Ran {
        use std::io::Write;
        let mut child = self
            .command()
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        let feeder = std::thread::spawn(move || {
            let _ = stdin.write_all(&input);
        });
        let output = child.wait_with_output().unwrap();
        feeder.join().unwrap();
        output.into()
    }

    /// Every file below the folder with its content.
    pub fn files(&self, below: &str) -> Vec<(String, Vec<u8>)> {
        let root = self.join(below);
        let mut files: Vec<_> = walkdir::WalkDir::new(&root)
            .into_iter()
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let name = entry.path().strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                (name, fs::read(entry.path()).unwrap())
            })
            .collect();
        files.sort();
        files
    }
}

/// A job with one SFT source, everything else left to `rest`.
pub fn sft_job(uri: &str, rest: &str) -> String {
    format!(
        r#"[dataset]
name = "tickets"
version = "1"

[[source]]
name = "tickets"
uri = "{uri}"
[source.map]
prompt = "prompt"
completion = "completion"
[source.provenance]
licence = "LicenseRef-internal"
basis = "owned"

[output]
uri = "out"
targets = ["llama3-1", "nova1-lite"]
on_limit = "report"
{rest}"#
    )
}

/// `count` records as JSON lines, all different.
pub fn sft_lines(count: usize) -> String {
    (0..count)
        .map(|n| {
            format!(
                "{{\"prompt\":\"Where is parcel number {n}?\",\"completion\":\"It left depot {} today.\"}}\n",
                n * 7
            )
        })
        .collect()
}
