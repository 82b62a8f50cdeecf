//! Leak checks between the splits of a run: the holdout, the validation set and reference sets are indexed, and the spill is
//! read past them. Repeated while records move or are dropped.
//!
//! Memory is that of the index, which grows with what is protected, and 48 bytes for each protected record; nothing is kept of
//! a training record.

mod file;
mod rates;
mod references;
mod settle;
mod snippets;

use std::fs::File;
use std::path::Path;

use super::Error;
use super::barrier::{Barrier, Place as RowPlace};
use super::frames::{FrameReader, Frames};
use super::overlap::overlap;
use super::plan::Plan;
use super::progress::{Phase, Progress};
use super::spill::{self, Entry, Kept, Origin};
use crate::core::{Digest, Split};
use crate::leak::{
    Boilerplate, CheckId, Facts, Hit, Index, IndexBuilder, Item, ItemMaker, Outcome, Place, Report, ReportBuilder,
    Settings, Severity, Side,
};

pub(super) use file::file;
pub use file::{Action, KeyCheck, LeakageFile, ReferenceFile, ReferenceSet, leakage_schema};
pub use rates::LeakRate;
use rates::Rates;
pub(super) use references::{ReferenceTask, References};
use settle::Resolved;
pub use settle::ResolvedCheck;
pub(super) use settle::{action, counts};
use snippets::Snippets;

/// Hits of training records that are settled in one round; the next round finds the rest.
const MAX_ROUNDS: usize = 64;

/// What the checks came to.
pub(super) struct Checked {
    pub(super) report: Report,
    pub(super) rates: Rates,
    /// What was moved or dropped before the last round.
    pub(super) resolved: Resolved,
}

/// A protected record of the run.
#[derive(Debug, Clone, Copy)]
struct Protected {
    row: u32,
    origin: Origin,
}

/// A hit that the job may want something done about.
#[derive(Debug, Clone)]
struct Leak {
    row: u32,
    check: CheckId,
    protected: Side,
}

/// Checks, and does what the job says about hits, until nothing more is to be done.
pub(super) fn run(
    plan: &Plan,
    folder: &Path,
    (spill, spill_bytes): (&File, u64),
    barrier: &mut Barrier,
    references: &References,
    progress: &Progress,
) -> Result<Checked, Error> {
    let mut resolved = Resolved::default();
    for _ in 0..MAX_ROUNDS {
        let round = Round { plan, folder, spill, spill_bytes, places: &barrier.places, references, progress };
        let (report, rates, leaks) = round.check(barrier)?;
        if !settle::settle(plan, barrier, &leaks, &mut resolved) {
            return Ok(Checked { report, rates, resolved });
        }
    }
    Err(Error::LeaksWithoutEnd { rounds: MAX_ROUNDS })
}

struct Round<'a> {
    plan: &'a Plan,
    /// For temporary files.
    folder: &'a Path,
    spill: &'a File,
    spill_bytes: u64,
    places: &'a [RowPlace],
    references: &'a References,
    progress: &'a Progress,
}

/// What a worker made of a record that was looked through.
struct Examined {
    row: u32,
    side: Split,
    origin: Origin,
    outcome: Outcome,
    /// Its text, if it has hits that may be listed.
    text: Option<String>,
}

