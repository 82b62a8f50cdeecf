//! Redacted words around what two records share. Both come from the spill, so nothing in them is unscrubbed.
//!
//! A training record's text is at hand when its hits are found; those of protected records are read from the spill in the end,
//! and only for hits that are listed.

use std::collections::{BTreeMap, VecDeque};

use crate::leak::{CheckId, Report, longest_common, snippet};
use crate::pipeline::Error;
use crate::pipeline::frames::FrameReader;
use crate::pipeline::spill::{self, Entry};

/// Texts of listed hits, by check, in the order in which they are listed.
#[derive(Default)]
pub(super) struct Snippets {
    pending: BTreeMap<CheckId, VecDeque<Pending>>,
}

struct Pending {
    text: String,
    /// Row of the protected record; none for one of a reference set, which nobody has scrubbed.
    row: Option<u32>,
}

/// What is kept of a text: more is not looked at.
const MAX_TEXT: usize = 64 << 10;

impl Snippets {
    /// Remembers the text of a hit that is listed.
    pub(super) fn push(&mut self, check: CheckId, text: &str, row: Option<u32>) {
        use CheckId::{AnswerOnly, Exact, NearDuplicate, NgramContainment, Normalised, PromptOnly};
        let compares = matches!(check, Exact | Normalised | PromptOnly | AnswerOnly | NearDuplicate | NgramContainment);
        let text = if compares && row.is_some() { text.get(..text.floor_char_boundary(MAX_TEXT)) } else { None };
        let pending = Pending { text: text.unwrap_or_default().to_owned(), row: row.filter(|_| compares) };
        self.pending.entry(check).or_default().push_back(pending);
    }

    /// Reads what is missing from the spill, and puts snippets into the report.
    pub(super) fn fill(self, report: &mut Report, mut frames: FrameReader<'_>) -> Result<(), Error> {
        let wanted = self.pending.values().flatten().filter_map(|pending| pending.row);
        let mut texts: BTreeMap<u32, String> = wanted.map(|row| (row, String::new())).collect();
        let Some((&last, _)) = texts.last_key_value() else { return Ok(()) };
        let mut row = 0u32;
        while row <= last {
            let Some(batch) = frames.next()? else { break };
            for entry in spill::entries(&batch.bytes) {
                let Entry::Kept(kept) = entry.map_err(Error::SpillFrame)? else { continue };
                if let Some(slot) = texts.get_mut(&row) {
                    *slot = kept.text();
                }
                row += 1;
            }
        }
        for check in &mut report.checks {
            let pending = self.pending.get(&check.id).into_iter().flatten();
            for (hit, pending) in check.hits.iter_mut().zip(pending) {
                let Some(right) = pending.row.and_then(|row| texts.get(&row)) else { continue };
                if let Some((left_span, right_span)) = longest_common(&pending.text, right) {
                    hit.train.snippet = Some(snippet(&pending.text, left_span));
                    hit.holdout.snippet = Some(snippet(right, right_span));
                }
            }
        }
        Ok(())
    }
}
