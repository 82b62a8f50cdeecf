//! A sample of the dataset for a person to read: drawn by keyed hash, written as a sheet, read back, and turned into a bound.
//!
//! What it is: the sample, the sheet that a spreadsheet opens, and the arithmetic on what the reviewer found. What it is not: it
//! opens no dataset and writes no manifest; the pipeline does.

mod bound;
mod error;
mod filled;
mod marked;
mod sample;
mod sheet;

pub use bound::Bound;
pub use error::Error;
pub use filled::{Filled, FilledPart};
pub use marked::{Mark, marked};
pub use sample::{Bars, Sample, Sampler};
pub use sheet::{SheetRow, write_sheet};
