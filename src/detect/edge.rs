//! Keywords that begin or end with a line break: the ends of a text are as good as one.

/// The keywords of such kinds, by what is left of them.
#[derive(Debug, Default)]
pub(super) struct Edges {
    /// Number of the keyword, and what stands behind its line break, in small letters.
    starts: Vec<(usize, Box<[u8]>)>,
    /// What stands before it.
    ends: Vec<(usize, Box<[u8]>)>,
}

impl Edges {
    /// Takes those of the keywords that have a line break at an end.
    pub(super) fn new<'k>(keywords: impl Iterator<Item = &'k str>) -> Self {
        let mut edges = Self::default();
        for (number, keyword) in keywords.enumerate() {
            let kept = |rest: &str| (number, Box::from(rest.as_bytes()));
            edges.starts.extend(keyword.strip_prefix('\n').filter(|rest| !rest.is_empty()).map(kept));
            edges.ends.extend(keyword.strip_suffix('\n').filter(|rest| !rest.is_empty()).map(kept));
        }
        edges
    }

    /// Calls `found` with the number, start and end of every keyword that the text begins or ends with, but for the line break.
    pub(super) fn find(&self, text: &[u8], mut found: impl FnMut(usize, usize, usize)) {
        for (number, rest) in &self.starts {
            if text.get(..rest.len()).is_some_and(|start| start.eq_ignore_ascii_case(rest)) {
                found(*number, 0, rest.len());
            }
        }
        for (number, rest) in &self.ends {
            let start = text.len().checked_sub(rest.len());
            if start.and_then(|start| text.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(rest)) {
                found(*number, text.len() - rest.len(), text.len());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_a_text_are_line_breaks() {
        let edges = Edges::new(["\nms ", " st\n", "st", "\n"].into_iter());
        let found = |text: &str| {
            let mut all = Vec::new();
            edges.find(text.as_bytes(), |number, start, end| all.push((number, start, end)));
            all
        };
        assert_eq!(found("Ms Ada, 12 High St"), [(0, 0, 3), (1, 15, 18)]);
        assert_eq!(found("Mr Ada, 12 High St."), []);
        assert_eq!(found(""), []);
    }
}
