//! Checks on `[dedup]`.

use super::Findings;
use crate::config::{Dedup, KeyPath};

pub(super) fn check(dedup: &Dedup, path: &KeyPath, found: &mut Findings) {
    if !(0.6..=1.0).contains(&dedup.near_duplicate) {
        let help = "below 0.6 most records of one template are alike, and many pairs would not be found";
        found.add_with_help(path.key("near_duplicate"), "is not between 0.6 and 1", help);
    }
    if dedup.paragraph_documents < 2 {
        found.add(path.key("paragraph_documents"), "is less than 2: a paragraph of one document is not repeated");
    }
    if dedup.paragraph_words == 0 {
        found.add(path.key("paragraph_words"), "is 0, and a paragraph has at least one word");
    }
    found.unique(&path.key("prefer"), dedup.prefer.iter().map(|preference| preference.as_str()));
    found.unique(&path.key("licences"), dedup.licences.iter().map(String::as_str));
    for (index, licence) in dedup.licences.iter().enumerate() {
        found.licence(path.key("licences").index(index), licence);
    }
}
