//! Scrubbed records on disk between the two passes: frames of a length and a postcard value.
//!
//! Only `Record<Scrubbed>` can be turned into a frame, so raw text cannot reach the disk. The file lies in the staging folder
//! and goes with it.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use crate::core::{Basis, Body, EntityType, Position, Reason, Record, Role, Scrubbed, Span, Tags, Text, Turn};

/// What the second pass needs to know of a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(clippy::large_enum_variant, reason = "lives for one record, and most are kept")]
pub(super) enum Entry<'a> {
    /// It goes to a split.
    #[serde(borrow)]
    Kept(Kept<'a>),
    /// It goes to quarantine.
    Withheld(Withheld),
}

/// A scrubbed record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept<'a> {
    pub(super) origin: Origin,
    #[serde(borrow)]
    body: SpilledBody<'a>,
    /// Pieces of a document, in bytes.
    pub(super) pieces: Vec<Span>,
    /// Redacted places of a document, in bytes.
    pub(super) replaced: Vec<Span>,
    #[serde(borrow)]
    pub(super) labels: Labels<'a>,
    #[serde(borrow)]
    pub(super) licence: Option<&'a str>,
    pub(super) basis: Option<Basis>,
    /// Findings by entity type.
    #[serde(borrow)]
    pub(super) findings: Vec<(&'a str, u32)>,
    /// What was done about them, by operator.
    #[serde(borrow)]
    pub(super) actions: Vec<(&'a str, u32)>,
    /// Replacements as [`Account::marks`].
    #[serde(borrow)]
    pub(super) marks: Vec<(u32, Span, &'a str)>,
    pub(super) keys: RecordKeys,
}

/// What is known of a record beside its texts, as keyed numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RecordKeys {
    /// Fingerprint of the record as it was read.
    pub(super) identity: u64,
    /// Fingerprints of what is written of it.
    pub(super) texts: Vec<u64>,
    /// Values of the mapped group fields.
    pub(super) groups: Vec<u64>,
    /// The file that it is a paragraph of.
    pub(super) document: Option<u64>,
    /// What the user says in a dialogue.
    pub(super) prompt: Option<u64>,
    /// The prompt of a record that a model wrote.
    pub(super) descent: Option<u64>,
    /// When it was made, in seconds since 1970.
    pub(super) created: Option<i64>,
    /// The values that were found in it.
    pub(super) values: Vec<u64>,
}

impl RecordKeys {
    /// Every key that the record is grouped by.
    pub(super) fn grouping(&self) -> Vec<u64> {
        let links = self.groups.iter().chain(&self.document).chain(&self.prompt);
        self.texts.iter().chain(links).copied().collect()
    }
}

/// Where a record came from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Origin {
    pub(super) id: [u8; 16],
    pub(super) source: u32,
    pub(super) file: u32,
    pub(super) position: Position,
}

/// A record that was withheld.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Withheld {
    pub(super) origin: Origin,
    pub(super) reason: Reason,
}

