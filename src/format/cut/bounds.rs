//! Where a text may be cut, level by level, each finer than the one before.

use unicode_segmentation::UnicodeSegmentation;

/// What a unit of text is, and whether protected spans are respected.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// Up to and with a line feed, where a sentence always ends: most paragraphs fit whole and need no closer look.
    Paragraph,
    Sentence,
    Word,
    Cluster,
    Character,
    /// From here on inside of a protected span that alone is over the budget.
    FreeWord,
    FreeCluster,
    FreeCharacter,
}

impl Level {
    pub(super) const FIRST: Self = Self::Paragraph;

    /// The next finer level.
    pub(super) fn finer(self) -> Option<Self> {
        match self {
            Self::Paragraph => Some(Self::Sentence),
            Self::Sentence => Some(Self::Word),
            Self::Word => Some(Self::Cluster),
            Self::Cluster => Some(Self::Character),
            Self::Character => Some(Self::FreeWord),
            Self::FreeWord => Some(Self::FreeCluster),
            Self::FreeCluster => Some(Self::FreeCharacter),
            Self::FreeCharacter => None,
        }
    }

    /// Whether protected spans stay whole on this level.
    pub(super) fn protects(self) -> bool {
        matches!(self, Self::Paragraph | Self::Sentence | Self::Word | Self::Cluster | Self::Character)
    }

    /// Ends of the units of `text`, the last of which is its length.
    pub(super) fn ends<'t>(self, text: &'t str) -> Box<dyn Iterator<Item = usize> + 't> {
        match self {
            Self::Paragraph => {
                let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
                Box::new(ends.chain((!text.is_empty() && !text.ends_with('\n')).then_some(text.len())))
            }
            Self::Sentence => Box::new(sentence_ends(text)),
            Self::Word | Self::FreeWord => Box::new(text.split_word_bound_indices().map(|(at, word)| at + word.len())),
            Self::Cluster | Self::FreeCluster => {
                Box::new(text.grapheme_indices(true).map(|(at, cluster)| at + cluster.len()))
            }
            Self::Character | Self::FreeCharacter => Box::new(text.char_indices().map(|(at, c)| at + c.len_utf8())),
        }
    }
}

/// Ends of the sentences of `text` (UAX #29), the last of which is its length.
///
/// After a full stop the rules look for the next letter from every space and closing bracket anew, which takes quadratic time
/// in a long run of them; so such a run also ends a sentence after 32 characters.
pub(in crate::format) fn sentence_ends(text: &str) -> impl Iterator<Item = usize> {
    let mut rest = (0, text);
    std::iter::from_fn(move || {
        let (start, remaining) = rest;
        let (stretch, after) =
            remaining.split_at_checked(stretch_len(remaining)).filter(|(head, _)| !head.is_empty())?;
        rest = (start + stretch.len(), after);
        Some(stretch.split_sentence_bound_indices().map(move |(at, sentence)| start + at + sentence.len()))
    })
    .flatten()
}

/// Bytes up to the end of the first long run of white space and punctuation, or to the end.
fn stretch_len(text: &str) -> usize {
    const RUN: usize = 32;
    let mut run = 0;
    let mut previous = 'a';
    for (at, c) in text.char_indices() {
        if run >= RUN && stands_alone(previous) && previous != '\r' && stands_alone(c) {
            return at;
        }
        run = if c.is_alphanumeric() { 0 } else { run + 1 };
        previous = c;
    }
    text.len()
}

/// Whether a character neither joins its neighbours in a grapheme cluster nor lets itself be joined: ASCII, white space, and
/// blocks of punctuation without combining marks.
fn stands_alone(c: char) -> bool {
    c.is_ascii()
        || c.is_whitespace()
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{2768}'..='\u{2775}')
        || matches!(c, '\u{27e6}'..='\u{27ef}' | '\u{2983}'..='\u{2998}' | '\u{2e00}'..='\u{2e5d}')
        || matches!(c, '\u{3001}'..='\u{3029}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff3b}'..='\u{ff65}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_ends_at_the_end() {
        let text = "One. Two e\u{301} \u{1f1f3}\u{1f1ec}!";
        let mut level = Some(Level::FIRST);
        while let Some(this) = level {
            let ends: Vec<_> = this.ends(text).collect();
            assert!(ends.is_sorted());
            assert_eq!(ends.last(), Some(&text.len()));
            assert_eq!(this.ends("").next(), None);
            level = this.finer();
        }
    }

    #[test]
    fn sentences_are_those_of_the_standard_unless_a_run_is_long() {
        let ends = |text: &str| sentence_ends(text).collect::<Vec<_>>();
        assert_eq!(ends("One. Two."), [5, 9]);
        assert_eq!(ends("Mr. x went."), [11]);
        let run = format!("a.{}b", " ".repeat(40));
        assert_eq!(ends(&run).last(), Some(&run.len()));
        assert!(ends(&run).len() > 1);
    }
}
