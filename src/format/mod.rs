//! Wire formats and targets: what a file must look like, writing it and checking it.
//!
//! A target is a shape (one file per shape here) plus limits, which are data (`rules/targets/*.toml`). A shape says what may
//! stand where, as a tree of [`schema::Node`]; one visitor reads by it, one function checks by it and one writes by it.
//! Writing and checking both go through [`line::Line`]: a record becomes a line before it is encoded, a line of a file
//! becomes the same type before it is checked. So the writer cannot produce what the checker refuses.
//!
//! What it is not: it opens no file but target definitions and tokenizers, it knows nothing of jobs, and it never changes a text.

mod batch;
mod check;
pub mod converse;
mod convert;
mod cpt;
pub mod cut;
pub mod definition;
mod encode;
mod error;
pub mod evaluation;
mod example;
pub mod fault;
pub mod fix;
mod invocation_log;
mod json;
mod line;
mod messages;
pub mod parquet;
mod pipe;
pub mod plain_text;
mod pointer;
mod prompt_completion;
mod reserved;
mod schema;
mod target;
mod targets;
mod tokens;
pub mod validate;

pub use definition::{Definition, Severity, Shape};
pub use error::Error;
pub use fault::Code;
pub use line::MAX_LINE_BYTES;
pub(crate) use pipe::Pipe;
pub use target::{Kind, Target};
pub use targets::Targets;
pub use tokens::{TextSize, Tokenizer, TokenizerError};

#[cfg(test)]
mod arbitrary;
#[cfg(test)]
mod tests;
