//! How much two records share, from the runs of words that stand in both.
//!
//! A sentence that a template writes stands in thousands of records, and each of them meets every protected one that has it. So
//! what is shared is counted as it is met, in a slot for each protected record, and nothing is gathered and sorted; a pair whose
//! common stretches interleave, as those of a text that repeats itself do, is counted in full.
//!
//! Within such a sentence one run after the other stands in the same protected records at the same distance: those are one block,
//! which is met once in each record and not once for each of its runs.

use std::ops::Range;

use super::{Settings, Severity};

/// What a record shares with a protected one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Overlap {
    pub(super) record: u32,
    /// Share of the protected record's runs.
    pub(super) share: f64,
    /// Share of its prompt's runs; none for a document, 0 for a dialogue whose prompt is all boilerplate.
    pub(super) asked: Option<f64>,
    /// Words in the longest common stretch.
    pub(super) longest: u32,
    pub(super) severity: Severity,
}

/// A run of a protected record.
#[derive(Debug, Clone, Copy)]
pub(super) struct RunPlace {
    pub(super) record: u32,
    /// Its number among those of all protected records.
    pub(super) run: u32,
    /// The word of its record that it begins with.
    pub(super) word: u32,
    /// Words from one kept run of its record to the next.
    pub(super) stride: u32,
    /// Whether it is of the prompt.
    pub(super) asked: bool,
}

/// The protected runs by their places: those of one hash lie side by side, in the order of their numbers.
pub(super) trait Lists {
    /// The run at a place.
    fn run_place(&self, place: usize) -> Option<RunPlace>;

    /// Whether the runs at `after` are the next ones in their records behind those at `before`, each behind its own, and a word on.
    fn follows(&self, before: &Range<usize>, after: &Range<usize>) -> bool;

    /// How many of `length` runs from `run` on are of the prompt.
    fn asked(&self, run: u32, length: u32) -> u32;
}

/// What a protected record has to share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    /// Its runs, each counted once.
    pub(super) telling: u32,
    /// Runs of its prompt; none for a document.
    pub(super) asked: Option<u32>,
    /// Words from one kept run to the next.
    pub(super) stride: u32,
    /// Words in a run.
    pub(super) shortest: u32,
}

/// A run of the record that is read that stands in protected records.
#[derive(Debug, Clone)]
struct Shared {
    /// Its first word.
    at: u32,
    /// Places of the protected runs that are the same.
    places: Range<usize>,
    /// Whether the same run was met before.
    again: bool,
}

/// What is known so far of one protected record.
#[derive(Debug, Clone, Copy)]
struct Slot {
    record: u32,
    /// Runs of it that are shared, each counted once.
    own: u32,
    /// The same of its prompt.
    asked: u32,
    /// Where `own` was counted last: number of the block, from 1.
    counted: u32,
    /// Word of the last shared run, how far the protected record is ahead there, and the stretch that ends there.
    at: u32,
    ahead: i64,
    length: u32,
    longest: u32,
    /// Whether stretches interleave, so that the longest is not known yet.
    interleaved: bool,
}

/// A shared run of a record whose stretches interleave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    record: u32,
    ahead: i64,
    at: u32,
    run: u32,
    stride: u32,
}

/// Counts what one record after the other shares with all protected ones; kept for its buffers.
#[derive(Debug, Default)]
pub(super) struct Sharing {
    /// Runs of the record that is read.
    runs: Vec<u64>,
    shared: Vec<Shared>,
    /// Places of runs met, to find those that are met again.
    firsts: Vec<(usize, usize)>,
    /// By protected record: number of its slot from 1, 0 for one that has none.
    numbers: Vec<u32>,
    /// Slots of those that share something.
    slots: Vec<Slot>,
    overlaps: Vec<Overlap>,
}

impl Sharing {
    /// Begins a record that is held against so many protected ones.
    pub(super) fn begin(&mut self, records: usize) {
        self.numbers.resize(records, 0);
        self.shared.clear();
    }

