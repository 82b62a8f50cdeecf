//! Everything a run needs, compiled and checked before the first byte of data is read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::audit::{AuditPlan, AuditRequest};
use super::decisions::decisions;
use super::key::RunKeys;
use super::leak_checks::{self, ReferenceTask};
use super::previous::Previous;
use super::same_file::SameFiles;
use super::{Error, entities, fit, lists, place, prefix};
use crate::config::{
    Amount, Draft, Job, KeyPath, Link, OnLeak, OnLimit, Operator, Problem, RemovedDuplicates, RepeatedText,
};
use crate::core::{EntityType, Key, Split};
use crate::dedup::{NearSettings, ParagraphSettings};
use crate::detect::{Engine, Scope};
use crate::format::cut::Budget;
use crate::format::{Kind, Target, Targets, Tokenizer};
use crate::ingest::{FileTask, SourcePlan};
use crate::leak::{CheckId, Reach};
use crate::manifest::model::ListFile;
use crate::provenance::{Gate, SourceVerdict};
use crate::redact::policies::Decisions;
use crate::redact::{Fallback, Policy};
use crate::rules::RuleSet;
use crate::store;

/// What the command line may say in place of the job.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// Folder of the dataset, relative to the working folder.
    pub out: Option<PathBuf>,
    /// The model's tokenizer, relative to the working folder.
    pub tokenizer: Option<PathBuf>,
    /// What happens when the data do not fit a target's limits.
    pub on_limit: Option<OnLimit>,
    /// A sample for a person to review.
    pub audit: Option<AuditRequest>,
}

/// A job that is ready to run.
pub struct Plan {
    /// The job with all its defaults.
    pub job: Job,
    /// BLAKE3 of the job file.
    pub job_digest: String,
    /// Folder of the dataset.
    pub out: PathBuf,
    /// The rules in force.
    pub rules: RuleSet,
    /// Files to read, source by source, in the order of their names.
    pub files: Vec<FileTask>,
    /// What is not wrong with them but worth knowing: files that a source finds twice.
    pub notes: Vec<String>,
    /// Targets to write, in the order of the job.
    pub targets: Vec<Target>,
    /// Where the key of record ids comes from: `derived`, `file`, `env` or `fd`.
    pub key_kind: &'static str,
    /// Where the key that operators use comes from: `random`, `file`, `env` or `fd`; none if no operator uses one.
    pub redaction_key: Option<&'static str>,
    pub(super) sources: Vec<SourcePlan>,
    pub(super) engine: Engine,
    /// By source: what holds for its texts.
    pub(super) scopes: Vec<Scope>,
    pub(super) list_files: Vec<ListFile>,
    pub(super) policy: Policy,
    /// The sample for a reviewer, if one is asked for.
    pub audit: Option<AuditPlan>,
    /// What the policies that the job names come to.
    pub(super) decisions: Decisions,
    pub(super) gate: Gate,
    pub(super) key: Key,
    /// How long a piece of a document may be: the smallest budget of the document targets.
    pub(super) document_budget: Option<Budget>,
    /// Counts tokens, where the job names one.
    pub(super) tokenizer: Option<Tokenizer>,
    /// The beginning of the day on which a holdout by date begins, in seconds since 1970.
    pub(super) holdout_from: Option<i64>,
    pub(super) previous: Option<Previous>,
    /// Reference sets in the order of the job, the holdout of the earlier version behind them.
    pub(super) references: Vec<ReferenceTask>,
}

