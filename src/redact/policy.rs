//! Which entity type gets which operator.

use std::collections::BTreeMap;
use std::path::Path;

use super::kind::Kind;
use super::surrogate::Surrogates;
use super::{
    Action, Error, Operator, RecordScope, drop_field, drop_record, encrypt, generalise, hash, keep, mask, placeholder,
    quarantine, remove, shift_date, surrogate,
};
use crate::config::{Redact, SurrogateScope};
use crate::core::{EntityType, Finding, Key};

/// The redaction policy of a job.
#[derive(Debug, Clone)]
pub struct Policy {
    default: Operator,
    entities: BTreeMap<EntityType, Operator>,
    pub(super) scope: SurrogateScope,
    pub(super) keys: Keys,
    pub(super) surrogates: Surrogates,
}

/// Placeholders for everything: no operator that needs a key.
impl Default for Policy {
    fn default() -> Self {
        Self {
            default: Operator::Placeholder { numbered: false },
            entities: BTreeMap::new(),
            scope: SurrogateScope::default(),
            keys: Keys::new(&Key::derive("scrubjay 2026-11 no key", b"")),
            surrogates: Surrogates::default(),
        }
    }
}

/// Keys by purpose, all derived from one.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    pub(super) scope: Key,
    pub(super) hash: Key,
    pub(super) surrogate: Key,
    pub(super) shift: Key,
    pub(super) encrypt: Key,
}

impl Keys {
    pub(super) fn new(key: &Key) -> Self {
        Self {
            scope: key.purpose("scrubjay 2026-11 redaction scope"),
            hash: key.purpose("scrubjay 2026-11 redaction hash"),
            surrogate: key.purpose("scrubjay 2026-11 redaction surrogate"),
            shift: key.purpose("scrubjay 2026-11 redaction date shift"),
            encrypt: key.purpose("scrubjay 2026-11 redaction encryption"),
        }
    }
}

impl Policy {
    /// Takes the policy from the job. What operators write that need a key depends on `key`.
    ///
    /// # Errors
    /// If an operator is named for an entity type that it cannot take.
    pub fn new(config: &Redact, key: &Key) -> Result<Self, Error> {
        let entities = config.entities.iter().map(|(entity, choice)| (entity.clone(), choice.operator()));
        let mut policy = Self {
            default: config.default.operator(),
            entities: entities.collect(),
            scope: config.scope,
            keys: Keys::new(key),
            surrogates: Surrogates::default(),
        };
        policy.entities.iter().try_for_each(|(entity, operator)| fits(entity, operator))?;
        if policy.has_surrogates() {
            policy.surrogates = Surrogates::embedded()?;
        }
        Ok(policy)
    }

    /// The same policy with telephone numbers without a country code read as of these regions (ISO 3166-1 alpha-2), in this
    /// order.
    #[must_use]
    pub fn in_regions(mut self, regions: &[String]) -> Self {
        self.surrogates.set_regions(regions);
        self
    }

    /// The same policy with the tables of a folder of rules: `reserved/*.toml` in place of the embedded files of the same name.
    ///
    /// # Errors
    /// If a file cannot be read or does not say what it must.
    pub fn with_folder(mut self, folder: &Path) -> Result<Self, Error> {
        if self.has_surrogates() {
            self.surrogates.set_folder(folder)?;
        }
        Ok(self)
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

    /// Whether what is written for a value may depend on which other values the record has.
    pub(super) fn tells_values_apart(&self) -> bool {
        let apart =
            |operator: &Operator| matches!(operator, Operator::Surrogate | Operator::Placeholder { numbered: true });
        self.operators().any(apart)
    }

    /// Whether dates are written as dates, in the language that they are in.
    pub(super) fn writes_dates(&self) -> bool {
        self.operators().any(|operator| matches!(operator, Operator::Surrogate | Operator::ShiftDate { .. }))
    }

    /// Whether any policy line makes surrogates.
    pub(super) fn has_surrogates(&self) -> bool {
        self.operators().any(|operator| matches!(operator, Operator::Surrogate))
    }

    /// Whether what is written depends on the key.
    #[must_use]
    pub fn needs_key(&self) -> bool {
        self.operators().any(Operator::needs_key)
    }

    /// Public name of the key that the operators use.
    #[must_use]
    pub fn key_id(&self) -> String {
        self.keys.scope.id()
    }

    /// Does to one value what the policy says; a replacement is added to `out`.
    pub(super) fn act(
        &self,
        entity: &EntityType,
        value: &str,
        scope: &mut RecordScope<'_>,
        out: &mut String,
    ) -> Action {
        let start = out.len();
        let action = self.operate(entity, value, scope, out);
        let partial = matches!(self.operator(entity), Operator::Mask { .. });
        if let (Action::Replace, false, Some(written)) = (action, partial, out.get(start..)) {
            scope.wrote(written);
        }
        action
    }

    /// Whether a finding is an end of a band of ages that is as coarse as the policy asks for.
    pub(super) fn is_part_of_band(&self, text: &str, finding: &Finding) -> bool {
        match self.operator(&finding.entity) {
            Operator::Generalise { age_band, .. } if Kind::of(&finding.entity) == Kind::Age => {
                generalise::is_in_band(text, finding.span, *age_band)
            }
            _ => false,
        }
    }

    fn operate(&self, entity: &EntityType, value: &str, scope: &mut RecordScope<'_>, out: &mut String) -> Action {
        let kind = Kind::of(entity);
        let done = match self.operator(entity) {
            Operator::Placeholder { numbered: false } => return placeholder::write(entity, out),
            Operator::Placeholder { numbered: true } => {
                return placeholder::write_numbered(entity, scope.number(entity, value), out);
            }
            Operator::Mask { character, keep_first, keep_last } => {
                return mask::write(value, *character, *keep_first, *keep_last, out);
            }
            Operator::Remove => return remove::action(),
            Operator::Hash { length, prefix } => {
                return hash::write(&self.keys.hash, entity, value, *length, prefix, out);
            }
            Operator::Surrogate => return surrogate::write(self, entity, value, scope, out),
            Operator::Generalise { date, age_band, decimals, prefix_bits } => {
                let to =
                    generalise::To { date: *date, age_band: *age_band, decimals: *decimals, prefix_bits: *prefix_bits };
                generalise::write(kind, value, &to, out)
            }
            Operator::ShiftDate { max_days } => {
                let days = shift_date::days(&self.keys.shift, scope.group, *max_days);
                shift_date::write(kind, value, &scope.tongues, days, out)
            }
            Operator::Encrypt { form } => return encrypt::write(&self.keys.encrypt, entity, value, *form, out),
            Operator::Keep => return keep::action(),
            Operator::DropField => return drop_field::action(),
            Operator::DropRecord => return drop_record::action(),
            Operator::Quarantine => return quarantine::action(),
        };
        done.unwrap_or_else(|| {
            scope.fall_back(entity);
            placeholder::write(entity, out)
        })
    }
}

/// Whether an operator that was named for an entity type can take its values.
fn fits(entity: &EntityType, operator: &Operator) -> Result<(), Error> {
    let kind = Kind::of(entity);
    let takes = match operator {
        Operator::Generalise { .. } if !kind.is_generalised() => "dates, ages, IP addresses, coordinates or postcodes",
        Operator::ShiftDate { .. } if kind != Kind::Date => "dates",
        _ => return Ok(()),
    };
    Err(Error::WrongEntity { operator: operator.name(), entity: entity.clone(), takes })
}
