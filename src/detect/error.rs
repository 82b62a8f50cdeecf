//! Why an engine could not be compiled.

/// A rule or a setting the engine cannot be built from. It never names a text that was looked at.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A rule's pattern does not compile.
    #[error("rule `{rule}`: {message}")]
    Pattern {
        /// The rule.
        rule: String,
        /// What the parser says.
        message: String,
    },
    /// A pattern of allowed values does not compile.
    #[error("{path}: {message}")]
    AllowPattern {
        /// The key of the job.
        path: String,
        /// What the parser says.
        message: String,
    },
    /// A list of terms cannot be used.
    #[error("list `{list}`: {message}")]
    List {
        /// Name of the list.
        list: String,
        /// What is wrong. It names no term.
        message: String,
    },
    /// A region in `detect.regions` has no telephone numbering plan.
    #[error(
        "detect.regions: `{region}` is no region with telephone numbers of its own (ISO 3166-1 alpha-2, upper case)"
    )]
    Region {
        /// The region.
        region: String,
    },
    /// An automaton over many patterns is too large.
    #[error("the {what} are too large to compile together: {message}")]
    TooLarge {
        /// Which patterns.
        what: &'static str,
        /// What the builder says.
        message: String,
    },
}