impl Plan {
    /// Compiles a job. Every problem that can be found without reading data is collected and returned together; sources that
    /// the rights policy refuses are an error of their own.
    pub fn make(mut draft: Draft, overrides: &Overrides) -> Result<Self, Error> {
        let Some(mut job) = draft.job.take() else { return Err(Error::Plan(draft.into_problems())) };
        job.output.on_limit = overrides.on_limit.unwrap_or(job.output.on_limit);
        let base = draft.base.clone();
        let mut problems = Vec::new();
        let rules = take(
            &mut problems,
            &["detect", "packs"],
            RuleSet::load(&job.detect.packs, rules_folder(&job, &base).as_deref()),
        );
        let lists = lists::load(&job.detect, &base, &mut problems);
        // The manifest shows the job as it was written, and beside each entity type what decided on it.
        let mut effective = job.clone();
        let folder = rules_folder(&job, &base);
        let decisions = rules.as_ref().map(|rules| {
            let Job { redact, detect, .. } = &mut effective;
            take(&mut problems, &["redact", "policies"], decisions(redact, detect, rules, folder.as_deref()))
        });
        let decisions = decisions.flatten().unwrap_or_default();
        let readable = problems.is_empty();
        let engine = rules
            .as_ref()
            .filter(|_| readable)
            .and_then(|rules| take(&mut problems, &["detect"], Engine::compile_with(rules, &effective.detect, &lists)));
        let gate = take(&mut problems, &["rights"], Gate::compile(&job.rights, &job.source));
        let tokenizer = tokenizer(&job, &base, overrides, &mut problems);
        let targets = targets(&job, &base, tokenizer.as_ref(), &mut problems);
        let keys = RunKeys::of(&job, &base, &mut problems);
        let policy = keys.as_ref().and_then(|keys| policy(&effective, &base, &keys.redaction, &mut problems));
        let sources = sources(&job, &mut problems);
        let previous = Previous::find(&job, &base, keys.as_ref().map(|keys| &keys.ids), &mut problems);
        check_shapes(&job, &targets, &mut problems);
        check_numbers(&job, &targets, &mut problems);
        prefix::check(&job, &targets, &mut problems);
        problems.extend(entities::unknown(&job, rules_folder(&job, &base).as_deref()));
        // What is wrong with a licence or a list is told at its own place by the checks of the job file.
        let known = !draft.is_sound();
        problems.retain(|problem| !(known && problem.path == KeyPath::root().key("rights")));
        problems.into_iter().for_each(|problem| draft.add(problem));
        if let Some(gate) = gate.as_ref().filter(|_| draft.is_sound()) {
            refused(gate, &job)?;
        }
        let mut problems = Vec::new();
        let (files, notes) = files(&job, &base, &mut problems);
        let out = place::folder(&job, &base, overrides, &mut problems);
        let references = references(&job, &base, previous.as_ref(), &mut problems);
        if let Some(out) = out.as_deref().filter(|_| draft.is_sound()) {
            let earlier = (references.as_slice(), previous.as_ref());
            problems.extend(place::check(&job, (&draft.path, &base), (out, overrides), &files, earlier));
        }
        problems.into_iter().for_each(|problem| draft.add(problem));
        let (Some(rules), Some(engine), Some(gate), Some(keys), Some(policy), Some(out), true) =
            (rules, engine, gate, keys, policy, out, draft.is_sound())
        else {
            return Err(Error::Plan(draft.into_problems()));
        };
        let document_budget = document_budget(&targets, tokenizer.as_ref());
        let job_digest = draft.digest;
        let scope = |source: &crate::config::Source| {
            engine.scope(&source.name, &source.provenance.jurisdictions, &source.provenance.languages)
        };
        Ok(Self {
            scopes: job.source.iter().map(scope).collect(),
            holdout_from: job.split.holdout_after.as_deref().and_then(crate::split::instant),
            previous,
            references,
            list_files: lists::describe(&job.detect, &lists),
            job,
            job_digest,
            audit: overrides.audit.as_ref().map(|request| AuditPlan::of(request, &out)),
            out,
            rules,
            files,
            notes,
            targets,
            key_kind: keys.kind,
            redaction_key: policy.needs_key().then_some(keys.redaction_kind),
            sources,
            engine,
            policy,
            decisions,
            gate,
            key: keys.ids,
            document_budget,
            tokenizer,
        })
    }

    /// Stored bytes of all files whose size is known.
    #[must_use]
    pub fn input_bytes(&self) -> u64 {
        self.files.iter().filter_map(|task| task.file_ref.bytes).sum()
    }

    /// The files of one source.
    pub fn files_of(&self, source: usize) -> impl Iterator<Item = &FileTask> {
        self.files.iter().filter(move |task| task.source as usize == source)
    }

