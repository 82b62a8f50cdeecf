//! `scrubjay rules`: the detection rules, readable and testable by a person.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use scrubjay::pipeline::selftest::selftest;
use scrubjay::rules::{Pack, Rule, RuleSet};
use serde_json::{Value, json};

use crate::args::Globals;
use crate::exit::Exit;
use crate::render::{count, line};
use crate::table::Table;

/// Arguments of `scrubjay rules`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  scrubjay rules list
  scrubjay rules explain payment-card
  scrubjay rules test                 test the built-in rules by their own examples
  scrubjay rules test my-rules        test a folder of packs of your own, crossed with the built-in ones")]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List all rules
    List {
        /// A folder with packs of your own, beside the built-in ones
        #[arg(long, value_name = "DIR")]
        rules: Option<PathBuf>,
        /// How the list is written
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
    /// Show one rule: why, pattern, context, examples, references
    Explain {
        /// Id of the rule
        id: String,
        /// A folder with packs of your own, beside the built-in ones
        #[arg(long, value_name = "DIR")]
        rules: Option<PathBuf>,
    },
    /// Test rules by their own examples, alone and crossed with all others; redact each match and scan again
    ///
    /// Exit codes: 0 all hold; 1 something does not; 2 could not run.
    Test {
        /// A folder of packs, or one pack, instead of the built-in ones
        dir: Option<PathBuf>,
    },
}

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table.
    Human,
    /// A JSON array.
    Json,
}

/// Runs the command.
pub(crate) fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    match &args.action {
        Action::List { rules, format } => {
            let set = RuleSet::load(&[], rules.as_deref())?;
            print(&match format {
                Format::Human => list(&set),
                Format::Json => format!("{:#}\n", list_json(&set)),
            })?;
            Ok(Exit::Done)
        }
        Action::Explain { id, rules } => {
            let set = RuleSet::load(&[], rules.as_deref())?;
            let Some((pack, rule)) = set.rule(id) else {
                let ids: Vec<_> = set.rules().map(|(_, rule)| rule.id.as_str()).collect();
                anyhow::bail!("there is no rule `{id}`; the rules are: {}", ids.join(", "));
            };
            print(&explain(pack, rule))?;
            Ok(Exit::Done)
        }
        Action::Test { dir } => {
            let all = RuleSet::load(&[], dir.as_deref())?;
            let tested = dir.as_deref().map(RuleSet::load_folder).transpose()?;
            test(tested.as_ref().unwrap_or(&all), &all, globals)
        }
    }
}

fn print(text: &str) -> io::Result<()> {
    io::stdout().lock().write_all(text.as_bytes())
}

fn list(set: &RuleSet) -> String {
    let mut table = Table::new(&[]);
    table.row(["rule", "pack", "entity", "jurisdiction", "status", "validator"]);
    for (pack, rule) in set.rules() {
        table.row([
            rule.id.clone(),
            pack.info.name.clone(),
            rule.entity.to_string(),
            if rule.jurisdiction.is_empty() { "any".to_owned() } else { rule.jurisdiction.join(" ") },
            rule.status.as_str().to_owned(),
            rule.detect.validator.map_or("-", scrubjay::rules::ValidatorName::as_str).to_owned(),
        ]);
    }
    table.render(0)
}

fn list_json(set: &RuleSet) -> Value {
    let row = |(pack, rule): (&Pack, &Rule)| {
        json!({
            "id": rule.id,
            "pack": pack.info.name,
            "pack_version": pack.info.version,
            "entity": rule.entity.as_str(),
            "jurisdiction": rule.jurisdiction,
            "status": rule.status.as_str(),
            "validator": rule.detect.validator.map(scrubjay::rules::ValidatorName::as_str),
            "since": rule.since,
        })
    };
    set.rules().map(row).collect()
}

fn explain(pack: &Pack, rule: &Rule) -> String {
    let mut out = String::new();
    line(&mut out, format_args!("{} (pack {} {})", rule.id, pack.info.name, pack.info.version));
    line(&mut out, format_args!("finds {}, {}, since {}", rule.entity, rule.status.as_str(), rule.since));
    line(&mut out, "");
    line(&mut out, &rule.why);
    line(&mut out, "");
    let detect = &rule.detect;
    line(&mut out, format_args!("pattern    {}", detect.pattern.trim()));
    if !detect.keywords.is_empty() {
        line(&mut out, format_args!("keywords   {}", detect.keywords.join(", ")));
    }
    line(&mut out, format_args!("score      {}", detect.score));
    if let Some(validator) = detect.validator {
        let validated = detect.validated_score.unwrap_or(detect.score);
        line(&mut out, format_args!("validator  {}, score {validated} when it confirms", validator.as_str()));
    }
    let context = &rule.context;
    if !context.words.is_empty() {
        let words = context.words.join(", ");
        line(&mut out, format_args!("context    +{} within {} words of: {words}", context.boost, context.window));
    }
    if !context.negative.is_empty() {
        let words = context.negative.join(", ");
        line(&mut out, format_args!("against    -{} within {} words of: {words}", context.penalty, context.window));
    }
    for (title, examples) in [("finds", &rule.examples.matches), ("passes over", &rule.examples.no_match)] {
        line(&mut out, "");
        line(&mut out, title);
        examples.iter().for_each(|example| line(&mut out, format_args!("  {}", example.replace('\n', "\n  "))));
    }
    line(&mut out, "");
    line(&mut out, "references");
    rule.references.iter().for_each(|reference| line(&mut out, format_args!("  {reference}")));
    out
}

fn test(tested: &RuleSet, all: &RuleSet, globals: &Globals) -> anyhow::Result<Exit> {
    let complaints = selftest(tested, all)?;
    let mut out = String::new();
    for complaint in &complaints {
        line(&mut out, format_args!("{}/{}: {}", complaint.pack, complaint.rule, complaint.message));
    }
    let rules = tested.rules().count() as u64;
    let examples: usize =
        tested.rules().map(|(_, rule)| rule.examples.matches.len() + rule.examples.no_match.len()).sum();
    if !globals.quiet {
        let verdict = match complaints.len() {
            0 => "all hold".to_owned(),
            wrong => format!("{wrong} do not hold"),
        };
        line(&mut out, format_args!("{} rules, {} examples: {verdict}", count(rules), count(examples as u64)));
    }
    print(&out)?;
    Ok(if complaints.is_empty() { Exit::Done } else { Exit::Found })
}
