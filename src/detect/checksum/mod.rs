//! Check-digit algorithms, one file each. They take values without separators and know nothing of texts.

mod iban;
mod iso7064;
mod luhn;
mod luhn_mod_n;
mod verhoeff;
mod weighted;

mod base58;
mod bech32;
mod keccak;
mod monero;

pub use iban::{iban_length, iban_valid};
pub use iso7064::{mod_11_2_valid, mod_11_10_valid, mod_37_36_valid, mod_97_10_valid};
pub use luhn::luhn_valid;
pub use luhn_mod_n::luhn_mod_36_valid;
pub use verhoeff::verhoeff_valid;
pub use weighted::weighted_remainder;

pub use base58::{BITCOIN_ALPHABET, RIPPLE_ALPHABET, base58check_version};
pub use bech32::bech32_valid;
pub use keccak::keccak_256;
pub use monero::monero_valid;
