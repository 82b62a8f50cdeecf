//! Checks on `[[source]]`: what is read, and which fields of it are used.

use std::collections::BTreeSet;

use globset::GlobBuilder;
use jiff::civil::Date;

use super::Findings;
use crate::config::{
    Columns, Conversation, FormatName, KeyPath, Mapping, Provenance, RoleName, Source, TextUnit, region,
};

/// Name endings that say a file has fields, with or without compression.
const STRUCTURED: [&str; 6] = ["jsonl", "ndjson", "json", "csv", "tsv", "parquet"];

pub(super) fn check_all(sources: &[Source], path: &KeyPath, found: &mut Findings) {
    if sources.is_empty() {
        found.add(path.clone(), "is empty: a job reads at least one corpus");
    }
    let mut names = BTreeSet::new();
    let mut stdin = false;
    for (index, source) in sources.iter().enumerate() {
        let path = path.index(index);
        check(source, &path, found);
        if !names.insert(source.name.as_str()) {
            found.add(path.key("name"), "is the name of an earlier source");
        }
        if source.is_stdin() && std::mem::replace(&mut stdin, true) {
            found.add(path.key("uri"), "is standard input, which an earlier source reads already");
        }
    }
}

fn check(source: &Source, path: &KeyPath, found: &mut Findings) {
    found.name(&path.key("name"), &source.name);
    found.not_blank(&path.key("uri"), &source.uri);
    if GlobBuilder::new(&source.uri).literal_separator(true).build().is_err() {
        found.add(path.key("uri"), "is not a valid glob");
    }
    match source.text_encoding() {
        None => found.add_with_help(
            path.key("encoding"),
            "is not a known encoding",
            "labels are listed at https://encoding.spec.whatwg.org/#names-and-labels",
        ),
        Some(encoding) if encoding != encoding_rs::UTF_8 && source.format == FormatName::Parquet => {
            found.add(path.key("encoding"), "has no meaning for parquet, whose strings are UTF-8");
        }
        Some(_) => {}
    }
    let is_text = matches!(source.format, FormatName::Txt | FormatName::Md);
    if source.unit != TextUnit::File && !is_text && source.format != FormatName::Auto {
        found.add(path.key("unit"), format!("has no meaning for {}, only for txt and md", source.format));
    }
    let map = path.key("map");
    fields(&source.map, &map, found);
    shape(source, &map, found);
    conversation(&source.conversation, source.map.messages.is_some(), &path.key("conversation"), found);
    provenance(&source.provenance, &path.key("provenance"), found);
}

/// Exactly one body: text, or prompt and completion, or messages.
fn shape(source: &Source, path: &KeyPath, found: &mut Findings) {
    let map = &source.map;
    let pair = map.prompt.is_some() || map.completion.is_some();
    let bodies = usize::from(map.text.is_some()) + usize::from(pair) + usize::from(map.messages.is_some());
    if matches!(source.format, FormatName::Txt | FormatName::Md) {
        if *map != Mapping::default() {
            found.add(path.clone(), format!("has no meaning for {}, which has no fields", source.format));
        }
        return;
    }
    if bodies > 1 {
        found.add(path.clone(), "maps more than one of `text`, `prompt` with `completion`, and `messages`");
    } else if bodies == 0 && source.format != FormatName::Auto {
        let message = format!("maps no body, which {} needs", source.format);
        found.add_with_help(path.clone(), message, "map `text`, or `prompt` and `completion`, or `messages`");
    } else if bodies == 0 && (*map != Mapping::default() || names_structured_files(&source.uri)) {
        let help =
            "map `text`, or `prompt` and `completion`, or `messages`; without, `auto` reads txt and md files only";
        found.add_with_help(path.clone(), "maps no body", help);
    }
    if pair && map.completion.is_none() {
        found.add(path.key("prompt"), "is mapped without `completion`");
    }
    if pair && map.prompt.is_none() {
        found.add(path.key("completion"), "is mapped without `prompt`");
    }
    if map.system.is_some() && map.text.is_some() {
        found.add(path.key("system"), "has no meaning beside `text`");
    }
}

fn names_structured_files(uri: &str) -> bool {
    let lower = uri.to_ascii_lowercase();
    let plain = lower.strip_suffix(".gz").or_else(|| lower.strip_suffix(".zst")).unwrap_or(&lower);
    plain.rsplit_once('.').is_some_and(|(_, ending)| STRUCTURED.contains(&ending))
}

