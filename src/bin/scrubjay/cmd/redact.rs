//! `scrubjay redact`: a filter that copies text or JSON lines with what it finds redacted.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use scrubjay::config::{self, OperatorChoice, OperatorName, SurrogateScope};
use scrubjay::core::EntityType;
use scrubjay::pipeline::{self, Error, FilterSummary, Progress, ScanPlan};
use scrubjay::redact::Policy;
use scrubjay::rules::RuleSet;

use super::key::{Key, warn_if_open};
use super::scan::{Detection, Reading, files};
use crate::args::Globals;
use crate::exit::Exit;
use crate::progress::Watcher;
use crate::{log, signal};

/// Arguments of `scrubjay redact`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A JSON line keeps every byte outside the strings that change; line ends become a line feed. Its numbers are looked
at, and those of its keys that may be values; a number stays one, or becomes 0. JSON inside a string, tables, queries of URLs and base64 are
read, and written again as what they are.
Redacting what was redacted changes nothing, with these exceptions, whose results look like any other value: shift-date, surrogates of
ages and dates, and a hash with a prefix of your own.
A line that cannot be read is left out and told. Tables and folders are refused: `scrubjay run` reads them.

Examples:
  scrubjay redact mail.txt > clean.txt
  cat tickets.jsonl | scrubjay redact > clean.jsonl
  scrubjay redact --job job.toml tickets.jsonl     detection and redaction policy of a job
  scrubjay redact tickets.jsonl --operator mask --entity PHONE_NUMBER=keep -o clean.jsonl
  scrubjay redact tickets.jsonl --policy gdpr,pci-dss   what the strictest of both says
  scrubjay redact tickets.jsonl --operator surrogate --key-file scrubjay.key

Exit codes: 0 done; 2 could not run, or a record could not be passed on."
)]
pub(crate) struct Args {
    /// Text or JSON lines; - for standard input
    #[arg(default_value = "-", value_name = "INPUT")]
    input: String,
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What to do with what is found: placeholder, mask, remove, hash, surrogate, generalise, shift-date, encrypt, keep,
    /// drop-field, drop-record or quarantine
    #[arg(long, value_name = "OPERATOR", default_value = "placeholder", value_parser = operator, conflicts_with = "job")]
    operator: OperatorName,
    /// Policy that decides on every entity type; of several the strictest holds. `scrubjay policy list` shows them
    #[arg(long, value_name = "POLICY", value_delimiter = ',', conflicts_with_all = ["job", "operator"])]
    policy: Vec<String>,
    /// Operator for one entity type, in place of --operator and --policy
    #[arg(long, value_name = "ENTITY=OPERATOR", value_parser = entity_operator, conflicts_with = "job")]
    entity: Vec<(EntityType, OperatorName)>,
    /// Within what the same value has the same surrogate: record or dataset [default: record]
    #[arg(long, value_name = "SCOPE", value_parser = scope, conflicts_with = "job")]
    scope: Option<SurrogateScope>,
    #[command(flatten)]
    key: Key,
    #[command(flatten)]
    detection: Detection,
    #[command(flatten)]
    reading: Reading,
    /// Worker threads [default: as many as the machine has cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
}

/// So many entity types are named to who may have meant one of them.
const ALIKE: usize = 3;

fn operator(written: &str) -> Result<OperatorName, String> {
    let names = || OperatorName::ALL.map(OperatorName::as_str).join(", ");
    OperatorName::parse(written).ok_or_else(|| format!("one of {}", names()))
}

fn scope(written: &str) -> Result<SurrogateScope, String> {
    match written {
        "record" => Ok(SurrogateScope::Record),
        "dataset" => Ok(SurrogateScope::Dataset),
        _ => Err("record or dataset; a filter knows no groups".to_owned()),
    }
}

fn entity_operator(written: &str) -> Result<(EntityType, OperatorName), String> {
    let (entity, name) = written.split_once('=').ok_or("written like PHONE_NUMBER=mask")?;
    let entity = EntityType::new(entity).ok_or("an entity type is written like EMAIL_ADDRESS")?;
    Ok((entity, operator(name)?))
}

impl Args {
    fn redact(&self) -> config::Redact {
        let choices = self.entity.iter().map(|(entity, name)| (entity.clone(), OperatorChoice::Name(*name)));
        config::Redact {
            policies: self.policy.clone(),
            default: OperatorChoice::Name(self.operator),
            scope: self.scope.unwrap_or_default(),
            entities: choices.collect(),
            ..config::Redact::default()
        }
    }
}

