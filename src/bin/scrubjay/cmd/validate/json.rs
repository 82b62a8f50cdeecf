//! The result as one JSON object.

use std::io::{self, Write};

use serde_json::json;

use super::Outcome;

/// Version of the object's shape.
const SCHEMA: u32 = 1;

/// Writes the object.
pub(super) fn write(outcome: &Outcome<'_>, out: &mut dyn Write) -> io::Result<()> {
    let object = json!({
        "schema": SCHEMA,
        "version": env!("CARGO_PKG_VERSION"),
        "target": outcome.target.name(),
        "target_digest": outcome.target.digest(),
        "valid": outcome.valid(),
        "summary": outcome.tally,
        "files": outcome.files,
        "problems": outcome.problems,
        "fixed": outcome.fixed,
        "fitting": outcome.fitting,
        "problems_not_shown": outcome.not_shown(),
    });
    serde_json::to_writer_pretty(&mut *out, &object)?;
    writeln!(out)
}
