//! Asks the policy about sources and records.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use super::Error;
use super::cache::{Cache, Decision};
use super::policy::Policy;
use super::source::{SourceProvenance, SourceRights};
use crate::config::licence::Licence;
use crate::config::{Rights, Source};
use crate::core::{Meta, Reason, Tags, Text};

/// Values of a consent flag that mean yes, without regard to case. Anything else means no.
const YES: [&str; 6] = ["true", "yes", "y", "1", "granted", "given"];

/// The compiled rights policy of a job. It can be asked from several threads at once.
pub struct Gate {
    policy: Policy,
    sources: Vec<SourceRights>,
    /// `LicenseRef-…` and `AdditionRef-…` that the job file names. In a record, others mean nothing to the job.
    known_references: BTreeSet<String>,
    cache: Cache,
}

/// Whether a source may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceVerdict {
    /// All of its records may be used.
    Allowed,
    /// Each record has a licence, consent flag or address of its own that decides.
    PerRecord,
    /// None of its records may be used.
    Denied(Denial),
}

/// Why a source is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denial {
    /// The reason code.
    pub reason: Reason,
    /// What the source says and what the policy asks, in keys of the job file.
    pub explanation: String,
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.reason.code(), self.reason.slug(), self.explanation)
    }
}

impl Gate {
    /// Compiles the policy and what the job says of its sources.
    pub fn compile(rights: &Rights, sources: &[Source]) -> Result<Self, Error> {
        let policy = Policy::compile(rights)?;
        let sources: Vec<_> =
            sources.iter().enumerate().map(|(n, source)| SourceRights::compile(n, source)).collect::<Result<_, _>>()?;
        let own = sources.iter().filter_map(|source| source.licence.as_ref());
        let own = own.flat_map(|licence| licence.terms().iter().flat_map(|term| &term.references));
        let known_references = policy.licence_names().chain(own).cloned().collect();
        Ok(Self { policy, sources, known_references, cache: Cache::default() })
    }

    /// Judges a source before any of it is read. An index beyond the job's sources is refused.
    #[must_use]
    pub fn source(&self, index: usize) -> SourceVerdict {
        let Some(source) = self.sources.get(index) else {
            return denied(Reason::LicenceMissing, "the job has no such source");
        };
        // In the order of the reason codes, so that the first reason is always the same.
        let checks: [(Result<(), Reason>, bool); 4] = [
            (self.own_licence(source).map(drop), source.map.licence.is_some()),
            (self.policy.basis(source.basis), false),
            (self.policy.evidence(source.has_evidence), source.map.url.is_some()),
            (self.policy.jurisdictions(&source.countries), false),
        ];
        let final_refusal = checks.iter().find_map(|(check, per_record)| check.err().filter(|_| !per_record));
        match final_refusal {
            Some(reason) => denied(reason, explanation(reason)),
            None if source.map.licence.is_some() || source.map.consent.is_some() => SourceVerdict::PerRecord,
            None if checks.iter().any(|(check, _)| check.is_err()) => SourceVerdict::PerRecord,
            None => SourceVerdict::Allowed,
        }
    }

    /// Judges a record of the source at `source`, and says on what ground it may be used.
    pub fn record(&self, source: usize, meta: &Meta) -> Result<Tags, Reason> {
        let source = self.sources.get(source).ok_or(Reason::LicenceMissing)?;
        let licence = match &meta.licence {
            Some(written) if source.map.licence.is_some() => {
                Some(self.cache.get_or(written.expose(), |written| self.decide(written))?.to_string())
            }
            _ => self.own_licence(source)?.map(|licence| licence.as_str().to_owned()),
        };
        self.policy.basis(source.basis)?;
        let has_url = source.map.url.is_some() && meta.url.as_ref().is_some_and(|url| !url.is_blank());
        self.policy.evidence(source.has_evidence || has_url)?;
        self.policy.jurisdictions(&source.countries)?;
        if source.map.consent.is_some() && !meta.consent.as_ref().is_some_and(means_yes) {
            return Err(Reason::ConsentMissing);
        }
        Ok(Tags { licence, basis: source.basis })
    }

    /// What the manifest says of a source. `None` beyond the job's sources.
    #[must_use]
    pub fn describe(&self, index: usize) -> Option<&SourceProvenance> {
        self.sources.get(index).map(|source| &source.shown)
    }

    /// The source's licence, if it has one that is allowed or needs none.
    fn own_licence<'a>(&self, source: &'a SourceRights) -> Result<Option<&'a Licence>, Reason> {
        match &source.licence {
            Some(licence) => self.policy.licence(licence).map(|()| Some(licence)),
            None => self.policy.no_licence().map(|()| None),
        }
    }

    /// Judges a licence as a record writes it. A reference that the job file does not name is nobody's licence here; it
    /// could also be any text, which must not reach a manifest.
    fn decide(&self, written: &str) -> Decision {
        let licence = Licence::recognise(written).ok_or(Reason::LicenceUnknown)?;
        let mut references = licence.terms().iter().flat_map(|term| &term.references);
        if references.any(|reference| !self.known_references.contains(reference)) {
            return Err(Reason::LicenceUnknown);
        }
        self.policy.licence(&licence)?;
        Ok(Arc::from(licence.as_str()))
    }
}

fn denied(reason: Reason, explanation: &str) -> SourceVerdict {
    SourceVerdict::Denied(Denial { reason, explanation: explanation.to_owned() })
}

fn means_yes(flag: &Text) -> bool {
    let flag = flag.expose().trim();
    YES.iter().any(|yes| yes.eq_ignore_ascii_case(flag))
}

fn explanation(reason: Reason) -> &'static str {
    match reason {
        Reason::LicenceMissing => {
            "it has no `provenance.licence` and maps none, which `rights.require_licence` asks for"
        }
        Reason::LicenceDenied => {
            "`rights.deny_licences` refuses its licence, or `rights.allow_licences` does not list it"
        }
        Reason::BasisDenied => "it has no `provenance.basis`, or one that `rights.allow_bases` does not list",
        Reason::EvidenceMissing => {
            "it has no `provenance.evidence` and maps no `url`, which `rights.require_evidence` asks for"
        }
        Reason::JurisdictionDenied => {
            "`rights.deny_jurisdictions` refuses one of its `provenance.jurisdictions`, or \
             `rights.allow_jurisdictions` does not list all of them, or it names none"
        }
        other => other.meaning(),
    }
}

#[cfg(test)]
mod tests;
