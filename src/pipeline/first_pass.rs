//! First pass: read every file, gate and scrub every record, spill what is left, remember the keys that group records.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Mutex;

use super::input::{FileOutcome, Input, NumberedBatch};
use super::overlap::overlap;
use super::plan::Plan;
use super::progress::{Phase, Progress};
use super::rows::{Keyer, Keys, RowKeys, Rows};
use super::scrub::Scrubber;
use super::spill::{self, Origin, Withheld};
use super::{Error, Tally};
use crate::core::{Body, Digest, Position, Raw, Reason, Record, Tags};
use crate::dedup::{NearClusters, NearDuplicates};
use crate::ingest::{Decoded, FileTask, RawBatch};
use crate::split::{Earlier, Strata};

/// What the barrier needs: everything but the texts.
pub(super) struct FirstPass {
    pub(super) tally: Tally,
    pub(super) rows: Rows,
    /// Clusters of near-duplicates, if they are to be kept together or removed.
    pub(super) near: Option<NearClusters>,
    pub(super) files: Vec<FileOutcome>,
    pub(super) spill_bytes: u64,
}

/// The result of one batch.
struct Batch {
    spill: Vec<u8>,
    rows: Vec<RowKeys>,
    strata: Strata,
    tally: Tally,
    records: u64,
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
    let mut output = BufWriter::with_capacity(1 << 20, spill);
    let mut pass = FirstPass {
        tally: Tally::new(plan.job.source.len()),
        rows: Rows::default(),
        near: None,
        files: Vec::new(),
        spill_bytes: 0,
    };
    let mut near = if plan.finds_near() {
        Some(NearDuplicates::new(folder, plan.near_settings()).map_err(Error::spill)?)
    } else {
        None
    };
    let scrubbers = Mutex::new(Vec::new());
    let width = rayon::current_num_threads() * 8;
    overlap(
        width,
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
        |batch| {
            let batch = batch?;
            output.write_all(&batch.spill).map_err(Error::spill)?;
            pass.spill_bytes += batch.spill.len() as u64;
            progress.add(batch.records, batch.tally.findings());
            pass.tally.merge(&batch.tally);
            if let Some(near) = &mut near {
                for record in batch.rows.iter().filter_map(|row| row.near.as_ref()) {
                    near.push(record).map_err(Error::spill)?;
                }
            }
            pass.rows.extend(batch.rows, &batch.strata)
        },
    )?;
    output.flush().map_err(Error::spill)?;
    pass.files = input.outcomes;
    pass.near = near.map(NearDuplicates::finish).transpose().map_err(Error::spill)?;
    Ok(pass)
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
    let mut batch = Batch {
        spill: Vec::new(),
        rows: Vec::new(),
        strata: Strata::default(),
        tally: Tally::new(plan.job.source.len()),
        records: 0,
    };
    let mut keyer = Keyer::new(plan, keys, earlier, task);
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
    let row = keyer.row(raw, &record, &account, Digest::from_bytes(origin.id), &mut batch.strata);
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
