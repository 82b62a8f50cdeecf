//! The result for a person, in the manner of a compiler.

use std::io::{self, Write};

use scrubjay::format::validate::Problem;

use super::Outcome;

/// Writes the problems and, unless `quiet`, a summary.
pub(super) fn write(outcome: &Outcome<'_>, quiet: bool, out: &mut dyn Write) -> io::Result<()> {
    for fixed in outcome.fixed.iter().filter(|_| !quiet) {
        writeln!(out, "{} from {}: {} lines", fixed.copy.display(), fixed.file.display(), fixed.changes.lines)?;
        for (change, made) in &fixed.changes.made {
            writeln!(out, "  {}: {}, first in line {}", change.meaning(), made.count, made.first_line)?;
        }
    }
    for problem in &outcome.problems {
        writeln!(out, "{}[{}]: {}", problem.severity.as_str(), problem.code, problem.message)?;
        writeln!(out, "  at {}", place(problem))?;
        writeln!(out, "  help: {}", problem.help)?;
    }
    if outcome.not_shown() > 0 {
        writeln!(out, "… and {} more; --max-problems 0 shows all", outcome.not_shown())?;
    }
    if quiet {
        return Ok(());
    }
    if !outcome.problems.is_empty() {
        writeln!(out)?;
    }
    for (code, count) in &outcome.tally.codes {
        writeln!(out, "{code} {count:>9}  {}", code.meaning())?;
    }
    for file in &outcome.files {
        write!(
            out,
            "{}: {}, {}, {}",
            file.file,
            file.split,
            number(file.records, "record"),
            number(file.bytes, "byte")
        )?;
        if !file.complete {
            write!(out, ", not read to its end")?;
        }
        if file.unexamined > 0 {
            write!(out, ", {} parts other than text not looked into", file.unexamined)?;
        }
        writeln!(out)?;
    }
    if !outcome.fitting.is_empty() {
        writeln!(out, "note: the first record is one of {}", outcome.fitting.join(", "))?;
    }
    let verdict = if outcome.valid() { "valid" } else { "not valid" };
    let (errors, warnings) = (number(outcome.tally.errors, "error"), number(outcome.tally.warnings, "warning"));
    writeln!(out, "{verdict} for {}: {errors}, {warnings}", outcome.target.name())
}

fn number(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// `file:line:column (pointer)`, as far as it is known.
fn place(problem: &Problem) -> String {
    let mut place = problem.file.to_string();
    for number in [problem.line, problem.column].into_iter().flatten() {
        place.push(':');
        place.push_str(&number.to_string());
    }
    if !problem.pointer.is_empty() {
        place.push_str(" (");
        place.push_str(&problem.pointer);
        place.push(')');
    }
    place
}
