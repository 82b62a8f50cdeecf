//! The rights gate: what a corpus or a record may be used for, by its licence, rights basis, evidence, jurisdictions and
//! consent.
//!
//! What it is: the job's policy, compiled once and asked for every source and record. What it is not: it reads no files,
//! and it does not decide what happens to what it refuses.

mod cache;
mod gate;
mod policy;
mod source;

pub use gate::{Denial, Gate, SourceVerdict};
pub use source::SourceProvenance;

/// Why a rights policy cannot be compiled. Jobs that were loaded by [`crate::config::load`] have none of these.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A source's licence is no SPDX expression.
    #[error("source[{index}].provenance.licence is not an SPDX licence expression: {reason}")]
    SourceLicence {
        /// Index of the source in the job.
        index: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// An entry of `rights.allow_licences` or `rights.deny_licences` is not one SPDX id or `LicenseRef-…`.
    #[error("rights.{list}[{index}] is not an SPDX id or `LicenseRef-` and a name")]
    ListedLicence {
        /// `allow_licences` or `deny_licences`.
        list: &'static str,
        /// Index in the list.
        index: usize,
    },
    /// A jurisdiction is neither a country code nor `EU`.
    #[error("{list}[{index}] is not an ISO 3166-1 alpha-2 code or `EU`")]
    Jurisdiction {
        /// The list, such as `rights.deny_jurisdictions`.
        list: String,
        /// Index in the list.
        index: usize,
    },
}
