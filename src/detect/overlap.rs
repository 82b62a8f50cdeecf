//! Which of several overlapping candidates is reported.
//!
//! In this order: validated before contextual before plain, a check digit that is not enough by itself counting for nothing;
//! longer before shorter; higher score; smaller rule id; earlier start. What a candidate that gave way covers beyond the one it gave way to is added to that one's span: every byte
//! that some rule was sure enough of stays covered.
//!
//! Before that, a line that is an address because a label says so is divided where a number of another kind stands in it
//! (`Adres: Polna 3, Warszawa, PESEL 44051401359`): as a part of the address the number would be nothing by itself, and its copy
//! elsewhere in the record would stay.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::core::{Context, Span, Validation};

/// The least score by default: what is below it counts only where a job or a policy lowers it, and says less than a label does.
const SURE: f32 = 0.5;

/// What decides between candidates.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rival {
    pub(super) span: Span,
    pub(super) score: f32,
    pub(super) rule: Arc<str>,
    pub(super) validation: Validation,
    pub(super) context: Context,
    pub(super) origin: Origin,
    pub(super) part: Part,
}

/// What a rival is beside a line that a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Such a line: an address in whatever form.
    Line,
    /// What addresses hold: streets, postcodes, towns.
    OfLine,
    /// A value of another kind.
    Apart,
}

/// Fewest digits of a number that divides a line; houses and most postcodes have fewer.
const DIVIDING_DIGITS: usize = 6;

/// Where a rival comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// A candidate, by its index.
    Candidate(usize),
    /// A term of a list, by the list's number.
    List(usize),
}

impl Rival {
    /// Index of the candidate it stands for.
    pub(super) fn candidate(&self) -> Option<usize> {
        match self.origin {
            Origin::Candidate(index) => Some(index),
            Origin::List(_) => None,
        }
    }

    fn rank(&self) -> u8 {
        match (self.validation, self.context) {
            (Validation::Valid, _) if self.score >= SURE => 0,
            (_, Context::Word | Context::Field) => 1,
            _ => 2,
        }
    }
}

/// Divides each line where a value of another kind stands in it: what is before it, and what is behind it, remain.
pub(super) fn divide(rivals: &mut Vec<Rival>, text: &str) {
    if !rivals.iter().any(|rival| rival.part == Part::Line) {
        return;
    }
    rivals.sort_unstable_by(|a, b| a.span.cmp(&b.span).then_with(|| order(a, b)));
    let mut behind = Vec::new();
    for index in 0..rivals.len() {
        let Some(line) = rivals.get(index).filter(|rival| rival.part == Part::Line) else { continue };
        let mut pieces = Vec::new();
        let mut start = line.span.start;
        let within = rivals.iter().skip(index + 1).take_while(|rival| rival.span.start < line.span.end);
        for rival in within {
            // A number that overlaps the one before it stands for the same thing.
            if rival.span.start <= start || rival.span.end > line.span.end {
                continue;
            }
            let Some(head) = text.get(start..rival.span.start) else { continue };
            let Some(head) = divides(rival, text).then(|| before_label(head, rival, pieces.is_empty())).flatten()
            else {
                continue;
            };
            if pieces.is_empty() && !head.contains(|c: char| c.is_ascii_digit()) {
                break;
            }
            pieces.push(Span::new(start, start + head.len()));
            start = rival.span.end;
            let rest = text.get(start..line.span.end).unwrap_or_default();
            start += rest.len() - rest.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        }
        if let Some((first, more)) = pieces.split_first() {
            let rest = Some(Span::new(start, line.span.end)).filter(|span| span.start < span.end);
            let whole = line.clone();
            behind.extend(
                more.iter()
                    .copied()
                    .chain(rest)
                    .filter(|span| !span.is_empty())
                    .map(|span| Rival { span, ..whole.clone() }),
            );
            if let Some(line) = rivals.get_mut(index) {
                line.span = *first;
            }
        }
    }
    rivals.append(&mut behind);
}

fn divides(rival: &Rival, text: &str) -> bool {
    let digits = || rival.span.of(text).unwrap_or_default().bytes().filter(u8::is_ascii_digit).count();
    rival.part == Part::Apart && rival.score >= SURE && rival.rank() < 2 && digits() >= DIVIDING_DIGITS
}

