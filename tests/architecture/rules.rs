//! The rules: which module may use which, what belongs where, how files are named, begun and kept short.

use regex::Regex;

use crate::code;

/// A longer file holds more than one concept.
pub(crate) const MAX_LINES: usize = 600;

/// The rows of modules from the bottom up. A module uses those of the rows below it and nothing beside it.
const ROWS: [&[&str]; 4] = [
    &["core"],
    &["config", "format", "leaf", "rules", "sketch", "store"],
    &["audit", "dedup", "detect", "ingest", "leak", "manifest", "provenance", "redact", "split", "write"],
    &["pipeline"],
];

/// What may be used in some files only: a pattern, and the beginnings of the paths where it belongs.
const ONLY_HERE: [(&str, &[&str]); 8] = [
    (r"\baws_\w+", &["src/store/s3"]),
    (r"\btokio\b", &["src/store/s3"]),
    (r"\bpolars(_\w+)?\b", &["src/format/", "src/ingest/", "src/manifest/", "src/write/"]),
    (r"\bclap(_complete)?\b", &["src/bin/"]),
    (r"\banyhow\b", &["src/bin/"]),
    (r"\bspdx\b", &["src/config/licence/"]),
    (r"\bindicatif\b", &["src/bin/"]),
    // Scrubbed records are made in one place; unit tests may make their own.
    (r"\bdeclare_scrubbed\b", &["src/core/record.rs", "src/pipeline/scrub.rs"]),
];

/// Ways for record text to get out without `expose()` being written.
const NO_WAY_OUT: [&str; 7] = ["Display", "Deref", "AsRef<str>", "Borrow<str>", "Serialize", "LowerHex", "Hash"];

/// Names that could be anything's.
const EMPTY_NAMES: [&str; 8] = ["utils", "util", "helpers", "helper", "common", "manager", "misc", "shared"];

/// Every rule that the file breaks, each with the file's path in front.
pub(crate) fn broken(path: &str, text: &str) -> Vec<String> {
    let code = code::only(text);
    let mut broken = Vec::new();
    imports(path, &code, &mut broken);
    only_here(path, &code, &mut broken);
    record_text(path, &code, &mut broken);
    names(path, &code, &mut broken);
    if !text.starts_with("//!") {
        broken.push("must begin with `//!`: what it is".to_owned());
    }
    let lines = text.lines().count();
    if lines > MAX_LINES {
        broken.push(format!("has {lines} lines, more than {MAX_LINES}"));
    }
    broken.into_iter().map(|what| format!("{path}: {what}")).collect()
}

fn row(module: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&module))
}

/// The library module that a file belongs to. The binary may use everything.
fn module_of(path: &str) -> Option<&str> {
    let inside = path.strip_prefix("src/").filter(|inside| !inside.starts_with("bin/"))?;
    let (module, _) = inside.split_once('/').or_else(|| inside.split_once('.'))?;
    Some(module).filter(|module| *module != "lib")
}

fn imports(path: &str, code: &str, broken: &mut Vec<String>) {
    let Some(own) = module_of(path) else { return };
    let Some(own_row) = row(own) else {
        broken.push(format!("{own} stands in no row of tests/architecture/rules.rs"));
        return;
    };
    let mut used = behind(code, "crate::");
    // As many `super::` as lead from the file's own module to the crate lead to a module of the crate. Unit tests stand
    // one level deeper.
    let depth = path.matches('/').count() - usize::from(path.ends_with("/mod.rs"));
    used.extend(behind(code::without_tests(code), &"super::".repeat(depth)));
    used.sort_unstable();
    used.dedup();
    for module in used.into_iter().filter(|module| *module != own) {
        if row(module).is_none_or(|row| row >= own_row) {
            broken.push(format!("{own} must not use {module}"));
        }
    }
}

/// The names that follow `prefix`, alone or in braces.
fn behind<'a>(code: &'a str, prefix: &str) -> Vec<&'a str> {
    let word = |text: &'a str| text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    let mut names = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        // `super::super::x` is found once, by its whole chain; names that end in `crate` are others.
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let after = &code[at + prefix.len()..];
        match after.strip_prefix('{') {
            None => names.push(word(after)),
            Some(group) => names.extend(first_level(group).into_iter().map(|item| word(item.trim_start()))),
        }
    }
    // Macros and functions of the crate's own root have no module; `super` and `self` lead nowhere new.
    names.retain(|name| !matches!(*name, "" | "super" | "self"));
    names
}

/// The items of a brace group, which begins behind its opening brace.
fn first_level(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut items) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' if depth > 0 => {}
            ',' | '}' => {
                items.push(&group[start..at]);
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    items
}

fn only_here(path: &str, code: &str, broken: &mut Vec<String>) {
    if !path.starts_with("src/") {
        return;
    }
    for (pattern, places) in ONLY_HERE {
        let is_test = path.ends_with("/tests.rs") || path.contains("/tests/");
        let code = match pattern.contains("declare_scrubbed") {
            true if is_test => continue,
            true => code::without_tests(code),
            false => code,
        };
        if places.iter().any(|place| path.starts_with(place)) {
            continue;
        }
        if let Some(found) = Regex::new(pattern).unwrap().find(code) {
            broken.push(format!("{} belongs in {}", found.as_str(), places.join(", ")));
        }
    }
}

fn record_text(path: &str, code: &str, broken: &mut Vec<String>) {
    if !path.starts_with("src/") {
        return;
    }
    for way in NO_WAY_OUT {
        let written = Regex::new(&format!(r"impl\b[^{{;]*\b{way}\s+for\s+(\w+::)*Text\b")).unwrap();
        let derived = Regex::new(&format!(r"#\[derive\([^)]*\b{way}\b[^)]*\)\][^;{{]*\bstruct\s+Text\b")).unwrap();
        if written.is_match(code) || derived.is_match(code) {
            broken.push(format!("Text must not have {way}: `expose()` is its one way out"));
        }
    }
    let debug = Regex::new(r"#\[derive\([^)]*\bDebug\b[^)]*\)\][^;{]*\bstruct\s+Text\b").unwrap();
    if debug.is_match(code) {
        broken.push("Text must not have derived Debug: it would show the content".to_owned());
    }
}

fn names(path: &str, code: &str, broken: &mut Vec<String>) {
    let of_path = path.split('/').map(|part| part.trim_end_matches(".rs"));
    let modules = Regex::new(r"\bmod\s+(\w+)\s*\{").unwrap();
    let inline = modules.captures_iter(code).filter_map(|found| found.get(1)).map(|name| name.as_str());
    for name in of_path.chain(inline).filter(|name| EMPTY_NAMES.contains(name)) {
        broken.push(format!("`{name}` says nothing of what is in it"));
    }
}
