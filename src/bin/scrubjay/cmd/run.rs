//! `scrubjay run`: a job from raw corpora to a published dataset.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use clap::ValueEnum;
use scrubjay::config::{self, OnLimit};
use scrubjay::pipeline::{self, AuditRequest, Error, MAX_AUDIT, Options, Overrides, Plan, Progress};
use scrubjay::store;

use super::key::warn_if_open;
use crate::args::{Globals, LogFormat};
use crate::exit::Exit;
use crate::progress::Watcher;
use crate::{log, render, signal};

/// Arguments of `scrubjay run`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  scrubjay run job.toml --dry-run         look at the plan, read no record
  scrubjay run job.toml                   make the dataset
  scrubjay run job.toml --out /data/v2    somewhere else than the job says
  scrubjay run job.toml --force           replace the dataset that stands there
  scrubjay run job.toml --audit 100       and a sheet of 100 records of each split to review (see scrubjay audit)

Exit codes: 0 published; 1 a gate failed (rights, quarantine ratio, split tolerance, leaks) and nothing is published;
2 could not run; 130 interrupted, nothing is published.")]
pub(crate) struct Args {
    /// The job file
    job: PathBuf,
    /// Write the dataset to this folder instead of the job's output.uri
    #[arg(long, value_name = "URI")]
    out: Option<String>,
    /// What happens when the data do not fit a target's limits, instead of the job's `output.on_limit`
    #[arg(long, value_enum, value_name = "ACTION")]
    on_limit: Option<OnLimitName>,
    /// Count tokens with this tokenizer.json instead of the job's output.tokenizer
    #[arg(long, value_name = "FILE")]
    tokenizer: Option<PathBuf>,
    /// Worker threads [default: as many as the machine has cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    /// Replace the dataset that stands in the output folder
    #[arg(long)]
    force: bool,
    /// Draw N records of each split for a person to review, and write them to a sheet
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_AUDIT)))]
    audit: Option<u32>,
    /// Write the sheet to this file [default: beside the dataset, with .audit.csv behind its name]
    #[arg(long, value_name = "FILE", requires = "audit")]
    audit_sheet: Option<PathBuf>,
    /// Print the plan and stop before any record is read
    #[arg(long)]
    dry_run: bool,
}

/// What happens when the data do not fit a target's limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OnLimitName {
    /// Publish nothing
    Fail,
    /// Leave records out of train and validation, those of highest keyed hash
    TruncateByHash,
    /// Write several files, one pair for each training job
    Shard,
    /// Write the files all the same and say so
    Report,
}

impl From<OnLimitName> for OnLimit {
    fn from(name: OnLimitName) -> Self {
        match name {
            OnLimitName::Fail => Self::Fail,
            OnLimitName::TruncateByHash => Self::TruncateByHash,
            OnLimitName::Shard => Self::Shard,
            OnLimitName::Report => Self::Report,
        }
    }
}

/// Runs the command.
pub(crate) fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let overrides = Overrides {
        out: args.out.as_deref().map(out_folder).transpose()?,
        tokenizer: args.tokenizer.clone(),
        on_limit: args.on_limit.map(Into::into),
        audit: args.audit.map(|records| AuditRequest { records, sheet: args.audit_sheet.clone() }),
    };
    let plan = match config::inspect(&args.job)
        .map_err(PlanError::Config)
        .and_then(|draft| Ok(Plan::make(draft, &overrides)?))
    {
        Ok(plan) => plan,
        Err(PlanError::Config(error)) => return Err(error).context("cannot read the job"),
        Err(PlanError::Plan(Error::Plan(problems))) => {
            let file = args.job.display();
            for problem in &problems {
                log::error(globals, &format!("{file}:{problem}"));
            }
            log::error(globals, &format!("{} problem(s) in {file}; nothing was read", problems.len()));
            return Ok(Exit::CouldNotRun);
        }
        Err(PlanError::Plan(Error::Rights(refusals))) => {
            for refusal in &refusals {
                log::error(globals, refusal);
            }
            log::error(globals, "the rights gate failed; nothing was read (see [rights] and [source.provenance])");
            return Ok(Exit::Found);
        }
        Err(PlanError::Plan(error)) => return Err(error.into()),
    };
    if let Some(source) = &plan.job.key {
        warn_if_open(source, args.job.parent().unwrap_or(Path::new("")), globals);
    }
    if args.dry_run {
        io::stdout().lock().write_all(render::plan(&plan).as_bytes())?;
        return Ok(Exit::Done);
    }
    conclude(&plan, execute(&plan, args, globals)?, globals)
}

enum PlanError {
    Config(config::Error),
    Plan(Error),
}

impl From<Error> for PlanError {
    fn from(error: Error) -> Self {
        Self::Plan(error)
    }
}

fn out_folder(uri: &str) -> anyhow::Result<PathBuf> {
    store::folder(Path::new(""), uri)
        .map_err(|_| anyhow::anyhow!("--out {uri}: only local folders can be written to yet"))
}

fn execute(plan: &Plan, args: &Args, globals: &Globals) -> anyhow::Result<Result<pipeline::Summary, Error>> {
    let progress = Arc::new(Progress::default());
    signal::listen(&progress)?;
    let _watcher = Watcher::start(&progress, globals);
    let options = Options {
        threads: args.threads.map_or(0, usize::from),
        force: args.force,
        started: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        invocation: std::env::args().collect(),
        host: host_name(),
    };
    Ok(pipeline::run(plan, &options, &progress))
}

/// The machine's name as the system gives it, else nothing.
fn host_name() -> String {
    let name =
        std::fs::read_to_string("/proc/sys/kernel/hostname").or_else(|_| std::fs::read_to_string("/etc/hostname"));
    name.ok().or_else(|| std::env::var("HOSTNAME").ok()).unwrap_or_default().trim().to_owned()
}

fn conclude(plan: &Plan, result: Result<pipeline::Summary, Error>, globals: &Globals) -> anyhow::Result<Exit> {
    match result {
        Ok(summary) => {
            if !globals.quiet {
                match globals.log_format {
                    LogFormat::Human => io::stdout().lock().write_all(render::summary(plan, &summary).as_bytes())?,
                    LogFormat::Json => log::event("done", &render::summary_json(&summary)),
                }
            }
            Ok(Exit::Done)
        }
        Err(Error::Interrupted) => {
            log::error(globals, "interrupted; nothing was published");
            Ok(Exit::Interrupted)
        }
        Err(Error::Gates(summary)) => {
            if !globals.quiet && globals.log_format == LogFormat::Human {
                io::stdout().lock().write_all(render::summary(plan, &summary).as_bytes())?;
            }
            for failure in &summary.gates {
                log::error(globals, &format!("gate {failure}\n  help: {}", failure.help));
            }
            log::error(
                globals,
                &format!("nothing was published; {} lists what was withheld", render::shown(&summary.out)),
            );
            Ok(Exit::Found)
        }
        Err(error) => Err(error.into()),
    }
}
