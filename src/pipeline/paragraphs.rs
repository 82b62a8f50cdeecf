//! Paragraphs that many documents have: counted in the first pass, and where the job says so taken out behind it.
//!
//! Taking out comes before everything that rests on what a document says: its keys, its pieces, the comparison with others, the leak
//! checks. So the spill is read once more, and written again without those paragraphs.

use std::fs::File;
use std::path::Path;

use super::Error;
use super::first_pass::{Batch, FirstPass, Sink};
use super::frames::{FrameReader, Frames};
use super::overlap::overlap;
use super::plan::Plan;
use super::progress::{Phase, Progress};
use super::rivals::Rivals;
use super::rows::{Keyer, Keys, RawKeys, Texts, Written};
use super::scrub;
use super::spill::{self, Account, Entry, Kept, Withheld};
use crate::core::{Body, Digest, Meta, Reason, Span, Tags, Text};
use crate::dedup::{ParagraphReader, RepeatedParagraphs, Stripped};
use crate::manifest::model::{Paragraphs, RepeatedParagraph};
use crate::split::Earlier;

/// Paragraphs that the manifest lists.
const LISTED: usize = 100;

/// What was taken out.
#[derive(Debug, Clone, Copy, Default)]
struct Taken {
    places: u64,
    bytes: u64,
    documents: u64,
}

/// Takes repeated paragraphs out, if the job says so, and accounts for them. `first` and the spill are then those of the
/// shortened documents.
pub(super) fn run(
    plan: &Plan,
    earlier: &Earlier,
    folder: &Path,
    (first, spill): (FirstPass, File),
    progress: &Progress,
) -> Result<(FirstPass, File, Option<Paragraphs>), Error> {
    let mut first = first;
    let Some(repeated) = first.paragraphs.take() else { return Ok((first, spill, None)) };
    let listed = listed(plan, &repeated, &first.rows.rivals);
    let mut taken = Taken::default();
    let mut spill = spill;
    if plan.strips_paragraphs() {
        (first, spill, taken) = shorten(plan, earlier, folder, (first, spill), &repeated, progress)?;
    }
    let settings = &plan.job.dedup;
    let account = Paragraphs {
        action: settings.paragraphs,
        least_documents: settings.paragraph_documents,
        least_words: settings.paragraph_words,
        examined: repeated.examined,
        repeated: repeated.len() as u64,
        removed: taken.places,
        removed_bytes: taken.bytes,
        documents_changed: taken.documents,
        listed,
    };
    Ok((first, spill, Some(account)))
}

fn listed(plan: &Plan, repeated: &RepeatedParagraphs, rivals: &Rivals) -> Vec<RepeatedParagraph> {
    let entry = |(key, paragraph): (u64, crate::dedup::RepeatedParagraph)| {
        let keeper = rivals.get(paragraph.keeper)?;
        Some(RepeatedParagraph {
            digest: plan.has_secret_key().then(|| format!("{key:016x}")),
            documents: paragraph.documents,
            kept_in: keeper.standing.record.to_string(),
        })
    };
    repeated.listed().into_iter().take(LISTED).filter_map(entry).collect()
}

fn shorten(
    plan: &Plan,
    earlier: &Earlier,
    folder: &Path,
    (first, spill): (FirstPass, File),
    repeated: &RepeatedParagraphs,
    progress: &Progress,
) -> Result<(FirstPass, File, Taken), Error> {
    progress.begin(Phase::Check, first.spill_bytes);
    let mut frames = FrameReader::new(spill, progress)?;
    let written = tempfile::tempfile_in(folder).map_err(Error::spill)?;
    let mut sink = Sink::new(plan, folder, written.try_clone().map_err(Error::spill)?, Texts::Final)?;
    let shortener = Shortener { plan, keys: Keys::new(&plan.key), earlier, repeated };
    let mut taken = Taken::default();
    overlap(
        || frames.next(),
        |frames| shortener.batch(&frames),
        |batch: Result<(Batch, Taken), Error>| {
            let (batch, of_batch) = batch?;
            taken.places += of_batch.places;
            taken.bytes += of_batch.bytes;
            taken.documents += of_batch.documents;
            sink.take(batch, progress)
        },
    )?;
    let FirstPass { mut tally, files, .. } = first;
    let mut after = sink.finish(plan, files)?;
    // Everything was counted when it was read; only what is left empty is new.
    tally.merge(&after.tally);
    after.tally = tally;
    Ok((after, written, taken))
}

struct Shortener<'a> {
    plan: &'a Plan,
    keys: Keys,
    earlier: &'a Earlier,
    repeated: &'a RepeatedParagraphs,
}

