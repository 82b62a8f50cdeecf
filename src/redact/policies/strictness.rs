//! Which of two operators is the stricter: which leaves less of a value, or less of what holds it.

use crate::config::{DatePrecision, Operator, OperatorName};
use crate::core::EntityType;
use crate::redact::kind::Kind;

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

/// Sorts operators for values of a type: the strictest is the least. Of two masks the one that leaves less readable, of two coarser forms
/// the coarser one of such values.
pub(super) fn rank(operator: &Operator, entity: &EntityType) -> (usize, usize) {
    let place =
        STRICTEST_FIRST.iter().position(|name| name.as_str() == operator.name()).unwrap_or(STRICTEST_FIRST.len());
    let shown = match operator {
        Operator::Mask { keep_first, keep_last, .. } => keep_first.saturating_add(*keep_last),
        Operator::Generalise { date, age_band, decimals, prefix_bits } => match Kind::of(entity) {
            Kind::Date => match date {
                DatePrecision::Decade => 0,
                DatePrecision::Year => 1,
                DatePrecision::Month => 2,
            },
            Kind::Age => usize::from(u8::MAX - age_band),
            Kind::Coordinates => usize::from(*decimals),
            Kind::Ip => usize::from(*prefix_bits),
            _ => 0,
        },
        Operator::Placeholder { numbered } => usize::from(*numbered),
        _ => 0,
    };
    (place, shown)
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
        let rank = |operator: &Operator| rank(operator, &EntityType::new("IP_ADDRESS").unwrap());
        assert!(rank(&mask(0)) < rank(&mask(4)));
        assert!(rank(&Operator::Remove) < rank(&mask(0)) && rank(&mask(4)) < rank(&Operator::Keep));
        let generalise = |age_band, prefix_bits| Operator::Generalise {
            date: DatePrecision::Year,
            age_band,
            decimals: 1,
            prefix_bits,
        };
        assert!(rank(&generalise(5, 8)) < rank(&generalise(20, 24)));
    }
}
