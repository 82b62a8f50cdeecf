//! The manifest: the account of a run, and checking a dataset against it.
//!
//! What it is: the types of `manifest.json`, how it is sealed, the lineage table beside it, and the comparison of a folder
//! with its manifest. What it is not: it counts nothing itself; the pipeline fills the types.

mod error;
pub mod lineage;
pub mod model;
mod open;
mod seal;
pub mod verify;

pub use error::Error;
pub use lineage::{LineageReader, LineageRow, LineageWriter, Outcome, OutputLine};
pub use model::{Content, MANIFEST_VERSION, Manifest, Run};
pub use open::{read, unchanged};
pub use seal::schema;
pub use verify::{Difference, DifferenceKind, VerifyReport, strangers, verify};
