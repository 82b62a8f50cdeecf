//! Moving a finished folder to its place, in such a way that there is a whole dataset there at every moment but the one
//! between two renames, and that a failure leaves the old one where it was.

use std::io;
use std::path::Path;

/// How a swap failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// Nothing has changed.
    Unchanged(io::Error),
    /// The old folder was moved aside and could not be moved back.
    Stranded(io::Error),
}

/// Renames `new` to `out`. With `old`, what stands at `out` is first renamed to `old`, and back again if the second rename
/// fails. `rename` is [`std::fs::rename`] outside tests.
pub(super) fn swap(
    new: &Path,
    out: &Path,
    old: Option<&Path>,
    rename: impl Fn(&Path, &Path) -> io::Result<()>,
) -> Result<(), Failure> {
    let Some(old) = old else { return rename(new, out).map_err(Failure::Unchanged) };
    rename(out, old).map_err(Failure::Unchanged)?;
    rename(new, out).map_err(|error| match rename(old, out) {
        Ok(()) => Failure::Unchanged(error),
        Err(_) => Failure::Stranded(error),
    })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::fs;

    use super::*;

    /// Runs a forced swap in which the renames of the given numbers fail, and says what stands at `out` and `old`.
    fn swap_failing(fails: &[usize]) -> (Result<(), Failure>, Option<String>, Option<String>) {
        let folder = tempfile::tempdir().unwrap();
        let [new, out, old] = ["new", "out", "old"].map(|name| folder.path().join(name));
        for (path, content) in [(&new, "new"), (&out, "old")] {
            fs::create_dir(path).unwrap();
            fs::write(path.join("data"), content).unwrap();
        }
        let count = Cell::new(0);
        let result = swap(&new, &out, Some(&old), |from, to| {
            count.set(count.get() + 1);
            if fails.contains(&count.get()) {
                Err(io::ErrorKind::PermissionDenied.into())
            } else {
                fs::rename(from, to)
            }
        });
        let content = |path: &Path| fs::read_to_string(path.join("data")).ok();
        (result, content(&out), content(&old))
    }

    #[test]
    fn whatever_fails_the_old_dataset_survives() {
        let text = |text: &str| Some(text.to_owned());
        let (result, out, old) = swap_failing(&[]);
        assert!(result.is_ok() && out == text("new") && old == text("old"));
        let (result, out, old) = swap_failing(&[1]);
        assert!(matches!(result, Err(Failure::Unchanged(_))) && out == text("old") && old.is_none());
        let (result, out, old) = swap_failing(&[2]);
        assert!(matches!(result, Err(Failure::Unchanged(_))) && out == text("old") && old.is_none());
        let (result, out, old) = swap_failing(&[2, 3]);
        assert!(matches!(result, Err(Failure::Stranded(_))) && out.is_none() && old == text("old"));
    }
}
