//! The support-sft sample: one desk's tickets as compressed JSONL, CSV and parquet, with planted trouble.

use std::path::PathBuf;

use anyhow::Result;

use super::truth::Truth;

mod csv;
mod jsonl;
mod parquet;
mod plants;
mod templates;
mod ticket;

use ticket::{Desk, Ticket};

const SEED: u64 = 20_260_401;

/// The files of the sample with their names.
pub fn files() -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut desk = Desk::open(SEED)?;
    let mut helpdesk = desk.tickets(146)?;
    let mut counter = desk.tickets(112)?;
    let mut walk_in = desk.tickets(22)?;
    let mut callbacks = desk.tickets(122)?;
    plants::copies(&mut desk, &mut helpdesk, &mut counter, &mut callbacks);
    plants::reserved_string(&mut helpdesk);
    plants::licences(&mut counter);
    plants::refusals(&mut callbacks);
    for ticket in &mut walk_in {
        ticket.licence = "";
    }

    let mut truth = Truth::default();
    let files = vec![
        (PathBuf::from(jsonl::FILE), jsonl::encode(&helpdesk, &mut truth)?),
        (PathBuf::from(csv::COUNTER), csv::encode(csv::COUNTER, &counter, true, &mut truth)?),
        (PathBuf::from(csv::WALK_IN), csv::encode(csv::WALK_IN, &walk_in, false, &mut truth)?),
        (PathBuf::from(parquet::FILE), parquet::encode(&callbacks, &mut truth)?),
        (PathBuf::from(super::TRUTH), truth.into_bytes()),
    ];
    Ok(files)
}
