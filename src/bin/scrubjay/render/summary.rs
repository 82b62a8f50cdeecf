//! The end-of-run summary.

use std::collections::BTreeMap;

use scrubjay::config::{ByteCount, RemovedDuplicates, RepeatedText};
use scrubjay::core::Split;
use scrubjay::manifest::model::{Cost, Deduplication, Paragraphs, RemovedCounts};
use scrubjay::pipeline::{Plan, Summary};
use scrubjay::split::Request;
use serde_json::{Value, json};

use super::{count, line, shown};
use crate::table::Table;

/// The summary for a person.
pub(crate) fn summary(plan: &Plan, summary: &Summary) -> String {
    let mut out = String::new();
    let dataset = &plan.job.dataset;
    line(&mut out, format_args!("{} {}", dataset.name, dataset.version));
    line(&mut out, "");
    line(&mut out, "sources");
    out.push_str(&sources(plan, summary));
    if summary.tally.withheld().keys().any(|reason| !reason.is_removal()) {
        line(&mut out, "quarantined");
        out.push_str(&quarantined(summary));
    }
    line(
        &mut out,
        format_args!(
            "findings ({} texts, {} examined; {} records changed)",
            count(summary.tally.texts),
            ByteCount(summary.tally.text_bytes),
            count(summary.tally.changed_records)
        ),
    );
    out.push_str(&findings(plan, summary));
    line(&mut out, duplicates(&summary.dedup));
    out.extend(summary.dedup.paragraphs.iter().map(paragraphs));
    let (groups, joined) = summary.groups;
    line(&mut out, format_args!("splits ({} groups, {} of more than one record)", count(groups), count(joined)));
    out.push_str(&splits(summary));
    let (strata, covered) = summary.strata;
    line(&mut out, format_args!("  the holdout covers {} of {} strata", count(covered), count(strata)));
    line(&mut out, "leak checks");
    out.push_str(&leaks(summary));
    if !summary.outputs.is_empty() {
        line(&mut out, "written");
        out.push_str(&outputs(summary));
    }
    if !summary.tokens.is_empty() {
        let how = if plan.counts_tokens() { "counted by the job's tokenizer" } else { "estimated from characters" };
        line(&mut out, format_args!("tokens ({how})"));
        out.push_str(&tokens(summary));
    }
    for cost in &summary.costs {
        line(&mut out, cost_line(cost));
    }
    for note in &summary.notes {
        line(&mut out, format_args!("note: {note}"));
    }
    if let Some((sheet, [train, validation, holdout])) = &summary.sheet {
        let records = format!("{train} of train, {validation} of validation, {holdout} of holdout");
        line(&mut out, format_args!("to review {} ({records}): fill the column missed, then", shown(sheet)));
        line(&mut out, format_args!("  scrubjay audit apply {} --dataset {}", shown(sheet), shown(&summary.out)));
    }
    if summary.gates.is_empty() {
        line(&mut out, format_args!("published {} in {:.1} s", shown(&summary.out), summary.seconds));
        line(&mut out, format_args!("content digest {}", summary.content_digest));
    }
    out
}

fn sources(plan: &Plan, summary: &Summary) -> String {
    let mut table = Table::new(&[1, 2, 3, 4]);
    let shown = if summary.tally.withheld().keys().any(|reason| reason.is_removal()) { 5 } else { 4 };
    let head = ["", "read", "kept", "quarantined", "removed"];
    table.row(head.into_iter().take(shown));
    for (source, tally) in plan.job.source.iter().zip(&summary.tally.sources) {
        let (withheld, removed) = (tally.withheld_records(), tally.removed_records());
        let numbers = [tally.records, tally.records - withheld - removed, withheld].map(count);
        let removed = (shown > 4).then(|| count(removed));
        table.row(std::iter::once(source.name.clone()).chain(numbers).chain(removed));
    }
    table.render(2)
}

/// What was made of paragraphs that many documents have, in a line.
fn paragraphs(paragraphs: &Paragraphs) -> String {
    let Paragraphs { repeated, examined, least_documents, removed, removed_bytes, documents_changed, .. } = paragraphs;
    let found = format!(
        "repeated paragraphs: {} of {} stand in {} documents or more",
        count(*repeated),
        count(*examined),
        count(u64::from(*least_documents))
    );
    match paragraphs.action {
        RepeatedText::Remove => format!(
            "{found}; taken out of {} places in {} documents ({})\n",
            count(*removed),
            count(*documents_changed),
            ByteCount(*removed_bytes)
        ),
        RepeatedText::Report | RepeatedText::Keep => format!("{found}; none is removed (dedup.paragraphs)\n"),
    }
}

/// What was made of duplicates, in a sentence.
fn duplicates(dedup: &Deduplication) -> String {
    let RemovedCounts { exact, normalised, near } = dedup.removed;
    let left = match dedup.repeated {
        Some(repeated) => format!("{} of {} records repeat another's words", count(repeated), count(dedup.examined)),
        None => "near-duplicates were not looked for".to_owned(),
    };
    match dedup.remove {
        RemovedDuplicates::None => format!("duplicates: {left}; none is removed (dedup.remove)"),
        _ => format!(
            "duplicates: {} of {} records removed, {} the same to the byte, {} in normal form, {} nearly the same",
            count(dedup.removed.total()),
            count(dedup.examined),
            count(exact),
            count(normalised),
            count(near)
        ),
    }
}

