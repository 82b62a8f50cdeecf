//! Parquet: row groups read in slices, so that memory holds a slice of the mapped columns whatever the file's size.
//!
//! The only folder of the readers that knows polars.

mod caught;
mod encryption;
mod file;
mod frame;
mod pages;
mod rows;
mod value;

pub use caught::is_panic_caught;
pub(super) use frame::Frame;
pub(super) use rows::Rows;

#[cfg(test)]
mod tests;
