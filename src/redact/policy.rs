//! Which entity type gets which operator.

use std::collections::BTreeMap;

use super::{Action, Operator, drop_field, drop_record, keep, mask, placeholder};
use crate::config::Redact;
use crate::core::EntityType;

/// The redaction policy of a job.
#[derive(Debug, Clone)]
pub struct Policy {
    default: Operator,
    entities: BTreeMap<EntityType, Operator>,
}

impl Policy {
    /// Takes the policy from the job.
    #[must_use]
    pub fn new(config: &Redact) -> Self {
        Self {
            default: config.default.operator(),
            entities: config.entities.iter().map(|(entity, choice)| (entity.clone(), choice.operator())).collect(),
        }
    }

    /// The operator for an entity type.
    #[must_use]
    pub fn operator(&self, entity: &EntityType) -> &Operator {
        self.entities.get(entity).unwrap_or(&self.default)
    }

    /// Every operator of the policy.
    pub(super) fn operators(&self) -> impl Iterator<Item = &Operator> {
        std::iter::once(&self.default).chain(self.entities.values())
    }

    /// Does to one value what the policy says; a replacement is added to `out`.
    pub(super) fn act(&self, entity: &EntityType, value: &str, out: &mut String) -> Action {
        match *self.operator(entity) {
            Operator::Placeholder => placeholder::write(entity, out),
            Operator::Mask { character, keep_first, keep_last } => {
                mask::write(value, character, keep_first, keep_last, out)
            }
            Operator::Keep => keep::action(),
            Operator::DropField => drop_field::action(),
            Operator::DropRecord => drop_record::action(),
        }
    }
}
