//! What stands in many protected records says nothing about any of them: system prompts written into the prompt, headers,
//! disclaimers. It is set aside before shingles and runs are compared, and what was set aside is listed.

use super::Settings;

/// In how many protected records a hash must stand to be boilerplate: more than the share, and at least the stated number.
pub(super) fn least_records(settings: &Settings, records: usize) -> u32 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count of records")]
    let share = (settings.boilerplate_share * records as f64).floor() as u32 + 1;
    share.max(settings.boilerplate_records).max(2)
}

/// Finds the hashes that stand in many records. They are given twice, since to keep all of them would take as much memory as there
/// are: counted by their first bits, and then looked at where so many begin alike. No record gives a hash twice.
#[derive(Debug)]
pub(super) struct Common {
    least: u32,
    /// By the first bits of a hash.
    counts: Vec<u32>,
    hashes: Vec<u32>,
}

/// First bits that hashes are counted by.
const FIRST_BITS: u32 = 20;

impl Common {
    /// Nothing yet, of so many records.
    pub(super) fn new(settings: &Settings, records: usize) -> Self {
        Self { least: least_records(settings, records), counts: vec![0; 1 << FIRST_BITS], hashes: Vec::new() }
    }

    fn slot(hash: u32) -> usize {
        (hash >> (u32::BITS - FIRST_BITS)) as usize
    }

    /// Counts a hash.
    pub(super) fn count(&mut self, hash: u32) {
        if let Some(count) = self.counts.get_mut(Self::slot(hash)) {
            *count = count.saturating_add(1);
        }
    }

    /// Whether there may be any; hashes need not be looked at if not.
    pub(super) fn has_any(&self) -> bool {
        self.counts.iter().any(|count| *count >= self.least)
    }

    /// Looks at a hash again.
    pub(super) fn look(&mut self, hash: u32) {
        if self.counts.get(Self::slot(hash)).is_some_and(|count| *count >= self.least) {
            self.hashes.push(hash);
        }
    }

    /// The hashes that enough records have, ascending.
    pub(super) fn finish(mut self) -> Vec<u32> {
        self.hashes.sort_unstable();
        let same = self.hashes.chunk_by(|left, right| left == right);
        same.filter(|same| same.len() >= self.least as usize).filter_map(|same| same.first().copied()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_is_what_many_records_have() {
        let common = |hashes: &[u32]| {
            let settings = Settings { boilerplate_records: 3, ..Settings::default() };
            let mut common = Common::new(&settings, 4);
            hashes.iter().for_each(|hash| common.count(*hash));
            hashes.iter().for_each(|hash| common.look(*hash));
            common.finish()
        };
        assert_eq!(common(&[1, 2, 3, 2, 4, 3, 2]), [2]);
        assert_eq!(common(&[u32::MAX, 7, u32::MAX, 0, u32::MAX]), [u32::MAX]);
        assert!(common(&[]).is_empty());
    }

    #[test]
    fn few_records_have_no_boilerplate() {
        let settings = Settings::default();
        assert_eq!(least_records(&settings, 3), 5);
        assert_eq!(least_records(&settings, 25), 6);
        assert_eq!(least_records(&settings, 500), 101);
    }
}
