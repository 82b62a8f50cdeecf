//! One run from plan to published dataset.

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::PathBuf;
use std::time::Instant;

use super::account;
use super::barrier::{self, Barrier};
use super::duplicates::Duplicates;
use super::first_pass::{self, FirstPass};
use super::gate::{self, GateFailure};
use super::leak_checks::{self, LeakageFile, References, ResolvedCheck};
use super::outputs::{self, Outputs, Written};
use super::plan::Plan;
use super::previous::Previous;
use super::progress::{Phase, Progress};
use super::second_pass;
use super::{Error, Tally, paragraphs, place, tokens};
use crate::config::Link;
use crate::core::{Reason, Split};
use crate::format::{Target, validate};
use crate::leak::{self, CheckId, Crossing};
use crate::manifest::model::{Cost, Deduplication, TokenCount};
use crate::manifest::{Manifest, Run};
use crate::split::Achieved;
use crate::write::Staging;

/// How to run a plan.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Worker threads; 0 takes all the machine has.
    pub threads: usize,
    /// Replace a dataset that stands in the output folder.
    pub force: bool,
    /// When the run began (RFC 3339), for the run part of the manifest.
    pub started: String,
    /// The command line, for the run part of the manifest.
    pub invocation: Vec<String>,
    /// Name of the machine, for the run part of the manifest.
    pub host: String,
}

/// What a steward wants to know at the end of a run.
#[derive(Debug, Clone)]
pub struct Summary {
    /// Folder of the dataset, or of the quarantine index if a gate failed.
    pub out: PathBuf,
    /// Everything that was counted.
    pub tally: Tally,
    /// What was made of records that say the same.
    pub dedup: Deduplication,
    /// Splits as asked for and as achieved.
    pub splits: Vec<Achieved>,
    /// Groups of records that stay together, and how many of them hold more than one.
    pub groups: (u64, u64),
    /// Strata in all, and how many the holdout covers.
    pub strata: (u64, u64),
    /// Leak checks on what records say.
    pub checks: Vec<CheckSummary>,
    /// Leak checks by name and place.
    pub leaks: Vec<(String, Vec<Crossing>)>,
    /// Gates that said no. Empty when the dataset was published.
    pub gates: Vec<GateFailure>,
    /// What is not wrong but worth knowing.
    pub notes: Vec<String>,
    /// Tokens that were written, by target and split.
    pub tokens: Vec<TokenCount>,
    /// What training is estimated to cost, where the job gives prices.
    pub costs: Vec<Cost>,
    /// Written files.
    pub outputs: Vec<Written>,
    /// BLAKE3 of the deterministic part of the manifest. Empty if a gate failed.
    pub content_digest: String,
    /// The sheet for a reviewer, and how many records of each split it holds, if one was asked for.
    pub sheet: Option<(PathBuf, [u64; 3])>,
    /// Seconds it took.
    pub seconds: f64,
}

/// A leak check, for the summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckSummary {
    /// Its name.
    pub check: CheckId,
    /// What it concluded.
    pub verdict: leak::Verdict,
    /// Records that had what it compares.
    pub examined: u64,
    /// Protected records that are too short for it.
    pub too_short: u64,
    /// Hits by severity.
    pub found: leak::Found,
}

impl CheckSummary {
    fn of(check: &leak::CheckReport) -> Self {
        let leak::CheckReport { id, verdict, examined, too_short, found, .. } = check;
        Self { check: *id, verdict: *verdict, examined: *examined, too_short: *too_short, found: *found }
    }
}

/// Runs a plan and publishes the dataset.
pub fn run(plan: &Plan, options: &Options, progress: &Progress) -> Result<Summary, Error> {
    let threads = if options.threads == 0 { rayon::current_num_threads() } else { options.threads };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|_| Error::Threads { threads })?;
    pool.install(|| passes(plan, options, progress))
}

