//! The ladder on invented records.

use super::*;
use crate::core::{Body, Key, Text};

fn pair(prompt: &str, completion: &str) -> Body {
    Body::Pair { system: None, prompt: Text::new(prompt), completion: Text::new(completion) }
}

fn key() -> Key {
    Key::derive("test", b"k")
}

fn index(bodies: &[(Body, Side)]) -> Index {
    let (mut maker, mut builder) = (ItemMaker::new(&key()), IndexBuilder::new(Settings::default(), &key()));
    for (body, side) in bodies {
        builder.push(&maker.protected(body, Facts::default()), *side).unwrap();
    }
    builder.finish().unwrap()
}

fn probe(index: &Index, body: &Body, side: Side) -> Vec<(CheckId, Severity)> {
    let item = ItemMaker::new(&key()).examined(body, Facts::default());
    index.probe(&item, side).unwrap().hits.iter().map(|hit| (hit.check, hit.severity)).collect()
}

const QUESTION: &str = "Where can I read how the boiler of the old house in the valley is started in winter?";
const ANSWER: &str = "In the green folder on the shelf above it, third page, below the drawing of the valve.";

#[test]
fn every_rung_finds_what_it_is_for() {
    use CheckId::{AnswerOnly, Exact, NearDuplicate, NgramContainment, Normalised, PromptOnly};
    use Severity::{Error, Note};
    let index = index(&[(pair(QUESTION, ANSWER), Side::Holdout)]);
    let found = |prompt: &str, completion: &str| probe(&index, &pair(prompt, completion), Side::Train);
    let all = [
        (Exact, Error),
        (Normalised, Error),
        (PromptOnly, Error),
        (AnswerOnly, Note),
        (NearDuplicate, Error),
        (NgramContainment, Error),
    ];
    assert_eq!(found(QUESTION, ANSWER), all);
    assert_eq!(found(&QUESTION.to_uppercase(), &ANSWER.replace(',', ";")), all[1..]);
    assert_eq!(found(QUESTION, "Ask the neighbour."), [(PromptOnly, Error), (NgramContainment, Error)]);
    assert_eq!(found("Which page?", ANSWER), [(AnswerOnly, Note), (NgramContainment, Severity::Warning)]);
    let edited = QUESTION.replace("winter", "spring");
    assert_eq!(found(&edited, ANSWER), [(AnswerOnly, Note), (NearDuplicate, Error), (NgramContainment, Error)]);
    assert_eq!(found("How do I reset the thermostat?", "Hold the left button for five seconds."), []);
}

#[test]
fn short_records_are_found_as_a_whole_and_very_short_ones_when_equal() {
    let index =
        index(&[(pair("Capital of Peru?", "Lima, of course."), Side::Holdout), (pair("Hi", "Hello"), Side::Holdout)]);
    let long = Body::Document { text: Text::new(format!("{ANSWER} CAPITAL of Peru: Lima, of course! {QUESTION}")) };
    assert_eq!(probe(&index, &long, Side::Train), [(CheckId::NgramContainment, Severity::Error)]);
    let greeting = Body::Document { text: Text::new(format!("{ANSWER} Hi, hello! {QUESTION}")) };
    assert_eq!(probe(&index, &greeting, Side::Train), []);
    let census = index.census();
    assert_eq!(census.too_short.get(&(CheckId::NgramContainment, Side::Holdout)), Some(&1));
    assert!(probe(&index, &pair("hi!", "hello."), Side::Train).contains(&(CheckId::Normalised, Severity::Error)));
}

#[test]
fn sides_are_held_against_those_they_must_not_share_with() {
    let bodies = [(pair(QUESTION, ANSWER), Side::Validation), (pair(ANSWER, QUESTION), Side::Reference(0))];
    let index = index(&bodies);
    assert!(!probe(&index, &bodies[0].0, Side::Train).is_empty());
    assert!(!probe(&index, &bodies[1].0, Side::Train).is_empty());
    assert!(probe(&index, &bodies[0].0, Side::Validation).is_empty());
    assert!(probe(&index, &bodies[0].0, Side::Holdout).is_empty());
}

