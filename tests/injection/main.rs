//! Holdout records planted into training data in the ways in which they get there, and how many of them the leak checks find.
//!
//! `cargo test --test injection -- --nocapture` prints the table. The bounds are the project's marks.
#![allow(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

mod plant;

#[path = "../../examples/corpus/generate/mod.rs"]
#[allow(dead_code, reason = "the generator of the samples, of which this takes the prose")]
mod generate;

use std::collections::{BTreeMap, BTreeSet};

use generate::prose::{self, Shape};
use generate::rng::Rng;
use plant::{Mode, Pair};
use scrubjay::core::{Body, Key, Text};
use scrubjay::leak::{Facts, Index, IndexBuilder, ItemMaker, Settings, Severity, Side};
use scrubjay::sketch::Sketcher;
use serde::Deserialize;

const HOLDOUT: usize = 300;
const CLEAN_BYTES: u64 = 1_500_000;

#[derive(Deserialize)]
struct Line {
    group: String,
    prompt: String,
    completion: String,
}

fn lines(seed: u64, bytes: u64) -> Vec<Line> {
    let mut out = Vec::new();
    let plan = prose::Plan { bytes, density: 0.02, shape: Shape::Pair, seed };
    prose::write(&plan, "bench.jsonl", &mut out, None).unwrap();
    out.split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect()
}

/// A third of the items has at most 12 words, a third up to 60, a third is as long as the generator makes them.
fn holdout() -> Vec<Pair> {
    let mut rng = Rng::new(7, "holdout");
    let cut = |text: &str, words: u64| {
        text.split_whitespace().take(usize::try_from(words).unwrap()).collect::<Vec<_>>().join(" ")
    };
    let long = lines(1, 900_000);
    let mut items: Vec<Pair> = Vec::new();
    for (n, line) in long.into_iter().enumerate() {
        let (prompt, completion) = match n % 3 {
            // Sentences of the generator begin alike; names that it does not have make the short ones different.
            0 => (
                format!("{} {}?", plant::name(&mut rng), cut(&line.prompt, rng.between(2, 5))),
                format!("{} {}.", plant::name(&mut rng), cut(&line.completion, rng.between(1, 4))),
            ),
            1 => (cut(&line.prompt, rng.between(8, 25)), cut(&line.completion, rng.between(12, 35))),
            _ => (line.prompt, line.completion),
        };
        items.push(Pair { prompt, completion, group: format!("h-{n}") });
        if items.len() == HOLDOUT {
            break;
        }
    }
    items
}

fn body(pair: &Pair) -> Body {
    Body::Pair { system: None, prompt: Text::new(&*pair.prompt), completion: Text::new(&*pair.completion) }
}

struct Bench {
    index: Index,
    maker: ItemMaker,
    sketcher: Sketcher,
}

impl Bench {
    fn new(items: &[Pair]) -> Self {
        let key = Key::derive("injection", b"");
        let mut maker = ItemMaker::new(&key);
        let mut builder = IndexBuilder::new(Settings::default(), &key);
        for item in items {
            let facts = Facts { groups: vec![maker.fact("group", &item.group)], ..Facts::default() };
            builder.push(&maker.protected(&body(item), facts), Side::Holdout).unwrap();
        }
        Self { index: builder.finish().unwrap(), maker, sketcher: Sketcher::new(&key) }
    }

    /// Numbers of the holdout items that a training record leaks.
    fn leaked(&mut self, record: &Body, group: &str) -> Vec<u32> {
        let facts = Facts { groups: vec![self.maker.fact("group", group)], ..Facts::default() };
        let item = self.maker.examined(record, facts);
        let hits = self.index.probe(&item, Side::Train).unwrap().hits;
        hits.iter().filter(|hit| hit.severity == Severity::Error).map(|hit| hit.record).collect()
    }