fn passes(plan: &Plan, options: &Options, progress: &Progress) -> Result<Summary, Error> {
    let start = Instant::now();
    plan.audit.as_ref().map_or(Ok(()), |audit| audit.check(plan, options.force))?;
    // Before the work, and again before anything is written there.
    place::failed(&plan.out)?;
    let staging = Staging::create(&plan.out, options.force)?;
    place::replaceable(&plan.out)?;
    let mut spill = tempfile::tempfile_in(staging.path()).map_err(Error::spill)?;
    let earlier = plan.previous.as_ref().map(Previous::load).transpose()?.unwrap_or_default();
    let references = References::read(plan)?;
    let mut first = first_pass::run(plan, &earlier, staging.path(), duplicate(&spill)?, progress)?;
    check_sources(plan, &first)?;
    let paragraphs;
    (first, spill, paragraphs) = paragraphs::run(plan, &earlier, staging.path(), (first, spill), progress)?;
    drop(earlier);
    progress.begin(Phase::Split, 0);
    let (duplicates, mut barrier) = group(plan, &mut first)?;
    let checking = Instant::now();
    let checked =
        leak_checks::run(plan, staging.path(), (&spill, first.spill_bytes), &mut barrier, &references, progress)?;
    barrier.fit(plan);
    let leakage = leak_checks::file(plan, &barrier, &references, &checked);
    let checking = checking.elapsed();
    spill.seek(SeekFrom::Start(0)).map_err(Error::spill)?;

    let mut summary = summarise(plan, &first, &barrier, &leakage);
    summary.dedup = Deduplication { paragraphs, ..duplicates.account(plan, barrier.places.len(), barrier.near) };
    summary.gates = gates(plan, &first, &barrier, &leakage);
    if barrier.kept() == 0 || !summary.gates.is_empty() {
        summary.out = outputs::write_quarantine_only(plan, spill, &barrier.places, &leakage, progress)?;
        return refuse(summary, &barrier, start);
    }
    let mut outputs = Outputs::create(&staging, plan, &barrier)?;
    let fold = fold_system(plan, &first.tally, &mut summary.notes);
    let placed = (&barrier, &duplicates);
    let second = second_pass::run(plan, duplicate(&spill)?, first.spill_bytes, placed, &fold, &mut outputs, progress)?;
    for (target, crossings) in &second.exact {
        let place = format!(" ({target})");
        summary.gates.extend(gate::leaks("leak-exact", &place, crossings, plan.job.leakage.exact));
        summary.leaks.push((format!("exact, {target}"), crossings.clone()));
    }
    if !summary.gates.is_empty() {
        summary.out = outputs::write_quarantine_only(plan, spill, &barrier.places, &leakage, progress)?;
        return refuse(summary, &barrier, start);
    }
    if outputs.not_evaluable > 0 {
        summary.notes.push(format!(
            "{} holdout document(s) of one sentence are not in evaluation/holdout.jsonl, which asks for a continuation",
            outputs.not_evaluable
        ));
    }
    summary.tokens = tokens::totals(plan, &outputs.sizes);
    summary.costs = tokens::costs(&plan.job.output.price, &summary.tokens);
    for ((source, reason), records) in &outputs.withheld {
        first.tally.withhold(*source, *reason, *records);
    }
    summary.tally = first.tally.clone();
    let sample = plan.audit.as_ref().zip(outputs.sample());
    let written = outputs.finish(plan, (Outputs::leakage(&staging)?, &leakage))?;
    summary.notes.extend(target_notes(plan, &barrier));
    summary.gates.extend(gate::file_sizes(plan, &written));
    if !summary.gates.is_empty() {
        summary.out = outputs::write_quarantine_only(plan, spill, &barrier.places, &leakage, progress)?;
        return refuse(summary, &barrier, start);
    }
    summary.outputs = written.iter().map(Written::from).collect();
    summary.seconds = start.elapsed().as_secs_f64();
    let manifest = Manifest {
        content: account::content(plan, &first, &barrier, &summary, &leakage, &second, written)?,
        run: Run {
            audit: sample.as_ref().map(|(audit, sample)| audit.account(sample)),
            ..run_part(options, &summary, checking)
        },
    };
    let sheet =
        sample.map(|(audit, sample)| Ok::<_, Error>((audit, audit.write(&sample)?, sample.records()))).transpose()?;
    let bytes = manifest.to_json()?;
    summary.content_digest = manifest.content_digest()?;
    // Once more, because somebody may have put something there during the run.
    place::replaceable(&plan.out)?;
    let published = staging.publish(&bytes)?;
    if let Some(leftover) = published.leftover {
        summary.notes.push(format!("the replaced dataset could not be removed: {}", leftover.display()));
    }
    if let Some((audit, sheet, records)) = sheet {
        let path = || audit.sheet.clone();
        sheet.persist(&audit.sheet).map_err(|error| Error::SheetUnnamed { path: path(), source: error.error })?;
        summary.sheet = Some((path(), records));
    }
    Ok(summary)
}

/// Decides which duplicates go and where the rest stands.
fn group(plan: &Plan, first: &mut FirstPass) -> Result<(Duplicates, Barrier), Error> {
    let mut rows = std::mem::take(&mut first.rows);
    let mut near = first.near.take();
    let counts = near.as_ref().map(|near| near.counts).unwrap_or_default();
    let duplicates = Duplicates::find(plan, &std::mem::take(&mut rows.rivals), near.as_mut())?;
    let together = near.filter(|_| plan.links(Link::Near));
    let mut barrier = barrier::run(rows, together, &duplicates, &plan.job.split);
    barrier.near = counts;
    Ok((duplicates, barrier))
}

