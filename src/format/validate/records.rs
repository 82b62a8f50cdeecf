//! Checking files with one JSON object a line: blocks side by side, results in the order of the file.

use std::collections::HashMap;
use std::io::BufRead;
use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::Options;
use super::blocks::{Block, Blocks};
use super::part::{self, Found, Part};
use super::problem::{Place, Report};
use super::steady::{Seen, Steady};
use crate::format::fault::Fault;
use crate::format::{Error, Target};

/// Blocks that are read before they are checked, for each thread: more than one, because lines are not equally hard.
const BLOCKS_A_THREAD: usize = 2;

/// Checks every line.
pub(super) fn check<R: BufRead>(
    target: &Target,
    blocks: &mut Blocks<'_, R>,
    report: &mut Report<'_>,
    options: Options,
) -> Result<(), Error> {
    let definition = target.definition();
    let mut whole = Whole {
        target,
        report,
        lines: 0,
        carriage_return: false,
        uniform: vec![Steady::default(); definition.uniform.len()],
        constant: vec![Steady::default(); definition.constant.len()],
        unique: vec![HashMap::new(); definition.unique.len()],
    };
    loop {
        let round = read(blocks)?;
        if round.is_empty() {
            break;
        }
        let parts: Vec<Part> = round.par_iter().map(|block| part::check(target, block, options)).collect();
        if !parts.into_iter().all(|part| whole.add(part)) {
            whole.report.file.complete = false;
            break;
        }
    }
    whole.report.file.constants = whole.constant.iter().map(|steady| steady.first().map(|seen| seen.value)).collect();
    Ok(())
}

fn read<R: BufRead>(blocks: &mut Blocks<'_, R>) -> Result<Vec<Block>, Error> {
    let most = rayon::current_num_threads() * BLOCKS_A_THREAD;
    let mut round = Vec::with_capacity(most);
    while round.len() < most
        && let Some(block) = blocks.next()?
    {
        round.push(block);
    }
    Ok(round)
}

/// What is known of the file so far.
struct Whole<'t, 'r, 's> {
    target: &'t Target,
    report: &'r mut Report<'s>,
    lines: u64,
    /// Whether a carriage return was met and reported.
    carriage_return: bool,
    uniform: Vec<Steady>,
    constant: Vec<Steady>,
    unique: Vec<HashMap<u64, u64>>,
}

impl Whole<'_, '_, '_> {
    /// Adds the next part. `false` when it is pointless to read on.
    fn add(&mut self, part: Part) -> bool {
        let (lines, stop) = (self.lines, part.stop);
        self.lines += part.lines;
        self.report.file.records += part.records;
        self.report.file.unexamined += part.unexamined;
        let mut problems = part.problems;
        let known = problems.len();
        self.compare(part.uniform, &part.constant, &part.unique, lines, &mut problems);
        // What was found by comparing goes where its line is; most parts have nothing of the kind.
        if problems.len() > known {
            problems.sort_by_key(|found| found.place.line);
        }
        self.report.file.tally.merge(&part.untold);
        for found in problems {
            if found.fault == Fault::CarriageReturn && std::mem::replace(&mut self.carriage_return, true) {
                continue;
            }
            self.report.add(&found.fault, found.place.after(lines), &found.pointer);
        }
        let absolute = |seen: Seen| Seen { line: seen.line + lines, ..seen };
        self.report.file.prints.extend(part.prints.into_iter().map(absolute));
        !stop
    }

    /// Compares with the parts before. Lines of what is found are counted within this part.
    fn compare(
        &mut self,
        uniform: Vec<(u64, Steady)>,
        constant: &[Steady],
        unique: &[Vec<Seen>],
        lines: u64,
        problems: &mut Vec<Found>,
    ) {
        let mut found = |seen: Seen, fault| {
            let place = Place::line(seen.line - lines, seen.offset);
            problems.push(Found { fault, place, pointer: String::new() });
        };
        let definition = self.target.definition();
        for ((rule, whole), (count, part)) in definition.uniform.iter().zip(&mut self.uniform).zip(uniform) {
            if count > 0 {
                *self.report.file.records_with.entry(rule.key.clone()).or_default() += count;
            }
            // One problem for each key and file: the mixture is a property of the file, not of every record.
            if let Some((seen, other_line)) = whole.join(part, lines) {
                let (key, present, severity) = (Arc::from(rule.key.as_str()), seen.value == 1, rule.severity);
                found(seen, Fault::Uneven { key, present, other_line, severity });
            }
        }
        for ((path, whole), part) in definition.constant.iter().zip(&mut self.constant).zip(constant) {
            if let Some((seen, other_line)) = whole.join(*part, lines) {
                found(seen, Fault::NotConstant { key: Arc::from(path.as_str()), other_line });
            }
        }
        for ((key, whole), part) in definition.unique.iter().zip(&mut self.unique).zip(unique) {
            for seen in part {
                let seen = Seen { line: seen.line + lines, ..*seen };
                match whole.entry(seen.value) {
                    std::collections::hash_map::Entry::Vacant(entry) => drop(entry.insert(seen.line)),
                    std::collections::hash_map::Entry::Occupied(entry) => {
                        found(seen, Fault::NotUnique { key: Arc::from(key.as_str()), other_line: *entry.get() });
                    }
                }
            }
        }
    }
}