    fn jaccard(&mut self, left: &Body, right: &Body) -> f64 {
        let left = self.sketcher.body(left);
        left.jaccard(&self.sketcher.body(right))
    }
}

/// Every thirteen words in a row, told by a way of its own: lower case, letters and digits.
fn runs<'t>(texts: impl Iterator<Item = (&'t str, &'t str)>) -> BTreeSet<String> {
    let mut runs = BTreeSet::new();
    for (prompt, completion) in texts {
        let text = format!("{prompt} {completion}").to_lowercase();
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        runs.extend(words.windows(13).map(|run| run.join(" ")));
    }
    runs
}

#[derive(Default, Clone, Copy)]
struct Count {
    found: usize,
    planted: usize,
}

impl Count {
    fn recall(self) -> f64 {
        if self.planted == 0 { 1.0 } else { self.found as f64 / self.planted as f64 }
    }
}

/// Short, medium, long.
fn length_class(pair: &Pair) -> usize {
    match pair.prompt.split_whitespace().count() + pair.completion.split_whitespace().count() {
        0..=12 => 0,
        13..=60 => 1,
        _ => 2,
    }
}

#[test]
fn planted_records_are_found_and_clean_ones_are_not() {
    let items = holdout();
    let clean = lines(2, CLEAN_BYTES);
    let mut bench = Bench::new(&items);
    let mut rng = Rng::new(3, "plants");
    let mut table: BTreeMap<Mode, [Count; 3]> = BTreeMap::new();
    for (n, item) in items.iter().enumerate() {
        let other = &clean[n % clean.len()];
        for mode in Mode::ALL {
            let Some(planted) = mode.plant(item, &other.prompt, &other.completion, &mut rng) else { continue };
            if *mode == Mode::EditedAlike && bench.jaccard(&body(item), &planted.body) < 0.8 {
                continue;
            }
            let counts = &mut table.entry(*mode).or_default()[length_class(item)];
            counts.planted += 1;
            counts.found +=
                usize::from(bench.leaked(&planted.body, &planted.group).contains(&u32::try_from(n).unwrap()));
        }
    }
    let shared = runs(items.iter().map(|item| (item.prompt.as_str(), item.completion.as_str())));
    let (mut alarms, mut judged) = (0, 0);
    for line in &clean {
        // The generator says some sentences twice. A record that repeats thirteen words of the holdout is no clean one.
        if runs(std::iter::once((line.prompt.as_str(), line.completion.as_str())))
            .intersection(&shared)
            .next()
            .is_some()
        {
            continue;
        }
        judged += 1;
        let pair = Pair { prompt: line.prompt.clone(), completion: line.completion.clone(), group: line.group.clone() };
        alarms += usize::from(!bench.leaked(&body(&pair), &pair.group).is_empty());
    }
    println!("{:<22}{:>14}{:>14}{:>14}", "planted", "<= 12 words", "13 to 60", "longer");
    for (mode, counts) in &table {
        let cell = |count: &Count| format!("{:.3} of {}", count.recall(), count.planted);
        println!("{:<22}{:>14}{:>14}{:>14}", mode.name(), cell(&counts[0]), cell(&counts[1]), cell(&counts[2]));
    }
    let repeating = clean.len() - judged;
    println!("false alarms: {alarms} of {judged} clean records; {repeating} repeat 13 words and are not clean");
    for (mode, counts) in &table {
        let sum = counts.iter().fold(Count::default(), |sum, count| Count {
            found: sum.found + count.found,
            planted: sum.planted + count.planted,
        });
        assert!(sum.planted >= 50, "{}: {} planted", mode.name(), sum.planted);
        if let Some(least) = mode.mark() {
            assert!(sum.recall() >= least, "{}: {:.4}, the mark is {least}", mode.name(), sum.recall());
        }
    }
    assert!(judged > 1000 && repeating < 20, "{judged} {repeating}");
    assert!((alarms as f64) < 0.001 * judged as f64, "{alarms} false alarms among {judged}");
}
