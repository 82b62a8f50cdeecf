//! User names behind a label, told from words of prose and of source code.

use super::super::name::Lexicon;
use super::login_name::{Reading, read};
use super::{Value, Verdict};

/// Shortest and longest name.
const LENGTH: std::ops::RangeInclusive<usize> = 3..=40;

/// What stands behind such labels without being anybody's name: accounts of systems, types, placeholders.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "anonymous",
    "anyone",
    "args",
    "argument",
    "bool",
    "boolean",
    "bytes",
    "char",
    "config",
    "credentials",
    "daemon",
    "default",
    "demo",
    "email",
    "env",
    "example",
    "false",
    "field",
    "foo",
    "git",
    "guest",
    "int",
    "integer",
    "invalid",
    "localhost",
    "login",
    "name",
    "nobody",
    "none",
    "not",
    "null",
    "number",
    "object",
    "optional",
    "param",
    "password",
    "postgres",
    "required",
    "root",
    "self",
    "session",
    "str",
    "string",
    "sudo",
    "system",
    "test",
    "testuser",
    "text",
    "the",
    "this",
    "true",
    "ubuntu",
    "undefined",
    "unknown",
    "user",
    "userid",
    "username",
    "utf8",
    "uuid",
    "value",
    "varchar",
    "your",
    "yourname",
    "yourusername",
    "you",
];

/// Verbs, and words before the label, that make what follows somebody's.
const OWNED: (&[&str], &[&str]) =
    (&["is", "was", "es", "est", "ist", "lautet"], &["my", "her", "his", "mi", "mon", "mein", "meu", "mio"]);

/// Most digits behind a name that was taken already: a year.
const MOST_DIGITS: usize = 4;

/// A name with a digit and a letter in it, the whole text of a field, or a name by the lists: undecided. Refused are calls, members,
/// paths and what is nobody's name.
pub(super) fn check(value: &Value<'_>, names: &Lexicon) -> Verdict {
    let text = value.matched();
    let whole = value.before().trim().is_empty() && value.after().trim().is_empty();
    if !could_be(value) {
        return Verdict::Refused;
    }
    let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    // `my login is …`, in the words of the rule's pattern.
    let before = value.before().trim_end_matches(['"', '\'', '`', '(', ' ']);
    let mut words = before.rsplit(' ');
    let spoken = words.next().is_some_and(|verb| OWNED.0.contains(&verb))
        && words.take(3).any(|word| OWNED.1.iter().any(|own| own.eq_ignore_ascii_case(word)));
    let somebody = digits > 0 || whole || spoken || read(text, names) >= least(value);
    if letters >= 2 && somebody { Verdict::Undecided(value.span) } else { Verdict::Refused }
}

/// As [`check`], where what stands before says little: without a digit, only what the lists know as a name.
pub(super) fn known(value: &Value<'_>, names: &Lexicon) -> Verdict {
    // The folders in a home follow.
    let folder = value.before().ends_with(['/', '\\']) && value.after().starts_with(['/', '\\']);
    // `ada84`: a number tells one Ada from another.
    let name = value.matched().trim_end_matches(|c: char| c.is_ascii_digit());
    let numbered = value.matched().len() - name.len();
    let good = (folder || could_be(value)) && numbered <= MOST_DIGITS && read(name, names) == Reading::Name;
    if good { Verdict::Valid(value.span) } else { Verdict::Refused }
}

/// As [`check`], where a line of a log says that it is a user's name.
pub(super) fn logged(value: &Value<'_>, names: &Lexicon) -> Verdict {
    let text = value.matched();
    let letters = text.bytes().any(|byte| byte.is_ascii_alphabetic());
    let digits = text.bytes().any(|byte| byte.is_ascii_digit());
    // `Password for x` at the end of a line asks for one.
    let ended = value.after().is_empty() || value.after().starts_with(['\n', '\r']);
    let prompt = ended && value.before().ends_with("assword for ");
    let good = could_be(value) && letters && !prompt && (digits || read(text, names) >= Reading::Unknown);
    if good { Verdict::Valid(value.span) } else { Verdict::Refused }
}

