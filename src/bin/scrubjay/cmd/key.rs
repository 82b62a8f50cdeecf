//! `scrubjay key`: makes keys; and the options by which other commands take one.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Subcommand;
use scrubjay::config::KeySource;
use scrubjay::pipeline;

use crate::args::Globals;
use crate::exit::Exit;
use crate::log;

/// Where a key comes from. Never from an argument: the process list shows those.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Key {
    /// Read the key from this file
    #[arg(long = "key-file", value_name = "FILE", group = "key_source")]
    file: Option<PathBuf>,
    /// Read the key from this environment variable
    #[arg(long = "key-env", value_name = "NAME", group = "key_source")]
    env: Option<String>,
    /// Read the key from this open file descriptor
    #[arg(long = "key-fd", value_name = "N", group = "key_source")]
    fd: Option<u32>,
}

impl Key {
    /// The key, if one is named. That others can read its file is told.
    pub(crate) fn read(&self, globals: &Globals) -> anyhow::Result<Option<scrubjay::core::Key>> {
        let source = KeySource { file: self.file.clone(), env: self.env.clone(), fd: self.fd };
        if (&source.file, &source.env, &source.fd) == (&None, &None, &None) {
            return Ok(None);
        }
        let key = pipeline::read_key(&source, Path::new("")).context("the key")?.0;
        warn_if_open(&source, Path::new(""), globals);
        Ok(Some(key))
    }
}

/// Tells if others than its owner can read the file that a key is in.
pub(crate) fn warn_if_open(source: &KeySource, base: &Path, globals: &Globals) {
    if pipeline::key_file_is_open(source, base) == Some(true) {
        let file = source.file.as_deref().unwrap_or(Path::new("")).display();
        log::warning(globals, &format!("{file} can be read by others than its owner; `chmod 600 {file}` ends that"));
    }
}

/// Arguments of `scrubjay key`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a key from the system's random numbers
    #[command(
        after_help = "The key is 64 hexadecimal digits. Whoever has it can restore what `encrypt` hid and link surrogates to values.
Keep it where you keep passwords; lose it, and nothing can be restored.

Examples:
  scrubjay key new --out scrubjay.key
  export SCRUBJAY_KEY=$(scrubjay key new)

Exit codes: 0 done; 2 could not run, or the file is there already."
    )]
    New {
        /// Write the key to a new file that only its owner can read, instead of standard output
        #[arg(long, short, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// Runs the command.
pub(crate) fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let Command::New { out } = &args.command;
    let text = pipeline::new_key_text()?;
    match out {
        None => io::stdout().write_all(text.as_bytes())?,
        Some(path) => {
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(path).with_context(|| path.display().to_string())?;
            file.write_all(text.as_bytes()).with_context(|| path.display().to_string())?;
            log::note(globals, &format!("wrote a key to {}", path.display()));
        }
    }
    Ok(Exit::Done)
}
