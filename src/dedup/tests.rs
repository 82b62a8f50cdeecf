//! Clusters over streams of invented texts.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::core::Key;
use crate::sketch::Sketcher;

/// A text of `words` words that no other seed shares.
fn text(seed: usize, words: usize) -> Vec<String> {
    let word = |n: usize| Key::derive("text", &[]).digest(&[&seed.to_le_bytes(), &n.to_le_bytes()]).to_string();
    (0..words).map(|n| word(n).chars().filter(char::is_ascii_alphabetic).collect()).collect()
}

fn clusters(texts: &[String]) -> NearClusters {
    let folder = tempfile::tempdir().unwrap();
    let settings = NearSettings::default();
    let mut sketcher = Sketcher::new(&Key::derive("test", b"k"));
    let mut near = NearDuplicates::new(folder.path(), settings).unwrap();
    for text in texts {
        near.push(&NearRecord::new(sketcher.texts([text.as_str()].into_iter()), settings)).unwrap();
    }
    near.finish().unwrap()
}

/// The clusters as sets of texts.
fn as_sets(texts: &[String]) -> BTreeSet<BTreeSet<String>> {
    let mut groups = clusters(texts).into_groups();
    let mut sets = std::collections::BTreeMap::<u32, BTreeSet<String>>::new();
    for (row, text) in (0u32..).zip(texts) {
        sets.entry(groups.find(row)).or_default().insert(text.clone());
    }
    sets.into_values().collect()
}

#[test]
fn what_is_nearly_the_same_comes_together_and_the_rest_stays_apart() {
    let base = text(1, 120);
    let mut edited = base.clone();
    edited[60] = "changed".to_owned();
    let short = text(3, 20);
    let mut short_edited = short.clone();
    short_edited.push("indeed".to_owned());
    let texts = [&base, &text(2, 120), &edited, &short, &short_edited].map(|words| words.join(" "));
    let mut groups = clusters(&texts).into_groups();
    let found: Vec<u32> = (0..5).map(|row| groups.find(row)).collect();
    assert_eq!(found, [0, 1, 0, 3, 3]);
}

#[test]
fn templates_with_other_numbers_are_not_duplicates() {
    let texts: Vec<String> =
        (0..50).map(|n| format!("Where is parcel number {n}? It left depot {} today.", n * 7)).collect();
    assert_eq!(as_sets(&texts).len(), 50);
}

#[test]
fn the_survivor_is_the_preferred_one_and_the_score_is_that_of_the_two() {
    let base = text(1, 200);
    let with_edits = |edits: usize| {
        let mut words = base.clone();
        (0..edits).for_each(|n| words[20 + 40 * n] = format!("edit{n}"));
        words.join(" ")
    };
    let texts = vec![with_edits(1), with_edits(0), with_edits(0).to_uppercase(), text(9, 50).join(" ")];
    let standings: Vec<Standing> =
        [3, 2, 1, 0].map(|source| Standing { source, ..super::survivor::tests::standing() }).to_vec();
    let order = |left: u32, right: u32| {
        standings[left as usize].compare(&standings[right as usize], &[Preference::SourceOrder])
    };
    let removed = clusters(&texts).removed(order).unwrap();
    let jaccard = 191.0 / 201.0;
    assert_eq!(removed, [Removed { row: 0, survivor: 2, score: jaccard }, Removed { row: 1, survivor: 2, score: 1.0 }]);
}

#[test]
fn a_chain_does_not_fall_to_its_first() {
    // Each link changes other words: neighbours are alike, the ends are not.
    let mut words = text(4, 150);
    let mut texts = vec![words.join(" ")];
    for link in 0..4 {
        (0..2).for_each(|n| words[link * 30 + n * 12] = format!("link{link}n{n}x"));
        texts.push(words.join(" "));
    }
    let mut found = clusters(&texts);
    assert_eq!(as_sets(&texts).len(), 1);
    let removed = found.removed(|left, right| left.cmp(&right)).unwrap();
    assert!(removed.iter().all(|removed| removed.score >= 0.8), "{removed:?}");
    assert!(removed.len() < 4);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn clusters_do_not_depend_on_the_order(
        edits in prop::collection::vec((0usize..4, 0usize..3, 0usize..60), 2..40),
        rotation in 0usize..40,
    ) {
        let texts: Vec<String> = edits.iter().map(|(seed, count, at)| {
            let mut words = text(*seed, 60);
            (0..*count).for_each(|n| words[(at + 7 * n) % 60] = format!("edit{at}"));
            words.join(" ")
        }).collect();
        let mut other = texts.clone();
        other.rotate_left(rotation % texts.len());
        other.reverse();
        prop_assert_eq!(as_sets(&texts), as_sets(&other));
    }
}