    /// The operator for an entity type.
    #[must_use]
    pub fn operator(&self, entity: &crate::core::EntityType) -> &Operator {
        self.policy.operator(entity)
    }

    /// The entity types of the active rules for some values of which the operator writes a placeholder, by operator and values.
    #[must_use]
    pub fn fallbacks(&self) -> BTreeMap<(&'static str, Fallback), BTreeSet<&EntityType>> {
        let mut fallbacks: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for rule in self.engine.rules() {
            if let Some(fallback) = self.policy.fallback(&rule.entity) {
                let operator = self.policy.operator(&rule.entity).name();
                fallbacks.entry((operator, fallback)).or_default().insert(&rule.entity);
            }
        }
        fallbacks
    }

    /// What decided on the operator of an entity type, if the job names policies.
    #[must_use]
    pub fn ground(&self, entity: &crate::core::EntityType) -> Option<String> {
        self.decisions.entities.get(entity).map(|decision| decision.ground.clone())
    }

    /// The detection engine.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Public name of the key.
    #[must_use]
    pub fn key_id(&self) -> String {
        self.key.id()
    }

    /// What the job does about the hits of each leak check.
    pub fn leak_actions(&self) -> impl Iterator<Item = (CheckId, OnLeak)> {
        CheckId::ALL.iter().map(|check| (*check, leak_checks::action(&self.job.leakage, *check)))
    }

    /// The key under which the leak checks compare.
    pub(super) fn leak_key(&self) -> Key {
        self.key.purpose("scrubjay 2026-11 leak checks")
    }

    /// The leak checks on words that the job has not turned off.
    pub(super) fn leak_reach(&self) -> Reach {
        let leakage = &self.job.leakage;
        Reach { near: leakage.near_duplicate != OnLeak::Off, runs: leakage.ngram_containment != OnLeak::Off }
    }

    /// Whether a reference set is the holdout of the earlier version.
    pub(super) fn is_earlier_holdout(&self, reference: u16) -> bool {
        usize::from(reference) >= self.job.leakage.reference.len()
    }

    /// Name of a file that is read.
    pub(super) fn file_name(&self, file: u32) -> &str {
        self.files.get(file as usize).map_or("", |task| task.file_ref.name.as_ref())
    }

    /// Whether the key is one that nobody can derive from the dataset.
    pub(super) fn has_secret_key(&self) -> bool {
        self.key_kind != "derived"
    }

    /// Whether the job keeps records together that are linked so.
    pub(super) fn links(&self, link: Link) -> bool {
        self.job.split.keep_together.contains(&link)
    }

    /// Whether near-duplicates are looked for: to keep them together, or to remove them.
    pub(super) fn finds_near(&self) -> bool {
        self.links(Link::Near) || self.job.dedup.remove == RemovedDuplicates::Near
    }

    /// From when on two records are near-duplicates. Those that are to be removed are also kept together.
    pub(super) fn near_settings(&self) -> NearSettings {
        let settings = NearSettings::default();
        let threshold = match self.job.dedup.remove {
            RemovedDuplicates::Near => settings.threshold.min(self.job.dedup.near_duplicate),
            _ => settings.threshold,
        };
        NearSettings { threshold, ..settings }
    }

    /// Whether paragraphs that many documents have are looked for.
    pub(super) fn counts_paragraphs(&self) -> bool {
        let documents = self.targets.iter().any(|target| target.wants() == Kind::Documents);
        documents && self.job.dedup.paragraphs != RepeatedText::Keep
    }

    /// Whether they are taken out.
    pub(super) fn strips_paragraphs(&self) -> bool {
        self.counts_paragraphs() && self.job.dedup.paragraphs == RepeatedText::Remove
    }

    /// When a paragraph counts as repeated.
    pub(super) fn paragraph_settings(&self) -> ParagraphSettings {
        let dedup = &self.job.dedup;
        let words = usize::try_from(dedup.paragraph_words).unwrap_or(usize::MAX);
        ParagraphSettings { documents: dedup.paragraph_documents, words }
    }

    /// Public name of the key that operators use.
    #[must_use]
    pub fn redaction_key_id(&self) -> String {
        self.policy.key_id()
    }

