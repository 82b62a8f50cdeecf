//! Leak checks between files that exist already, without a job: protected sides are read and indexed, then the others are read
//! past them. Memory grows with the protected sides alone.

mod read;
mod shape;
mod show;

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::time::Instant;

use super::Error;
use super::progress::Progress;
use crate::config::{Conversation, FormatName, Limits, Mapping};
use crate::core::{Key, Position, Reason, Text};
use crate::detect::Engine;
use crate::leak::{self, Boilerplate, Hit, Index, IndexBuilder, Outcome, Place, Report, ReportBuilder, Side};
use crate::store::FileRef;
use read::{Pass, Role};
pub(super) use shape::{Shape, of as shape_of};
use show::Shower;

/// What to compare, and how it is read.
pub struct LeaksPlan {
    /// The sides with their files. Reference sets are numbered in the order of this list.
    pub sides: Vec<LeakSide>,
    /// Which fields hold what, where the files' own field names do not say it.
    pub fields: LeakFields,
    /// Format of the files.
    pub format: FormatName,
    /// Encoding of the files, by its WHATWG label.
    pub encoding: String,
    /// Bounds on what is read.
    pub limits: Limits,
    /// Thresholds of the checks.
    pub settings: leak::Settings,
    /// What finds personal data in the snippets, and in everything if `values` is set.
    pub engine: Engine,
    /// Whether personal values of the two sides are compared.
    pub values: bool,
    /// At most so many hits of each check are listed.
    pub listed: usize,
    /// Whether hits are shown with a few redacted words.
    pub snippets: bool,
}

/// Fields by their role. Those of the body may be left out where the files have usual names.
#[derive(Debug, Clone, Default)]
pub struct LeakFields {
    /// Body, id, groups and `created`, as in a job.
    pub map: Mapping,
    /// How a list of turns is read.
    pub conversation: Conversation,
    /// The field that names the document that a record is a passage of.
    pub document: Option<String>,
    /// The field that names the seed that a synthetic record was made from.
    pub seed: Option<String>,
}

/// One side and its files.
pub struct LeakSide {
    /// Which it is.
    pub side: Side,
    /// Its name in the report.
    pub name: String,
    /// Its files, in the order in which they are reported.
    pub files: Vec<FileRef>,
}

/// A record that could not be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Its file.
    pub file: Arc<str>,
    /// Its place.
    pub position: Position,
    /// Why.
    pub reason: Reason,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct LeaksSummary {
    /// The report.
    pub report: Report,
    /// Records that could not be looked at, by reason. What they hold is unknown, so they are not clean.
    pub withheld: BTreeMap<Reason, u64>,
    /// The first of them.
    pub unread: Vec<Unread>,
    /// Records whose `created` is no date.
    pub undated: u64,
    /// Files by side, and how they were understood.
    pub files: Vec<FileShape>,
    /// Wall time in seconds.
    pub seconds: f64,
}

/// A file, and what its records were taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileShape {
    /// The file.
    pub file: Arc<str>,
    /// Its side.
    pub side: String,
    /// What its records were taken for, for a person.
    pub shape: String,
}

/// A protected record as far as the report needs it.
struct Protected {
    file: u32,
    position: Position,
    id: Option<Text>,
    text: Text,
}

/// What a worker made of a record of a side that is looked through.
struct Examined {
    file: u32,
    position: Position,
    outcome: Outcome,
    /// Id and text, of records with hits.
    shown: Option<(Option<Text>, Text)>,
}

/// So many records that could not be read are listed.
const LISTED: usize = 20;

/// Reads all sides and compares them. No record text is in what it returns but for redacted snippets.
pub fn leaks(plan: &LeaksPlan, threads: usize, progress: &Progress) -> Result<LeaksSummary, Error> {
    let threads = if threads == 0 { rayon::current_num_threads() } else { threads };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|_| Error::Threads { threads })?;
    pool.install(|| run(plan, progress))
}

