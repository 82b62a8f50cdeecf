//! `scrubjay targets`.

use crate::args::Globals;
use crate::exit::Exit;

/// Arguments of `scrubjay targets`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Runs the command.
pub(crate) fn run(_args: &Args, _globals: &Globals) -> anyhow::Result<Exit> {
    anyhow::bail!("not built yet")
}
