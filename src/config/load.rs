//! Reads a job file and finds everything that is wrong with it in one go.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::de::DeTable;

use super::fault::Kind;
use super::problem::{Place, Problem};
use super::tree::Node;
use super::{Job, KeyPath, check};

/// A larger job file is refused: it is most likely a data file given by mistake.
const MAX_BYTES: u64 = 4 << 20;

/// How often the file is read again to find one more problem.
const MAX_ROUNDS: usize = 500;

/// A job with its defaults filled in, checked, and where it came from.
#[derive(Debug, Clone)]
pub struct LoadedJob {
    /// The job.
    pub job: Job,
    /// The job file, as given.
    pub path: PathBuf,
    /// The folder that the job's relative paths start from.
    pub base: PathBuf,
    /// BLAKE3 digest of the file's bytes, in hexadecimal.
    pub digest: String,
}

/// Why a job file cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file cannot be read.
    #[error("cannot read the job file {}: {source}", path.display())]
    Read {
        /// The job file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is far larger than any job.
    #[error("{} is larger than {} MiB: not a job file", path.display(), MAX_BYTES >> 20)]
    TooLarge {
        /// The job file.
        path: PathBuf,
    },
    /// The file is not UTF-8, which TOML asks for.
    #[error("{}: not valid UTF-8 at byte {byte}", path.display())]
    Encoding {
        /// The job file.
        path: PathBuf,
        /// Offset of the first byte that does not fit.
        byte: usize,
    },
    /// The file says something that does not hold together.
    #[error("{}", listing(path, problems))]
    Invalid {
        /// The job file.
        path: PathBuf,
        /// Everything that is wrong, in the order of the file.
        problems: Vec<Problem>,
    },
    /// The job cannot be written as JSON.
    #[error("the job cannot be written as JSON")]
    Json(#[from] serde_json::Error),
}

fn listing(path: &Path, problems: &[Problem]) -> String {
    let count = match problems.len() {
        1 => "one problem".to_owned(),
        many => format!("{many} problems"),
    };
    let lines = problems.iter().map(|problem| format!("\n{}:{problem}", path.display()));
    std::iter::once(format!("{count} in the job file")).chain(lines).collect()
}

/// Reads and checks the job file at `path`.
pub fn load(path: &Path) -> Result<LoadedJob, Error> {
    let bytes = read(path)?;
    let digest = blake3::hash(&bytes).to_hex().to_string();
    let text = String::from_utf8(bytes)
        .map_err(|error| Error::Encoding { path: path.to_owned(), byte: error.utf8_error().valid_up_to() })?;
    // `Path::parent` of a bare file name is the empty path, which is the current folder.
    let base = path.parent().map(Path::to_owned).unwrap_or_default();
    let job = parse_at(&text, &base).map_err(|problems| Error::Invalid { path: path.to_owned(), problems })?;
    Ok(LoadedJob { job, path: path.to_owned(), base, digest })
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    File::open(path).map_err(failed)?.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Error::TooLarge { path: path.to_owned() });
    }
    Ok(bytes)
}

/// Reads and checks the text of a job file. All problems are found, those of types and those between fields.
pub fn parse(text: &str) -> Result<Job, Vec<Problem>> {
    parse_at(text, Path::new(""))
}

fn parse_at(text: &str, base: &Path) -> Result<Job, Vec<Problem>> {
    // An editor on Windows may put a byte order mark before the text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let table = DeTable::parse(text).map_err(|error| vec![syntax(text, &error)])?;
    let whole = Node::root(table.get_ref());
    let (job, mut problems) = collect(whole.clone());
    if let Some(job) = &job {
        let found: Vec<_> =
            check::check_at(job, base).into_iter().filter(|found| !is_consequence(found, &problems)).collect();
        problems.extend(found);
    }
    match job {
        Some(job) if problems.is_empty() => Ok(job),
        _ => {
            for problem in &mut problems {
                problem.place = Some(Place::of(text, whole.nearest(&problem.path).at.start));
            }
            problems.sort_by(|a, b| (a.place, &a.path).cmp(&(b.place, &b.path)));
            Err(problems)
        }
    }
}

fn syntax(text: &str, error: &toml::de::Error) -> Problem {
    // The parser's message is made of fixed phrases; its Display would quote the line.
    let mut problem = Problem::new(KeyPath::root(), format!("not TOML: {}", error.message()));
    problem.place = error.span().map(|span| Place::of(text, span.start));
    problem
}

/// Reads the job out of the tree. What does not fit is noted, taken out or filled in, and the tree is read again. `None`
/// if that leads nowhere.
fn collect(mut tree: Node) -> (Option<Job>, Vec<Problem>) {
    let mut problems: Vec<Problem> = Vec::new();
    // Keys that an unknown one stands for: that they are missing is not said a second time.
    let mut meant: Vec<KeyPath> = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let fault = match Job::deserialize(&tree) {
            Ok(job) => return (Some(job), problems),
            Err(fault) => fault,
        };
        let problem = fault.problem();
        let known = problems.iter().any(|earlier| earlier.path.covers(&problem.path)) || meant.contains(&problem.path);
        meant.extend(fault.meant());
        let mended = match &fault.kind {
            Kind::Missing { key } => tree.fill(&fault.path, key),
            Kind::Duplicate { key } => tree.remove_other_spelling(&fault.path, key),
            _ => tree.remove(&fault.path),
        };
        if !known {
            problems.push(problem);
        }
        if !mended {
            break;
        }
    }
    (None, problems)
}

/// Whether a problem between fields only follows from a value that could not be read: the value itself, or a key of the
/// very table that the problem is about.
fn is_consequence(found: &Problem, earlier: &[Problem]) -> bool {
    earlier.iter().any(|earlier| earlier.path.covers(&found.path) || found.path.is_parent_of(&earlier.path))
}

#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod tests;