fn run(plan: &LeaksPlan, progress: &Progress) -> Result<LeaksSummary, Error> {
    let started = Instant::now();
    // Nothing that depends on the key leaves the process, so it needs no secret.
    let key = Key::derive("scrubjay 2026-11 leaks between files", b"");
    let pass = Pass::prepare(plan, &key, progress)?;
    let mut tally = Unreadable::default();
    let mut builder = IndexBuilder::new(plan.settings, &key);
    let mut protected: Vec<Protected> = Vec::new();
    for side in protected_sides(plan) {
        pass.read(
            side,
            Role::Protected,
            |record| (record.item, record.origin),
            |(item, origin)| {
                builder.push(&item, side).map_err(Error::spill)?;
                protected.push(Protected {
                    file: origin.file,
                    position: origin.position,
                    id: origin.id,
                    text: origin.text,
                });
                Ok(())
            },
            &mut tally,
        )?;
    }
    let index = builder.finish().map_err(Error::spill)?;
    let names = plan.sides.iter().filter(|side| matches!(side.side, Side::Reference(_)));
    let mut report = ReportBuilder::new(&index, names.map(|side| side.name.clone()).collect(), plan.listed);
    let mut shower = Shower::new(plan);
    for side in [Side::Validation, Side::Train] {
        let examine = |record: read::ReadRecord| {
            let outcome = index.probe(&record.item, side)?.outcome(&index, plan.listed);
            let read::Origin { file, position, id, text } = record.origin;
            let shown = (!outcome.is_empty()).then_some((id, text));
            Ok(Examined { file, position, outcome, shown })
        };
        if !index.census().records.keys().any(|protected| side.is_checked_against(*protected)) {
            continue;
        }
        pass.read(
            side,
            Role::Examined,
            examine,
            |examined: io::Result<Examined>| {
                let examined = examined.map_err(Error::spill)?;
                add(&mut report, &mut shower, &pass, &index, &protected, side, &examined);
                Ok(())
            },
            &mut tally,
        )?;
    }
    let boilerplate = boilerplate(&pass, &index, &protected, &report);
    Ok(LeaksSummary {
        report: report.finish(boilerplate),
        withheld: tally.withheld,
        unread: tally.unread,
        undated: tally.undated,
        files: pass.shapes(),
        seconds: started.elapsed().as_secs_f64(),
    })
}

/// What could not be looked at.
#[derive(Default)]
struct Unreadable {
    withheld: BTreeMap<Reason, u64>,
    unread: Vec<Unread>,
    undated: u64,
}

/// The protected sides, in the order of the report.
fn protected_sides(plan: &LeaksPlan) -> Vec<Side> {
    let mut sides: Vec<Side> = plan.sides.iter().map(|side| side.side).filter(|side| *side != Side::Train).collect();
    sides.sort_unstable();
    sides.dedup();
    sides
}

fn add(
    report: &mut ReportBuilder,
    shower: &mut Shower<'_>,
    pass: &Pass<'_>,
    index: &Index,
    protected: &[Protected],
    side: Side,
    examined: &Examined,
) {
    let name = report.name(side);
    let names: Vec<(Side, String)> =
        index.census().records.keys().map(|protected| (*protected, report.name(*protected))).collect();
    report.add(index, side, &examined.outcome, |hit: &Hit| {
        let (id, text) = match &examined.shown {
            Some((id, text)) => (id.as_ref(), text.expose()),
            None => (None, ""),
        };
        let mut train = pass.place(examined.file, examined.position, &name);
        train.id = shower.id(id);
        let Some(other) = protected.get(hit.record as usize) else { return (train.clone(), train) };
        let protected_side = index.side(hit.record);
        let split = names.iter().find(|(side, _)| Some(*side) == protected_side).map_or("", |(_, name)| name.as_str());
        let mut holdout = pass.place(other.file, other.position, split);
        holdout.id = shower.id(other.id.as_ref());
        if let Some((left, right)) = shower.snippets(hit.check, text, other.text.expose()) {
            (train.snippet, holdout.snippet) = (Some(left), Some(right));
        }
        (train, holdout)
    });
}

fn boilerplate(pass: &Pass<'_>, index: &Index, protected: &[Protected], report: &ReportBuilder) -> Vec<Boilerplate> {
    let entry = |passage: &leak::Passage| {
        let record = protected.get(passage.record as usize)?;
        let split = index.side(passage.record).map(|side| report.name(side))?;
        let holdout: Place = pass.place(record.file, record.position, &split);
        Some(Boilerplate { holdout, word: passage.word, words: passage.words })
    };
    index.boilerplate().iter().filter_map(entry).collect()
}
