//! `scrubjay verify`: does a dataset still match its manifest?

use std::io::{self, Write};
use std::path::PathBuf;

use scrubjay::manifest::{self, VerifyReport};
use serde::Serialize;

use crate::args::{Globals, ResultFormat as Format};
use crate::exit::Exit;

/// Arguments of `scrubjay verify`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Every listed file must be there with the listed size and digests, nothing else may be there, and the
manifest must be as it was written.

Examples:
  scrubjay verify out/support-sft
  scrubjay verify --format json out/support-sft | jq -r '.differences[].path'

Exit codes: 0 intact; 1 not intact, every difference is named; 2 no manifest, or unreadable.")]
pub(crate) struct Args {
    /// Folder of the dataset
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// The JSON result.
#[derive(Serialize)]
struct Json<'a> {
    schema: u32,
    intact: bool,
    #[serde(flatten)]
    report: &'a VerifyReport,
}

/// Runs the command.
pub(crate) fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let report = manifest::verify(&args.folder)?;
    let mut out = io::stdout().lock();
    match args.format {
        Format::Human => human(&mut out, &report, globals.quiet)?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &Json { schema: 1, intact: report.is_intact(), report: &report })
                .map_err(io::Error::from)?;
            writeln!(out)?;
        }
    }
    Ok(if report.is_intact() { Exit::Done } else { Exit::Found })
}

fn human(out: &mut impl Write, report: &VerifyReport, quiet: bool) -> io::Result<()> {
    for difference in &report.differences {
        writeln!(out, "{difference}")?;
    }
    match report.differences.len() {
        _ if quiet => Ok(()),
        0 => writeln!(
            out,
            "intact: {}, {}, content digest {}",
            counted(report.files, "file"),
            counted(report.records, "record"),
            report.content_digest
        ),
        found => writeln!(out, "not intact: {}", counted(found as u64, "difference")),
    }
}

fn counted(number: u64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(report: &VerifyReport, quiet: bool) -> String {
        let mut out = Vec::new();
        human(&mut out, report, quiet).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn success_is_one_line_and_silent_when_quiet() {
        let report = VerifyReport { files: 1, records: 42, content_digest: "ab".into(), ..VerifyReport::default() };
        assert_eq!(shown(&report, false), "intact: 1 file, 42 records, content digest ab\n");
        assert_eq!(shown(&report, true), "");
    }
}
