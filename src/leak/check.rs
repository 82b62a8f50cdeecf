//! The checks by name, how bad a hit is, and what a check concluded.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! checks {
    ($($(#[doc = $doc:literal])+ $variant:ident = $id:literal;)+) => {
        /// A leak check.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum CheckId {
            $($(#[doc = $doc])+ #[serde(rename = $id)] $variant,)+
        }

        impl CheckId {
            /// Every check, in the order in which they are reported.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable name.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }

            /// What it looks for, in a sentence.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii_start()),+ }
            }
        }
    };
}

checks! {
    /// Records with the same texts to the byte.
    Exact = "exact";
    /// Records that are the same but for case, white space, punctuation, accents and the script of digits.
    Normalised = "normalised";
    /// The same prompt, whatever the answer.
    PromptOnly = "prompt-only";
    /// The same answer, whatever the prompt.
    AnswerOnly = "answer-only";
    /// Records that share most of their shingles.
    NearDuplicate = "near-duplicate";
    /// A record of which a large part, or a long run of words, stands in another.
    NgramContainment = "ngram-containment";
    /// Records of the same customer, ticket, author or other group.
    Group = "group";
    /// Passages of the same source document.
    SourceDocument = "source-document";
    /// Training records as new as the holdout, or newer.
    Temporal = "temporal";
    /// Synthetic records that descend from the same seed.
    TeacherDescent = "teacher-descent";
    /// The same personal value, or its surrogate.
    Surrogate = "surrogate";
}

impl CheckId {
    /// Place in [`CheckId::ALL`].
    #[must_use]
    pub fn index(self) -> usize {
        Self::ALL.iter().position(|check| *check == self).unwrap_or(0)
    }

    /// The check of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|check| check.as_str() == name)
    }
}

impl fmt::Display for CheckId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How bad a hit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A leak.
    Error,
    /// Perhaps a leak: worth a look.
    Warning,
    /// Good to know.
    Note,
}

impl Severity {
    /// The name, as SARIF spells its levels.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// What a check concluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It found nothing.
    Pass,
    /// It found things worth a look, and no leak.
    Warn,
    /// It found a leak.
    Fail,
    /// It had nothing to look at: no record has what it compares, or the job has turned it off. That is not the same as clean.
    NotExamined,
}

impl Verdict {
    /// The name, as in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
            Self::NotExamined => "not-examined",
        }
    }
}

/// Where a record stands when sides are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Trained on.
    Train,
    /// Seen during training to judge it.
    Validation,
    /// Kept for evaluation.
    Holdout,
    /// One of the reference sets, by number.
    Reference(u16),
}

impl Side {
    /// Whether a record of this side must not share anything with a protected record of the other.
    #[must_use]
    pub fn is_checked_against(self, protected: Self) -> bool {
        match (self, protected) {
            (Self::Train, Self::Train) | (Self::Holdout | Self::Reference(_), _) => false,
            (Self::Train, _) => true,
            (Self::Validation, protected) => protected == Self::Holdout,
        }
    }

    /// The name; reference sets are told apart by theirs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Validation => "validation",
            Self::Holdout => "holdout",
            Self::Reference(_) => "reference",
        }
    }
}

/// Which of the checks run that compare texts word by word. The others compare a few numbers of each record, and always run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// Near-duplicates.
    pub near: bool,
    /// Shared runs of words.
    pub runs: bool,
}

impl Default for Reach {
    /// All of them.
    fn default() -> Self {
        Self { near: true, runs: true }
    }
}

impl Reach {
    /// Whether a check runs.
    #[must_use]
    pub fn includes(self, check: CheckId) -> bool {
        match check {
            CheckId::NearDuplicate => self.near,
            CheckId::NgramContainment => self.runs,
            _ => true,
        }
    }
}

/// What is looked for and from when on it counts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Settings {
    /// Jaccard index of the shingles from which on two records are near-duplicates.
    pub near_duplicate: f64,
    /// Jaccard index from which on they are worth a look.
    pub near_duplicate_warning: f64,
    /// Share of a protected document's 8-word runs, or of those of a dialogue's prompt, that stand in one record of
    /// the other side, from which on it leaks. From 0.5 on marin and swiss-ai count an item as contaminated.
    pub containment: f64,
    /// Share of runs from which on it is worth a look.
    pub containment_warning: f64,
    /// Words in a row of a document that leak whatever the share, and of a dialogue that are worth a look; 13 is what GPT-3 and
    /// the Pile took.
    pub longest_run: u32,
    /// What stands in more than this share of the protected records is boilerplate, and set aside.
    pub boilerplate_share: f64,
    /// Nothing that stands in fewer protected records than this is boilerplate.
    pub boilerplate_records: u32,
    /// Whether training records must be older than the holdout.
    pub temporal: bool,
    /// Most runs of words, and half the most shingles, that are kept of all protected records together: what bounds the memory of
    /// the checks. Where there are more, every second one, fourth one and so on of the longer records is kept.
    pub most_runs: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            near_duplicate: 0.8,
            near_duplicate_warning: 0.6,
            containment: 0.5,
            containment_warning: 0.3,
            longest_run: 13,
            boilerplate_share: 0.2,
            boilerplate_records: 5,
            temporal: false,
            most_runs: 4 << 20,
        }
    }
}
