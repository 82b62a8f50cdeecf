//! `scrubjay scan`: report personal data and secrets, change nothing.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use clap::ValueEnum;
use scrubjay::config::{ByteCount, Detect, FormatName, Limits, LoadedJob, Redact, TextUnit};
use scrubjay::detect::Engine;
use scrubjay::ingest::{FileTask, SourcePlan};
use scrubjay::pipeline::{self, Error, Explained, Progress, ScanItem, ScanPlan, ScanSummary, UnreadableFile};
use scrubjay::rules::RuleSet;
use scrubjay::store;

use crate::args::Globals;
use crate::exit::Exit;
use crate::progress::Watcher;
use crate::render::explain::Explainer;
use crate::render::scan::{Offsets, Renderer};
use crate::{log, signal};

/// Arguments of `scrubjay scan`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Every string of a JSON line, every cell of a table, or the whole of a text is looked at.
Standard input has no name to go by: JSON and parquet are known by their content, all else is read as text. A table needs
--input-format csv (or tsv).

Examples:
  scrubjay scan data/                              a folder, for a person
  scrubjay scan --format jsonl tickets.jsonl.gz    one JSON object per record
  scrubjay scan --format sarif data/ > pii.sarif   for code scanning in CI
  scrubjay scan --job job.toml data/               with the packs, thresholds and lists of a job
  cat mail.txt | scrubjay scan -                   standard input
  cat people.csv | scrubjay scan --input-format csv -   a table on standard input
  echo 'NIN 70123456789' | scrubjay scan --explain -   why, and why not
  scrubjay scan --stats data/                      what each rule met, and how long it took

A finding in json and jsonl has its place, entity type, rule and score (0 to 1), and then: version of the rule's pack;
base_score, before context; validation: valid, undecided or none; context: word, field, negative or none.

A file that cannot be read is told, and the others are scanned.

Exit codes: 0 nothing found; 1 findings; 2 could not run, or a file could not be read, or a record could not be looked at.")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct Args {
    /// Files, folders, globs, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,
    /// How results are written
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// What offsets count in json and jsonl
    #[arg(long, value_enum, default_value_t = Offsets::Byte)]
    offsets: Offsets,
    #[command(flatten)]
    detection: Detection,
    #[command(flatten)]
    reading: Reading,
    /// Worker threads [default: as many as the machine has cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    /// Tell of each finding why it was made, and of what came near to one why it was not (human and json; at most 64 KiB)
    #[arg(long, conflicts_with = "stats")]
    explain: bool,
    /// With --explain, show the values themselves
    #[arg(long, requires = "explain")]
    show_text: bool,
    /// Tell what each rule met and how long it took, in place of the findings (human) or beside them (json). A rule's time is
    /// that of its pattern and validator where they are tried; the passes that all rules share are told as one
    #[arg(long)]
    stats: bool,
    /// Tables (csv, tsv) begin with data, not with the names of their columns
    #[arg(long)]
    no_header: bool,
}

/// How results of a scan are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A line per finding, and a summary.
    Human,
    /// One JSON document.
    Json,
    /// One JSON object per record or field with findings.
    Jsonl,
    /// SARIF 2.1.0.
    Sarif,
    /// GitHub workflow annotations.
    Github,
}

/// Options that say what is looked for.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Detection {
    /// Rule packs to use [default: all]
    #[arg(long, value_name = "PACK", value_delimiter = ',')]
    packs: Vec<String>,
    /// A folder with packs of your own, beside the built-in ones
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// Ignore findings below this score, from 0 to 1
    #[arg(long, value_name = "SCORE", default_value_t = 0.5)]
    min_score: f32,
    /// Regions whose national telephone formats are looked for
    #[arg(long, value_name = "CC", value_delimiter = ',')]
    regions: Vec<String>,
    /// Take packs, thresholds and lists from this job file
    #[arg(long, value_name = "JOB", conflicts_with_all = ["packs", "rules", "min_score", "regions"])]
    job: Option<PathBuf>,
}

impl Detection {
    /// The job that the settings are taken from.
    pub(crate) fn loaded(&self) -> anyhow::Result<Option<LoadedJob>> {
        Ok(self.job.as_deref().map(scrubjay::config::load).transpose()?)
    }

