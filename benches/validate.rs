//! Checking files against a target, on one thread: prompt and completion, conversations with reserved strings to look for, and
//! a file of which every line is wrong. To be stated beside `floor` over the same bytes.

#![allow(missing_docs, clippy::expect_used, reason = "criterion's macro writes functions; a bench may stop")]

use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use scrubjay::core::Split;
use scrubjay::format::Targets;
use scrubjay::format::validate::{self, Options};
use serde_json::json;

mod support;

use support::generate::prose::Shape;
use support::{Pair, corpus, megabytes, pairs};

fn bench(criterion: &mut Criterion) {
    let targets = Targets::load(None).expect("the built-in targets load");
    let pairs = pairs(&corpus(megabytes(16), 0.01, Shape::Pair));
    let of = |line: &dyn Fn(&Pair) -> String| pairs.iter().map(|pair| line(pair) + "\n").collect::<String>();
    let pair = |pair: &Pair| json!({"prompt": pair.prompt, "completion": pair.completion}).to_string();
    let converse = |pair: &Pair| {
        let message = |role, text| json!({"role": role, "content": [{"text": text}]});
        let messages = [message("user", &pair.prompt), message("assistant", &pair.completion)];
        json!({"schemaVersion": "bedrock-conversation-2024", "messages": messages}).to_string()
    };
    let files = [
        ("prompt-completion", "llama3-1", of(&pair)),
        ("converse", "llama3-3", of(&converse)),
        ("converse-reserved", "nova1-lite", of(&converse)),
        ("all-wrong", "nova1-lite", of(&pair)),
    ];
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool of one thread");
    let mut group = criterion.benchmark_group("validate");
    group.sample_size(10).measurement_time(Duration::from_secs(3));
    for (name, target, file) in &files {
        let target = targets.get(target).expect("the target is built in");
        group.throughput(Throughput::Bytes(file.len() as u64));
        group.bench_function(*name, |bencher| {
            let options = Options { most: Some(100), ..Options::default() };
            let check = || validate::file(target, Split::Train, "f", file.as_bytes(), options, &mut |_| {});
            bencher.iter(|| pool.install(check).expect("memory is read"));
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
