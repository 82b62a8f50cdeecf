//! The files of a side as items, made on all threads and handed on in order.

use std::sync::{Arc, Mutex, PoisonError};

use super::shape::{self, Shape};
use super::{FileShape, LISTED, LeaksPlan, Unread, Unreadable};
use crate::core::{Body, Finding, Key, Meta, Position, Reason, Text};
use crate::detect::Scratch;
use crate::ingest::{Decoded, FileTask, SourcePlan, Unmapped};
use crate::leak::{Facts, Item, ItemMaker, Place, Side};
use crate::pipeline::Error;
use crate::pipeline::input::{Input, NumberedBatch};
use crate::pipeline::overlap::overlap;
use crate::pipeline::progress::{Phase, Progress};

/// Which end of the comparison a side is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It is indexed.
    Protected,
    /// It is looked through.
    Examined,
}

/// A record and what the checks see of it.
pub(super) struct ReadRecord {
    pub(super) item: Item,
    pub(super) origin: Origin,
}

/// A record as the report may name and show it.
pub(super) struct Origin {
    pub(super) file: u32,
    pub(super) position: Position,
    pub(super) id: Option<Text>,
    /// All its texts, one below the other.
    pub(super) text: Text,
}

/// All files, and how each is read.
pub(super) struct Pass<'a> {
    plan: &'a LeaksPlan,
    key: &'a Key,
    progress: &'a Progress,
    tasks: Vec<(Side, FileTask)>,
    shapes: Vec<Shape>,
    sources: Vec<SourcePlan>,
}

/// The state of one worker.
struct Worker {
    maker: ItemMaker,
    scratch: Option<Scratch>,
    found: Vec<Vec<Finding>>,
}

/// What became of one batch.
struct Batch<O> {
    made: Vec<O>,
    unread: Vec<(u32, Position, Reason)>,
    undated: u64,
}

impl<'a> Pass<'a> {
    /// Looks at the first records of every file.
    pub(super) fn prepare(plan: &'a LeaksPlan, key: &'a Key, progress: &'a Progress) -> Result<Self, Error> {
        let mut tasks = Vec::new();
        for side in &plan.sides {
            for file_ref in &side.files {
                let number = u32::try_from(tasks.len()).map_err(|_| Error::TooManyRecords)?;
                tasks.push((side.side, FileTask { source: number, file: number, file_ref: file_ref.clone() }));
            }
        }
        let shapes: Vec<Shape> = tasks
            .iter()
            .map(|(_, task)| shape::of(&plan.fields, plan.format, &plan.encoding, &plan.limits, task))
            .collect::<Result<_, _>>()?;
        let sources = shapes.iter().map(|shape| shape.source.clone()).collect();
        Ok(Self { plan, key, progress, tasks, shapes, sources })
    }

    /// How every file was understood.
    pub(super) fn shapes(&self) -> Vec<FileShape> {
        let name = |side: Side| {
            let named = self.plan.sides.iter().find(|other| other.side == side);
            named.map_or(String::new(), |side| side.name.clone())
        };
        let shape = |((side, task), shape): (&(Side, FileTask), &Shape)| FileShape {
            file: Arc::clone(&task.file_ref.name),
            side: name(*side),
            shape: shape.description.clone(),
        };
        self.tasks.iter().zip(&self.shapes).map(shape).collect()
    }

    /// A record's place as the report names it.
    pub(super) fn place(&self, file: u32, position: Position, split: &str) -> Place {
        let file = self.tasks.get(file as usize).map_or("", |(_, task)| &*task.file_ref.name);
        Place { file: file.to_owned(), line: position.number(), split: split.to_owned(), id: None, snippet: None }
    }

    /// Reads the files of a side. `work` runs on any thread, `write` on the calling one in the order of the records.
    pub(super) fn read<O: Send>(
        &self,
        side: Side,
        role: Role,
        work: impl Fn(ReadRecord) -> O + Sync,
        mut write: impl FnMut(O) -> Result<(), Error> + Send,
        unreadable: &mut Unreadable,
    ) -> Result<(), Error> {
        let tasks: Vec<FileTask> =
            self.tasks.iter().filter(|(other, _)| *other == side).map(|(_, task)| task.clone()).collect();
        let phase = if role == Role::Protected { Phase::Scrub } else { Phase::Write };
        self.progress.begin(phase, tasks.iter().filter_map(|task| task.file_ref.bytes).sum());
        let mut input = Input::new(&tasks, &self.sources, &self.plan.limits, self.progress);
        let idle: Mutex<Vec<Worker>> = Mutex::new(Vec::new());
        let lock = || idle.lock().unwrap_or_else(PoisonError::into_inner);
        overlap(
            || input.next(),
            |batch: NumberedBatch| {
                let mut worker = lock().pop().unwrap_or_else(|| self.worker());
                let made = self.batch(&batch, role, &mut worker, &work);
                lock().push(worker);
                made
            },
            |batch: Batch<O>| {
                self.progress.add(batch.made.len() as u64, 0);
                unreadable.undated += batch.undated;
                for (file, position, reason) in batch.unread {
                    *unreadable.withheld.entry(reason).or_default() += 1;
                    if unreadable.unread.len() < LISTED {
                        let file = self.tasks.get(file as usize).map(|(_, task)| Arc::clone(&task.file_ref.name));
                        unreadable.unread.push(Unread {
                            file: file.unwrap_or_else(|| Arc::from("")),
                            position,
                            reason,
                        });
                    }
                }
                batch.made.into_iter().try_for_each(&mut write)
            },
        )
    }

