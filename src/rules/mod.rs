//! Rules and packs as data: schema, loading, example markers, lint, the generated catalogue.
//!
//! What it is: the folder `rules/<pack>/` as types, embedded in the binary and extendable by a folder of the user's.
//! What it is not: nothing here looks at a text; `detect` compiles the rules and `pipeline::selftest` runs their examples.

mod catalogue;
mod error;
mod gazetteer;
mod lint;
mod load;
mod marker;
pub mod pattern;
mod place;
mod schema;
mod terms;
mod validator_name;

pub use catalogue::catalogue;
pub use error::Error;
pub use lint::{Complaint, lint};
pub use load::RuleSet;
pub use marker::{Example, MarkerError};
pub use schema::{ContextSection, DetectSection, Examples, Pack, PackInfo, Rule, Status, Trigger, rule_schema};
pub use terms::Terms;
pub use validator_name::ValidatorName;
