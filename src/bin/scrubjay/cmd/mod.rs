//! One file per command.

pub(crate) mod audit;
pub(crate) mod completions;
pub(crate) mod key;
pub(crate) mod leaks;
pub(crate) mod policy;
pub(crate) mod redact;
pub(crate) mod restore;
pub(crate) mod rules;
pub(crate) mod run;
pub(crate) mod scan;
pub(crate) mod schema;
pub(crate) mod targets;
pub(crate) mod validate;
pub(crate) mod verify;

use crate::args::{Cli, Command};
use crate::exit::Exit;

/// Runs the command that was asked for.
pub(crate) fn dispatch(cli: Cli) -> anyhow::Result<Exit> {
    let Cli { globals, command } = cli;
    match command {
        Command::Run(args) => run::run(&args, &globals),
        Command::Scan(args) => scan::run(&args, &globals),
        Command::Redact(args) => redact::run(&args, &globals),
        Command::Restore(args) => restore::run(&args, &globals),
        Command::Key(args) => key::run(&args, &globals),
        Command::Validate(args) => validate::run(&args, &globals),
        Command::Leaks(args) => leaks::run(&args, &globals),
        Command::Audit(args) => audit::run(&args, &globals),
        Command::Verify(args) => verify::run(&args, &globals),
        Command::Policy(args) => policy::run(&args, &globals),
        Command::Rules(args) => rules::run(&args, &globals),
        Command::Targets(args) => targets::run(&args, &globals),
        Command::Schema(args) => schema::run(&args, &globals),
        Command::Completions(args) => completions::run(&args, &globals),
    }
}
