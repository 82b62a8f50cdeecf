//! Detection alone, over files without a job: every string of a JSON record, every cell of a table, or a whole text.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::Error;
use super::input::{Input, NumberedBatch};
use super::overlap::{Weighed, overlap};
use super::progress::{Phase, Progress};
use super::stats::RuleStats;
use super::tally::Tally;
use crate::config::Limits;
use crate::core::{EntityType, Finding, Position, Reason};
use crate::detect::{Engine, Scratch};
use crate::ingest::{Field, FileTask, KEY, RawBatch, SourcePlan, Unmapped};
use crate::leaf::is_unreadable;
use crate::store;

/// What to scan, and how.
pub struct ScanPlan {
    /// The files, in the order in which they are reported.
    pub files: Vec<FileTask>,
    /// How they are read.
    pub source: SourcePlan,
    /// What is looked for.
    pub engine: Engine,
    /// Bounds on what is read.
    pub limits: Limits,
}

/// One field of one record, with what was found in it.
pub struct Scanned<'a> {
    /// Name of the file.
    pub file: &'a Arc<str>,
    /// Place of the record in the file.
    pub position: Position,
    /// Number of the record in the file, counted from 1; 0 for the header row of a table.
    pub record: u64,
    /// The record's own id; none where something was found in the id itself.
    pub id: Option<&'a str>,
    /// JSON pointer or column name; none for a record in which nothing was found.
    pub field: Option<&'a str>,
    /// The findings, in order.
    pub findings: &'a [Finding],
    text: &'a str,
}

impl Scanned<'_> {
    /// A finding's offsets in Unicode code points instead of bytes.
    #[must_use]
    pub fn code_points(&self, finding: &Finding) -> (usize, usize) {
        let count = |end: usize| self.text.get(..end).map_or(0, |before| before.chars().count());
        (count(finding.span.start), count(finding.span.end))
    }
}

/// What a record turned out to be.
pub enum ScanItem<'a> {
    /// A field with findings, or a record without any.
    Scanned(Scanned<'a>),
    /// A record that could not be looked at. It is not clean.
    Withheld {
        /// Name of the file.
        file: &'a Arc<str>,
        /// Place of the record.
        position: Position,
        /// Why.
        reason: Reason,
    },
    /// A file that could not be read, or not to its end. It is not clean, whatever was found before.
    Unreadable(&'a UnreadableFile),
}

/// A file that could not be read, or not to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableFile {
    /// Name of the file, or the location as it was given.
    pub file: Arc<str>,
    /// What is wrong, with file and position and without content.
    pub problem: String,
}

impl UnreadableFile {
    fn new(file: Arc<str>, error: &dyn std::error::Error) -> Self {
        let causes = std::iter::successors(error.source(), |cause| cause.source());
        let problem = causes.fold(error.to_string(), |problem, cause| format!("{problem}: {cause}"));
        Self { file, problem }
    }
}

impl From<store::Error> for UnreadableFile {
    fn from(error: store::Error) -> Self {
        Self::new(Arc::from(error.place()), &error)
    }
}

/// Counts of a scan.
#[derive(Debug, Clone, Default)]
pub struct ScanSummary {
    /// Texts, bytes and findings.
    pub tally: Tally,
    /// Records looked at.
    pub records: u64,
    /// Records that could not be looked at, by reason.
    pub withheld: BTreeMap<Reason, u64>,
    /// Files that could not be read, in order.
    pub unreadable: Vec<UnreadableFile>,
    /// Columns of parquet files that were not looked at, since their type holds no text.
    pub unread: Vec<(Arc<str>, Vec<String>)>,
    /// Time that detection took, added up over all threads; zero unless it is measured.
    pub detection: Duration,
}

/// What is read: records, or that there are no more of a file that goes on.
enum Read {
    Batch(NumberedBatch),
    Unreadable(UnreadableFile),
}

impl Weighed for Read {
    fn bytes(&self) -> usize {
        match self {
            Self::Batch(batch) => batch.bytes(),
            Self::Unreadable(_) => 0,
        }
    }
}

/// A batch's output and counts.
struct Batch {
    out: Vec<u8>,
    summary: ScanSummary,
}

