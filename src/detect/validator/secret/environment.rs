//! Where variables of the environment are set: `DB_PASSWORD=…` on a line of its own, in a `.env` file, a shell profile, a list of a
//! container's settings. What stands there is taken as it is.

use super::super::Value;

/// What may stand before the name on its line.
const LEADS: [&str; 4] = ["export ", "set ", "ENV ", "- "];

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