    /// What the options say of detection.
    pub(crate) fn detect(&self) -> Detect {
        let mut detect = Detect { packs: self.packs.clone(), min_score: self.min_score, ..Detect::default() };
        if !self.regions.is_empty() {
            detect.regions.clone_from(&self.regions);
        }
        detect
    }

    /// The folder of rules and the packs that were asked for.
    pub(crate) fn rules(&self) -> (Option<&Path>, &[String]) {
        (self.rules.as_deref(), &self.packs)
    }

    /// Compiles the rules that were asked for, with the least scores of policies.
    pub(crate) fn engine(&self, policies: &[String]) -> anyhow::Result<Engine> {
        if let Some(loaded) = self.loaded()? {
            return pipeline::engine_of(&loaded).map_err(|error| match error {
                Error::Plan(problems) => {
                    let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
                    anyhow::anyhow!("{}: {}", loaded.path.display(), problems.join("; "))
                }
                error => error.into(),
            });
        }
        anyhow::ensure!((0.0..=1.0).contains(&self.min_score), "--min-score is a number from 0 to 1");
        let mut detect = self.detect();
        let rules = RuleSet::load(&self.packs, self.rules.as_deref())?;
        let mut redact = Redact { policies: policies.to_vec(), ..Redact::default() };
        pipeline::decisions(&mut redact, &mut detect, &rules, self.rules.as_deref())?;
        Ok(Engine::compile(&rules, &detect)?)
    }
}

/// Options that say how input is read.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Reading {
    /// Format of the input: auto, txt, md, jsonl, json, csv, tsv or parquet
    #[arg(long, value_name = "FORMAT", default_value = "auto", value_parser = format_name)]
    input_format: FormatName,
    /// Text encoding of the input
    #[arg(long, value_name = "LABEL", default_value = "utf-8")]
    encoding: String,
    /// Largest record that is looked at, such as "64 MiB"
    #[arg(long, value_name = "SIZE", default_value = "64 MiB")]
    max_record_bytes: ByteCount,
}

fn format_name(written: &str) -> Result<FormatName, String> {
    use FormatName::{Auto, Csv, Json, Jsonl, Md, Parquet, Tsv, Txt};
    [Auto, Txt, Md, Jsonl, Json, Csv, Tsv, Parquet]
        .into_iter()
        .find(|name| name.as_str() == written)
        .ok_or_else(|| "one of auto, txt, md, jsonl, json, csv, tsv, parquet".to_owned())
}

impl Reading {
    pub(crate) fn format(&self) -> FormatName {
        self.input_format
    }

    pub(crate) fn encoding(&self) -> &str {
        &self.encoding
    }

    pub(crate) fn limits(&self) -> Limits {
        Limits { max_record_bytes: self.max_record_bytes, ..Limits::default() }
    }

    pub(crate) fn source(&self) -> anyhow::Result<SourcePlan> {
        Ok(SourcePlan::unmapped(0, self.input_format, &self.encoding, TextUnit::File)?)
    }
}

/// Finds the files of the given inputs.
pub(crate) fn files(inputs: &[String]) -> anyhow::Result<Vec<FileTask>> {
    let mut problems = Vec::new();
    let files = readable_files(inputs, &mut problems)?;
    match problems.into_iter().next() {
        Some(problem) => Err(problem.into()),
        None => Ok(files),
    }
}

/// Finds the files of the given inputs that can be opened; what is wrong with the others is added to `problems`.
fn readable_files(inputs: &[String], problems: &mut Vec<store::Error>) -> anyhow::Result<Vec<FileTask>> {
    let mut tasks = Vec::new();
    for input in inputs {
        for file_ref in store::expand_readable(Path::new(""), input, problems) {
            let file = u32::try_from(tasks.len()).context("too many files")?;
            tasks.push(FileTask { source: 0, file, file_ref });
        }
    }
    Ok(tasks)
}

