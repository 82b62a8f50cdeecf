//! The command line.

use clap::{Parser, Subcommand, ValueEnum};

use crate::cmd;

/// Raw corpora in, Bedrock training data out: rights-cleared, scrubbed, split without leaks, and provable.
#[derive(Debug, Parser)]
#[command(
    name = "scrubjay",
    version,
    propagate_version = true,
    after_help = "Exit codes: 0 done, clean, valid or intact; 1 findings, violations or a failed gate; 2 could not run; 130 interrupted."
)]
pub(crate) struct Cli {
    /// Options every command takes.
    #[command(flatten)]
    pub(crate) globals: Globals,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options every command takes.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Globals {
    /// Print nothing but results and errors
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// How messages on standard error are written
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Human, value_name = "FORMAT")]
    pub(crate) log_format: LogFormat,
}

/// How messages on standard error are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For a person.
    Human,
    /// One JSON object a line.
    Json,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run a job: raw corpora in, dataset out
    Run(cmd::run::Args),
    /// Report personal data and secrets, change nothing
    Scan(cmd::scan::Args),
    /// Copy text or JSONL with personal data and secrets redacted
    Redact(cmd::redact::Args),
    /// Restore what the operator encrypt has hidden
    Restore(cmd::restore::Args),
    /// Make a key
    Key(cmd::key::Args),
    /// Check files against a target's format and limits
    Validate(cmd::validate::Args),
    /// Check that nothing of the holdout stands in the training data
    Leaks(cmd::leaks::Args),
    /// Bring what a reviewer found into the manifest
    Audit(cmd::audit::Args),
    /// Check that a dataset still matches its manifest
    Verify(cmd::verify::Args),
    /// List and explain redaction policies
    Policy(cmd::policy::Args),
    /// List, explain and test detection rules
    Rules(cmd::rules::Args),
    /// List and explain targets
    Targets(cmd::targets::Args),
    /// Print a JSON Schema
    Schema(cmd::schema::Args),
    /// Print a shell completion script
    Completions(cmd::completions::Args),
}

/// How a result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ResultFormat {
    /// For a person
    Human,
    /// JSON
    Json,
}

/// How a report is written that CI systems read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For a person
    Human,
    /// One JSON object
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// XML as CI systems read it for test reports
    Junit,
    /// GitHub workflow annotations
    Github,
}
