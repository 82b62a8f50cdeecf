//! One file under several names: read once within a source, and never under two kinds of rights.

use std::collections::{BTreeSet, HashMap};

use crate::config::{Job, KeyPath, Problem, Provenance, Source};
use crate::ingest::FileTask;
use crate::store::{FileRef, Identity};

/// The files of a job's sources as they are found.
pub(super) struct SameFiles<'a> {
    job: &'a Job,
    /// The first reading of each file: its source, and its name there.
    known: HashMap<Identity, (usize, String)>,
    told: BTreeSet<(usize, usize)>,
    pub(super) tasks: Vec<FileTask>,
    /// What is left out, for a person to know.
    pub(super) notes: Vec<String>,
}

impl<'a> SameFiles<'a> {
    pub(super) fn new(job: &'a Job) -> Self {
        Self { job, known: HashMap::new(), told: BTreeSet::new(), tasks: Vec::new(), notes: Vec::new() }
    }

    /// Adds the files of source `n`, in the order of their names. Tells of the first file that an earlier source reads under other
    /// rights.
    pub(super) fn add(&mut self, n: usize, source: &Source, files: Vec<FileRef>, problems: &mut Vec<Problem>) {
        let mut own: HashMap<Identity, String> = HashMap::new();
        for file_ref in files {
            if let Some(identity) = Identity::of(&file_ref.path).filter(|_| !file_ref.is_stdin()) {
                if let Some(first) = own.get(&identity) {
                    let (name, source) = (&file_ref.name, &source.name);
                    self.notes.push(format!("source {source:?}: {name} is the same file as {first} and is read once"));
                    continue;
                }
                own.insert(identity.clone(), file_ref.name.to_string());
                problems.extend(self.compare(n, source, identity, &file_ref));
            }
            let file = u32::try_from(self.tasks.len()).unwrap_or(u32::MAX);
            self.tasks.push(FileTask { source: u32::try_from(n).unwrap_or(u32::MAX), file, file_ref });
        }
    }

    fn compare(&mut self, n: usize, source: &Source, identity: Identity, file: &FileRef) -> Option<Problem> {
        let (first, name) = self.known.entry(identity).or_insert_with(|| (n, file.name.to_string()));
        let other = self.job.source.get(*first).filter(|other| !same_rights(other, source))?;
        let message = format!(
            "source {:?} reads the file that source {:?} reads under other rights: {}{}",
            source.name,
            other.name,
            file.name,
            if **name == *file.name { String::new() } else { format!(" (there {name})") }
        );
        let path = KeyPath::root().key("source").index(n).key("uri");
        let help = "leave it out of one of the two, or say the same of both in [source.provenance] and [source.map]";
        self.told.insert((*first, n)).then(|| Problem::new(path, message).help(help))
    }
}

/// Whether two sources say the same of what may be done with their records. What only describes them may differ.
fn same_rights(left: &Source, right: &Source) -> bool {
    let rights = |source: &Source| Provenance {
        evidence: None,
        collected: None,
        languages: Vec::new(),
        ..source.provenance.clone()
    };
    let of_records = |source: &Source| (source.map.licence.clone(), source.map.consent.clone());
    rights(left) == rights(right) && of_records(left) == of_records(right)
}
