//! Runs the examples of rules: each alone, crossed with every other rule, and redacted and scanned again.
//!
//! It stands above `rules`, `detect` and `redact` because it needs all three; what needs only the rule's text is `rules::lint`.

use std::collections::BTreeSet;

use crate::config::{Detect, Redact};
use crate::core::{EntityType, Finding, Span};
use crate::detect::{Engine, Error, Scratch};
use crate::redact::{Policy, Redaction};
use crate::rules::{Complaint, Example, Pack, Rule, RuleSet};

/// Tests every rule of `tested` against itself and against all rules of `all`, of which it is part or which it joins.
/// Returns what is wrong, by pack and rule. The texts named in it are examples from the rule files.
pub fn selftest(tested: &RuleSet, all: &RuleSet) -> Result<Vec<Complaint>, Error> {
    let mut complaints = crate::rules::lint(tested);
    let engine = Engine::compile(all, &Detect::default())?;
    let mut bench = Bench {
        ids: engine.rules().map(|rule| rule.id.to_string()).collect(),
        scratch: engine.scratch(),
        engine,
        policy: Policy::new(&Redact::default()),
        found: Vec::new(),
    };
    for (pack, rule) in tested.rules() {
        let messages = bench.test(rule);
        complaints.extend(messages.into_iter().map(|message| complaint(pack, rule, message)));
    }
    Ok(complaints)
}

fn complaint(pack: &Pack, rule: &Rule, message: String) -> Complaint {
    Complaint { pack: pack.info.name.clone(), rule: rule.id.clone(), message }
}

struct Bench {
    engine: Engine,
    ids: Vec<String>,
    scratch: Scratch,
    policy: Policy,
    found: Vec<Finding>,
}

impl Bench {
    fn detect(&mut self, text: &str) -> &[Finding] {
        self.engine.detect(text, "", &mut self.scratch, &mut self.found);
        &self.found
    }

    fn test(&mut self, rule: &Rule) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut foreign: BTreeSet<EntityType> = BTreeSet::new();
        for marked in &rule.examples.matches {
            // Markers that do not pair up are lint's affair.
            let Ok(example) = Example::parse(marked) else { continue };
            wrong.extend(self.test_match(rule, marked, &example, &mut foreign));
        }
        self.scratch.take_tally();
        for text in &rule.examples.no_match {
            let found = self.detect(text);
            if found.iter().any(|finding| *finding.rule == *rule.id) {
                wrong.push(format!("finds something in no_match `{text}`"));
            }
            foreign.extend(self.found.iter().map(|finding| finding.entity.clone()));
        }
        let place = self.ids.iter().position(|id| *id == rule.id);
        let refused = place.and_then(|place| self.scratch.tally().rules.get(place)).map_or(0, |tally| tally.refused);
        if rule.detect.validator.is_some() && refused == 0 {
            wrong.push("no no_match example is refused by the validator alone".to_owned());
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

    fn test_match(
        &mut self,
        rule: &Rule,
        marked: &str,
        example: &Example,
        foreign: &mut BTreeSet<EntityType>,
    ) -> Vec<String> {
        let mut wrong = Vec::new();
        let found = self.detect(&example.text).to_vec();
        // A sister rule of the same entity type may be the one that is reported.
        let spans: Vec<Span> =
            found.iter().filter(|finding| finding.entity == rule.entity).map(|finding| finding.span).collect();
        let own = found.iter().any(|finding| *finding.rule == *rule.id);
        if spans != example.spans {
            wrong.push(format!("match `{marked}`: finds {}, not the marked spans", shown(&spans, &example.text)));
        } else if !own {
            wrong.push(format!("match `{marked}`: only another rule of the same entity type finds it"));
        }
        foreign.extend(found.iter().map(|finding| finding.entity.clone()));
        if let Redaction::Changed { text, replaced } = self.policy.apply(&example.text, &found) {
            let again = self.detect(&text).to_vec();
            if self.policy.residual(&text, &replaced, &again).next().is_some() {
                wrong.push(format!("match `{marked}`: something is still found after redaction"));
            }
        }
        wrong
    }
}

fn shown(spans: &[Span], text: &str) -> String {
    if spans.is_empty() {
        return "nothing".to_owned();
    }
    let values: Vec<_> = spans.iter().map(|span| format!("`{}`", span.of(text).unwrap_or_default())).collect();
    values.join(", ")
}
