//! Ranges of numbers in which no living person can be: data, with source and date of every row.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::draw::Draw;
use super::internet::{self, Domain, Network};
use super::postcode::{self, Postcodes};
use super::range::{Range, capacity, pick};
use super::sea::Sea;
use crate::core::EntityType;
use crate::redact::Error;
use crate::redact::canonical::canonical;
use crate::redact::kind::Kind;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules/reserved");

/// The embedded table, read once.
static TABLE: LazyLock<Result<Arc<Reserved>, String>> = LazyLock::new(|| {
    let files = EMBEDDED.files().filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)));
    Reserved::parse(files).map(Arc::new).map_err(|error| error.to_string())
});

/// A surrogate space of at least so many values keeps values apart without looking: among ten thousand the probability that any
/// two meet is 5 · 10⁻⁵.
pub(super) const WIDE: u128 = 1_000_000_000_000;

/// The whole table.
#[derive(Debug, Default)]
pub(super) struct Reserved {
    ranges: BTreeMap<EntityType, Vec<Range>>,
    networks: Vec<Network>,
    domains: Vec<Domain>,
    seas: Vec<Sea>,
    pub(super) postcodes: postcode::Table,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    range: Vec<Range>,
    #[serde(default)]
    network: Vec<Network>,
    #[serde(default)]
    domain: Vec<Domain>,
    #[serde(default)]
    sea: Vec<Sea>,
    #[serde(default)]
    postcode: Vec<Postcodes>,
}

impl Reserved {
    /// The embedded table.
    pub(super) fn embedded() -> Result<Arc<Self>, Error> {
        let table = TABLE
            .as_ref()
            .map_err(|message| Error::Data { file: "rules/reserved".into(), message: message.clone() })?;
        Ok(Arc::clone(table))
    }

    /// The embedded table with the files of a folder in place of those of the same name.
    pub(super) fn with_folder(folder: &Path) -> Result<Arc<Self>, Error> {
        let mut files = BTreeMap::new();
        for file in EMBEDDED.files() {
            if let (Some(name), Some(text)) = (file.path().file_name().and_then(|n| n.to_str()), file.contents_utf8()) {
                files.insert(name.to_owned(), text.to_owned());
            }
        }
        files.extend(toml_files(folder)?);
        Self::parse(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))).map(Arc::new)
    }

    fn parse<'f>(files: impl Iterator<Item = (&'f str, &'f str)>) -> Result<Self, Error> {
        let mut table = Self::default();
        for (name, text) in files.filter(|(name, _)| is_toml(name)) {
            let fault = |message: String| Error::Data { file: format!("reserved/{name}"), message };
            let file: File = toml::from_str(text).map_err(|error| fault(error.message().to_owned()))?;
            for range in file.range {
                range.complaint().map_or(Ok(()), |complaint| Err(fault(format!("{}: {complaint}", range.entity))))?;
                table.ranges.entry(range.entity.clone()).or_default().push(range);
            }
            table.networks.extend(file.network);
            table.domains.extend(file.domain);
            table.seas.extend(file.sea);
            table.postcodes.extend(file.postcode);
        }
        Ok(table)
    }

    /// The ranges for an entity type.
    pub(super) fn of(&self, entity: &EntityType) -> &[Range] {
        self.ranges.get(entity).map_or(&[], Vec::as_slice)
    }

    /// Whether a canonical value lies in a range of its entity type.
    pub(super) fn holds(&self, entity: &EntityType, canonical: &str) -> bool {
        self.of(entity).iter().any(|range| range.holds(canonical))
    }

    /// Whether a value is a number that surrogates are, whatever a rule takes it for: one of any of the ranges that next to no other
    /// number is in. A number with separators of its own is compared as it is written.
    pub(super) fn wrote(&self, value: &str) -> bool {
        if let Ok(address) = value.trim().parse() {
            return self.holds_address(address);
        }
        let number = canonical(Kind::Number, value);
        self.ranges.values().flatten().any(|range| range.wrote(&number))
    }

    /// Digits of the area code of a telephone number that lies in a range.
    pub(super) fn area(&self, entity: &EntityType, number: &str) -> Option<usize> {
        self.of(entity).iter().find(|range| range.holds(number)).and_then(|range| range.area)
    }

    /// Whether an address lies in a network that nobody has.
    pub(super) fn holds_address(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.holds(address))
    }

    /// Whether a host lies in a domain that nobody has.
    pub(super) fn holds_host(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.').to_lowercase();
        self.domains.iter().any(|domain| domain.holds(&host))
    }

    /// Whether coordinates are where nobody lives.
    pub(super) fn holds_coordinates(&self, value: &str) -> bool {
        self.seas.iter().any(|sea| sea.holds(value))
    }

    /// The sea that coordinates are moved to.
    pub(super) fn sea(&self) -> Option<Sea> {
        self.seas.first().copied()
    }

    /// An address in a network that nobody has.
    pub(super) fn address(&self, like: IpAddr, shared: bool, draw: &mut Draw<'_>) -> Option<IpAddr> {
        internet::address(&self.networks, like, shared, draw)
    }

    /// Whether an entity type has ranges at all, and whether one of them keeps values apart without looking.
    pub(super) fn room(&self, entity: &EntityType) -> Option<bool> {
        let mut templates = self.of(entity).iter().flat_map(Range::templates).peekable();
        templates.peek()?;
        Some(templates.any(|template| capacity(template) >= WIDE))
    }

    /// A number of the ranges that has as many characters as `canonical` and, if there is one, begins as it does. `None` if the
    /// ranges have none of that length, or too few for a scope in which values do not know of each other.
    pub(super) fn draw(
        &self,
        entity: &EntityType,
        canonical: &str,
        shared: bool,
        draw: &mut Draw<'_>,
    ) -> Option<String> {
        let fits = |template: &&str| template.len() == canonical.len();
        let ranges = self.of(entity).iter();
        let all: Vec<(&Range, &str)> =
            ranges.flat_map(|range| range.templates().filter(fits).map(move |template| (range, template))).collect();
        pick(&all, canonical, shared, draw)
    }
}

