//! Checks on `[detect]` and `[redact]`.

use regex::RegexBuilder;

use super::Findings;
use crate::config::{Detect, KeyPath, Operator, OperatorChoice, Redact, region};

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
    let patterns = path.key("allow_patterns");
    for (index, pattern) in detect.allow_patterns.iter().enumerate() {
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
    let OperatorChoice::Options(Operator::Mask { character, keep_first, keep_last }) = choice else { return };
    if character.is_control() || character.is_whitespace() {
        found.add(path.key("character"), "is white space or a control character");
    }
    if keep_first.saturating_add(*keep_last) > MASK_READABLE {
        found.add(path.clone(), format!("leaves more than {MASK_READABLE} letters and digits readable"));
    }
}
