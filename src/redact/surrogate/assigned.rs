//! Which value of a scope has which surrogate, so that no two have the same.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::config::SurrogateScope;

/// Surrogates that were given out in a record. In the wider scopes records do not know of each other, so what keeps surrogates
/// apart there is the size of the space they come from.
pub(in crate::redact) struct Assigned {
    scope: SurrogateScope,
    /// By the name of what surrogates of a kind come from.
    spaces: BTreeMap<String, Space>,
}

/// What surrogates of a kind come from.
#[derive(Default)]
struct Space {
    /// Canonical value to surrogate.
    of: BTreeMap<String, String>,
    /// Who has which surrogate.
    holder: BTreeMap<String, String>,
}

/// So many surrogates are tried for a value. A range of 100 numbers then lacks a free one only if it is all but full.
const ATTEMPTS: u32 = 2000;

impl Assigned {
    pub(in crate::redact) fn new(scope: SurrogateScope) -> Self {
        Self { scope, spaces: BTreeMap::new() }
    }

    /// Whether records do not know which surrogates others have given out.
    pub(in crate::redact) fn is_shared(&self) -> bool {
        self.scope != SurrogateScope::Record
    }

    /// A value of the source that is where surrogates are: nobody else gets it.
    pub(super) fn keep_free(&mut self, space: &str, canonical: String) {
        self.space(space).holder.insert(canonical.clone(), canonical);
    }

    fn space(&mut self, space: &str) -> &mut Space {
        self.spaces.entry(space.to_owned()).or_default()
    }

    /// The surrogate of a value: the one it has, or the first that `make` gives (by number of attempt) which no other value
    /// has and which is not the value itself. `None` if there is none left.
    pub(super) fn assign(
        &mut self,
        space: &str,
        canonical: &str,
        mut make: impl FnMut(u32) -> Option<String>,
    ) -> Option<String> {
        let shared = self.is_shared();
        let Space { of, holder } = self.space(space);
        if let Some(known) = of.get(canonical) {
            return Some(known.clone());
        }
        for attempt in 0..ATTEMPTS {
            let surrogate = make(attempt)?;
            if surrogate == canonical {
                continue;
            }
            if !shared {
                match holder.entry(surrogate.clone()) {
                    Entry::Occupied(other) if other.get() != canonical => continue,
                    Entry::Occupied(_) => {}
                    Entry::Vacant(free) => {
                        free.insert(canonical.to_owned());
                    }
                }
            }
            of.insert(canonical.to_owned(), surrogate.clone());
            return Some(surrogate);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_values_of_a_record_have_the_same() {
        let mut assigned = Assigned::new(SurrogateScope::Record);
        assigned.keep_free("s", "2".to_owned());
        let mut give = |value: &str| assigned.assign("s", value, |attempt| Some((attempt % 5).to_string()));
        assert_eq!(give("0").as_deref(), Some("1"), "not itself");
        assert_eq!(give("a").as_deref(), Some("0"));
        assert_eq!(give("a").as_deref(), Some("0"));
        assert_eq!(give("b").as_deref(), Some("3"), "1 and 2 are taken");
        assert_eq!(give("c").as_deref(), Some("4"));
        assert_eq!(give("d"), None, "all are taken");
    }
}