/// The TOML files of a folder, by name.
pub(super) fn toml_files(folder: &Path) -> Result<BTreeMap<String, String>, Error> {
    let fault =
        |error: std::io::Error| Error::Data { file: folder.display().to_string(), message: error.kind().to_string() };
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        if let Some(name) = path.file_name().and_then(|n| n.to_str()).filter(|name| is_toml(name)) {
            files.insert(name.to_owned(), std::fs::read_to_string(&path).map_err(fault)?);
        }
    }
    Ok(files)
}

pub(super) fn is_toml(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "toml")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::Key;

    #[test]
    fn every_row_makes_numbers_that_it_holds() {
        let table = Reserved::embedded().unwrap();
        let key = Key::derive("test", b"");
        assert!(table.ranges.len() > 5);
        for (entity, ranges) in &table.ranges {
            for range in ranges {
                for template in range.templates() {
                    for n in 0..20u32 {
                        let word = n.to_le_bytes();
                        let wide = capacity(template) >= WIDE;
                        for shared in [false, true].into_iter().filter(|shared| wide || !shared) {
                            let number = range.fill(template, shared, &mut Draw::new(&key, [b"", b"", &word], 0));
                            let number = number.unwrap_or_else(|| panic!("{entity} {template}"));
                            assert!(table.holds(entity, &number), "{entity} {template} {number}");
                            // Cards of 14 and 15 digits: a wide scope leaves no room for a mark that tells much.
                            let marked = !shared || !matches!(template.len(), 14 | 15) || !template.starts_with('0');
                            assert_eq!(table.wrote(&number), marked, "{entity} {template} {number} {shared}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn rows_without_a_source_or_a_date_are_refused() {
        let row = |source: &str, date: &str, template: &str| {
            let text =
                format!("[[range]]\nentity = 'X'\ntemplates = ['{template}']\nsource = '{source}'\ndate = '{date}'\n");
            Reserved::parse([("a.toml", text.as_str())].into_iter()).map(|_| ()).map_err(|error| error.to_string())
        };
        assert_eq!(row("s", "2026-11-23", "12##"), Ok(()));
        for (source, date, template) in [(" ", "2026-11-23", "1#"), ("s", "soon", "1#"), ("s", "2026-11-23", "1 #")] {
            assert!(row(source, date, template).unwrap_err().starts_with("reserved/a.toml: X: "));
        }
    }

    /// What a rule takes a number for says nothing here, so what real numbers pass is what numbers drawn at random do: those that a
    /// check digit leaves of one kind have it of no other.
    #[test]
    fn next_to_no_number_passes_for_one_of_ours() {
        let table = Reserved::embedded().unwrap();
        let mut state = 4u64;
        for length in 5..=19usize {
            let number = |_| {
                state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
                let drawn = crate::redact::surrogate::mark::mixed(state) % 10u64.pow(u32::try_from(length).unwrap());
                format!("{drawn:0length$}")
            };
            let passed = (0..20_000).map(number).filter(|number| table.wrote(number)).count();
            assert!(passed <= 4, "{passed} of 20000 numbers of {length} digits");
        }
    }

    #[test]
    fn ranges_that_are_no_rarity_have_a_mark() {
        let table = Reserved::embedded().unwrap();
        assert!(table.wrote("07700 900123") && table.wrote("+44 7700 900123") && !table.wrote("07700 901123"));
        assert!(table.wrote("4111 1111 1111 1111") && !table.wrote("4111 1111 1111 1112"));
        assert!(table.wrote("192.0.2.7") && table.wrote("2001:db8::1") && !table.wrote("193.0.2.7"));
        let marked = (0..100_000).filter(|n| table.wrote(&format!("07-{n:07}"))).count();
        assert!((4..=25).contains(&marked), "one in 8192: {marked} of 100000");
    }
}
