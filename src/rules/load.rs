//! Loading packs: the ones embedded in the binary, and a folder beside or in place of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use serde::de::DeserializeOwned;

use super::gazetteer::Gazetteers;
use super::{Error, Pack, PackInfo, Rule, pattern, place};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules");

const PACK_FILE: &str = "pack.toml";

/// Files of one pack by name, as text.
type Files = BTreeMap<String, String>;

/// The packs of a run, in the order of their names.
#[derive(Debug, Clone)]
pub struct RuleSet {
    packs: Vec<Pack>,
    gazetteers: Gazetteers,
    sources: Sources,
}

/// Texts of the rules that come from a folder of the user's, by id: what is wrong with them is told with its line.
type Sources = BTreeMap<String, Arc<str>>;

impl RuleSet {
    /// Loads the named packs, or all there are if `packs` is empty. `extra` is a folder of packs: one of the same name as an
    /// embedded pack replaces it.
    pub fn load(packs: &[String], extra: Option<&Path>) -> Result<Self, Error> {
        let mut available = embedded();
        let mut gazetteers = Gazetteers::embedded(&EMBEDDED);
        let mut own = BTreeSet::new();
        if let Some(folder) = extra {
            gazetteers.extend_from(folder)?;
            match folder_packs(folder) {
                // A folder may hold lists alone, or the data of redaction.
                Err(Error::NoPack { .. }) if gazetteers.has_own() || holds_data(folder) => {}
                packs => {
                    let packs = packs?;
                    own.extend(packs.keys().cloned());
                    available.extend(packs);
                }
            }
        }
        if let Some(name) = packs.iter().find(|name| !available.contains_key(*name)) {
            let names: Vec<_> = available.keys().map(String::as_str).collect();
            return Err(Error::UnknownPack { name: name.clone(), available: names.join(", ") });
        }
        available.retain(|name, _| packs.is_empty() || packs.contains(name));
        Self::parse(&available, &own, gazetteers)
    }

    /// Only the packs in a folder, or the one pack it is itself: what `rules test DIR` looks at.
    pub fn load_folder(folder: &Path) -> Result<Self, Error> {
        let mut gazetteers = Gazetteers::embedded(&EMBEDDED);
        gazetteers.extend_from(folder)?;
        let packs = folder_packs(folder)?;
        Self::parse(&packs, &packs.keys().cloned().collect(), gazetteers)
    }

    /// These packs and the other ones, which replace those of the same name.
    pub fn with(&self, other: &Self) -> Result<Self, Error> {
        let packs = self.packs.iter().chain(&other.packs).map(|pack| (pack.info.name.clone(), pack.clone()));
        let mut gazetteers = self.gazetteers.clone();
        gazetteers.merge(&other.gazetteers);
        let mut sources = self.sources.clone();
        sources.extend(other.sources.clone());
        Self::of(packs.collect::<BTreeMap<_, _>>().into_values().collect(), gazetteers, sources)
    }

    /// `own` are the packs of the user's.
    fn parse(files: &BTreeMap<String, Files>, own: &BTreeSet<String>, gazetteers: Gazetteers) -> Result<Self, Error> {
        let packs = files.iter().map(|(name, files)| parse_pack(name, files, &gazetteers));
        let packs: Vec<Pack> = packs.collect::<Result<_, _>>()?;
        let mut sources = Sources::new();
        for pack in packs.iter().filter(|pack| own.contains(&pack.info.name)) {
            let texts = files.get(&pack.info.name);
            for rule in &pack.rules {
                let text = texts.and_then(|texts| texts.get(&format!("{}.toml", rule.id))).map_or("", String::as_str);
                check_pattern(pack, rule, text)?;
                sources.insert(rule.id.clone(), Arc::from(text));
            }
        }
        Self::of(packs, gazetteers, sources)
    }

    fn of(packs: Vec<Pack>, gazetteers: Gazetteers, sources: Sources) -> Result<Self, Error> {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        for pack in &packs {
            for rule in &pack.rules {
                if let Some(first) = seen.insert(&rule.id, &pack.info.name) {
                    let (first, second) = (first.to_owned(), pack.info.name.clone());
                    return Err(Error::DuplicateId { id: rule.id.clone(), first, second });
                }
            }
        }
        Ok(Self { packs, gazetteers, sources })
    }

    /// These rules alone.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&Rule) -> bool) -> Self {
        let kept = |pack: &Pack| Pack {
            rules: pack.rules.iter().filter(|rule| keep(rule)).cloned().collect(),
            ..pack.clone()
        };
        let packs = self.packs.iter().filter(|pack| pack.rules.iter().any(&keep)).map(kept).collect();
        Self { packs, gazetteers: self.gazetteers.clone(), sources: self.sources.clone() }
    }

    /// The packs in the order of their names.
    #[must_use]
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// Every rule with its pack, by pack and id.
    pub fn rules(&self) -> impl Iterator<Item = (&Pack, &Rule)> {
        self.packs.iter().flat_map(|pack| pack.rules.iter().map(move |rule| (pack, rule)))
    }

    /// The text of a list of `rules/gazetteers`; empty if there is none of that name.
    #[must_use]
    pub fn gazetteer(&self, name: &str) -> &str {
        self.gazetteers.get(name).unwrap_or_default()
    }

    /// Whether a list comes from a folder of the user's.
    #[must_use]
    pub fn has_own_gazetteers(&self) -> bool {
        self.gazetteers.has_own()
    }

    /// The line, counted from 1, in which a key of a rule stands, if the rule comes from a folder of the user's.
    pub(super) fn line(&self, rule: &str, key: &str) -> Option<usize> {
        place::line(self.sources.get(rule)?, key)
    }

    /// The rule of this id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<(&Pack, &Rule)> {
        self.rules().find(|(_, rule)| rule.id == id)
    }
}

