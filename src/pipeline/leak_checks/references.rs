//! Reference sets: benchmarks, and the holdout of the earlier version that a job continues. Nothing in training may come from
//! them. They are read once, before the data.

use super::file::{ReferenceFile, ReferenceSet};
use crate::config::{self, Conversation};
use crate::core::{Body, Position, Text};
use crate::ingest::{self, Decoded, FileTask, Unmapped};
use crate::leak::{Facts, Item, ItemMaker, Place};
use crate::pipeline::Error;
use crate::pipeline::leaks::{LeakFields, Shape, shape_of};
use crate::pipeline::plan::Plan;
use crate::store::FileRef;

/// All reference sets of a job, in its order; the holdout of an earlier version is the last.
#[derive(Default)]
pub(in crate::pipeline) struct References {
    sets: Vec<ReferenceSet>,
    items: Vec<Member>,
}

struct Member {
    set: u16,
    file: u32,
    position: Position,
    item: Item,
}

/// One set to read.
pub(in crate::pipeline) struct ReferenceTask {
    pub(in crate::pipeline) name: String,
    pub(in crate::pipeline) files: Vec<FileRef>,
    pub(in crate::pipeline) format: config::FormatName,
    pub(in crate::pipeline) fields: LeakFields,
}

impl ReferenceTask {
    pub(in crate::pipeline) fn new(reference: &config::Reference, files: Vec<FileRef>) -> Self {
        let fields =
            LeakFields { map: reference.map.clone(), conversation: Conversation::default(), ..LeakFields::default() };
        Self { name: reference.name.clone(), files, format: reference.format, fields }
    }
}

impl References {
    /// Reads all sets.
    pub(in crate::pipeline) fn read(plan: &Plan) -> Result<Self, Error> {
        let mut references = Self::default();
        let mut maker = ItemMaker::new(&plan.leak_key()).reaching(plan.leak_reach());
        for (set, task) in (0u16..).zip(&plan.references) {
            references.sets.push(ReferenceSet { name: task.name.clone(), records: 0, unread: 0, files: Vec::new() });
            for (number, file_ref) in (0u32..).zip(&task.files) {
                let file = FileTask { source: 0, file: number, file_ref: file_ref.clone() };
                let shape = shape_of(&task.fields, task.format, "utf-8", &plan.job.limits, &file)?;
                references.file(plan, set, &file, &shape, &mut maker)?;
            }
        }
        Ok(references)
    }

    fn file(
        &mut self,
        plan: &Plan,
        set: u16,
        file: &FileTask,
        shape: &Shape,
        maker: &mut ItemMaker,
    ) -> Result<(), Error> {
        let mut reader = ingest::open(file, &shape.source, &plan.job.limits)?;
        let (before, mut unread) = (self.items.len(), 0);
        while let Some(batch) = reader.next_batch(1 << 20)? {
            let mut member = |position, body: &Body| {
                let item = maker.protected(body, Facts::default());
                self.items.push(Member { set, file: file.file, position, item });
            };
            if shape.mapped {
                batch.records(&shape.source, &mut |decoded| match decoded {
                    Decoded::Record(record) => member(record.position, &record.body),
                    Decoded::Withheld { .. } => unread += 1,
                });
            } else {
                batch.fields(&mut |unmapped| match unmapped {
                    Unmapped::Fields(fields) => {
                        let texts: Vec<&str> = fields.iter().map(|field| field.text).collect();
                        member(fields.position(), &Body::Document { text: Text::new(texts.join("\n")) });
                    }
                    Unmapped::Withheld { .. } => unread += 1,
                });
            }
        }
        let records = (self.items.len() - before) as u64;
        let digest = reader.digest().ok_or_else(|| Error::NoDigest { file: file.file_ref.name.clone() })?;
        if let Some(set) = self.sets.get_mut(usize::from(set)) {
            set.records += records;
            set.unread += unread;
            let name = file.file_ref.name.to_string();
            set.files.push(ReferenceFile {
                name,
                blake3: digest.blake3,
                records,
                unread,
                read_as: shape.description.clone(),
            });
        }
        Ok(())
    }

    /// Names of the sets, by number.
    pub(super) fn names(&self) -> Vec<String> {
        self.sets.iter().map(|set| set.name.clone()).collect()
    }

    /// What was read.
    pub(super) fn sets(&self) -> &[ReferenceSet] {
        &self.sets
    }

    /// Every record with the number of its set.
    pub(super) fn items(&self) -> impl Iterator<Item = (u16, &Item)> {
        self.items.iter().map(|member| (member.set, &member.item))
    }

    /// The place of a record, by its number among all of them.
    pub(super) fn place(&self, record: usize) -> Place {
        let member = self.items.get(record);
        let set = member.and_then(|member| self.sets.get(usize::from(member.set)));
        let file = set.zip(member).and_then(|(set, member)| set.files.get(member.file as usize));
        Place {
            file: file.map_or_else(String::new, |file| file.name.clone()),
            line: member.map_or(0, |member| member.position.number()),
            split: set.map_or_else(String::new, |set| set.name.clone()),
            id: None,
            snippet: None,
        }
    }
}
