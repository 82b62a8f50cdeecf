//! What the job says of a source, compiled, and as the manifest shows it.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Error, policy};
use crate::config::licence::Licence;
use crate::config::{Mapping, Source};
use crate::core::Basis;

/// Provenance of a source, as the manifest shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceProvenance {
    /// SPDX licence expression in canonical form. `null` where the source has none of its own.
    pub licence: Option<String>,
    /// Ground on which the corpus may be used.
    pub basis: Option<Basis>,
    /// Reference to the proof.
    pub evidence: Option<String>,
    /// Who owns the corpus.
    pub owner: Option<String>,
    /// ISO 3166-1 alpha-2 codes, or `EU`, in alphabetical order.
    pub jurisdictions: Vec<String>,
    /// First day of collection: `YYYY-MM-DD`.
    pub collected_from: Option<String>,
    /// Last day of collection: `YYYY-MM-DD`.
    pub collected_to: Option<String>,
    /// Method of collection.
    pub collected_by: Option<String>,
    /// Whose data it holds.
    pub subjects: Vec<String>,
    /// Until when it may be kept: `YYYY-MM-DD`.
    pub retain_until: Option<String>,
    /// Whether it was generated rather than collected.
    pub synthetic: bool,
    /// The model that wrote it, when it is the output of one.
    pub teacher: Option<String>,
    /// What of this a record may override or must state itself: `licence`, `consent`, `url`.
    pub per_record: Vec<String>,
}

/// What the gate asks of a source.
pub(super) struct SourceRights {
    pub(super) licence: Option<Licence>,
    pub(super) basis: Option<Basis>,
    pub(super) has_evidence: bool,
    pub(super) countries: BTreeSet<String>,
    /// Which fields records have of their own.
    pub(super) map: Mapping,
    pub(super) shown: SourceProvenance,
}

impl SourceRights {
    pub(super) fn compile(index: usize, source: &Source) -> Result<Self, Error> {
        let given = &source.provenance;
        let licence = given.licence.as_deref().map(Licence::parse).transpose();
        let licence = licence.map_err(|reason| Error::SourceLicence { index, reason })?;
        let list = format!("source[{index}].provenance.jurisdictions");
        Ok(Self {
            basis: given.basis,
            has_evidence: given.evidence.as_ref().is_some_and(|evidence| !evidence.trim().is_empty()),
            countries: policy::countries(&list, &given.jurisdictions)?,
            map: source.map.clone(),
            shown: shown(source, licence.as_ref()),
            licence,
        })
    }
}

fn shown(source: &Source, licence: Option<&Licence>) -> SourceProvenance {
    let given = source.provenance.clone();
    let collected = given.collected.unwrap_or_default();
    let mapped = [("licence", &source.map.licence), ("consent", &source.map.consent), ("url", &source.map.url)];
    let jurisdictions: BTreeSet<_> = given.jurisdictions.into_iter().collect();
    SourceProvenance {
        licence: licence.map(|licence| licence.as_str().to_owned()),
        basis: given.basis,
        evidence: given.evidence,
        owner: given.owner,
        jurisdictions: jurisdictions.into_iter().collect(),
        collected_from: collected.from,
        collected_to: collected.to,
        collected_by: collected.method,
        subjects: given.subjects,
        retain_until: given.retain_until,
        synthetic: given.synthetic,
        teacher: given.teacher,
        per_record: mapped.iter().filter(|(_, field)| field.is_some()).map(|(name, _)| (*name).to_owned()).collect(),
    }
}
