//! What near-duplicate detection costs: shingling to clusters, default settings, one thread.
//!
//! ```console
//! cargo run --release --example dedup -- file corpus.jsonl    # one corpus: MB per CPU-second; texts in `prompt`, `completion`, `text`
//! cargo run --release --example dedup -- curve 1000000        # 10⁴, 3·10⁴, 10⁵ … records of a hundred words, a twentieth near-copies
//! ```
//!
//! CPU time and peak memory are read from `/proc`, so this is for Linux. Reading and parsing the file, and making the texts of the
//! curve, are not counted.

use std::fs;
use std::io::{self, Write};

use anyhow::{Context, Result, bail};
use scrubjay::core::Key;
use scrubjay::dedup::{NearDuplicates, NearRecord, NearSettings};
use scrubjay::sketch::Sketcher;
use serde::Deserialize;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    prompt: String,
    #[serde(default)]
    completion: String,
    #[serde(default)]
    text: String,
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["file", path] => pool.install(|| file(path)),
        ["curve", most] => {
            let most: u64 = most.parse().context("a number of records")?;
            pool.install(|| curve(most))
        }
        _ => bail!("file FILE.jsonl, or curve RECORDS"),
    }
}

fn file(path: &str) -> Result<()> {
    let lines = fs::read_to_string(path).with_context(|| path.to_owned())?;
    let texts: Vec<String> = lines
        .lines()
        .map(|line| {
            let line: Line = serde_json::from_str(line)?;
            let parts = [line.prompt, line.completion, line.text];
            Ok(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n"))
        })
        .collect::<Result<_>>()?;
    drop(lines);
    let count = u64::try_from(texts.len())?;
    let mut texts = texts.into_iter();
    measure(count, || texts.next().unwrap_or_default())
}

fn curve(most: u64) -> Result<()> {
    let mut records = 10_000;
    while records <= most {
        let mut n = 0;
        measure(records, || {
            n += 1;
            record(n)
        })?;
        records = if records.to_string().starts_with('1') { records * 3 } else { records / 3 * 10 };
    }
    Ok(())
}

/// A hundred words; every twentieth record is an earlier one with a word changed.
fn record(n: u64) -> String {
    let (seed, edited) = if n.is_multiple_of(20) { (n / 2 + 1, Some(n % 90)) } else { (n, None) };
    let word = |at: u64| {
        let mixed = mix(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ at.wrapping_mul(0xd1b5_4a32_d192_ed03));
        // Few words are common and many are rare, as in prose.
        let rank = (1u64 << (mixed >> 60)) + (mixed >> 30) % (1 << (mixed >> 60));
        let mut letters = mix(rank);
        let length = 2 + rank.ilog2() / 2 + u32::try_from(letters % 3).unwrap_or(0);
        (0..length)
            .map(|_| {
                letters = mix(letters);
                char::from(b'a' + u8::try_from(letters % 26).unwrap_or(0))
            })
            .collect::<String>()
    };
    let words: Vec<String> =
        (0..100).map(|at| if edited == Some(at) { format!("edit{n}") } else { word(at) }).collect();
    words.join(" ")
}

/// The finaliser of `SplitMix64`.
fn mix(state: u64) -> u64 {
    let state = (state ^ state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ state >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ state >> 31
}

/// Texts are made in batches, so that the clock does not run meanwhile.
fn measure(records: u64, mut text: impl FnMut() -> String) -> Result<()> {
    const BATCH: u64 = 4096;
    let folder = tempfile::tempdir()?;
    let settings = NearSettings::default();
    let mut sketcher = Sketcher::new(&Key::derive("dedup example", b""));
    let mut near = NearDuplicates::new(folder.path(), settings)?;
    let (mut bytes, mut spent, mut left) = (0, 0.0, records);
    while left > 0 {
        let batch: Vec<String> = (0..left.min(BATCH)).map(|_| text()).collect();
        left -= left.min(BATCH);
        let before = cpu_seconds()?;
        for text in &batch {
            bytes += text.len();
            near.push(&NearRecord::new(sketcher.texts(std::iter::once(text.as_str())), settings))?;
        }
        spent += cpu_seconds()? - before;
    }
    let before = cpu_seconds()?;
    let clusters = near.finish()?;
    let finish = cpu_seconds()? - before;
    let counts = clusters.counts;
    let megabytes = bytes as f64 / 1e6;
    writeln!(
        io::stdout(),
        "{records} records, {megabytes:.0} MB: {:.2} s sketch and spill, {finish:.2} s bands and comparison, {:.1} MB per CPU-second; \
         {} compared, {} alike, {} the same; peak {} MB",
        spent,
        megabytes / (spent + finish),
        counts.compared,
        counts.alike,
        counts.exact,
        peak_megabytes()?
    )?;
    Ok(())
}

/// User and system time of the process, in hundredths of a second (proc(5), `utime` and `stime`).
fn cpu_seconds() -> Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let (_, fields) = stat.rsplit_once(')').context("no name in /proc/self/stat")?;
    let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<u32>);
    Ok(f64::from(ticks.sum::<Result<u32, _>>()?) / 100.0)
}

fn peak_megabytes() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
    Ok(line.split_whitespace().next().context("no number")?.parse::<u64>()? / 1000)
}
