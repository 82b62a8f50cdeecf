//! A result as `JUnit` XML, as CI systems read it: a case for each rule that was broken, and for each check that passed.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{Entry, Level, Report, Suite, at};

/// Writes the suites.
pub(crate) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let cases: Vec<_> = report.suites.iter().map(Cases::of).collect();
    let tests: usize = cases.iter().map(Cases::tests).sum();
    let failures: usize = cases.iter().map(Cases::failures).sum();
    let name = escape(&format!("scrubjay {}", report.command));
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">")?;
    for (suite, cases) in report.suites.iter().zip(&cases) {
        write_suite(report, suite, cases, out)?;
    }
    writeln!(out, "</testsuites>")
}

/// What a suite's entries come to.
struct Cases<'s> {
    /// Errors by rule.
    failed: BTreeMap<&'s str, Vec<&'s Entry<'s>>>,
    passed: Vec<&'s str>,
    /// Errors none of which is shown: they must not make a file look valid.
    hidden: u64,
}

impl<'s> Cases<'s> {
    fn of(suite: &'s Suite<'s>) -> Self {
        let mut failed: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for entry in suite.entries.iter().filter(|entry| entry.level == Level::Error) {
            failed.entry(&entry.rule).or_default().push(entry);
        }
        let hidden = if failed.is_empty() { suite.hidden_errors } else { 0 };
        Self { failed, passed: suite.passed.iter().map(|name| &**name).collect(), hidden }
    }

    fn failures(&self) -> usize {
        self.failed.len() + usize::from(self.hidden > 0)
    }

    fn tests(&self) -> usize {
        self.failures() + self.passed.len()
    }
}

fn write_suite(report: &Report<'_>, suite: &Suite<'_>, cases: &Cases<'_>, out: &mut dyn Write) -> io::Result<()> {
    let name = escape(&suite.name);
    let (tests, failures) = (cases.tests(), cases.failures());
    writeln!(
        out,
        "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">"
    )?;
    // Test reports group cases by class, so that it must tell files and targets apart.
    let class = escape(if report.subject.is_empty() { report.command } else { report.subject });
    if cases.hidden > 0 {
        writeln!(out, "    <testcase classname=\"{class}\" name=\"{}\">", escape(report.command))?;
        writeln!(out, "      <failure message=\"{} errors, none of them shown\"/>\n    </testcase>", cases.hidden)?;
    }
    for passed in &cases.passed {
        writeln!(out, "    <testcase classname=\"{class}\" name=\"{}\"/>", escape(passed))?;
    }
    for (rule, entries) in &cases.failed {
        let meaning = report.rules.iter().find(|known| known.id == *rule).map_or("", |known| &known.meaning);
        let (rule, meaning) = (escape(rule), escape(meaning));
        writeln!(out, "    <testcase classname=\"{class}\" name=\"{rule}\">")?;
        writeln!(out, "      <failure type=\"{rule}\" message=\"{meaning}\">")?;
        entries.iter().try_for_each(|entry| line(entry, out))?;
        writeln!(out, "      </failure>\n    </testcase>")?;
    }
    writeln!(out, "    <system-out>")?;
    suite.entries.iter().filter(|entry| entry.level != Level::Error).try_for_each(|entry| line(entry, out))?;
    if report.not_shown > 0 {
        writeln!(out, "{} problems of the report are not shown", report.not_shown)?;
    }
    writeln!(out, "    </system-out>\n  </testsuite>")
}

fn line(entry: &Entry<'_>, out: &mut dyn Write) -> io::Result<()> {
    let place = |file: &str, line: Option<u64>| line.map_or(file.to_owned(), |line| format!("{file}:{line}"));
    let mut text = format!("{}: {}{}", place(entry.place.file, entry.place.line), entry.message, at(&entry.place));
    if let Some((what, other)) = &entry.other {
        text.push_str(&format!("; {what}: {}{}", place(other.file, other.line), at(other)));
    }
    if !entry.help.is_empty() {
        text.push_str(&format!("; {}", entry.help));
    }
    writeln!(out, "{}", escape(&text))
}

/// Text for XML 1.0, which has no place for most control characters and for two that are none (section 2.2).
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c if c.is_control() => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::tests::example;
    use super::*;

    #[test]
    fn markup_in_names_is_escaped() {
        assert_eq!(escape("<a> & \"b\"\u{1}\u{ffff}"), "&lt;a&gt; &amp; &quot;b&quot;\u{fffd}\u{fffd}");
    }

    #[test]
    fn a_case_for_each_broken_rule_and_each_passed_check() {
        let mut out = Vec::new();
        write(&example(), &mut out).unwrap();
        let expected = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<testsuites name=\"scrubjay validate\" tests=\"2\" failures=\"1\" errors=\"0\">
  <testsuite name=\"a,b: &lt;1&gt;&amp;&quot;%.jsonl\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\">
    <testcase classname=\"nova1-lite\" name=\"BR006\">
      <failure type=\"BR006\" message=\"A text is &quot;empty&quot;.\">
a,b: &lt;1&gt;&amp;&quot;%.jsonl:7: the text is empty, at /text; fill it
      </failure>
    </testcase>
    <system-out>
a,b: &lt;1&gt;&amp;&quot;%.jsonl: the text is empty, at /text; fill it
3 problems of the report are not shown
    </system-out>
  </testsuite>
  <testsuite name=\"good.jsonl\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">
    <testcase classname=\"nova1-lite\" name=\"valid\"/>
    <system-out>
3 problems of the report are not shown
    </system-out>
  </testsuite>
</testsuites>
";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn errors_that_are_not_shown_fail_a_case() {
        let mut report = example();
        for suite in &mut report.suites {
            suite.entries.clear();
            suite.hidden_errors = 2;
            suite.passed.clear();
        }
        let mut out = Vec::new();
        write(&report, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("tests=\"2\" failures=\"2\""), "{text}");
        assert!(text.contains("2 errors, none of them shown"), "{text}");
    }
}
