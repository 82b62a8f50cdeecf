//! Checks on `schema`, `[dataset]` and `[key]`.

use super::Findings;
use crate::config::{Job, KeyPath};

pub(super) fn check(job: &Job, root: &KeyPath, found: &mut Findings) {
    if job.schema != 1 {
        found.add_with_help(root.key("schema"), "is not a version that this scrubjay knows", "there is one so far: 1");
    }
    let dataset = root.key("dataset");
    found.name(&dataset.key("name"), &job.dataset.name);
    found.not_blank(&dataset.key("version"), &job.dataset.version);
    found.not_blank_if_given(&dataset.key("description"), job.dataset.description.as_ref());
    let Some(key) = &job.key else { return };
    let path = root.key("key");
    match [key.file.is_some(), key.env.is_some(), key.fd.is_some()].into_iter().filter(|given| *given).count() {
        0 => found.add(path.clone(), "names neither a file nor an environment variable nor a file descriptor"),
        1 => {}
        _ => found.add(path.clone(), "names more than one of a file, an environment variable and a file descriptor"),
    }
    if key.file.as_ref().is_some_and(|file| file.as_os_str().is_empty()) {
        found.add(path.key("file"), "is empty");
    }
    if key.env.as_ref().is_some_and(|name| name.is_empty() || name.contains(['=', '\0'])) {
        found.add(path.key("env"), "is not the name of an environment variable");
    }
}
