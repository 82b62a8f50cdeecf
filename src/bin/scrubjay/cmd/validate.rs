//! `scrubjay validate`: do files satisfy a target's format and limits?

mod human;
mod json;
mod report;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::ValueEnum;
use scrubjay::core::Split;
use scrubjay::format::validate::{self, FileReport, Options, Problem, Tally};
use scrubjay::format::{Target, Targets, Tokenizer};

use crate::args::Globals;
use crate::exit::Exit;
use crate::render::report::{github, junit, sarif};

/// Bytes asked of the system at a time.
const READ_BYTES: usize = 256 << 10;

/// Arguments of `scrubjay validate`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
All files together are one dataset: records are counted over all of them. Plain FILEs are training files, or the data \
of a target that does not train. `-` reads standard input.

Examples:
  scrubjay validate --target nova1-lite train.jsonl
  scrubjay validate --target llama3-1 train.jsonl --validation validation.jsonl
  scrubjay validate --target llama3-1 --tokenizer tokenizer.json train.jsonl    tokens counted, not estimated
  scrubjay validate --target titan-cpt --format sarif corpus.jsonl > corpus.sarif
  scrubjay validate --target eval-auto --format json --max-problems 0 holdout.jsonl

Exit codes: 0 valid, perhaps with warnings; 1 errors; 2 could not run. `scrubjay targets list` shows the targets.")]
pub(crate) struct Args {
    /// Files to check
    #[arg(value_name = "FILE", required_unless_present = "validation")]
    files: Vec<PathBuf>,
    /// The target that the files are for
    #[arg(long, short, value_name = "NAME")]
    target: String,
    /// A file that is a validation set (may be given several times)
    #[arg(long, value_name = "FILE")]
    validation: Vec<PathBuf>,
    /// Folder with target definitions of your own
    #[arg(long, value_name = "DIR")]
    targets_dir: Option<PathBuf>,
    /// Count tokens with the model's tokenizer.json rather than estimate them from characters
    #[arg(long, value_name = "FILE")]
    tokenizer: Option<PathBuf>,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    format: Format,
    /// How many problems are shown at most; all are counted. 0 shows all
    #[arg(long, default_value_t = 100, value_name = "N")]
    max_problems: usize,
}

/// How the result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a person.
    Human,
    /// One JSON object.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// XML as CI systems read it for test reports.
    Junit,
    /// GitHub workflow annotations.
    Github,
}

/// What was found.
struct Outcome<'t> {
    target: &'t Target,
    files: Vec<FileReport>,
    /// Over all files.
    tally: Tally,
    /// Those that are shown.
    problems: Vec<Problem>,
}

impl Outcome<'_> {
    fn valid(&self) -> bool {
        self.tally.errors == 0
    }

    /// Problems that were counted and are not shown.
    fn not_shown(&self) -> u64 {
        (self.tally.errors + self.tally.warnings).saturating_sub(self.problems.len() as u64)
    }
}

/// Runs the command.
pub(crate) fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let targets = Targets::load(args.targets_dir.as_deref())?;
    let tokenizer = args.tokenizer.as_deref().map(Tokenizer::load).transpose()?;
    let target = targets.get(&args.target)?.clone().counting_with(tokenizer);
    let outcome = check(&target, args)?;
    let mut out = Vec::new();
    match args.format {
        Format::Human => human::write(&outcome, globals.quiet, &mut out)?,
        Format::Json => json::write(&outcome, &mut out)?,
        Format::Sarif => sarif::write(&report::of(&outcome), &mut out)?,
        Format::Junit => junit::write(&report::of(&outcome), &mut out)?,
        Format::Github => github::write(&report::of(&outcome), &mut out)?,
    }
    io::stdout().lock().write_all(&out)?;
    Ok(if outcome.valid() { Exit::Done } else { Exit::Found })
}

fn check<'t>(target: &'t Target, args: &Args) -> anyhow::Result<Outcome<'t>> {
    let train = args.files.iter().map(|path| (Split::Train, path.as_path()));
    let validation = args.validation.iter().map(|path| (Split::Validation, path.as_path()));
    let paths: Vec<_> = train.chain(validation).collect();
    // Before any is read: a misspelt name is no reason to wait for the files before it.
    for (_, path) in paths.iter().filter(|(_, path)| !is_stdin(path)) {
        std::fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
    }
    let limit = if args.max_problems == 0 { usize::MAX } else { args.max_problems };
    let mut problems = Vec::new();
    let mut keep = |problem| {
        if problems.len() < limit {
            problems.push(problem);
        }
    };
    let (mut files, mut tally) = (Vec::new(), Tally::default());
    // Only two sides can share a record.
    let options = Options { prints: !args.files.is_empty() && !args.validation.is_empty() };
    for (split, path) in paths {
        let report = one(target, split, path, options, &mut keep)?;
        tally.merge(&report.tally);
        files.push(report);
    }
    tally.merge(&validate::together(target, &files, &mut |problem| {
        // Those about the whole dataset are few: they are shown in any case.
        if problem.line.is_none() || problems.len() < limit {
            problems.push(problem);
        }
    }));
    Ok(Outcome { target, files, tally, problems })
}

fn one(
    target: &Target,
    split: Split,
    path: &Path,
    options: Options,
    keep: &mut dyn FnMut(Problem),
) -> anyhow::Result<FileReport> {
    let name = path.display().to_string();
    let named = if is_stdin(path) { Tally::default() } else { validate::name(target, split, &name, keep) };
    let reader: Box<dyn BufRead> = if is_stdin(path) {
        Box::new(io::stdin().lock())
    } else {
        let file = File::open(path).with_context(|| format!("cannot read {name}"))?;
        Box::new(BufReader::with_capacity(READ_BYTES, file))
    };
    let mut report = validate::file(target, split, &name, reader, options, keep)?;
    report.tally.merge(&named);
    Ok(report)
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}