fn embedded() -> BTreeMap<String, Files> {
    let mut packs = BTreeMap::new();
    for folder in EMBEDDED.dirs() {
        let files: Files = folder
            .files()
            .filter_map(|file| Some((file_name(file.path())?, file.contents_utf8()?.to_owned())))
            .filter(|(name, _)| is_toml(name))
            .collect();
        if let Some(name) = file_name(folder.path()).filter(|_| files.contains_key(PACK_FILE)) {
            packs.insert(name, files);
        }
    }
    packs
}

fn folder_packs(folder: &Path) -> Result<BTreeMap<String, Files>, Error> {
    let unreadable = |source| Error::Read { path: folder.to_owned(), source };
    let mut packs = BTreeMap::new();
    if folder.join(PACK_FILE).is_file() {
        let absolute = fs::canonicalize(folder).map_err(unreadable)?;
        if let Some(name) = file_name(&absolute) {
            packs.insert(name, pack_files(folder)?);
        }
        return Ok(packs);
    }
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if let Some(name) = file_name(&path).filter(|_| path.join(PACK_FILE).is_file()) {
            packs.insert(name, pack_files(&path)?);
        }
    }
    if packs.is_empty() { Err(Error::NoPack { path: folder.to_owned() }) } else { Ok(packs) }
}

/// Whether a folder has one of those that replace data of redaction.
fn holds_data(folder: &Path) -> bool {
    ["reserved", "personas", "policies"].iter().any(|name| folder.join(name).is_dir())
}

fn pack_files(folder: &Path) -> Result<Files, Error> {
    let unreadable = |source| Error::Read { path: folder.to_owned(), source };
    let mut files = Files::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if let Some(name) = file_name(&path).filter(|name| is_toml(name)) {
            let text = fs::read_to_string(&path).map_err(|source| Error::Read { path, source })?;
            files.insert(name, text);
        }
    }
    Ok(files)
}

fn parse_pack(name: &str, files: &Files, gazetteers: &Gazetteers) -> Result<Pack, Error> {
    let mut hasher = blake3::Hasher::new();
    let invalid = |file: &str, message: String| Error::Invalid { file: format!("{name}/{file}"), message };
    let info: PackInfo = parse_file(name, PACK_FILE, files.get(PACK_FILE).map_or("", String::as_str), &mut hasher)?;
    if info.name != name {
        return Err(invalid(PACK_FILE, format!("name is `{}`, but the folder is `{name}`", info.name)));
    }
    for list in &info.gazetteers {
        let text = gazetteers.get(list).ok_or_else(|| {
            let available = gazetteers.names().collect::<Vec<_>>().join(", ");
            invalid(PACK_FILE, format!("there is no gazetteer `{list}`; available: {available}"))
        })?;
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    let mut rules = Vec::new();
    for (file, text) in files.iter().filter(|(file, _)| *file != PACK_FILE) {
        let rule: Rule = parse_file(name, file, text, &mut hasher)?;
        if file.strip_suffix(".toml") != Some(rule.id.as_str()) {
            return Err(invalid(file, format!("id is `{}`, but it must be the file's name", rule.id)));
        }
        rules.push(rule);
    }
    if rules.is_empty() {
        return Err(Error::EmptyPack { pack: name.to_owned() });
    }
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(Pack { info, digest: hasher.finalize().to_hex().to_string(), rules })
}

/// Nothing can be looked for with a pattern that does not compile. Those that come with the program are known to.
fn check_pattern(pack: &Pack, rule: &Rule, text: &str) -> Result<(), Error> {
    const KEY: &str = "detect.pattern";
    let Err(error) = pattern::compile(&rule.detect.pattern) else { return Ok(()) };
    let line = place::line(text, KEY).unwrap_or(1);
    let message = format!("line {line}, key `{KEY}`: {}", pattern::describe(&error));
    Err(Error::Invalid { file: format!("{}/{}.toml", pack.info.name, rule.id), message })
}

/// Parses one file and adds its meaning (its JSON form, which has one layout) to the pack's digest.
fn parse_file<T>(pack: &str, file: &str, text: &str, hasher: &mut blake3::Hasher) -> Result<T, Error>
where
    T: DeserializeOwned + serde::Serialize,
{
    let invalid = |message: String| Error::Invalid { file: format!("{pack}/{file}"), message };
    let deserializer = toml::Deserializer::parse(text).map_err(|error| invalid(located(text, &error, "")))?;
    let value: T = serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let path = error.path().to_string();
        invalid(located(text, error.inner(), &path))
    })?;
    let canonical = serde_json::to_vec(&value).map_err(|error| invalid(error.to_string()))?;
    hasher.update(&(canonical.len() as u64).to_le_bytes());
    hasher.update(&canonical);
    Ok(value)
}

fn located(text: &str, error: &toml::de::Error, key: &str) -> String {
    let line =
        error.span().and_then(|span| text.get(..span.start)).map_or(1, |before| before.matches('\n').count() + 1);
    let key = if key.is_empty() || key == "." { String::new() } else { format!(", key `{key}`") };
    format!("line {line}{key}: {}", error.message())
}

fn file_name(path: &Path) -> Option<String> {
    path.file_name().and_then(|name| name.to_str()).map(str::to_owned)
}

fn is_toml(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "toml")
}
