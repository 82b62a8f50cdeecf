//! Why each finding of a small input was made, and why what looks like one was not.

use std::sync::Arc;

use super::input::Input;
use super::progress::Progress;
use super::{Error, ScanPlan};
use crate::core::{Position, Reason, Text};
use crate::detect::Considered;
use crate::ingest::Unmapped;

/// Most bytes of text that are explained at once. Every rule is tried on all of it, which for this much takes a second or two.
pub const MAX_EXPLAINED: usize = 64 << 10;

/// One text of the input with all that was considered in it, or a record that could not be looked at.
#[derive(Debug)]
pub struct Explained {
    /// Name of the file.
    pub file: Arc<str>,
    /// Place of the record in the file.
    pub position: Position,
    /// Number of the record in the file, counted from 1.
    pub record: u64,
    /// JSON pointer or column name; empty for a text that is no field.
    pub field: String,
    /// The text itself.
    pub text: Text,
    /// What was considered in it, in order; or why the record could not be looked at.
    pub considered: Result<Vec<Considered>, Reason>,
}

/// Explains every text of the input, which must not hold more than [`MAX_EXPLAINED`] bytes of it.
pub fn explain(plan: &ScanPlan, progress: &Progress) -> Result<Vec<Explained>, Error> {
    let mut input = Input::new(&plan.files, std::slice::from_ref(&plan.source), &plan.limits, progress);
    let mut explained = Vec::new();
    let mut bytes = 0;
    let mut scratch = plan.engine.scratch();
    while let Some(batch) = input.next()? {
        let Some(file) = plan.files.get(batch.file).map(|task| &task.file_ref.name) else { continue };
        let mut record = batch.first;
        batch.raw.fields(&mut |unmapped| {
            match unmapped {
                Unmapped::Withheld { position, reason } => explained.push(Explained {
                    file: Arc::clone(file),
                    position,
                    record,
                    field: String::new(),
                    text: Text::default(),
                    considered: Err(reason),
                }),
                Unmapped::Fields(fields) => {
                    bytes += fields.iter().map(|field| field.text.len()).sum::<usize>();
                    let texts: Vec<_> = fields.iter().map(|field| (field.text, field.name)).collect();
                    if bytes <= MAX_EXPLAINED {
                        let considered = plan.engine.explain(plan.engine.everywhere(), &texts, &mut scratch);
                        let position = fields.position();
                        explained.extend(texts.iter().zip(considered).map(|((text, field), considered)| Explained {
                            file: Arc::clone(file),
                            position,
                            record,
                            field: (*field).to_owned(),
                            text: Text::new(*text),
                            considered: Ok(considered),
                        }));
                    }
                }
            }
            record += 1;
        });
        if bytes > MAX_EXPLAINED {
            return Err(Error::TooLongToExplain { limit: MAX_EXPLAINED });
        }
    }
    Ok(explained)
}
