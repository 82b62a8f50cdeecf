//! First pass: read every file, gate and scrub every record, spill what is left, remember the keys that group records.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;

use super::duplicates::preferred;
use super::input::{FileOutcome, Input, NumberedBatch};
use super::overlap::overlap;
use super::plan::Plan;
use super::progress::{Phase, Progress};
use super::rows::{Keyer, Keys, RowKeys, Rows, Texts, Written};
use super::scrub::Scrubber;
use super::spill::{self, Origin, Withheld};
use super::{Error, Tally};
use crate::config::RemovedDuplicates;
use crate::core::{Body, Digest, Position, Raw, Reason, Record, Tags};
use crate::dedup::{NearClusters, NearDuplicates, ParagraphCounter, RepeatedParagraphs};
use crate::ingest::{Decoded, FileTask, RawBatch};
use crate::split::{Earlier, Strata};

/// What the barrier needs: everything but the texts.
pub(super) struct FirstPass {
    pub(super) tally: Tally,
    pub(super) rows: Rows,
    /// Clusters of near-duplicates, if they are to be kept together or removed.
    pub(super) near: Option<NearClusters>,
    /// Paragraphs that many documents have, if they are looked for.
    pub(super) paragraphs: Option<RepeatedParagraphs>,
    pub(super) files: Vec<FileOutcome>,
    pub(super) spill_bytes: u64,
}

/// The result of one batch.
pub(super) struct Batch {
    pub(super) spill: Vec<u8>,
    pub(super) rows: Vec<RowKeys>,
    pub(super) strata: Strata,
    pub(super) tally: Tally,
    pub(super) records: u64,
}

impl Batch {
    pub(super) fn new(plan: &Plan) -> Self {
        let tally = Tally::new(plan.job.source.len());
        Self { spill: Vec::new(), rows: Vec::new(), strata: Strata::default(), tally, records: 0 }
    }
}

/// Takes batches in the order of reading: the spill, and what is remembered of the records.
pub(super) struct Sink {
    output: File,
    near: Option<NearDuplicates>,
    paragraphs: Option<ParagraphCounter>,
    /// Whether texts of duplicates are compared.
    compared: bool,
    pub(super) tally: Tally,
    pub(super) rows: Rows,
    pub(super) spill_bytes: u64,
}

impl Sink {
    /// Nothing yet. Temporary files go to `folder`.
    pub(super) fn new(plan: &Plan, folder: &Path, spill: File, texts: Texts) -> Result<Self, Error> {
        let near = plan.finds_near() && (texts == Texts::Final || !plan.strips_paragraphs());
        let near = near.then(|| NearDuplicates::new(folder, plan.near_settings())).transpose();
        let counts = plan.counts_paragraphs() && texts == Texts::Whole;
        let paragraphs = counts.then(|| ParagraphCounter::new(folder, plan.paragraph_settings())).transpose();
        Ok(Self {
            output: spill,
            near: near.map_err(Error::spill)?,
            paragraphs: paragraphs.map_err(Error::spill)?,
            compared: plan.job.dedup.remove != RemovedDuplicates::None,
            tally: Tally::new(plan.job.source.len()),
            rows: Rows::default(),
            spill_bytes: 0,
        })
    }

    pub(super) fn take(&mut self, batch: Batch, progress: &Progress) -> Result<(), Error> {
        self.output.write_all(&batch.spill).map_err(Error::spill)?;
        self.spill_bytes += batch.spill.len() as u64;
        progress.add(batch.records, batch.tally.findings());
        self.tally.merge(&batch.tally);
        if let Some(near) = &mut self.near {
            for record in batch.rows.iter().filter_map(|row| row.near.as_ref()) {
                near.push(record).map_err(Error::spill)?;
            }
        }
        if let Some(paragraphs) = &mut self.paragraphs {
            let first = u32::try_from(self.rows.anchors.len()).map_err(|_| Error::TooManyRecords)?;
            for (row, record) in (first..).zip(&batch.rows) {
                paragraphs.push(row, &record.paragraphs).map_err(Error::spill)?;
            }
        }
        self.rows.extend(batch.rows, &batch.strata, self.compared)
    }

    pub(super) fn finish(self, plan: &Plan, files: Vec<FileOutcome>) -> Result<FirstPass, Error> {
        let Self { near, paragraphs, tally, rows, spill_bytes, .. } = self;
        let order = preferred(&rows.rivals, &plan.job.dedup.prefer);
        let paragraphs = paragraphs.map(|counter| counter.finish(order)).transpose().map_err(Error::spill)?;
        let near = near.map(NearDuplicates::finish).transpose().map_err(Error::spill)?;
        Ok(FirstPass { tally, rows, near, paragraphs, files, spill_bytes })
    }
}

