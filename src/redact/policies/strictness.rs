//! Which of two operators is the stricter: which leaves less of a value, or less of what holds it.

use std::cmp::Reverse;

use crate::config::{Operator, OperatorName};

/// The operators from the strictest on: the record goes, the field goes, the value goes; nothing of the value can be told; it
/// can be told from others, or restored with the key; a part of it can be read; it stays.
pub(super) const STRICTEST_FIRST: [OperatorName; 12] = [
    OperatorName::DropRecord,
    OperatorName::Quarantine,
    OperatorName::DropField,
    OperatorName::Remove,
    OperatorName::Placeholder,
    OperatorName::Surrogate,
    OperatorName::Hash,
    OperatorName::Encrypt,
    OperatorName::Mask,
    OperatorName::Generalise,
    OperatorName::ShiftDate,
    OperatorName::Keep,
];

/// Sorts operators: the strictest is the least. Of two masks the one that leaves less readable, of two coarser forms the coarser.
pub(super) fn rank(operator: &Operator) -> (usize, Reverse<usize>, usize) {
    let place =
        STRICTEST_FIRST.iter().position(|name| name.as_str() == operator.name()).unwrap_or(STRICTEST_FIRST.len());
    let (coarseness, shown) = match operator {
        Operator::Mask { keep_first, keep_last, .. } => (0, keep_first.saturating_add(*keep_last)),
        Operator::Generalise { age_band, decimals, prefix_bits, .. } => {
            (usize::from(*age_band), usize::from(*decimals) + usize::from(*prefix_bits))
        }
        Operator::Placeholder { numbered } => (0, usize::from(*numbered)),
        _ => (0, 0),
    };
    (place, Reverse(coarseness), shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operator_has_a_rank() {
        for name in OperatorName::ALL {
            assert!(STRICTEST_FIRST.contains(&name), "{}", name.as_str());
        }
        let mask = |keep_last| Operator::Mask { character: '*', keep_first: 0, keep_last };
        assert!(rank(&mask(0)) < rank(&mask(4)));
        assert!(rank(&Operator::Remove) < rank(&mask(0)) && rank(&mask(4)) < rank(&Operator::Keep));
    }
}