    /// The rights gate.
    #[must_use]
    pub fn gate(&self) -> &Gate {
        &self.gate
    }

    /// Whether tokens are counted rather than estimated.
    #[must_use]
    pub fn counts_tokens(&self) -> bool {
        self.tokenizer.is_some()
    }

    /// Whether a target gets a file for a split.
    #[must_use]
    pub fn writes(&self, target: &Target, split: Split) -> bool {
        split != Split::Validation || target.takes_validation()
    }

    pub(super) fn source(&self, index: u32) -> Result<&SourcePlan, Error> {
        self.sources.get(index as usize).ok_or(Error::SpillMismatch)
    }
}

fn rules_folder(job: &Job, base: &Path) -> Option<PathBuf> {
    job.detect.rules.as_ref().map(|folder| base.join(folder))
}

/// The value, or its error as one more problem at a key of the job file.
fn take<T, E: std::error::Error>(problems: &mut Vec<Problem>, path: &[&str], result: Result<T, E>) -> Option<T> {
    let path = path.iter().fold(KeyPath::root(), |path, key| path.key(key));
    result.map_err(|error| problems.push(Problem::new(path, chain(&error)))).ok()
}

/// An error with its causes.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut message = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !message.contains(&cause_text) {
            message = format!("{message}: {cause_text}");
        }
        source = cause.source();
    }
    message
}

/// The smallest budget of the targets that hold documents.
fn document_budget(targets: &[Target], tokenizer: Option<&Tokenizer>) -> Option<Budget> {
    if let Some(tokenizer) = tokenizer {
        let most = targets.iter().filter_map(Target::document_tokens).min()?;
        return Some(Budget::Tokens(usize::try_from(most).unwrap_or(usize::MAX), tokenizer.clone()));
    }
    targets.iter().filter_map(Target::document_budget).min().map(Budget::Characters)
}

fn tokenizer(job: &Job, base: &Path, overrides: &Overrides, problems: &mut Vec<Problem>) -> Option<Tokenizer> {
    let of_job = || job.output.tokenizer.as_ref().map(|file| base.join(file));
    let file = overrides.tokenizer.clone().or_else(of_job)?;
    take(problems, &["output", "tokenizer"], Tokenizer::load(&file))
}

/// The redaction policy, with the tables of the job's own rules.
fn policy(job: &Job, base: &Path, key: &Key, problems: &mut Vec<Problem>) -> Option<Policy> {
    let policy = take(problems, &["redact"], Policy::new(&job.redact, key))?.in_regions(&job.detect.regions);
    match rules_folder(job, base) {
        Some(folder) => take(problems, &["detect", "rules"], policy.with_folder(&folder)),
        None => Some(policy),
    }
}

fn targets(job: &Job, base: &Path, tokenizer: Option<&Tokenizer>, problems: &mut Vec<Problem>) -> Vec<Target> {
    let folder = job.output.targets_dir.as_ref().map(|folder| base.join(folder));
    let Some(known) = take(problems, &["output", "targets"], Targets::load(folder.as_deref())) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (n, name) in job.output.targets.iter().enumerate() {
        let path = KeyPath::root().key("output").key("targets").index(n);
        match known.get(name) {
            Ok(target) if target.wants() == Kind::Evaluation => problems.push(
                Problem::new(
                    path,
                    format!("{name} is the shape of the holdout, which every run writes beside its targets"),
                )
                .help("name a training target; `scrubjay targets list` shows them"),
            ),
            Ok(target) if target.wants() == Kind::CheckedOnly => problems.push(
                Problem::new(
                    path,
                    format!("{name} is made elsewhere: it is checked by `scrubjay validate`, and not written"),
                )
                .help("name a training target; `scrubjay targets list` shows them"),
            ),
            Ok(target) => found.push(target.clone().counting_with(tokenizer.cloned())),
            Err(error) => problems.push(Problem::new(path, error.to_string())),
        }
    }
    found
}

