//! Why a run ended without a dataset.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::Summary;
use crate::config;

/// Why a run ended without a dataset. Nothing is published in any of these cases.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The job file is not fit to run. All that is wrong with it is listed.
    #[error("the job cannot run: {} problem(s)", .0.len())]
    Plan(Vec<config::Problem>),
    /// The rights policy refuses one or more sources as a whole.
    #[error("the rights policy refuses {} source(s); nothing was read", .0.len())]
    Rights(Vec<String>),
    /// The run went through and a gate said no.
    #[error("{} gate(s) failed; nothing was published", .0.gates.len())]
    Gates(Box<Summary>),
    /// The run was asked to stop.
    #[error("interrupted; nothing was published")]
    Interrupted,
    /// A source holds no record at all.
    #[error("source {name:?} holds no record: {files} file(s), {bytes} bytes read")]
    EmptySource {
        /// Name of the source.
        name: String,
        /// How many files it has.
        files: usize,
        /// Their bytes.
        bytes: u64,
    },
    /// Not one record of a source has the mapped fields.
    #[error(
        "the mapping of source {name:?} matches no record: {missing} of {records} record(s) lack a mapped field, first at \
         {first}; compare [source.map] with the file's own field names"
    )]
    MappingMatchesNothing {
        /// Name of the source.
        name: String,
        /// Records that lack a field.
        missing: u64,
        /// Records in all.
        records: u64,
        /// The first such record.
        first: String,
    },
    /// No record at all is left to write.
    #[error("no record is left to write: all {records} were withheld: {reasons}; {index} lists every record")]
    NothingLeft {
        /// Records read.
        records: u64,
        /// The commonest reasons, with counts.
        reasons: String,
        /// Where the quarantine index is.
        index: String,
    },
    /// More records than a run can number.
    #[error("more than {} records in one run", u32::MAX)]
    TooManyRecords,
    /// A label has nearly as many values as there are records.
    #[error(
        "the labels of split.strata have more than {} combinations of values; map a field that names few things as category, \
         difficulty or language, or leave the label out of split.strata",
        crate::split::MAX_STRATA
    )]
    TooManyStrata,
    /// Moving and dropping what leaks did not come to an end.
    #[error("the leak checks found something new in each of {rounds} rounds of moving and dropping records")]
    LeaksWithoutEnd {
        /// How many rounds.
        rounds: usize,
    },
    /// The leakage report could not be encoded.
    #[error("the leakage report has no JSON form")]
    Report,
    /// The spill could not be written or read.
    #[error("the spill of the first pass could not be {0}")]
    Spill(&'static str, #[source] io::Error),
    /// The quarantine index of a failed run could not be written.
    #[error("the quarantine index of the failed run cannot be written")]
    FailedIndex(#[source] io::Error),
    /// Where a refused run would leave its quarantine index there is something that no such run made.
    #[error(
        "{path} {why}: a run that a gate refuses leaves its quarantine index there, and writes over nothing else; move it away"
    )]
    FailedFolder {
        /// The folder.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A frame of the spill is damaged.
    #[error("a frame of the spill is damaged")]
    SpillFrame(#[source] postcard::Error),
    /// The spill holds another number of records than the first pass counted.
    #[error("the spill does not hold the records that were written to it")]
    SpillMismatch,
    /// A file ended without a digest of what was read.
    #[error("{file}: not read to its end")]
    NoDigest {
        /// The file.
        file: Arc<str>,
    },
    /// The input of a filter is of a format that it does not write.
    #[error(
        "the input is {format}; redact reads and writes text and JSON lines (scrubjay run reads the other formats)"
    )]
    NotTextOrLines {
        /// The format.
        format: crate::config::FormatName,
    },
    /// More text than an explanation is made of.
    #[error(
        "the input holds more than {limit} bytes of text; an explanation tries every rule at every place, so give it the \
         passage that you ask about"
    )]
    TooLongToExplain {
        /// The most it may hold.
        limit: usize,
    },
    /// The sheet of an audit cannot be written, read or taken.
    #[error("{path}: {source}")]
    Sheet {
        /// The sheet.
        path: PathBuf,
        /// Why not.
        source: crate::audit::Error,
    },
    /// The sheet of an audit would be a file of the dataset, and its manifest would not list it.
    #[error("{path} lies inside the dataset; --audit-sheet must name a file elsewhere")]
    SheetInside {
        /// The sheet.
        path: PathBuf,
    },
    /// The sheet is there already, and may have been filled.
    #[error("{path} exists already: give another name with --audit-sheet, or --force to replace it")]
    SheetExists {
        /// The sheet.
        path: PathBuf,
    },
    /// The dataset is published, and the sheet could not be given its name.
    #[error("the dataset is published, but the sheet cannot be written to {path}; run again with --force")]
    SheetUnnamed {
        /// The sheet.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The folder of the dataset that is to be replaced holds what its manifest does not list.
    #[error(
        "{path} is not replaced: its manifest does not list {files}, which would be deleted; move what is yours, or choose another \
         output folder"
    )]
    Strangers {
        /// The output folder.
        path: PathBuf,
        /// Some of the files and folders.
        files: String,
    },
    /// The manifest of the dataset that is to be replaced does not say what belongs to it.
    #[error(
        "{path} is not replaced: its manifest cannot tell which files belong to the dataset; remove the folder by hand, or choose \
         another output folder"
    )]
    NoList {
        /// The output folder.
        path: PathBuf,
        /// Why not.
        source: crate::manifest::Error,
    },
    /// The dataset was made without a sample to review.
    #[error("{path} was made without a sample to review: make it with `scrubjay run JOB --audit N`")]
    NoSample {
        /// Folder of the dataset.
        path: PathBuf,
    },
    /// The sheet holds other records than the sample of the dataset.
    #[error("{path} is not the sheet of this dataset: records are missing, were added or are of another run")]
    OtherSample {
        /// The sheet.
        path: PathBuf,
    },
    /// Results could not be written out.
    #[error("cannot write the results")]
    Output(#[source] io::Error),
    /// The job could not be written into the manifest.
    #[error("the job cannot be written into the manifest")]
    Effective(#[source] crate::config::Error),
    /// The thread pool could not be made.
    #[error("cannot start {threads} thread(s)")]
    Threads {
        /// How many were asked for.
        threads: usize,
    },
    /// Reading failed.
    #[error(transparent)]
    Ingest(#[from] crate::ingest::Error),
    /// A file could not be found or opened.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
    /// Encoding failed.
    #[error(transparent)]
    Format(#[from] crate::format::Error),
    /// Writing failed.
    #[error(transparent)]
    Write(#[from] crate::write::Error),
    /// Lineage or manifest failed.
    #[error(transparent)]
    Manifest(#[from] crate::manifest::Error),
}

impl Error {
    pub(super) fn spill(error: io::Error) -> Self {
        Self::Spill("written or read", error)
    }

    pub(super) fn failed_index(error: io::Error) -> Self {
        Self::FailedIndex(error)
    }
}
