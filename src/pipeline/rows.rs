//! What the barrier knows of a record: its keys, what an earlier version says of them, its stratum and its date. No text.

use super::Error;
use super::duplicates::{LicenceRanks, RivalKeys};
use super::fit::Units;
use super::labels;
use super::plan::Plan;
use super::rivals::{Rival, Rivals};
use super::spill::{Account, RecordKeys};
use crate::config::{Link, RemovedDuplicates, ReservedStrings, StratumLabel, TextUnit};
use crate::core::{Body, Digest, Key, Meta, Raw, Record, Role, Scrubbed, Span, Split, Text};
use crate::dedup::{Fingerprinter, NearRecord, Paragraph, ParagraphReader, SharedKeys, Standing};
use crate::ingest::FileTask;
use crate::sketch::Sketcher;
use crate::split::{self, Earlier, Strata};

/// Keys of the kept records, numbered in the order of the spill.
#[derive(Default)]
pub(super) struct Rows {
    /// Normalised fingerprints of the scrubbed texts.
    pub(super) texts: SharedKeys,
    /// Normalised fingerprints of the records before they were scrubbed.
    pub(super) raw: SharedKeys,
    /// Keys of mapped group values, of the document and of the prompt.
    pub(super) links: SharedKeys,
    /// The key by which a record's group is known if the record is alone in it: see [`anchor`].
    pub(super) anchors: Vec<u64>,
    pub(super) marks: Vec<Mark>,
    /// What decides which duplicate goes; empty if none is to go.
    pub(super) rivals: Rivals,
    pub(super) strata: Strata,
    pub(super) units: Units,
}

/// What is known of a record beside its keys.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Mark {
    pub(super) stratum: u32,
    /// Where an earlier version has the record.
    pub(super) known: Option<Split>,
    /// The held part of an earlier version that it shares a key with.
    pub(super) held: Option<Split>,
    /// Whether it is as late as a holdout by date; `None` without a date.
    pub(super) late: Option<bool>,
}

/// The keys of one record.
pub(super) struct RowKeys {
    pub(super) keys: RecordKeys,
    anchor: u64,
    mark: Mark,
    /// Pieces of a document; none for a dialogue.
    pieces: Option<u32>,
    /// What near-duplicates are found by.
    pub(super) near: Option<NearRecord>,
    rival: Option<Rival>,
    /// Of a document: its paragraphs, while they are counted.
    pub(super) paragraphs: Vec<Paragraph>,
}

/// Keys of the run, each for one purpose.
pub(super) struct Keys {
    fingerprint: Key,
    prompt: Key,
    group: Key,
    document: Key,
    sketch: Key,
    paragraph: Key,
    rivals: RivalKeys,
    pub(super) id: Key,
}

impl Keys {
    pub(super) fn new(key: &Key) -> Self {
        Self {
            fingerprint: key.purpose("scrubjay 2026-11 fingerprint"),
            prompt: key.purpose("scrubjay 2026-11 prompt"),
            group: key.purpose("scrubjay 2026-11 group value"),
            document: key.purpose("scrubjay 2026-11 source document"),
            sketch: key.purpose("scrubjay 2026-11 near-duplicates"),
            paragraph: key.purpose("scrubjay 2026-11 repeated paragraphs"),
            rivals: RivalKeys::new(key),
            id: key.purpose("scrubjay 2026-11 record id"),
        }
    }

    /// The key that paragraphs are hashed with.
    pub(super) fn paragraph(&self) -> &Key {
        &self.paragraph
    }
}

/// What is to be known of a record before it is scrubbed.
pub(super) struct RawKeys {
    fingerprint: u64,
    groups: Vec<u64>,
    created: Option<i64>,
}

impl RawKeys {
    /// The same, as the spill has it.
    pub(super) fn again(keys: &RecordKeys) -> Self {
        Self { fingerprint: keys.identity, groups: keys.groups.clone(), created: keys.created }
    }
}

/// A scrubbed record as its keys are made.
#[derive(Clone, Copy)]
pub(super) struct Written<'r> {
    pub(super) source: u32,
    pub(super) body: &'r Body,
    pub(super) meta: &'r Meta,
    pub(super) account: &'r Account,
}

impl<'r> Written<'r> {
    pub(super) fn of(record: &'r Record<Scrubbed>, account: &'r Account) -> Self {
        Self { source: record.source, body: &record.body, meta: &record.meta, account }
    }
}

/// Whether texts are as they will be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Texts {
    /// Repeated paragraphs may go yet.
    Whole,
    /// Nothing changes any more.
    Final,
}

/// Makes the keys of the records of one file.
pub(super) struct Keyer<'a> {
    plan: &'a Plan,
    keys: &'a Keys,
    earlier: &'a Earlier,
    texts: Fingerprinter,
    prompts: Fingerprinter,
    sketcher: Option<Sketcher>,
    licences: LicenceRanks,
    paragraphs: Option<ParagraphReader>,
    document: Option<u64>,
    /// Whether a model wrote the records.
    synthetic: bool,
}

