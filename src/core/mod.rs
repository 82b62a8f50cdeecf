//! The words every other module speaks: records, text, spans, findings, reasons, splits, keys.
//!
//! What it is: plain types and pure functions over std, serde and blake3.
//! What it is not: nothing here reads a file, knows a format or holds configuration.

pub mod decimal;
pub mod entity;
pub mod finding;
pub mod location;
pub mod reason;
pub mod record;
pub mod seed;
pub mod span;
pub mod split;
pub mod tags;
pub mod text;
pub mod token;

pub use decimal::decimal;
pub use entity::EntityType;
pub use finding::{Context, Evidence, Finding, Validation};
pub use location::{Location, Position};
pub use reason::Reason;
pub use record::{Body, Meta, Raw, Record, Role, Scrubbed, Turn};
pub use seed::{Digest, Key};
pub use span::Span;
pub use split::Split;
pub use tags::{Basis, Tags};
pub use text::Text;
