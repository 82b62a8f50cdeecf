//! Leaves: what a text says where other things are written inside it. JSON, JSON in a string of JSON, tables, queries of URLs
//! and base64 are read down to the strings and numbers they hold.
//!
//! [`Leaves::of`] gives a view: the text with every such string decoded and the names of its keys before it, for detection to
//! look at; and the way from a span of the view to the bytes of the text. [`splice`] puts replacements back, written as
//! the place asks: what was JSON, a table, a query or base64 is so still, every type kept, every byte outside the values as it was.
//!
//! What it is not: it does not know what personal data is.

mod base64;
mod csv;
mod declared;
mod encode;
mod find;
mod json;
mod keys;
mod places;
pub mod sequence;
mod splice;
mod values;
mod view;
mod written;

pub use encode::says;
pub use json::is_number;
pub use places::{Leaves, is_unreadable};
pub use splice::{Edit, NO_NUMBER, Spliced, splice, value};
pub use values::{Value, Values};
pub use view::may_hold_value;
