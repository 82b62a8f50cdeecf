//! The files of the dataset while they are written: shards by target and split, evaluation set, lineage, quarantine index.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::Error;
use super::barrier::{Barrier, Place};
use super::duplicates::RemovedRecord;
use super::gate;
use super::labels;
use super::leak_checks::LeakageFile;
use super::place;
use super::plan::Plan;
use super::progress::Progress;
use super::second_pass::{Ready, ReadyRecord};
use super::shard::Shard;
use super::spill::{self, Kept, Origin, Withheld};
use crate::audit::{Bars, Sample, Sampler, SheetRow};
use crate::config::{Amount, OperatorName};
use crate::core::{Basis, Body, Digest, EntityType, Reason, Split};
use crate::format::TextSize;
use crate::format::evaluation::{self, Label, LabelOrigin, Sidecar};
use crate::manifest::model::{Output, OutputRole};
use crate::manifest::{LineageRow, LineageWriter, Outcome, OutputLine};
use crate::write::{self, FileEntry, OutputFile, QuarantineIndex, Staging};

/// A written file, for the summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Path, relative to the dataset's folder.
    pub path: String,
    /// Records in it.
    pub records: u64,
    /// Its size.
    pub bytes: u64,
}

impl From<&Output> for Written {
    fn from(output: &Output) -> Self {
        Self { path: output.file.path.clone(), records: output.file.records, bytes: output.file.bytes }
    }
}

/// What the lineage says of a record, beside where it went.
pub(super) struct LineageAccount {
    origin: Origin,
    parts: u32,
    licence: Option<String>,
    basis: Option<Basis>,
    entities: BTreeMap<EntityType, u32>,
    operators: BTreeMap<&'static str, u32>,
    /// What a later version is to recognise the record by; nothing unless the key is a secret.
    identity: Option<u64>,
    keys: Vec<u64>,
    /// Category, difficulty and language; only of holdout records.
    labels: Option<[(String, LabelOrigin); 3]>,
}

impl LineageAccount {
    pub(super) fn of(plan: &Plan, kept: &Kept<'_>, body: &Body, split: Split) -> Self {
        let own = |text: Option<&str>| text.map(str::to_owned);
        let secret = plan.has_secret_key();
        // Records of train are recognised; nothing is kept from training for sharing a key with them.
        let keys = if secret && split != Split::Train { kept.keys.grouping() } else { Vec::new() };
        let labels = || {
            let source = kept.origin.source;
            let category = labels::category(plan, source, kept.labels.category);
            let difficulty = labels::difficulty(body, kept.labels.difficulty);
            let language = labels::language(plan, source, body, kept.labels.language);
            [category, difficulty, language].map(|label| (label.value.to_owned(), label.from))
        };
        Self {
            origin: kept.origin,
            parts: u32::try_from(kept.pieces.len().max(1)).unwrap_or(u32::MAX),
            licence: own(kept.licence),
            basis: kept.basis,
            entities: kept.findings.iter().filter_map(|(name, n)| Some((EntityType::new(name)?, *n))).collect(),
            operators: kept.actions.iter().filter_map(|(name, n)| Some((operator_name(name)?, *n))).collect(),
            identity: secret.then_some(kept.keys.identity),
            keys,
            labels: (split == Split::Holdout).then(labels),
        }
    }
}

/// Operators come back from the spill as text; the lineage wants the names that the program knows.
fn operator_name(name: &str) -> Option<&'static str> {
    OperatorName::parse(name).map(OperatorName::as_str)
}

/// The target whose shape the evaluation set has.
const EVALUATION: &str = "eval-auto";

/// The report of the leak checks.
const LEAKAGE: &str = "leakage.json";

/// The index that a failed run leaves.
const QUARANTINE: &str = "quarantine.jsonl";

/// Every file of the folder that a failed run leaves.
pub(super) const FAILED_FILES: [&str; 2] = [LEAKAGE, QUARANTINE];

/// A new file in place of what an earlier run left; a link is replaced and not followed.
fn create_anew(path: &Path) -> std::io::Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => File::create_new(path),
    }
}

/// The report as it is written: two spaces of indentation, a line break at the end.
fn leakage_json(leakage: &LeakageFile) -> Result<Vec<u8>, Error> {
    let mut json = serde_json::to_vec_pretty(leakage).map_err(|_| Error::Report)?;
    json.push(b'\n');
    Ok(json)
}

