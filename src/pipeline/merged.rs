//! Groups that records joined out of several, and what that moved.
//!
//! A record has a key by which its group would be known if the record were alone in it. A group in which there is more than one
//! such key is several groups to a version of the data that lacks the records which link them. Where shares are asked for, the
//! draw of each of those is known, so it is known as well whether it would stand elsewhere.

use std::collections::BTreeMap;

use super::rows::Mark;
use crate::core::Split;
use crate::split::{self, Group, Request};

/// Groups that were joined out of several.
#[derive(Debug, Clone, Default)]
pub(super) struct Merged {
    /// How many there are.
    pub(super) groups: u64,
    /// Records in them.
    pub(super) records: u64,
    /// Records of them that would stand in another split, if their part of the group stood alone; none if counts are asked for, of
    /// which every draw depends on all others.
    pub(super) moved: Option<u64>,
    /// Every such record, by its row, with the split it would be in.
    alone: Vec<(u32, Split)>,
}

/// What the split asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) seed: u64,
    pub(super) holdout: Request,
    pub(super) validation: Request,
}

impl Merged {
    /// Looks at all rows. `members` is the group of every row that goes to a split. Groups that an earlier version has decided on
    /// are left out: nothing moves there.
    pub(super) fn find(
        members: &[Option<u32>],
        (anchors, marks): (&[u64], &[Mark]),
        (groups, assigned): (&[Group], &[Split]),
        asked: Asked,
    ) -> Self {
        let mut first: Vec<Option<u64>> = vec![None; groups.len()];
        let mut several = vec![false; groups.len()];
        for (member, anchor) in members.iter().zip(anchors) {
            let Some(group) = member.map(|group| group as usize) else { continue };
            if let (Some(first), Some(several)) = (first.get_mut(group), several.get_mut(group)) {
                *several |= *first.get_or_insert(*anchor) != *anchor;
            }
        }
        drop(first);
        let is_merged = |group: u32| {
            let decided = groups.get(group as usize).is_none_or(|part| part.earlier.is_some());
            !decided && several.get(group as usize) == Some(&true)
        };
        let rows = (0u32..).zip(members).zip(anchors.iter().zip(marks));
        let of_merged = rows.filter_map(|((row, member), (anchor, mark))| {
            Some((row, member.filter(|group| is_merged(*group))?, *anchor, mark))
        });
        let mut parts: BTreeMap<(u32, u64), (Group, Vec<u32>)> = BTreeMap::new();
        for (row, group, anchor, mark) in of_merged {
            let (part, rows) = parts.entry((group, anchor)).or_insert_with(|| (Group::new(anchor, 0), Vec::new()));
            part.size += 1;
            part.late |= mark.late == Some(true);
            rows.push(row);
        }
        let mut merged = Self {
            groups: several.iter().zip(0u32..).filter(|(_, group)| is_merged(*group)).count() as u64,
            records: parts.values().map(|(_, rows)| rows.len() as u64).sum(),
            ..Self::default()
        };
        if !matches!((asked.holdout, asked.validation), (Request::Count(1..), _) | (_, Request::Count(1..))) {
            merged.draw(&parts, assigned, asked);
        }
        merged
    }

    fn draw(&mut self, parts: &BTreeMap<(u32, u64), (Group, Vec<u32>)>, assigned: &[Split], asked: Asked) {
        let alone: Vec<Group> = parts.values().map(|(part, _)| *part).collect();
        let drawn = split::assign(&alone, asked.seed, asked.holdout, asked.validation);
        for (((group, _), (_, rows)), split) in parts.iter().zip(drawn) {
            if assigned.get(*group as usize).is_some_and(|at| *at != split) {
                self.alone.extend(rows.iter().map(|row| (*row, split)));
            }
        }
        self.alone.sort_unstable_by_key(|(row, _)| *row);
        self.moved = Some(self.alone.len() as u64);
    }

    /// The split that a row would be in if its part of the group stood alone, where that is another one.
    pub(super) fn alone(&self, row: usize) -> Option<Split> {
        let row = u32::try_from(row).ok()?;
        let at = self.alone.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        self.alone.get(at).map(|(_, split)| *split)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_would_be_drawn_elsewhere_is_told() {
        let asked = Asked { seed: 3, holdout: Request::Share(0.5), validation: Request::Share(0.0) };
        let (mut moved, mut stayed) = (0, 0);
        for n in 0..64u64 {
            // Two parts of which the lower anchor names the group; the third row is a group of its own.
            let anchors = [n * 1000 + 7, n * 1000 + 3, 5];
            let groups = [Group::new(n * 1000 + 3, 2), Group::new(5, 1)];
            let assigned = split::assign(&groups, asked.seed, asked.holdout, asked.validation);
            let members = [Some(0), Some(0), Some(1)];
            let merged = Merged::find(&members, (&anchors, &[Mark::default(); 3]), (&groups, &assigned), asked);
            assert_eq!((merged.groups, merged.records), (1, 2));
            let alone = split::assign(&[Group::new(anchors[0], 1)], asked.seed, asked.holdout, asked.validation)[0];
            assert_eq!(merged.alone(0), (alone != assigned[0]).then_some(alone));
            assert_eq!((merged.alone(1), merged.alone(2)), (None, None));
            if merged.moved == Some(1) { moved += 1 } else { stayed += 1 }
        }
        assert!(moved > 16 && stayed > 16, "{moved} {stayed}");
    }
}
