//! Detection: text in, findings out. It never changes text.
//!
//! How it works, from the cheap to the dear (`engine`):
//! 1. one pass each of memchr, a digit scan and a keyword automaton marks the regions where a rule could match (`trigger`),
//!    by facts derived from the patterns themselves (`shape`);
//! 2. inside a region the exact pattern of each possible rule runs, then its validator (`validator`, `checksum`);
//! 3. context words and the field's name change the score (`context`), the job's lists and thresholds decide (`lists`);
//! 4. where the text is not plain, the same is done once more on its plain form (`shadow`);
//! 5. what overlaps is resolved in one documented order (`overlap`);
//! 6. what lies in a token that an earlier redaction has written is left out (`written`);
//! 7. what was found of a name is looked for in the rest of the record (`record`, `mention`).
//!
//! What it is not: rules are data and live in `rules`; what happens to a finding is `redact`'s affair.

mod address;
mod anchor;
mod answer;
mod byte_set;
pub mod checksum;
mod clock;
mod compiled;
mod context;
mod copies;
mod digits;
mod edge;
mod engine;
mod error;
mod explain;
mod fold;
mod gazetteer;
mod group;
mod keyword;
mod lists;
mod mention;
mod name;
mod overlap;
mod rare;
mod record;
mod region;
mod scope;
mod scratch;
mod script;
mod shadow;
mod shape;
mod sweep;
mod tally;
mod trace;
mod trigger;
mod validator;
mod vocabulary;
mod weigh;
mod words;
mod written;

pub use compiled::RuleInfo;
pub use engine::Engine;
pub use error::Error;
pub use explain::{Considered, Outcome};
pub use lists::{DENY_ENTITY, DENY_RULE, LIST_RULE, ListFiles};
pub use scope::Scope;
pub use scratch::Scratch;
pub use tally::{RuleTally, Tally};