    /// Room for the runs of one width.
    pub(super) fn runs(&mut self) -> &mut Vec<u64> {
        self.runs.clear();
        &mut self.runs
    }

    /// Looks the runs up, those that `passes` does not rule out.
    pub(super) fn look(&mut self, passes: impl Fn(&u64) -> bool, places_of: impl Fn(u64) -> Range<usize>) {
        let Self { runs, shared, .. } = self;
        for (at, hash) in (0u32..).zip(runs.iter()).filter(|(_, hash)| passes(hash)) {
            let places = places_of(*hash);
            if !places.is_empty() {
                shared.push(Shared { at, places, again: false });
            }
        }
    }

    /// Counts for every protected record that `wanted` admits what is shared with it.
    pub(super) fn walk(&mut self, lists: &impl Lists, wanted: impl Fn(u32) -> bool) {
        self.mark_again();
        let Self { shared, slots, numbers, .. } = self;
        let mut block = 0;
        let mut rest = shared.as_slice();
        while let Some(run) = rest.first() {
            let length = block_length(rest, lists);
            rest = rest.get(length..).unwrap_or_default();
            block += 1;
            let length = u32::try_from(length).unwrap_or(u32::MAX);
            for place in run.places.clone().filter_map(|place| lists.run_place(place)) {
                let Some(slot) = numbers.get_mut(place.record as usize) else { continue };
                if *slot == 0 {
                    if !wanted(place.record) {
                        continue;
                    }
                    slots.push(Slot::new(place.record));
                    *slot = u32::try_from(slots.len()).unwrap_or(0);
                }
                if let Some(slot) = slots.get_mut(*slot as usize - 1) {
                    let asked = if length == 1 { u32::from(place.asked) } else { lists.asked(place.run, length) };
                    slot.meet(block, run, place, (length, asked));
                }
            }
        }
        self.untangle(|place| lists.run_place(place));
    }

    /// Marks the runs that were met before.
    fn mark_again(&mut self) {
        let Self { shared, firsts, .. } = self;
        firsts.clear();
        firsts.extend(shared.iter().enumerate().map(|(number, run)| (run.places.start, number)));
        firsts.sort_unstable();
        for same in firsts.chunk_by(|left, right| left.0 == right.0) {
            for (_, number) in same.iter().skip(1) {
                if let Some(run) = shared.get_mut(*number) {
                    run.again = true;
                }
            }
        }
    }

    /// Measures the longest stretch where stretches interleave: all steps of such a record, in the order of stretches.
    fn untangle(&mut self, run_place: impl Fn(usize) -> Option<RunPlace>) {
        let Self { shared, slots, numbers, .. } = self;
        if !slots.iter().any(|slot| slot.interleaved) {
            return;
        }
        let slot_of = |record: u32| numbers.get(record as usize).and_then(|slot| (*slot as usize).checked_sub(1));
        let interleaved =
            |record: u32| slot_of(record).and_then(|slot| slots.get(slot)).is_some_and(|slot| slot.interleaved);
        let mut steps: Vec<Step> = Vec::new();
        for run in shared.iter() {
            let places = run.places.clone().filter_map(&run_place);
            let places = places.filter(|place| interleaved(place.record));
            steps.extend(places.map(|RunPlace { record, run: number, word, stride, .. }| {
                let ahead = i64::from(word) - i64::from(run.at);
                Step { record, ahead, at: run.at, run: number, stride }
            }));
        }
        steps.sort_unstable();
        for of_record in steps.chunk_by(|left, right| left.record == right.record) {
            let follows = |left: &Step, right: &Step| left.ahead == right.ahead && left.at + left.stride == right.at;
            let longest = of_record.chunk_by(follows).map(<[_]>::len).max().unwrap_or(0);
            if let Some(slot) = of_record.first().and_then(|step| slots.get_mut(slot_of(step.record)?)) {
                slot.longest = u32::try_from(longest).unwrap_or(u32::MAX);
            }
        }
    }

