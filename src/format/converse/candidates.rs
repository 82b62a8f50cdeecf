//! Preferences: the last message holds candidates with labels in place of content, all others content.
//!
//! The rules are those of the page about fine-tuning Amazon Nova 1.0 on `SageMaker` and of the checks in
//! <https://github.com/aws-samples/amazon-nova-samples>.

use crate::format::definition::Severity;
use crate::format::fault::Fault;
use crate::format::line::Line;
use crate::format::pointer::Pointer;

/// The labels of candidates.
pub(in crate::format) const LABELS: [&str; 2] = ["preferred", "non-preferred"];

/// Fewer candidates cannot be compared.
const LEAST: u64 = 2;

/// Reports what is not so. `root` is the record.
pub(in crate::format) fn check(root: &Line<'_>, sink: &mut dyn FnMut(Fault, &Pointer<'_>)) {
    let messages = root.items_of("messages");
    let list = Pointer::ROOT.key("messages");
    for (n, message) in messages.iter().enumerate() {
        let at = list.item(n);
        let (wanted, other) =
            if n + 1 == messages.len() { ("candidates", "content") } else { ("content", "candidates") };
        if matches!(message, Line::Object(_)) && message.get(wanted).is_none() {
            sink(Fault::MissingKey { key: wanted.to_owned(), severity: Severity::Error }, &at);
        }
        if message.get(other).is_some() {
            sink(Fault::Misplaced, &at.key(other));
        }
    }
    let Some(Line::List(candidates)) = messages.last().and_then(|message| message.get("candidates")) else { return };
    let compared = list.item(messages.len().saturating_sub(1));
    let at = compared.key("candidates");
    let count = candidates.len() as u64;
    if count < LEAST {
        sink(Fault::TooFewCandidates, &at);
    } else if LABELS.iter().any(|label| candidates.iter().all(|c| c.text_of("preferenceLabel") == Some(*label))) {
        sink(Fault::SameLabel, &at);
    }
}