/// The policy of the job or the command line, with the key that its operators need.
fn policy(args: &Args, globals: &Globals) -> anyhow::Result<Policy> {
    let loaded = args.detection.loaded()?;
    let (redact, detect, of_job) = match &loaded {
        Some(loaded) => (loaded.job.redact.clone(), loaded.job.detect.clone(), loaded.job.key.clone()),
        None => (args.redact(), args.detection.detect(), None),
    };
    let (mut redact, mut detect) = (redact, detect);
    let base = loaded.as_ref().map(|loaded| loaded.base.clone()).unwrap_or_default();
    let folder = detect.rules.as_ref().map(|folder| base.join(folder));
    let (own, packs) = args.detection.rules();
    let packs = if loaded.is_some() { detect.packs.clone() } else { packs.to_vec() };
    let folder = folder.or_else(|| own.map(Path::to_owned));
    let rules = RuleSet::load(&packs, folder.as_deref())?;
    pipeline::decisions(&mut redact, &mut detect, &rules, folder.as_deref())?;
    let given = match (args.key.read(globals)?, &of_job) {
        (Some(key), _) => Some(key),
        (None, Some(source)) => {
            let (key, _) = pipeline::read_key(source, &base)?;
            warn_if_open(source, &base, globals);
            Some(key)
        }
        (None, None) => None,
    };
    let (fresh, asked) = (given.is_none(), given.is_some() && of_job.is_none());
    let key = given.map_or_else(pipeline::fresh_key, Ok)?;
    let policy = Policy::new(&redact, &key)?.in_regions(&detect.regions);
    if fresh && policy.needs_key() {
        let note = "no key was given, so a fresh one is used: what is written will differ from run to run, and cannot be \
                    restored (`scrubjay key new` makes a key)";
        log::note(globals, note);
    }
    if asked && !policy.needs_key() {
        log::note(
            globals,
            "the key is not used: of the operators here none needs one (surrogate, hash, encrypt and shift-date do)",
        );
    }
    match folder {
        Some(folder) => Ok(policy.with_folder(&folder)?),
        None => Ok(policy),
    }
}

/// Runs the command.
pub(crate) fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let plan = ScanPlan {
        files: files(std::slice::from_ref(&args.input))?,
        source: args.reading.source()?,
        engine: args.detection.engine(&args.policy)?,
        limits: args.reading.limits(),
    };
    anyhow::ensure!(
        plan.files.len() == 1,
        "{} stands for {} files; redact takes one file at a time",
        args.input,
        plan.files.len()
    );
    let known: BTreeSet<&str> = plan.engine.rules().map(|rule| rule.entity.as_str()).collect();
    if let Some((unknown, _)) = args.entity.iter().find(|(entity, _)| !known.contains(entity.as_str())) {
        let known: Vec<_> = known.into_iter().collect();
        let alike = config::alike(unknown.as_str(), &known, ALIKE);
        let advice = match alike.as_slice() {
            [] => "`scrubjay rules list` shows all that there are".to_owned(),
            alike => format!("did you mean {}?", alike.join(" or ")),
        };
        anyhow::bail!("--entity {unknown}: no active rule finds this entity type; {advice}");
    }
    let policy = policy(args, globals)?;
    let progress = Arc::new(Progress::default());
    signal::listen(&progress)?;
    let watcher = Watcher::start(&progress, globals);
    let mut out: Box<dyn Write + Send> = match &args.output {
        Some(path) => Box::new(File::create_new(path).with_context(|| path.display().to_string())?),
        None => Box::new(io::stdout()),
    };
    let mut out = BufWriter::new(&mut out);
    let threads = args.threads.map_or(0, usize::from);
    let result = pipeline::filter(&plan, &policy, threads, &progress, |bytes| out.write_all(bytes));
    drop(watcher);
    match result {
        Ok(summary) => {
            out.flush().context("cannot write the results")?;
            Ok(conclude(&summary, globals))
        }
        Err(Error::Interrupted) => {
            log::error(globals, "interrupted; the output is not complete");
            Ok(Exit::Interrupted)
        }
        Err(error) => Err(error.into()),
    }
}

fn conclude(summary: &FilterSummary, globals: &Globals) -> Exit {
    let entities = summary.tally.entities.iter().map(|(entity, n)| format!("{entity} {}", n.findings));
    let entities: Vec<_> = entities.collect();
    log::note(
        globals,
        &format!(
            "{} record(s) passed on, {} changed, {} dropped by policy; {} finding(s){}{}",
            summary.passed,
            summary.tally.changed_records,
            summary.dropped,
            summary.tally.findings(),
            if entities.is_empty() { "" } else { ": " },
            entities.join(", ")
        ),
    );
    for refused in &summary.refused {
        let (code, slug) = (refused.reason.code(), refused.reason.slug());
        log::error(globals, &format!("{}: not passed on: {code} {slug}", refused.position));
    }
    if summary.withheld_records() == 0 {
        return Exit::Done;
    }
    log::error(globals, &format!("{} record(s) could not be passed on", summary.withheld_records()));
    Exit::CouldNotRun
}