/// Labels for the evaluation set, scrubbed like the body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Labels<'a> {
    #[serde(borrow)]
    pub(super) category: Option<&'a str>,
    #[serde(borrow)]
    pub(super) difficulty: Option<&'a str>,
    #[serde(borrow)]
    pub(super) language: Option<&'a str>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum SpilledBody<'a> {
    Document(&'a str),
    Pair(#[serde(borrow)] Option<&'a str>, &'a str, &'a str),
    Conversation(#[serde(borrow)] Option<&'a str>, #[serde(borrow)] Vec<(Role, &'a str)>),
}

/// What scrubbing learned of a record beside its text.
#[derive(Debug, Clone, Default)]
pub(super) struct Account {
    pub(super) pieces: Vec<Span>,
    pub(super) replaced: Vec<Span>,
    pub(super) tags: Tags,
    pub(super) findings: Vec<(String, u32)>,
    pub(super) actions: Vec<(&'static str, u32)>,
    /// Every replacement: number of the text in [`Body::fields`], place, entity type. Only if the run draws a sample for review.
    pub(super) marks: Vec<(u32, Span, EntityType)>,
    /// Whether redaction changed anything.
    pub(super) changed: bool,
    /// Keyed hashes of the values that were found.
    pub(super) values: Vec<u64>,
}

impl Kept<'_> {
    /// All texts, one below the other.
    pub(super) fn text(&self) -> String {
        let mut texts: Vec<&str> = Vec::new();
        match &self.body {
            SpilledBody::Document(text) => texts.push(text),
            SpilledBody::Pair(system, prompt, completion) => {
                texts.extend(system);
                texts.extend([prompt, completion]);
            }
            SpilledBody::Conversation(system, turns) => {
                texts.extend(system);
                texts.extend(turns.iter().map(|(_, text)| *text));
            }
        }
        texts.join("\n")
    }

    /// The body, copied out of the spill.
    pub(super) fn body(&self) -> Body {
        let own = |text: &str| Text::new(text);
        match &self.body {
            SpilledBody::Document(text) => Body::Document { text: own(text) },
            SpilledBody::Pair(system, prompt, completion) => {
                Body::Pair { system: system.map(own), prompt: own(prompt), completion: own(completion) }
            }
            SpilledBody::Conversation(system, turns) => Body::Conversation {
                system: system.map(own),
                turns: turns.iter().map(|(role, text)| Turn { role: *role, text: own(text) }).collect(),
            },
        }
    }
}

/// Appends the frame of a scrubbed record.
pub(super) fn push_kept(
    record: &Record<Scrubbed>,
    id: [u8; 16],
    account: &Account,
    keys: RecordKeys,
    out: &mut Vec<u8>,
) -> Result<(), postcard::Error> {
    let shown = |text: &Option<Text>| text.as_ref().map(|text| text.expose().to_owned());
    let (category, difficulty, language) =
        (shown(&record.meta.category), shown(&record.meta.difficulty), shown(&record.meta.language));
    let body = match &record.body {
        Body::Document { text } => SpilledBody::Document(text.expose()),
        Body::Pair { system, prompt, completion } => {
            SpilledBody::Pair(system.as_ref().map(Text::expose), prompt.expose(), completion.expose())
        }
        Body::Conversation { system, turns } => SpilledBody::Conversation(
            system.as_ref().map(Text::expose),
            turns.iter().map(|turn| (turn.role, turn.text.expose())).collect(),
        ),
    };
    let entry = Entry::Kept(Kept {
        origin: Origin { id, source: record.source, file: record.file, position: record.position },
        body,
        pieces: account.pieces.clone(),
        replaced: account.replaced.clone(),
        labels: Labels {
            category: category.as_deref(),
            difficulty: difficulty.as_deref(),
            language: language.as_deref(),
        },
        licence: account.tags.licence.as_deref(),
        basis: account.tags.basis,
        findings: account.findings.iter().map(|(entity, count)| (entity.as_str(), *count)).collect(),
        actions: account.actions.clone(),
        marks: account.marks.iter().map(|(text, span, entity)| (*text, *span, entity.as_str())).collect(),
        keys,
    });
    push_frame(&entry, out)
}

/// Appends the frame of a record that was read from a spill, as it is.
pub(super) fn push_again(kept: Kept<'_>, out: &mut Vec<u8>) -> Result<(), postcard::Error> {
    push_frame(&Entry::Kept(kept), out)
}

/// Appends the frame of a document that was read from a spill with some of its text taken out.
pub(super) fn push_shortened<'k>(
    kept: Kept<'k>,
    text: &'k str,
    (pieces, replaced): (Vec<Span>, Vec<Span>),
    marks: Vec<(u32, Span, &'k str)>,
    keys: RecordKeys,
    out: &mut Vec<u8>,
) -> Result<(), postcard::Error> {
    let body = SpilledBody::Document(text);
    push_again(Kept { body, pieces, replaced, marks, keys, ..kept }, out)
}

/// Appends the frame of a withheld record.
pub(super) fn push_withheld(withheld: Withheld, out: &mut Vec<u8>) -> Result<(), postcard::Error> {
    push_frame(&Entry::Withheld(withheld), out)
}

fn push_frame(entry: &Entry<'_>, out: &mut Vec<u8>) -> Result<(), postcard::Error> {
    let start = out.len();
    out.extend_from_slice(&[0; 4]);
    postcard::to_io(entry, &mut *out)?;
    let length = u32::try_from(out.len() - start - 4).map_err(|_| postcard::Error::SerializeBufferFull)?;
    if let Some(slot) = out.get_mut(start..start + 4) {
        slot.copy_from_slice(&length.to_le_bytes());
    }
    Ok(())
}

/// Reads whole frames, about `target_bytes` at a time, into `buffer`, which stays empty at the end. Returns how many of them
/// are of kept records.
pub(super) fn read_frames(reader: &mut impl Read, buffer: &mut Vec<u8>, target_bytes: usize) -> io::Result<usize> {
    buffer.clear();
    let mut kept = 0;
    while buffer.len() < target_bytes {
        let mut length = [0; 4];
        let (first, rest) = length.split_at_mut(1);
        if reader.read(first)? == 0 {
            break;
        }
        reader.read_exact(rest)?;
        let size = u64::from(u32::from_le_bytes(length));
        buffer.write_all(&length)?;
        let start = buffer.len();
        if reader.by_ref().take(size).read_to_end(buffer)? as u64 != size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        // A postcard enum begins with the number of its variant; `Entry::Kept` is the first.
        kept += usize::from(buffer.get(start) == Some(&0));
    }
    Ok(kept)
}

/// Walks the frames of a buffer.
pub(super) fn entries(mut buffer: &[u8]) -> impl Iterator<Item = Result<Entry<'_>, postcard::Error>> {
    std::iter::from_fn(move || {
        let (length, rest) = buffer.split_first_chunk::<4>()?;
        let size = u32::from_le_bytes(*length) as usize;
        let Some((frame, rest)) = rest.split_at_checked(size) else {
            buffer = &[];
            return Some(Err(postcard::Error::DeserializeUnexpectedEnd));
        };
        buffer = rest;
        Some(postcard::from_bytes(frame))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::core::{Meta, Raw};

    fn record(body: Body) -> Record<Scrubbed> {
        let meta = Meta { category: Some(Text::new("billing")), ..Meta::default() };
        Record::<Raw>::new(1, 2, Position::Line(3), body, meta).declare_scrubbed()
    }

    #[test]
    fn withheld_records_keep_their_place() {
        let origin = Origin { id: [7; 16], source: 0, file: 4, position: Position::Row(9) };
        let mut spill = Vec::new();
        push_withheld(Withheld { origin, reason: Reason::CsvQuote }, &mut spill).unwrap();
        let read: Vec<_> = entries(&spill).collect::<Result<_, _>>().unwrap();
        assert_eq!(read, [Entry::Withheld(Withheld { origin, reason: Reason::CsvQuote })]);
    }

    #[test]
    fn a_cut_off_spill_is_an_error() {
        let mut spill = Vec::new();
        let body = Body::Document { text: Text::new("x".repeat(50)) };
        push_kept(&record(body), [0; 16], &Account::default(), RecordKeys::default(), &mut spill).unwrap();
        spill.truncate(spill.len() - 1);
        let mut buffer = Vec::new();
        assert!(read_frames(&mut spill.as_slice(), &mut buffer, 1 << 20).is_err());
        assert!(entries(&spill).next().unwrap().is_err());
    }

    proptest! {
        #[test]
        fn what_is_spilled_is_read_again(texts in prop::collection::vec(any::<String>(), 1..20), target in 1usize..200) {
            let mut spill = Vec::new();
            for text in &texts {
                let body = Body::Pair { system: None, prompt: Text::new(text), completion: Text::new("a") };
                let account = Account { findings: vec![("EMAIL_ADDRESS".into(), 2)], ..Account::default() };
                push_kept(&record(body), [1; 16], &account, RecordKeys::default(), &mut spill).unwrap();
            }
            let (mut reader, mut buffer, mut read) = (spill.as_slice(), Vec::new(), Vec::new());
            loop {
                let kept = read_frames(&mut reader, &mut buffer, target).unwrap();
                if buffer.is_empty() { break; }
                prop_assert_eq!(kept, entries(&buffer).count());
                for entry in entries(&buffer) {
                    let Entry::Kept(kept) = entry.unwrap() else { panic!("kept expected") };
                    prop_assert_eq!(&kept.findings, &vec![("EMAIL_ADDRESS", 2)]);
                    prop_assert_eq!(kept.labels.category, Some("billing"));
                    let Body::Pair { prompt, .. } = kept.body() else { panic!("pair expected") };
                    read.push(prompt.into_exposed());
                }
            }
            prop_assert_eq!(read, texts);
        }
    }
}
