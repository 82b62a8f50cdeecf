//! The bytes of `manifest.json`: layout, digests and their check.
//!
//! A manifest is laid out in one way only:
//!
//! ```json
//! {
//!   "format": "scrubjay-manifest",
//!   "content_digest": "…",
//!   "run_digest": "…",
//!   "content": {…},
//!   "run": {…}
//! }
//! ```
//!
//! Each digest is the BLAKE3 digest of the value it is named after, printed as JSON with two spaces of indentation. It is
//! taken over the text as it stands in the file and not over a value parsed from it, so that there is nothing to
//! canonicalise and no number that reads differently on another machine. Together with the fixed layout this leaves no byte
//! of the file free: whichever is changed, [`Manifest::from_json`] notices. It is no signature: who may change the file may
//! change the digests too.

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::Damage;
use super::{Content, Error, MANIFEST_VERSION, Manifest, Run};
use crate::store::layout::MANIFEST_OPENING;

const CONTENT_DIGEST: &str = "  \"content_digest\": \"";
const RUN_DIGEST: &str = "\",\n  \"run_digest\": \"";
const CONTENT: &str = "\",\n  \"content\": ";
/// Ends the content and begins the run. Nothing inside the content looks like it: what is nested is indented deeper, and
/// JSON has no line break inside a string.
const CONTENT_END: &str = "\n  }";
const RUN: &str = ",\n  \"run\": ";
const CLOSING: &str = "\n}\n";

/// `manifest.json` as a whole, for its JSON Schema only.
#[derive(JsonSchema)]
#[schemars(title = "scrubjay manifest", rename = "ManifestFile")]
#[allow(dead_code, reason = "describes the file; the file is written and read as text")]
struct Schema {
    /// `scrubjay-manifest`.
    format: String,
    /// BLAKE3 digest of `content`, printed as JSON with two spaces of indentation: 64 hexadecimal digits.
    content_digest: String,
    /// BLAKE3 digest of `run`, taken likewise.
    run_digest: String,
    /// What inputs, configuration, key and release determine.
    content: Content,
    /// What differs between two runs of the same job.
    run: Run,
}

/// JSON Schema of `manifest.json`.
#[must_use]
pub fn schema() -> Value {
    schemars::schema_for!(Schema).to_value()
}

impl Manifest {
    /// The manifest as the bytes of `manifest.json`: stable order, two spaces of indentation, line feed at the end.
    pub fn to_json(&self) -> Result<Vec<u8>, Error> {
        let (content, run) = (pretty(&self.content)?, pretty(&self.run)?);
        let json = [
            MANIFEST_OPENING,
            CONTENT_DIGEST,
            &digest(&content),
            RUN_DIGEST,
            &digest(&run),
            CONTENT,
            &indent(&content),
            RUN,
            &indent(&run),
            CLOSING,
        ]
        .concat()
        .into_bytes();
        // A share of nothing is written as null and would not read back: better found here than at the next `verify`.
        Self::from_json(&json).map_err(|_| Error::Encode)?;
        Ok(json)
    }

    /// Reads the bytes of `manifest.json`. Fails if one of them is not as it was written.
    pub fn from_json(json: &[u8]) -> Result<Self, Error> {
        let sealed = Sealed::parse(json).ok_or(Error::Damaged { damage: Damage::Layout })?;
        match sealed.damage() {
            Some(damage) => Err(Error::Damaged { damage }),
            None => sealed.manifest().ok_or(Error::Version { known: MANIFEST_VERSION }),
        }
    }

    /// BLAKE3 digest of the content: equal for two runs of the same job on the same inputs.
    pub fn content_digest(&self) -> Result<String, Error> {
        Ok(digest(&pretty(&self.content)?))
    }
}

/// A manifest whose layout is right; its digests may not be.
pub(super) struct Sealed<'a> {
    pub(super) content_digest: &'a str,
    run_digest: &'a str,
    content: String,
    run: String,
}

impl<'a> Sealed<'a> {
    /// Takes a manifest apart. `None` if it is laid out in any other way than [`Manifest::to_json`] does it.
    pub(super) fn parse(json: &'a [u8]) -> Option<Self> {
        let rest = std::str::from_utf8(json).ok()?.strip_prefix(MANIFEST_OPENING)?;
        let (content_digest, rest) = rest.strip_prefix(CONTENT_DIGEST)?.split_once(RUN_DIGEST)?;
        let (run_digest, rest) = rest.split_once(CONTENT)?;
        let end = rest.find(&[CONTENT_END, RUN].concat())? + CONTENT_END.len();
        let (content, run) = rest.split_at_checked(end)?;
        let run = run.strip_prefix(RUN)?.strip_suffix(CLOSING)?;
        Some(Self { content_digest, run_digest, content: unindent(content)?, run: unindent(run)? })
    }

