//! The shadow of a text: what it says to a reader, where that differs from how it is written.
//!
//! Values hide in full-width digits, behind zero-width characters, as `&#64;` or `%40`, across a soft line break. Rules would
//! have to know all of that, each of them. Instead a text is looked at as it is, and wherever it holds something of this kind
//! (`island`) once more in plain form (`form`). What is found there is mapped back to the bytes it came from, whole sequences
//! at a time, and takes part in the same resolution of overlaps (`pass`). Plain ASCII pays for one vectorised look.
//!
//! What it is not: it removes no finding but one that begins in the middle of an escape, and changes no text.

mod character;
mod form;
mod gap;
mod island;
mod lookalike;
mod oddity;
mod pass;
mod quoted;
mod scan;
mod wrap;

pub(super) use pass::Memory;
