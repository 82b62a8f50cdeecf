//! Detection and redaction over generated prose with values in none, one and ten of a hundred sentences.
//!
//! Run with `cargo bench --bench detect`. The text is the same every time: sentences and values take turns by counting.

#![allow(missing_docs, clippy::expect_used)]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use scrubjay::config::Detect;
use scrubjay::detect::Engine;
use scrubjay::redact::{Policy, RecordIdentity};
use scrubjay::rules::RuleSet;

const SENTENCES: &[&str] = &[
    "The delivery arrived a day late, and the box was damp on one side.",
    "Could you check whether the second invoice was booked in May or in June?",
    "We moved the meeting to room 12 since the projector on floor 3 is broken.",
    "Please reset the router, wait for 30 seconds and tell me what the lamps do: green, or amber?",
    "As discussed, the warranty covers 24 months from the day of purchase (see section 4.2).",
    "I have tried both browsers; the page stays blank after the login form.",
];

const VALUES: &[&str] = &[
    "Write to ada@example.com.",
    "Call +44 20 7946 0958 after nine.",
    "The card is 4111 1111 1111 1111.",
    "My SSN is 123-45-6789.",
    "NIN: 70123456789.",
    "It came from 81.2.69.142.",
];

/// Values that only the plain form of their text shows.
const DISGUISED: &[&str] = &[
    "Write to ada&#64;example.com.",
    "Call ＋４４ ２０ ７９４６ ０９５８ after nine.",
    "The card is 4111 1111\u{200B} 1111 1111.",
    "My SSN is 1 2 3 - 4 5 - 6 7 8 9.",
];

/// Records of about a kilobyte in which `percent` of a hundred sentences hold a value.
fn records(percent: usize, values: &[&str]) -> Vec<String> {
    let mut number = 0;
    let mut record = || {
        let mut text = String::new();
        while text.len() < 1000 {
            let pool = if number % 100 < percent { values } else { SENTENCES };
            text.push_str(pool.get(number % pool.len()).expect("within the pool"));
            text.push(' ');
            number += 1;
        }
        text
    };
    (0..1000).map(|_| record()).collect()
}

fn detect(c: &mut Criterion) {
    let engine =
        Engine::compile(&RuleSet::load(&[], None).expect("rules load"), &Detect::default()).expect("rules compile");
    let policy = Policy::default();
    let mut group = c.benchmark_group("detect");
    for (percent, values) in [(0, VALUES), (1, VALUES), (10, VALUES), (1, DISGUISED)] {
        let records = records(percent, values);
        let kind = if values == DISGUISED { "-disguised" } else { "" };
        group.throughput(Throughput::Bytes(records.iter().map(|record| record.len() as u64).sum()));
        let (mut scratch, mut found) = (engine.scratch(), Vec::new());
        group.bench_with_input(BenchmarkId::new(format!("scan{kind}"), percent), &records, |b, records| {
            b.iter(|| {
                for record in records {
                    engine.detect(black_box(record), "text", &mut scratch, &mut found);
                    black_box(&found);
                }
            });
        });
        group.bench_with_input(BenchmarkId::new(format!("redact{kind}"), percent), &records, |b, records| {
            b.iter(|| {
                for record in records {
                    engine.detect(black_box(record), "text", &mut scratch, &mut found);
                    black_box(policy.apply(record, &found, &mut policy.scope(&RecordIdentity::default())));
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, detect);
criterion_main!(benches);
