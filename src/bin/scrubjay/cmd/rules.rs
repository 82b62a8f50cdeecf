//! `scrubjay rules`: the catalogue of detection rules, one rule in full, and their examples as a test.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Subcommand, ValueEnum};
use scrubjay::pipeline::selftest::selftest;
use scrubjay::rules::{Pack, Rule, RuleSet, ValidatorName};
use serde::Serialize;

use crate::args::Globals;
use crate::exit::Exit;

/// Arguments of `scrubjay rules`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  scrubjay rules list\n  scrubjay rules explain payment-card\n  scrubjay rules test my-rules/"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

/// What to do with the rules.
#[derive(Debug, Subcommand)]
enum Action {
    /// List every rule
    List {
        /// A folder with packs of your own, beside the built-in ones
        #[arg(long, value_name = "DIR")]
        rules: Option<PathBuf>,
        /// How to print the list
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
    /// Show all there is to know about one rule
    Explain {
        /// The rule's id
        id: String,
        /// A folder with packs of your own, beside the built-in ones
        #[arg(long, value_name = "DIR")]
        rules: Option<PathBuf>,
    },
    /// Run the examples of all built-in rules, or of the packs in a folder, alone and crossed with all others
    Test {
        /// A folder of packs, or one pack
        dir: Option<PathBuf>,
    },
}

/// How a list is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for a person
    Human,
    /// One JSON array
    Json,
}

/// Runs the command.
pub(crate) fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    match &args.action {
        Action::List { rules, format } => list(rules.as_deref(), *format),
        Action::Explain { id, rules } => explain(id, rules.as_deref()),
        Action::Test { dir } => test(dir.as_deref(), globals.quiet),
    }
}

/// A row of `rules list`. With `--format json` its fields are a contract.
#[derive(Debug, Serialize)]
struct Row<'r> {
    id: &'r str,
    pack: &'r str,
    version: &'r str,
    entity: &'r str,
    status: &'static str,
    validator: Option<&'static str>,
}

impl<'r> Row<'r> {
    fn new((pack, rule): (&'r Pack, &'r Rule)) -> Self {
        Self {
            id: &rule.id,
            pack: &pack.info.name,
            version: &pack.info.version,
            entity: rule.entity.as_str(),
            status: rule.status.as_str(),
            validator: rule.detect.validator.map(ValidatorName::as_str),
        }
    }

    fn cells(&self) -> [&str; 5] {
        [self.id, self.pack, self.entity, self.status, self.validator.unwrap_or("-")]
    }
}

fn list(extra: Option<&Path>, format: Format) -> anyhow::Result<Exit> {
    let set = RuleSet::load(&[], extra)?;
    let rows: Vec<_> = set.rules().map(Row::new).collect();
    let mut out = io::stdout().lock();
    if format == Format::Json {
        serde_json::to_writer_pretty(&mut out, &rows).map_err(io::Error::from)?;
        writeln!(out)?;
        return Ok(Exit::Done);
    }
    let head = ["RULE", "PACK", "ENTITY", "STATUS", "VALIDATOR"];
    let mut widths = head.map(str::len);
    for row in &rows {
        widths.iter_mut().zip(row.cells()).for_each(|(width, cell)| *width = cell.len().max(*width));
    }
    for cells in std::iter::once(head).chain(rows.iter().map(Row::cells)) {
        let line: Vec<_> = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        writeln!(out, "{}", line.join("  ").trim_end())?;
    }
    Ok(Exit::Done)
}

fn explain(id: &str, extra: Option<&Path>) -> anyhow::Result<Exit> {
    let set = RuleSet::load(&[], extra)?;
    let (pack, rule) = set.rule(id).with_context(|| format!("there is no rule `{id}`; see `scrubjay rules list`"))?;
    let mut out = io::stdout().lock();
    let head = format!("{} ({}), pack {} {}", rule.id, rule.entity, pack.info.name, pack.info.version);
    writeln!(out, "{head}\n\n{}\n", rule.why.trim())?;
    let detect = &rule.detect;
    let mut line = |name: &str, value: String| {
        if value.is_empty() { Ok(()) } else { writeln!(out, "{name:<14}{value}") }
    };
    line("status", format!("{}, since {}", rule.status.as_str(), rule.since))?;
    line("jurisdiction", rule.jurisdiction.join(", "))?;
    line("languages", rule.languages.join(", "))?;
    line("keywords", detect.keywords.join("  "))?;
    line("pattern", detect.pattern.clone())?;
    line("validator", detect.validator.map_or_else(String::new, |name| name.as_str().to_owned()))?;
    let validated = detect.validated_score.map_or_else(String::new, |score| format!(", {score} if validated"));
    line("score", format!("{}{validated}", detect.score))?;
    let context = &rule.context;
    if !context.words.is_empty() {
        line("words for", format!("+{} within {} words: {}", context.boost, context.window, context.words.join(", ")))?;
    }
    if !context.negative.is_empty() {
        let words = context.negative.join(", ");
        line("words against", format!("-{} within {} words: {words}", context.penalty, context.window))?;
    }
    line("overlaps", rule.overlaps.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))?;
    let lists = [
        ("finds", &rule.examples.matches),
        ("leaves alone", &rule.examples.no_match),
        ("references", &rule.references),
    ];
    for (title, items) in lists {
        writeln!(out, "\n{title}")?;
        for item in items {
            writeln!(out, "  {}", item.escape_debug().to_string().replace("\\\"", "\"").replace("\\'", "'"))?;
        }
    }
    Ok(Exit::Done)
}

fn test(dir: Option<&Path>, quiet: bool) -> anyhow::Result<Exit> {
    let built_in = RuleSet::load(&[], None)?;
    let (tested, all) = match dir {
        None => (built_in.clone(), built_in),
        Some(dir) => {
            let tested = RuleSet::load_folder(dir)?;
            let all = built_in.with(&tested)?;
            (tested, all)
        }
    };
    let complaints = selftest(&tested, &all)?;
    let mut out = io::stdout().lock();
    for complaint in &complaints {
        writeln!(out, "{complaint}")?;
    }
    let rules = tested.rules().count();
    if !quiet {
        let faulty: std::collections::BTreeSet<_> = complaints.iter().map(|c| (&c.pack, &c.rule)).collect();
        writeln!(out, "{rules} rules tested against {}: {} in order", all.rules().count(), rules - faulty.len())?;
    }
    Ok(if complaints.is_empty() { Exit::Done } else { Exit::Found })
}