fn sources(job: &Job, problems: &mut Vec<Problem>) -> Vec<SourcePlan> {
    let mut plans = Vec::new();
    for (n, source) in (0u32..).zip(&job.source) {
        match SourcePlan::compile(n, source) {
            Ok(plan) => plans.push(plan),
            Err(error) => problems.push(Problem::new(source_path(n as usize).key("map"), chain(&error))),
        }
    }
    plans
}

fn source_path(index: usize) -> KeyPath {
    KeyPath::root().key("source").index(index)
}

/// Every source must have a target that takes what it maps, and every target a source.
fn check_shapes(job: &Job, targets: &[Target], problems: &mut Vec<Problem>) {
    if targets.is_empty() {
        return;
    }
    let takes = |kind| targets.iter().any(|target| target.wants() == kind);
    for (n, source) in job.source.iter().enumerate() {
        let map = &source.map;
        let dialogue = map.messages.is_some() || map.prompt.is_some() || map.completion.is_some();
        let (kind, what, example) = if dialogue {
            (Kind::Dialogues, "prompts and completions or conversations", "llama3-1 or nova1-lite")
        } else {
            (Kind::Documents, "documents", "nova-cpt or plain-text")
        };
        if !takes(kind) {
            let message = format!("the source gives {what}, and no target of the job takes them");
            problems.push(
                Problem::new(source_path(n).key("map"), message)
                    .help(format!("add a target such as {example} to output.targets")),
            );
        }
    }
    let validation = !matches!(job.split.validation, Amount::Share(share) if share == 0.0)
        && job.split.validation != Amount::Count { count: 0 };
    if validation && targets.iter().all(|target| !target.takes_validation()) {
        let path = KeyPath::root().key("split").key("validation");
        let message = "no target of the job takes a validation file, so these records would be lost";
        problems.push(Problem::new(path, message).help("set split.validation = 0"));
    }
}

/// Splits that cannot satisfy the targets' numbers of records, whatever the data.
fn check_numbers(job: &Job, targets: &[Target], problems: &mut Vec<Problem>) {
    if let Some(conflict) = fit::impossible(targets, &job.split, job.output.on_limit) {
        problems.push(
            Problem::new(KeyPath::root().key("split"), conflict)
                .help("ask for other shares or counts, name other targets, or set output.on_limit (--on-limit)"),
        );
    }
}

fn refused(gate: &Gate, job: &Job) -> Result<(), Error> {
    let refusals: Vec<String> = job
        .source
        .iter()
        .enumerate()
        .filter_map(|(n, source)| match gate.source(n) {
            SourceVerdict::Denied(denial) => Some(format!("source {:?}: {denial}", source.name)),
            SourceVerdict::Allowed | SourceVerdict::PerRecord => None,
        })
        .collect();
    if refusals.is_empty() { Ok(()) } else { Err(Error::Rights(refusals)) }
}

/// The files of the sources, and what is worth knowing of them.
fn files(job: &Job, base: &Path, problems: &mut Vec<Problem>) -> (Vec<FileTask>, Vec<String>) {
    let mut files = SameFiles::new(job);
    for (n, source) in job.source.iter().enumerate() {
        match store::expand(base, &source.uri) {
            Ok(found) => files.add(n, source, found, problems),
            Err(error) => problems.push(Problem::new(source_path(n).key("uri"), chain(&error))),
        }
    }
    (files.tasks, files.notes)
}

/// The reference sets with their files.
fn references(job: &Job, base: &Path, previous: Option<&Previous>, problems: &mut Vec<Problem>) -> Vec<ReferenceTask> {
    let mut tasks = Vec::new();
    for (n, reference) in job.leakage.reference.iter().enumerate() {
        match store::expand(base, &reference.uri) {
            Ok(files) => tasks.push(ReferenceTask::new(reference, files)),
            Err(error) => {
                let path = KeyPath::root().key("leakage").key("reference").index(n).key("uri");
                problems.push(Problem::new(path, chain(&error)));
            }
        }
    }
    if let Some(previous) = previous {
        match previous.holdout() {
            Ok(task) => tasks.extend(task),
            Err(error) => problems.push(Problem::new(KeyPath::root().key("split").key("previous"), chain(&error))),
        }
    }
    tasks
}
