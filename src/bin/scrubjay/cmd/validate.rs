//! `scrubjay validate`: do files satisfy a target's format and limits?

mod fix;
mod human;
mod json;
mod report;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use scrubjay::core::Split;
use scrubjay::format::definition::Container;
use scrubjay::format::validate::{self, FileReport, Options, Problem, Tally};
use scrubjay::format::{Code, MAX_LINE_BYTES, Severity, Target, Targets, Tokenizer};
use scrubjay::store::{self, FileRef, UnpackLimits};

use crate::args::{Globals, ReportFormat as Format};
use crate::exit::Exit;
use crate::render::report::{github, junit, sarif};

/// Bytes asked of the system at a time.
const READ_BYTES: usize = 256 << 10;

/// What a compressed log may unpack to: more than a day of logs, less than a bomb.
const UNPACK: UnpackLimits = UnpackLimits { max_bytes: 64 << 30, max_ratio: 1000 };

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
  scrubjay validate --target nova1-lite --fix repaired/ train.jsonl
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
    #[arg(long, visible_alias = "targets", value_name = "DIR")]
    targets_dir: Option<PathBuf>,
    /// Count tokens with the model's tokenizer.json rather than estimate them from characters
    #[arg(long, value_name = "FILE")]
    tokenizer: Option<PathBuf>,
    /// Write repaired copies to this folder and check those: blank lines, byte order mark, carriage returns, order of keys,
    /// misspelt schema version, reserved strings. No record is left out
    #[arg(long, value_name = "DIR")]
    fix: Option<PathBuf>,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    format: Format,
    /// How many problems are shown at most; all are counted. 0 shows all
    #[arg(long, default_value_t = 100, value_name = "N")]
    max_problems: usize,
}

/// What was found.
struct Outcome<'t> {
    target: &'t Target,
    files: Vec<FileReport>,
    /// Over all files.
    tally: Tally,
    /// Those that are shown.
    problems: Vec<Problem>,
    /// What `--fix` changed.
    fixed: Vec<fix::Fixed>,
    /// Targets that take the first record, where this one does not.
    fitting: Vec<String>,
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
    let mut outcome = check(&target, args)?;
    outcome.fitting = fitting(&targets, &outcome, args);
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
    let mut paths: Vec<_> = train.chain(validation).map(|(split, path)| (split, path.to_path_buf())).collect();
    // Before any is read: a misspelt name is no reason to wait for the files before it.
    for (_, path) in paths.iter().filter(|(_, path)| !is_stdin(path)) {
        exists(path)?;
    }
    let mut fixed = Vec::new();
    if let Some(folder) = &args.fix {
        for (_, path) in &mut paths {
            let repaired = fix::file(target, path, folder)?;
            path.clone_from(&repaired.copy);
            fixed.push(repaired);
        }
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
    let options = Options { prints: !args.files.is_empty() && !args.validation.is_empty(), most: Some(limit) };
    for (split, path) in paths {
        let report = one(target, split, &path, options, &mut keep)?;
        tally.merge(&report.tally);
        files.push(report);
    }
    tally.merge(&validate::together(target, &files, &mut |problem| {
        // Those about the whole dataset are few: they are shown in any case.
        if problem.line.is_none() || problems.len() < limit {
            problems.push(problem);
        }
    }));
    Ok(Outcome { target, files, tally, problems, fixed, fitting: Vec::new() })
}

/// Whether there is a file at a path.
fn exists(path: &Path) -> anyhow::Result<()> {
    let shown = path.display();
    if path.starts_with("s3:") {
        bail!(
            "{shown} is in S3, and validate reads local files: copy it first, `aws s3 cp {shown} .`, or pipe it, `aws s3 cp {shown} - | scrubjay validate … -`"
        );
    }
    if std::fs::metadata(path).with_context(|| format!("cannot read {shown}"))?.is_dir() {
        bail!("{shown} is a folder: name the files in it, such as {}", path.join("*.jsonl").display());
    }
    Ok(())
}

/// The targets that take the first record of the first file, if its keys or types are what this one refuses.
fn fitting(targets: &Targets, outcome: &Outcome<'_>, args: &Args) -> Vec<String> {
    let Some(path) = args.files.first().filter(|path| !is_stdin(path)) else { return Vec::new() };
    let other_shape = |problem: &Problem| {
        problem.line == Some(1)
            && matches!(problem.code, Code::Br003 | Code::Br014)
            && problem.severity == Severity::Error
            && *problem.file == *path.display().to_string()
    };
    if outcome.target.container() != Container::Lines || !outcome.problems.iter().any(other_shape) {
        return Vec::new();
    }
    let mut line = String::new();
    let read = File::open(path).and_then(|file| BufReader::new(file.take(MAX_LINE_BYTES as u64)).read_line(&mut line));
    if read.is_err() {
        return Vec::new();
    }
    validate::fitting(targets, line.trim_end()).into_iter().map(str::to_owned).collect()
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
    let mut report = if target.container() == Container::Parquet {
        validate::table(target, split, &name, table(path)?, options, keep)?
    } else {
        validate::file(target, split, &name, open(target, path)?, options, keep)?
    };
    report.tally.merge(&named);
    Ok(report)
}

/// A parquet file, whose end is read first.
fn table(path: &Path) -> anyhow::Result<File> {
    if is_stdin(path) {
        bail!("a parquet file cannot be read from standard input: give its path");
    }
    File::open(path).with_context(|| format!("cannot read {}", path.display()))
}

/// A file as it is, or unpacked where the target's files are compressed.
fn open(target: &Target, path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    let name = path.display().to_string();
    if target.definition().file.compressed {
        let bytes = std::fs::metadata(path).ok().map(|metadata| metadata.len());
        let file = FileRef { name: name.into(), path: path.to_path_buf(), bytes };
        return Ok(Box::new(BufReader::with_capacity(READ_BYTES, store::open(&file, UNPACK)?)));
    }
    if is_stdin(path) {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).with_context(|| format!("cannot read {name}"))?;
    Ok(Box::new(BufReader::with_capacity(READ_BYTES, file)))
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}
