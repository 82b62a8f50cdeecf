//! `scrubjay leaks`: does anything of the holdout stand in the training data?

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use scrubjay::config::{Columns, Conversation, Mapping};
use scrubjay::leak::{Settings, Side, Verdict};
use scrubjay::pipeline::{self, Error, LeakFields, LeakSide, LeaksPlan, LeaksSummary, Progress};
use scrubjay::store;

use super::scan::{Detection, Reading};
use crate::args::{Globals, ReportFormat as Format};
use crate::exit::Exit;
use crate::progress::Watcher;
use crate::render::leaks as render;
use crate::render::report::{github, junit, sarif};
use crate::{log, signal};

/// Arguments of `scrubjay leaks`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Training files are held against the holdout, the validation set and every reference; the validation set against the \
holdout. Files may be of any format and shape that a job can read: prompt and completion, messages, text. Fields with \
other names are given with --map, as in [source.map] of a job; a record of no known shape is compared as one text.

Examples:
  scrubjay leaks --train train.jsonl --holdout holdout.jsonl
  scrubjay leaks --train 'train-*.jsonl' --validation validation.jsonl --holdout holdout.jsonl
  scrubjay leaks --train train.csv --holdout holdout.csv --map prompt=question --map completion=reply
  scrubjay leaks --train train.jsonl --holdout holdout.jsonl --map group=customer --map created=date --temporal
  scrubjay leaks --train corpus/ --reference benchmarks/ --format json > leakage.json
  scrubjay leaks --train train.jsonl --holdout holdout.jsonl --format sarif > leaks.sarif

Exit codes: 0 no leak, perhaps with warnings; 1 leaks; 2 could not run, or a record could not be looked at.")]
pub(crate) struct Args {
    /// Files, folders or globs that are trained on (may be given several times)
    #[arg(long, value_name = "INPUT", num_args = 1.., required = true)]
    train: Vec<String>,
    /// Files, folders or globs of the holdout
    #[arg(long, value_name = "INPUT", num_args = 1.., required_unless_present_any = ["validation", "reference"])]
    holdout: Vec<String>,
    /// Files, folders or globs of the validation set
    #[arg(long, value_name = "INPUT", num_args = 1..)]
    validation: Vec<String>,
    /// A file or folder of benchmarks that must not be trained on; each is a reference set of its own
    #[arg(long, value_name = "INPUT")]
    reference: Vec<String>,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    format: Format,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    thresholds: Thresholds,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    detection: Detection,
    /// Also look for the same personal values on both sides; reads everything with the detection rules
    #[arg(long)]
    values: bool,
    /// How many hits of each check are listed at most; all are counted
    #[arg(long, default_value_t = 100, value_name = "N")]
    max_hits: usize,
    /// Show no words of the records, redacted or not
    #[arg(long)]
    no_snippets: bool,
    /// Worker threads [default: as many as the machine has cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
}

/// Options that say which field holds what.
#[derive(Debug, clap::Args)]
struct Fields {
    /// A field that holds something: ROLE is text, system, prompt, completion, messages, id, group, created, document (that
    /// the record is a passage of) or seed (that a synthetic record was made from); FIELD is a name or a JSON pointer
    #[arg(long, value_name = "ROLE=FIELD", value_parser = role_field)]
    map: Vec<(String, String)>,
    /// Where a turn's role stands in it
    #[arg(long, value_name = "FIELD")]
    turn_role: Option<String>,
    /// Where a turn's text stands in it
    #[arg(long, value_name = "FIELD")]
    turn_content: Option<String>,
}

/// From when on something is a leak.
#[derive(Debug, clap::Args)]
struct Thresholds {
    /// Jaccard index from which on two records are near-duplicates
    #[arg(long, value_name = "INDEX", default_value_t = Settings::default().near_duplicate)]
    near_duplicate: f64,
    /// Share of a protected document's 8-word runs, or of a dialogue's prompt, in one record, from which on it leaks
    #[arg(long, value_name = "SHARE", default_value_t = Settings::default().containment)]
    containment: f64,
    /// Words in a row of a document that leak whatever the share; of a dialogue they are worth a look
    #[arg(long, value_name = "WORDS", default_value_t = Settings::default().longest_run)]
    longest_run: u32,
    /// Training records must be older than the holdout; needs --map created=FIELD
    #[arg(long)]
    temporal: bool,
}

const ROLES: [&str; 10] =
    ["text", "system", "prompt", "completion", "messages", "id", "group", "created", "document", "seed"];

fn role_field(written: &str) -> Result<(String, String), String> {
    let (role, field) = written.split_once('=').ok_or("written like prompt=question")?;
    if ROLES.contains(&role) && !field.is_empty() {
        Ok((role.to_owned(), field.to_owned()))
    } else {
        Err(format!("the role is one of {}", ROLES.join(", ")))
    }
}

impl Fields {
    fn fields(&self) -> anyhow::Result<LeakFields> {
        let mut fields = LeakFields { conversation: self.conversation(), ..LeakFields::default() };
        let mut groups = Vec::new();
        for (role, field) in &self.map {
            let LeakFields { map, document, seed, .. } = &mut fields;
            let slot = match role.as_str() {
                "group" => {
                    groups.push(field.clone());
                    continue;
                }
                "document" => document,
                "seed" => seed,
                role => body_slot(map, role),
            };
            anyhow::ensure!(slot.is_none(), "--map {role} is given twice");
            *slot = Some(field.clone());
        }
        let Mapping { text, system, prompt, completion, messages, .. } = &fields.map;
        let bodies = [text.is_some(), prompt.is_some() || completion.is_some(), messages.is_some()];
        anyhow::ensure!(
            prompt.is_some() == completion.is_some() && bodies.iter().filter(|given| **given).count() <= 1,
            "--map takes either text, or prompt and completion, or messages"
        );
        anyhow::ensure!(text.is_none() || system.is_none(), "--map text takes no system");
        fields.map.group = (!groups.is_empty()).then_some(Columns::Many(groups));
        Ok(fields)
    }

