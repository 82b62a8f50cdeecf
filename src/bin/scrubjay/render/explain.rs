//! Why findings were made and near misses were not: for a person, and as JSON. Values themselves only if they are asked for.

use std::collections::BTreeMap;

use scrubjay::core::{Context, Reason, Span, Validation};
use scrubjay::detect::{Considered, Engine, Outcome};
use scrubjay::pipeline::Explained;
use serde_json::{Value, json};

use super::line;
use super::scan::{Offsets, Versions, place, position_value, score, versions};

/// Most rules that are named in one line.
const MAX_NAMED: usize = 8;

/// Writes explanations.
pub(crate) struct Explainer<'a> {
    offsets: Offsets,
    show_text: bool,
    versions: Versions<'a>,
}

impl<'a> Explainer<'a> {
    pub(crate) fn new(offsets: Offsets, show_text: bool, engine: &'a Engine) -> Self {
        Self { offsets, show_text, versions: versions(engine) }
    }

    /// Explanations for a person. Near misses that are part of something longer are only counted.
    pub(crate) fn human(&self, explained: &[Explained]) -> String {
        let mut out = String::new();
        for one in explained {
            let field = if one.field.is_empty() { String::new() } else { format!(" {}", one.field) };
            line(&mut out, format_args!("{}{field}: {} bytes of text", place(&one.file, one.position), one.text.len()));
            match &one.considered {
                Ok(considered) => self.text(one, considered, &mut out),
                Err(reason) => line(&mut out, format_args!("  not looked at: {} {}", reason.code(), reason.slug())),
            }
        }
        out
    }

    fn text(&self, one: &Explained, considered: &[Considered], out: &mut String) {
        let (found, passed): (Vec<_>, Vec<_>) = considered.iter().partition(|one| one.outcome.is_found());
        line(out, if found.is_empty() { "  nothing found" } else { "  found" });
        for made in &found {
            let version = self.versions.get(&*made.rule).map_or(String::new(), |version| format!(" version {version}"));
            let head = format_args!("    {} {}: rule {}{version}", self.place(one, made.span), made.entity, made.rule);
            line(out, head);
            let listed = !self.versions.contains_key(&*made.rule);
            line(
                out,
                format_args!("      {}", if listed { "a list of the job has it".to_owned() } else { because(made) }),
            );
        }
        let (hidden, shown): (Vec<_>, Vec<_>) = passed.into_iter().partition(|miss| is_part(miss, considered));
        if !shown.is_empty() {
            line(out, "  passed over");
        }
        let mut grouped: BTreeMap<(Span, Outcome), Vec<&Considered>> = BTreeMap::new();
        for miss in shown {
            grouped.entry((miss.span, miss.outcome)).or_default().push(miss);
        }
        for ((span, outcome), misses) in &grouped {
            let place = self.place(one, *span);
            if matches!(outcome, Outcome::Unlabelled | Outcome::NoKeyword | Outcome::Refused) {
                line(out, format_args!("    {place}: {}", together(*outcome, misses)));
            } else {
                for miss in misses {
                    line(out, format_args!("    {place} {}: rule {}: {}", miss.entity, miss.rule, why_not(miss)));
                }
            }
        }
        if !hidden.is_empty() {
            line(out, format_args!("  {} more within these places; --format json has them", hidden.len()));
        }
    }

    fn place(&self, one: &Explained, span: Span) -> String {
        let (start, end) = self.offsets(one, span);
        let text = self.shown(one, span).map_or(String::new(), |text| format!(" {text:?}"));
        format!("[{start}..{end}]{text}")
    }

    fn offsets(&self, one: &Explained, span: Span) -> (usize, usize) {
        let count = |end: usize| one.text.expose().get(..end).map_or(0, |before| before.chars().count());
        match self.offsets {
            Offsets::Byte => (span.start, span.end),
            Offsets::Codepoint => (count(span.start), count(span.end)),
        }
    }