impl Shortener<'_> {
    fn batch(&self, frames: &Frames) -> Result<(Batch, Taken), Error> {
        let mut batch = Batch::new(self.plan);
        let mut taken = Taken::default();
        let mut reader = ParagraphReader::new(self.keys.paragraph(), self.plan.paragraph_settings());
        let mut keyer: Option<(u32, Keyer<'_>)> = None;
        let mut row = frames.first_row;
        for entry in spill::entries(&frames.bytes) {
            let kept = match entry.map_err(Error::SpillFrame)? {
                Entry::Withheld(withheld) => {
                    spill::push_withheld(withheld, &mut batch.spill).map_err(Error::SpillFrame)?;
                    continue;
                }
                Entry::Kept(kept) => kept,
            };
            let number = u32::try_from(row).map_err(|_| Error::TooManyRecords)?;
            row += 1;
            if keyer.as_ref().is_none_or(|(file, _)| *file != kept.origin.file) {
                let task = self.plan.files.get(kept.origin.file as usize).ok_or(Error::SpillMismatch)?;
                keyer = Some((kept.origin.file, Keyer::new(self.plan, &self.keys, self.earlier, task, Texts::Final)));
            }
            let Some((_, keyer)) = &mut keyer else { continue };
            let stripped = match kept.body() {
                Body::Document { text } => {
                    self.repeated.strip(number, text.expose(), &reader.read(text.expose(), None))
                }
                Body::Pair { .. } | Body::Conversation { .. } => None,
            };
            if let Some(stripped) = &stripped {
                taken.places += stripped.removed.len() as u64;
                taken.documents += 1;
                taken.bytes += (kept.text().len() - stripped.text.len()) as u64;
            }
            self.push(kept, stripped.as_ref(), keyer, &mut batch)?;
        }
        Ok((batch, taken))
    }

    /// Pushes a record with its keys; of a shortened one all that rests on its text is made anew.
    fn push(
        &self,
        kept: Kept<'_>,
        stripped: Option<&Stripped>,
        keyer: &mut Keyer<'_>,
        batch: &mut Batch,
    ) -> Result<(), Error> {
        let moved = |span: &Span| stripped.map_or(Some(*span), |stripped| stripped.moved(*span));
        let replaced: Vec<Span> = kept.replaced.iter().filter_map(moved).collect();
        let body = match stripped {
            Some(stripped) => Body::Document { text: Text::new(&stripped.text) },
            None => kept.body(),
        };
        let pieces = match stripped {
            Some(stripped) if stripped.text.trim().is_empty() => Err(Reason::OnlyRepeated),
            Some(_) => scrub::pieces(self.plan, &body, &replaced),
            None => Ok(kept.pieces.clone()),
        };
        let pieces = match pieces {
            Ok(pieces) => pieces,
            Err(reason) => {
                batch.tally.withhold(kept.origin.source, reason, 1);
                let withheld = Withheld { origin: kept.origin, reason };
                return spill::push_withheld(withheld, &mut batch.spill).map_err(Error::SpillFrame);
            }
        };
        let account = Account {
            pieces,
            replaced,
            tags: Tags { licence: kept.licence.map(str::to_owned), basis: kept.basis },
            changed: true,
            values: kept.keys.values.clone(),
            ..Account::default()
        };
        let written = Written { source: kept.origin.source, body: &body, meta: &labels(&kept), account: &account };
        let id = Digest::from_bytes(kept.origin.id);
        let keys = keyer.row(RawKeys::again(&kept.keys), written, id, &mut batch.strata);
        let Account { pieces, replaced, .. } = account;
        let pushed = match stripped {
            None => spill::push_again(kept, &mut batch.spill),
            Some(stripped) => {
                let mark = |(text, span, entity): &(u32, Span, _)| Some((*text, stripped.moved(*span)?, *entity));
                let marks = kept.marks.iter().filter_map(mark).collect();
                let record_keys = keys.keys.clone();
                spill::push_shortened(kept, &stripped.text, (pieces, replaced), marks, record_keys, &mut batch.spill)
            }
        };
        pushed.map_err(Error::SpillFrame)?;
        batch.rows.push(keys);
        Ok(())
    }
}

fn labels(kept: &Kept<'_>) -> Meta {
    let own = |label: Option<&str>| label.map(Text::new);
    Meta {
        category: own(kept.labels.category),
        difficulty: own(kept.labels.difficulty),
        language: own(kept.labels.language),
        ..Meta::default()
    }
}
