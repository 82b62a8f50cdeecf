//! One decision for each entity type, out of several policies and what the job says itself.

use std::collections::BTreeMap;

use super::load::{Line, NamedPolicy};
use super::strictness::rank;
use crate::config::{OperatorChoice, Redact};
use crate::core::EntityType;

/// What is done to the values of an entity type, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The operator.
    pub operator: OperatorChoice,
    /// Least score of a finding, if a policy asks for one: the lowest of what they ask for, where a policy that names none asks for
    /// that of the job.
    pub min_score: Option<f32>,
    /// Where it comes from: `gdpr, line 2: Article 4(1) …`, or `job`.
    pub ground: String,
}

/// The decisions for all entity types.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decisions {
    /// By entity type.
    pub entities: BTreeMap<EntityType, Decision>,
}

/// Puts policies together. What the job says of an entity type holds; else the strictest of the policies' operators does, the
/// first named policy's where two are as strict, and the lowest of their least scores, so that a policy can only add protection.
/// `known` are the entity types that can be found, and `min_score` the job's least score.
#[must_use]
pub fn decide<'e>(
    policies: &[&NamedPolicy],
    redact: &Redact,
    known: impl IntoIterator<Item = &'e EntityType>,
    min_score: f32,
) -> Decisions {
    let one = |entity: &EntityType| {
        let lines: Vec<(&NamedPolicy, usize, &Line)> = policies
            .iter()
            .map(|policy| {
                let (number, line) = policy.line(entity);
                (*policy, number, line)
            })
            .collect();
        let asked = lines.iter().any(|(_, _, line)| line.min_score.is_some());
        let least = lines.iter().map(|(_, _, line)| line.min_score.unwrap_or(min_score)).min_by(f32::total_cmp);
        let min_score = least.filter(|_| asked);
        let strictest = lines.iter().min_by_key(|(_, _, line)| rank(&line.operator.operator(), entity));
        let own = redact.entities.get(entity).map(|operator| (operator.clone(), "job".to_owned()));
        let (operator, ground) = own.or_else(|| strictest.map(|found| (found.2.operator.clone(), ground(*found))))?;
        Some((entity.clone(), Decision { operator, min_score, ground }))
    };
    Decisions { entities: known.into_iter().filter_map(one).collect() }
}

fn ground((policy, number, line): (&NamedPolicy, usize, &Line)) -> String {
    match number {
        0 => format!("{}, default: {}", policy.name, line.clause),
        _ => format!("{}, line {number}: {}", policy.name, line.clause),
    }
}