    fn shown<'t>(&self, one: &'t Explained, span: Span) -> Option<&'t str> {
        span.of(one.text.expose()).filter(|_| self.show_text)
    }

    /// Explanations for a program.
    pub(crate) fn json(&self, explained: &[Explained]) -> String {
        let text = |one: &Explained| {
            let withheld = one.considered.as_ref().err().map(|reason: &Reason| reason.slug());
            let considered = one.considered.as_deref().unwrap_or_default();
            json!({
                "source": &*one.file,
                "record": one.record,
                "position": position_value(one.position),
                "field": &one.field,
                "bytes": one.text.len(),
                "withheld": withheld,
                "considered": considered.iter().map(|considered| self.value(one, considered)).collect::<Vec<_>>(),
            })
        };
        let texts: Vec<Value> = explained.iter().map(text).collect();
        format!("{}\n", json!({ "texts": texts }))
    }

    fn value(&self, one: &Explained, considered: &Considered) -> Value {
        let (start, end) = self.offsets(one, considered.span);
        let mut value = json!({
            "start": start,
            "end": end,
            "entity": considered.entity.as_str(),
            "rule": &*considered.rule,
            "score": score(considered.score),
            "version": self.versions.get(&*considered.rule),
            "base_score": score(considered.base_score),
            "validation": considered.validation,
            "context": considered.context,
            "outcome": considered.outcome.as_str(),
            "winner": considered.winner.as_deref(),
            "threshold": score(considered.threshold),
            "labelled_score": score(considered.labelled_score),
            "plain_form": considered.plain_form,
        });
        if let (Some(text), Some(value)) = (self.shown(one, considered.span), value.as_object_mut()) {
            value.insert("text".to_owned(), json!(text));
        }
        value
    }
}

/// Whether a near miss says little beside others: it lies within what was found, or within a longer one.
fn is_part(miss: &Considered, considered: &[Considered]) -> bool {
    let within = |other: &&Considered| other.span.contains(miss.span);
    let minor = matches!(miss.outcome, Outcome::Unlabelled | Outcome::NoKeyword | Outcome::Refused);
    let covered = considered.iter().filter(|other| other.outcome.is_found()).any(|other| within(&other));
    let nested = considered.iter().filter(within).any(|other| other.span != miss.span);
    (covered && miss.outcome != Outcome::Yielded) || (minor && nested)
}

/// Why a finding was made.
fn because(made: &Considered) -> String {
    let mut reasons = Vec::new();
    if made.outcome == Outcome::FoundAgain {
        reasons.push("the record has the same name elsewhere".to_owned());
    }
    reasons.extend(said(made));
    if made.plain_form {
        reasons.push("it is seen in the plain form of the text".to_owned());
    }
    let why = if reasons.is_empty() { "its pattern is enough".to_owned() } else { reasons.join("; ") };
    let before = if (made.score - made.base_score).abs() < 0.005 {
        String::new()
    } else {
        format!(", {:.2} before context", made.base_score)
    };
    format!("score {:.2}{before}, threshold {:.2}: {why}", made.score, made.threshold)
}

/// What validator and context say.
fn said(considered: &Considered) -> impl Iterator<Item = String> {
    let validator = match considered.validation {
        Validation::None => None,
        Validation::Undecided => Some("its validator can neither confirm nor refuse it"),
        Validation::Valid => Some("its validator confirms it"),
    };
    let context = match considered.context {
        Context::None => None,
        Context::Word if considered.outcome == Outcome::FoundAgain => None,
        Context::Word => Some("a word near it speaks for it"),
        Context::Field => Some("the field's name speaks for it"),
        Context::Negative => Some("a word near it or the field's name speaks against it"),
    };
    validator.into_iter().chain(context).map(str::to_owned)
}

/// Why one near miss is no finding.
fn why_not(miss: &Considered) -> String {
    match miss.outcome {
        Outcome::Yielded => {
            format!("gave way to rule {}, score {:.2}", miss.winner.as_deref().unwrap_or_default(), miss.score)
        }
        Outcome::Allowed => "an allow list has it".to_owned(),
        Outcome::Foreign => "the rule is for other places or languages, and no word speaks for it".to_owned(),
        _ => {
            let said: String = said(miss).map(|reason| format!("; {reason}")).collect();
            let label = if miss.labelled_score < miss.threshold {
                "; no label would be enough".to_owned()
            } else {
                format!("; with a label beside it {:.2}", miss.labelled_score)
            };
            format!("score {:.2}, below the threshold {:.2}{said}{label}", miss.score, miss.threshold)
        }
    }
}

/// Why several rules left the same bytes alone.
fn together(outcome: Outcome, misses: &[&Considered]) -> String {
    let ids: Vec<_> = misses.iter().take(MAX_NAMED).map(|miss| &*miss.rule).collect();
    let more = misses.len().saturating_sub(MAX_NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let names = format!("{}{more}", ids.join(", "));
    match outcome {
        Outcome::Unlabelled => format!("no label near; with one it would be for {names}"),
        Outcome::NoKeyword => format!("it fits the pattern, but no keyword is near, of {names}"),
        _ => format!("refused by the validator of {names}"),
    }
}
