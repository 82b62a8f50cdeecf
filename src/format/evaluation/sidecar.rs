//! What is known of an evaluation prompt and has no place in Bedrock's shape.

use serde::Serialize;

use crate::format::Error;

/// A line of the sidecar. Line N of the dataset and the line of the sidecar that says N belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sidecar<'a> {
    /// Line of the dataset, counted from 1.
    pub line: u64,
    /// Id of the record, as in the lineage.
    pub id: &'a str,
    /// Category of the task.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<&'a str>,
    /// Difficulty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<&'a str>,
    /// Language (BCP 47).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<&'a str>,
}

impl Sidecar<'_> {
    /// Appends the line with its line break.
    pub fn encode(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        serde_json::to_writer(&mut *out, self).map_err(|_| Error::Encode)?;
        out.push(b'\n');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_left_out() {
        let mut out = Vec::new();
        let known = Sidecar { line: 3, id: "r1", category: None, difficulty: Some("hard"), language: Some("yo") };
        known.encode(&mut out).unwrap();
        assert_eq!(out, b"{\"line\":3,\"id\":\"r1\",\"difficulty\":\"hard\",\"language\":\"yo\"}\n");
    }
}
