//! Where two texts share their longest run of words, and what to show of it.

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::core::Span;
use crate::sketch::word_spans;

/// A few words around a hit, with what is shared marked. Only redacted text may be made into one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Snippet {
    /// The words.
    pub text: String,
    /// What is shared: first byte and one past the last, within `text`.
    pub marked: Vec<[usize; 2]>,
}

/// Words in a row from which on a common stretch is looked for; two words meet by chance.
const SEED: usize = 3;
/// A seed that stands in more places of one text than this is followed from the first ones only.
const PLACES: usize = 16;

/// The longest run of words that stands in both texts, as spans of each; `None` if they share no three words in a row and not
/// all of a shorter text.
#[must_use]
pub fn longest_common(left: &str, right: &str) -> Option<(Span, Span)> {
    let (left_words, right_words) = (word_spans(left), word_spans(right));
    let width = SEED.min(left_words.len()).min(right_words.len());
    if width == 0 {
        return None;
    }
    let equal =
        |l: usize, r: usize| matches!((left_words.get(l), right_words.get(r)), (Some(l), Some(r)) if l.0 == r.0);
    let mut seeds: HashMap<Vec<u64>, Vec<usize>, FxBuildHasher> = HashMap::default();
    let hashes = |window: &[(u64, Span)]| window.iter().map(|word| word.0).collect::<Vec<_>>();
    for (at, window) in right_words.windows(width).enumerate() {
        let places = seeds.entry(hashes(window)).or_default();
        if places.len() < PLACES {
            places.push(at);
        }
    }
    let mut best: Option<(usize, usize, usize)> = None;
    for (at, window) in left_words.windows(width).enumerate() {
        for place in seeds.get(&hashes(window)).into_iter().flatten() {
            // A run that goes on to the left was measured from there.
            if at > 0 && *place > 0 && equal(at - 1, place - 1) {
                continue;
            }
            let length = (0..left_words.len()).take_while(|n| equal(at + n, place + n)).count();
            if best.is_none_or(|best| length > best.2) {
                best = Some((at, *place, length));
            }
        }
    }
    let (l, r, length) = best?;
    let span = |words: &[(u64, Span)], first: usize| {
        Some(Span::new(words.get(first)?.1.start, words.get(first + length - 1)?.1.end))
    };
    Some((span(&left_words, l)?, span(&right_words, r)?))
}

/// Bytes shown before and after what is shared, and of what is shared.
const AROUND: usize = 40;
const SHOWN: usize = 160;

/// Cuts a snippet out of a redacted text. What is shared is cut short in the middle of nothing: its beginning is shown.
#[must_use]
pub fn snippet(redacted: &str, shared: Span) -> Snippet {
    let end = shared.end.min(shared.start + SHOWN);
    let first = redacted.floor_char_boundary(shared.start.saturating_sub(AROUND));
    let end = redacted.floor_char_boundary(end);
    let last = redacted.ceil_char_boundary((end + AROUND).min(redacted.len()));
    let text = redacted.get(first..last).unwrap_or_default();
    let start = shared.start.min(end) - first.min(shared.start);
    Snippet { text: text.to_owned(), marked: vec![[start, end - first.min(end)]] }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shared<'t>(left: &'t str, right: &'t str) -> Option<(&'t str, &'t str)> {
        let (l, r) = longest_common(left, right)?;
        Some((l.of(left)?, r.of(right)?))
    }

    #[test]
    fn the_longest_run_is_found_whatever_its_case_and_marks() {
        assert_eq!(
            shared("a b c. Then THE QUICK, brown fox jumps!", "one a b c; the quick brown fox slept"),
            Some(("THE QUICK, brown fox", "the quick brown fox"))
        );
        assert_eq!(shared("yes", "Yes!"), Some(("yes", "Yes")));
        assert_eq!(shared("one two three", "three two one"), None);
        assert_eq!(shared("", "one"), None);
    }

    #[test]
    fn a_snippet_marks_what_is_shared() {
        let text = "é".repeat(50) + "shared words" + &"ü".repeat(50);
        let start = text.find("shared").unwrap();
        let cut = snippet(&text, Span::new(start, start + 12));
        let [from, to] = cut.marked[0];
        assert_eq!(&cut.text[from..to], "shared words");
        assert!(cut.text.len() < 100);
    }

    proptest! {
        #[test]
        fn snippets_never_leave_the_text(text in "\\PC{0,300}", a in 0usize..400, b in 0usize..400) {
            let span = Span::new(a.min(text.len()), b.min(text.len()));
            let span = Span::new(text.floor_char_boundary(span.start), text.floor_char_boundary(span.end));
            let cut = snippet(&text, span);
            let [from, to] = cut.marked[0];
            prop_assert!(cut.text.get(from..to).is_some());
        }
    }
}
