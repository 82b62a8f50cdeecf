//! Check-digit algorithms, one file each. They take values without separators and know nothing of texts.

mod iban;
mod luhn;

pub use iban::{iban_length, iban_valid};
pub use luhn::luhn_valid;