/// Every mapped field is a name or an RFC 6901 pointer.
fn fields(map: &Mapping, path: &KeyPath, found: &mut Findings) {
    let single = [
        ("text", &map.text),
        ("system", &map.system),
        ("prompt", &map.prompt),
        ("completion", &map.completion),
        ("messages", &map.messages),
        ("id", &map.id),
        ("category", &map.category),
        ("difficulty", &map.difficulty),
        ("language", &map.language),
        ("created", &map.created),
        ("licence", &map.licence),
        ("consent", &map.consent),
        ("url", &map.url),
    ];
    for (name, value) in single {
        if let Some(value) = value {
            field(value, &path.key(name), found);
        }
    }
    let group = path.key("group");
    match &map.group {
        None => {}
        Some(Columns::One(name)) => field(name, &group, found),
        Some(Columns::Many(names)) if names.is_empty() => found.add(group, "is empty"),
        Some(Columns::Many(names)) => {
            for (index, name) in names.iter().enumerate() {
                field(name, &group.index(index), found);
            }
            found.unique(&group, names.iter().map(String::as_str));
        }
    }
}

fn field(written: &str, path: &KeyPath, found: &mut Findings) {
    if written.is_empty() {
        found.add(path.clone(), "is empty");
    } else if written.starts_with('/') && written.split('~').skip(1).any(|rest| !rest.starts_with(['0', '1'])) {
        found.add_with_help(path.clone(), "is not a JSON pointer", "RFC 6901 writes `~` as `~0` and `/` as `~1`");
    }
}

fn conversation(conversation: &Conversation, has_messages: bool, path: &KeyPath, found: &mut Findings) {
    if !has_messages {
        if *conversation != Conversation::default() {
            found.add(path.clone(), "has no meaning without `map.messages`");
        }
        return;
    }
    field(&conversation.role, &path.key("role"), found);
    field(&conversation.content, &path.key("content"), found);
    let roles = path.key("roles");
    for (role, name) in [(RoleName::User, "user"), (RoleName::Assistant, "assistant")] {
        if !conversation.roles.values().any(|meaning| *meaning == role) {
            found.add(roles.clone(), format!("maps no name to `{name}`"));
        }
    }
    let mut folded = BTreeSet::new();
    for name in conversation.roles.keys() {
        if !folded.insert(name.to_lowercase()) {
            found.add(roles.key(name), "differs from another name in case only");
        }
    }
}

fn provenance(provenance: &Provenance, path: &KeyPath, found: &mut Findings) {
    if let Some(licence) = &provenance.licence {
        found.licence(path.key("licence"), licence);
    }
    found.not_blank_if_given(&path.key("evidence"), provenance.evidence.as_ref());
    found.not_blank_if_given(&path.key("owner"), provenance.owner.as_ref());
    found.not_blank_if_given(&path.key("teacher"), provenance.teacher.as_ref());
    let languages = path.key("languages");
    for (index, _) in provenance.languages.iter().enumerate().filter(|(_, tag)| !is_language(tag)) {
        found.add_with_help(languages.index(index), "is not a language tag (BCP 47)", "such as `de` or `pt-BR`");
    }
    found.regions(&path.key("jurisdictions"), &provenance.jurisdictions, region::is_jurisdiction);
    for (index, subject) in provenance.subjects.iter().enumerate() {
        found.not_blank(&path.key("subjects").index(index), subject);
    }
    date(provenance.retain_until.as_ref(), path.key("retain_until"), found);
    let Some(collected) = &provenance.collected else { return };
    let path = path.key("collected");
    let from = date(collected.from.as_ref(), path.key("from"), found);
    let to = date(collected.to.as_ref(), path.key("to"), found);
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        found.add(path.key("from"), "is later than `to`");
    }
    found.not_blank_if_given(&path.key("method"), collected.method.as_ref());
}

pub(super) fn date(written: Option<&String>, path: KeyPath, found: &mut Findings) -> Option<Date> {
    let written = written?;
    // jiff reads more than the one form that is documented, such as `20270131` or a date with a time.
    let date = written.parse::<Date>().ok().filter(|date| date.to_string() == *written);
    if date.is_none() {
        found.add_with_help(path, "is not a date", "write it like 2027-01-31");
    }
    date
}

/// The shape of a BCP 47 tag: a language of two or three letters, then subtags of letters and digits (RFC 5646, section 2.1).
fn is_language(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let language = subtags.next().unwrap_or_default();
    (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && subtags
            .all(|subtag| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}
