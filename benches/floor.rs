//! The floor that the pipeline's cost is stated as a multiple of: JSONL read from a file, parsed, serialised, hashed with
//! BLAKE3 and SHA-256, and written to a file. For a whole process see `cargo run --release --example corpus -- floor`.

#![allow(missing_docs, clippy::expect_used, reason = "criterion's macro writes functions; a bench may stop")]

use std::fs::{self, File};
use std::io::{BufReader, BufWriter};
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

#[path = "../examples/corpus/floor.rs"]
mod floor;
mod support;

use support::generate::prose::Shape;

const MEGABYTES: u64 = 16;
const BUFFER: usize = 1 << 20;

fn bench(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder for the bench");
    let (input, output) = (folder.path().join("in.jsonl"), folder.path().join("out.jsonl"));
    let mut group = criterion.benchmark_group("floor");
    group.sample_size(10).measurement_time(Duration::from_secs(3));
    for (name, shape) in [("text", Shape::Text), ("pair", Shape::Pair)] {
        for density in support::DENSITIES {
            let corpus = support::corpus(MEGABYTES, density, shape);
            fs::write(&input, &corpus).expect("the input is written");
            group.throughput(Throughput::Bytes(corpus.len() as u64));
            group.bench_function(BenchmarkId::new(name, density), |bencher| {
                bencher.iter(|| {
                    let input = BufReader::with_capacity(BUFFER, File::open(&input).expect("the input opens"));
                    let output = BufWriter::with_capacity(BUFFER, File::create(&output).expect("the output opens"));
                    floor::pass(input, output).expect("every line is a record")
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
