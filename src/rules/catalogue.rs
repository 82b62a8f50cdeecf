//! `rules/README.md`: the catalogue of rules, generated from the rules.

use std::fmt::Write as _;

use super::{Pack, Rule, RuleSet};

/// The catalogue as Markdown. A test holds it against the file in the repository.
#[must_use]
pub fn catalogue(set: &RuleSet) -> String {
    let mut page = String::from(
        "# Rules\n\n\
         What `scrubjay` looks for. This page is generated from the rule files: edit those, then run\n\
         `UPDATE=1 cargo test --test rules`.\n\n\
         A rule is one TOML file in a pack's folder; `scrubjay rules explain ID` shows all of it, `scrubjay rules test DIR` runs the\n\
         examples of your own packs, and `detect.rules` in a job file puts them to use.\n",
    );
    for pack in set.packs() {
        write_pack(&mut page, pack);
    }
    page
}

fn write_pack(page: &mut String, pack: &Pack) {
    // Writing to a string cannot fail.
    let _ = write!(page, "\n## {} {}\n\n{}\n\n", pack.info.name, pack.info.version, pack.info.description);
    page.push_str("| rule | entity | status | validator | context | why |\n|---|---|---|---|---|---|\n");
    for rule in &pack.rules {
        let validator = rule.detect.validator.map_or("", super::ValidatorName::as_str);
        let _ = writeln!(
            page,
            "| [{id}]({pack}/{id}.toml) | `{entity}` | {status} | {validator} | {context} | {why} |",
            id = rule.id,
            pack = pack.info.name,
            entity = rule.entity,
            status = rule.status.as_str(),
            context = context_use(rule),
            why = rule.why.trim().replace('\n', " ").replace('|', "\\|"),
        );
    }
}

/// Whether the rule uses context at all. Scores against thresholds are the job's affair, so no more is said.
fn context_use(rule: &Rule) -> &'static str {
    match (rule.context.words.is_empty(), rule.context.negative.is_empty()) {
        (true, true) => "",
        (false, true) => "words for",
        (true, false) => "words against",
        (false, false) => "words for and against",
    }
}