/// What stands before the label of a number, or before the number where no word speaks for it. `None` where the words before it hold
/// more of the address. Behind another number a label may have nothing before it.
fn before_label<'t>(head: &'t str, number: &Rival, first: bool) -> Option<&'t str> {
    let labelled = matches!(number.context, Context::Word | Context::Field);
    let begin = || if first { head.len() } else { 0 };
    let cut = if labelled { head.rfind([',', ';', '|', '(', '\n']).unwrap_or_else(begin) } else { head.len() };
    let (kept, label) = head.split_at(cut);
    let separated = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '(' | '-');
    (!label.contains(|c: char| c.is_ascii_digit())).then(|| kept.trim_end_matches(separated))
}

fn order(a: &Rival, b: &Rival) -> Ordering {
    a.rank()
        .cmp(&b.rank())
        .then(b.span.len().cmp(&a.span.len()))
        .then(b.score.total_cmp(&a.score))
        .then_with(|| a.rule.cmp(&b.rule))
        .then(a.span.start.cmp(&b.span.start))
}

/// Keeps the winners in `rivals`, sorted by position and not overlapping; the rest goes to `yielded`.
pub(super) fn resolve(rivals: &mut Vec<Rival>, yielded: &mut Vec<Rival>) {
    yielded.clear();
    rivals.sort_unstable_by(|a, b| a.span.cmp(&b.span).then_with(|| order(a, b)));
    let disjoint = rivals.is_sorted_by(|a, b| a.span.end <= b.span.start);
    if disjoint {
        return;
    }
    let mut pending = std::mem::take(rivals);
    pending.sort_by(order);
    // Winners by where they start: they are apart, so a newcomer is compared with the last that starts before its end.
    let mut winners: BTreeMap<usize, Rival> = BTreeMap::new();
    for rival in pending {
        let before = winners.range(..rival.span.end).next_back();
        if before.is_some_and(|(_, winner)| winner.span.overlaps(rival.span)) {
            yielded.push(rival);
        } else {
            winners.insert(rival.span.start, rival);
        }
    }
    let mut winners: Vec<Rival> = winners.into_values().collect();
    for rival in yielded.iter() {
        widen(&mut winners, rival.span);
    }
    *rivals = winners;
}

/// Lets the best winner that overlaps `span` cover the rest of it, as far as its neighbours allow.
fn widen(winners: &mut [Rival], span: Span) {
    let Some(best) = best(winners, span) else { return };
    let floor = best.checked_sub(1).and_then(|before| winners.get(before)).map_or(0, |winner| winner.span.end);
    let ceiling = winners.get(best + 1).map_or(usize::MAX, |winner| winner.span.start);
    if let Some(winner) = winners.get_mut(best) {
        winner.span.start = winner.span.start.min(span.start).max(floor);
        winner.span.end = winner.span.end.max(span.end).min(ceiling);
    }
}

/// Which of the winners a rival gave way to: the best one that overlaps it.
pub(super) fn taker(winners: &[Rival], span: Span) -> Option<&Rival> {
    winners.get(best(winners, span)?)
}

