//! What a published dataset folder looks like to those who have not read its manifest: the names it reserves.
//!
//! What it is not: the manifest itself, which `manifest` reads and writes.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Name of the manifest in a dataset's folder.
pub const MANIFEST: &str = "manifest.json";

/// The bytes every manifest begins with. They say that a folder was made by this tool even when the rest of its manifest
/// is damaged.
pub const MANIFEST_OPENING: &str = "{\n  \"format\": \"scrubjay-manifest\",\n";

/// Whether a folder holds a manifest of this tool. A manifest that cannot be read, or that is not a regular file, counts
/// as none: the folder is then not ours.
#[must_use]
pub fn is_dataset(folder: &Path) -> bool {
    let path = folder.join(MANIFEST);
    // Looked at before it is opened, because opening a pipe waits for its other end.
    if !path.symlink_metadata().is_ok_and(|found| found.is_file()) {
        return false;
    }
    let mut opening = [0; MANIFEST_OPENING.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut opening));
    read.is_ok() && opening == *MANIFEST_OPENING.as_bytes()
}

/// Whether a path can stand in a manifest: relative, parts divided by single slashes, none of them `.` or `..`, no
/// backslash, no control character. Such a path stays inside the folder on every system.
#[must_use]
pub fn is_inside(path: &str) -> bool {
    let part_is_name = |part: &str| !part.is_empty() && part != "." && part != "..";
    // A colon in the second place is a Windows drive.
    let drive = path.as_bytes().get(1) == Some(&b':');
    !drive && path.split('/').all(part_is_name) && !path.chars().any(|c| c == '\\' || c.is_control())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn only_our_manifest_makes_a_dataset() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!is_dataset(folder.path()));
        for (content, ours) in [
            ("{\"manifest_version\": 3}", false),
            ("", false),
            ("{\n  \"format\": \"scrubjay-manifest\",\n  cut off", true),
        ] {
            fs::write(folder.path().join(MANIFEST), content).unwrap();
            assert_eq!(is_dataset(folder.path()), ours, "{content}");
        }
        fs::remove_file(folder.path().join(MANIFEST)).unwrap();
        fs::create_dir(folder.path().join(MANIFEST)).unwrap();
        assert!(!is_dataset(folder.path()));
    }

    #[test]
    fn paths_that_leave_the_folder_are_refused() {
        for good in ["train.jsonl", "nova/train.jsonl", "a/..b/c", "é.txt"] {
            assert!(is_inside(good), "{good}");
        }
        for bad in ["", "/etc/x", "../x", "a/../../x", "a//b", "./a", "a/", "a\\..\\b", "C:/x", "a\nb"] {
            assert!(!is_inside(bad), "{bad}");
        }
    }
}