#[test]
fn what_many_records_share_is_set_aside_and_listed() {
    let header = "You are the assistant of a company that rents small boats on three lakes and answers briefly.";
    let questions = [
        "Is the harbour at the northern shore open in March?",
        "What does a day on the lake cost for five people?",
        "May I take my dog along in the rowing boat?",
        "Do you have life vests for small children, too?",
        "How late can I bring the boat back on Sundays?",
        "Which of the lakes has the least wind in autumn?",
    ];
    let bodies: Vec<_> =
        questions.iter().map(|q| (pair(&format!("{header} {q}"), "Please call us."), Side::Holdout)).collect();
    let index = index(&bodies);
    assert_eq!(index.boilerplate(), [Passage { record: 0, word: 0, words: 17 }]);
    let other = pair(&format!("{header} Can I pay by card at the pier?"), "Yes, with all of them.");
    assert_eq!(probe(&index, &other, Side::Train), []);
    let leaked = pair(&format!("{header} {}", questions[3]), "We do.");
    assert!(probe(&index, &leaked, Side::Train).iter().any(|(_, severity)| *severity == Severity::Error));
}

#[test]
fn facts_beside_the_text_are_compared_by_key() {
    let mut maker = ItemMaker::new(&key());
    let facts = |maker: &ItemMaker, customer: &str, created: i64| Facts {
        groups: vec![maker.fact("group", customer)],
        document: Some(maker.fact("document", customer)),
        created: Some(created),
        descent: vec![maker.fact("seed", customer)],
        values: vec![maker.fact("value", customer)],
    };
    let settings = Settings { temporal: true, ..Settings::default() };
    let mut builder = IndexBuilder::new(settings, &key());
    let held = facts(&maker, "c-1", 1000);
    builder.push(&maker.protected(&pair("one two three", "four"), held), Side::Holdout).unwrap();
    let index = builder.finish().unwrap();
    let mut found = |customer: &str, created: i64| {
        let facts = facts(&maker, customer, created);
        let item = maker.examined(&pair("five six seven", "eight"), facts);
        index.probe(&item, Side::Train).unwrap().hits.iter().map(|hit| hit.check.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(found(" c-1 ", 999), ["group", "source-document", "teacher-descent", "surrogate"]);
    assert_eq!(found("c-2", 1000), ["temporal"]);
    assert_eq!(found("c-2", 999), Vec::<&str>::new());
}

#[test]
fn the_report_counts_what_it_does_not_list() {
    let index = index(&[(pair(QUESTION, ANSWER), Side::Holdout)]);
    let mut report = ReportBuilder::new(&index, Vec::new(), 2);
    let mut maker = ItemMaker::new(&key());
    let place = |split: &str| Place { file: "f".into(), line: 1, split: split.into(), id: None, snippet: None };
    for _ in 0..5 {
        let item = maker.examined(&pair(QUESTION, ANSWER), Facts::default());
        let outcome = index.probe(&item, Side::Train).unwrap().outcome(&index, 2);
        report.add(&index, Side::Train, &outcome, |_| (place("train"), place("holdout")));
    }
    let report = report.finish(Vec::new());
    let exact = &report.checks[CheckId::Exact.index()];
    assert_eq!((exact.verdict, exact.examined, exact.found.error, exact.hits.len()), (Verdict::Fail, 6, 5, 2));
    let answers = &report.checks[CheckId::AnswerOnly.index()];
    assert_eq!((answers.verdict, answers.found.note), (Verdict::Pass, 5));
    assert_eq!(report.checks[CheckId::Group.index()].verdict, Verdict::NotExamined);
    assert_eq!(report.verdict, Verdict::Fail);
    let sides: Vec<_> = report.sides.iter().map(|side| (side.name.as_str(), side.records, side.leaked)).collect();
    assert_eq!(sides, [("train", 5, 5), ("holdout", 1, 1)]);
}

/// Text of invented words, the same for the same seed.
fn words(seed: u64, count: usize) -> String {
    let word = |n: u64| {
        let mut x = (seed << 32 | n).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        x ^= x >> 29;
        format!("w{:x}", x.wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 44)
    };
    (0..count as u64).map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_sample_of_runs_and_shingles_finds_what_all_of_them_find() {
    let document = |text: String| Body::Document { text: Text::new(text) };
    let held: Vec<String> = (0..60).map(|seed| words(seed, if seed % 3 == 0 { 20 } else { 300 })).collect();
    let built = |most_runs| {
        let settings = Settings { most_runs, ..Settings::default() };
        let (mut maker, mut builder) = (ItemMaker::new(&key()), IndexBuilder::new(settings, &key()));
        for text in &held {
            builder.push(&maker.protected(&document(text.clone()), Facts::default()), Side::Holdout).unwrap();
        }
        builder.finish().unwrap()
    };
    let (all, some) = (built(1 << 20), built(1 << 10));
    assert_eq!((all.one_run_of(), all.one_shingle_of()), (1, 1));
    assert!(some.one_run_of() >= 8 && some.one_shingle_of() >= 4);
    let mut maker = ItemMaker::new(&key());
    for (n, text) in (0u32..).zip(&held) {
        let seed = u64::from(n);
        let embedded = document(format!("{} {text} {}", words(900 + seed, 70), words(1900 + seed, 70)));
        let edited: Vec<&str> =
            text.split(' ').enumerate().map(|(at, word)| if at == 150 { "other" } else { word }).collect();
        let clean = document(words(5000 + seed, 300));
        for index in [&all, &some] {
            let found = |body: &Body, maker: &mut ItemMaker| {
                let probe = index.probe(&maker.examined(body, Facts::default()), Side::Train).unwrap();
                probe.hits.iter().filter(|hit| hit.record == n).map(|hit| (hit.check, hit.score)).collect::<Vec<_>>()
            };
            assert!(found(&embedded, &mut maker).contains(&(CheckId::NgramContainment, 1.0)));
            let near = found(&document(edited.join(" ")), &mut maker);
            assert!(near.iter().any(|(check, score)| *check == CheckId::NearDuplicate && *score > 0.85), "{near:?}");
            assert!(near.iter().any(|(check, score)| *check == CheckId::NgramContainment && *score > 0.8), "{near:?}");
            assert_eq!(found(&clean, &mut maker), []);
        }
    }
}

#[test]
fn very_many_records_are_indexed_in_linear_time() {
    let settings = Settings { most_runs: 64, ..Settings::default() };
    let (mut maker, mut builder) = (ItemMaker::new(&key()), IndexBuilder::new(settings, &key()));
    let item = maker.protected(&Body::Document { text: Text::new(words(1, 40)) }, Facts::default());
    // Each record keeps its eight runs, so that the bound cannot be kept; trying again at every record would take minutes.
    for _ in 0..30_000 {
        builder.push(&item, Side::Holdout).unwrap();
    }
    let index = builder.finish().unwrap();
    assert!(index.one_run_of() > 1);
}

#[test]
fn a_value_that_everybody_has_is_told_a_few_times() {
    let mut maker = ItemMaker::new(&key());
    let facts = |maker: &ItemMaker| Facts { values: vec![maker.fact("value", "desk@example.com")], ..Facts::default() };
    let mut builder = IndexBuilder::new(Settings::default(), &key());
    for n in 0..1000 {
        let held = facts(&maker);
        builder.push(&maker.protected(&pair(&words(n, 30), &words(n + 5000, 30)), held), Side::Holdout).unwrap();
    }
    let index = builder.finish().unwrap();
    let facts = facts(&maker);
    let item = maker.examined(&pair(&words(9000, 30), &words(9001, 30)), facts);
    let hits = index.probe(&item, Side::Train).unwrap().hits;
    assert_eq!(hits.len(), 8);
    assert!(hits.iter().all(|hit| hit.check == CheckId::Surrogate));
}

#[test]
fn checks_that_are_off_look_at_nothing_and_the_others_find_what_they_did() {
    use CheckId::{AnswerOnly, Exact, NearDuplicate, NgramContainment, Normalised, PromptOnly};
    let reach = Reach { near: false, runs: false };
    let mut maker = ItemMaker::new(&key()).reaching(reach);
    let mut builder = IndexBuilder::new(Settings::default(), &key()).reaching(reach);
    let document = Body::Document { text: Text::new(format!("{QUESTION} {ANSWER}")) };
    for body in [pair(QUESTION, ANSWER), document.clone(), pair("?", "!")] {
        builder.push(&maker.protected(&body, Facts::default()), Side::Holdout).unwrap();
    }
    let index = builder.finish().unwrap();
    let mut report = ReportBuilder::new(&index, Vec::new(), 2);
    let mut found = |body: &Body| {
        let probe = index.probe(&maker.examined(body, Facts::default()), Side::Train).unwrap();
        let hits: Vec<_> = probe.hits.iter().map(|hit| (hit.check, hit.record)).collect();
        let place = || Place { file: "f".into(), line: 1, split: "s".into(), id: None, snippet: None };
        report.add(&index, Side::Train, &probe.outcome(&index, 2), |_| (place(), place()));
        hits
    };
    let equal = [(Exact, 0), (Normalised, 0), (Normalised, 1), (PromptOnly, 0), (AnswerOnly, 0)];
    assert_eq!(found(&pair(QUESTION, ANSWER)), equal);
    assert_eq!(found(&document), [(Exact, 1), (Normalised, 0), (Normalised, 1)]);
    assert_eq!(found(&pair(&QUESTION.replace("winter", "spring"), "Ask the neighbour.")), []);
    let report = report.finish(Vec::new());
    for check in [NearDuplicate, NgramContainment] {
        let report = &report.checks[check.index()];
        assert_eq!((report.verdict, report.examined, report.too_short), (Verdict::NotExamined, 0, 0), "{check}");
    }
}
