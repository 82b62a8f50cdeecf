//! Passages that many documents repeat: headers, licences, disclaimers, navigation.
//!
//! A paragraph is what stands between blank lines. Its normal form is counted over all documents; one that stands in enough of
//! them stays in the preferred document and is taken out of the others. Short paragraphs ("Yes.", "See above.") are left alone.

use std::cmp::Ordering;
use std::io;
use std::path::Path;

use hashbrown::HashMap;
use rayon::slice::ParallelSliceMut;
use rustc_hash::FxBuildHasher;

use super::candidate::BandFiles;
use crate::core::{Key, Span};
use crate::sketch::normalise;

/// When a paragraph counts as repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParagraphSettings {
    /// Fewest documents that have it.
    pub documents: u32,
    /// Fewest words of it.
    pub words: usize,
}

impl Default for ParagraphSettings {
    /// Three documents, five words.
    fn default() -> Self {
        Self { documents: 3, words: 5 }
    }
}

/// A paragraph of a document: the keyed hash of its normal form and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paragraph {
    key: u64,
    /// Its place, without the blank lines around it.
    pub span: Span,
}

/// Finds the paragraphs of documents that are long enough to be compared.
#[derive(Debug)]
pub struct ParagraphReader {
    key: Key,
    settings: ParagraphSettings,
    buffer: Vec<u8>,
}

impl ParagraphReader {
    /// A reader whose hashes mean nothing without `key`.
    #[must_use]
    pub fn new(key: &Key, settings: ParagraphSettings) -> Self {
        Self { key: key.purpose("scrubjay 2026-11 paragraph"), settings, buffer: Vec::new() }
    }

    /// The paragraphs of a document, in order. `normal` is the normal form of all of it, if that is at hand: it is the one of a
    /// document's only paragraph.
    pub fn read(&mut self, text: &str, normal: Option<&[u8]>) -> Vec<Paragraph> {
        let blocks = blocks(text);
        let normal = normal.filter(|_| blocks.len() == 1);
        let mut paragraphs = Vec::new();
        for span in blocks {
            let normal = normal.unwrap_or_else(|| {
                self.buffer.clear();
                normalise(span.of(text).unwrap_or_default(), &mut self.buffer);
                &self.buffer
            });
            // In a normal form every space stands between two words.
            let spaces = memchr::memchr_iter(b' ', normal).count();
            let words = if normal.is_empty() { 0 } else { spaces + 1 };
            if words >= self.settings.words {
                paragraphs.push(Paragraph { key: self.key.digest(&[normal]).prefix(), span });
            }
        }
        paragraphs
    }
}

/// What stands between blank lines, white space at both ends left out.
fn blocks(text: &str) -> Vec<Span> {
    let mut blocks: Vec<Span> = Vec::new();
    let mut at = 0;
    let mut open = false;
    for line in text.split_inclusive('\n') {
        let inner = line.trim();
        if inner.is_empty() {
            open = false;
        } else {
            let start = at + (line.len() - line.trim_start().len());
            let end = start + inner.len();
            match blocks.last_mut() {
                Some(last) if open => last.end = end,
                _ => blocks.push(Span::new(start, end)),
            }
            open = true;
        }
        at += line.len();
    }
    blocks
}

/// Counts paragraphs over a stream of documents.
#[derive(Debug)]
pub struct ParagraphCounter {
    settings: ParagraphSettings,
    files: BandFiles,
    examined: u64,
}

/// Keys are spread over so many files by their upper bits, so that one file at a time is in memory.
const PARTS: usize = 16;

impl ParagraphCounter {
    /// Nothing yet. Temporary files go to `folder`, have no name there, and hold keyed hashes only.
    pub fn new(folder: &Path, settings: ParagraphSettings) -> io::Result<Self> {
        Ok(Self { settings, files: BandFiles::new(folder, PARTS)?, examined: 0 })
    }

    /// Adds the paragraphs of a document, given by its row.
    pub fn push(&mut self, row: u32, paragraphs: &[Paragraph]) -> io::Result<()> {
        self.examined += paragraphs.len() as u64;
        for paragraph in paragraphs {
            let part = usize::try_from(paragraph.key >> 60).unwrap_or(0);
            self.files.push(part, paragraph.key, row)?;
        }
        Ok(())
    }

