//! What stands in many protected records says nothing about any of them: system prompts written into the prompt, headers,
//! disclaimers. It is set aside before shingles and runs are compared, and what was set aside is listed.

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::Settings;

/// In how many protected records a hash must stand to be boilerplate: more than the share, and at least the stated number.
pub(super) fn least_records(settings: &Settings, records: usize) -> u32 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count of records")]
    let share = (settings.boilerplate_share * records as f64).floor() as u32 + 1;
    share.max(settings.boilerplate_records).max(2)
}

/// The hashes that stand in at least `least` of the records, ascending. Each record gives its hashes in any order, with
/// repetitions.
pub(super) fn common<T>(records: impl Iterator<Item = Vec<T>>, least: u32) -> Vec<T>
where
    T: Copy + Ord + std::hash::Hash,
{
    let mut counts: HashMap<T, u32, FxBuildHasher> = HashMap::default();
    for mut hashes in records {
        hashes.sort_unstable();
        hashes.dedup();
        for hash in hashes {
            *counts.entry(hash).or_default() += 1;
        }
    }
    let mut common: Vec<T> = counts.into_iter().filter(|(_, count)| *count >= least).map(|(hash, _)| hash).collect();
    common.sort_unstable();
    common
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_is_what_many_records_have_however_often() {
        let records = [vec![1, 1, 1, 2], vec![2, 3], vec![3, 2], vec![4]];
        assert_eq!(common(records.into_iter(), 3), [2]);
    }

    #[test]
    fn few_records_have_no_boilerplate() {
        let settings = Settings::default();
        assert_eq!(least_records(&settings, 3), 5);
        assert_eq!(least_records(&settings, 25), 6);
        assert_eq!(least_records(&settings, 500), 101);
    }
}
