//! What is wrong with a job file, and where.

use std::fmt;

use super::KeyPath;

/// A place in the text of a job file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
}

impl Place {
    /// The place of a byte offset in `text`. An offset past the end is taken as the end.
    #[must_use]
    pub fn of(text: &str, offset: usize) -> Self {
        let before = text.char_indices().take_while(|(at, _)| *at < offset).map(|(_, c)| c);
        before.fold(Self { line: 1, column: 1 }, |at, c| match c {
            '\n' => Self { line: at.line + 1, column: 1 },
            _ => Self { column: at.column + 1, ..at },
        })
    }
}

/// One thing that is wrong with a job file. It names keys, allowed names and numbers, never a text value of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where the key stands, or the table that lacks it. `None` when there is no text, only a job.
    pub place: Option<Place>,
    /// Which key.
    pub path: KeyPath,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Problem {
    /// A problem whose place is not known yet.
    #[must_use]
    pub fn new(path: KeyPath, message: impl Into<String>) -> Self {
        Self { place: None, path, message: message.into(), help: None }
    }

    /// The problem with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Problem {
    /// `12:3: source[0].map.txet: unknown key (did you mean "text"?)`, ready to stand behind `job.toml:`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Place { line, column }) = self.place {
            write!(f, "{line}:{column}: ")?;
        }
        if self.path != KeyPath::root() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)?;
        if let Some(help) = &self.help {
            write!(f, " ({help})")?;
        }
        Ok(())
    }
}

/// The allowed name that `written` most likely means: at most a third of its letters differ.
pub(super) fn nearest<'a>(written: &str, allowed: &[&'a str]) -> Option<&'a str> {
    let folded = written.to_ascii_lowercase();
    allowed
        .iter()
        .map(|name| (strsim::osa_distance(&folded, &name.to_ascii_lowercase()), *name))
        .filter(|(distance, name)| *distance * 3 <= name.chars().count().max(3))
        .min()
        .map(|(_, name)| name)
}

/// The allowed names that `written` may mean, most likely first: those of which at most a third of the letters differ, and those
/// that begin with it or hold it between underscores (`EMAIL` for `EMAIL_ADDRESS`).
#[must_use]
pub fn alike<'a>(written: &str, allowed: &[&'a str], most: usize) -> Vec<&'a str> {
    let folded = written.to_ascii_lowercase();
    let rank = |name: &&'a str| {
        let known = name.to_ascii_lowercase();
        let distance = strsim::osa_distance(&folded, &known);
        let near = distance * 3 <= known.chars().count().max(3);
        let part = folded.len() > 1 && known.split('_').any(|part| part == folded) || known.starts_with(&folded);
        (near || (part && !folded.is_empty())).then_some((!near, distance, *name))
    };
    let mut ranked: Vec<_> = allowed.iter().filter_map(rank).collect();
    ranked.sort_unstable();
    ranked.into_iter().take(most).map(|(_, _, name)| name).collect()
}

/// Advice for a name that is not among the allowed ones.
pub(super) fn suggestion(written: &str, allowed: &[&str]) -> String {
    match nearest(written, allowed) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("allowed: {}", allowed.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_characters() {
        let text = "é = 1\nb = 2\n";
        assert_eq!(Place::of(text, 0), Place { line: 1, column: 1 });
        assert_eq!(Place::of(text, 3), Place { line: 1, column: 3 });
        assert_eq!(Place::of(text, 7), Place { line: 2, column: 1 });
        assert_eq!(Place::of(text, 99), Place { line: 3, column: 1 });
    }

    #[test]
    fn suggestions_are_near_or_none() {
        let names = ["text", "prompt", "completion", "messages"];
        assert_eq!(nearest("txet", &names), Some("text"));
        assert_eq!(nearest("Promt", &names), Some("prompt"));
        assert_eq!(nearest("completions", &names), Some("completion"));
        assert_eq!(nearest("colour", &names), None);
        let names = ["EMAIL_ADDRESS", "IP_ADDRESS", "US_SSN", "CA_SIN"];
        assert_eq!(alike("EMIAL_ADRESS", &names, 3), ["EMAIL_ADDRESS"]);
        assert_eq!(alike("email", &names, 3), ["EMAIL_ADDRESS"]);
        assert_eq!(alike("ADDRESS", &names, 1), ["IP_ADDRESS"]);
        assert!(alike("NOPE", &names, 3).is_empty() && alike("", &names, 3).is_empty());
        assert_eq!(suggestion("zz", &["a", "b"]), "allowed: a, b");
    }

    #[test]
    fn a_problem_prints_like_a_compiler() {
        let mut problem = Problem::new(KeyPath::root().key("split"), "is wrong").help("put it right");
        assert_eq!(problem.to_string(), "split: is wrong (put it right)");
        problem.place = Some(Place { line: 3, column: 1 });
        assert_eq!(problem.to_string(), "3:1: split: is wrong (put it right)");
    }
}
