//! MinHash signatures in one pass over the shingles: the probability that two signatures agree in a bin is the Jaccard index of
//! the two sets.
//!
//! 128 hash functions cost 128 multiplications for every shingle. A signature here is made by fast similarity sketching
//! (Dahlgaard, Knudsen and Thorup, 2017, <https://arxiv.org/abs/1704.04370>): in every round each shingle falls into one bin by
//! one hash, the least value of the earliest round stays, and the rounds end when no bin is empty. That takes about
//! `max(shingles, 128 ln 128)` hashes in all, and unlike one-permutation hashing it keeps the bins of small sets from being
//! copies of each other, so that the arithmetic of bands holds for short texts too.

use super::ShingleSet;
use super::word::fold;

/// Bins of a signature.
pub const BINS: usize = 128;

/// The signature of a set of shingles. It depends on the set alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature([u64; BINS]);

// Constants of the golden ratio and of wyhash's first two secrets; any odd numbers without pattern do. The shingles are keyed.
const ROUND: u64 = 0x9e37_79b9_7f4a_7c15;
const MIX: u64 = 0xa076_1d64_78bd_642f;
const SPREAD: u64 = 0xe703_7ed1_a0b4_28db;

/// A value keeps the round in its upper eight bits, so that earlier rounds win; there are at most 2 · 128 rounds.
const ROUND_SHIFT: u32 = 56;

impl Signature {
    /// Sketches a set. An empty set has no signature.
    #[must_use]
    pub fn of(set: &ShingleSet) -> Option<Self> {
        Self::of_hashes(set.in_any_order())
    }

    #[allow(clippy::cast_possible_truncation, reason = "seven bits are meant")]
    fn of_hashes(hashes: &[u32]) -> Option<Self> {
        if hashes.is_empty() {
            return None;
        }
        let mut bins = [u64::MAX; BINS];
        for round in 0..BINS as u64 {
            let salt = ROUND.wrapping_mul(round + 1);
            for hash in hashes {
                let mixed = fold(fold(u64::from(*hash) ^ salt, MIX) ^ salt, SPREAD);
                let value = round << ROUND_SHIFT | mixed >> (64 - ROUND_SHIFT);
                // The lowest seven bits choose the bin, the upper 56 are the value.
                if let Some(bin) = bins.get_mut((mixed & (BINS as u64 - 1)) as usize) {
                    *bin = (*bin).min(value);
                }
            }
            if !bins.contains(&u64::MAX) {
                return Some(Self(bins));
            }
        }
        // What is still empty gets a round of its own, in which every shingle falls into it.
        for (round, bin) in (BINS as u64..).zip(&mut bins).filter(|(_, bin)| **bin == u64::MAX) {
            let salt = ROUND.wrapping_mul(round + 1);
            let least = hashes.iter().map(|hash| fold(fold(u64::from(*hash) ^ salt, MIX) ^ salt, SPREAD)).min();
            *bin = round << ROUND_SHIFT | least.unwrap_or(0) >> (64 - ROUND_SHIFT);
        }
        Some(Self(bins))
    }

    /// The bins.
    #[must_use]
    pub fn bins(&self) -> &[u64; BINS] {
        &self.0
    }

    /// The share of bins in which two signatures agree: an estimate of the Jaccard index with a standard error of at most
    /// `sqrt(J (1 − J) / 128)`.
    #[must_use]
    pub fn agreement(&self, other: &Self) -> f64 {
        let equal = self.0.iter().zip(&other.0).filter(|(left, right)| left == right).count();
        equal as f64 / BINS as f64
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Two sets of which `shared` of `all` elements are in both.
    fn pair(shared: u32, all: u32, seed: u32) -> (Vec<u32>, Vec<u32>) {
        let element = |n: u32| {
            let mixed = (u64::from(n) + 1 + (u64::from(seed) << 20)).wrapping_mul(ROUND);
            u32::try_from(mixed >> 32).unwrap()
        };
        let left = (0..shared).chain((shared..all).step_by(2)).map(element).collect();
        let right = (0..shared).chain((shared + 1..all).step_by(2)).map(element).collect();
        (left, right)
    }

    fn agreement(shared: u32, all: u32, seed: u32) -> f64 {
        let (left, right) = pair(shared, all, seed);
        Signature::of_hashes(&left).unwrap().agreement(&Signature::of_hashes(&right).unwrap())
    }

    #[test]
    fn agreement_is_the_jaccard_index_for_small_sets_and_large_ones() {
        for (shared, all) in [(4, 5), (8, 10), (30, 50), (160, 200), (700, 1000), (0, 40)] {
            let trials = 200;
            let mean = (0..trials).map(|seed| agreement(shared, all, seed)).sum::<f64>() / f64::from(trials);
            let index = f64::from(shared) / f64::from(all);
            // The mean of 200 · 128 draws; small sets have fewer independent ones, hence the wide interval.
            assert!((mean - index).abs() < 0.03, "{shared} of {all}: {mean}");
        }
    }

    #[test]
    fn a_set_of_one_has_a_full_signature() {
        let signature = Signature::of_hashes(&[7]).unwrap();
        assert!(!signature.bins().contains(&u64::MAX));
        assert_eq!(Signature::of_hashes(&[]), None);
    }

    proptest! {
        #[test]
        fn the_order_does_not_matter(mut hashes in prop::collection::vec(any::<u32>(), 1..300)) {
            let before = Signature::of_hashes(&hashes);
            hashes.reverse();
            prop_assert_eq!(Signature::of_hashes(&hashes), before);
        }
    }
}