/// Runs the pass within the current rayon pool.
pub(super) fn run(
    plan: &Plan,
    earlier: &Earlier,
    folder: &Path,
    spill: File,
    progress: &Progress,
) -> Result<FirstPass, Error> {
    progress.begin(Phase::Scrub, plan.input_bytes());
    let keys = Keys::new(&plan.key);
    let mut input = Input::new(&plan.files, &plan.sources, &plan.job.limits, progress);
    let mut sink = Sink::new(plan, folder, spill, Texts::Whole)?;
    let scrubbers = Mutex::new(Vec::new());
    overlap(
        || input.next(),
        |NumberedBatch { file, raw, .. }| {
            let idle = scrubbers.lock().ok().and_then(|mut idle: std::sync::MutexGuard<'_, Vec<_>>| idle.pop());
            let mut scrubber = idle.unwrap_or_else(|| Scrubber::new(plan));
            let batch = scrub_batch(plan, &keys, earlier, file, &raw, &mut scrubber);
            if let Ok(mut idle) = scrubbers.lock() {
                idle.push(scrubber);
            }
            batch
        },
        |batch| sink.take(batch?, progress),
    )?;
    sink.finish(plan, input.outcomes)
}

fn scrub_batch(
    plan: &Plan,
    keys: &Keys,
    earlier: &Earlier,
    file: usize,
    raw: &RawBatch,
    scrubber: &mut Scrubber<'_>,
) -> Result<Batch, Error> {
    let task = plan.files.get(file).ok_or(Error::TooManyRecords)?;
    let source = plan.source(task.source)?;
    let mut batch = Batch::new(plan);
    // What is spilled of a record is hardly more than was read of it.
    batch.spill.reserve(raw.bytes() + raw.bytes() / 8);
    let mut keyer = Keyer::new(plan, keys, earlier, task, Texts::Whole);
    let mut failed = None;
    raw.records(source, &mut |decoded| {
        batch.records += 1;
        let position = match &decoded {
            Decoded::Record(record) => record.position,
            Decoded::Withheld { position, .. } => *position,
        };
        let origin = origin(plan, keys, task, position);
        let outcome = match decoded {
            Decoded::Withheld { reason, .. } => Err(reason),
            Decoded::Record(record) => keep(plan, record, origin, scrubber, &mut keyer, &mut batch),
        };
        batch.tally.record(task.source, outcome.as_ref().err().copied());
        let pushed = match outcome {
            Ok(()) => Ok(()),
            Err(reason) => spill::push_withheld(Withheld { origin, reason }, &mut batch.spill),
        };
        if let Err(error) = pushed {
            failed = Some(error);
        }
    });
    match failed {
        Some(error) => Err(Error::SpillFrame(error)),
        None => Ok(batch),
    }
}

fn origin(plan: &Plan, keys: &Keys, task: &FileTask, position: Position) -> Origin {
    let source = plan.job.source.get(task.source as usize).map_or("", |source| source.name.as_str());
    let id = keys.id.digest(&[
        source.as_bytes(),
        task.file_ref.name.as_bytes(),
        position.unit().as_bytes(),
        &position.number().to_le_bytes(),
    ]);
    Origin { id: id.bytes(), source: task.source, file: task.file, position }
}

fn keep(
    plan: &Plan,
    record: Record<Raw>,
    origin: Origin,
    scrubber: &mut Scrubber<'_>,
    keyer: &mut Keyer<'_>,
    batch: &mut Batch,
) -> Result<(), Reason> {
    let tags: Tags = plan.gate.record(record.source as usize, &record.meta)?;
    let raw = keyer.raw(&record);
    let (record, account) = scrubber.scrub(record, &origin.id, tags, &mut batch.tally)?;
    let row = keyer.row(raw, Written::of(&record, &account), Digest::from_bytes(origin.id), &mut batch.strata);
    let before = batch.spill.len();
    if spill::push_kept(&record, origin.id, &account, row.keys.clone(), &mut batch.spill).is_err() {
        // A frame holds less than 4 GiB; a record that large is over every limit.
        batch.spill.truncate(before);
        return Err(Reason::TooLarge);
    }
    match &record.body {
        Body::Document { .. } => {}
        body if body.has_system() => batch.tally.with_system += 1,
        _ => batch.tally.without_system += 1,
    }
    batch.rows.push(row);
    Ok(())
}
