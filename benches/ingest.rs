//! Reading: the same records from JSONL, CSV and parquet, through the same mapping, on one thread. Throughput is in bytes of
//! text that come out, so that the formats can be compared; how long the files themselves are differs.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::panic,
    reason = "criterion's macro writes functions; a bench may stop"
)]

use std::fs::{self, File};
use std::path::Path;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use polars::prelude::{Column, DataFrame, ParquetWriter};
use scrubjay::config::{self, Limits};
use scrubjay::core::Body;
use scrubjay::ingest::{self, Decoded, FileTask, SourcePlan};
use scrubjay::store;

mod support;

use support::Pair;
use support::generate::prose::Shape;

/// As many raw bytes as `scrubjay run` asks of a reader at a time.
const BATCH_BYTES: usize = 192 << 10;

fn bench(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder for the bench");
    let lines = support::corpus(support::megabytes(16), 0.01, Shape::Pair);
    let pairs = support::pairs(&lines);
    let text: usize = pairs.iter().map(|pair| pair.prompt.len() + pair.completion.len()).sum();
    fs::write(folder.path().join("tickets.jsonl"), &lines).expect("the lines are written");
    fs::write(folder.path().join("tickets.csv"), csv(&pairs)).expect("the table is written");
    parquet(&pairs, &folder.path().join("tickets.parquet"));

    let source: config::Source = toml::from_str(
        "name = 'tickets'\nuri = '.'\n[map]\nid = 'id'\ngroup = 'group'\nprompt = 'prompt'\ncompletion = 'completion'",
    )
    .expect("the source is valid");
    let plan = SourcePlan::compile(0, &source).expect("the source compiles");
    let mut group = criterion.benchmark_group("ingest");
    group.sample_size(10).measurement_time(Duration::from_secs(3)).throughput(Throughput::Bytes(text as u64));
    for format in ["jsonl", "csv", "parquet"] {
        let task = task(folder.path(), &format!("tickets.{format}"));
        assert_eq!(read(&task, &plan), (pairs.len(), text), "{format} holds what was written");
        group.bench_function(BenchmarkId::from_parameter(format), |bencher| bencher.iter(|| read(&task, &plan)));
    }
    group.finish();
}

fn task(folder: &Path, name: &str) -> FileTask {
    let mut files = store::expand(folder, name).expect("the file is there");
    FileTask { source: 0, file: 0, file_ref: files.remove(0) }
}

/// Reads and decodes a file: number of records and bytes of their texts.
fn read(task: &FileTask, plan: &SourcePlan) -> (usize, usize) {
    let mut reader = ingest::open(task, plan, &Limits::default()).expect("the file opens");
    let (mut records, mut bytes) = (0, 0);
    while let Some(batch) = reader.next_batch(BATCH_BYTES).expect("the file can be read") {
        batch.records(plan, &mut |decoded| match decoded {
            Decoded::Record(record) => {
                records += 1;
                bytes += text_bytes(&record.body);
            }
            Decoded::Withheld { .. } => panic!("every record is sound"),
        });
    }
    (records, bytes)
}

fn text_bytes(body: &Body) -> usize {
    match body {
        Body::Pair { prompt, completion, .. } => prompt.len() + completion.len(),
        _ => panic!("the mapping gives pairs"),
    }
}

/// Every cell quoted: the texts hold commas and line breaks.
fn csv(pairs: &[Pair]) -> String {
    let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    let mut table = String::from("id,group,prompt,completion\n");
    for Pair { id, group, prompt, completion } in pairs {
        table.push_str(&[id, group, prompt, completion].map(|cell| quoted(cell)).join(","));
        table.push('\n');
    }
    table
}

fn parquet(pairs: &[Pair], path: &Path) {
    let column =
        |name: &str, value: fn(&Pair) -> &str| Column::new(name.into(), pairs.iter().map(value).collect::<Vec<_>>());
    let columns = vec![
        column("id", |pair| &pair.id),
        column("group", |pair| &pair.group),
        column("prompt", |pair| &pair.prompt),
        column("completion", |pair| &pair.completion),
    ];
    let mut table = DataFrame::new(pairs.len(), columns).expect("columns of one length");
    let file = File::create(path).expect("the table opens");
    ParquetWriter::new(file).with_row_group_size(Some(4096)).finish(&mut table).expect("the table is written");
}

criterion_group!(benches, bench);
criterion_main!(benches);
