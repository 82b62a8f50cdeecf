//! User names behind a label, told from words of prose and of source code.

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

/// A name with a digit and a letter in it, or the whole text of a field: undecided. Refused are calls, members, paths and what is
/// nobody's name.
pub(super) fn check(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let whole = value.before().trim().is_empty() && value.after().trim().is_empty();
    let mut after = value.after().chars();
    let goes_on = match after.next() {
        Some('(' | '[' | '{' | '<' | '@' | '\\' | '/' | '*' | '$' | '%' | '|') => true,
        Some('.' | ':' | '-' | '\'') => after.next().is_some_and(char::is_alphanumeric),
        Some(character) => character.is_alphanumeric() || character == '_',
        None => false,
    };
    if !LENGTH.contains(&text.len()) || goes_on || is_nobody(text) || is_type(text) {
        return Verdict::Refused;
    }
    let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    // `my login is …`, in the words of the rule's pattern.
    let before = value.before().trim_end_matches(['"', '\'', '`', '(', ' ']);
    let mut words = before.rsplit(' ');
    let spoken = words.next().is_some_and(|verb| OWNED.0.contains(&verb))
        && words.take(3).any(|word| OWNED.1.iter().any(|own| own.eq_ignore_ascii_case(word)));
    if letters >= 2 && (digits > 0 || whole || spoken) { Verdict::Undecided(value.span) } else { Verdict::Refused }
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
    use crate::rules::ValidatorName::Username;

    #[test]
    fn names_are_told_from_words() {
        for (text, valid) in [
            ("username: ⟦haney7⟧", true),
            ("user: ⟦niat.zerdani72⟧.", true),
            ("my login is ⟦jsmith⟧", true),
            ("⟦jsmith⟧", true),
            ("username: ⟦jsmith⟧", false),
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
}
