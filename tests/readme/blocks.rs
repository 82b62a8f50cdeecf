//! What README.md asks of its reader: files to write and commands to run, with what they print and how they end.

/// One thing to do, in the order of the page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A file to write: a block below a line `<!-- file: NAME -->`.
    Write { file: String, content: String },
    /// A command to run: a line `$ …` of a `console` block.
    Run(Command),
}

/// A command.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Command {
    /// Its line in the page, from 1.
    pub(crate) line: usize,
    /// What a shell is given, without a comment on the exit code.
    pub(crate) text: String,
    /// The exit code: 0, or what a comment `# exit N` says.
    pub(crate) code: i32,
    /// Lines that it is shown to print.
    pub(crate) shown: Vec<String>,
}

/// Programs that a command may begin with, or go on with behind a `|`. A name that is not here is most likely misspelt.
const PROGRAMS: [&str; 7] = ["scrubjay", "cargo run --release --", "cargo test", "echo", "head", "sed", "tr"];

/// Languages of blocks that are only for reading.
const ILLUSTRATIONS: [&str; 1] = ["yaml"];

/// Everything that the page asks for, in order. A block that would be neither run nor written is an error.
pub(crate) fn steps(page: &str) -> Result<Vec<Step>, String> {
    let (mut steps, mut file) = (Vec::new(), None);
    let mut lines = page.lines().zip(1..);
    while let Some((line, number)) = lines.next() {
        let Some(language) = line.strip_prefix("```") else {
            if !line.is_empty() {
                let name = line.strip_prefix("<!-- file: ").and_then(|rest| rest.strip_suffix(" -->"));
                file = name.map(str::to_owned);
            }
            continue;
        };
        let block: Vec<_> = lines.by_ref().take_while(|(line, _)| *line != "```").collect();
        match (language, file.take()) {
            ("console", None) => steps.extend(commands(&block)?.into_iter().map(Step::Run)),
            ("console", Some(file)) => return Err(format!("line {number}: commands are no file {file}")),
            (_, Some(file)) => {
                let content = block.iter().flat_map(|(line, _)| [*line, "\n"]).collect();
                steps.push(Step::Write { file, content });
            }
            (language, None) if ILLUSTRATIONS.contains(&language) => {}
            (language, None) => {
                return Err(format!("line {number}: a block of {language:?} is neither run nor written"));
            }
        }
    }
    Ok(steps)
}

fn commands(block: &[(&str, usize)]) -> Result<Vec<Command>, String> {
    let mut commands: Vec<Command> = Vec::new();
    for (text, line) in block {
        if let Some(text) = text.strip_prefix("$ ") {
            let (text, code) = exit_code(text);
            known(text).map_err(|name| format!("line {line}: unknown command {name:?}"))?;
            commands.push(Command { line: *line, text: text.to_owned(), code, shown: Vec::new() });
        } else {
            let last = commands.last_mut().ok_or(format!("line {line}: output without a command"))?;
            last.shown.push((*text).to_owned());
        }
    }
    Ok(commands)
}

/// Takes a comment `# exit N` off a command.
fn exit_code(text: &str) -> (&str, i32) {
    let parts = text.rsplit_once("# exit ").and_then(|(text, code)| Some((text.trim_end(), code.parse().ok()?)));
    parts.unwrap_or((text, 0))
}

/// Whether every command of a pipe is known; if not, the one that is not.
fn known(text: &str) -> Result<(), &str> {
    let is_known = |part: &str| {
        PROGRAMS.iter().any(|name| part.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
    };
    match text.split(" | ").find(|part| !is_known(part)) {
        Some(part) => Err(part.split(' ').next().unwrap_or_default()),
        None => Ok(()),
    }
}

/// Shown lines that are not among the printed ones. `…` stands for anything, and alone on a line for any lines.
pub(crate) fn missing<'a>(shown: &'a [String], printed: &str) -> Vec<&'a str> {
    let is_printed = |shown: &str| printed.lines().any(|line| fits(shown, line.trim_end()));
    shown.iter().map(|line| line.trim_end()).filter(|line| *line != "…" && !is_printed(line)).collect()
}

/// Whether a printed line is the shown one, but for the parts that `…` stands for.
fn fits(shown: &str, line: &str) -> bool {
    let Some((first, rest)) = shown.split_once('…') else { return shown == line };
    let Some(mut left) = line.strip_prefix(first) else { return false };
    let mut parts: Vec<_> = rest.split('…').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        let Some(at) = left.find(part) else { return false };
        left = &left[at + part.len()..];
    }
    left.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(line: usize, text: &str, code: i32, shown: &[&str]) -> Step {
        let shown = shown.iter().map(|line| (*line).to_owned()).collect();
        Step::Run(Command { line, text: text.to_owned(), code, shown })
    }

    #[test]
    fn commands_and_files_are_taken_in_order() {
        let page = "text\n<!-- file: a/job.toml -->\n```toml\nx = 1\n\n```\n```console\n$ scrubjay run a/job.toml\nout\n…\n\
                    $ echo x | scrubjay scan - > f   # exit 1\n```\n```yaml\nrun: nothing\n```\n";
        let written = Step::Write { file: "a/job.toml".into(), content: "x = 1\n\n".into() };
        let expected = [
            written,
            run(8, "scrubjay run a/job.toml", 0, &["out", "…"]),
            run(11, "echo x | scrubjay scan - > f", 1, &[]),
        ];
        assert_eq!(steps(page).unwrap(), expected);
    }

    #[test]
    fn a_marker_may_stand_a_blank_line_above_its_block_and_no_further() {
        let block = "```toml\nx = 1\n```\n";
        assert_eq!(steps(&format!("<!-- file: f -->\n\n{block}")).unwrap().len(), 1);
        assert!(steps(&format!("<!-- file: f -->\nwords\n{block}")).unwrap_err().contains("neither run nor written"));
    }

    #[test]
    fn what_cannot_be_checked_is_an_error() {
        for (page, problem) in [
            ("```console\n$ scrubjai run job.toml\n```\n", "line 2: unknown command \"scrubjai\""),
            ("```console\n$ scrubjay-x run\n```\n", "line 2: unknown command \"scrubjay-x\""),
            ("```console\n$ cargo run -- run job.toml\n```\n", "line 2: unknown command \"cargo\""),
            ("```console\n$ echo x | jq .\n```\n", "line 2: unknown command \"jq\""),
            ("```console\nscrubjay run job.toml\n```\n", "line 2: output without a command"),
            ("```sh\nscrubjay run job.toml\n```\n", "line 1: a block of \"sh\" is neither run nor written"),
            ("```toml\nx = 1\n```\n", "line 1: a block of \"toml\" is neither run nor written"),
            ("<!-- file: f -->\n```console\n$ echo\n```\n", "line 2: commands are no file f"),
        ] {
            assert_eq!(steps(page).unwrap_err(), problem);
        }
    }

    #[test]
    fn shown_lines_must_be_printed() {
        let shown = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        let printed = "one  1\ntwo: 22 of 300 s  \n\nend\n";
        let good = shown(&["one  1", "two: … of … s", "…", "", "…", "e…"]);
        assert_eq!(missing(&good, printed), Vec::<&str>::new());
        let bad = shown(&["one 1", "two: … of … m", "en", "… x"]);
        assert_eq!(missing(&bad, printed), ["one 1", "two: … of … m", "en", "… x"]);
    }
}
