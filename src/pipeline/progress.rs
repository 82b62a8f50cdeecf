//! How far a run is: counters that the command line reads while the run goes on.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};

/// What a run is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// First pass: reading and scrubbing.
    Scrub,
    /// Barrier: grouping, splitting, checking.
    Split,
    /// Leak checks: reading what is to be trained on past what is protected.
    Check,
    /// Second pass: writing.
    Write,
}

/// Counters of a running job, shared between threads. Reading them costs the run nothing.
#[derive(Debug, Default)]
pub struct Progress {
    phase: AtomicU8,
    total_bytes: AtomicU64,
    bytes: AtomicU64,
    records: AtomicU64,
    findings: AtomicU64,
    interrupted: AtomicBool,
}

impl Progress {
    /// What the run is doing.
    #[must_use]
    pub fn phase(&self) -> Phase {
        match self.phase.load(Ordering::Relaxed) {
            0 => Phase::Scrub,
            1 => Phase::Split,
            2 => Phase::Check,
            _ => Phase::Write,
        }
    }

    /// Bytes of this phase in all, 0 when not known (standard input).
    #[must_use]
    pub fn total_bytes(&self) -> u64 {
        self.total_bytes.load(Ordering::Relaxed)
    }

    /// Bytes of this phase done, as they are stored (compressed input counts compressed).
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Records met so far.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.records.load(Ordering::Relaxed)
    }

    /// Findings so far.
    #[must_use]
    pub fn findings(&self) -> u64 {
        self.findings.load(Ordering::Relaxed)
    }

    /// Asks the run to stop at the next batch. Nothing is published then.
    pub fn interrupt(&self) {
        self.interrupted.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    #[must_use]
    pub fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }

    pub(super) fn begin(&self, phase: Phase, total_bytes: u64) {
        self.phase.store(phase as u8, Ordering::Relaxed);
        self.total_bytes.store(total_bytes, Ordering::Relaxed);
        self.bytes.store(0, Ordering::Relaxed);
    }

    pub(super) fn set_bytes(&self, bytes: u64) {
        self.bytes.store(bytes, Ordering::Relaxed);
    }

    pub(super) fn add(&self, records: u64, findings: u64) {
        self.records.fetch_add(records, Ordering::Relaxed);
        self.findings.fetch_add(findings, Ordering::Relaxed);
    }
}
