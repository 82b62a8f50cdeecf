//! Why a record or file was withheld. Codes are stable and never reused.

use serde::{Deserialize, Serialize};

macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $slug:literal;)+) => {
        /// Reason code of a quarantined record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Reason {
            $($(#[doc = $doc])+ #[serde(rename = $slug)] $variant,)+
        }

        impl Reason {
            /// Every reason, in the order of its code.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code, such as `Q101`.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The stable name, such as `json-syntax`.
            #[must_use]
            pub fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug),+ }
            }

            /// What it means, in a sentence.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii_start()),+ }
            }
        }
    };
}

reasons! {
    /// The line is not one JSON value.
    JsonSyntax = "Q101", "json-syntax";
    /// The JSON object names a key twice, so its meaning depends on the reader.
    JsonDuplicateKey = "Q102", "json-duplicate-key";
    /// The JSON text holds half of a surrogate pair, which is no character.
    JsonLoneSurrogate = "Q103", "json-lone-surrogate";
    /// The record is not a JSON object.
    NotAnObject = "Q104", "not-an-object";
    /// The bytes are not valid in the source's encoding.
    Encoding = "Q105", "encoding";
    /// The text holds a NUL character.
    NulByte = "Q106", "nul-byte";
    /// The record is larger than `limits.max_record_bytes`.
    TooLarge = "Q107", "too-large";
    /// A quote stands where CSV allows none, or is never closed. What follows it is withheld up to the next line that may end a
    /// quoted field.
    CsvQuote = "Q108", "csv-quote";
    /// The row has more or fewer cells than the header.
    RaggedRow = "Q109", "ragged-row";
    /// The JSON value nests deeper than 127 levels.
    JsonDepth = "Q110", "json-depth";
    /// A mapped field is missing or null.
    MissingField = "Q201", "missing-field";
    /// A mapped field has a type that the role cannot take.
    FieldType = "Q202", "field-type";
    /// A required text is empty or blank.
    EmptyText = "Q203", "empty-text";
    /// The turns of the conversation do not begin with the user, alternate and end with the assistant.
    TurnOrder = "Q204", "turn-order";
    /// The conversation names a role that is not mapped to user, assistant or system.
    UnknownRole = "Q205", "unknown-role";
    /// The message holds content that is not text.
    NotText = "Q206", "not-text";
    /// No licence is given where the rights policy asks for one.
    LicenceMissing = "Q301", "licence-missing";
    /// The licence is not a valid SPDX expression.
    LicenceUnknown = "Q302", "licence-unknown";
    /// The rights policy does not allow the licence.
    LicenceDenied = "Q303", "licence-denied";
    /// The rights policy does not allow the rights basis.
    BasisDenied = "Q304", "basis-denied";
    /// No evidence of the right is given where the rights policy asks for it.
    EvidenceMissing = "Q305", "evidence-missing";
    /// The rights policy does not allow a jurisdiction of the source.
    JurisdictionDenied = "Q306", "jurisdiction-denied";
    /// The record's consent flag does not say yes.
    ConsentMissing = "Q307", "consent-missing";
    /// The redaction policy drops records with this entity type.
    DroppedByPolicy = "Q401", "dropped-by-policy";
    /// Scanning the redacted record again still found something.
    ResidualFinding = "Q402", "residual-finding";
    /// Redaction left a required text empty.
    EmptyAfterRedaction = "Q403", "empty-after-redaction";
    /// The redaction policy withholds records with this entity type for somebody to look at.
    QuarantinedByPolicy = "Q404", "quarantined-by-policy";
    /// The text says that a part of it is base64, and it cannot be decoded to a text.
    UndecodableBase64 = "Q405", "undecodable-base64";
    /// A value that was replaced in the completion does not stand in the prompt, or became something else there.
    PairDisagrees = "Q406", "pair-disagrees";
    /// A target's shape cannot hold the record without losing something.
    NotRepresentable = "Q501", "not-representable";
    /// The record is longer than a target allows.
    OverTargetLimit = "Q502", "over-target-limit";
    /// The record holds a string that a target reserves.
    ReservedString = "Q503", "reserved-string";
    /// The record links records that an earlier version of the dataset has in different splits.
    LinksSplits = "Q601", "links-splits";
    /// A leak check found the record in the holdout or the validation set, and `[leakage]` says to drop it.
    Leak = "Q602", "leak";
    /// There were more records than a target takes, and `output.on_limit` says to leave some out.
    OverTargetCount = "Q603", "over-target-count";
    /// Another record says the same and stays in its place, as `[dedup]` asks.
    Duplicate = "Q701", "duplicate";
    /// The document holds nothing but paragraphs that other documents keep, and `[dedup]` takes such paragraphs out.
    OnlyRepeated = "Q702", "only-repeated";
}

impl Reason {
    /// Whether the record was withheld by the rights gate rather than for a defect.
    #[must_use]
    pub fn is_rights(self) -> bool {
        self.code().starts_with("Q3")
    }

    /// Whether the record was withheld to keep the splits apart rather than for a defect.
    #[must_use]
    pub fn is_split(self) -> bool {
        self.code().starts_with("Q6")
    }

    /// Whether the record was removed because others say what it says, rather than withheld.
    #[must_use]
    pub fn is_removal(self) -> bool {
        self.code().starts_with("Q7")
    }

    /// Whether the redaction policy asked for the record to be dropped or withheld.
    #[must_use]
    pub fn is_policy(self) -> bool {
        matches!(self, Self::DroppedByPolicy | Self::QuarantinedByPolicy)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_and_slugs_are_unique() {
        let codes: BTreeSet<_> = Reason::ALL.iter().map(|r| r.code()).collect();
        let slugs: BTreeSet<_> = Reason::ALL.iter().map(|r| r.slug()).collect();
        assert_eq!(codes.len(), Reason::ALL.len());
        assert_eq!(slugs.len(), Reason::ALL.len());
    }

    #[test]
    fn meaning_is_the_documentation() {
        assert_eq!(Reason::NulByte.meaning(), "The text holds a NUL character.");
    }
}
