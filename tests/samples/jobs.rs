//! The job files parse and mean what the README says.

use std::fs;

use scrubjay::config::{Amount, Job, Operator};

use super::generate::{HANDBOOK, SUPPORT};
use super::samples;

fn job(sample: &str) -> Job {
    let text = fs::read_to_string(samples().join(sample).join("job.toml")).expect("there is a job");
    toml::from_str(&text).unwrap_or_else(|error| panic!("{sample}: {error}"))
}

#[test]
fn jobs_parse() {
    let support = job(SUPPORT);
    assert_eq!(support.source.len(), 3);
    assert_eq!(support.output.targets, ["llama3-1", "nova1-lite"]);
    assert_eq!(support.split.holdout, Amount::Count { count: 60 });
    let operators: Vec<&str> = support.redact.entities.values().map(|choice| choice.operator().name()).collect();
    assert_eq!(operators, ["mask", "mask", "drop-record"]);
    assert!(support.redact.entities.values().any(|c| matches!(c.operator(), Operator::Mask { keep_last: 4, .. })));
    assert_eq!(job(HANDBOOK).output.targets, ["nova-cpt", "titan-cpt", "plain-text"]);
}

#[test]
fn sources_exist_and_have_provenance() {
    for sample in [SUPPORT, HANDBOOK] {
        for source in job(sample).source {
            // Up to the first star, so that globs are covered too.
            let fixed = source.uri.split('*').next().expect("a split has a first part");
            let folder = samples().join(sample).join(fixed);
            let folder = if folder.exists() { folder.as_path() } else { folder.parent().expect("it has a parent") };
            assert!(folder.exists(), "{}", source.uri);
            let provenance = source.provenance;
            assert!(provenance.licence.is_some() || source.map.licence.is_some(), "{} has a licence", source.name);
            assert!(provenance.basis.is_some() && provenance.evidence.is_some() && provenance.owner.is_some());
            assert!(!provenance.jurisdictions.is_empty() && !provenance.subjects.is_empty() && provenance.synthetic);
        }
    }
}
