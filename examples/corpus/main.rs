//! Makes the sample corpora and larger text for benchmarks, and measures the floor of reading and writing JSONL.
//!
//! ```text
//! cargo run --release --example corpus -- samples --out samples
//! cargo run --release --example corpus -- bench --out big.jsonl --mb 4000 --pii 0.01 --truth big.truth.jsonl
//! cargo run --release --example corpus -- floor --in big.jsonl --out copy.jsonl
//! ```

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::{Parser, Subcommand, ValueEnum};

mod floor;
mod generate;

use generate::prose::{self, Plan};

/// Size of the buffers around files.
const BUFFER: usize = 1 << 20;

/// Makes sample corpora and benchmark text from a seed. Everything in them is invented.
#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes the data and truth files of the committed samples.
    Samples {
        /// The samples folder.
        #[arg(long, default_value = "samples")]
        out: PathBuf,
    },
    /// Writes prose-like JSONL.
    Bench {
        /// The file to write.
        #[arg(long)]
        out: PathBuf,
        /// Its size in megabytes (10⁶ bytes).
        #[arg(long)]
        mb: u64,
        /// Personal values for every word of text: 0.01 is one in a hundred words.
        #[arg(long, default_value_t = 0.01)]
        pii: f64,
        /// Shape of the records.
        #[arg(long, value_enum, default_value_t = Shape::Text)]
        shape: Shape,
        /// Another seed gives other text.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Also write where the planted values are.
        #[arg(long)]
        truth: Option<PathBuf>,
    },
    /// Copies JSONL of either shape through a parser, a serialiser and two hashes: the floor of the benchmarks.
    Floor {
        /// The file to read.
        #[arg(long = "in")]
        input: PathBuf,
        /// The file to write.
        #[arg(long)]
        out: PathBuf,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Shape {
    /// `{"id","text"}`
    Text,
    /// `{"id","group","category","prompt","completion"}`
    Pair,
}

fn main() -> Result<()> {
    match Args::parse().command {
        Command::Samples { out } => generate::samples(&out),
        Command::Bench { out, mb, pii, shape, seed, truth } => {
            ensure!((0.0..=0.12).contains(&pii), "--pii is a share of words from 0 to 0.12");
            let shape = match shape {
                Shape::Text => prose::Shape::Text,
                Shape::Pair => prose::Shape::Pair,
            };
            bench(&Plan { bytes: mb * 1_000_000, density: pii, shape, seed }, &out, truth.as_deref())
        }
        Command::Floor { input, out } => {
            let input = File::open(&input).with_context(|| format!("cannot open {}", input.display()))?;
            let passed = floor::pass(BufReader::with_capacity(BUFFER, input), create(&out)?)?;
            say(&format!(
                "{} records, {} bytes, blake3 {}, sha256 {}",
                passed.records, passed.bytes, passed.blake3, passed.sha256
            ))
        }
    }
}

fn bench(plan: &Plan, out: &Path, truth: Option<&Path>) -> Result<()> {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    let mut file = create(out)?;
    let mut sidecar = truth.map(create).transpose()?;
    let written = prose::write(plan, &name, &mut file, sidecar.as_mut().map(|file| file as &mut dyn Write))?;
    file.flush()?;
    if let Some(mut sidecar) = sidecar {
        sidecar.flush()?;
    }
    say(&format!(
        "{} records, {} bytes, {} words, {} values",
        written.records, written.bytes, written.words, written.values
    ))
}

fn create(path: &Path) -> Result<BufWriter<File>> {
    let file = File::create(path).with_context(|| format!("cannot create {}", path.display()))?;
    Ok(BufWriter::with_capacity(BUFFER, file))
}

fn say(line: &str) -> Result<()> {
    Ok(writeln!(io::stdout(), "{line}")?)
}
