//! Names of people without a model: lists of names, the words around them, and how names are put together.
//!
//! `lexicon` says what is known of a word, `token` cuts a run of words, `run` finds the runs that may hold a name in one cheap pass,
//! `full` judges a name that nothing announces, `alone` a given name by itself, `anchored` one that a label, a title or a greeting
//! announces, `labelled` one in full behind a label that things have as well.
//!
//! What it is not: it knows nothing of scores or of other kinds of values.

mod alone;
mod anchored;
mod fold;
mod full;
mod labelled;
mod lexicon;
mod run;
mod token;

pub(super) use alone::{alone, known};
pub(super) use anchored::anchored;
pub(super) use full::full;
pub(super) use labelled::labelled;
pub(super) use lexicon::{Class, Lexicon};
pub(super) use run::{Found, scan};
use token::token_at;

#[cfg(test)]
pub(super) use lexicon::embedded;