/// All files of the dataset but the manifest.
pub(super) struct Outputs {
    /// By target and split: one file, or one for each training job; none where the target gets no such file.
    shards: Vec<[Vec<Shard>; 3]>,
    /// Files that targets need beside their data.
    beside: Vec<OutputFile>,
    evaluation: Option<(OutputFile, OutputFile)>,
    lineage: LineageWriter<OutputFile>,
    quarantine: QuarantineIndex,
    line: Vec<u8>,
    /// The sample for review, if one is asked for.
    sampler: Option<Sampler>,
    /// By target and split: the text that was written.
    pub(super) sizes: Vec<[TextSize; 3]>,
    /// Holdout records that the evaluation shape cannot hold.
    pub(super) not_evaluable: u64,
    /// Records that were withheld after they were shared out, by source and reason.
    pub(super) withheld: BTreeMap<(u32, Reason), u64>,
}

impl Outputs {
    /// Creates the files in the staging folder.
    pub(super) fn create(staging: &Staging, plan: &Plan, barrier: &Barrier) -> Result<Self, Error> {
        let (mut shards, mut beside) = (Vec::new(), Vec::new());
        for (target, numbers) in plan.targets.iter().zip(&barrier.numbers) {
            let jobs = gate::jobs(plan, target, *numbers);
            let mut files = [const { Vec::new() }; 3];
            for (files, split) in files.iter_mut().zip(Split::ALL) {
                if !plan.writes(target, split) || !wanted(plan, split) {
                    continue;
                }
                let jobs = if split == Split::Holdout { 1 } else { jobs };
                for job in 1..=jobs {
                    let number = if jobs > 1 { format!("-{job}") } else { String::new() };
                    let path = format!("{}/{split}{number}.{}", target.name(), target.extension());
                    files.push(Shard::create(staging, target, &path)?);
                }
            }
            shards.push(files);
            for file in &target.definition().beside {
                let mut out = OutputFile::create(staging, &format!("{}/{}", target.name(), file.name))?;
                out.append(file.content.as_bytes(), 0)?;
                beside.push(out);
            }
        }
        let evaluation = if wanted(plan, Split::Holdout) {
            let items = OutputFile::create(staging, "evaluation/holdout.jsonl")?;
            Some((items, OutputFile::create(staging, "evaluation/holdout.meta.jsonl")?))
        } else {
            None
        };
        Ok(Self {
            shards,
            beside,
            evaluation,
            lineage: LineageWriter::new(OutputFile::create(staging, "lineage.parquet")?)?,
            quarantine: QuarantineIndex::create(staging)?,
            line: Vec::new(),
            sampler: plan.audit.as_ref().map(|audit| Sampler::new(&plan.key, audit.records as usize)),
            sizes: vec![[TextSize::default(); 3]; plan.targets.len()],
            not_evaluable: 0,
            withheld: BTreeMap::new(),
        })
    }

    /// Creates the file of the leakage report.
    pub(super) fn leakage(staging: &Staging) -> Result<OutputFile, Error> {
        Ok(OutputFile::create(staging, LEAKAGE)?)
    }

    /// What tells records that may be in the sample for review; none if there is no sample.
    pub(super) fn bars(&self) -> Option<Bars> {
        self.sampler.as_ref().map(Sampler::bars)
    }

    /// The sample, once all records are written.
    pub(super) fn sample(&mut self) -> Option<Sample> {
        self.sampler.take().map(Sampler::finish)
    }

    /// Appends a record everywhere it goes.
    pub(super) fn append(&mut self, plan: &Plan, ready: Ready) -> Result<(), Error> {
        match ready {
            Ready::Withheld(withheld) => self.withhold(plan, withheld),
            Ready::Removed(origin, removed) => self.remove(plan, origin, &removed),
            Ready::Kept(record) => self.keep(plan, &record),
        }
    }

    fn withhold(&mut self, plan: &Plan, withheld: Withheld) -> Result<(), Error> {
        let Withheld { origin, reason } = withheld;
        if reason.is_split() {
            *self.withheld.entry((origin.source, reason)).or_default() += 1;
        }
        // Nobody has to look at what was removed; what it says is in the dataset.
        if !reason.is_removal() {
            self.quarantine.push(index_line(plan, withheld))?;
        }
        let outcome = if reason.is_removal() { Outcome::Removed(reason) } else { Outcome::Quarantined(reason) };
        self.lineage.push(&LineageRow { outcome, ..row(plan, origin, &BTreeMap::new(), &BTreeMap::new()) })?;
        Ok(())
    }

