//! Scores the program against labelled sets, and holds it to marks.
//!
//! ```text
//! cargo build --release
//! cargo run --release --example score -- path/to/sets
//! cargo run --release --example score -- path/to/sets --scrubjay target/debug/scrubjay -- --packs intl,us
//! ```
//!
//! A set is a file `NAME.jsonl` or `NAME.jsonl.gz` with an object a line: `{"text", "spans": [{"start", "end", "label"}]}` with offsets
//! in Unicode code points, end exclusive; `"ignore": [{"start", "end"}]` marks what counts neither way. A set whose objects have
//! a `"kind"` is one of secrets: `tps` for texts that hold one, anything else for texts that hold none. Labels, groups and
//! marks are in `marks.toml`. The exit code is 1 if a mark is missed.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Parser;

mod marks;
mod scan;
mod secrets;
mod set;
mod spans;

use marks::{Marks, Verdicts};

/// Scores scrubjay against labelled sets.
#[derive(Parser)]
struct Args {
    /// A folder of labelled sets, or one of them.
    sets: PathBuf,
    /// The program [default: the one built beside this example].
    #[arg(long)]
    scrubjay: Option<PathBuf>,
    /// Arguments for `scrubjay scan`, such as --packs.
    #[arg(last = true)]
    scan: Vec<String>,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let program = match args.scrubjay {
        Some(program) => program,
        None => beside()?,
    };
    let marks = Marks::load()?;
    let mut verdicts = Verdicts::default();
    for path in set::files(&args.sets)? {
        let name = set::name(&path);
        let set = set::read(&path)?;
        let found =
            scan::scan(&program, &args.scan, &set, &marks).with_context(|| format!("{name} was not scanned"))?;
        let mark = marks.of(&name);
        let line = if set.iter().any(|text| text.kind.is_some()) {
            verdicts.secrets(&secrets::score(&set, &found), &mark)
        } else {
            let pattern = spans::score(&set, &found, &marks.groups.pattern, &marks.groups.named);
            let named = spans::score(&set, &found, &marks.groups.named, &marks.groups.pattern);
            verdicts.spans(&pattern, &named, &mark)
        };
        writeln!(io::stdout(), "{name}: {} texts; {line}", set.len())?;
    }
    ensure!(verdicts.missed == 0, "{} mark(s) missed", verdicts.missed);
    Ok(())
}

/// The program of the same profile as this example.
fn beside() -> Result<PathBuf> {
    let example = std::env::current_exe().context("where this example is")?;
    let folder = example.parent().and_then(Path::parent).context("where this example is")?;
    let program = folder.join(format!("scrubjay{}", std::env::consts::EXE_SUFFIX));
    ensure!(program.is_file(), "{} is not built: cargo build --release, or --scrubjay PATH", program.display());
    Ok(program)
}
