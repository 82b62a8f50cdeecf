//! The floor: read JSONL, parse it, write it again, hash it. The least that any tool for JSONL has to do.

#![allow(unreachable_pub, reason = "the module is part of an example and of a bench, none of which has a public side")]

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{BufRead, Write};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A record of either shape. Strings are borrowed from the line unless they hold escapes.
#[derive(Deserialize, Serialize)]
struct Line<'a> {
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    id: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    group: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    category: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    text: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    prompt: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    completion: Cow<'a, str>,
}

/// What passed through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// Records.
    pub records: u64,
    /// Bytes written.
    pub bytes: u64,
    /// BLAKE3 of what was written.
    pub blake3: String,
    /// SHA-256 of what was written.
    pub sha256: String,
}

/// Copies records from `input` to `output`.
pub fn pass(mut input: impl BufRead, mut output: impl Write) -> Result<Passed> {
    let (mut blake, mut sha) = (blake3::Hasher::new(), Sha256::new());
    let (mut line, mut out) = (Vec::new(), Vec::new());
    let (mut records, mut bytes) = (0, 0);
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        records += 1;
        // The error of the parser may quote the line; its number is enough.
        let record: Line<'_> =
            serde_json::from_slice(&line).ok().with_context(|| format!("line {records} is not a record"))?;
        out.clear();
        serde_json::to_writer(&mut out, &record)?;
        out.push(b'\n');
        blake.update(&out);
        sha.update(&out);
        output.write_all(&out)?;
        bytes += out.len() as u64;
    }
    output.flush()?;
    Ok(Passed { records, bytes, blake3: blake.finalize().to_string(), sha256: hex(&sha.finalize()) })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