    /// A duplicate has no place in the quarantine index either.
    fn remove(&mut self, plan: &Plan, origin: Origin, removed: &RemovedRecord) -> Result<(), Error> {
        *self.withheld.entry((origin.source, Reason::Duplicate)).or_default() += 1;
        self.lineage.push(&LineageRow {
            outcome: Outcome::Removed(Reason::Duplicate),
            survivor: Some((removed.survivor, removed.score)),
            ..row(plan, origin, &BTreeMap::new(), &BTreeMap::new())
        })?;
        Ok(())
    }

    fn keep(&mut self, plan: &Plan, record: &ReadyRecord) -> Result<(), Error> {
        let account = &record.account;
        let mut places: Vec<(String, u64)> = Vec::new();
        for (files, (bytes, records)) in self.shards.iter_mut().zip(&record.encoded) {
            // The file of fewest records, so that all of them are within bounds if they are together.
            let files = files.get_mut(record.split.index()).map(|files| files.iter_mut());
            let file = files.and_then(|files| files.min_by_key(|file| file.records()));
            if let (Some(file), false) = (file, bytes.is_empty()) {
                let line = file.append(bytes, *records)?;
                places.push((file.path().to_owned(), line));
            }
        }
        for (sizes, size) in self.sizes.iter_mut().zip(&record.sizes) {
            if let Some(sum) = sizes.get_mut(record.split.index()) {
                sum.add(*size);
            }
        }
        if let (Some((items, sidecar)), Some((body, replaced)), Some(labels)) =
            (&mut self.evaluation, &record.evaluation, &account.labels)
        {
            let [category, difficulty, language] =
                labels.each_ref().map(|(value, from)| Label { value: value.as_str(), from: *from });
            self.line.clear();
            match evaluation::encode_holdout(body, Some(category.value), replaced, &mut self.line) {
                Ok(_) => {
                    let line = items.append(&self.line, 1)?;
                    places.push((items.path().to_owned(), line));
                    self.line.clear();
                    let id = Digest::from_bytes(account.origin.id).to_string();
                    Sidecar { line, id: &id, category, difficulty, language }.encode(&mut self.line)?;
                    sidecar.append(&self.line, 1)?;
                }
                // A document of one sentence has no half to ask for; it is still in its targets' holdout.
                Err(crate::format::Error::Refused(_)) => self.not_evaluable += 1,
                Err(error) => return Err(error.into()),
            }
        }
        if let (Some(sampler), Some(marked)) = (&mut self.sampler, &record.marked) {
            sampler.offer(
                record.split,
                Digest::from_bytes(account.origin.id),
                sheet_row(plan, account, &places, marked),
            );
        }
        let outputs: Vec<OutputLine<'_>> = places.iter().map(|(file, line)| OutputLine { file, line: *line }).collect();
        self.lineage.push(&LineageRow {
            outcome: Outcome::Split(record.split),
            outputs: &outputs,
            parts: account.parts,
            licence: account.licence.as_deref(),
            basis: account.basis,
            identity: account.identity,
            keys: &account.keys,
            group: record.group.map(u64::from),
            alone: record.alone,
            ..row(plan, account.origin, &account.entities, &account.operators)
        })?;
        Ok(())
    }

    /// Writes what is left; the entries of all files in the order of their paths.
    pub(super) fn finish(self, plan: &Plan, leakage: (OutputFile, &LeakageFile)) -> Result<Vec<Output>, Error> {
        let mut outputs = Vec::new();
        let mut add = |file: FileEntry, role, target: Option<&str>, split| {
            outputs.push(Output { file, role, target: target.map(str::to_owned), split });
        };
        for (target, files) in plan.targets.iter().zip(self.shards) {
            for (split, files) in Split::ALL.into_iter().zip(files) {
                for file in files {
                    add(file.finish()?, OutputRole::Data, Some(target.name()), Some(split));
                }
            }
        }
        for file in self.beside {
            add(file.finish()?, OutputRole::Sidecar, None, None);
        }
        if let Some((items, sidecar)) = self.evaluation {
            add(items.finish()?, OutputRole::Evaluation, Some(EVALUATION), Some(Split::Holdout));
            add(sidecar.finish()?, OutputRole::Sidecar, None, Some(Split::Holdout));
        }
        let (file, rows) = self.lineage.finish()?;
        add(file.finish_binary(rows)?, OutputRole::Lineage, None, None);
        add(self.quarantine.finish()?, OutputRole::Quarantine, None, None);
        let (mut file, leakage) = leakage;
        file.append(&leakage_json(leakage)?, 1)?;
        add(file.finish_binary(1)?, OutputRole::Leakage, None, None);
        outputs.sort_by(|a, b| a.file.path.cmp(&b.file.path));
        Ok(outputs)
    }
}

