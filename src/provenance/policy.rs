//! The job's rights policy in a form that answers quickly.

use std::collections::BTreeSet;

use super::Error;
use crate::config::licence::{Licence, Term};
use crate::config::{Rights, region};
use crate::core::{Basis, Reason};

/// The policy. Every answer is `Ok` or the reason of the refusal.
pub(super) struct Policy {
    allowed_licences: Vec<String>,
    denied_licences: Vec<String>,
    allowed_bases: Vec<Basis>,
    allowed_countries: Option<BTreeSet<String>>,
    denied_countries: BTreeSet<String>,
    require_licence: bool,
    require_basis: bool,
    require_evidence: bool,
}

impl Policy {
    pub(super) fn compile(rights: &Rights) -> Result<Self, Error> {
        let allowed = countries("rights.allow_jurisdictions", &rights.allow_jurisdictions)?;
        Ok(Self {
            allowed_licences: names("allow_licences", &rights.allow_licences)?,
            denied_licences: names("deny_licences", &rights.deny_licences)?,
            allowed_bases: rights.allow_bases.clone(),
            allowed_countries: (!rights.allow_jurisdictions.is_empty()).then_some(allowed),
            denied_countries: countries("rights.deny_jurisdictions", &rights.deny_jurisdictions)?,
            require_licence: rights.require_licence,
            require_basis: rights.require_basis,
            require_evidence: rights.require_evidence,
        })
    }

    /// The names of the policy's own lists.
    pub(super) fn licence_names(&self) -> impl Iterator<Item = &String> {
        self.allowed_licences.iter().chain(&self.denied_licences)
    }

    pub(super) fn licence(&self, licence: &Licence) -> Result<(), Reason> {
        let judge = |term: &Term| {
            let is_listed = |list: &[String]| list.iter().any(|entry| term.is_covered_by(entry));
            let allowed = self.allowed_licences.is_empty() || is_listed(&self.allowed_licences);
            allowed && !is_listed(&self.denied_licences)
        };
        if licence.holds(judge) { Ok(()) } else { Err(Reason::LicenceDenied) }
    }

    pub(super) fn no_licence(&self) -> Result<(), Reason> {
        if self.require_licence { Err(Reason::LicenceMissing) } else { Ok(()) }
    }

    pub(super) fn basis(&self, basis: Option<Basis>) -> Result<(), Reason> {
        let allowed = match basis {
            Some(basis) => self.allowed_bases.is_empty() || self.allowed_bases.contains(&basis),
            // A list of allowed bases asks for one of them.
            None => self.allowed_bases.is_empty() && !self.require_basis,
        };
        if allowed { Ok(()) } else { Err(Reason::BasisDenied) }
    }

    pub(super) fn evidence(&self, is_given: bool) -> Result<(), Reason> {
        if is_given || !self.require_evidence { Ok(()) } else { Err(Reason::EvidenceMissing) }
    }

    /// Judges the countries of a source. `EU` stands for all its member states: a source there is in each of them.
    pub(super) fn jurisdictions(&self, countries: &BTreeSet<String>) -> Result<(), Reason> {
        let denied = countries.intersection(&self.denied_countries).next().is_some();
        // A list of allowed jurisdictions asks for one of them: a source that names none is not shown to be allowed.
        let allowed =
            self.allowed_countries.as_ref().is_none_or(|allowed| !countries.is_empty() && countries.is_subset(allowed));
        if allowed && !denied { Ok(()) } else { Err(Reason::JurisdictionDenied) }
    }
}

/// A list of codes with the member states in place of `EU`.
pub(super) fn countries(list: &str, codes: &[String]) -> Result<BTreeSet<String>, Error> {
    let mut countries = BTreeSet::new();
    for (index, code) in codes.iter().enumerate() {
        if code == region::EU {
            countries.extend(region::EU_MEMBERS.map(str::to_owned));
        } else if region::is_country(code) {
            countries.insert(code.clone());
        } else {
            return Err(Error::Jurisdiction { list: list.to_owned(), index });
        }
    }
    Ok(countries)
}

fn names(list: &'static str, entries: &[String]) -> Result<Vec<String>, Error> {
    let is_one_name = |entry: &String| matches!(Licence::parse(entry), Ok(licence) if licence.as_str() == entry && licence.terms().len() == 1);
    match entries.iter().position(|entry| !is_one_name(entry)) {
        Some(index) => Err(Error::ListedLicence { list, index }),
        None => Ok(entries.to_vec()),
    }
}
