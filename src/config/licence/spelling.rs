//! Licence names as data files write them: other cases, full titles, addresses.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use spdx::identifiers::{EXCEPTIONS, LICENSES};
use spdx::{Expression, ParseMode};

use super::rendered;

pub(super) static NAMES: LazyLock<Names> = LazyLock::new(Names::new);

/// The SPDX list, by other spellings than its own.
pub(super) struct Names {
    /// Id or exception in lower case, with its proper form.
    by_lower_case: BTreeMap<String, &'static str>,
    /// Folded id or full name, with the id; `None` where several licences share it.
    by_spelling: BTreeMap<String, Option<String>>,
}

impl Names {
    fn new() -> Self {
        let ids = LICENSES.iter().map(|licence| licence.name).chain(EXCEPTIONS.iter().map(|exception| exception.name));
        let by_lower_case = ids.map(|id| (id.to_ascii_lowercase(), id)).collect();
        let mut by_spelling = BTreeMap::new();
        for licence in LICENSES {
            let Ok(expression) = Expression::parse_mode(licence.name, ParseMode::LAX) else { continue };
            let id = rendered(&expression);
            for spelling in [folded(licence.name), folded(licence.full_name)] {
                let known = by_spelling.entry(spelling).or_insert_with(|| Some(id.clone()));
                if known.as_ref() != Some(&id) {
                    *known = None;
                }
            }
        }
        // CC0 has one version only and is mostly named without it.
        by_spelling.entry("cc0".to_owned()).or_insert_with(|| Some("CC0-1.0".to_owned()));
        Self { by_lower_case, by_spelling }
    }

    /// The id that `written` names in full, as an id or a title, if no other licence is named so.
    pub(super) fn by_spelling(&self, written: &str) -> Option<&str> {
        self.by_spelling.get(&folded(written))?.as_deref()
    }

    /// The text with every id in its proper case and every operator in upper case.
    pub(super) fn in_their_case(&self, written: &str) -> String {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':');
        let mut proper = String::with_capacity(written.len());
        let mut rest = written;
        while !rest.is_empty() {
            let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            let lower = word.to_ascii_lowercase();
            proper.push_str(match lower.as_str() {
                "and" => "AND",
                "or" => "OR",
                "with" => "WITH",
                _ => self.by_lower_case.get(&lower).copied().unwrap_or(word),
            });
            let mut behind = after.chars();
            proper.extend(behind.next());
            rest = behind.as_str();
        }
        proper
    }
}

/// A name reduced to what tells licences apart: lower case, no white space or punctuation, no `the`, `license`, `version`,
/// no `v` before a number, `2` for `2.0`.
fn folded(name: &str) -> String {
    let lower = name.to_lowercase().replace('+', " or later");
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '.').map(|word| word.trim_matches('.'));
    let mut folded = String::with_capacity(lower.len());
    for word in words.filter(|word| !matches!(*word, "the" | "license" | "licence" | "version" | "v" | "")) {
        let word = word.strip_suffix(".0").unwrap_or(word);
        let mut letters = word.chars().peekable();
        while let Some(letter) = letters.next() {
            if letter != 'v' || !letters.peek().is_some_and(char::is_ascii_digit) {
                folded.push(letter);
            }
        }
        // Keeps `1` and `1` in `1-1` apart from `11`.
        if word.ends_with(|c: char| c.is_ascii_digit()) {
            folded.push(' ');
        }
    }
    folded.trim_end().to_owned()
}

/// The id behind an address such as `https://creativecommons.org/licenses/by-sa/4.0/` or
/// `https://spdx.org/licenses/MIT.html`.
pub(super) fn id_of_address(address: &str) -> Option<String> {
    let lower = address.to_ascii_lowercase();
    let path = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"))?;
    let mut steps = path.strip_prefix("www.").unwrap_or(path).split('/').filter(|step| !step.is_empty());
    let (host, section, kind) = (steps.next()?, steps.next()?, steps.next()?);
    let id = match (host, section) {
        ("spdx.org", "licenses") => kind.trim_end_matches(".html").trim_end_matches(".json").to_owned(),
        ("creativecommons.org", "publicdomain") if kind == "zero" => format!("cc0-{}", steps.next()?),
        ("creativecommons.org", "licenses") => {
            let version = steps.next()?;
            // A port to one country's law (`/de/`) is another licence than the one of its own.
            match steps.next().filter(|step| !step.starts_with("deed") && !step.starts_with("legalcode")) {
                Some(country) => format!("cc-{kind}-{version}-{country}"),
                None => format!("cc-{kind}-{version}"),
            }
        }
        _ => return None,
    };
    NAMES.by_lower_case.get(&id).map(|&id| id.to_owned())
}
