//! Second pass: read the spill, encode every record for every target, write shards, evaluation set, lineage and quarantine.

use std::fs::File;

use super::barrier::{Barrier, Place};
use super::duplicates::{Duplicates, RemovedRecord};
use super::frames::{FrameReader, Frames};
use super::outputs::Outputs;
use super::overlap::overlap;
use super::plan::Plan;
use super::progress::{Phase, Progress};
use super::spill::{self, Entry, Kept, Origin, Withheld};
use super::{Error, audit};
use crate::audit::Bars;
use crate::core::{Body, Digest, Reason, Span, Split, Text};
use crate::format::{Kind, TextSize};
use crate::leak::{Crossing, CrossingCheck, SplitKey};
use crate::sketch::TextHasher;

/// What was written.
pub(super) struct SecondPass {
    /// By target: lines that stand in two splits of the same target.
    pub(super) exact: Vec<(String, Vec<Crossing>)>,
}

/// One record, ready to be appended to the outputs.
pub(super) enum Ready {
    /// It goes to a split.
    Kept(Box<ReadyRecord>),
    /// It goes to quarantine.
    Withheld(Withheld),
    /// It goes nowhere, because another one says the same.
    Removed(Origin, RemovedRecord),
}

/// A kept record, encoded for every target.
pub(super) struct ReadyRecord {
    pub(super) account: super::outputs::LineageAccount,
    pub(super) split: Split,
    /// Number of its group.
    pub(super) group: Option<u32>,
    /// The split that it would be in if its part of the group stood alone.
    pub(super) alone: Option<Split>,
    /// By target, in the order of the plan: bytes and number of records, which a document has one of for every piece. Empty for a target of another kind.
    pub(super) encoded: Vec<(Vec<u8>, u64)>,
    /// By target, in the same order: the text in what is encoded.
    pub(super) sizes: Vec<TextSize>,
    /// The body, for the evaluation set; only of holdout records.
    pub(super) evaluation: Option<(Body, Vec<Span>)>,
    /// The texts as a reviewer reads them, if the record may be in the sample.
    pub(super) marked: Option<String>,
    keys: Vec<(usize, SplitKey)>,
}

/// The key of written lines, and what tells records that may be in the sample for review.
type Keys<'a> = (&'a TextHasher, Option<&'a Bars>);

/// Runs the pass within the current rayon pool.
pub(super) fn run(
    plan: &Plan,
    spill: File,
    spill_bytes: u64,
    (barrier, duplicates): (&Barrier, &Duplicates),
    fold: &[bool],
    outputs: &mut Outputs,
    progress: &Progress,
) -> Result<SecondPass, Error> {
    progress.begin(Phase::Write, spill_bytes);
    let mut frames = FrameReader::new(spill, progress)?;
    let key = TextHasher::new(&plan.key.purpose("scrubjay 2026-11 written line"));
    let bars = outputs.bars();
    let mut checks: Vec<CrossingCheck> = plan.targets.iter().map(|_| CrossingCheck::default()).collect();
    overlap(
        || frames.next(),
        |frames| encode(plan, &frames, (barrier, duplicates), fold, (&key, bars.as_ref())),
        |batch: Result<Vec<Ready>, Error>| {
            for ready in batch? {
                if let Ready::Kept(record) = &ready {
                    for (target, key) in &record.keys {
                        if let Some(check) = checks.get_mut(*target) {
                            check.extend([*key]);
                        }
                    }
                }
                outputs.append(plan, ready)?;
            }
            Ok(())
        },
    )?;
    let exact =
        plan.targets.iter().zip(checks).map(|(target, check)| (target.name().to_owned(), check.finish())).collect();
    Ok(SecondPass { exact })
}

