//! Bands: which signatures are alike enough for a closer look.
//!
//! A signature is cut into bands of some rows, and two texts are candidates if they agree in all rows of a band. With a Jaccard
//! index of `s` that happens with a probability of `1 − (1 − s^rows)^bands` (Leskovec, Rajaraman and Ullman, Mining of Massive
//! Datasets, 3.4).

use super::signature::BINS;
use super::word::fold;
use super::{Kind, ShingleSet, Signature};

/// How a signature is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Banding {
    /// Bands.
    pub bands: usize,
    /// Bins in each.
    pub rows: usize,
}

impl Banding {
    /// For leak checks, where one side is small and a miss is worse than a look for nothing: 32 bands of 4 rows find 98.8 % of
    /// pairs at a Jaccard index of 0.6, and all but one in 10⁸ at 0.8.
    pub const LEAKS: Self = Self { bands: 32, rows: 4 };
    /// For finding duplicates in a whole corpus: 25 bands of 5 rows find 86.8 % of pairs at 0.6, 99.0 % at 0.7, and all but one in
    /// 20,000 at 0.8, and look at a fifth as many pairs at 0.3 as 32 bands of 4 rows.
    pub const CORPUS: Self = Self { bands: 25, rows: 5 };

    /// Probability that two texts with this Jaccard index become candidates.
    #[must_use]
    pub fn probability(self, jaccard: f64) -> f64 {
        let (bands, rows) =
            (i32::try_from(self.bands).unwrap_or(i32::MAX), i32::try_from(self.rows).unwrap_or(i32::MAX));
        1.0 - (1.0 - jaccard.powi(rows)).powi(bands)
    }

    /// One key for every band, in order. Keys of sets that cannot be compared, of another kind or of short texts with other
    /// numbers, do not meet.
    pub fn keys(self, set: &ShingleSet, signature: &Signature) -> impl Iterator<Item = u64> {
        debug_assert!(self.bands * self.rows <= BINS);
        let kind = match set.kind() {
            Kind::Words => 0x517c_c1b7_2722_0a95,
            Kind::Characters => 0x2545_f491_4f6c_dd1d,
        };
        let start = fold(set.numbers() ^ kind, 0x8ebc_6af0_9c88_c6e3);
        let bands = signature.bins().chunks_exact(self.rows).take(self.bands);
        (0u64..).zip(bands).map(move |(band, rows)| {
            rows.iter().fold(start ^ band, |key, row| fold(key ^ row, 0x5899_65cc_7537_4cc3).wrapping_add(band))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_probabilities_are_those_of_the_documentation() {
        let close = |banding: Banding, jaccard, expected: f64| (banding.probability(jaccard) - expected).abs() < 5e-4;
        assert!(close(Banding::LEAKS, 0.6, 0.988));
        assert!(close(Banding::LEAKS, 0.8, 1.0));
        assert!(close(Banding::CORPUS, 0.6, 0.868));
        assert!(close(Banding::CORPUS, 0.7, 0.990));
        assert!(1.0 - Banding::CORPUS.probability(0.8) < 1.0 / 20_000.0);
        assert!(1.0 - Banding::LEAKS.probability(0.8) < 1e-7);
    }

    /// Mark of the project: measured recall lies within the binomial interval of the formula.
    #[test]
    fn recall_against_brute_force_is_that_of_the_formula() {
        for banding in [Banding::LEAKS, Banding::CORPUS] {
            for (shared, all) in
                [(60, 100), (70, 100), (80, 100), (90, 100), (240, 400), (280, 400), (320, 400), (360, 400)]
            {
                let trials = 600;
                let found = (0..trials).filter(|trial| is_candidate(banding, *trial, shared, all)).count();
                let p = banding.probability(f64::from(shared) / f64::from(all));
                // Four standard deviations and one pair: sixteen intervals, none of which may fail by chance.
                let allowance = 4.0 * (p * (1.0 - p) * f64::from(trials)).sqrt() + 1.0;
                let expected = p * f64::from(trials);
                assert!(
                    (found as f64 - expected).abs() <= allowance,
                    "{banding:?} {shared}/{all}: {found}, {expected:.1} ± {allowance:.1}"
                );
            }
        }
    }

    fn is_candidate(banding: Banding, trial: u32, shared: u32, all: u32) -> bool {
        let key = crate::core::Key::derive("test", &trial.to_le_bytes());
        let element = |n: u32| u32::try_from(key.digest(&[&n.to_le_bytes()]).prefix() >> 32).unwrap();
        let set = |parity: u32| {
            let own = (shared..all).filter(|n| n % 2 == parity);
            ShingleSet::from_parts(Kind::Words, 0, (0..shared).chain(own).map(element).collect())
        };
        let (left, right) = (set(0), set(1));
        assert!((left.jaccard(&right) - f64::from(shared) / f64::from(all)).abs() < 1e-9);
        let keys = |set: &ShingleSet| banding.keys(set, &Signature::of(set).unwrap()).collect::<Vec<_>>();
        keys(&left).iter().zip(keys(&right)).any(|(left, right)| *left == right)
    }
}
