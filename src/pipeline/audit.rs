//! The sample for a reviewer: drawn while the dataset is written, and the filled sheet brought back into the manifest.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use super::Error;
use super::plan::Plan;
use super::spill::Kept;
use crate::audit::{self, Bound, Filled, FilledPart, Mark, Sample};
use crate::core::record::FieldName;
use crate::core::{Body, Split};
use crate::manifest::model::{Audit, Residual, ResidualRate, Review};
use crate::manifest::{self};
use crate::write::Amendment;

/// A larger sample than anybody reads; it is held in memory.
pub const MAX_AUDIT: u32 = 10_000;

/// A sample that a run is to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRequest {
    /// Records of each split.
    pub records: u32,
    /// Where the sheet goes; beside the dataset if nothing is said.
    pub sheet: Option<PathBuf>,
}

/// Where the sheet of a dataset is if nothing else is said: its folder's name with `.audit.csv` behind.
#[must_use]
pub fn sheet_beside(dataset: &Path) -> PathBuf {
    let mut name = dataset.file_name().unwrap_or_default().to_owned();
    name.push(SHEET);
    dataset.with_file_name(name)
}

/// The dataset that a sheet stands beside, if it has the name that says so.
#[must_use]
pub fn dataset_beside(sheet: &Path) -> Option<PathBuf> {
    let name = sheet.file_name()?.to_str()?.strip_suffix(SHEET)?;
    Some(sheet.with_file_name(name))
}

const SHEET: &str = ".audit.csv";

/// The sheet of a run, decided on before anything is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPlan {
    /// Records of each split.
    pub records: u32,
    /// Where the sheet goes.
    pub sheet: PathBuf,
}

impl AuditPlan {
    pub(super) fn of(request: &AuditRequest, out: &Path) -> Self {
        Self { records: request.records, sheet: request.sheet.clone().unwrap_or_else(|| sheet_beside(out)) }
    }

    /// Makes sure before anything is read that the sheet will have a place: not inside the dataset, where the manifest would not
    /// list it, and not over another one unless that is asked for.
    pub(super) fn check(&self, plan: &Plan, force: bool) -> Result<(), Error> {
        let path = || self.sheet.clone();
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        if absolute(&self.sheet).starts_with(absolute(&plan.out)) {
            return Err(Error::SheetInside { path: path() });
        }
        if !force && self.sheet.symlink_metadata().is_ok() {
            return Err(Error::SheetExists { path: path() });
        }
        Ok(())
    }

    /// Writes the sheet under another name beside its place.
    pub(super) fn write(&self, sample: &Sample) -> Result<tempfile::NamedTempFile, Error> {
        let failed = |source: io::Error| Error::Sheet { path: self.sheet.clone(), source: audit::Error::Write(source) };
        let folder = self.sheet.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(failed)?;
        let file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        let mut out = BufWriter::new(file);
        audit::write_sheet(sample, &mut out).map_err(|source| Error::Sheet { path: self.sheet.clone(), source })?;
        out.flush().map_err(failed)?;
        let file = out.into_inner().map_err(|error| failed(error.into_error()))?;
        file.as_file().sync_all().map_err(failed)?;
        Ok(file)
    }

    /// What the manifest says of the sample.
    pub(super) fn account(&self, sample: &Sample) -> Audit {
        Audit { requested: u64::from(self.records), sample: sample.digest(), review: None }
    }
}

/// The texts of a record with what was replaced in them marked.
pub(super) fn marked(body: &Body, kept: &Kept<'_>) -> String {
    let marks: Vec<_> =
        kept.marks.iter().map(|(text, span, entity)| Mark { text: *text as usize, span: *span, entity }).collect();
    let roles = match body {
        Body::Conversation { turns, .. } => turns.iter().map(|turn| turn.role.as_str()).collect(),
        Body::Document { .. } | Body::Pair { .. } => Vec::new(),
    };
    let name = |name| match name {
        FieldName::Text => "text".to_owned(),
        FieldName::System => "system".to_owned(),
        FieldName::Prompt => "prompt".to_owned(),
        FieldName::Completion => "completion".to_owned(),
        FieldName::Message(n) => format!("{} {}", n + 1, roles.get(n).copied().unwrap_or_default()),
    };
    // System texts that redaction has emptied are gone, and marks count what is left.
    audit::marked(body.fields().map(|(field, text)| (name(field), text.expose())), &marks)
}

/// What was applied.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// What the manifest now says.
    pub review: Review,
    /// When a review was applied before, which this one replaces.
    pub replaced: Option<String>,
}

/// Brings a filled sheet into the manifest of its dataset. `applied` is the time (RFC 3339).
///
/// # Errors
/// If the dataset has no intact manifest or was made without a sample, if the sheet is not of its sample, or is not filled. Nothing
/// is changed then.
pub fn apply_audit(sheet: &Path, dataset: &Path, partial: bool, applied: String) -> Result<Applied, Error> {
    let amendment = Amendment::begin(dataset)?;
    let mut manifest = manifest::read(dataset)?;
    let Some(audit) = &mut manifest.run.audit else { return Err(Error::NoSample { path: dataset.to_owned() }) };
    let refused = |source| Error::Sheet { path: sheet.to_owned(), source };
    let bytes = File::open(sheet).and_then(|mut file| {
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut file, &mut bytes).map(|_| bytes)
    });
    let bytes = bytes.map_err(|error| refused(audit::Error::Read(error)))?;
    let filled = Filled::read(bytes.as_slice(), partial).map_err(refused)?;
    if filled.sample != audit.sample {
        return Err(Error::OtherSample { path: sheet.to_owned() });
    }
    let sampled = Split::ALL.into_iter().zip(&filled.splits).filter(|(_, part)| part.sampled > 0);
    let review = Review {
        applied,
        sheet: blake3::hash(&bytes).to_hex().to_string(),
        partial,
        splits: sampled.map(|(split, part)| residual(Some(split), part)).collect(),
        overall: overall(&filled),
    };
    let replaced = audit.review.replace(review.clone()).map(|earlier| earlier.applied);
    amendment.commit(&manifest.to_json()?)?;
    Ok(Applied { review, replaced })
}

/// All splits together. As many records are drawn of a small split as of a large one, so that a rate of all would say little of the large
/// one; there is one only if one split alone was reviewed.
fn overall(filled: &Filled) -> Residual {
    let alone = filled.splits.iter().filter(|part| part.reviewed > 0).count() == 1;
    let all = residual(None, &filled.overall());
    Residual { rate: all.rate.filter(|_| alone), ..all }
}

fn residual(split: Option<Split>, part: &FilledPart) -> Residual {
    let FilledPart { sampled, reviewed, with_missed, missed } = *part;
    let rate = Bound::of(with_missed, reviewed).map(|bound| ResidualRate {
        estimate: bound.rate,
        upper_95: bound.upper,
        interval_95: bound.interval,
    });
    Residual { split, sampled, reviewed, with_missed, missed, rate }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_stands_beside_its_dataset() {
        let sheet = sheet_beside(Path::new("out/tickets"));
        assert_eq!(sheet, Path::new("out/tickets.audit.csv"));
        assert_eq!(dataset_beside(&sheet).as_deref(), Some(Path::new("out/tickets")));
        assert_eq!(dataset_beside(Path::new("review.csv")), None);
    }
}