    fn conversation(&self) -> Conversation {
        let mut conversation = Conversation::default();
        if let Some(role) = &self.turn_role {
            conversation.role.clone_from(role);
        }
        if let Some(content) = &self.turn_content {
            conversation.content.clone_from(content);
        }
        conversation
    }
}

fn body_slot<'m>(map: &'m mut Mapping, role: &str) -> &'m mut Option<String> {
    match role {
        "text" => &mut map.text,
        "system" => &mut map.system,
        "prompt" => &mut map.prompt,
        "completion" => &mut map.completion,
        "messages" => &mut map.messages,
        "created" => &mut map.created,
        _ => &mut map.id,
    }
}

impl Args {
    fn plan(&self) -> anyhow::Result<LeaksPlan> {
        let fields = self.fields.fields()?;
        anyhow::ensure!(
            !self.thresholds.temporal || fields.map.created.is_some(),
            "--temporal needs --map created=FIELD"
        );
        let mut sides = vec![side(Side::Train, "train", &self.train)?];
        for (which, name, inputs) in
            [(Side::Validation, "validation", &self.validation), (Side::Holdout, "holdout", &self.holdout)]
        {
            if !inputs.is_empty() {
                sides.push(side(which, name, inputs)?);
            }
        }
        for (number, input) in (0u16..).zip(&self.reference) {
            sides.push(side(Side::Reference(number), input, std::slice::from_ref(input))?);
        }
        Ok(LeaksPlan {
            sides,
            fields,
            format: self.reading.format(),
            encoding: self.reading.encoding().to_owned(),
            limits: self.reading.limits(),
            settings: self.settings()?,
            engine: self.detection.engine(&[])?,
            values: self.values,
            listed: self.max_hits,
            snippets: !self.no_snippets,
        })
    }

    fn settings(&self) -> anyhow::Result<Settings> {
        let Thresholds { near_duplicate, containment, longest_run, temporal } = self.thresholds;
        for (name, share) in [("--near-duplicate", near_duplicate), ("--containment", containment)] {
            anyhow::ensure!(share > 0.0 && share <= 1.0, "{name} is a number above 0, at most 1");
        }
        let default = Settings::default();
        Ok(Settings {
            near_duplicate,
            near_duplicate_warning: default.near_duplicate_warning.min(near_duplicate),
            containment,
            containment_warning: default.containment_warning.min(containment),
            longest_run,
            temporal,
            ..default
        })
    }
}

fn side(side: Side, name: &str, inputs: &[String]) -> anyhow::Result<LeakSide> {
    let mut files = Vec::new();
    for input in inputs {
        anyhow::ensure!(input != "-", "leaks reads files, not standard input: every file is opened twice");
        files.extend(store::expand(Path::new(""), input)?);
    }
    Ok(LeakSide { side, name: name.to_owned(), files })
}

/// Runs the command.
pub(crate) fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let plan = args.plan()?;
    let progress = Arc::new(Progress::default());
    signal::listen_and_leave(&progress, globals)?;
    let watcher = Watcher::start(&progress, globals);
    let result = pipeline::leaks(&plan, args.threads.map_or(0, usize::from), &progress);
    drop(watcher);
    let summary = match result {
        Ok(summary) => summary,
        Err(Error::Interrupted) => {
            log::error(globals, "interrupted");
            return Ok(Exit::Interrupted);
        }
        Err(error) => return Err(error.into()),
    };
    let mut out = Vec::new();
    match args.format {
        Format::Human => render::human(&summary, globals.quiet, &mut out)?,
        Format::Json => render::json(&summary, &mut out)?,
        Format::Sarif => sarif::write(&render::report(&summary), &mut out)?,
        Format::Junit => junit::write(&render::report(&summary), &mut out)?,
        Format::Github => github::write(&render::report(&summary), &mut out)?,
    }
    io::stdout().lock().write_all(&out)?;
    Ok(exit(&summary, globals))
}

fn exit(summary: &LeaksSummary, globals: &Globals) -> Exit {
    for unread in &summary.unread {
        let (code, slug) = (unread.reason.code(), unread.reason.slug());
        let place = scrubjay::core::Location { file: Arc::clone(&unread.file), position: unread.position };
        log::error(globals, &format!("{place}: not looked at: {code} {slug}"));
    }
    let withheld: u64 = summary.withheld.values().sum();
    if withheld > 0 {
        log::error(globals, &format!("{withheld} record(s) could not be looked at; what they hold is unknown"));
    }
    if summary.undated > 0 {
        log::note(globals, &format!("{} record(s) have a `created` that is no date", summary.undated));
    }
    match summary.report.verdict {
        _ if withheld > 0 => Exit::CouldNotRun,
        Verdict::Fail => Exit::Found,
        Verdict::NotExamined => {
            log::error(globals, "there was nothing to compare");
            Exit::CouldNotRun
        }
        Verdict::Pass | Verdict::Warn => Exit::Done,
    }
}
