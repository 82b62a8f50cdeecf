//! `scrubjay restore`: reverses the operator `encrypt`.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use scrubjay::redact::restore;

use super::key::Key;
use crate::args::Globals;
use crate::exit::Exit;
use crate::log;

/// Arguments of `scrubjay restore`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Works on any text file that `encrypt` has written to: what is not an encrypted value passes through byte for byte.
What is restored is written as its place asks: in JSON (in a string of JSON as well), tables, queries of URLs and base64. Letters that
were written as sequences (`\\u0061`, `&#97;`, `%61`) come back as letters, and a number of JSON, which has no room for a token,
stays the 0 that `encrypt` wrote. A token that the key has not made, or that was
changed since, stays and is counted; of values of the form `shape` ([CREDIT_CARD=7302 ...]) nobody can tell whether the key was the right one.

Examples:
  scrubjay restore clean.jsonl --key-file scrubjay.key -o restored.jsonl
  cat clean.txt | scrubjay restore --key-env SCRUBJAY_KEY

Exit codes: 0 done; 1 some tokens are not of this key or were changed; 2 could not run."
)]
pub(crate) struct Args {
    /// Text or JSON lines; - for standard input
    #[arg(default_value = "-", value_name = "INPUT")]
    input: String,
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write values outside lines of JSON as parts of JSON strings [default: if INPUT ends with .jsonl or .json]
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    key: Key,
}

/// Longest line that is read, in bytes: twice what a run's largest record takes unless the job says otherwise.
const MAX_LINE_BYTES: u64 = 32 << 20;

/// Runs the command.
pub(crate) fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let key = args.key.read(globals)?.context("a key is needed: --key-file, --key-env or --key-fd")?;
    let extension = Path::new(&args.input).extension();
    let json = args.json || extension.is_some_and(|extension| extension == "jsonl" || extension == "json");
    let input: Box<dyn Read> = match args.input.as_str() {
        "-" => Box::new(io::stdin()),
        path => Box::new(File::open(path).with_context(|| path.to_owned())?),
    };
    let mut input = BufReader::new(input);
    let mut out: Box<dyn Write> = match &args.output {
        Some(path) => Box::new(File::create_new(path).with_context(|| path.display().to_string())?),
        None => Box::new(io::stdout()),
    };
    let mut out = BufWriter::new(&mut out);
    let (mut restored, mut refused) = (0, 0);
    let (mut line, mut number) = (String::new(), 0u64);
    // A value never spans lines: a token has no line end in it.
    while (&mut input).take(MAX_LINE_BYTES).read_line(&mut line).context("cannot read the input as UTF-8")? > 0 {
        number += 1;
        if line.len() as u64 == MAX_LINE_BYTES && !line.ends_with('\n') {
            bail!(
                "{}: line {number} is longer than {} MiB, the most that is held in memory; split the file into shorter lines",
                args.input,
                MAX_LINE_BYTES >> 20
            );
        }
        let done = restore(&line, &key, json);
        (restored, refused) = (restored + done.restored, refused + done.refused);
        out.write_all(done.text.as_bytes()).context("cannot write the results")?;
        line.clear();
    }
    out.flush().context("cannot write the results")?;
    log::note(globals, &format!("{restored} value(s) restored"));
    if refused > 0 {
        log::error(
            globals,
            &format!("{refused} token(s) are not of this key, or were changed since, and were left as they are"),
        );
        return Ok(Exit::Found);
    }
    Ok(Exit::Done)
}