/// How much the value must read like a name, given how it is assigned: where settings and data are written (`"user": "x"`, `USER=x`,
/// `user: x` on a line of its own) nobody writes a variable's name.
fn least(value: &Value<'_>) -> Reading {
    let before = value.before();
    let quoted = before.ends_with(['"', '\'', '`']);
    let label = before.trim_end_matches(['"', '\'', '`']);
    let line = value.after().trim_start_matches(' ').chars().next();
    let ends = line.is_none_or(|next| matches!(next, '\n' | '\r' | '#'));
    let set = label.ends_with('=') && value.after().chars().next().is_none_or(char::is_whitespace);
    if quoted || set || (ends && label.ends_with(": ")) { Reading::Unknown } else { Reading::Name }
}

/// Whether the value ends where it seems to, and is of no kind that names nobody.
fn could_be(value: &Value<'_>) -> bool {
    let text = value.matched();
    let mut after = value.after().chars();
    let goes_on = match after.next() {
        Some('(' | '[' | '{' | '<' | '@' | '\\' | '/' | '*' | '$' | '%' | '|') => true,
        Some('.' | ':' | '-' | '\'') => after.next().is_some_and(char::is_alphanumeric),
        Some(character) => character.is_alphanumeric() || character == '_',
        None => false,
    };
    LENGTH.contains(&text.len()) && !goes_on && !is_nobody(text) && !is_type(text)
}

fn is_nobody(text: &str) -> bool {
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit() || "_-.".contains(c));
    NOBODY.iter().any(|name| stem.eq_ignore_ascii_case(name))
}

/// `i32`, `AtomicU32`, `u64`, `int64`, `VARCHAR2`, `x86_64`.
fn is_type(text: &str) -> bool {
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let width = stem.len() < text.len()
        && stem.ends_with(['u', 'i', 'U', 'I'])
        && ["8", "16", "32", "64"].iter().any(|bits| text.ends_with(bits));
    width
        || stem.len() < text.len() && (stem.len() < 3 || stem.ends_with('_') && stem.len() < 5)
        || ["int", "uint", "float", "utf", "sha", "base", "oauth"].iter().any(|kind| stem.eq_ignore_ascii_case(kind))
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{KnownUsername, LoggedUsername, Username};

    #[test]
    fn names_are_told_from_words() {
        for (text, valid) in [
            ("username: ⟦haney7⟧", true),
            ("user: ⟦niat.zerdani72⟧.", true),
            ("my login is ⟦jsmith⟧", true),
            ("⟦jsmith⟧", true),
            ("username: ⟦jsmith⟧", true),
            ("\"user\": \"⟦nightowlz⟧\"", true),
            ("DB_USER=⟦nightowlz⟧\n", true),
            ("db_user: ⟦nightowlz⟧", true),
            ("connect(user=⟦nightowlz⟧, x)", false),
            ("username = ⟦nightowlz⟧;", false),
            ("user: ⟦required⟧", false),
            ("user = ⟦current_user⟧", false),
            ("login: ⟦root⟧", false),
            ("user: ⟦test1⟧", false),
            ("user_id: ⟦i64⟧", false),
            ("username = ⟦user2⟧.name", false),
            ("the user is ⟦prompted⟧", false),
            ("user: ⟦AtomicU32⟧", false),
            ("login = ⟦get2⟧(x)", false),
            ("user: ⟦ab1⟧@example.com", false),
        ] {
            assert_eq!(probe(Username, text) != "-", valid, "{text}");
        }
    }

    #[test]
    fn where_less_is_said_more_is_asked() {
        for (text, known, logged) in [
            ("owner: ⟦rlehmann⟧", true, true),
            ("for ⟦nightowlz⟧ from", false, true),
            ("for ⟦root⟧ from", false, false),
            ("for ⟦backup2⟧ from", false, true),
            ("the ⟦user⟧ from", false, false),
            ("Password for ⟦nightowlz⟧\n", false, false),
            ("Failed password for ⟦nightowlz⟧ from", false, true),
        ] {
            assert_eq!(
                (probe(KnownUsername, text) != "-", probe(LoggedUsername, text) != "-"),
                (known, logged),
                "{text}"
            );
        }
    }
}
