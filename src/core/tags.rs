//! Provenance of a record: where it came from and on what ground it may be used.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Ground on which data may be used for training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The user's organisation made it.
    Owned,
    /// Licensed from its owner under individual terms.
    Licensed,
    /// The people concerned agreed.
    Consent,
    /// A contract with the people or organisation concerned allows it.
    Contract,
    /// Nobody holds rights in it any more.
    PublicDomain,
    /// Published under an open licence.
    OpenLicence,
    /// Something else, which the evidence explains.
    Other,
}

impl Basis {
    /// The name, as written in a job file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owned => "owned",
            Self::Licensed => "licensed",
            Self::Consent => "consent",
            Self::Contract => "contract",
            Self::PublicDomain => "public-domain",
            Self::OpenLicence => "open-licence",
            Self::Other => "other",
        }
    }
}

/// The provenance that decided a record's right to be trained on, after per-record overrides.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Tags {
    /// SPDX licence expression or `LicenseRef-…`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub licence: Option<String>,
    /// Rights basis.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub basis: Option<Basis>,
}
