//! What stands in many protected records says nothing about any of them: system prompts written into the prompt, headers,
//! disclaimers. It is set aside before shingles and runs are compared, and what was set aside is listed.

use super::Settings;

/// In how many protected records a hash must stand to be boilerplate: more than the share, and at least the stated number.
pub(super) fn least_records(settings: &Settings, records: usize) -> u32 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count of records")]
    let share = (settings.boilerplate_share * records as f64).floor() as u32 + 1;
    share.max(settings.boilerplate_records).max(2)
}

/// The hashes that stand in at least `least` of the records, ascending. No record gives a hash twice.
pub(super) fn common(mut hashes: Vec<u32>, least: u32) -> Vec<u32> {
    hashes.sort_unstable();
    let same = hashes.chunk_by(|left, right| left == right).filter(|same| same.len() >= least as usize);
    same.filter_map(|same| same.first().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_is_what_many_records_have() {
        assert_eq!(common(vec![1, 2, 3, 2, 4, 3, 2], 3), [2]);
        assert!(common(Vec::new(), 2).is_empty());
    }

    #[test]
    fn few_records_have_no_boilerplate() {
        let settings = Settings::default();
        assert_eq!(least_records(&settings, 3), 5);
        assert_eq!(least_records(&settings, 25), 6);
        assert_eq!(least_records(&settings, 500), 101);
    }
}