fn duplicate(file: &File) -> Result<File, Error> {
    file.try_clone().map_err(Error::spill)
}

/// The commonest reasons say what is wrong if nothing is left.
const TOLD_REASONS: usize = 3;

fn refuse(mut summary: Summary, barrier: &Barrier, start: Instant) -> Result<Summary, Error> {
    summary.seconds = start.elapsed().as_secs_f64();
    if barrier.kept() == 0 && summary.gates.is_empty() {
        let records = summary.tally.records();
        let mut reasons: Vec<_> = summary.tally.withheld().into_iter().collect();
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let told = |(reason, count): &(crate::core::Reason, u64)| {
            format!("{count} {} {} ({})", reason.code(), reason.slug(), reason.meaning().trim_end_matches('.'))
        };
        let reasons = reasons.iter().take(TOLD_REASONS).map(told).collect::<Vec<_>>().join("; ");
        return Err(Error::NothingLeft { records, reasons, index: summary.out.display().to_string() });
    }
    Err(Error::Gates(Box::new(summary)))
}

/// A source without records, or whose mapping fits none of them, is a mistake in the job rather than a result.
fn check_sources(plan: &Plan, first: &FirstPass) -> Result<(), Error> {
    for (n, (source, tally)) in plan.job.source.iter().zip(&first.tally.sources).enumerate() {
        let name = source.name.clone();
        if tally.records == 0 {
            let files = plan.files_of(n).count();
            let read = first.files.iter().zip(&plan.files).filter(|(_, task)| task.source as usize == n);
            return Err(Error::EmptySource { name, files, bytes: read.map(|(file, _)| file.digest.bytes).sum() });
        }
        let missing = tally.withheld.get(&Reason::MissingField).copied().unwrap_or(0);
        let unreadable = tally.withheld.iter().filter(|(reason, _)| reason.code().starts_with("Q1")).map(|(_, n)| n);
        if missing > 0 && missing + unreadable.sum::<u64>() == tally.records {
            let first = plan.files_of(n).next().map(|task| task.file_ref.name.to_string()).unwrap_or_default();
            return Err(Error::MappingMatchesNothing { name, missing, records: tally.records, first });
        }
    }
    Ok(())
}

fn summarise(plan: &Plan, first: &FirstPass, barrier: &Barrier, leakage: &LeakageFile) -> Summary {
    let mut notes = plan.notes.clone();
    if plan.key_kind == "derived" {
        notes.push(
            "no [key] is given: record ids can be recomputed by anyone who has the job file and the sources".to_owned(),
        );
    }
    for (task, file) in plan.files.iter().zip(&first.files).filter(|(_, file)| file.records == 0) {
        notes.push(format!("{} holds no record ({} bytes)", task.file_ref.name, file.digest.bytes));
    }
    notes.extend(split_notes(plan, barrier, leakage));
    for target in plan.targets.iter().filter(|target| !plan.writes(target, Split::Validation)) {
        notes.push(format!("{} takes no validation file; its validation records are not written", target.name()));
    }
    Summary {
        out: plan.out.clone(),
        tally: first.tally.clone(),
        dedup: Deduplication::default(),
        splits: barrier.achieved.clone(),
        groups: (barrier.groups, barrier.joined_groups),
        leaks: vec![
            ("keys before redaction".to_owned(), barrier.raw.clone()),
            ("keys after redaction".to_owned(), barrier.normalised.clone()),
        ],
        checks: leakage.report.checks.iter().map(CheckSummary::of).collect(),
        strata: coverage(barrier),
        gates: Vec::new(),
        notes,
        tokens: Vec::new(),
        costs: Vec::new(),
        outputs: Vec::new(),
        content_digest: String::new(),
        sheet: None,
        seconds: 0.0,
    }
}

/// Strata in all, and how many the holdout covers.
fn coverage(barrier: &Barrier) -> (u64, u64) {
    let held = barrier.strata.iter().filter(|stratum| stratum.records.last().is_some_and(|held| *held > 0));
    (barrier.strata.len() as u64, held.count() as u64)
}

