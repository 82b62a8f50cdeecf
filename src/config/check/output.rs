//! Checks on `[output]` alone; `overlap` compares it with the sources.

use super::Findings;
use crate::config::{KeyPath, Output};

pub(super) fn check(output: &Output, path: &KeyPath, found: &mut Findings) {
    let uri = path.key("uri");
    if output.uri == "-" {
        found.add(uri, "is standard output, but a dataset is a folder");
    } else {
        found.not_blank(&uri, &output.uri);
    }
    let targets = path.key("targets");
    if output.targets.is_empty() {
        found.add_with_help(targets.clone(), "is empty", "`scrubjay targets list` shows the targets");
    }
    for (index, target) in output.targets.iter().enumerate() {
        found.name(&targets.index(index), target);
    }
    found.unique(&targets, output.targets.iter().map(String::as_str));
}