impl Decisions {
    /// The job's table with the decisions in it, and the thresholds that they ask for where the job has none.
    pub fn apply(&self, redact: &mut Redact, thresholds: &mut BTreeMap<EntityType, f32>) {
        for (entity, decision) in &self.entities {
            redact.entities.insert(entity.clone(), decision.operator.clone());
            if let Some(score) = decision.min_score {
                thresholds.entry(entity.clone()).or_insert(score);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{OperatorName, Redact};
    use crate::core::Key;
    use crate::redact::Policy;
    use crate::redact::policies::Policies;
    use crate::rules::RuleSet;

    fn entity(name: &str) -> EntityType {
        EntityType::new(name).unwrap()
    }

    fn found() -> Vec<EntityType> {
        let rules = RuleSet::load(&[], None).unwrap();
        let mut all: Vec<_> = rules.rules().map(|(_, rule)| rule.entity.clone()).collect();
        all.sort();
        all.dedup();
        all
    }

    #[test]
    fn every_built_in_line_is_about_something_and_can_be_carried_out() {
        let policies = Policies::load(None).unwrap();
        let found = found();
        let names: Vec<_> = policies.iter().map(|policy| policy.name.as_str()).collect();
        assert_eq!(names, ["gdpr", "hipaa-safe-harbor", "ndpa", "nis2", "pci-dss", "research", "strict"]);
        for policy in policies.iter() {
            for name in policy.lines.iter().flat_map(|line| &line.entities) {
                let about = found.iter().any(|entity| super::super::load::matches(name, entity.as_str()));
                assert!(about, "{}: no rule finds {name}", policy.name);
            }
            let mut redact = Redact::default();
            let decisions = decide(&[policy], &redact, &found, 0.5);
            assert_eq!(decisions.entities.len(), found.len());
            decisions.apply(&mut redact, &mut BTreeMap::new());
            assert!(Policy::new(&redact, &Key::derive("test", b"")).is_ok(), "{}", policy.name);
        }
    }

    #[test]
    fn the_strictest_wins_and_the_job_before_it() {
        let policies = Policies::load(None).unwrap();
        let named = |name| policies.get(name).unwrap();
        let (gdpr, pci, hipaa) = (named("gdpr"), named("pci-dss"), named("hipaa-safe-harbor"));
        let card = entity("CREDIT_CARD");
        let person = entity("PERSON");
        let decided = |policies: &[&NamedPolicy], entity: &EntityType, redact: &Redact| {
            let decisions = decide(policies, redact, [entity], 0.5);
            let decision = decisions.entities[entity].clone();
            (decision.operator.operator().name(), decision.ground.split(',').next().unwrap().to_owned())
        };
        let none = Redact::default();
        assert_eq!(decided(&[pci], &card, &none), ("mask", "pci-dss".to_owned()));
        assert_eq!(decided(&[pci, gdpr], &card, &none), ("placeholder", "gdpr".to_owned()));
        assert_eq!(decided(&[gdpr, hipaa], &person, &none), ("placeholder", "hipaa-safe-harbor".to_owned()));
        assert_eq!(decided(&[gdpr, pci], &person, &none), ("surrogate", "gdpr".to_owned()));
        let own = Redact { entities: [(person.clone(), OperatorChoice::Name(OperatorName::Keep))].into(), ..none };
        assert_eq!(decided(&[gdpr, hipaa], &person, &own), ("keep", "job".to_owned()));
    }

    #[test]
    fn a_policy_more_takes_no_protection_away() {
        let policy = |name: &str, operator: &str, min_score: Option<f32>| -> NamedPolicy {
            let score = min_score.map_or_else(String::new, |score| format!("min_score = {score}\n"));
            let line = format!(
                "[[line]]\nentities = [\"PERSON\", \"DATE_OF_BIRTH\"]\noperator = {operator}\n{score}clause = \"c\"\n"
            );
            let head = format!(
                "name = \"{name}\"\ntitle = \"t\"\ntext = \"s\"\nsource = \"u\"\nsummary = \"v\"\nnot_found = []\n"
            );
            let default = "[default]\noperator = \"keep\"\nclause = \"d\"\n";
            toml::from_str(&format!("{head}{default}{line}")).unwrap()
        };
        let person = entity("PERSON");
        let least = |policies: &[&NamedPolicy]| {
            decide(policies, &Redact::default(), [&person], 0.5).entities[&person].min_score
        };
        let (lax, plain) = (policy("lax", "\"placeholder\"", Some(0.99)), policy("plain", "\"placeholder\"", None));
        assert_eq!((least(&[&lax]), least(&[&plain])), (Some(0.99), None));
        assert_eq!((least(&[&lax, &plain]), least(&[&plain, &lax])), (Some(0.5), Some(0.5)));
        // What an operator does not do to a value says nothing of how strict it is.
        let birth = entity("DATE_OF_BIRTH");
        let decade = policy("decade", "{ operator = \"generalise\", date = \"decade\", age_band = 5 }", None);
        let year = policy("year", "{ operator = \"generalise\", date = \"year\", age_band = 10 }", None);
        for both in [[&decade, &year], [&year, &decade]] {
            let decided = decide(&both, &Redact::default(), [&birth], 0.5);
            assert!(decided.entities[&birth].ground.starts_with("decade"));
        }
    }

    #[test]
    fn all_eighteen_identifiers_have_their_place() {
        let policies = Policies::load(None).unwrap();
        let hipaa = policies.get("hipaa-safe-harbor").unwrap();
        let told: String = hipaa.lines.iter().chain([&hipaa.default]).map(|line| line.clause.as_str()).collect();
        let told = told + &hipaa.not_found.concat();
        for letter in 'A'..='R' {
            assert!(told.contains(&format!("({letter})")), "({letter})");
        }
    }
}
