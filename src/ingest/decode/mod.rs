//! Decoders turn one raw record into a record under a mapping, or into its strings. Pure functions, run on any thread.

mod assemble;
mod columns;
mod conversation;
mod fields;
mod json;
mod strict;
mod table;

pub(super) use assemble::{Cells, Parts, assemble, whole_text};
pub(super) use columns::missing_columns;
pub use fields::{Field, Fields, KEY};
pub(super) use fields::{Scratch, digits};
pub(super) use json::{object, strings, value};
pub(super) use strict::Strict;
pub(super) use table::Table;