fn quarantined(summary: &Summary) -> String {
    let mut table = Table::new(&[0]);
    for (reason, records) in summary.tally.withheld().into_iter().filter(|(reason, _)| !reason.is_removal()) {
        table.row([count(records), format!("{} {}", reason.code(), reason.slug()), reason.meaning().to_owned()]);
    }
    table.render(2)
}

fn findings(plan: &Plan, summary: &Summary) -> String {
    let mut table = Table::new(&[0, 2]);
    for (entity, tally) in &summary.tally.entities {
        let operator = plan.operator(entity).name();
        let fallbacks = summary.tally.fallbacks.get(entity).copied().unwrap_or_default();
        let fallbacks = if fallbacks == 0 { String::new() } else { format!("; placeholder for {}", count(fallbacks)) };
        let what = format!("records, {operator}{fallbacks}");
        table.row([count(tally.findings), entity.to_string(), count(tally.records), what]);
    }
    if summary.tally.entities.is_empty() {
        table.row(["0"]);
    }
    table.render(2)
}

fn splits(summary: &Summary) -> String {
    let total: u64 = summary.splits.iter().map(|part| part.records).sum();
    let mut table = Table::new(&[1, 2, 3]);
    for part in &summary.splits {
        let asked = match part.request {
            _ if part.split == Split::Train => "the rest".to_owned(),
            Request::Late => "by date".to_owned(),
            Request::Share(share) => format!("{:.1} % asked, ±{:.0} allowed", share * 100.0, part.allowance),
            Request::Count(wanted) => format!("{} asked, ±{:.0} allowed", count(wanted), part.allowance),
        };
        let share = part.records as f64 / total.max(1) as f64 * 100.0;
        let verdict = if part.within { "" } else { "OUT OF TOLERANCE" };
        table.row([
            part.split.to_string(),
            count(part.records),
            format!("{share:.1} %"),
            format!("{} groups", count(part.groups)),
            asked,
            verdict.to_owned(),
        ]);
    }
    table.render(2)
}

fn leaks(summary: &Summary) -> String {
    let mut table = Table::new(&[2]);
    for check in &summary.checks {
        let found = check.found;
        let verdict = match (found.error, found.warning + found.note) {
            (0, 0) if check.verdict == scrubjay::leak::Verdict::NotExamined => "nothing to look at".to_owned(),
            (0, 0) => "none".to_owned(),
            (0, others) => format!("{} to look at", count(others)),
            (errors, _) => format!("{} LEAK(S)", count(errors)),
        };
        let short = if check.too_short > 0 { format!(", {} too short", count(check.too_short)) } else { String::new() };
        table.row([check.check.to_string(), String::new(), count(check.examined), format!("examined{short}"), verdict]);
    }
    for (name, crossings) in &summary.leaks {
        for crossing in crossings {
            let (left, right) = crossing.pair;
            let verdict = if crossing.hits == 0 { "none".to_owned() } else { format!("{} LEAK(S)", crossing.hits) };
            table.row([
                name.clone(),
                format!("{left} / {right}"),
                count(crossing.examined),
                "examined".into(),
                verdict,
            ]);
        }
    }
    table.render(2)
}

fn outputs(summary: &Summary) -> String {
    let mut table = Table::new(&[1, 2]);
    for file in &summary.outputs {
        table.row([file.path.clone(), count(file.records), ByteCount(file.bytes).to_string()]);
    }
    table.render(2)
}

fn tokens(summary: &Summary) -> String {
    let mut table = Table::new(&[2]);
    for total in &summary.tokens {
        let tokens = span(total.min_tokens, total.max_tokens);
        let characters = format!("in {} characters", count(total.characters));
        table.row([total.target.clone(), total.split.to_string(), tokens, characters]);
    }
    table.render(2)
}

/// `1 000`, or `1 000 to 2 000`.
fn span(min: u64, max: u64) -> String {
    if min == max { count(min) } else { format!("{} to {}", count(min), count(max)) }
}

/// An estimate with its formula, so that a person can check it.
fn cost_line(cost: &Cost) -> String {
    let Cost { target, currency, epochs, per_1000_tokens, source, date, .. } = cost;
    let range = if cost.min.to_bits() == cost.max.to_bits() {
        format!("{:.2}", cost.min)
    } else {
        format!("{:.2} to {:.2}", cost.min, cost.max)
    };
    format!(
        "training {target} costs about {range} {currency}: training tokens × {epochs} epochs ÷ 1000 × {per_1000_tokens} {currency} \
         ({source}, {date})"
    )
}

/// The summary for a machine.
pub(crate) fn summary_json(summary: &Summary) -> Value {
    let withheld: BTreeMap<&str, u64> = summary
        .tally
        .withheld()
        .iter()
        .filter(|(reason, _)| !reason.is_removal())
        .map(|(reason, n)| (reason.slug(), *n))
        .collect();
    json!({
        "out": summary.out.display().to_string(),
        "records": summary.tally.records(),
        "quarantined": withheld,
        "dedup": summary.dedup,
        "findings": summary.tally.findings(),
        "splits": summary.splits.iter().map(|part| (part.split.as_str(), part.records)).collect::<BTreeMap<_, _>>(),
        "tokens": summary.tokens,
        "costs": summary.costs,
        "content_digest": summary.content_digest,
        "audit_sheet": summary.sheet.as_ref().map(|(sheet, _)| sheet.display().to_string()),
        "notes": summary.notes,
        "seconds": summary.seconds,
    })
}
