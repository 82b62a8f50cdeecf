//! The deterministic part of the manifest, filled from what the passes counted.

use std::collections::BTreeMap;

use super::barrier::{Barrier, StratumCount};
use super::first_pass::FirstPass;
use super::leak_checks::{self, LeakageFile};
use super::plan::Plan;
use super::second_pass::SecondPass;
use super::{Error, Summary, Tally};
use crate::config::{self, OnLeak};
use crate::core::{Reason, Split};
use crate::manifest::MANIFEST_VERSION;
use crate::manifest::model::{
    Content, Dataset, Detection, EntityCount, Group, Groups, HoldoutByDate, Job, KeyKind, KeyOrigin, LeakCheck, Output,
    Previous, RuleCount, RulePack, Source, SourceFile, SplitCount, Stage, StageName, Strata, Stratum, Target, Tool,
    Verdict,
};

/// The content of the manifest.
pub(super) fn content(
    plan: &Plan,
    first: &FirstPass,
    barrier: &Barrier,
    summary: &Summary,
    leakage: &LeakageFile,
    second: &SecondPass,
    outputs: Vec<Output>,
) -> Result<Content, Error> {
    let dataset = &plan.job.dataset;
    Ok(Content {
        manifest_version: MANIFEST_VERSION,
        dataset: Dataset {
            name: dataset.name.clone(),
            version: dataset.version.clone(),
            description: dataset.description.clone(),
        },
        previous: previous(plan, barrier),
        tool: Tool { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        job: Job {
            blake3: plan.job_digest.clone(),
            effective: config::effective(&plan.job).map_err(Error::Effective)?,
        },
        key: KeyOrigin { kind: key_kind(plan.key_kind), id: plan.key_id() },
        redaction_key: plan.redaction_key.map(|kind| KeyOrigin { kind: key_kind(kind), id: plan.redaction_key_id() }),
        rule_packs: rule_packs(plan),
        lists: plan.list_files.clone(),
        targets: targets(plan),
        sources: sources(plan, first)?,
        stages: stages(first, barrier, leakage, second, &outputs),
        detection: detection(plan, &first.tally),
        dedup: summary.dedup.clone(),
        splits: splits(plan, barrier),
        groups: Groups {
            total: barrier.groups,
            joined: barrier.joined_groups,
            largest: largest(barrier),
            merged: barrier.merged.groups,
            merged_records: barrier.merged.records,
            moved_records: barrier.merged.moved,
            near_compared: barrier.near.compared,
            near_alike: barrier.near.alike,
            oversize: barrier.oversize.0,
            oversize_records: barrier.oversize.1,
        },
        strata: strata(plan, barrier),
        holdout_by_date: holdout_by_date(plan, barrier),
        leakage: self::leakage(plan, leakage, second),
        tokenizer: plan.tokenizer.as_ref().map(|tokenizer| tokenizer.digest().to_owned()),
        costs: summary.costs.clone(),
        tokens: summary.tokens.clone(),
        outputs,
    })
}

fn previous(plan: &Plan, barrier: &Barrier) -> Option<Previous> {
    let previous = plan.previous.as_ref()?;
    let continued = &barrier.continued;
    let mut gone = [0; 3];
    for ((gone, split), kept) in gone.iter_mut().zip(Split::ALL).zip(continued.recognised) {
        *gone = previous.records(split).saturating_sub(kept);
    }
    Some(Previous {
        version: previous.manifest.content.dataset.version.clone(),
        content_digest: previous.content_digest.clone(),
        kept: continued.recognised.into(),
        joined: continued.joined.into(),
        gone: gone.into(),
        linking: continued.linking,
        linked: continued.linked,
    })
}

/// So many strata are listed in the manifest.
const LISTED_STRATA: usize = 500;

fn strata(plan: &Plan, barrier: &Barrier) -> Strata {
    let covered = |split: Split| {
        let holds = |count: &&StratumCount| count.records.get(split.index()).is_some_and(|records| *records > 0);
        barrier.strata.iter().filter(holds).count() as u64
    };
    let mut listed: Vec<Stratum> = barrier
        .strata
        .iter()
        .map(|count| {
            let [train, validation, holdout] = count.records;
            Stratum { labels: count.labels.clone(), train, validation, holdout }
        })
        .collect();
    // The sort is stable, and they come in the order of their names.
    listed.sort_by_key(|stratum| {
        (stratum.holdout > 0, std::cmp::Reverse(stratum.train + stratum.validation + stratum.holdout))
    });
    listed.truncate(LISTED_STRATA);
    Strata {
        labels: plan.job.split.strata.iter().map(|label| label.as_str().to_owned()).collect(),
        total: barrier.strata.len() as u64,
        in_holdout: covered(Split::Holdout),
        in_validation: covered(Split::Validation),
        listed,
    }
}

fn holdout_by_date(plan: &Plan, barrier: &Barrier) -> Option<HoldoutByDate> {
    Some(HoldoutByDate {
        from: plan.job.split.holdout_after.clone()?,
        undated: barrier.dates.undated,
        early_in_holdout: barrier.dates.early_held,
        late_elsewhere: barrier.dates.late_trained,
    })
}

fn key_kind(kind: &str) -> KeyKind {
    match kind {
        "file" => KeyKind::File,
        "env" => KeyKind::Env,
        "fd" => KeyKind::Fd,
        "random" => KeyKind::Random,
        _ => KeyKind::Derived,
    }
}

fn rule_packs(plan: &Plan) -> Vec<RulePack> {
    let pack = |pack: &crate::rules::Pack| RulePack {
        name: pack.info.name.clone(),
        version: pack.info.version.clone(),
        blake3: pack.digest.clone(),
        rules: pack.rules.len() as u64,
    };
    plan.rules.packs().iter().map(pack).collect()
}

fn targets(plan: &Plan) -> Vec<Target> {
    let target = |target: &crate::format::Target| Target {
        name: target.name().to_owned(),
        blake3: target.digest().to_owned(),
        status: target.definition().status.as_str().to_owned(),
    };
    plan.targets.iter().map(target).collect()
}

fn sources(plan: &Plan, first: &FirstPass) -> Result<Vec<Source>, Error> {
    let mut sources = Vec::new();
    for (n, source) in plan.job.source.iter().enumerate() {
        let tally = first.tally.sources.get(n).cloned().unwrap_or_default();
        let read = plan.files.iter().zip(&first.files).filter(|(task, _)| task.source as usize == n);
        let file = |(task, outcome): (&crate::ingest::FileTask, &super::input::FileOutcome)| SourceFile {
            name: task.file_ref.name.to_string(),
            bytes: outcome.digest.bytes,
            blake3: outcome.digest.blake3.clone(),
            records: outcome.records,
            format: outcome.format.as_str().to_owned(),
        };
        sources.push(Source {
            name: source.name.clone(),
            uri: source.uri.clone(),
            format: source.format.as_str().to_owned(),
            provenance: serde_json::to_value(plan.gate().describe(n))
                .map_err(|error| Error::Effective(error.into()))?,
            files: read.map(file).collect(),
            records_read: tally.records,
            records_withheld: tally.withheld_records(),
            records_removed: tally.removed_records(),
        });
    }
    Ok(sources)
}

/// Which stage withholds for a reason.
fn stage_of(reason: Reason) -> StageName {
    match reason {
        reason if reason.is_rights() => StageName::Rights,
        Reason::DroppedByPolicy | Reason::QuarantinedByPolicy | Reason::EmptyAfterRedaction => StageName::Redact,
        Reason::ResidualFinding => StageName::Rescan,
        Reason::NotRepresentable | Reason::OverTargetLimit | Reason::ReservedString => StageName::Fit,
        Reason::LinksSplits | Reason::OverTargetCount => StageName::Split,
        Reason::Duplicate | Reason::OnlyRepeated => StageName::Group,
        Reason::Leak => StageName::Leakage,
        _ => StageName::Ingest,
    }
}

fn stages(
    first: &FirstPass,
    barrier: &Barrier,
    leakage: &LeakageFile,
    second: &SecondPass,
    outputs: &[Output],
) -> Vec<Stage> {
    let tally = &first.tally;
    let withheld = tally.withheld();
    let kept = barrier.places.len() as u64;
    let written: u64 = outputs.iter().filter(|output| output.target.is_some()).map(|output| output.file.records).sum();
    let checks = || leakage.report.checks.iter();
    let keys = || barrier.raw.iter().chain(&barrier.normalised).chain(&barrier.links);
    let crossings = || keys().chain(second.exact.iter().flat_map(|(_, crossings)| crossings));
    let mut entering = tally.records();
    let mut stages = Vec::new();
    let mut add = |name, examined: Option<u64>, hits: Option<u64>| {
        let mut stage = Stage::new(name);
        for (reason, records) in withheld.iter().filter(|(reason, _)| stage_of(**reason) == name) {
            stage.drop_records(*reason, *records);
        }
        let dropped: u64 = stage.dropped.values().sum();
        stage.entered = entering;
        stage.left = entering - dropped;
        stage.examined = examined.unwrap_or(entering);
        stage.hits = hits.unwrap_or(dropped);
        entering = stage.left;
        stages.push(stage);
    };
    add(StageName::Ingest, None, None);
    add(StageName::Rights, None, None);
    add(StageName::Detect, Some(tally.texts), Some(tally.findings()));
    add(StageName::Redact, Some(tally.findings()), Some(tally.changed_records));
    add(StageName::Rescan, Some(tally.rescanned_texts), None);
    add(StageName::Fit, None, None);
    add(StageName::Group, Some(kept), Some(barrier.joined_groups));
    add(StageName::Split, Some(barrier.groups), Some(kept));
    add(
        StageName::Leakage,
        Some(crossings().map(|c| c.examined).chain(checks().map(|check| check.examined)).sum()),
        Some(crossings().map(|c| c.hits).chain(checks().map(|check| check.found.error)).sum()),
    );
    add(StageName::Write, None, Some(written));
    stages
}

fn detection(plan: &Plan, tally: &Tally) -> Detection {
    let mut entities = BTreeMap::new();
    let mut rules = BTreeMap::new();
    let engine_rules =
        plan.engine().rules().map(|rule| (rule.id.to_string(), rule.pack.to_string(), rule.entity.clone()));
    let lists = plan.engine().lists().map(|(rule, entity)| (rule.to_owned(), "job".to_owned(), entity.clone()));
    for (id, pack, entity) in engine_rules.chain(lists) {
        let count = tally.rules.get(id.as_str()).copied().unwrap_or_default();
        let operator = plan.operator(&entity).name().to_owned();
        let ground = plan.ground(&entity);
        let none = EntityCount { findings: 0, records: 0, operator, ground, fallbacks: 0 };
        entities.entry(entity.clone()).or_insert(none);
        rules.insert(id, RuleCount { pack, entity, findings: count.findings, validated: count.validated });
    }
    for (entity, count) in &tally.entities {
        let operator = plan.operator(entity).name().to_owned();
        let (findings, records) = (count.findings, count.records);
        let fallbacks = tally.fallbacks.get(entity).copied().unwrap_or_default();
        let ground = plan.ground(entity);
        entities.insert(entity.clone(), EntityCount { findings, records, operator, ground, fallbacks });
    }
    Detection {
        texts: tally.texts,
        bytes: tally.text_bytes,
        entities,
        reserved_rewritten: tally.reserved_rewritten,
        pairs_compared: tally.pairs_compared,
        pairs_disagreeing: tally.pairs_disagreeing,
        rules,
    }
}

fn splits(plan: &Plan, barrier: &Barrier) -> Vec<SplitCount> {
    let total = barrier.kept().max(1) as f64;
    let count = |part: &crate::split::Achieved| SplitCount {
        split: part.split,
        requested: match part.split {
            Split::Train => None,
            Split::Validation => Some(plan.job.split.validation),
            Split::Holdout if plan.job.split.holdout_after.is_some() => None,
            Split::Holdout => Some(plan.job.split.holdout),
        },
        records: part.records,
        groups: part.groups,
        share: part.records as f64 / total,
        allowance: part.allowance,
        within: part.within,
    };
    barrier.achieved.iter().map(count).collect()
}

fn largest(barrier: &Barrier) -> Vec<Group> {
    barrier.largest.iter().map(|(records, split)| Group { records: *records, split: *split }).collect()
}

fn leakage(plan: &Plan, file: &LeakageFile, second: &SecondPass) -> Vec<LeakCheck> {
    let leakage = &plan.job.leakage;
    let keys = file.keys.iter().map(|check| {
        let action = if check.id == "links" { leakage.group } else { leakage.normalised };
        leak_check(
            format!("keys/{}", check.id),
            check.between.map(|split| split.to_string()),
            (check.examined, 0, check.hits),
            action,
        )
    });
    let written = second.exact.iter().flat_map(|(target, crossings)| {
        crossings.iter().map(move |crossing| {
            let pair = [crossing.pair.0.to_string(), crossing.pair.1.to_string()];
            leak_check(format!("written/{target}"), pair, (crossing.examined, 0, crossing.hits), leakage.exact)
        })
    });
    let checks = file.report.checks.iter().flat_map(|check| {
        let action = leak_checks::action(leakage, check.id);
        check.between.iter().map(move |between| {
            let pair = [between.examined_side.clone(), between.protected_side.clone()];
            let found = between.found;
            let hits = found.error + found.warning + found.note;
            let action = if found.error > 0 { action } else { OnLeak::Report };
            leak_check(check.id.to_string(), pair, (between.examined, between.too_short, hits), action)
        })
    });
    keys.chain(checks).chain(written).collect()
}

fn leak_check(
    id: String,
    pair: [String; 2],
    (examined, too_short, hits): (u64, u64, u64),
    action: OnLeak,
) -> LeakCheck {
    let verdict = match (hits, action) {
        (0, _) if examined == 0 => Verdict::NotExamined,
        (0, _) => Verdict::Pass,
        (_, OnLeak::Fail) => Verdict::Fail,
        (_, OnLeak::Report | OnLeak::MoveGroup | OnLeak::DropFromTrain | OnLeak::Off) => Verdict::Reported,
    };
    LeakCheck { id, pair, examined, too_short, hits, action, verdict }
}
