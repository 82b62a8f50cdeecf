//! The keys of an object of JSON while some of them are replaced: no two become the same.

use std::collections::BTreeMap;

/// The keys of one object.
#[derive(Default)]
pub(super) struct Keys {
    /// How often each stands in the object as it is now.
    taken: BTreeMap<String, usize>,
    /// The number to try next, by key without number.
    next: BTreeMap<String, usize>,
}

impl Keys {
    /// Those that the object begins with.
    pub(super) fn of(keys: &[String]) -> Self {
        let mut found = Self::default();
        for key in keys {
            found.take(key.clone());
        }
        found
    }

    /// What to put between `head` and `tail`, which are to stand in the place of `old`, so that the object has no such key.
    pub(super) fn apart(&mut self, old: &str, head: &str, tail: &str) -> String {
        if let Some(count) = self.taken.get_mut(old) {
            *count -= 1;
            if *count == 0 {
                self.taken.remove(old);
            }
        }
        let mut number = self.next.get(&format!("{head}{tail}")).copied().unwrap_or(1);
        let (between, key) = loop {
            let between = if number == 1 { String::new() } else { format!(" {number}") };
            let key = format!("{head}{between}{tail}");
            if !self.taken.contains_key(&key) {
                break (between, key);
            }
            number += 1;
        };
        self.next.insert(format!("{head}{tail}"), number);
        self.take(key);
        between
    }

    fn take(&mut self, key: String) {
        *self.taken.entry(key).or_default() += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_differ_from_those_that_stay_and_from_one_another() {
        let mut keys = Keys::of(&["a".to_owned(), "b".to_owned(), "[X]".to_owned(), "[X] 3".to_owned()]);
        assert_eq!(keys.apart("a", "[X]", ""), " 2");
        assert_eq!(keys.apart("b", "[X]", ""), " 4");
        assert_eq!(keys.apart("[X]", "[X]", ""), " 5", "a number is not given twice");
        assert_eq!(keys.apart("[X] 3", "[X] 3", ""), "", "what stays as it is needs no number");
    }
}
