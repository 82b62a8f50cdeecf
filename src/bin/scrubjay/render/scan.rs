//! Results of a scan: for a person, as JSON, as JSON lines, as SARIF, as annotations. Never the value that was found.

mod entries;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use clap::ValueEnum;
use scrubjay::config::ByteCount;
use scrubjay::core::{Context, Finding, Position, Validation};
use scrubjay::detect::Engine;
use scrubjay::pipeline::{RuleStats, ScanItem, ScanPlan, ScanSummary, Scanned};
use serde::Serialize;
use serde_json::{Value, json};

use super::report::{Entry, github, sarif};
use super::{count, line, stats};
use crate::cmd::scan::Format;
use crate::table::Table;

/// What offsets count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Offsets {
    /// UTF-8 bytes.
    Byte,
    /// Unicode code points.
    Codepoint,
}

/// Versions of rules by their ids.
pub(crate) type Versions<'a> = BTreeMap<&'a str, &'a str>;

/// The version of every rule, which is that of its pack.
pub(crate) fn versions(engine: &Engine) -> Versions<'_> {
    engine.rules().map(|rule| (&*rule.id, &*rule.version)).collect()
}

/// Writes results in one format.
#[derive(Debug)]
pub(crate) struct Renderer<'a> {
    format: Format,
    offsets: Offsets,
    /// Places of the rules in a SARIF file, by id.
    rules: BTreeMap<String, usize>,
    versions: Versions<'a>,
}

impl<'a> Renderer<'a> {
    pub(crate) fn new(format: Format, offsets: Offsets, plan: &'a ScanPlan) -> Self {
        let rules = entries::places(&entries::rules(plan));
        Self { format, offsets, rules, versions: versions(&plan.engine) }
    }

    /// What stands before the first item.
    pub(crate) fn opening(&self, plan: &ScanPlan) -> String {
        match self.format {
            Format::Human | Format::Jsonl | Format::Github => String::new(),
            Format::Json => "{\"records\":[".to_owned(),
            Format::Sarif => sarif::opening("scan", "", &entries::rules(plan)),
        }
    }

    /// Appends an item. In the formats that are one JSON document every item ends with a comma, which [`Renderer::join`]
    /// puts in its place.
    pub(crate) fn item(&self, item: &ScanItem<'_>, out: &mut Vec<u8>) {
        match (self.format, item) {
            (Format::Human, ScanItem::Scanned(scanned)) => human(scanned, out),
            (Format::Human, ScanItem::Withheld { file, position, reason }) => {
                let text = format!("{}: not looked at: {} {}\n", place(file, *position), reason.code(), reason.slug());
                out.extend_from_slice(text.as_bytes());
            }
            (Format::Json | Format::Jsonl, ScanItem::Scanned(scanned)) => self.object(&self.scanned(scanned), out),
            (Format::Json | Format::Jsonl, ScanItem::Withheld { file, position, reason }) => {
                let value = json!({
                    "source": &***file, "position": position_value(*position), "withheld": reason.slug(), "findings": [],
                });
                self.object(&value, out);
            }
            (Format::Sarif | Format::Github, ScanItem::Scanned(scanned)) => {
                scanned.findings.iter().for_each(|finding| self.entry(&entries::finding(scanned, finding), out));
            }
            (Format::Sarif | Format::Github, ScanItem::Withheld { file, position, reason }) => {
                self.entry(&entries::withheld(file, *position, *reason), out);
            }
            // Told on standard error; SARIF has a place of its own for it, behind the results.
            (Format::Human | Format::Sarif, ScanItem::Unreadable(_)) => {}
            (Format::Json | Format::Jsonl, ScanItem::Unreadable(unreadable)) => {
                let position = position_value(Position::File);
                let (file, error) = (&*unreadable.file, &unreadable.problem);
                self.object(&json!({"source": file, "position": position, "error": error, "findings": []}), out);
            }
            (Format::Github, ScanItem::Unreadable(unreadable)) => self.entry(&entries::unreadable(unreadable), out),
        }
    }

    fn entry(&self, entry: &Entry<'_>, out: &mut Vec<u8>) {
        if self.format == Format::Sarif {
            self.object(&sarif::result(entry, self.rules.get(&*entry.rule).copied()), out);
        } else {
            // A Vec takes everything.
            let _ = github::annotation(entry, out);
        }
    }

    /// Writes the items of a batch, with commas between items where the format has them.
    pub(crate) fn join(&self, items: &[u8], first: &mut bool, out: &mut impl Write) -> io::Result<()> {
        let items = match self.format {
            Format::Human | Format::Jsonl | Format::Github => items,
            Format::Json | Format::Sarif => items.strip_suffix(b",").unwrap_or(items),
        };
        if items.is_empty() {
            return Ok(());
        }
        if matches!(self.format, Format::Json | Format::Sarif) && !std::mem::replace(first, false) {
            out.write_all(b",")?;
        }
        out.write_all(items)
    }

    /// What stands after the last item.
    pub(crate) fn closing(
        &self,
        plan: &ScanPlan,
        summary: &ScanSummary,
        stats: Option<&RuleStats>,
        quiet: bool,
    ) -> String {
        match self.format {
            Format::Human => {
                let head = if quiet { String::new() } else { human_summary(plan, summary) };
                head + &stats.map_or_else(String::new, stats::human)
            }
            Format::Jsonl => String::new(),
            Format::Github => github::notice("scan", &human_verdict(summary)),
            Format::Json => {
                let stats = stats.map_or_else(String::new, |stats| format!(",\"stats\":{}", stats::json(stats)));
                format!("],\"summary\":{}{stats}}}\n", json_summary(summary))
            }
            Format::Sarif => {
                let unread: Vec<_> = summary.unreadable.iter().map(|one| (&*one.file, one.problem.as_str())).collect();
                let complete = summary.withheld_records() == 0 && unread.is_empty();
                sarif::closing(complete, &unread, &json_summary(summary))
            }
        }
    }

