//! Ctrl-C and termination.

use std::sync::Arc;

use anyhow::Context;
use scrubjay::pipeline::Progress;

/// Stops the work at its next batch on the first signal, and the process at once on the second: a read from a pipe that
/// nobody writes to has no next batch. A staging folder that is left behind then is removed by the next run.
pub(crate) fn listen(progress: &Arc<Progress>) -> anyhow::Result<()> {
    let progress = Arc::clone(progress);
    ctrlc::set_handler(move || {
        if progress.is_interrupted() {
            #[allow(clippy::exit, reason = "the user asks a second time")]
            std::process::exit(130);
        }
        progress.interrupt();
    })
    .context("cannot listen for ctrl-C")
}
