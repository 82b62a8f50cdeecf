//! Why a redaction policy cannot be used.

use crate::core::EntityType;

/// An error of [`Policy::new`](super::Policy::new), or of the data that surrogates come from.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An operator was named for an entity type that it has nothing to say of.
    #[error(
        "`{operator}` cannot be used for {entity}: its values are not {takes}; use `placeholder`, or `{operator}` as the default, which makes a placeholder of what it cannot take"
    )]
    WrongEntity {
        /// The operator's name.
        operator: &'static str,
        /// The entity type.
        entity: EntityType,
        /// What the operator takes.
        takes: &'static str,
    },
    /// A file of ranges or names cannot be used.
    #[error("{file}: {message}")]
    Data {
        /// The file.
        file: String,
        /// What is wrong with it.
        message: String,
    },
}
