//! Secrets: keys, tokens and passwords, which have no check digit but look drawn by lot.
//!
//! `profile` measures a value, `stand_in` knows what documentation writes where a secret would stand, `label` reads the name
//! a value is assigned to; `names` holds the words for it. The other files are the validators.

mod assignment;
mod credentials;
mod environment;
mod label;
mod names;
mod password;
mod pem;
mod profile;
mod stand_in;
mod token;
mod value;

pub(super) use assignment::check as assignment;
pub(super) use credentials::{encoded as encoded_credentials, pair as credentials};
pub(super) use password::check as password;
pub(super) use pem::check as private_key;
pub(super) use token::{check as token, distinct as distinct_token, labelled as labelled_token};
pub(super) use value::{passwordlike, placed, random};
