//! How many records a row becomes: a dialogue is one, a document one for every piece that it is cut into.

use super::counted::Numbers;
use crate::core::Split;
use crate::format::Kind;

/// What rows are made of, in the order in which they are counted.
pub(super) const KINDS: [Kind; 2] = [Kind::Documents, Kind::Dialogues];

/// The rows that are documents. All others are dialogues.
#[derive(Debug, Default)]
pub(in crate::pipeline) struct Units {
    /// Row and number of pieces, by row in ascending order.
    documents: Vec<(u32, u32)>,
}

impl Units {
    /// Notes that a row is a document of so many pieces. Rows come in ascending order.
    pub(in crate::pipeline) fn document(&mut self, row: u32, pieces: u32) {
        self.documents.push((row, pieces));
    }

    /// By row: records by kind.
    fn rows(&self) -> impl Iterator<Item = [u64; 2]> {
        let mut documents = self.documents.iter().copied().peekable();
        (0u32..).map(move |row| match documents.next_if(|(document, _)| *document == row) {
            Some((_, pieces)) => [u64::from(pieces), 0],
            None => [0, 1],
        })
    }

    /// By kind: records in train and validation. `splits` is that of every row, none for withheld ones.
    pub(in crate::pipeline) fn numbers(&self, splits: impl Iterator<Item = Option<Split>>) -> [Numbers; 2] {
        let mut numbers = [Numbers::default(); 2];
        for (split, units) in splits.zip(self.rows()) {
            for (numbers, units) in numbers.iter_mut().zip(units) {
                match split {
                    Some(Split::Train) => numbers.train += units,
                    Some(Split::Validation) => numbers.validation += units,
                    Some(Split::Holdout) | None => {}
                }
            }
        }
        numbers
    }

    /// By group: records by kind of those of its rows that are in `split`.
    pub(super) fn by_group(&self, groups: usize, members: &[Option<(u32, Split)>], split: Split) -> Vec<[u64; 2]> {
        let mut sizes = vec![[0; 2]; groups];
        for (member, units) in members.iter().zip(self.rows()) {
            let Some((group, _)) = member.filter(|(_, at)| *at == split) else { continue };
            if let Some(size) = sizes.get_mut(group as usize) {
                size.iter_mut().zip(units).for_each(|(sum, units): (&mut u64, u64)| *sum += units);
            }
        }
        sizes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_counts_for_its_pieces() {
        let mut units = Units::default();
        units.document(1, 5);
        units.document(3, 2);
        let splits = [Some(Split::Train), Some(Split::Train), None, Some(Split::Validation), Some(Split::Holdout)];
        let [documents, dialogues] = units.numbers(splits.into_iter());
        assert_eq!((documents.train, documents.validation), (5, 2));
        assert_eq!((dialogues.train, dialogues.validation), (1, 0));
    }
}