/// Whether the job asks for a split at all.
fn wanted(plan: &Plan, split: Split) -> bool {
    if split == Split::Holdout && plan.job.split.holdout_after.is_some() {
        return true;
    }
    let amount = match split {
        Split::Train => return true,
        Split::Validation => plan.job.split.validation,
        Split::Holdout => plan.job.split.holdout,
    };
    match amount {
        Amount::Share(share) => share > 0.0,
        Amount::Count { count } => count > 0,
    }
}

fn sheet_row(plan: &Plan, account: &LineageAccount, places: &[(String, u64)], marked: &str) -> SheetRow {
    let (source, source_file) = names(plan, account.origin);
    SheetRow {
        record: Digest::from_bytes(account.origin.id).to_string(),
        file: places.first().map(|(file, _)| file.clone()).unwrap_or_default(),
        line: places.first().map(|(_, line)| *line),
        source: source.to_owned(),
        source_file: source_file.to_owned(),
        source_position: account.origin.position.to_string(),
        text: marked.to_owned(),
    }
}

fn row<'a>(
    plan: &'a Plan,
    origin: Origin,
    entities: &'a BTreeMap<EntityType, u32>,
    operators: &'a BTreeMap<&'static str, u32>,
) -> LineageRow<'a> {
    let (source, file) = names(plan, origin);
    LineageRow {
        record: Digest::from_bytes(origin.id),
        source,
        file,
        position: origin.position,
        outcome: Outcome::Split(Split::Train),
        outputs: &[],
        parts: 1,
        entities,
        operators,
        licence: None,
        basis: None,
        identity: None,
        keys: &[],
        survivor: None,
        group: None,
        alone: None,
    }
}

fn index_line(plan: &Plan, withheld: Withheld) -> write::Withheld<'_> {
    let Withheld { origin, reason } = withheld;
    let (source, file) = names(plan, origin);
    write::Withheld { record: Digest::from_bytes(origin.id), source, file, position: origin.position, reason }
}

fn names(plan: &Plan, origin: Origin) -> (&str, &str) {
    let source = plan.job.source.get(origin.source as usize).map_or("", |source| source.name.as_str());
    let file = plan.files.get(origin.file as usize).map_or("", |task| task.file_ref.name.as_ref());
    (source, file)
}

/// Writes the quarantine index alone, to a folder beside the output folder, for a run whose gate failed.
pub(super) fn write_quarantine_only(
    plan: &Plan,
    mut spill: File,
    places: &[Place],
    leakage: &LeakageFile,
    progress: &Progress,
) -> Result<PathBuf, Error> {
    spill.seek(SeekFrom::Start(0)).map_err(Error::spill)?;
    let folder = place::failed(&plan.out)?;
    let path = folder.join(QUARANTINE);
    fs::create_dir_all(&folder).map_err(Error::failed_index)?;
    let file = create_anew(&path).map_err(Error::failed_index)?;
    let report = create_anew(&folder.join(LEAKAGE)).map_err(Error::failed_index);
    report?.write_all(&leakage_json(leakage)?).map_err(Error::failed_index)?;
    let mut places = places.iter();
    let mut index = QuarantineIndex::over(OutputFile::new(QUARANTINE, file));
    let mut reader = std::io::BufReader::with_capacity(1 << 20, spill);
    let mut bytes = Vec::new();
    loop {
        if progress.is_interrupted() {
            return Err(Error::Interrupted);
        }
        spill::read_frames(&mut reader, &mut bytes, 1 << 20).map_err(Error::spill)?;
        if bytes.is_empty() {
            break;
        }
        for entry in spill::entries(&bytes) {
            match entry.map_err(Error::SpillFrame)? {
                spill::Entry::Withheld(withheld) if withheld.reason.is_removal() => {}
                spill::Entry::Withheld(withheld) => index.push(index_line(plan, withheld))?,
                spill::Entry::Kept(kept) => {
                    if let Some(Place::Withheld(reason)) = places.next().filter(|place| !place.is_removed()) {
                        index.push(index_line(plan, Withheld { origin: kept.origin, reason: *reason }))?;
                    }
                }
            }
        }
    }
    index.finish()?;
    Ok(path)
}
