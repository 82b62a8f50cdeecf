//! The result as GitHub workflow annotations
//! (<https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>).

use std::io::{self, Write};

use super::Outcome;

/// Writes one annotation for each problem.
pub(super) fn write(outcome: &Outcome<'_>, out: &mut dyn Write) -> io::Result<()> {
    for problem in &outcome.problems {
        write!(out, "::{} file={}", problem.severity.as_str(), property(&problem.file))?;
        if let Some(line) = problem.line {
            write!(out, ",line={line}")?;
        }
        let at = if problem.pointer.is_empty() { String::new() } else { format!(" at {}", problem.pointer) };
        let message = format!("{}{at}\nhelp: {}", problem.message, problem.help);
        writeln!(out, ",title={}::{}", problem.code, data(&message))?;
    }
    let (errors, warnings) = (outcome.tally.errors, outcome.tally.warnings);
    let target = outcome.target.name();
    writeln!(out, "::notice title=scrubjay validate::{target}: {errors} errors, {warnings} warnings")
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_end_the_property() {
        assert_eq!(property("a,b:c%\n.jsonl"), "a%2Cb%3Ac%25%0A.jsonl");
    }
}
