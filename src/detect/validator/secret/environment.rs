//! Where variables of the environment are set: `DB_PASSWORD=…` on a line of its own, in a `.env` file, a shell profile, a list of a
//! container's settings. What stands there is taken as it is.

use super::super::Value;
use super::names;

/// What may stand before the name on its line.
const LEADS: [&str; 4] = ["export ", "set ", "ENV ", "- "];

/// Names that stand beside a password in a block of settings.
const BESIDE: [&str; 8] = ["user", "username", "user_name", "login", "email", "host", "hostname", "port"];

/// What is done with a password, in names of settings and of texts.
const DEEDS: &str = "allow ask change check confirm enable forget forgot hide lost remember repeat require reset save show toggle update use verify";

/// Whether a value is all that a line of YAML gives a password: one of something (`db_password: …`), or beside whose it is or what
/// it is for (`username: …` on the line before or after).
pub(super) fn is_setting(value: &Value<'_>) -> bool {
    let (earlier, line) = value.before().rsplit_once('\n').unwrap_or(("", value.before()));
    let Some(name) = line.trim_start().strip_suffix(": ") else { return false };
    let (rest, later) = value.after().split_once('\n').unwrap_or((value.after(), ""));
    let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || b"_-".contains(&byte));
    let indent = |line: &str| line.len() - line.trim_start().len();
    let beside = |other: &str| {
        // The first line of a string that a name stands before: `note: "username: ada`.
        let string = other.split_once(": \"").map(|(_, rest)| rest).filter(|rest| rest.contains(": "));
        let other = string.unwrap_or(other);
        let (key, said) = other.split_once(": ").unwrap_or_default();
        // What a schema or a form says of its fields is said of all of them.
        let said = said.trim();
        let value = !said.is_empty() && !names::holds(names::STAND_INS, said) && !said.ends_with([',', ';']);
        indent(other) == indent(line) && BESIDE.contains(&key.trim_start()) && value
    };
    let previous = earlier.rsplit('\n').next().unwrap_or_default();
    let next = later.split('\n').next().unwrap_or_default();
    let compound = name.contains(['_', '-']);
    // `show_password: …` says what is done with one.
    let done = name.split(['_', '-']).next().is_some_and(|first| DEEDS.split(' ').any(|deed| deed == first));
    plain && !done && rest.trim().is_empty() && (compound || beside(previous) || beside(next))
}

/// Whether a value is all that a line assigns to a name in capitals. `quote` is the quote that opens right before it.
pub(super) fn is_value(value: &Value<'_>, quote: Option<char>) -> bool {
    let before = value.before();
    let line = before.get(before.rfind('\n').map_or(0, |at| at + 1)..).unwrap_or_default().trim_start();
    let line = quote.map_or(line, |quote| line.strip_suffix(quote).unwrap_or(line));
    let name = LEADS.iter().find_map(|lead| line.strip_prefix(lead)).unwrap_or(line);
    let Some(name) = name.strip_suffix('=') else { return false };
    let capitals = name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    let mut after = value.after();
    if let Some(quote) = quote {
        after = after.strip_prefix(quote).unwrap_or(after);
    }
    let ends = after.is_empty() || after.starts_with(['\n', '\r']) || after.trim_start_matches(' ').starts_with('#');
    name.len() >= 2 && capitals && ends
}
