//! A result as GitHub workflow annotations
//! (<https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>).
//!
//! GitHub shows ten errors and ten warnings of a step; the last line says how many there are.

use std::io::{self, Write};

use super::{Entry, Level, Report, at};

/// Writes one annotation for each entry, and one with the verdict.
pub(crate) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    report.entries().try_for_each(|entry| annotation(entry, out))?;
    let subject = if report.subject.is_empty() { String::new() } else { format!("{}: ", report.subject) };
    out.write_all(notice(report.command, &format!("{subject}{}", report.verdict)).as_bytes())
}

/// The annotation that gives the result of a command.
pub(crate) fn notice(command: &str, verdict: &str) -> String {
    format!("::notice title={}::{}\n", property(&format!("scrubjay {command}")), data(verdict))
}

/// Writes one annotation.
pub(crate) fn annotation(entry: &Entry<'_>, out: &mut dyn Write) -> io::Result<()> {
    let command = if entry.level == Level::Note { "notice" } else { entry.level.as_str() };
    write!(out, "::{command} file={}", property(entry.place.file))?;
    if let Some(line) = entry.place.line {
        write!(out, ",line={line}")?;
    }
    let mut message = format!("{}{}", entry.message, at(&entry.place));
    if let Some((what, other)) = &entry.other {
        let line = other.line.map(|line| format!(":{line}")).unwrap_or_default();
        message.push_str(&format!("\n{what}: {}{line}{}", other.file, at(other)));
    }
    if !entry.help.is_empty() {
        message.push_str(&format!("\nhelp: {}", entry.help));
    }
    writeln!(out, ",title={}::{}", property(&entry.rule), data(&message))
}

/// A message: `%` and line ends are escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value of a property, which ends at a comma or a colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::Place;
    use super::super::tests::example;
    use super::*;

    #[test]
    fn an_annotation_is_one_line_whatever_the_name_of_the_file() {
        let mut out = Vec::new();
        write(&example(), &mut out).unwrap();
        let expected = "\
::error file=a%2Cb%3A <1>&\"%25.jsonl,line=7,title=BR006::the text is empty, at /text%0Ahelp: fill it
::warning file=a%2Cb%3A <1>&\"%25.jsonl,title=BR001::the text is empty, at /text%0Ahelp: fill it
::notice title=scrubjay validate::nova1-lite: 1 error, 1 warning
";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
        assert_eq!(property("a,b:c%\r\n.jsonl"), "a%2Cb%3Ac%25%0D%0A.jsonl");
    }

    #[test]
    fn the_other_place_is_named() {
        let place = |file, line| Place { file, line: Some(line), offset: None, pointer: "" };
        let entry = Entry {
            rule: "exact".into(),
            level: Level::Note,
            place: place("train.jsonl", 3),
            other: Some(("holdout", place("h%.jsonl", 9))),
            message: "the text stands in both".into(),
            help: "".into(),
        };
        let mut out = Vec::new();
        annotation(&entry, &mut out).unwrap();
        let expected =
            "::notice file=train.jsonl,line=3,title=exact::the text stands in both%0Aholdout: h%25.jsonl:9\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