impl<'a> Keyer<'a> {
    pub(super) fn new(plan: &'a Plan, keys: &'a Keys, earlier: &'a Earlier, task: &FileTask, texts: Texts) -> Self {
        let last = texts == Texts::Final || !plan.strips_paragraphs();
        let reads = texts == Texts::Whole && plan.counts_paragraphs();
        let source = plan.job.source.get(task.source as usize);
        let paragraphs = source.filter(|source| source.unit == TextUnit::Paragraph && plan.links(Link::Document));
        let document = paragraphs
            .map(|source| keys.document.digest(&[source.name.as_bytes(), task.file_ref.name.as_bytes()]).prefix());
        Self {
            plan,
            keys,
            earlier,
            texts: Fingerprinter::new(&keys.fingerprint),
            prompts: Fingerprinter::new(&keys.prompt),
            sketcher: (last && plan.finds_near()).then(|| Sketcher::new(&keys.sketch)),
            paragraphs: reads.then(|| ParagraphReader::new(&keys.paragraph, plan.paragraph_settings())),
            licences: LicenceRanks::default(),
            document,
            synthetic: source.is_some_and(|source| source.provenance.synthetic || source.provenance.teacher.is_some()),
        }
    }

    pub(super) fn raw(&mut self, record: &Record<Raw>) -> RawKeys {
        let group = |value: &Text| self.keys.group.digest(&[value.expose().as_bytes()]).prefix();
        let created = record.meta.created.as_ref().map(Text::expose);
        RawKeys {
            fingerprint: self.texts.body(&record.body),
            groups: record.meta.group.iter().map(group).collect(),
            created: created.and_then(split::instant),
        }
    }

    /// The keys of a scrubbed record.
    pub(super) fn row(&mut self, raw: RawKeys, written: Written<'_>, id: Digest, strata: &mut Strata) -> RowKeys {
        let Written { body, account, .. } = written;
        let texts = self.text_keys(&raw, body, account);
        let paragraphs = self.paragraphs(raw.fingerprint, &texts, body, account);
        let near = self.near(&raw, &texts, body, account);
        let prompt = self.prompt(body);
        let linked = prompt.filter(|_| self.plan.links(Link::Prompt));
        let keys = RecordKeys {
            identity: raw.fingerprint,
            texts,
            groups: raw.groups,
            document: self.document,
            prompt: linked,
            descent: prompt.filter(|_| self.synthetic),
            created: raw.created,
            values: account.values.clone(),
        };
        let held = keys.grouping().into_iter().chain([keys.identity]).filter_map(|key| self.earlier.key(key)).max();
        let mark = Mark {
            stratum: self.stratum(written, strata),
            known: self.earlier.record(keys.identity),
            held,
            late: self.plan.holdout_from.and_then(|from| Some(keys.created? >= from)),
        };
        let pieces = matches!(body, Body::Document { .. })
            .then(|| u32::try_from(account.pieces.len().max(1)).unwrap_or(u32::MAX));
        let competes = self.plan.job.dedup.remove != RemovedDuplicates::None || self.plan.counts_paragraphs();
        let rival = competes.then(|| self.rival(written, &keys, mark.known, id));
        RowKeys {
            anchor: anchor(&keys.groups, self.document.or(linked), &keys.texts),
            keys,
            mark,
            near,
            rival,
            pieces,
            paragraphs,
        }
    }

    /// The fingerprint of the whole record as it is written, if it was made and its normal form is at hand.
    fn whole_form(&self, raw: u64, texts: &[u64], body: &Body, account: &Account) -> Option<u64> {
        let rewritten = self.plan.job.redact.reserved == ReservedStrings::Rewrite;
        let made = match (body, account.pieces.as_slice(), texts) {
            _ if rewritten => None,
            _ if !account.changed => Some(raw),
            (Body::Document { text }, [piece], [form]) => {
                (*piece == Span::new(0, text.expose().len())).then_some(*form)
            }
            (Body::Document { .. }, ..) => None,
            (_, _, texts) => texts.first().copied(),
        };
        made.filter(|form| self.texts.normal_of(*form).is_some())
    }

    /// What near-duplicates are found by. The normal form was made for a fingerprint before, where that is one of the whole record.
    fn near(&mut self, raw: &RawKeys, texts: &[u64], body: &Body, account: &Account) -> Option<NearRecord> {
        self.sketcher.as_ref()?;
        let made = self.whole_form(raw.fingerprint, texts, body, account);
        let form = made.unwrap_or_else(|| self.texts.body(body));
        let sketch = self.sketcher.as_mut()?.normal(self.texts.normal_of(form)?, form);
        Some(NearRecord::new(sketch, self.plan.near_settings()))
    }

    /// The paragraphs of a document, while they are counted.
    fn paragraphs(&mut self, raw: u64, texts: &[u64], body: &Body, account: &Account) -> Vec<Paragraph> {
        let made = self.whole_form(raw, texts, body, account);
        let (Some(reader), Body::Document { text }) = (&mut self.paragraphs, body) else { return Vec::new() };
        reader.read(text.expose(), made.and_then(|form| self.texts.normal_of(form)))
    }

