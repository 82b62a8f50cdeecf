//! What the program finds in the texts of a set.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::json;

use crate::marks::Marks;
use crate::set::{Labelled, Span};

#[derive(Deserialize)]
struct Line {
    record: usize,
    findings: Vec<Found>,
}

#[derive(Deserialize)]
struct Found {
    start: usize,
    end: usize,
    entity: String,
}

/// Scans all texts in one process. Findings come in the order of the texts, labelled as the sets are.
pub(crate) fn scan(program: &Path, arguments: &[String], set: &[Labelled], marks: &Marks) -> Result<Vec<Vec<Span>>> {
    let mut command = Command::new(program);
    command.args(["scan", "--quiet", "--format", "jsonl", "--offsets", "codepoint", "--input-format", "jsonl"]);
    command.args(arguments).arg("-").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().with_context(|| program.display().to_string())?;
    let mut input = child.stdin.take().context("its input")?;
    let output = child.stdout.take().context("its output")?;
    let mut found: Vec<Vec<Span>> = set.iter().map(|_| Vec::new()).collect();
    std::thread::scope(|threads| -> Result<()> {
        let writer = threads
            .spawn(move || set.iter().try_for_each(|labelled| writeln!(input, "{}", json!({ "text": labelled.text }))));
        for line in BufReader::new(output).lines() {
            let line: Line = serde_json::from_str(&line?)?;
            let slot =
                line.record.checked_sub(1).and_then(|index| found.get_mut(index)).context("a record too many")?;
            slot.extend(line.findings.into_iter().map(|found| Span {
                start: found.start,
                end: found.end,
                label: marks.label(&found.entity).to_owned(),
            }));
        }
        let written = writer.join();
        ensure!(written.is_ok_and(|written| written.is_ok()), "it did not read its input");
        Ok(())
    })?;
    let code = child.wait()?.code();
    ensure!(matches!(code, Some(0 | 1)), "it ended with exit code {code:?}");
    Ok(found)
}
