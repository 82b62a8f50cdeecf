//! What a person reads: plans and summaries.

pub(crate) mod explain;
pub(crate) mod leaks;
mod plan;
pub(crate) mod report;
pub(crate) mod scan;
pub(crate) mod stats;
mod summary;

pub(crate) use plan::plan;
pub(crate) use summary::{summary, summary_json};

use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

/// Appends a line.
pub(crate) fn line(out: &mut String, text: impl std::fmt::Display) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{text}");
}

/// A path without `folder/..`, for a person. What the system makes of links in it is not asked: it is shown, not opened.
pub(crate) fn shown(path: &Path) -> String {
    let mut parts: Vec<Component<'_>> = Vec::new();
    for part in path.components() {
        match (part, parts.last()) {
            (Component::ParentDir, Some(Component::Normal(_))) => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.iter().collect::<PathBuf>().display().to_string()
}

/// `1 234 567`: thousands apart, as in SI.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut spaced = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            spaced.push(' ');
        }
        spaced.push(digit);
    }
    spaced
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_path_is_shown_without_detours() {
        for (path, shown) in [("a/b/../../out/x", "out/x"), ("../out", "../out"), ("/a/../b", "/b"), ("x", "x")] {
            assert_eq!(super::shown(std::path::Path::new(path)), shown);
        }
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(super::count(1_234_567), "1 234 567");
        assert_eq!(super::count(999), "999");
    }
}