    fn worker(&self) -> Worker {
        let scratch = self.plan.values.then(|| self.plan.engine.scratch());
        Worker { maker: ItemMaker::new(self.key), scratch, found: Vec::new() }
    }

    fn batch<O>(
        &self,
        batch: &NumberedBatch,
        role: Role,
        worker: &mut Worker,
        work: &impl Fn(ReadRecord) -> O,
    ) -> Batch<O> {
        let mut done = Batch { made: Vec::new(), unread: Vec::new(), undated: 0 };
        let file = batch.raw.file();
        let Some(shape) = self.shapes.get(file as usize) else { return done };
        let mut record = |position, body: Body, meta: &Meta| {
            let facts = self.facts(&body, meta, shape, role, worker, &mut done.undated);
            let item = match role {
                Role::Protected => worker.maker.protected(&body, facts),
                Role::Examined => worker.maker.examined(&body, facts),
            };
            let texts: Vec<&str> = body.fields().map(|(_, text)| text.expose()).collect();
            let origin = Origin { file, position, id: meta.id.clone(), text: Text::new(texts.join("\n")) };
            done.made.push(work(ReadRecord { item, origin }));
        };
        let unread = &mut done.unread;
        if shape.mapped {
            batch.raw.records(&shape.source, &mut |decoded| match decoded {
                Decoded::Record(read) => record(read.position, read.body, &read.meta),
                Decoded::Withheld { position, reason } => unread.push((file, position, reason)),
            });
        } else {
            batch.raw.fields(&mut |unmapped| match unmapped {
                Unmapped::Fields(fields) => {
                    let texts: Vec<&str> = fields.iter().map(|field| field.text).collect();
                    let meta = Meta { id: fields.id().map(Text::new), ..Meta::default() };
                    record(fields.position(), Body::Document { text: Text::new(texts.join("\n")) }, &meta);
                }
                Unmapped::Withheld { position, reason } => unread.push((file, position, reason)),
            });
        }
        done
    }

    fn facts(
        &self,
        body: &Body,
        meta: &Meta,
        shape: &Shape,
        role: Role,
        worker: &mut Worker,
        undated: &mut u64,
    ) -> Facts {
        let mut facts = Facts::default();
        let document_place = self.plan.fields.document.is_some().then_some(shape.groups);
        let mut seed = None;
        for value in &meta.group {
            // Ingest puts the place of the field in front of its value.
            let Some((place, value)) = value.expose().split_once('\u{1f}') else { continue };
            let place = place.parse::<usize>().unwrap_or(0);
            if place < shape.groups {
                facts.groups.push(worker.maker.fact(&format!("group {place}"), value));
            } else if Some(place) == document_place {
                facts.document = Some(worker.maker.fact("document", value));
            } else {
                seed = Some(value);
            }
        }
        if self.plan.fields.seed.is_some() {
            let id = meta.id.as_ref().map(Text::expose);
            facts.descent = worker.maker.descent(seed, id, role == Role::Protected);
        }
        if let Some(created) = &meta.created {
            facts.created = instant(created.expose());
            *undated += u64::from(facts.created.is_none());
        }
        if let Some(scratch) = &mut worker.scratch {
            let texts: Vec<(&str, &str)> = body.fields().map(|(_, text)| (text.expose(), "")).collect();
            self.plan.engine.detect_record(self.plan.engine.everywhere(), &texts, scratch, &mut worker.found);
            for ((text, _), found) in texts.iter().zip(&worker.found) {
                let values = found.iter().filter_map(|finding| finding.span.of(text));
                facts.values.extend(values.map(|value| worker.maker.value(value)));
            }
        }
        facts
    }
}

/// Seconds since 1970 of a point of time with an offset, or of the beginning of a day in UTC; a date and time without an offset
/// is taken as UTC.
fn instant(written: &str) -> Option<i64> {
    use jiff::Timestamp;
    use jiff::civil::DateTime;
    use jiff::tz::TimeZone;
    let written = written.trim();
    if let (10 | 13, true) = (written.len(), written.bytes().all(|byte| byte.is_ascii_digit())) {
        let number: i64 = written.parse().ok()?;
        return Some(if written.len() == 13 { number.div_euclid(1000) } else { number });
    }
    let civil = || written.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    written.parse::<Timestamp>().ok().or_else(civil).map(Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_points_of_time() {
        for (written, seconds) in [
            ("2027-01-31", Some(1_801_353_600)),
            ("2027-01-31T02:00:00+02:00", Some(1_801_353_600)),
            (" 2027-01-31 00:00:01 ", Some(1_801_353_601)),
            ("1801353600", Some(1_801_353_600)),
            ("1801353600999", Some(1_801_353_600)),
            ("soon", None),
        ] {
            assert_eq!(instant(written), seconds, "{written}");
        }
    }
}
