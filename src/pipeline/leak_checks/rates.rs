//! How often records leak, by source and by stratum: a rate over all hides one source that leaks whole.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::pipeline::barrier::Barrier;
use crate::pipeline::plan::Plan;

/// Records that were looked through, and those that leak.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Rate {
    records: u64,
    leaking: u64,
}

/// Rates by source and stratum.
#[derive(Default)]
pub(in crate::pipeline) struct Rates {
    sources: BTreeMap<u32, Rate>,
    strata: BTreeMap<u32, Rate>,
}

/// How often the records of one source or stratum leak.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LeakRate {
    /// Name of the source, or the labels of the stratum.
    pub of: Vec<String>,
    /// Records of train and validation that were looked through.
    pub records: u64,
    /// Those that leak into a protected side.
    pub leaking: u64,
    /// The same as a share.
    pub share: f64,
}

/// So many strata are listed, those that leak most first.
const LISTED: usize = 500;

impl Rates {
    pub(super) fn add(&mut self, barrier: &Barrier, row: u32, source: u32, leaking: bool) {
        let stratum = barrier.stratum_of(row);
        for rate in [self.sources.entry(source).or_default(), self.strata.entry(stratum).or_default()] {
            rate.records += 1;
            rate.leaking += u64::from(leaking);
        }
    }

    /// By source, in the job's order.
    pub(super) fn sources(&self, plan: &Plan) -> Vec<LeakRate> {
        let name = |source: u32| plan.job.source.get(source as usize).map(|source| source.name.clone());
        self.sources.iter().map(|(source, rate)| rate.of(name(*source).into_iter().collect())).collect()
    }

    /// By stratum, those that leak most first.
    pub(super) fn strata(&self, barrier: &Barrier) -> Vec<LeakRate> {
        let labels = |stratum: u32| barrier.stratum_labels(stratum).to_vec();
        let mut rates: Vec<LeakRate> = self.strata.iter().map(|(stratum, rate)| rate.of(labels(*stratum))).collect();
        rates.sort_by(|left, right| (right.leaking, &left.of).cmp(&(left.leaking, &right.of)));
        rates.truncate(LISTED);
        rates
    }
}

impl Rate {
    fn of(self, of: Vec<String>) -> LeakRate {
        let share = self.leaking as f64 / self.records.max(1) as f64;
        // Four decimals, as in the rest of the report.
        LeakRate { of, records: self.records, leaking: self.leaking, share: (share * 10_000.0).round() / 10_000.0 }
    }
}
