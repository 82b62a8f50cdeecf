//! The result as `JUnit` XML, as CI systems read it: a suite for each file, a case for each code that it breaks.

use std::collections::BTreeMap;
use std::io::{self, Write};

use scrubjay::format::validate::Problem;
use scrubjay::format::{Code, Severity};

use super::Outcome;

/// Writes the suites.
pub(super) fn write(outcome: &Outcome<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"scrubjay validate\">")?;
    for file in &outcome.files {
        suite(outcome, &file.file, out)?;
    }
    writeln!(out, "</testsuites>")
}

fn suite(outcome: &Outcome<'_>, file: &str, out: &mut dyn Write) -> io::Result<()> {
    let of_file = || outcome.problems.iter().filter(|problem| *problem.file == *file);
    let mut errors: BTreeMap<Code, Vec<&Problem>> = BTreeMap::new();
    for problem in of_file().filter(|problem| problem.severity == Severity::Error) {
        errors.entry(problem.code).or_default().push(problem);
    }
    // Errors that are not shown must not make a file look valid.
    let counted = outcome.files.iter().find(|report| *report.file == *file).map_or(0, |report| report.tally.errors);
    let hidden = errors.is_empty() && counted > 0;
    let failures = errors.len() + usize::from(hidden);
    let tests = failures.max(1);
    writeln!(out, "  <testsuite name=\"{}\" tests=\"{tests}\" failures=\"{failures}\">", escape(file))?;
    let class = escape(outcome.target.name());
    if hidden {
        writeln!(out, "    <testcase classname=\"{class}\" name=\"valid\">")?;
        writeln!(out, "      <failure message=\"{counted} errors, none of them shown\"/>\n    </testcase>")?;
    } else if errors.is_empty() {
        writeln!(out, "    <testcase classname=\"{class}\" name=\"valid\"/>")?;
    }
    for (code, problems) in errors {
        let meaning = escape(code.meaning());
        writeln!(out, "    <testcase classname=\"{class}\" name=\"{code}\">")?;
        writeln!(out, "      <failure type=\"{code}\" message=\"{meaning}\">")?;
        problems.into_iter().try_for_each(|problem| line(problem, out))?;
        writeln!(out, "      </failure>\n    </testcase>")?;
    }
    writeln!(out, "    <system-out>")?;
    of_file().filter(|problem| problem.severity == Severity::Warning).try_for_each(|problem| line(problem, out))?;
    if outcome.not_shown() > 0 {
        writeln!(out, "{} problems of the dataset are not shown", outcome.not_shown())?;
    }
    writeln!(out, "    </system-out>\n  </testsuite>")
}

fn line(problem: &Problem, out: &mut dyn Write) -> io::Result<()> {
    let at = problem.line.map(|line| format!("line {line} ")).unwrap_or_default();
    let text = format!("{at}{} {}; {}", problem.pointer, problem.message, problem.help);
    writeln!(out, "{}", escape(text.trim_start()))
}

/// Text for XML 1.0, which has no place for most control characters.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if c.is_control() => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_names_is_escaped() {
        assert_eq!(escape("<a> & \"b\"\u{1}"), "&lt;a&gt; &amp; &quot;b&quot;\u{fffd}");
    }
}