    fn object(&self, value: &impl Serialize, out: &mut Vec<u8>) {
        // Nothing in these values can fail to serialise, and a Vec always takes it.
        let _ = serde_json::to_writer(&mut *out, value);
        out.push(if self.format == Format::Jsonl { b'\n' } else { b',' });
    }

    fn scanned<'s>(&self, scanned: &'s Scanned<'_>) -> RecordLine<'s>
    where
        'a: 's,
    {
        let finding = |finding: &'s Finding| {
            let (start, end) = match self.offsets {
                Offsets::Byte => (finding.span.start, finding.span.end),
                Offsets::Codepoint => scanned.code_points(finding),
            };
            FindingEntry {
                start,
                end,
                entity: finding.entity.as_str(),
                rule: &finding.rule,
                score: score(finding.score),
                version: self.versions.get(&*finding.rule).copied(),
                base_score: score(finding.evidence.base_score),
                validation: finding.evidence.validation,
                context: finding.evidence.context,
            }
        };
        RecordLine {
            source: scanned.file,
            record: scanned.record,
            id: scanned.id,
            field: scanned.field,
            findings: scanned.findings.iter().map(finding).collect(),
        }
    }
}

/// A line of `--format jsonl`. The shape is a contract.
#[derive(Serialize)]
struct RecordLine<'a> {
    source: &'a str,
    record: u64,
    id: Option<&'a str>,
    field: Option<&'a str>,
    findings: Vec<FindingEntry<'a>>,
}

#[derive(Serialize)]
struct FindingEntry<'a> {
    start: usize,
    end: usize,
    entity: &'a str,
    rule: &'a str,
    score: f64,
    /// Version of the rule's pack; none for terms of the job's own lists.
    version: Option<&'a str>,
    /// Score before context.
    base_score: f64,
    validation: Validation,
    context: Context,
}

fn human(scanned: &Scanned<'_>, out: &mut Vec<u8>) {
    let mut text = String::new();
    for finding in scanned.findings {
        let field = scanned.field.filter(|field| !field.is_empty()).map_or(String::new(), |field| format!(" {field}"));
        let evidence = match (finding.evidence.validation, finding.evidence.context) {
            (Validation::Valid, _) => ", validated",
            (_, Context::Word | Context::Field) => ", by context",
            _ => "",
        };
        let _ = writeln!(
            text,
            "{}{field} [{}..{}]: {} (rule {}, score {:.2}{evidence})",
            place(scanned.file, scanned.position),
            finding.span.start,
            finding.span.end,
            finding.entity,
            finding.rule,
            finding.score,
        );
    }
    out.extend_from_slice(text.as_bytes());
}

/// Two decimals: a score says no more than that.
pub(super) fn score(score: f32) -> f64 {
    (f64::from(score) * 100.0).round() / 100.0
}

pub(super) fn place(file: &str, position: Position) -> String {
    match position {
        Position::Line(n) => format!("{file}:{n}"),
        Position::File => file.to_owned(),
        other => format!("{file}: {other}"),
    }
}

pub(super) fn position_value(position: Position) -> Value {
    json!({"unit": position.unit(), "number": position.number()})
}

/// The summary in one line.
fn human_verdict(summary: &ScanSummary) -> String {
    let (findings, records) = (count(summary.tally.findings()), count(summary.records));
    let withheld = count(summary.withheld_records());
    format!("{findings} finding(s) in {records} record(s), {withheld} not looked at{}", unreadable(summary))
}

fn unreadable(summary: &ScanSummary) -> String {
    match summary.unreadable.len() {
        0 => String::new(),
        files => format!("; {files} file(s) could not be read"),
    }
}

fn human_summary(plan: &ScanPlan, summary: &ScanSummary) -> String {
    let mut out = String::new();
    let tally = &summary.tally;
    line(
        &mut out,
        format_args!(
            "{} finding(s) in {} record(s) of {} file(s); {} texts, {} examined by {} rules{}",
            count(tally.findings()),
            count(summary.records),
            plan.files.len(),
            count(tally.texts),
            ByteCount(tally.text_bytes),
            plan.engine.rules().count(),
            unreadable(summary),
        ),
    );
    let mut table = Table::new(&[0]);
    for (entity, counts) in &tally.entities {
        table.row([count(counts.findings), entity.to_string()]);
    }
    out.push_str(&table.render(2));
    out
}

fn json_summary(summary: &ScanSummary) -> Value {
    let entities: serde_json::Map<String, Value> =
        summary.tally.entities.iter().map(|(entity, n)| (entity.to_string(), json!(n.findings))).collect();
    let withheld: serde_json::Map<String, Value> =
        summary.withheld.iter().map(|(reason, n)| (reason.slug().to_owned(), json!(n))).collect();
    json!({
        "records": summary.records,
        "texts": summary.tally.texts,
        "bytes": summary.tally.text_bytes,
        "findings": summary.tally.findings(),
        "entities": entities,
        "withheld": withheld,
        "unreadable_files": summary.unreadable.len(),
    })
}
