//! `--fix`: repaired copies of files.

use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use scrubjay::format::Target;
use scrubjay::format::definition::Container;
use scrubjay::format::fix::{self, Changes};
use serde::Serialize;

/// A repaired copy.
#[derive(Debug, Serialize)]
pub(super) struct Fixed {
    /// The original.
    pub(super) file: PathBuf,
    /// The copy.
    pub(super) copy: PathBuf,
    /// What was changed.
    #[serde(flatten)]
    pub(super) changes: Changes,
}

/// Writes a repaired copy of a file into a folder, under the same name. What is there is never written over.
pub(super) fn file(target: &Target, path: &Path, folder: &Path) -> anyhow::Result<Fixed> {
    let shown = path.display().to_string();
    if target.definition().file.compressed {
        bail!("{shown}: logs are made by Bedrock, and are checked and not mended");
    }
    if target.container() == Container::Parquet {
        bail!("{shown}: a parquet file has nothing that is mended; write it again from its source");
    }
    let Some(name) = path.file_name().filter(|_| !super::is_stdin(path)) else {
        bail!("--fix takes files, not standard input");
    };
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let copy = folder.join(name);
    let mut staged =
        tempfile::NamedTempFile::new_in(folder).with_context(|| format!("cannot write to {}", folder.display()))?;
    let mut out = BufWriter::new(staged.as_file_mut());
    let changes = fix::file(target, &shown, super::open(target, path)?, &mut out)?;
    out.flush().with_context(|| format!("cannot write {}", copy.display()))?;
    drop(out);
    staged.persist_noclobber(&copy).with_context(|| format!("cannot write {}", copy.display()))?;
    Ok(Fixed { file: path.to_path_buf(), copy, changes })
}