impl Round<'_> {
    fn check(&self, barrier: &Barrier) -> Result<(Report, Rates, Vec<Leak>), Error> {
        let settings = Settings { temporal: self.plan.job.split.holdout_after.is_some(), ..Settings::default() };
        let key = self.plan.leak_key();
        let (index, protected) = self.index(settings)?;
        let names = self.references.names();
        let listed = self.plan.job.leakage.listed as usize;
        let mut report = ReportBuilder::new(&index, names, listed);
        let mut snippets = Snippets::default();
        let mut rates = Rates::default();
        let mut leaks = Vec::new();
        if index.census().records.is_empty() {
            return Ok((report.finish(Vec::new()), rates, leaks));
        }
        self.read(
            |kept, row, side, maker: &mut ItemMaker| {
                let item = maker.examined(&kept.body(), facts(kept));
                let probe = index.probe(&item, of(side)).map_err(Error::spill)?;
                let outcome = probe.outcome(&index, listed);
                let text = (!outcome.listed.is_empty()).then(|| kept.text());
                Ok(Examined { row, side, origin: kept.origin, outcome, text })
            },
            |side| side != Split::Holdout,
            &key,
            |examined: Examined| {
                rates.add(barrier, examined.row, examined.origin.source, examined.outcome.leaks());
                for (check, protected, found) in &examined.outcome.found {
                    let acts =
                        |severity| found.has(severity) && settle::may_act(self.plan, *check, severity, *protected);
                    if [Severity::Error, Severity::Warning, Severity::Note].into_iter().any(acts) {
                        leaks.push(Leak { row: examined.row, check: *check, protected: *protected });
                    }
                }
                let side = of(examined.side);
                report.add(&index, side, &examined.outcome, |hit| {
                    let train = self.place(examined.origin, examined.side.as_str());
                    let holdout = self.protected_place(&index, &protected, hit);
                    let row = protected.get(hit.record as usize).map(|protected| protected.row);
                    snippets.push(hit.check, examined.text.as_deref().unwrap_or_default(), row);
                    (train, holdout)
                });
                Ok(())
            },
        )?;
        let boilerplate = self.boilerplate(&index, &protected);
        let mut report = report.finish(boilerplate);
        snippets.fill(&mut report, self.frames()?)?;
        Ok((report, rates, leaks))
    }

    /// Indexes what is protected. The records of the run come first, in the order of the spill.
    fn index(&self, settings: Settings) -> Result<(Index, Vec<Protected>), Error> {
        let key = self.plan.leak_key();
        let mut builder = IndexBuilder::new(settings, &key).reaching(self.plan.leak_reach()).keep_in(self.folder);
        let mut protected = Vec::new();
        self.read(
            |kept, row, side, maker: &mut ItemMaker| {
                let item = maker.protected(&kept.body(), self.protected_facts(kept));
                Ok((Protected { row, origin: kept.origin }, side, item))
            },
            |side| side != Split::Train,
            &key,
            |(record, side, item): (Protected, Split, Item)| {
                builder.push(&item, of(side)).map_err(Error::spill)?;
                protected.push(record);
                Ok(())
            },
        )?;
        for (number, item) in self.references.items() {
            builder.push(item, Side::Reference(number)).map_err(Error::spill)?;
        }
        Ok((builder.finish().map_err(Error::spill)?, protected))
    }

    /// A record that is in a holdout by date only because its group reaches into it is no measure of how new training data
    /// may be.
    fn protected_facts(&self, kept: &Kept<'_>) -> Facts {
        let mut facts = facts(kept);
        facts.created = facts.created.filter(|created| self.plan.holdout_from.is_none_or(|from| *created >= from));
        facts
    }

    /// Reads the spill. `work` runs on any thread, `write` on the calling one in the order of the records.
    fn read<O: Send>(
        &self,
        work: impl Fn(&Kept<'_>, u32, Split, &mut ItemMaker) -> Result<O, Error> + Sync,
        wanted: impl Fn(Split) -> bool + Sync,
        key: &crate::core::Key,
        mut write: impl FnMut(O) -> Result<(), Error> + Send,
    ) -> Result<(), Error> {
        self.progress.begin(Phase::Check, self.spill_bytes);
        let mut frames = self.frames()?;
        overlap(
            || frames.next(),
            |frames: Frames| {
                let mut maker = ItemMaker::new(key).reaching(self.plan.leak_reach());
                let mut made = Vec::new();
                let mut row = frames.first_row;
                for entry in spill::entries(&frames.bytes) {
                    let Entry::Kept(kept) = entry.map_err(Error::SpillFrame)? else { continue };
                    let place = *self.places.get(row).ok_or(Error::SpillMismatch)?;
                    let number = u32::try_from(row).map_err(|_| Error::TooManyRecords)?;
                    row += 1;
                    if let Some(side) = place.split().filter(|side| wanted(*side)) {
                        made.push(work(&kept, number, side, &mut maker)?);
                    }
                }
                Ok(made)
            },
            |made: Result<Vec<O>, Error>| made?.into_iter().try_for_each(&mut write),
        )
    }

    fn frames(&self) -> Result<FrameReader<'_>, Error> {
        FrameReader::new(self.spill.try_clone().map_err(Error::spill)?, self.progress)
    }

    fn place(&self, origin: Origin, split: &str) -> Place {
        Place {
            file: self.plan.file_name(origin.file).to_owned(),
            line: origin.position.number(),
            split: split.to_owned(),
            id: Some(Digest::from_bytes(origin.id).to_string()),
            snippet: None,
        }
    }

    fn protected_place(&self, index: &Index, protected: &[Protected], hit: &Hit) -> Place {
        let side = index.side(hit.record);
        match (protected.get(hit.record as usize), side) {
            (Some(record), Some(side)) => self.place(record.origin, side.as_str()),
            _ => self.references.place((hit.record as usize).saturating_sub(protected.len())),
        }
    }

    fn boilerplate(&self, index: &Index, protected: &[Protected]) -> Vec<Boilerplate> {
        let entry = |passage: &crate::leak::Passage| {
            let hit = Hit {
                check: CheckId::NgramContainment,
                record: passage.record,
                severity: Severity::Note,
                score: 0.0,
                longest_run: None,
            };
            let holdout = self.protected_place(index, protected, &hit);
            Boilerplate { holdout, word: passage.word, words: passage.words }
        };
        index.boilerplate().iter().map(entry).collect()
    }
}

fn of(split: Split) -> Side {
    match split {
        Split::Train => Side::Train,
        Split::Validation => Side::Validation,
        Split::Holdout => Side::Holdout,
    }
}

fn facts(kept: &Kept<'_>) -> Facts {
    let keys = &kept.keys;
    Facts {
        groups: keys.groups.clone(),
        document: keys.document,
        created: keys.created,
        descent: keys.descent.into_iter().collect(),
        values: keys.values.clone(),
    }
}
