//! Names of people: what `name` finds of one at the place where the pattern matched.

use super::super::name::{Lexicon, alone, anchored, full, known, labelled};
use super::{Value, Verdict};
use crate::core::Span;

/// A name that something announces.
pub(super) fn name(value: &Value<'_>, names: &Lexicon) -> Verdict {
    verdict(anchored(value.text, value.span.start, names))
}

/// A name in full behind a label that other things have as well.
pub(super) fn two_names(value: &Value<'_>, names: &Lexicon) -> Verdict {
    // What a label says as a whole: `Leon Zaucha plugin` is no one.
    let whole = value.matched().trim_end_matches(['.', ' ']).len();
    verdict(labelled(value.text, value.span.start, names).filter(|(span, _)| span.len() >= whole))
}

/// A name in full that nothing announces.
pub(super) fn full_name(value: &Value<'_>, names: &Lexicon) -> Verdict {
    verdict(full(value.text, value.span.start, names))
}

/// A given name by itself.
pub(super) fn given_name(value: &Value<'_>, names: &Lexicon) -> Verdict {
    alone(value.text, value.span.start, names).map_or(Verdict::Refused, Verdict::Valid)
}

/// A known name, whatever stands beside it.
pub(super) fn known_name(value: &Value<'_>, names: &Lexicon) -> Verdict {
    known(value.text, value.span.start, names).map_or(Verdict::Refused, Verdict::Valid)
}

fn verdict(found: Option<(Span, bool)>) -> Verdict {
    match found {
        Some((span, true)) => Verdict::Valid(span),
        Some((span, false)) => Verdict::Undecided(span),
        None => Verdict::Refused,
    }
}

/// A part of a name that can be looked for elsewhere.
pub(super) fn part(value: &Value<'_>, names: &Lexicon) -> Verdict {
    let class = names.class(value.matched());
    if class.is_ambiguous() { Verdict::Refused } else { value.decided(class.is_name()) }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{
        PersonFullName, PersonGivenName, PersonKnownName, PersonName, PersonNamePart, PersonTwoNames,
    };

    #[test]
    fn names_are_cut_out_of_matches() {
        for (validator, text, expected) in [
            (PersonName, "Dear ⟦Adaeze Thanks⟧", "V Adaeze"),
            (PersonName, "Dear ⟦Qwertov⟧", "U Qwertov"),
            (PersonName, "Dear ⟦Customer⟧", "-"),
            (PersonFullName, "⟦Adaeze Okonkwo Monday⟧", "V Adaeze Okonkwo"),
            (PersonFullName, "⟦Adaeze Qwertov⟧", "U Adaeze Qwertov"),
            (PersonFullName, "⟦Adaeze Table⟧", "-"),
            (PersonTwoNames, "⟦Gisbert Schomberqa⟧", "U Gisbert Schomberqa"),
            (PersonTwoNames, "⟦Leon Project⟧", "-"),
            (PersonTwoNames, "⟦Leon Zauchaqa plugin⟧", "-"),
            (PersonGivenName, "⟦Tamara⟧ said", "V Tamara"),
            (PersonGivenName, "⟦Tamara⟧ release", "-"),
            (PersonKnownName, "⟦Okonkwo⟧ station", "V Okonkwo"),
            (PersonKnownName, "⟦Okonkwo⟧ Act", "-"),
            (PersonNamePart, "⟦Okonkwo⟧", "V Okonkwo"),
            (PersonNamePart, "⟦Qwertov⟧", "U Qwertov"),
            (PersonNamePart, "⟦Grace⟧", "-"),
        ] {
            assert_eq!(probe(validator, text), expected, "{text}");
        }
    }
}
