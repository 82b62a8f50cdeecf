//! The keys of a run: where they come from, and a fresh one where none is given.

use std::io::Read as _;
use std::path::Path;

use zeroize::{Zeroize as _, Zeroizing};

use crate::config::{Job, KeyPath, KeySource, Problem};
use crate::core::Key;

/// A key of fewer bytes is no secret.
const MIN_KEY_BYTES: usize = 32;

/// A key of fewer different bytes is a block of zeros or a stand-in, and no random numbers.
const MIN_DIFFERENT: usize = 4;

/// What record keys are derived from.
const PURPOSE: &str = "scrubjay 2026-11 run key";

/// The keys of a run.
pub(super) struct RunKeys {
    /// The key of record ids.
    pub(super) ids: Key,
    /// Where that comes from: `derived`, `file`, `env` or `fd`.
    pub(super) kind: &'static str,
    /// The key that operators use.
    pub(super) redaction: Key,
    /// Where that comes from: `random`, `file`, `env` or `fd`.
    pub(super) redaction_kind: &'static str,
}

impl RunKeys {
    /// The keys of a job. Without `[key]` ids are made with a key that is derived from the dataset's name and the seed, which
    /// keeps nothing secret, and operators use a fresh one.
    pub(super) fn of(job: &Job, base: &Path, problems: &mut Vec<Problem>) -> Option<Self> {
        let mut problem = |error: KeyError| {
            let path = error.field().map_or(KeyPath::root().key("key"), |field| KeyPath::root().key("key").key(field));
            problems.push(Problem::new(path, error.to_string()).help("`scrubjay key new` makes a key"));
        };
        let Some(source) = &job.key else {
            let name = job.dataset.name.as_bytes();
            let material = [name, b"\0", &job.split.seed.to_le_bytes()].concat();
            let redaction = fresh_key().map_err(&mut problem).ok()?;
            let ids = Key::derive("scrubjay 2026-11 derived key", &material);
            return Some(Self { ids, kind: "derived", redaction, redaction_kind: "random" });
        };
        let (key, kind) = read_key(source, base).map_err(&mut problem).ok()?;
        Some(Self { redaction: key.clone(), ids: key, kind, redaction_kind: kind })
    }
}

/// Why there is no key. Nothing of a key is in it.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read.
    #[error("{name} cannot be read: {source}")]
    Unreadable {
        /// Field of `[key]`.
        field: &'static str,
        /// What was to be read.
        name: String,
        /// Why not.
        source: std::io::Error,
    },
    /// The variable is not set.
    #[error("{0} is not set")]
    NoVariable(Named),
    /// The key is too short to be a secret.
    #[error("the key has {0} bytes, at least {MIN_KEY_BYTES} are needed")]
    Short(usize),
    /// The key is a few characters again and again.
    #[error("the key is the same few characters again and again, and no secret")]
    Repeated,
    /// The system gives no random numbers.
    #[error("the system gives no random numbers")]
    NoRandom,
}

/// What is said of an environment variable that is not set. Who gives the key itself in place of a name must not find it in a log.
#[derive(Debug)]
pub struct Named(Option<String>);

impl Named {
    /// A name as most are written, shorter than any key, is repeated; nothing else is.
    fn of(name: &str) -> Self {
        let usual = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        let plain = name.len() < MIN_KEY_BYTES && name.bytes().all(usual) && !name.is_empty();
        Self(plain.then(|| name.to_owned()))
    }
}

impl std::fmt::Display for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.0 {
            Some(name) => write!(f, "the environment variable {name}"),
            None => f.write_str(
                "an environment variable of the name that was given for the key (which is not repeated here: it may be the key itself)",
            ),
        }
    }
}

/// Whether others than its owner may read the file that a key is in; `None` where that cannot be said. Paths are relative to `base`.
#[must_use]
pub fn key_file_is_open(source: &KeySource, base: &Path) -> Option<bool> {
    let path = base.join(source.file.as_ref()?);
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(path).ok()?);
        Some(mode & 0o077 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

impl KeyError {
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Unreadable { field, .. } => Some(field),
            Self::NoVariable(_) => Some("env"),
            Self::Short(_) | Self::Repeated | Self::NoRandom => None,
        }
    }
}

/// Reads a key from where it is said to be; its kind is `file`, `env` or `fd`. Paths are relative to `base`. White space around
/// the key does not count, so that a line end is no part of it.
pub fn read_key(source: &KeySource, base: &Path) -> Result<(Key, &'static str), KeyError> {
    let (material, kind) = match (&source.file, &source.fd) {
        (Some(file), _) => {
            (read(&base.join(file)).map_err(|source| unreadable("file", file.display().to_string(), source))?, "file")
        }
        (None, Some(fd)) => {
            let path = format!("/dev/fd/{fd}");
            (read(Path::new(&path)).map_err(|source| unreadable("fd", path.clone(), source))?, "fd")
        }
        (None, None) => {
            let name = source.env.as_deref().unwrap_or_default();
            let value = std::env::var(name).map_err(|_| KeyError::NoVariable(Named::of(name)))?;
            (Zeroizing::new(value.into_bytes()), "env")
        }
    };
    let bytes = material.trim_ascii();
    if bytes.len() < MIN_KEY_BYTES {
        return Err(KeyError::Short(bytes.len()));
    }
    if bytes.iter().copied().collect::<std::collections::BTreeSet<u8>>().len() < MIN_DIFFERENT {
        return Err(KeyError::Repeated);
    }
    Ok((Key::derive(PURPOSE, bytes), kind))
}

fn unreadable(field: &'static str, name: String, source: std::io::Error) -> KeyError {
    KeyError::Unreadable { field, name, source }
}

fn read(path: &Path) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::new());
    std::fs::File::open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A key that nobody has had before and nobody can have again.
pub fn fresh_key() -> Result<Key, KeyError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| KeyError::NoRandom)?;
    let key = Key::new(bytes);
    bytes.zeroize();
    Ok(key)
}

/// The text of a new key file: 64 hexadecimal digits from the system's random numbers, and a line end.
pub fn new_key_text() -> Result<Zeroizing<String>, KeyError> {
    let key = fresh_key()?;
    let mut text = Zeroizing::new(String::with_capacity(65));
    for byte in key.expose() {
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
    }
    text.push('\n');
    Ok(text)
}