fn best(winners: &[Rival], span: Span) -> Option<usize> {
    let first = winners.partition_point(|winner| winner.span.end <= span.start);
    let overlapping = winners.iter().enumerate().skip(first).take_while(|(_, winner)| winner.span.start < span.end);
    overlapping.min_by(|a, b| order(a.1, b.1)).map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rival(start: usize, end: usize, validation: Validation, context: Context, rule: &str) -> Rival {
        Rival {
            span: Span::new(start, end),
            score: 0.5,
            rule: Arc::from(rule),
            validation,
            context,
            origin: Origin::Candidate(0),
            part: Part::OfLine,
        }
    }

    #[test]
    fn a_number_of_another_kind_divides_a_line() {
        use Validation::{None as Unchecked, Valid};
        let divided = |text: &str, numbers: &[(&str, Context, Part)]| {
            let mut rivals = vec![Rival { part: Part::Line, ..rival(0, text.len(), Valid, Context::None, "line") }];
            rivals.extend(numbers.iter().map(|(number, context, part)| {
                let start = text.find(number).unwrap();
                Rival { part: *part, ..rival(start, start + number.len(), Valid, *context, "number") }
            }));
            divide(&mut rivals, text);
            rivals.retain(|rival| rival.part == Part::Line);
            rivals.iter().map(|rival| rival.span.of(text).unwrap().to_owned()).collect::<Vec<_>>()
        };
        let (word, plain, apart) = (Context::Word, Context::None, Part::Apart);
        let text = "Polna 3, Opole, PESEL 44051401359";
        assert_eq!(divided(text, &[("44051401359", word, apart)]), ["Polna 3, Opole"]);
        assert_eq!(divided(text, &[("44051401359", plain, apart)]), ["Polna 3, Opole, PESEL"]);
        assert_eq!(divided(text, &[("44051401359", word, Part::OfLine)]), [text]);
        let text = "Polna 3 (44051401359), 45-001 Opole, no 44051401358";
        let numbers = [("44051401359", word, apart), ("44051401358", word, apart)];
        assert_eq!(divided("Polna 3, id 44051401359, tel 44051401358", &numbers), ["Polna 3"]);
        assert_eq!(divided(text, &numbers), ["Polna 3", "45-001 Opole"]);
        assert_eq!(divided("Opole 44051401359", &[("44051401359", plain, apart)]), ["Opole 44051401359"]);
        assert_eq!(divided("Polna, 3 44051401359", &[("44051401359", word, apart)]), ["Polna, 3 44051401359"]);
        assert_eq!(divided("Polna 3, 45001", &[("45001", word, apart)]), ["Polna 3, 45001"]);
        let weak = rival(9, 20, Unchecked, plain, "weak");
        assert!(!divides(&Rival { part: apart, ..weak }, "Polna 3, 44051401359"));
    }

    fn winners(mut rivals: Vec<Rival>) -> Vec<(usize, usize, String)> {
        resolve(&mut rivals, &mut Vec::new());
        rivals.iter().map(|r| (r.span.start, r.span.end, r.rule.to_string())).collect()
    }

    #[test]
    fn the_order_is_the_documented_one() {
        use Context::{None as Plain, Word};
        use Validation::{None as Unchecked, Undecided, Valid};
        let same = |a: Rival, b: Rival| {
            let forward = winners(vec![a.clone(), b.clone()]);
            assert_eq!(forward, winners(vec![b, a]));
            forward
        };
        // Validated, although shorter; the rest of the longer one stays covered.
        assert_eq!(same(rival(0, 9, Unchecked, Word, "a"), rival(2, 5, Valid, Plain, "b")), [(0, 9, "b".into())]);
        assert_eq!(same(rival(0, 5, Undecided, Word, "b"), rival(0, 9, Unchecked, Plain, "a")), [(0, 9, "b".into())]);
        assert_eq!(same(rival(0, 5, Valid, Plain, "a"), rival(0, 9, Valid, Plain, "b")), [(0, 9, "b".into())]);
        assert_eq!(same(rival(0, 5, Valid, Plain, "b"), rival(0, 5, Valid, Plain, "a")), [(0, 5, "a".into())]);
        let weak = Rival { score: 0.4, ..rival(0, 5, Valid, Plain, "a") };
        assert_eq!(same(weak.clone(), rival(0, 5, Undecided, Word, "b")), [(0, 5, "b".into())]);
        assert_eq!(same(weak, Rival { score: 0.3, ..rival(0, 5, Undecided, Plain, "b") }), [(0, 5, "a".into())]);
        let touching = same(rival(0, 5, Valid, Plain, "a"), rival(5, 9, Valid, Plain, "b"));
        assert_eq!(touching, [(0, 5, "a".into()), (5, 9, "b".into())]);
    }

    #[test]
    fn many_rivals_take_no_more_than_a_moment() {
        let began = std::time::Instant::now();
        let one = |n: usize| rival(n * 4, n * 4 + 3, Validation::Valid, Context::Word, "a");
        let mut rivals: Vec<_> = (0..300_000).rev().map(one).collect();
        rivals.push(rival(0, 2, Validation::None, Context::None, "b"));
        assert_eq!(winners(rivals).len(), 300_000);
        assert!(began.elapsed().as_secs() < 20);
    }

    fn any_rival() -> impl Strategy<Value = Rival> {
        (0..40usize, 1..12usize, 0..3u8, 0..3u8, 0..3u8).prop_map(|(start, length, rule, validation, context)| {
            let validation = [Validation::None, Validation::Undecided, Validation::Valid][usize::from(validation)];
            let context = [Context::None, Context::Word, Context::Negative][usize::from(context)];
            rival(start, start + length, validation, context, ["a", "b", "c"][usize::from(rule)])
        })
    }

    proptest! {
        #[test]
        fn winners_are_disjoint_cover_the_best_and_ignore_order(rivals in prop::collection::vec(any_rival(), 0..12)) {
            let found = winners(rivals.clone());
            prop_assert!(found.is_sorted_by(|a, b| a.1 <= b.0));
            let mut reversed = rivals.clone();
            reversed.reverse();
            prop_assert_eq!(&found, &winners(reversed));
            for rival in &rivals {
                prop_assert!(found.iter().any(|(start, end, _)| rival.span.overlaps(Span::new(*start, *end))));
            }
        }
    }
}
