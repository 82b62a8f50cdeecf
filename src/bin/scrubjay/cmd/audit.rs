//! `scrubjay audit`: what a reviewer found of values that redaction missed.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Subcommand;
use scrubjay::core::Split;
use scrubjay::manifest::model::Residual;
use scrubjay::pipeline::{self, Applied};
use serde::Serialize;

use crate::args::{Globals, ResultFormat as Format};
use crate::exit::Exit;
use crate::log;
use crate::table::Table;

/// Arguments of `scrubjay audit`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compute the residual rate from a filled sheet and write it into the manifest
    #[command(after_help = "\
`scrubjay run JOB --audit N` writes the sheet. What it replaced is marked ⟦TYPE: replacement⟧. The reviewer fills the
column missed of every row with the number of values that should have been replaced and were not, 0 if there are none.
The sheet may be saved by any spreadsheet as CSV separated by commas, semicolons or tabs.

The residual rate is the share of records with a missed value. Its upper bound is the one-sided bound of Clopper and
Pearson with a confidence of 95 %: of 300 records without a miss it is 1.0 %. The manifest's content digest stays.

Examples:
  scrubjay audit apply out/tickets.audit.csv
  scrubjay audit apply review.csv --dataset out/tickets --max-rate 0.02
  scrubjay audit apply review.csv --dataset out/tickets --partial     rows that are not filled were not reviewed

Exit codes: 0 written; 1 written, and a bound is above --max-rate; 2 not the sheet of the dataset, not filled, or
unreadable: nothing is changed.")]
    Apply(Apply),
}

#[derive(Debug, clap::Args)]
struct Apply {
    /// The filled sheet
    sheet: PathBuf,
    /// Folder of the dataset [default: what the sheet's name says, without .audit.csv]
    #[arg(long, value_name = "DIR")]
    dataset: Option<PathBuf>,
    /// Count rows that are not filled as not reviewed instead of refusing them
    #[arg(long)]
    partial: bool,
    /// Exit with 1 if the upper bound of a split is above this share, from 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = share)]
    max_rate: Option<f64>,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// The JSON result.
#[derive(Serialize)]
struct Json<'a> {
    schema: u32,
    #[serde(flatten)]
    review: &'a scrubjay::manifest::model::Review,
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "a share is a number from 0 to 1, such as 0.02".to_owned())
}

/// Runs the command.
pub(crate) fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let Command::Apply(args) = &args.command;
    let dataset = args.dataset.clone().or_else(|| pipeline::dataset_beside(&args.sheet));
    let dataset = dataset.context("the sheet's name does not say which dataset it is of: give --dataset DIR")?;
    let applied = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let Applied { review, replaced } = pipeline::apply_audit(&args.sheet, &dataset, args.partial, applied)?;
    let mut out = io::stdout().lock();
    match args.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &Json { schema: 1, review: &review }).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        Format::Human if !globals.quiet => {
            out.write_all(table(&review.splits, &review.overall).as_bytes())?;
            writeln!(out, "written to {}", dataset.join("manifest.json").display())?;
        }
        Format::Human => {}
    }
    if let Some(earlier) = replaced {
        log::note(globals, &format!("this replaces the review of {earlier}"));
    }
    // A split that nobody looked at is not known to be below anything.
    let over = |part: &&Residual| args.max_rate.is_some_and(|most| part.rate.is_none_or(|rate| rate.upper_95 > most));
    for part in review.splits.iter().filter(over) {
        let what = if part.rate.is_some() { "the upper bound is above --max-rate" } else { "nothing was reviewed" };
        log::error(globals, &format!("{}: {what}", name(part)));
    }
    Ok(if review.splits.iter().any(|part| over(&part)) { Exit::Found } else { Exit::Done })
}

fn name(part: &Residual) -> &'static str {
    part.split.map_or("all", Split::as_str)
}

fn no_rate(part: &Residual) -> &'static str {
    if part.reviewed == 0 { "not reviewed" } else { "-" }
}

fn table(splits: &[Residual], overall: &Residual) -> String {
    let mut table = Table::new(&[1, 2, 3, 4, 5]);
    table.row(["", "reviewed", "with missed", "missed", "rate", "at most (95 %)"]);
    for part in splits.iter().chain([overall]) {
        let percent = |share: f64| format!("{:.2} %", share * 100.0);
        table.row([
            name(part).to_owned(),
            format!("{} of {}", part.reviewed, part.sampled),
            part.with_missed.to_string(),
            part.missed.to_string(),
            part.rate.map_or_else(|| no_rate(part).to_owned(), |rate| percent(rate.estimate)),
            part.rate.map_or_else(String::new, |rate| percent(rate.upper_95)),
        ]);
    }
    table.render(0)
}