    /// What does not have the digest that is stated for it.
    pub(super) fn damage(&self) -> Option<Damage> {
        if digest(&self.content) != self.content_digest {
            Some(Damage::Content)
        } else if digest(&self.run) != self.run_digest {
            Some(Damage::Run)
        } else {
            None
        }
    }

    /// The manifest, if this release can read it.
    pub(super) fn manifest(&self) -> Option<Manifest> {
        let content: Content = read(&self.content)?;
        let run = read(&self.run)?;
        (content.manifest_version == MANIFEST_VERSION).then_some(Manifest { content, run })
    }
}

fn read<T: DeserializeOwned>(json: &str) -> Option<T> {
    serde_json::from_str(json).ok()
}

fn pretty(part: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string_pretty(part).map_err(|_| Error::Encode)
}

fn digest(part: &str) -> String {
    blake3::hash(part.as_bytes()).to_hex().to_string()
}

/// Moves every line but the first two spaces to the right.
fn indent(json: &str) -> String {
    json.replace('\n', "\n  ")
}

/// Undoes [`indent`]. `None` if a line does not stand far enough to the right.
fn unindent(json: &str) -> Option<String> {
    let mut lines = json.split('\n');
    let mut unindented = lines.next()?.to_owned();
    for line in lines {
        unindented.push('\n');
        unindented.push_str(line.strip_prefix("  ")?);
    }
    Some(unindented)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::manifest::model::tests::example;

    #[test]
    fn what_is_written_is_read() {
        let manifest = example();
        let json = manifest.to_json().unwrap();
        assert_eq!(Manifest::from_json(&json).unwrap(), manifest);
        assert_eq!(json, manifest.to_json().unwrap());
        assert!(json.ends_with(b"\n  }\n}\n"));
    }

    #[test]
    fn it_is_json_in_a_stable_order() {
        let json: Value = serde_json::from_slice(&example().to_json().unwrap()).unwrap();
        let keys: Vec<_> = json.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["format", "content_digest", "run_digest", "content", "run"]);
        // The digest can be taken by other tools: content, two spaces of indentation.
        let content = serde_json::to_string_pretty(&json["content"]).unwrap();
        assert_eq!(json["content_digest"], digest(&content));
    }

    #[test]
    fn the_run_is_not_part_of_the_content() {
        let (first, mut second) = (example(), example());
        second.run.threads = 8;
        assert_eq!(first.content_digest().unwrap(), second.content_digest().unwrap());
        assert_ne!(first.to_json().unwrap(), second.to_json().unwrap());
        second.content.splits[0].records += 1;
        assert_ne!(first.content_digest().unwrap(), second.content_digest().unwrap());
    }

    #[test]
    fn an_edited_count_is_noticed() {
        let json = String::from_utf8(example().to_json().unwrap()).unwrap();
        for (from, to, damage) in [
            ("\"records\": 42", "\"records\": 43", Damage::Content),
            ("\"threads\": 2", "\"threads\": 4", Damage::Run),
            ("\"run\": {", "\"run\" : {", Damage::Layout),
            ("\"content_digest\": \"", "\"content_digest\": \"0", Damage::Content),
        ] {
            let edited = json.replacen(from, to, 1);
            assert_ne!(edited, json);
            let error = Manifest::from_json(edited.as_bytes()).unwrap_err();
            assert!(matches!(error, Error::Damaged { damage: found } if found == damage), "{error:?}");
        }
    }

    #[test]
    fn another_version_is_not_called_damaged() {
        let mut later = example();
        later.content.manifest_version = MANIFEST_VERSION + 1;
        assert!(matches!(later.to_json(), Err(Error::Encode)));
        let mut json = String::from_utf8(example().to_json().unwrap()).unwrap();
        let before = example().content_digest().unwrap();
        json = json.replacen(&before, &later.content_digest().unwrap(), 1);
        json = json.replacen("\"manifest_version\": 1", "\"manifest_version\": 2", 1);
        assert!(matches!(Manifest::from_json(json.as_bytes()), Err(Error::Version { .. })));
    }

    #[test]
    fn what_would_not_read_back_is_not_written() {
        let mut manifest = example();
        manifest.content.splits[0].share = f64::NAN;
        assert!(matches!(manifest.to_json(), Err(Error::Encode)));
    }

    #[test]
    fn the_schema_describes_the_file() {
        let schema = schema();
        let json: Value = serde_json::from_slice(&example().to_json().unwrap()).unwrap();
        for key in json.as_object().unwrap().keys() {
            assert!(schema["properties"].get(key).is_some(), "{key}");
        }
    }

    proptest! {
        #[test]
        fn no_byte_is_free(at in any::<prop::sample::Index>(), bit in 0u8..8) {
            let mut json = example().to_json().unwrap();
            let at = at.index(json.len());
            json[at] ^= 1 << bit;
            let error = Manifest::from_json(&json).unwrap_err();
            let damaged = matches!(error, Error::Damaged { .. });
            prop_assert!(damaged);
        }
    }
}
