//! A whole job on one thread, from JSONL to a published dataset for two targets, beside the floor on the same file: the
//! quotient is the pipeline's cost. With as many threads as there are cores, it is run once more at the middle density.

#![allow(missing_docs, clippy::expect_used, reason = "criterion's macro writes functions; a bench may stop")]

use std::fs::{self, File};
use std::io::{BufReader, BufWriter};
use std::path::Path;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use scrubjay::config;
use scrubjay::pipeline::{self, Options, Overrides, Plan, Progress};

#[path = "../examples/corpus/floor.rs"]
mod floor;
mod support;

use support::generate::prose::Shape;

const BUFFER: usize = 1 << 20;

const JOB: &str = r#"
[dataset]
name = "bench"
version = "1"

[[source]]
name = "tickets"
uri = "in.jsonl"
format = "jsonl"
map = { id = "id", group = "group", category = "category", prompt = "prompt", completion = "completion" }
provenance = { licence = "CC0-1.0", basis = "owned", synthetic = true }

[split]
holdout = { count = 100 }
# The small corpus of a test run has few groups.
tolerance = 0.2

[output]
uri = "out"
targets = ["llama3-1", "nova1-lite"]
"#;

fn bench(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder for the bench");
    fs::write(folder.path().join("job.toml"), JOB).expect("the job is written");
    let input = folder.path().join("in.jsonl");
    let mut group = criterion.benchmark_group("end_to_end");
    group.sample_size(10).measurement_time(Duration::from_secs(8)).sampling_mode(SamplingMode::Flat);
    for density in support::DENSITIES {
        let corpus = support::corpus(support::megabytes(20), density, Shape::Pair);
        fs::write(&input, &corpus).expect("the input is written");
        group.throughput(Throughput::Bytes(corpus.len() as u64));
        group.bench_function(BenchmarkId::new("floor", density), |bencher| {
            bencher.iter(|| copy(&input, &folder.path().join("copy.jsonl")));
        });
        let plan = plan(folder.path());
        group.bench_function(BenchmarkId::new("run", density), |bencher| bencher.iter(|| run(&plan, 1)));
        if density == support::DENSITIES[1] {
            group.bench_function(BenchmarkId::new("run-all-cores", density), |bencher| bencher.iter(|| run(&plan, 0)));
        }
    }
    group.finish();
}

fn copy(input: &Path, output: &Path) -> floor::Passed {
    let input = BufReader::with_capacity(BUFFER, File::open(input).expect("the input opens"));
    let output = BufWriter::with_capacity(BUFFER, File::create(output).expect("the output opens"));
    floor::pass(input, output).expect("every line is a record")
}

fn plan(folder: &Path) -> Plan {
    let draft = config::inspect(&folder.join("job.toml")).expect("the job can be read");
    Plan::make(draft, &Overrides::default()).expect("the job can run")
}

/// Publishes the dataset over the one before. Returns its records.
fn run(plan: &Plan, threads: usize) -> u64 {
    let options = Options { threads, force: true, ..Options::default() };
    let summary = pipeline::run(plan, &options, &Progress::default()).expect("no gate fails");
    summary.splits.iter().map(|part| part.records).sum()
}

criterion_group!(benches, bench);
criterion_main!(benches);
