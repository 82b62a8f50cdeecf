//! `scrubjay policy`: which redaction policies there are, and what each says.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Subcommand;
use scrubjay::redact::policies::{Line, NamedPolicy, Policies};

use crate::args::Globals;
use crate::exit::Exit;
use crate::table::Table;

/// Arguments of `scrubjay policy`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A job names policies in [redact]: policies = [\"gdpr\", \"pci-dss\"]. Of several the strictest operator holds.

Examples:
  scrubjay policy list
  scrubjay policy explain gdpr
  scrubjay redact tickets.jsonl --policy hipaa-safe-harbor")]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
    /// A folder of rules whose folder `policies` holds policies of your own
    #[arg(long, value_name = "DIR", global = true)]
    rules: Option<PathBuf>,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum Action {
    /// List every policy
    List,
    /// Show a policy's lines, each with the clause that it comes from
    Explain {
        /// Name of the policy
        name: String,
    },
}

/// Runs the command.
pub(crate) fn run(args: &Args, _globals: &Globals) -> anyhow::Result<Exit> {
    let policies = Policies::load(args.rules.as_deref())?;
    let text = match &args.action {
        Action::List => list(&policies),
        Action::Explain { name } => explain(policies.get(name)?),
    };
    writeln!(io::stdout().lock(), "{}", text.trim_end())?;
    Ok(Exit::Done)
}

fn list(policies: &Policies) -> String {
    let mut table = Table::new(&[]);
    for policy in policies.iter() {
        table.row([policy.name.clone(), policy.text.clone()]);
    }
    table.render(0)
}

fn explain(policy: &NamedPolicy) -> String {
    let mut out =
        format!("{}: {}\n{}\n{}\n\n{}\n\n", policy.name, policy.title, policy.text, policy.source, policy.summary);
    for (n, line) in (1..).zip(&policy.lines) {
        write_line(&mut out, &format!("line {n}"), &line.entities.join(", "), line);
    }
    write_line(&mut out, "default", "everything else", &policy.default);
    if !policy.not_found.is_empty() {
        out.push_str("No rule finds\n");
        policy.not_found.iter().for_each(|what| {
            let _ = writeln!(out, "  {what}");
        });
    }
    out
}

fn write_line(out: &mut String, name: &str, entities: &str, line: &Line) {
    let operator = line.operator.operator();
    let score = line.min_score.map_or_else(String::new, |score| format!(", from score {score} on"));
    let _ = writeln!(out, "{name}: {}{score}\n  {entities}\n  {}\n", operator.name(), line.clause);
}
