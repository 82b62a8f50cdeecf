//! Ctrl-C and termination.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use scrubjay::pipeline::Progress;

/// Signals within this time of the first are the same wish.
const SAME_WISH: Duration = Duration::from_secs(1);

/// Stops the work at its next batch on the first signal, and the process at once on the second: a read from a pipe that
/// nobody writes to has no next batch. A staging folder that is left behind then is removed by the next run.
pub(crate) fn listen(progress: &Arc<Progress>) -> anyhow::Result<()> {
    let progress = Arc::clone(progress);
    let mut first: Option<Instant> = None;
    ctrlc::set_handler(move || match first {
        // Some tools signal a process and then its group: that is one wish.
        Some(first) if first.elapsed() < SAME_WISH => {}
        Some(_) => {
            #[allow(clippy::exit, reason = "the user asks a second time")]
            std::process::exit(130);
        }
        None => {
            first = Some(Instant::now());
            progress.interrupt();
        }
    })
    .context("cannot listen for ctrl-C")
}
