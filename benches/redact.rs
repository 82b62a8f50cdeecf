//! Redaction of what detection has found, without detection: replacements put into texts at three densities of values.

#![allow(missing_docs, clippy::expect_used, reason = "criterion's macro writes functions; a bench may stop")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use scrubjay::config::{Detect, Redact};
use scrubjay::core::{Finding, Key};
use scrubjay::detect::Engine;
use scrubjay::redact::{Policy, RecordIdentity, Redaction};
use scrubjay::rules::RuleSet;

mod support;

use support::generate::prose::Shape;

fn bench(criterion: &mut Criterion) {
    let rules = RuleSet::load(&[], None).expect("the embedded rules load");
    let engine = Engine::compile(&rules, &Detect::default()).expect("the rules compile");
    let policies = [("placeholder", "default = 'placeholder'"), ("mask", "default = 'mask'")].map(|(name, text)| {
        let config: Redact = toml::from_str(text).expect("the policy is valid");
        (name, Policy::new(&config, &Key::derive("bench", b"")).expect("the policy is valid"))
    });
    let mut group = criterion.benchmark_group("redact");
    group.sample_size(10).measurement_time(Duration::from_secs(3));
    for density in support::DENSITIES {
        let found = detected(&engine, density);
        let bytes: usize = found.iter().map(|(text, _)| text.len()).sum();
        let any = found.iter().any(|(_, findings)| !findings.is_empty());
        assert_eq!(any, density > 0.0, "what is planted is found, and nothing else");
        group.throughput(Throughput::Bytes(bytes as u64));
        for (name, policy) in &policies {
            group.bench_function(BenchmarkId::new(*name, density), |bencher| {
                bencher.iter(|| changed(policy, black_box(&found)));
            });
        }
    }
    group.finish();
}

/// The texts of a corpus with what is found in them.
fn detected(engine: &Engine, density: f64) -> Vec<(String, Vec<Finding>)> {
    let mut scratch = engine.scratch();
    let texts = support::pairs(&support::corpus(support::megabytes(8), density, Shape::Pair));
    let texts = texts.into_iter().flat_map(|pair| [pair.prompt, pair.completion]);
    let detect = |text: String| {
        let mut found = Vec::new();
        engine.detect(&text, "", &mut scratch, &mut found);
        (text, found)
    };
    texts.map(detect).collect()
}

/// Number of texts that were changed.
fn changed(policy: &Policy, found: &[(String, Vec<Finding>)]) -> usize {
    let redacted = found
        .iter()
        .map(|(text, findings)| policy.apply(text, findings, &mut policy.scope(&RecordIdentity::default())));
    redacted.filter(|redaction| matches!(black_box(redaction), Redaction::Changed { .. })).count()
}

criterion_group!(benches, bench);
criterion_main!(benches);