    /// The paragraphs that enough documents have. `order` says which of two documents rather keeps one: `Less` for the first.
    pub fn finish(self, order: impl Fn(u32, u32) -> Ordering) -> io::Result<RepeatedParagraphs> {
        let mut repeated = RepeatedParagraphs { examined: self.examined, ..RepeatedParagraphs::default() };
        let least = self.settings.documents.max(2) as usize;
        self.files.each(|mut rows| {
            rows.par_sort_unstable();
            rows.dedup();
            for run in rows.chunk_by(|left, right| left.key() == right.key()).filter(|run| run.len() >= least) {
                let keeper = run.iter().map(|entry| entry.row()).min_by(|left, right| order(*left, *right));
                if let (Some(first), Some(keeper)) = (run.first(), keeper) {
                    let documents = u32::try_from(run.len()).unwrap_or(u32::MAX);
                    repeated.paragraphs.insert(first.key(), RepeatedParagraph { keeper, documents });
                }
            }
        })?;
        Ok(repeated)
    }
}

/// Paragraphs that are repeated, and the document that keeps each.
#[derive(Debug, Default)]
pub struct RepeatedParagraphs {
    paragraphs: HashMap<u64, RepeatedParagraph, FxBuildHasher>,
    /// Paragraphs that were compared.
    pub examined: u64,
}

/// A paragraph that is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RepeatedParagraph {
    /// The document that keeps it, by its row.
    pub keeper: u32,
    /// Documents that have it.
    pub documents: u32,
}

/// A document without what it repeats.
#[derive(Clone, PartialEq, Eq)]
pub struct Stripped {
    /// What is left. Record text.
    pub text: String,
    /// What was taken out, as places in the document as it was.
    pub removed: Vec<Span>,
    /// The same with the blank lines that went with it.
    cuts: Vec<Span>,
}

impl Stripped {
    /// Where a place of the document as it was is now; `None` if it touches what was taken out.
    #[must_use]
    pub fn moved(&self, place: Span) -> Option<Span> {
        let before = self.cuts.partition_point(|cut| cut.end <= place.start);
        if self.cuts.get(before).is_some_and(|cut| cut.start < place.end) {
            return None;
        }
        let gone: usize = self.cuts.iter().take(before).map(|cut| cut.end - cut.start).sum();
        Some(Span::new(place.start - gone, place.end - gone))
    }
}

impl std::fmt::Debug for Stripped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Stripped(len={}, removed={})", self.text.len(), self.removed.len())
    }
}

impl RepeatedParagraphs {
    /// How many different paragraphs are repeated.
    #[must_use]
    pub fn len(&self) -> usize {
        self.paragraphs.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.paragraphs.is_empty()
    }

    /// All of them with the keyed hashes of their normal forms, those of most documents first.
    #[must_use]
    pub fn listed(&self) -> Vec<(u64, RepeatedParagraph)> {
        let mut listed: Vec<_> = self.paragraphs.iter().map(|(key, paragraph)| (*key, *paragraph)).collect();
        listed.sort_unstable_by_key(|(key, paragraph)| (std::cmp::Reverse(paragraph.documents), *key));
        listed
    }