/// What the split could not do as asked, or had to do unasked.
fn split_notes(plan: &Plan, barrier: &Barrier, leakage: &LeakageFile) -> Vec<String> {
    let mut notes = Vec::new();
    let (groups, records) = barrier.oversize;
    if groups > 0 {
        notes.push(format!(
            "{groups} group(s) of {records} record(s) in all are larger than what validation and holdout ask for; a split that \
             draws one gets far more than it asked for"
        ));
    }
    if let Some(moved) = barrier.merged.moved.filter(|moved| *moved > 0) {
        notes.push(format!(
            "{} group(s) were joined out of several by records that link them, and {moved} of their {} record(s) stand in another \
             split for it than they would alone; the lineage names them (column `alone`). split.previous keeps what an earlier \
             version decided",
            barrier.merged.groups, barrier.merged.records
        ));
    }
    let (strata, covered) = coverage(barrier);
    let holdout = barrier.achieved.iter().any(|part| part.split == Split::Holdout && part.records > 0);
    if holdout && covered < strata {
        notes.push(format!(
            "the holdout covers {covered} of {strata} strata ({}); the manifest lists the others",
            plan.job.split.strata.iter().map(|label| label.as_str()).collect::<Vec<_>>().join(", ")
        ));
    }
    let (dates, continued) = (&barrier.dates, &barrier.continued);
    if let Some(from) = &plan.job.split.holdout_after {
        notes.push(format!(
            "holdout from {from} on: {} record(s) have no date that can be read and are not in it; {} earlier one(s) are in \
             it with their group; {} later one(s) are elsewhere",
            dates.undated, dates.early_held, dates.late_trained
        ));
    }
    for action in &leakage.actions {
        let ResolvedCheck { groups_moved, records_moved, records_dropped } = action.done;
        if groups_moved + records_dropped > 0 {
            notes.push(format!(
                "{}: {groups_moved} group(s) of {records_moved} record(s) were moved to where they leaked to, and \
                 {records_dropped} record(s) withheld",
                action.check
            ));
        }
    }
    if plan.previous.is_some() {
        let [train, validation, holdout] = continued.recognised;
        let [_, joined_validation, joined_holdout] = continued.joined;
        notes.push(format!(
            "of the earlier version {train} record(s) stay in train, {validation} in validation and {holdout} in the holdout; \
             {joined_holdout} new one(s) belong to its holdout and {joined_validation} to its validation set; {} new one(s) \
             linked different splits and {} earlier one(s) are linked with its holdout now: both are withheld",
            continued.linking, continued.linked
        ));
    }
    notes
}

fn gates(plan: &Plan, first: &FirstPass, barrier: &Barrier, leakage: &LeakageFile) -> Vec<GateFailure> {
    let kept = barrier.kept();
    let mut failures: Vec<GateFailure> = gate::quarantine(&first.tally, &plan.job.limits).into_iter().collect();
    if kept > 0 {
        failures.extend(gate::tolerance(&barrier.achieved, kept));
        failures.extend(gate::numbers(plan, barrier));
        let action = plan.job.leakage.normalised;
        failures.extend(gate::leaks("leak-normalised", " before redaction", &barrier.raw, action));
        failures.extend(gate::leaks("leak-normalised", "", &barrier.normalised, action));
        failures.extend(gate::leaks(
            "leak-group",
            " by a group value, prompt or document",
            &barrier.links,
            plan.job.leakage.group,
        ));
        failures.extend(gate::checks(plan, &leakage.report));
    }
    failures
}

/// Which targets get system texts folded into the first user turn: those that want all records or none to have one, where
/// only some have.
fn fold_system(plan: &Plan, tally: &Tally, notes: &mut Vec<String>) -> Vec<bool> {
    let mixed = tally.with_system > 0 && tally.without_system > 0;
    let fold = |target: &Target| mixed && target.uniform_system().is_some();
    for target in plan.targets.iter().filter(|target| fold(target)) {
        notes.push(format!(
            "{} wants a system text in all records or in none; the {} that have one carry it in their first user turn",
            target.name(),
            tally.with_system
        ));
    }
    plan.targets.iter().map(fold).collect()
}

/// Limits of the targets that what was written does not meet, and that do not stop the run.
fn target_notes(plan: &Plan, barrier: &Barrier) -> Vec<String> {
    let mut notes = Vec::new();
    for (target, numbers) in plan.targets.iter().zip(&barrier.numbers) {
        let jobs = gate::jobs(plan, target, *numbers);
        if jobs > 1 {
            notes.push(format!(
                "{}: train and validation are written to {jobs} files each, a pair for each of {jobs} training jobs",
                target.name()
            ));
        }
        let counts = validate::record_counts(target, numbers.train / jobs, numbers.validation / jobs);
        notes.extend(counts.into_iter().map(|count| format!("{}: {count}", target.name())));
    }
    notes
}

fn run_part(options: &Options, summary: &Summary, checking: std::time::Duration) -> Run {
    let started = options.started.clone();
    let finished = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a duration in milliseconds
    let duration_ms = (summary.seconds * 1000.0) as u64;
    Run {
        started,
        finished,
        duration_ms,
        leak_checks_ms: u64::try_from(checking.as_millis()).unwrap_or(u64::MAX),
        host: options.host.clone(),
        threads: rayon::current_num_threads() as u64,
        invocation: options.invocation.clone(),
        audit: None,
    }
}