fn encode(
    plan: &Plan,
    frames: &Frames,
    (barrier, duplicates): (&Barrier, &Duplicates),
    fold: &[bool],
    keys: Keys<'_>,
) -> Result<Vec<Ready>, Error> {
    let mut row = frames.first_row;
    let mut batch = Vec::new();
    for entry in spill::entries(&frames.bytes) {
        batch.push(match entry.map_err(Error::SpillFrame)? {
            Entry::Withheld(withheld) => Ready::Withheld(withheld),
            Entry::Kept(kept) => {
                let place = *barrier.places.get(row).ok_or(Error::SpillMismatch)?;
                row += 1;
                match place {
                    Place::Split(split) => {
                        let mut record = encode_record(plan, &kept, split, fold, keys)?;
                        record.group = u32::try_from(row - 1).ok().and_then(|row| barrier.group_of(row));
                        record.alone = barrier.merged.alone(row - 1);
                        Ready::Kept(Box::new(record))
                    }
                    Place::Withheld(Reason::Duplicate) => {
                        Ready::Removed(kept.origin, *duplicates.get(row - 1).ok_or(Error::SpillMismatch)?)
                    }
                    Place::Withheld(reason) => Ready::Withheld(Withheld { origin: kept.origin, reason }),
                }
            }
        });
    }
    Ok(batch)
}

fn encode_record(
    plan: &Plan,
    kept: &Kept<'_>,
    split: Split,
    fold: &[bool],
    (key, bars): Keys<'_>,
) -> Result<ReadyRecord, Error> {
    let body = kept.body();
    let units = units(&body, &kept.pieces);
    let kind = match body {
        Body::Document { .. } => Kind::Documents,
        Body::Pair { .. } | Body::Conversation { .. } => Kind::Dialogues,
    };
    let mut encoded = Vec::with_capacity(plan.targets.len());
    let mut keys = Vec::new();
    let mut sizes = Vec::with_capacity(plan.targets.len());
    // Counted once for all targets that write the record as it is.
    let mut as_it_is: Option<TextSize> = None;
    for (at, target) in plan.targets.iter().enumerate() {
        let mut bytes = Vec::new();
        let mut records = 0;
        let mut size = TextSize::default();
        if target.wants() == kind && plan.writes(target, split) {
            let folded = (fold.get(at) == Some(&true) && body.has_system()).then(|| body.clone().fold_system());
            let whole = std::slice::from_ref(folded.as_ref().unwrap_or(&body));
            for unit in units.as_deref().unwrap_or(whole) {
                let start = bytes.len();
                target.encode(unit, &mut bytes)?;
                records += 1;
                let line = bytes.get(start..).unwrap_or_default();
                keys.push((at, SplitKey::new(key.hash([line]), split)));
            }
            size = match &folded {
                Some(folded) => text_size(std::slice::from_ref(folded), plan),
                None => *as_it_is.get_or_insert_with(|| text_size(units.as_deref().unwrap_or(whole), plan)),
            };
        }
        encoded.push((bytes, records));
        sizes.push(size);
    }
    let account = super::outputs::LineageAccount::of(plan, kept, &body, split);
    let sampled = bars.is_some_and(|bars| bars.admit(split, Digest::from_bytes(kept.origin.id)));
    let marked = sampled.then(|| audit::marked(&body, kept));
    let evaluation = (split == Split::Holdout).then(|| evaluated(body, kept));
    Ok(ReadyRecord { account, split, group: None, alone: None, encoded, sizes, evaluation, marked, keys })
}

/// How much text there is in some bodies.
fn text_size(bodies: &[Body], plan: &Plan) -> TextSize {
    let mut size = TextSize::default();
    for (_, text) in bodies.iter().flat_map(Body::fields) {
        size.add(TextSize::of(text.expose(), plan.tokenizer.as_ref()));
    }
    size
}

/// The pieces of a document, each a body of its own; `None` when the body is one unit.
fn units(body: &Body, pieces: &[Span]) -> Option<Vec<Body>> {
    let Body::Document { text } = body else { return None };
    let unit = |piece: &Span| piece.of(text.expose()).map(|part| Body::Document { text: Text::new(part) });
    (pieces.len() > 1).then(|| pieces.iter().filter_map(unit).collect())
}

/// What the evaluation set asks of a record: a dialogue as it is, of a document the first piece.
fn evaluated(body: Body, kept: &Kept<'_>) -> (Body, Vec<Span>) {
    let (Body::Document { text }, Some(piece)) = (&body, kept.pieces.first()) else { return (body, Vec::new()) };
    let inside = kept.replaced.iter().filter(|span| piece.contains(**span));
    let protected = inside.map(|span| Span::new(span.start - piece.start, span.end - piece.start)).collect();
    (Body::Document { text: Text::new(piece.of(text.expose()).unwrap_or_default()) }, protected)
}
