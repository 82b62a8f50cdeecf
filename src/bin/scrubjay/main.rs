//! The `scrubjay` command: arguments, rendering and exit codes. All the work is in the library.

mod args;
mod cmd;
mod exit;
mod log;
mod progress;
mod render;
mod signal;
mod table;

use std::io::{self, Write};
use std::panic;
use std::process::ExitCode;

use clap::Parser;

/// Batches are made on one thread and freed on another. The system's allocator makes the threads wait for each other then.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A source file without the folders of the machine that it was compiled on.
fn place(file: &str) -> &str {
    let package = file.split_once("/registry/src/").and_then(|(_, rest)| rest.split_once('/'));
    package.map_or(file, |(_, package)| package)
}

fn main() -> ExitCode {
    panic::set_hook(Box::new(|info| {
        if scrubjay::ingest::is_panic_caught() {
            return;
        }
        // The message may quote what was being read; the place cannot.
        let place = info.location().map_or_else(String::new, |at| format!(" at {}:{}", place(at.file()), at.line()));
        let _ = writeln!(io::stderr(), "internal error{place}");
    }));
    let cli = args::Cli::parse();
    exit::conclude(cmd::dispatch(cli))
}
