//! Runs the examples of rules: each alone, crossed with every other rule, and redacted and scanned again.
//!
//! It stands above `rules`, `detect` and `redact` because it needs all three; what needs only the rule's text is `rules::lint`.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Detect;
use crate::core::{EntityType, Finding, Span};
use crate::detect::{Engine, Error, Scratch};
use crate::redact::{Policy, RecordIdentity, Redaction};
use crate::rules::{Complaint, Example, Pack, Rule, RuleSet, Trigger};

/// Tests every rule of `tested` alone, and crossed with all rules of `all`, of which it is part or which it joins. Returns
/// what is wrong, by pack and rule. The texts named in it are examples from the rule files.
pub fn selftest(tested: &RuleSet, all: &RuleSet) -> Result<Vec<Complaint>, Error> {
    let mut complaints = crate::rules::lint(tested);
    let mut crossed = Bench::new(all)?;
    for (pack, rule) in tested.rules() {
        let mut alone = Bench::new(&all.only(|other| belongs(other, rule)))?;
        let mut messages = alone.test_alone(rule);
        messages.extend(crossed.test_crossed(rule));
        complaints.extend(messages.into_iter().map(|message| complaint(pack, rule, message)));
    }
    Ok(complaints)
}

/// How often rules of another entity type find something in the examples of each rule that must match: by rule, then by
/// entity type.
pub fn cross_fire(all: &RuleSet) -> Result<BTreeMap<String, BTreeMap<EntityType, usize>>, Error> {
    let mut bench = Bench::new(all)?;
    let mut matrix: BTreeMap<String, BTreeMap<EntityType, usize>> = BTreeMap::new();
    for (pack, rule) in all.rules() {
        for example in rule.examples.matches.iter().filter_map(|marked| Example::parse(marked).ok()) {
            for finding in bench.detect(&example.text).iter().filter(|finding| finding.entity != rule.entity) {
                let row = matrix.entry(format!("{}/{}", pack.info.name, rule.id)).or_default();
                *row.entry(finding.entity.clone()).or_default() += 1;
            }
        }
    }
    Ok(matrix)
}

/// Whether a rule is tested alone together with another one: itself, and where it looks for what others have established
/// those others.
fn belongs(other: &Rule, rule: &Rule) -> bool {
    let rests_on_others = rule.detect.trigger == Some(Trigger::Established);
    other.id == rule.id || (rests_on_others && other.entity == rule.entity)
}

fn complaint(pack: &Pack, rule: &Rule, message: String) -> Complaint {
    Complaint { pack: pack.info.name.clone(), rule: rule.id.clone(), line: None, message }
}

struct Bench {
    engine: Engine,
    ids: Vec<String>,
    scratch: Scratch,
    policy: Policy,
    found: Vec<Finding>,
}

impl Bench {
    fn new(rules: &RuleSet) -> Result<Self, Error> {
        let engine = Engine::compile(rules, &Detect::default())?;
        Ok(Self {
            ids: engine.rules().map(|rule| rule.id.to_string()).collect(),
            scratch: engine.scratch(),
            engine,
            policy: Policy::default(),
            found: Vec::new(),
        })
    }

    fn detect(&mut self, text: &str) -> &[Finding] {
        self.engine.detect(text, "", &mut self.scratch, &mut self.found);
        &self.found
    }

    /// Whether the rule by itself finds what is marked and nothing else, and its validator refuses something.
    fn test_alone(&mut self, rule: &Rule) -> Vec<String> {
        let mut wrong = Vec::new();
        // Markers that do not pair up are lint's affair.
        for (marked, example) in examples(rule) {
            let spans: Vec<Span> = self.detect(&example.text).iter().map(|finding| finding.span).collect();
            if spans != example.spans {
                let shown = shown(&spans, &example.text);
                wrong.push(format!("match `{marked}`: alone it finds {shown}, not the marked spans"));
            }
        }
        self.scratch.take_tally();
        for text in &rule.examples.no_match {
            if self.detect(text).iter().any(|finding| *finding.rule == *rule.id) {
                wrong.push(format!("finds something in no_match `{text}`"));
            }
        }
        let place = self.ids.iter().position(|id| *id == rule.id);
        let refused = place.and_then(|place| self.scratch.tally().rules.get(place)).map_or(0, |tally| tally.refused);
        if rule.detect.validator.is_some() && refused == 0 {
            wrong.push("no no_match example is refused by the validator alone".to_owned());
        }
        wrong
    }

    /// Whether among all rules what is marked is still found, by rules of its entity type or of one in `overlaps`, whether
    /// those are all that fire in the examples, and whether nothing is left after redaction.
    fn test_crossed(&mut self, rule: &Rule) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut foreign: BTreeSet<EntityType> = BTreeSet::new();
        for (marked, example) in examples(rule) {
            let found = self.detect(&example.text).to_vec();
            let covered = |span: &Span| found.iter().any(|finding| finding.span.contains(*span));
            if !example.spans.iter().all(covered) {
                let spans: Vec<Span> = found.iter().map(|finding| finding.span).collect();
                let shown = shown(&spans, &example.text);
                wrong.push(format!(
                    "match `{marked}`: among all rules {shown} is found, which does not cover what is marked"
                ));
            }
            foreign.extend(found.iter().map(|finding| finding.entity.clone()));
            let policy = self.policy.clone();
            let mut scope = policy.scope(&RecordIdentity::default());
            if let Redaction::Changed { text, replaced, .. } = policy.apply(&example.text, &found, &mut scope) {
                let again = self.detect(&text).to_vec();
                if policy.residual(&text, &replaced, &again, &scope).next().is_some() {
                    wrong.push(format!("match `{marked}`: something is still found after redaction"));
                }
            }
        }
        for text in &rule.examples.no_match {
            foreign.extend(self.detect(text).iter().map(|finding| finding.entity.clone()));
        }
        foreign.remove(&rule.entity);
        for entity in foreign.iter().filter(|entity| !rule.overlaps.contains(entity)) {
            wrong.push(format!("another rule finds {entity} in the examples; if that is right, list it in `overlaps`"));
        }
        for entity in rule.overlaps.iter().filter(|entity| !foreign.contains(entity)) {
            wrong.push(format!("`overlaps` lists {entity}, which no rule finds in the examples"));
        }
        wrong
    }
}

fn examples(rule: &Rule) -> impl Iterator<Item = (&String, Example)> {
    rule.examples.matches.iter().filter_map(|marked| Some((marked, Example::parse(marked).ok()?)))
}

fn shown(spans: &[Span], text: &str) -> String {
    if spans.is_empty() {
        return "nothing".to_owned();
    }
    let values: Vec<_> = spans.iter().map(|span| format!("`{}`", span.of(text).unwrap_or_default())).collect();
    values.join(", ")
}
