//! Checks on `[detect]` and `[redact]`.

use regex::RegexBuilder;

use super::Findings;
use crate::config::{Allowed, Detect, Job, KeyPath, Operator, OperatorChoice, Redact, TermList, region};

/// Bound on the compiled size of one of the user's patterns, in bytes.
const PATTERN_SIZE: usize = 1 << 20;

/// More letters and digits than this left readable is no mask: PCI DSS 4.0, requirement 3.4.1, shows at most the first
/// eight and the last four of a card number.
const MASK_READABLE: usize = 12;

pub(super) fn check(detect: &Detect, path: &KeyPath, found: &mut Findings) {
    let packs = path.key("packs");
    for (index, pack) in detect.packs.iter().enumerate() {
        found.name(&packs.index(index), pack);
    }
    found.unique(&packs, detect.packs.iter().map(String::as_str));
    found.regions(&path.key("regions"), &detect.regions, region::is_country);
    found.share(path.key("min_score"), f64::from(detect.min_score));
    for (entity, threshold) in &detect.thresholds {
        found.share(path.key("thresholds").key(entity.as_str()), f64::from(*threshold));
    }
    for (name, terms) in [("allow", &detect.allow), ("deny", &detect.deny)] {
        for (index, _) in terms.iter().enumerate().filter(|(_, term)| term.trim().is_empty()) {
            found.add(path.key(name).index(index), "is empty");
        }
    }
    check_patterns(&detect.allow_patterns, &path.key("allow_patterns"), found);
    for (index, allowed) in detect.allowed.iter().enumerate() {
        check_allowed(allowed, &path.key("allowed").index(index), found);
    }
    let lists = path.key("list");
    for (index, list) in detect.lists.iter().enumerate() {
        check_list(list, &lists.index(index), found);
    }
    let names = detect.lists.iter().map(|list| list.name.as_str());
    found.unique(&lists, names);
}

/// Lists and allowed values name sources of the job.
pub(super) fn check_sources(job: &Job, path: &KeyPath, found: &mut Findings) {
    let lists = job.detect.lists.iter().map(|list| ("list", &list.sources)).enumerate();
    let allowed = job.detect.allowed.iter().map(|allowed| ("allowed", &allowed.sources)).enumerate();
    for (index, (key, sources)) in lists.chain(allowed) {
        let path = path.key(key).index(index).key("sources");
        for (place, name) in sources.iter().enumerate() {
            if !job.source.iter().any(|source| source.name == *name) {
                found.add(path.index(place), "is no source of the job");
            }
        }
    }
}

fn check_allowed(allowed: &Allowed, path: &KeyPath, found: &mut Findings) {
    if allowed.values.is_empty() && allowed.patterns.is_empty() && allowed.path.is_none() {
        found.add_with_help(path.clone(), "allows nothing", "give `values`, `patterns` or a `path`");
    }
    for (index, _) in allowed.values.iter().enumerate().filter(|(_, value)| value.trim().is_empty()) {
        found.add(path.key("values").index(index), "is empty");
    }
    check_patterns(&allowed.patterns, &path.key("patterns"), found);
    if allowed.column.is_some() && allowed.path.is_none() {
        found.add_with_help(path.key("column"), "names a column of no file", "give the file's `path`");
    }
}

fn check_list(list: &TermList, path: &KeyPath, found: &mut Findings) {
    found.name(&path.key("name"), &list.name);
    found.share(path.key("score"), f64::from(list.score));
    if list.path.as_os_str().is_empty() {
        found.add(path.key("path"), "is empty");
    }
    if !list.whole_words && !list.accent_sensitive {
        found.add_with_help(
            path.key("whole_words"),
            "accents can be passed over in whole words only",
            "write `accent_sensitive = true` as well",
        );
    }
}

fn check_patterns(list: &[String], patterns: &KeyPath, found: &mut Findings) {
    for (index, pattern) in list.iter().enumerate() {
        match RegexBuilder::new(pattern).size_limit(PATTERN_SIZE).build() {
            // The regex crate's own message would quote the pattern.
            Err(regex::Error::CompiledTooBig(_)) => found.add(patterns.index(index), "compiles to more than 1 MiB"),
            Err(_) => found.add(patterns.index(index), "is not a regular expression"),
            Ok(_) if pattern.is_empty() => found.add(patterns.index(index), "is empty"),
            Ok(_) => {}
        }
    }
}

pub(super) fn check_redact(redact: &Redact, path: &KeyPath, found: &mut Findings) {
    operator(&redact.default, &path.key("default"), found);
    for (entity, choice) in &redact.entities {
        operator(choice, &path.key("entities").key(entity.as_str()), found);
    }
}

fn operator(choice: &OperatorChoice, path: &KeyPath, found: &mut Findings) {
    let OperatorChoice::Options(operator) = choice else { return };
    match operator {
        Operator::Mask { character, keep_first, keep_last } => {
            if character.is_control() || character.is_whitespace() {
                found.add(path.key("character"), "is white space or a control character");
            }
            if keep_first.saturating_add(*keep_last) > MASK_READABLE {
                found.add(path.clone(), format!("leaves more than {MASK_READABLE} letters and digits readable"));
            }
        }
        Operator::Hash { length, prefix } => {
            within(*length, 8, 64, &path.key("length"), found);
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
            if prefix.len() > 32 || !prefix.chars().all(plain) {
                let help = "at most 32 letters, digits, `-`, `_`, `:` and `.`";
                found.add_with_help(path.key("prefix"), "is no prefix", help);
            }
        }
        Operator::Generalise { age_band, decimals, prefix_bits, .. } => {
            within(usize::from(*age_band), 2, 50, &path.key("age_band"), found);
            within(usize::from(*decimals), 0, 3, &path.key("decimals"), found);
            within(usize::from(*prefix_bits), 8, 24, &path.key("prefix_bits"), found);
        }
        Operator::ShiftDate { max_days } => within(usize::from(*max_days), 1, 3650, &path.key("max_days"), found),
        _ => {}
    }
}

/// A number that has bounds.
fn within(value: usize, least: usize, most: usize, path: &KeyPath, found: &mut Findings) {
    if !(least..=most).contains(&value) {
        found.add(path.clone(), format!("is not between {least} and {most}"));
    }
}
