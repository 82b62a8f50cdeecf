//! What `run --dry-run` prints.

use scrubjay::config::{Amount, ByteCount, FormatName, Job, RemovedDuplicates, Source};
use scrubjay::core::Split;
use scrubjay::pipeline::Plan;

use super::{count, line, shown};
use crate::table::Table;

/// The plan for a person.
pub(crate) fn plan(plan: &Plan) -> String {
    let mut out = String::new();
    let job = &plan.job;
    line(&mut out, format_args!("dataset {} {}", job.dataset.name, job.dataset.version));
    line(&mut out, format_args!("output {}", shown(&plan.out)));
    line(&mut out, format_args!("key {} ({})", plan.key_id(), plan.key_kind));
    if let Some(kind) = plan.redaction_key {
        let note = if kind == "random" { ": replacements will differ from run to run" } else { "" };
        line(&mut out, format_args!("redaction key {} ({kind}){note}", plan.redaction_key_id()));
    }
    if let Some(audit) = &plan.audit {
        line(&mut out, format_args!("audit: {} record(s) of each split to {}", audit.records, shown(&audit.sheet)));
    }
    for (n, source) in job.source.iter().enumerate() {
        self::source(&mut out, plan, n, source);
    }
    for note in &plan.notes {
        line(&mut out, format_args!("  note: {note}"));
    }
    rules(&mut out, plan);
    operators(&mut out, plan);
    line(&mut out, duplicates(job));
    line(&mut out, "split");
    line(&mut out, format_args!("  {}: {}", Split::Validation, amount_text(job.split.validation)));
    let holdout = match &job.split.holdout_after {
        Some(from) => format!("what was made on {from} or later"),
        None => amount_text(job.split.holdout),
    };
    line(&mut out, format_args!("  {}: {holdout}", Split::Holdout));
    let strata: Vec<_> = job.split.strata.iter().map(|label| label.as_str()).collect();
    line(&mut out, format_args!("  strata: {}", if strata.is_empty() { "none".to_owned() } else { strata.join(", ") }));
    if let Some(previous) = &job.split.previous {
        line(&mut out, format_args!("  continues {previous}"));
    }
    line(&mut out, format_args!("  train: the rest; seed {}, tolerance {}", job.split.seed, job.split.tolerance));
    line(&mut out, "leak gates");
    for (check, action) in plan.leak_actions() {
        line(&mut out, format_args!("  {check}: {}", action.as_str()));
    }
    for reference in &job.leakage.reference {
        line(&mut out, format_args!("  reference set {}: {}", reference.name, reference.uri));
    }
    line(&mut out, "targets");
    for target in &plan.targets {
        let validation = if target.takes_validation() { "" } else { ", no validation file" };
        let definition = target.definition();
        let (shape, status) = (definition.shape.as_str(), definition.status.as_str());
        line(&mut out, format_args!("  {}: {} ({shape}, {status}){validation}", target.name(), definition.title));
    }
    out
}

fn duplicates(job: &Job) -> String {
    let prefer: Vec<_> = job.dedup.prefer.iter().map(|preference| preference.as_str()).collect();
    match job.dedup.remove {
        RemovedDuplicates::None => "duplicates: none is removed; they stay in one split".to_owned(),
        RemovedDuplicates::Near => {
            format!(
                "duplicates: near ones from {} on are removed; kept: {}",
                job.dedup.near_duplicate,
                prefer.join(", ")
            )
        }
        other => format!("duplicates: {} ones are removed; kept: {}", other.as_str(), prefer.join(", ")),
    }
}

fn source(out: &mut String, plan: &Plan, index: usize, source: &Source) {
    let bytes: u64 = plan.files_of(index).filter_map(|task| task.file_ref.bytes).sum();
    let files = plan.files_of(index).count();
    line(out, format_args!("source {}: {files} file(s), {}, format {}", source.name, ByteCount(bytes), source.format));
    for task in plan.files_of(index) {
        let size = task.file_ref.bytes.map_or_else(|| "size not known".to_owned(), |size| ByteCount(size).to_string());
        line(out, format_args!("  {} ({size})", task.file_ref.name));
    }
    let mapped = mapped(source);
    if mapped.is_empty() {
        let unit =
            if matches!(source.format, FormatName::Txt | FormatName::Md | FormatName::Auto) { "text" } else { "" };
        line(out, format_args!("  maps the {unit} of each {:?}", source.unit).to_string().to_lowercase());
    }
    for (role, field) in mapped {
        line(out, format_args!("  maps {field} to {role}"));
    }
    let rights = &source.provenance;
    line(
        out,
        format_args!(
            "  licence {}, basis {}",
            rights.licence.as_deref().unwrap_or("by record or none"),
            rights.basis.map_or("none", scrubjay::core::Basis::as_str)
        ),
    );
}

fn mapped(source: &Source) -> Vec<(&'static str, String)> {
    let map = &source.map;
    let mut mapped: Vec<(&'static str, String)> = [
        ("text", &map.text),
        ("system", &map.system),
        ("prompt", &map.prompt),
        ("completion", &map.completion),
        ("messages", &map.messages),
        ("id", &map.id),
        ("category", &map.category),
        ("difficulty", &map.difficulty),
        ("language", &map.language),
        ("created", &map.created),
        ("licence", &map.licence),
        ("consent", &map.consent),
        ("url", &map.url),
    ]
    .into_iter()
    .filter_map(|(role, field)| field.clone().map(|field| (role, field)))
    .collect();
    if let Some(group) = &map.group {
        mapped.push(("group", group.names().join(", ")));
    }
    mapped
}

fn rules(out: &mut String, plan: &Plan) {
    let rules: Vec<_> = plan.engine().rules().collect();
    line(out, format_args!("rules: {} active, score {} or more", rules.len(), plan.job.detect.min_score));
    let mut table = Table::new(&[]);
    for rule in rules {
        let threshold = plan.job.detect.thresholds.get(&rule.entity);
        let threshold = threshold.map_or_else(String::new, |score| format!("score {score} or more"));
        table.row([rule.id.to_string(), rule.pack.to_string(), rule.entity.to_string(), threshold]);
    }
    out.push_str(&table.render(2));
}

fn operators(out: &mut String, plan: &Plan) {
    line(out, "operators");
    line(out, format_args!("  {} for all that is not listed", plan.job.redact.default.operator().name()));
    for (entity, choice) in &plan.job.redact.entities {
        line(out, format_args!("  {} for {entity}", choice.operator().name()));
    }
    for ((operator, fallback), entities) in plan.fallbacks() {
        let names: Vec<_> = entities.iter().map(|entity| entity.as_str()).collect();
        line(out, format_args!("  {operator} writes a placeholder for {}: {}", fallback.as_str(), names.join(", ")));
    }
    let Job { detect, .. } = &plan.job;
    let lists = detect.allow.len() + detect.allow_patterns.len();
    if lists + detect.deny.len() > 0 {
        line(out, format_args!("  {} allowed value(s) or pattern(s), {} denied term(s)", lists, detect.deny.len()));
    }
}

fn amount_text(amount: Amount) -> String {
    match amount {
        Amount::Share(share) => format!("{:.1} % of the records", share * 100.0),
        Amount::Count { count: number } => format!("{} records", count(number)),
    }
}
