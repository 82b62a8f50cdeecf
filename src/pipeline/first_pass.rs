//! First pass: read every file, gate and scrub every record, spill what is left, remember the keys that group records.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::sync::Mutex;

use super::input::{FileOutcome, Input, NumberedBatch};
use super::overlap::overlap;
use super::plan::Plan;
use super::progress::{Phase, Progress};
use super::scrub::Scrubber;
use super::spill::{self, Origin, Withheld};
use super::{Error, Tally};
use crate::core::{Body, Key, Position, Raw, Reason, Record, Scrubbed, Span, Tags, Text};
use crate::dedup::{Fingerprinter, SharedKeys};
use crate::ingest::{Decoded, FileTask, RawBatch};

/// What the barrier needs: everything but the texts.
pub(super) struct FirstPass {
    pub(super) tally: Tally,
    pub(super) rows: Rows,
    pub(super) files: Vec<FileOutcome>,
    pub(super) spill_bytes: u64,
}

/// Keys of the kept records, numbered in the order of the spill.
#[derive(Default)]
pub(super) struct Rows {
    /// Normalised fingerprints of the texts.
    pub(super) texts: SharedKeys,
    /// Keyed hashes of the mapped group values.
    pub(super) groups: SharedKeys,
    /// The key by which a record's group is known if the record is alone in it: its lowest group key, else its lowest
    /// fingerprint. Group keys have their highest bit cleared and fingerprints have it set, so that the lowest anchor of a
    /// group is one of its group keys if it has any.
    pub(super) anchors: Vec<u64>,
}

/// The result of one batch.
struct Batch {
    spill: Vec<u8>,
    rows: Vec<RowKeys>,
    tally: Tally,
    records: u64,
}

struct RowKeys {
    texts: Vec<u64>,
    groups: Vec<u64>,
}

/// Keys of the run, each for one purpose.
struct Keys {
    fingerprint: Key,
    group: Key,
    id: Key,
}

/// Runs the pass within the current rayon pool.
pub(super) fn run(plan: &Plan, spill: File, progress: &Progress) -> Result<FirstPass, Error> {
    progress.begin(Phase::Scrub, plan.input_bytes());
    let keys = Keys {
        fingerprint: plan.key.purpose("scrubjay 2026-11 fingerprint"),
        group: plan.key.purpose("scrubjay 2026-11 group value"),
        id: plan.key.purpose("scrubjay 2026-11 record id"),
    };
    let mut input = Input::new(&plan.files, &plan.sources, &plan.job.limits, progress);
    let mut output = BufWriter::with_capacity(1 << 20, spill);
    let mut pass = FirstPass {
        tally: Tally::new(plan.job.source.len()),
        rows: Rows::default(),
        files: Vec::new(),
        spill_bytes: 0,
    };
    let scrubbers = Mutex::new(Vec::new());
    let width = rayon::current_num_threads() * 8;
    overlap(
        width,
        || input.next(),
        |NumberedBatch { file, raw, .. }| {
            let idle = scrubbers.lock().ok().and_then(|mut idle: std::sync::MutexGuard<'_, Vec<_>>| idle.pop());
            let mut scrubber = idle.unwrap_or_else(|| Scrubber::new(plan));
            let batch = scrub_batch(plan, &keys, file, &raw, &mut scrubber);
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
            pass.rows.extend(batch.rows)
        },
    )?;
    output.flush().map_err(Error::spill)?;
    pass.files = input.outcomes;
    Ok(pass)
}

impl Rows {
    fn extend(&mut self, rows: Vec<RowKeys>) -> Result<(), Error> {
        for keys in rows {
            let row = u32::try_from(self.anchors.len()).map_err(|_| Error::TooManyRecords)?;
            let anchor = keys
                .groups
                .iter()
                .map(|key| key & !TOP)
                .chain(keys.texts.iter().map(|key| key | TOP))
                .min()
                .unwrap_or(u64::MAX);
            self.anchors.push(anchor);
            keys.texts.into_iter().for_each(|key| self.texts.push(key, row));
            keys.groups.into_iter().for_each(|key| self.groups.push(key, row));
        }
        Ok(())
    }
}

const TOP: u64 = 1 << 63;

fn scrub_batch(
    plan: &Plan,
    keys: &Keys,
    file: usize,
    raw: &RawBatch,
    scrubber: &mut Scrubber<'_>,
) -> Result<Batch, Error> {
    let task = plan.files.get(file).ok_or(Error::TooManyRecords)?;
    let source = plan.source(task.source)?;
    let mut batch = Batch { spill: Vec::new(), rows: Vec::new(), tally: Tally::new(plan.job.source.len()), records: 0 };
    let mut fingerprinter = Fingerprinter::new(&keys.fingerprint);
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
            Decoded::Record(record) => keep(plan, keys, record, origin, scrubber, &mut fingerprinter, &mut batch),
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
    keys: &Keys,
    record: Record<Raw>,
    origin: Origin,
    scrubber: &mut Scrubber<'_>,
    fingerprinter: &mut Fingerprinter,
    batch: &mut Batch,
) -> Result<(), Reason> {
    let tags: Tags = plan.gate.record(record.source as usize, &record.meta)?;
    let groups = record.meta.group.iter().map(|value| group_key(keys, value)).collect();
    let (record, account) = scrubber.scrub(record, &origin.id, tags, &mut batch.tally)?;
    let texts = text_keys(&record, &account.pieces, fingerprinter);
    let before = batch.spill.len();
    if spill::push_kept(&record, origin.id, &account, &mut batch.spill).is_err() {
        // A frame holds less than 4 GiB; a record that large is over every limit.
        batch.spill.truncate(before);
        return Err(Reason::TooLarge);
    }
    match &record.body {
        Body::Document { .. } => {}
        body if body.has_system() => batch.tally.with_system += 1,
        _ => batch.tally.without_system += 1,
    }
    batch.rows.push(RowKeys { texts, groups });
    Ok(())
}

fn group_key(keys: &Keys, value: &Text) -> u64 {
    keys.group.digest(&[value.expose().as_bytes()]).prefix()
}

/// A dialogue has one fingerprint; a document has one for every piece it is cut into, since pieces are what is written.
fn text_keys(record: &Record<Scrubbed>, pieces: &[Span], fingerprinter: &mut Fingerprinter) -> Vec<u64> {
    match &record.body {
        Body::Document { text } => pieces
            .iter()
            .filter_map(|piece| piece.of(text.expose()))
            .map(|piece| fingerprinter.texts(std::iter::once(piece)))
            .collect(),
        body => vec![fingerprinter.body(body)],
    }
}
