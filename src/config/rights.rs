//! `[rights]`: what may be trained on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::core::Basis;

/// The rights policy. A source that it refuses stops the run before the source is read; a record that it refuses goes to
/// quarantine. What is refused is refused, even if it is allowed as well.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Rights {
    /// Licences that are allowed, as SPDX ids or `LicenseRef-…`. Empty allows every valid licence that is not denied. Of
    /// `A OR B` one must be allowed, of `A AND B` both. An id covers itself with `+`, with `-or-later` in place of `-only`,
    /// and with any exception.
    #[serde(alias = "allow_licenses")]
    pub allow_licences: Vec<String>,
    /// Licences that are refused, whatever else is said.
    #[serde(alias = "deny_licenses")]
    pub deny_licences: Vec<String>,
    /// Rights bases that are allowed. Empty allows all.
    pub allow_bases: Vec<Basis>,
    /// Jurisdictions that are allowed: ISO 3166-1 alpha-2 codes, or `EU` for its member states. All of a source's must be
    /// allowed, and a source that names none is refused. Empty allows all.
    pub allow_jurisdictions: Vec<String>,
    /// Jurisdictions that are refused. One is enough to refuse a source. A source in `EU` is refused with any of its
    /// member states.
    pub deny_jurisdictions: Vec<String>,
    /// Refuse what has no licence.
    #[serde(alias = "require_license")]
    pub require_licence: bool,
    /// Refuse what has no rights basis.
    pub require_basis: bool,
    /// Refuse what names no evidence (a source's `evidence`, or a record's mapped `url`).
    pub require_evidence: bool,
}

impl Default for Rights {
    fn default() -> Self {
        Self {
            allow_licences: Vec::new(),
            deny_licences: Vec::new(),
            allow_bases: Vec::new(),
            allow_jurisdictions: Vec::new(),
            deny_jurisdictions: Vec::new(),
            require_licence: true,
            require_basis: true,
            require_evidence: false,
        }
    }
}