    /// Takes out of a document what another one keeps, and what it repeats itself; `None` if there is nothing to take out. Blank
    /// lines that a paragraph leaves behind go with it.
    #[must_use]
    pub fn strip(&self, row: u32, text: &str, paragraphs: &[Paragraph]) -> Option<Stripped> {
        let mut kept_here: Vec<u64> = Vec::new();
        let mut removed = Vec::new();
        for paragraph in paragraphs {
            match self.paragraphs.get(&paragraph.key) {
                None => {}
                Some(repeated) if repeated.keeper == row && !kept_here.contains(&paragraph.key) => {
                    kept_here.push(paragraph.key);
                }
                Some(_) => removed.push(paragraph.span),
            }
        }
        if removed.is_empty() {
            return None;
        }
        let mut left = String::with_capacity(text.len());
        let mut cuts: Vec<Span> = Vec::with_capacity(removed.len());
        let mut at = 0;
        for span in &removed {
            left.push_str(text.get(at..span.start).unwrap_or_default());
            let behind = text.get(span.end..).unwrap_or_default();
            at = span.end + (behind.len() - behind.trim_start_matches(['\n', '\r']).len());
            cuts.push(Span::new(span.start, at));
        }
        left.push_str(text.get(at..).unwrap_or_default());
        Some(Stripped { text: left, removed, cuts })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn strip(documents: &[&str]) -> Vec<Option<String>> {
        let folder = tempfile::tempdir().unwrap();
        let settings = ParagraphSettings::default();
        let mut reader = ParagraphReader::new(&Key::derive("test", b"k"), settings);
        let mut counter = ParagraphCounter::new(folder.path(), settings).unwrap();
        let read: Vec<_> = documents.iter().map(|text| reader.read(text, None)).collect();
        for (row, paragraphs) in (0u32..).zip(&read) {
            counter.push(row, paragraphs).unwrap();
        }
        let repeated = counter.finish(|left, right| right.cmp(&left)).unwrap();
        let rows = (0u32..).zip(documents).zip(&read);
        rows.map(|((row, text), paragraphs)| Some(repeated.strip(row, text, paragraphs)?.text)).collect()
    }

    const NOTICE: &str = "This page may be copied by all who ask.";

    #[test]
    fn a_notice_stays_in_the_preferred_document_alone() {
        let shouted = NOTICE.to_uppercase();
        let documents = [
            format!("{NOTICE}\n\nThe first text."),
            format!("The second text.\n\n{shouted}\n\nIts end."),
            format!("The third text.\n \n{NOTICE}"),
            format!("{NOTICE}\n\n\nThe last text.\n\n{NOTICE}\n"),
        ];
        let documents: Vec<&str> = documents.iter().map(String::as_str).collect();
        let kept_once = format!("{NOTICE}\n\n\nThe last text.\n\n");
        assert_eq!(
            strip(&documents),
            [
                Some("The first text.".to_owned()),
                Some("The second text.\n\nIts end.".to_owned()),
                Some("The third text.\n \n".to_owned()),
                Some(kept_once),
            ]
        );
    }

    #[test]
    fn places_move_with_the_text() {
        let folder = tempfile::tempdir().unwrap();
        let settings = ParagraphSettings { documents: 2, words: 5 };
        let mut reader = ParagraphReader::new(&Key::derive("test", b"k"), settings);
        let mut counter = ParagraphCounter::new(folder.path(), settings).unwrap();
        let text = format!("Before it.\n\n{NOTICE}\n\nBehind it.");
        for (row, text) in [(0, NOTICE), (1, &text)] {
            counter.push(row, &reader.read(text, None)).unwrap();
        }
        let repeated = counter.finish(|left, right| left.cmp(&right)).unwrap();
        assert_eq!((repeated.examined, repeated.len()), (2, 1));
        assert_eq!(
            repeated.listed().first().map(|(_, paragraph)| (paragraph.keeper, paragraph.documents)),
            Some((0, 2))
        );
        let stripped = repeated.strip(1, &text, &reader.read(&text, None)).unwrap();
        for word in ["Before", "Behind"] {
            let place = |text: &str| text.find(word).map(|start| Span::new(start, start + word.len())).unwrap();
            assert_eq!(stripped.moved(place(&text)), Some(place(&stripped.text)), "{word}");
        }
        assert_eq!(stripped.moved(stripped.removed[0]), None);
    }

    #[test]
    fn two_documents_and_short_paragraphs_are_left_alone() {
        let short = "See above.\n\nYes.";
        let two = format!("{NOTICE}\n\n{short}");
        assert_eq!(strip(&[&two, &two, short, short]), [None, None, None, None]);
    }

    proptest! {
        #[test]
        fn a_normal_form_at_hand_changes_nothing(text in "([a-cé\u{301} ]{0,9}|\n|\n\n|\u{a0}|ﬁ){0,8}") {
            let mut reader = ParagraphReader::new(&Key::derive("test", b"k"), ParagraphSettings { documents: 2, words: 1 });
            let mut normal = Vec::new();
            normalise(&text, &mut normal);
            prop_assert_eq!(reader.read(&text, Some(&normal)), reader.read(&text, None));
        }

        #[test]
        fn blocks_are_the_text_less_its_white_space(text in "[a-c \\n\\r\\t]{0,40}") {
            let together: String = blocks(&text).iter().map(|span| span.of(&text).unwrap()).collect();
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(bare(&together), bare(&text));
        }
    }
}