/// Runs the command.
pub(crate) fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let option = if args.explain { "--explain" } else { "--stats" };
    anyhow::ensure!(
        !(args.explain || args.stats) || matches!(args.format, Format::Human | Format::Json),
        "{option} is written with --format human or json"
    );
    let source = args.reading.source()?;
    let mut problems = Vec::new();
    let plan = ScanPlan {
        files: if args.explain { files(&args.inputs)? } else { readable_files(&args.inputs, &mut problems)? },
        source: if args.no_header { source.without_header() } else { source },
        engine: args.detection.engine(&[])?,
        limits: args.reading.limits(),
    };
    let progress = Arc::new(Progress::default());
    signal::listen_and_leave(&progress, globals)?;
    if args.explain {
        return explain(args, &plan, &progress);
    }
    let watcher = Watcher::start(&progress, globals);
    let renderer = Renderer::new(args.format, args.offsets, &plan);
    let mut out = BufWriter::new(io::stdout());
    out.write_all(renderer.opening(&plan).as_bytes())?;
    let mut first = true;
    let not_found: Vec<UnreadableFile> = problems.into_iter().map(UnreadableFile::from).collect();
    for unreadable in &not_found {
        let mut item = Vec::new();
        renderer.item(&ScanItem::Unreadable(unreadable), &mut item);
        renderer.join(&item, &mut first, &mut out)?;
    }
    let threads = args.threads.map_or(0, usize::from);
    let join = |bytes: &[u8]| renderer.join(bytes, &mut first, &mut out);
    let result = if args.stats {
        let item = |item: &ScanItem<'_>, out: &mut Vec<u8>| {
            if args.format != Format::Human {
                renderer.item(item, out);
            }
        };
        pipeline::scan_measured(&plan, threads, &progress, item, join).map(|(summary, stats)| (summary, Some(stats)))
    } else {
        let item = |item: &ScanItem<'_>, out: &mut Vec<u8>| renderer.item(item, out);
        pipeline::scan(&plan, threads, &progress, item, join).map(|summary| (summary, None))
    };
    drop(watcher);
    let (mut summary, stats) = match result {
        Ok(done) => done,
        Err(Error::Interrupted) => {
            log::error(globals, "interrupted");
            return Ok(Exit::Interrupted);
        }
        Err(error) => return Err(error.into()),
    };
    summary.unreadable.splice(0..0, not_found);
    out.write_all(renderer.closing(&plan, &summary, stats.as_ref(), globals.quiet).as_bytes())?;
    out.flush()?;
    Ok(exit(&summary, globals))
}

/// Explains a small input.
fn explain(args: &Args, plan: &ScanPlan, progress: &Progress) -> anyhow::Result<Exit> {
    let explained = match pipeline::explain(plan, progress) {
        Err(Error::Interrupted) => return Ok(Exit::Interrupted),
        result => result?,
    };
    let renderer = Explainer::new(args.offsets, args.show_text, &plan.engine);
    let text = match args.format {
        Format::Human => renderer.human(&explained),
        _ => renderer.json(&explained),
    };
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    let considered =
        |one: &Explained| one.considered.as_ref().is_ok_and(|all| all.iter().any(|one| one.outcome.is_found()));
    Ok(if explained.iter().any(|one| one.considered.is_err()) {
        Exit::CouldNotRun
    } else if explained.iter().any(considered) {
        Exit::Found
    } else {
        Exit::Done
    })
}

fn exit(summary: &ScanSummary, globals: &Globals) -> Exit {
    for (file, columns) in &summary.unread {
        let columns = columns.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
        // Never silent: nothing found in a file of which not all was looked at is not to be read as nothing there.
        log::unread(
            globals,
            &format!(
                "{file}: columns with cells that are no text were not looked at, or not at all of them: {columns}"
            ),
        );
    }
    for unreadable in &summary.unreadable {
        log::error(globals, &unreadable.problem);
    }
    if summary.withheld_records() > 0 {
        let reasons = summary.withheld.iter().map(|(reason, n)| format!("{} {} {n}", reason.code(), reason.slug()));
        let reasons: Vec<_> = reasons.collect();
        let message =
            format!("{} record(s) could not be looked at: {}", summary.withheld_records(), reasons.join(", "));
        log::error(globals, &message);
        return Exit::CouldNotRun;
    }
    if !summary.unreadable.is_empty() {
        Exit::CouldNotRun
    } else if summary.tally.findings() > 0 {
        Exit::Found
    } else {
        Exit::Done
    }
}