    /// Gives what is worth telling, in the order of the protected records, and forgets all of it.
    pub(super) fn finish(
        &mut self,
        measure: impl Fn(u32) -> Option<Measure>,
        settings: &Settings,
        found: impl FnMut(Overlap),
    ) {
        let Self { slots, numbers, overlaps, .. } = self;
        for slot in slots.drain(..) {
            if let Some(number) = numbers.get_mut(slot.record as usize) {
                *number = 0;
            }
            overlaps.extend(measure(slot.record).and_then(|measure| slot.overlap(&measure, settings)));
        }
        overlaps.sort_unstable_by_key(|overlap| overlap.record);
        overlaps.drain(..).for_each(found);
    }
}

/// How many of the first runs are one block.
fn block_length(shared: &[Shared], lists: &impl Lists) -> usize {
    let next = |pair: &[Shared]| {
        let [before, after] = pair else { return false };
        before.at + 1 == after.at && before.again == after.again && lists.follows(&before.places, &after.places)
    };
    1 + shared.windows(2).take_while(|pair| next(pair)).count()
}

impl Slot {
    fn new(record: u32) -> Self {
        let (own, asked, counted, at, ahead, length, longest) = (0, 0, 0, 0, 0, 0, 0);
        Self { record, own, asked, counted, at, ahead, length, longest, interleaved: false }
    }

    /// Counts one more block of its record: so many runs from `place` on, so many of them of the prompt. `number` is that of the block.
    fn meet(&mut self, number: u32, run: &Shared, place: RunPlace, (length, asked): (u32, u32)) {
        let ahead = i64::from(place.word) - i64::from(run.at);
        let is_new = self.own == 0;
        if !run.again {
            // A protected record may have the run twice.
            self.own += if self.counted == number { 0 } else { length };
            self.counted = number;
            self.asked += asked;
        }
        if is_new {
            self.length = 1;
        } else if ahead == self.ahead && self.at + place.stride == run.at {
            self.length += 1;
        } else {
            // The stretch that is left here may go on later, if it does so at once.
            self.interleaved |= ahead != self.ahead && run.at <= self.at + place.stride;
            self.length = 1;
        }
        self.length += length - 1;
        (self.at, self.ahead) = (run.at + length - 1, ahead);
        self.longest = self.longest.max(self.length);
    }

    /// What it comes to, if it is worth telling.
    fn overlap(&self, measure: &Measure, settings: &Settings) -> Option<Overlap> {
        let share = f64::from(self.own) / f64::from(measure.telling.max(1));
        let asked = measure.asked.map(|asked| f64::from(self.asked) / f64::from(asked.max(1)));
        let longest = self.longest.saturating_sub(1) * measure.stride + measure.shortest;
        let severity = severity(share, asked, longest, settings)?;
        Some(Overlap { record: self.record, share, asked, longest, severity })
    }
}

impl Overlap {
    /// From 0 to 1: the share of runs, or of the prompt's runs if that is greater.
    pub(super) fn score(&self) -> f64 {
        self.asked.map_or(self.share, |asked| asked.max(self.share))
    }
}

/// How bad it is; `None` if it is not worth telling.
pub(super) fn severity(share: f64, asked: Option<f64>, longest: u32, settings: &Settings) -> Option<Severity> {
    let much = share >= settings.containment || longest >= settings.longest_run;
    let is_asked = asked.is_none_or(|asked| asked >= settings.containment);
    match (much, is_asked) {
        (true, true) => Some(Severity::Error),
        (true, false) => Some(Severity::Warning),
        // Half of a short prompt can be a turn of phrase; a document has no prompt to be asked.
        (false, is_asked) if is_asked && asked.is_some() => Some(Severity::Warning),
        (false, _) => (share >= settings.containment_warning).then_some(Severity::Warning),
    }
}
