//! Checks on `[rights]`.

use super::Findings;
use crate::config::licence::Licence;
use crate::config::{KeyPath, Rights, region};

pub(super) fn check(rights: &Rights, path: &KeyPath, found: &mut Findings) {
    for (name, list) in [("allow_licences", &rights.allow_licences), ("deny_licences", &rights.deny_licences)] {
        let path = path.key(name);
        for (index, entry) in list.iter().enumerate() {
            match Licence::parse(entry) {
                Ok(licence) if !is_one_name(&licence, entry) => {
                    found.add_with_help(
                        path.index(index),
                        "is an expression",
                        "list single ids, without `+` or `WITH`",
                    );
                }
                _ => found.licence(path.index(index), entry),
            }
        }
        found.unique(&path, list.iter().map(String::as_str));
    }
    let allow_bases = path.key("allow_bases");
    found.unique(&allow_bases, rights.allow_bases.iter().map(|basis| basis.as_str()));
    found.regions(&path.key("allow_jurisdictions"), &rights.allow_jurisdictions, region::is_jurisdiction);
    found.regions(&path.key("deny_jurisdictions"), &rights.deny_jurisdictions, region::is_jurisdiction);
}

fn is_one_name(licence: &Licence, entry: &str) -> bool {
    matches!(licence.terms(), [term] if term.name == entry)
}
