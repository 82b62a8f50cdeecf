//! `scrubjay completions`: a completion script for a shell.

use std::io;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::{Cli, Globals};
use crate::exit::Exit;

/// Arguments of `scrubjay completions`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  scrubjay completions bash > ~/.local/share/bash-completion/completions/scrubjay")]
pub(crate) struct Args {
    /// The shell to write for
    shell: Shell,
}

/// Prints the script.
pub(crate) fn run(args: &Args, _globals: &Globals) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "scrubjay", &mut script);
    io::Write::write_all(&mut io::stdout().lock(), &script)?;
    Ok(Exit::Done)
}