    /// What decides whether the record goes as a duplicate.
    fn rival(&mut self, written: Written<'_>, keys: &RecordKeys, earlier: Option<Split>, id: Digest) -> Rival {
        let Written { source, body, account, .. } = written;
        // Where only paragraphs are looked for, who is preferred is enough.
        let compared = self.plan.job.dedup.remove != RemovedDuplicates::None;
        let normal = if compared && account.changed { self.texts.body(body) } else { keys.identity };
        Rival {
            standing: Standing {
                earlier,
                created: keys.created,
                length: body.fields().map(|(_, text)| text.expose().len() as u64).sum(),
                licence: self.licences.of(self.plan, account.tags.licence.as_deref()),
                source,
                identity: keys.identity,
                record: id,
            },
            exact: if compared { self.keys.rivals.exact(body) } else { 0 },
            normal: [keys.identity, normal],
            is_document: matches!(body, Body::Document { .. }),
        }
    }

    /// A dialogue has one fingerprint; a document has one for every piece it is cut into, since pieces are what is written.
    fn text_keys(&mut self, raw: &RawKeys, body: &Body, account: &Account) -> Vec<u64> {
        match body {
            Body::Document { text } if account.changed || account.pieces.len() != 1 => account
                .pieces
                .iter()
                .filter_map(|piece| piece.of(text.expose()))
                .map(|piece| self.texts.texts(std::iter::once(piece)))
                .collect(),
            body if account.changed => vec![self.texts.body(body)],
            _ => vec![raw.fingerprint],
        }
    }

    /// What the user says in a dialogue.
    fn prompt(&mut self, body: &Body) -> Option<u64> {
        match body {
            Body::Document { .. } => None,
            Body::Pair { prompt, .. } => Some(self.prompts.texts(std::iter::once(prompt.expose()))),
            Body::Conversation { turns, .. } => {
                let asked = turns.iter().filter(|turn| turn.role == Role::User).map(|turn| turn.text.expose());
                Some(self.prompts.texts(asked))
            }
        }
    }

    fn stratum(&self, written: Written<'_>, strata: &mut Strata) -> u32 {
        let (plan, Written { source, body, meta, .. }) = (self.plan, written);
        let shown = |text: &'_ Option<Text>| text.as_ref().map(|text| text.expose().to_owned());
        let labels: Vec<Option<String>> = plan
            .job
            .split
            .strata
            .iter()
            .map(|label| match label {
                StratumLabel::Category => shown(&meta.category),
                StratumLabel::Difficulty => {
                    let mapped = meta.difficulty.as_ref().map(Text::expose);
                    Some(labels::difficulty(body, mapped).value.to_owned())
                }
                StratumLabel::Language => {
                    let mapped = meta.language.as_ref().map(Text::expose);
                    Some(labels::language(plan, source, body, mapped).value.to_owned())
                }
                StratumLabel::Source => plan.job.source.get(source as usize).map(|source| source.name.clone()),
            })
            .collect();
        strata.number(labels.iter().map(Option::as_deref))
    }
}

/// The key by which a group is known if the record is alone in it: its lowest group value, else its document or prompt, else
/// its lowest fingerprint. The upper two bits tell these apart, so that the lowest anchor of a group is of the first kind
/// that any of its records has, and records that are added do not rename the group unless they bring another such key.
fn anchor(groups: &[u64], link: Option<u64>, texts: &[u64]) -> u64 {
    const KIND: u32 = 62;
    let of_kind = |kind: u64, key: u64| key >> 2 | kind << KIND;
    let groups = groups.iter().map(|key| of_kind(0, *key));
    let link = link.into_iter().map(|key| of_kind(1, key));
    groups.chain(link).chain(texts.iter().map(|key| of_kind(2, *key))).min().unwrap_or(u64::MAX)
}

impl Rows {
    /// Adds the rows of a batch, whose strata are numbered by `strata`. `compared` says whether texts of duplicates are.
    pub(super) fn extend(&mut self, rows: Vec<RowKeys>, strata: &Strata, compared: bool) -> Result<(), Error> {
        let numbers = self.strata.merge(strata).ok_or(Error::TooManyStrata)?;
        for RowKeys { keys, anchor, mark, pieces, rival, .. } in rows {
            let row = u32::try_from(self.anchors.len()).map_err(|_| Error::TooManyRecords)?;
            self.anchors.push(anchor);
            keys.texts.iter().for_each(|key| self.texts.push(*key, row));
            let links = keys.groups.iter().chain(&keys.document).chain(&keys.prompt);
            links.for_each(|key| self.links.push(*key, row));
            self.raw.push(keys.identity, row);
            let stratum = numbers.get(mark.stratum as usize).copied().unwrap_or(0);
            if let Some(pieces) = pieces {
                self.units.document(row, pieces);
            }
            self.marks.push(Mark { stratum, ..mark });
            if let Some(rival) = &rival {
                self.rivals.push(rival, compared);
            }
        }
        Ok(())
    }
}
