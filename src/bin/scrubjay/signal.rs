//! Ctrl-C and termination.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use scrubjay::pipeline::Progress;

use crate::args::Globals;
use crate::log;

/// Signals within this time of the first are the same wish.
const SAME_WISH: Duration = Duration::from_secs(1);

/// How long work that leaves nothing behind has from the first signal to its end. A batch takes milliseconds, but for records with very many
/// texts.
const GRACE: Duration = Duration::from_millis(800);

/// Stops the work at its next batch on the first signal, and the process at once on the second: a read from a pipe that
/// nobody writes to has no next batch. A staging folder that is left behind then is removed by the next run.
pub(crate) fn listen(progress: &Arc<Progress>) -> anyhow::Result<()> {
    on_signal(progress, || {})
}

/// As [`listen`], for work that leaves nothing behind: where its next batch does not come soon, the process ends without it.
pub(crate) fn listen_and_leave(progress: &Arc<Progress>, globals: &Globals) -> anyhow::Result<()> {
    let globals = globals.clone();
    on_signal(progress, move || {
        let globals = globals.clone();
        std::thread::spawn(move || {
            std::thread::sleep(GRACE);
            log::error(&globals, "interrupted");
            exit();
        });
    })
}

fn on_signal(progress: &Arc<Progress>, on_first: impl Fn() + Send + 'static) -> anyhow::Result<()> {
    let progress = Arc::clone(progress);
    let mut first: Option<Instant> = None;
    ctrlc::set_handler(move || match first {
        // Some tools signal a process and then its group: that is one wish.
        Some(first) if first.elapsed() < SAME_WISH => {}
        Some(_) => exit(),
        None => {
            first = Some(Instant::now());
            progress.interrupt();
            on_first();
        }
    })
    .context("cannot listen for ctrl-C")
}

fn exit() {
    #[allow(clippy::exit, reason = "the user asks for it, and the thread that works does not hear it")]
    std::process::exit(130);
}
