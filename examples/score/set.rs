//! Labelled sets as they are read.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use flate2::read::MultiGzDecoder;
use serde::Deserialize;

/// A text with what should be found in it.
#[derive(Deserialize)]
pub(crate) struct Labelled {
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) spans: Vec<Span>,
    /// What counts neither way.
    #[serde(default)]
    pub(crate) ignore: Vec<Span>,
    /// In sets of secrets: `tps` if the text holds one.
    pub(crate) kind: Option<String>,
}

/// A span in Unicode code points, end exclusive.
#[derive(Deserialize)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
    #[serde(default)]
    pub(crate) label: String,
}

/// The sets of a folder by name, or the one given.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = fs::read_dir(path).with_context(|| path.display().to_string())?;
    let mut files: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.retain(|file| file.to_string_lossy().ends_with(".jsonl") || file.to_string_lossy().ends_with(".jsonl.gz"));
    files.sort();
    ensure!(!files.is_empty(), "no *.jsonl and no *.jsonl.gz in {}", path.display());
    Ok(files)
}

/// The name of a set: its file's, up to the first dot.
pub(crate) fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.split('.').next().unwrap_or_default().to_owned()
}

/// Reads a set.
pub(crate) fn read(path: &Path) -> Result<Vec<Labelled>> {
    let file = File::open(path).with_context(|| path.display().to_string())?;
    let packed = path.extension().is_some_and(|extension| extension == "gz");
    let bytes: Box<dyn Read> = if packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    let mut set = Vec::new();
    for (number, line) in BufReader::new(bytes).lines().enumerate() {
        let line = line.with_context(|| path.display().to_string())?;
        if !line.trim().is_empty() {
            let text = serde_json::from_str(&line);
            set.push(text.with_context(|| format!("{} line {}", path.display(), number + 1))?);
        }
    }
    Ok(set)
}
