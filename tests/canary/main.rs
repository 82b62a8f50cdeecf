//! Ten thousand canaries of every entity type, in every format and way of writing: what a run leaves of them, and where.

#![allow(
    clippy::cast_precision_loss,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]
// Files without a name are looked into by way of /proc.
#![cfg(target_os = "linux")]

mod corpus;
mod left;
mod search;
#[path = "../support/mod.rs"]
mod support;
mod values;
mod watch;
mod ways;

use std::collections::BTreeMap;

use corpus::{File, PAIRS, TEXTS};
use left::Left;
use scrubjay::config::Detect;
use scrubjay::detect::Engine;
use scrubjay::rules::RuleSet;
use support::Workspace;
use support::chance::Chance;
use values::{Canary, grow, mark};
use ways::{WAYS, Way};

const CANARIES: usize = 10_000;

/// A canary, the number of its way of writing, and the text that says it so.
pub(crate) struct Planted {
    canary: Canary,
    way: usize,
    text: String,
}

/// Writes every canary in the one of the ways that change it in which fewest of its type were written, and fewest of all.
fn plant(canaries: Vec<Canary>) -> Vec<Planted> {
    let (mut of_type, mut of_all) = (BTreeMap::new(), vec![0; WAYS.len()]);
    let planted = canaries.into_iter().enumerate().map(|(n, canary)| {
        let counts = of_type.entry(canary.entity.clone()).or_insert_with(|| vec![0; WAYS.len()]);
        let written = WAYS.iter().enumerate().filter_map(|(way, Way { write, .. })| Some((way, write(&canary)?)));
        let (way, text) = written.min_by_key(|(way, _)| (counts[*way], of_all[*way])).unwrap();
        counts[way] += 1;
        of_all[way] += 1;
        Planted { text: format!("{text}\n{}", mark(n)), canary, way }
    });
    planted.collect()
}

/// Shares the canaries out over the files, and writes those.
fn write(files: &[File], planted: &[&Planted], texts: usize, workspace: &Workspace) {
    let mut records = vec![Vec::new(); files.len()];
    let mut chance = Chance(7);
    for record in planted.chunks(texts) {
        let texts: Vec<_> = record.iter().map(|one| one.text.clone()).collect();
        records[chance.below(files.len())].push(texts);
    }
    for (file, records) in files.iter().zip(&records) {
        file.write(records, workspace);
    }
}

/// A run: what it reads, what becomes of what it finds, and which half of the canaries it has.
struct Trial {
    files: &'static [File],
    /// Texts of a record.
    texts: usize,
    targets: &'static [&'static str],
    operator: &'static str,
    half: usize,
}

/// Each canary is once in a text and once in a pair, once with a placeholder in its place and once with a surrogate.
const TRIALS: [Trial; 4] = [
    Trial { files: TEXTS, texts: 1, targets: DOCUMENTS, operator: "placeholder", half: 0 },
    Trial { files: TEXTS, texts: 1, targets: DOCUMENTS, operator: "surrogate", half: 1 },
    Trial { files: PAIRS, texts: 2, targets: TUNING, operator: "placeholder", half: 1 },
    Trial { files: PAIRS, texts: 2, targets: TUNING, operator: "surrogate", half: 0 },
];

const DOCUMENTS: &[&str] = &["plain-text", "titan-cpt", "nova-cpt"];

const TUNING: &[&str] = &["llama3-1", "nova1-lite", "import-pairs-parquet", "import-sharegpt"];

impl Trial {
    /// Runs the program on its half of the canaries and looks for them in all that it leaves. Returns how many records were withheld.
    fn run(&self, planted: &[Planted], left: &mut Left<'_>) -> usize {
        let half: Vec<_> = planted.iter().skip(self.half).step_by(2).collect();
        let workspace = Workspace::new();
        write(self.files, &half, self.texts, &workspace);
        let job = corpus::job(self.files, self.targets, self.operator);
        workspace.write("job.toml", job).write("key", "canary-k".repeat(8)).write("tmp/empty", "");
        let mut command = workspace.command();
        command
            .args(["--log-format", "json", "run", "job.toml", "--audit", "200"])
            .env("TMPDIR", workspace.join("tmp"));
        let known = ["raw", "job.toml", "key"].map(|name| workspace.join(name));
        let (ran, temporary) = watch::run(command, workspace.path(), &known);
        ran.expect(0);
        for name in ["out/manifest.json", "out/lineage.parquet", "out/leakage.json", "out.audit.csv", "stderr"] {
            assert!(workspace.join(name).metadata().is_ok_and(|about| about.len() > 0), "no {name}");
        }
        let spilled: usize = temporary.iter().map(Vec::len).sum();
        assert!(spilled > 100_000, "{spilled} bytes are too few to be the spill");
        left.look(&workspace, temporary, self.operator == "placeholder");
        workspace.lines("out/quarantine.jsonl").len()
    }
}

#[test]
fn what_is_left_of_canaries_is_what_is_told() {
    let rules = RuleSet::load(&[], None).unwrap();
    let engine = Engine::compile(&rules, &Detect::default()).unwrap();
    let planted = plant(grow(&rules, &engine, CANARIES));
    assert_eq!(planted.len(), CANARIES);
    let mut left = Left::new(&planted);
    let withheld: usize = TRIALS.iter().map(|trial| trial.run(&planted, &mut left)).sum();
    let (told, mut broken) = left.told();
    println!("{told}");
    if left.met.len() + 2 * withheld < 2 * CANARIES || withheld > 20 {
        broken.push(format!("{} texts were met, {withheld} records withheld", left.met.len()));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_readme_states_what_is_held() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    for Way { name, left, .. } in &WAYS {
        let row = format!("| {name} | {:.1} % |", 100.0 * (1.0 - left));
        assert!(readme.contains(&row), "README.md has no row {row}");
    }
}
