//! Sets of byte values, for facts about patterns.

/// A set of byte values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ByteSet([bool; 256]);

impl ByteSet {
    /// No byte.
    pub(super) const EMPTY: Self = Self([false; 256]);
    /// Every byte.
    pub(super) const FULL: Self = Self([true; 256]);

    /// The ASCII digits.
    pub(super) fn digits() -> Self {
        let mut set = Self::EMPTY;
        (b'0'..=b'9').for_each(|digit| set.insert(digit));
        set
    }

    /// Adds a byte.
    pub(super) fn insert(&mut self, byte: u8) {
        if let Some(slot) = self.0.get_mut(usize::from(byte)) {
            *slot = true;
        }
    }

    /// Adds every byte of the other set.
    pub(super) fn union(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(mine, theirs)| *mine |= theirs);
    }

    /// Whether the byte is in the set.
    pub(super) fn contains(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte)).copied().unwrap_or(false)
    }

    /// The set without the ASCII digits.
    pub(super) fn without_digits(mut self) -> Self {
        self.0.iter_mut().skip(usize::from(b'0')).take(10).for_each(|slot| *slot = false);
        self
    }

    /// Whether no byte is in the set.
    pub(super) fn is_empty(&self) -> bool {
        !self.0.contains(&true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_hold_what_was_added() {
        let mut set = ByteSet::EMPTY;
        assert!(set.is_empty());
        set.insert(b'7');
        set.insert(0xFF);
        assert!(set.contains(b'7') && set.contains(0xFF) && !set.contains(b'8'));
        assert!(!set.without_digits().contains(b'7') && set.without_digits().contains(0xFF));
        set.union(&ByteSet::FULL);
        assert!(set.contains(b'8'));
    }
}
