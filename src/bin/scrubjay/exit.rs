//! Exit codes that tell the truth: 0 done, 1 findings or a failed gate, 2 could not run, 130 interrupted.

use std::io::{self, Write};
use std::process::ExitCode;

/// How a command ended, short of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done: clean, valid, intact.
    Done,
    /// Ran, but found something: findings, violations, a failed gate, a changed file.
    Found,
    /// Could not run; the command has said why.
    CouldNotRun,
    /// Stopped by ctrl-C.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Found => 1,
            Exit::CouldNotRun => 2,
            Exit::Interrupted => 130,
        })
    }
}

/// Turns a command's result into the process's exit code, printing an error with its causes. A reader that has gone away
/// (`scrubjay scan … | head`) is no error.
pub(crate) fn conclude(result: anyhow::Result<Exit>) -> ExitCode {
    match result {
        Ok(exit) => exit.into(),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let mut line = String::from("error: ");
            let mut previous = String::new();
            for (depth, cause) in error.chain().enumerate() {
                let cause = cause.to_string();
                // thiserror variants that show their source in their own message would say it twice.
                if depth > 0 && !previous.contains(&cause) {
                    line.push_str(": ");
                    line.push_str(&cause);
                } else if depth == 0 {
                    line.push_str(&cause);
                }
                previous = cause;
            }
            // Nothing is left to do if standard error is gone too.
            let _ = writeln!(io::stderr(), "{line}");
            Exit::CouldNotRun.into()
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