/// Scans all files; one that cannot be read is told and passed over. `render` turns items into bytes on the worker threads; `write` gets them in the order of the input.
pub fn scan(
    plan: &ScanPlan,
    threads: usize,
    progress: &Progress,
    render: impl Fn(&ScanItem<'_>, &mut Vec<u8>) + Sync,
    write: impl FnMut(&[u8]) -> std::io::Result<()> + Send,
) -> Result<ScanSummary, Error> {
    Ok(run(plan, threads, progress, render, write, &|| plan.engine.scratch())?.0)
}

/// As [`scan`], and counts what each rule met and measures how long it took.
pub fn scan_measured(
    plan: &ScanPlan,
    threads: usize,
    progress: &Progress,
    render: impl Fn(&ScanItem<'_>, &mut Vec<u8>) + Sync,
    write: impl FnMut(&[u8]) -> std::io::Result<()> + Send,
) -> Result<(ScanSummary, RuleStats), Error> {
    let (summary, used) = run(plan, threads, progress, render, write, &|| plan.engine.scratch().timed())?;
    let stats = RuleStats::new(&plan.engine, &used, summary.detection);
    Ok((summary, stats))
}

/// Scans with memory from `scratch`, and hands back all memory that was used.
fn run(
    plan: &ScanPlan,
    threads: usize,
    progress: &Progress,
    render: impl Fn(&ScanItem<'_>, &mut Vec<u8>) + Sync,
    mut write: impl FnMut(&[u8]) -> std::io::Result<()> + Send,
    scratch: &(impl Fn() -> Scratch + Sync),
) -> Result<(ScanSummary, Vec<Scratch>), Error> {
    let threads = if threads == 0 { rayon::current_num_threads() } else { threads };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|_| Error::Threads { threads })?;
    progress.begin(Phase::Scrub, plan.files.iter().filter_map(|task| task.file_ref.bytes).sum());
    let mut input = Input::new(&plan.files, std::slice::from_ref(&plan.source), &plan.limits, progress);
    let mut summary = ScanSummary::default();
    let idle: Mutex<Vec<Scratch>> = Mutex::new(Vec::new());
    pool.install(|| {
        overlap(
            || read(plan, &mut input),
            |read| {
                let NumberedBatch { file, first, raw, .. } = match read {
                    Read::Batch(batch) => batch,
                    Read::Unreadable(unreadable) => return unreadable_batch(unreadable, &render),
                };
                let mut scratch = lock(&idle).pop().unwrap_or_else(scratch);
                let batch = scan_batch(plan, file, first, &raw, &mut scratch, &render);
                lock(&idle).push(scratch);
                batch
            },
            |batch: Batch| {
                progress.add(batch.summary.records, batch.summary.tally.findings());
                summary.merge(&batch.summary);
                write(&batch.out).map_err(Error::Output)
            },
        )
    })?;
    for outcome in input.outcomes.into_iter().filter(|outcome| !outcome.unread.is_empty()) {
        let task = plan.files.get(outcome.file);
        summary.unread.extend(task.map(|task| (Arc::clone(&task.file_ref.name), outcome.unread)));
    }
    Ok((summary, idle.into_inner().unwrap_or_else(PoisonError::into_inner)))
}

/// The next records. What is wrong with a file is told where it stands, and the files behind it are read.
fn read(plan: &ScanPlan, input: &mut Input<'_>) -> Result<Option<Read>, Error> {
    match input.next() {
        Err(error @ (Error::Ingest(_) | Error::NoDigest { .. })) => {
            let file = plan.files.get(input.pass_over()).map(|task| Arc::clone(&task.file_ref.name));
            Ok(file.map(|file| Read::Unreadable(UnreadableFile::new(file, &error))))
        }
        read => Ok(read?.map(Read::Batch)),
    }
}

fn unreadable_batch(unreadable: UnreadableFile, render: &(impl Fn(&ScanItem<'_>, &mut Vec<u8>) + Sync)) -> Batch {
    let mut batch = Batch { out: Vec::new(), summary: ScanSummary::default() };
    render(&ScanItem::Unreadable(&unreadable), &mut batch.out);
    batch.summary.unreadable.push(unreadable);
    batch
}

fn lock(idle: &Mutex<Vec<Scratch>>) -> std::sync::MutexGuard<'_, Vec<Scratch>> {
    idle.lock().unwrap_or_else(PoisonError::into_inner)
}

impl ScanSummary {
    fn merge(&mut self, other: &Self) {
        self.tally.merge(&other.tally);
        self.records += other.records;
        self.detection += other.detection;
        self.unreadable.extend_from_slice(&other.unreadable);
        for (reason, count) in &other.withheld {
            *self.withheld.entry(*reason).or_default() += count;
        }
    }

    /// Records that could not be looked at.
    #[must_use]
    pub fn withheld_records(&self) -> u64 {
        self.withheld.values().sum()
    }
}

fn scan_batch(
    plan: &ScanPlan,
    file: usize,
    first: u64,
    raw: &RawBatch,
    scratch: &mut Scratch,
    render: &(impl Fn(&ScanItem<'_>, &mut Vec<u8>) + Sync),
) -> Batch {
    let mut batch = Batch { out: Vec::new(), summary: ScanSummary::default() };
    let Some(file) = plan.files.get(file).map(|task| &task.file_ref.name) else { return batch };
    let mut record = first;
    let mut found = Vec::new();
    raw.header(&mut |fields| {
        let texts: Vec<_> = fields.iter().map(|field| (field.text, field.name)).collect();
        plan.engine.detect_record(plan.engine.everywhere(), &texts, scratch, &mut found);
        for (field, findings) in fields.iter().zip(&found) {
            batch.summary.tally.scanned(field.text.len(), findings);
            if !findings.is_empty() {
                let (position, field, text) = (fields.position(), Some(field.name), field.text);
                let item = Scanned { file, position, record: 0, id: None, field, findings, text };
                render(&ScanItem::Scanned(item), &mut batch.out);
            }
        }
    });
    raw.fields(&mut |unmapped| {
        batch.summary.records += 1;
        match unmapped {
            Unmapped::Withheld { position, reason } => {
                *batch.summary.withheld.entry(reason).or_default() += 1;
                render(&ScanItem::Withheld { file, position, reason }, &mut batch.out);
            }
            Unmapped::Fields(fields) => {
                let texts: Vec<_> = fields.iter().map(|field| (field.text, field.name)).collect();
                let began = (!scratch.times().is_empty()).then(Instant::now);
                plan.engine.detect_record(plan.engine.everywhere(), &texts, scratch, &mut found);
                batch.summary.detection += began.map_or(Duration::ZERO, |began| began.elapsed());
                if texts.iter().any(|(text, _)| is_unreadable(text)) {
                    let (position, reason) = (fields.position(), Reason::UndecodableBase64);
                    *batch.summary.withheld.entry(reason).or_default() += 1;
                    render(&ScanItem::Withheld { file, position, reason }, &mut batch.out);
                }
                let mut hits = Vec::new();
                let mut keys = Vec::new();
                for (field, found) in fields.iter().zip(&mut found) {
                    batch.summary.tally.scanned(field.text.len(), found);
                    keys.extend(found.first().filter(|_| field.is_key).map(|finding| Hidden::new(field, finding)));
                    if !found.is_empty() {
                        hits.push((field, std::mem::take(found)));
                    }
                }
                let id = fields.id().filter(|_| !hits.iter().any(|(field, _)| matches!(field.name, "/id" | "id")));
                let position = fields.position();
                let item = |field, findings, text| {
                    ScanItem::Scanned(Scanned { file, position, record, id, field, findings, text })
                };
                let shown = |name| keys.iter().rev().fold(Cow::Borrowed(name), |name, key| key.hide(name));
                let names: Vec<_> = hits.iter().map(|(field, _)| shown(field.name)).collect();
                for ((field, findings), name) in hits.iter().zip(&names) {
                    render(&item(Some(name), findings.as_slice(), field.text), &mut batch.out);
                }
                if hits.is_empty() {
                    render(&item(None, &[], ""), &mut batch.out);
                }
            }
        }
        record += 1;
    });
    batch
}

/// A key that is a value itself: it must not be seen in the pointers to what stands under it.
struct Hidden {
    /// Length of its object's pointer.
    object: usize,
    pointer: String,
    entity: EntityType,
}

impl Hidden {
    fn new(key: Field<'_>, finding: &Finding) -> Self {
        let object = key.name.len().saturating_sub(KEY.len());
        let escaped = key.text.replace('~', "~0").replace('/', "~1");
        let pointer = format!("{}/{escaped}", key.name.get(..object).unwrap_or_default());
        Self { object, pointer, entity: finding.entity.clone() }
    }

    /// The pointer with the entity type in the key's place: `/contacts/{EMAIL_ADDRESS}/phone`.
    fn hide<'n>(&self, name: Cow<'n, str>) -> Cow<'n, str> {
        let below = name.strip_prefix(self.pointer.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('/'));
        let Some(below) = below else { return name };
        let object = name.get(..self.object).unwrap_or_default();
        Cow::Owned(format!("{object}/{{{}}}{below}", self.entity))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_are_values_are_hidden_in_pointers() {
        let key = |pointer: &str, object| Hidden {
            object,
            pointer: pointer.to_owned(),
            entity: EntityType::new("EMAIL_ADDRESS").unwrap(),
        };
        let outer = key("/of/ada@x", 3);
        assert_eq!(outer.hide("/of/ada@x/b".into()), "/of/{EMAIL_ADDRESS}/b");
        assert_eq!(outer.hide("/of/ada@xy/b".into()), "/of/ada@xy/b");
        // The pointer of a key below is that of the text: inner keys are hidden first.
        let inner = key("/of/ada@x/bob@x", 9);
        assert_eq!(outer.hide(inner.hide("/of/ada@x/bob@x".into())), "/of/{EMAIL_ADDRESS}/{EMAIL_ADDRESS}");
    }
}
