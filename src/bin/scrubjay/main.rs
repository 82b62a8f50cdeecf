//! The `scrubjay` command: arguments, rendering and exit codes. All the work is in the library.

mod args;
mod cmd;
mod exit;
mod log;
mod progress;
mod render;
mod signal;
mod table;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = args::Cli::parse();
    exit::conclude(cmd::dispatch(cli))
}
