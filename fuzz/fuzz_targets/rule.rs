//! A rule file: it is refused with a message, or it compiles and can be used.
#![no_main]

use std::fs;

use libfuzzer_sys::fuzz_target;
use scrubjay::config::Detect;
use scrubjay::detect::Engine;
use scrubjay::rules::{Example, RuleSet, lint};

const PACK: &str = "name = \"own\"\nversion = \"1\"\ndescription = \"Own identifiers.\"\n";

thread_local! {
    static FOLDER: tempfile::TempDir = tempfile::tempdir().expect("a temporary folder");
}

fuzz_target!(|text: &str| {
    FOLDER.with(|folder| {
        let own = folder.path().join("own");
        fs::create_dir_all(&own).expect("a folder");
        fs::write(own.join("pack.toml"), PACK).expect("a pack");
        fs::write(own.join("badge.toml"), text).expect("a rule");
        let Ok(rules) = RuleSet::load_folder(&own) else { return };
        let _complaints = lint(&rules);
        let Ok(engine) = Engine::compile(&rules, &Detect::default()) else { return };
        let (mut scratch, mut found) = (engine.scratch(), Vec::new());
        for (_, rule) in rules.rules() {
            for marked in rule.examples.matches.iter().chain(&rule.examples.no_match) {
                let Ok(example) = Example::parse(marked) else { continue };
                engine.detect(&example.text, "text", &mut scratch, &mut found);
                scrubjay_fuzz::check_spans(&example.text, &found);
            }
        }
    });
});
