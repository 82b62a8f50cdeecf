//! Ranges of numbers in which no living person can be: data, with source and date of every row.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::check_digit::Check;
use super::draw::Draw;
use super::internet::{self, Domain, Network, sourced};
use super::postcode::{self, Postcodes};
use super::sea::Sea;
use crate::core::EntityType;
use crate::redact::Error;

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

/// One row of the table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Range {
    entity: EntityType,
    /// Calling code of the country whose telephone numbers these are; the templates begin with it.
    #[serde(default)]
    pub(super) country: Option<String>,
    /// Digits of the area code of these telephone numbers behind that of the country, or of what stands for one.
    #[serde(default)]
    pub(super) area: Option<usize>,
    /// Whether they are of mobile telephones, in a country whose numbers say so.
    #[serde(default)]
    pub(super) mobile: bool,
    /// Numbers as templates: `#` is any digit, `@` any letter, `x` a hexadecimal digit, `?` a check digit; digits and capital
    /// letters stand for themselves.
    templates: Vec<String>,
    /// How the check digits are reckoned.
    #[serde(default)]
    check: Check,
    /// Who says that these numbers are nobody's.
    source: String,
    /// When that was looked up (`YYYY-MM-DD`).
    date: String,
    /// What else is to be said.
    #[serde(default)]
    note: Option<String>,
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

/// One of the templates filled in: of those that begin with the same character as the value, or are wide enough for a shared
/// scope.
pub(super) fn pick(all: &[(&Range, &str)], canonical: &str, shared: bool, draw: &mut Draw<'_>) -> Option<String> {
    let sized = all.iter().map(|(range, template)| (*range, *template, capacity(template)));
    let wide: Vec<_> = sized.filter(|(_, _, size)| !shared || *size >= WIDE).collect();
    let alike = |(_, template, _): &&(&Range, &str, u128)| template.get(..1) == canonical.get(..1);
    let alike: Vec<_> = if shared { Vec::new() } else { wide.iter().filter(alike).copied().collect() };
    let all_of = |pool: &[(&Range, &str, u128)]| pool.iter().map(|(_, _, size)| size).sum::<u128>();
    // When all that begin alike are taken, any will do.
    let most = u32::try_from(all_of(&alike).saturating_mul(8)).unwrap_or(u32::MAX);
    let pool = if alike.is_empty() || draw.attempt() >= most { wide } else { alike };
    let mut at = u128::from(draw.below(u64::try_from(all_of(&pool)).unwrap_or(u64::MAX)));
    let (range, template, _) = pool.into_iter().find(|(_, _, size)| {
        let here = at < *size;
        at = at.saturating_sub(*size);
        here
    })?;
    range.fill(template, draw)
}

/// How many numbers a template stands for.
pub(super) fn capacity(template: &str) -> u128 {
    let choices = template.chars().map(|c| match c {
        '#' => 10u128,
        '@' => 26,
        'x' => 16,
        _ => 1,
    });
    choices.fold(1, u128::saturating_mul)
}

impl Range {
    /// The templates, without the spaces that make them readable.
    pub(super) fn templates(&self) -> impl Iterator<Item = &str> {
        self.templates.iter().map(String::as_str)
    }

    /// What is wrong with the row.
    fn complaint(&self) -> Option<String> {
        let known = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || matches!(c, '#' | '@' | 'x' | '?');
        let country = self.country.as_deref().unwrap_or_default();
        if self.templates.is_empty() || self.note.as_ref().is_some_and(String::is_empty) {
            return Some("there is no template, or the note is empty".to_owned());
        }
        if let Err(complaint) = sourced(&self.source, &self.date) {
            return Some(complaint);
        }
        let bad = self.templates().find(|template| !template.chars().all(known) || !template.starts_with(country));
        bad.map(|template| format!("`{template}` is not a template"))
    }

    fn holds(&self, canonical: &str) -> bool {
        self.templates().any(|template| matches(template, canonical))
    }

    /// Some digits allow no check digit; others are drawn then.
    fn fill(&self, template: &str, draw: &mut Draw<'_>) -> Option<String> {
        (0..50).find_map(|_| self.fill_once(template, draw))
    }

    fn fill_once(&self, template: &str, draw: &mut Draw<'_>) -> Option<String> {
        let mut filled = String::with_capacity(template.len());
        for c in template.chars() {
            filled.push(match c {
                '#' => digit(draw, 10)?,
                'x' => digit(draw, 16)?.to_ascii_uppercase(),
                '@' => {
                    // Without I and O, which some of these numbers do not have.
                    let letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";
                    letters.chars().nth(usize::try_from(draw.below(24)).ok()?)?
                }
                other => other,
            });
        }
        self.check.complete(&filled)
    }
}

fn digit(draw: &mut Draw<'_>, radix: u32) -> Option<char> {
    char::from_digit(u32::try_from(draw.below(u64::from(radix))).ok()?, radix)
}

/// Whether a number is one that a template stands for. Check digits may be any.
fn matches(template: &str, number: &str) -> bool {
    // Templates are ASCII, and no byte of another character is one of theirs.
    let same = |(t, c): (u8, u8)| match t {
        b'#' => c.is_ascii_digit(),
        b'?' => c.is_ascii_digit() || c.is_ascii_uppercase(),
        b'@' => c.is_ascii_uppercase(),
        b'x' => c.is_ascii_hexdigit(),
        literal => literal == c,
    };
    template.len() == number.len() && template.bytes().zip(number.bytes()).all(same)
}

/// A number in the shape of a written value: its letters and digits in place of those of the value, one by one, letters in the
/// case of the letter they replace. `None` unless there are as many.
pub(super) fn in_shape(value: &str, number: &str) -> Option<String> {
    let mut new = number.chars();
    let lower = value.chars().any(char::is_lowercase) && !value.chars().any(char::is_uppercase);
    let case = |c: char| if lower { c.to_ascii_lowercase() } else { c };
    let shaped: Option<String> =
        value.chars().map(|c| if c.is_alphanumeric() { new.next().map(case) } else { Some(c) }).collect();
    shaped.filter(|_| new.next().is_none())
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
                        let number = range.fill(template, &mut Draw::new(&key, [b"", b"", &n.to_le_bytes()], 0));
                        let number = number.unwrap_or_else(|| panic!("{entity} {template}"));
                        assert!(table.holds(entity, &number), "{entity} {template} {number}");
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

    #[test]
    fn shape_is_that_of_the_value() {
        assert_eq!(in_shape("078-05-1120", "666123456").as_deref(), Some("666-12-3456"));
        assert_eq!(in_shape("ab 12 c", "XY99Z").as_deref(), Some("xy 99 z"));
        assert_eq!(in_shape("1234", "123"), None);
        assert_eq!(in_shape("12", "123"), None);
    }
}
