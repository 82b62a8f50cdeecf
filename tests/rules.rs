//! The embedded rule packs hold what they promise, alone and crossed, and their catalogue is current.

use std::fs;
use std::path::Path;

use scrubjay::pipeline::selftest::selftest;
use scrubjay::rules::{RuleSet, catalogue};

#[test]
fn every_embedded_rule_passes() {
    let set = RuleSet::load(&[], None).expect("embedded rules load");
    let complaints = selftest(&set, &set).expect("embedded rules compile");
    let lines: Vec<_> = complaints.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

#[test]
fn the_catalogue_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/README.md");
    let page = catalogue(&RuleSet::load(&[], None).expect("embedded rules load"));
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).expect("the catalogue is written");
    }
    let current = fs::read_to_string(&path).unwrap_or_default();
    assert!(current == page, "rules/README.md is stale; run: UPDATE=1 cargo test --test rules");
}
