//! A progress line on standard error for work that takes more than a second; silent when nobody watches.

use std::fmt::Write;
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{BinaryBytes, HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use scrubjay::pipeline::{Phase, Progress};

use crate::args::{Globals, LogFormat};
use crate::log;

/// Shorter work needs no progress line.
const GRACE: Duration = Duration::from_secs(1);
/// How often the line is drawn, for a person.
const DRAW_EVERY: Duration = Duration::from_millis(200);
/// How often progress is logged, for a machine.
const LOG_EVERY: Duration = Duration::from_secs(10);

/// Shows progress until it is dropped.
pub(crate) struct Watcher {
    stop: Option<mpsc::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Watcher {
    /// Watches `progress` as the global options say.
    pub(crate) fn start(progress: &Arc<Progress>, globals: &Globals) -> Self {
        let json = globals.log_format == LogFormat::Json;
        if globals.quiet || !(json || std::io::stderr().is_terminal()) {
            return Self { stop: None, thread: None };
        }
        let (stop, stopped) = mpsc::channel();
        let progress = Arc::clone(progress);
        let thread =
            thread::spawn(move || if json { log_lines(&progress, &stopped) } else { draw(&progress, &stopped) });
        Self { stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic while drawing is no reason to lose the run's result.
            let _ = thread.join();
        }
    }
}

fn waited(stopped: &mpsc::Receiver<()>, time: Duration) -> bool {
    matches!(stopped.recv_timeout(time), Err(RecvTimeoutError::Timeout))
}

fn draw(progress: &Progress, stopped: &mpsc::Receiver<()>) {
    if !waited(stopped, GRACE) {
        return;
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
        bar.set_style(style);
    }
    let mut phase = (progress.phase(), Instant::now());
    while waited(stopped, DRAW_EVERY) {
        if phase.0 != progress.phase() {
            phase = (progress.phase(), Instant::now());
        }
        bar.set_message(line(progress, phase.1.elapsed()));
        bar.tick();
    }
    bar.finish_and_clear();
}

fn line(progress: &Progress, elapsed: Duration) -> String {
    let (done, total) = (progress.bytes(), progress.total_bytes());
    let rate = done as f64 / elapsed.as_secs_f64().max(0.001);
    let stage = match progress.phase() {
        Phase::Scrub => "reading and scrubbing",
        Phase::Split => "grouping and splitting",
        Phase::Check => "looking for leaks",
        Phase::Write => "writing",
    };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a rate for a person
    let mut line = format!(
        "{stage}: {}{} · {} records · {} findings · {}/s",
        BinaryBytes(done),
        if total > 0 { format!(" of {}", BinaryBytes(total)) } else { String::new() },
        HumanCount(progress.records()),
        HumanCount(progress.findings()),
        BinaryBytes(rate as u64),
    );
    if total > done && rate > 0.0 {
        let left = Duration::from_secs_f64((total - done) as f64 / rate);
        // Writing to a String cannot fail.
        let _ = write!(line, " · {} left", HumanDuration(left));
    }
    line
}

fn log_lines(progress: &Progress, stopped: &mpsc::Receiver<()>) {
    while waited(stopped, LOG_EVERY) {
        log::event(
            "progress",
            &serde_json::json!({
                "phase": format!("{:?}", progress.phase()).to_lowercase(),
                "bytes": progress.bytes(),
                "total_bytes": progress.total_bytes(),
                "records": progress.records(),
                "findings": progress.findings(),
            }),
        );
    }
}
