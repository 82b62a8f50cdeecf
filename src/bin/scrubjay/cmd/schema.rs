//! `scrubjay schema`: JSON Schemas of the files that people and tools write and read.

use std::io::{self, Write};

use clap::ValueEnum;

use crate::args::Globals;
use crate::exit::Exit;

/// Arguments of `scrubjay schema`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  scrubjay schema job > job.schema.json\n\n\
    An editor that knows TOML schemas checks a job file that begins with `#:schema ./job.schema.json`.")]
pub(crate) struct Args {
    /// The kind of file
    #[arg(value_enum)]
    kind: Kind,
}

/// Kinds of files that have a schema.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// The job file
    Job,
    /// A rule of a pack
    Rule,
    /// A target
    Target,
    /// The manifest of a dataset
    Manifest,
    /// The report of the leak checks of a dataset
    Leakage,
}

/// Prints the schema.
pub(crate) fn run(args: &Args, _globals: &Globals) -> anyhow::Result<Exit> {
    let schema = match args.kind {
        Kind::Job => scrubjay::config::schema(),
        Kind::Rule => scrubjay::rules::rule_schema(),
        Kind::Target => scrubjay::format::definition::schema(),
        Kind::Manifest => scrubjay::manifest::schema(),
        Kind::Leakage => scrubjay::pipeline::leakage_schema(),
    };
    writeln!(io::stdout().lock(), "{schema:#}")?;
    Ok(Exit::Done)
}
