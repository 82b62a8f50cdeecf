//! Postcodes that no place has, in the form of the one that they replace.

use serde::Deserialize;

use super::Maker;
use super::draw::Draw;
use super::internet::sourced;

/// A row of the table: postcodes that no place of some countries has.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Row")]
pub(super) struct Postcodes {
    countries: Vec<String>,
    /// `#` is any digit, `@` any letter but I and O; everything else is itself.
    templates: Vec<String>,
    /// Whether places of other countries have such postcodes, so that they are nobody's only beside the name of the country.
    elsewhere: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    countries: Vec<String>,
    templates: Vec<String>,
    source: String,
    date: String,
    #[serde(default)]
    elsewhere: bool,
    #[serde(default)]
    note: Option<String>,
}

impl TryFrom<Row> for Postcodes {
    type Error = String;

    fn try_from(row: Row) -> Result<Self, String> {
        sourced(&row.source, &row.date)?;
        let known = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || matches!(c, '#' | '@' | ' ' | '-');
        if row.templates.is_empty() || row.countries.is_empty() || row.note.is_some_and(|note| note.is_empty()) {
            return Err("a row of postcodes has countries and templates, and no empty note".to_owned());
        }
        let bad = row.templates.iter().find(|template| !template.chars().all(known));
        bad.map_or(Ok(()), |template| Err(format!("`{template}` is not a template of postcodes")))?;
        Ok(Self { countries: row.countries, templates: row.templates, elsewhere: row.elsewhere })
    }
}

/// What kind of character: digit, letter, or itself.
fn class(c: char) -> char {
    match c {
        '0'..='9' | '#' => '#',
        'A'..='Z' | 'a'..='z' | '@' => '@',
        other => other,
    }
}

/// Whether a postcode has the form of a template.
fn has_form(template: &str, value: &str) -> bool {
    value.chars().map(class).eq(template.chars().map(class))
}

/// Whether a postcode is one of a template.
fn is_of(template: &str, value: &str) -> bool {
    let same = |(t, c): (char, char)| match t {
        '#' => c.is_ascii_digit(),
        '@' => c.is_ascii_alphabetic(),
        literal => literal == c.to_ascii_uppercase(),
    };
    template.len() == value.len() && template.chars().zip(value.chars()).all(same)
}

/// A postcode with the sign of its country before it (`D-10115`): the sign, and the postcode.
pub(super) fn with_sign(value: &str) -> (&str, &str) {
    let sign = value.find('-').filter(|at| (1..=2).contains(at)).and_then(|at| value.split_at_checked(at + 1));
    sign.filter(|(sign, _)| sign.trim_end_matches('-').bytes().all(|b| b.is_ascii_uppercase())).unwrap_or(("", value))
}

/// Postcodes of several rows.
#[derive(Debug, Default)]
pub(super) struct Table(Vec<Postcodes>);

impl Table {
    pub(super) fn extend(&mut self, rows: Vec<Postcodes>) {
        self.0.extend(rows);
    }

    /// Templates in the form of a postcode: those of its country, or where that is not known of the first row that has any.
    fn fitting<'t>(&'t self, value: &'t str, country: Option<&'t str>) -> impl Iterator<Item = &'t str> {
        let of = move |row: &&Postcodes| match country {
            Some(country) => row.countries.iter().any(|known| known == country),
            None => !row.elsewhere,
        };
        let fits = move |template: &&str| has_form(template, value);
        let templates = |row: &'t Postcodes| row.templates.iter().map(String::as_str);
        let row = self.0.iter().filter(of).find(move |row| templates(row).any(|template| fits(&template)));
        row.into_iter().flat_map(templates).filter(fits)
    }

    /// Whether a text has the form of the postcodes of a country.
    pub(super) fn has_form(&self, value: &str, country: &str) -> bool {
        self.fitting(value, Some(country)).next().is_some()
    }

    /// Whether no place has a postcode.
    pub(super) fn holds(&self, value: &str, country: Option<&str>) -> bool {
        let value = with_sign(value.trim()).1;
        self.fitting(value, country).any(|template| is_of(template, value))
    }

    /// A postcode that no place has. In a scope in which values do not know of each other there are too few to keep them apart,
    /// which matters only where nothing else does (`alone`).
    pub(super) fn write(
        &self,
        maker: &mut Maker<'_>,
        value: &str,
        country: Option<&str>,
        alone: bool,
    ) -> Option<String> {
        let (sign, code) = with_sign(value);
        let templates: Vec<&str> = self.fitting(code, country).collect();
        if templates.is_empty() || (alone && maker.shared) {
            return None;
        }
        let fill = |draw: &mut Draw<'_>| {
            let template = templates.get(usize::try_from(draw.below(templates.len() as u64)).ok()?)?;
            template.chars().map(|c| filled(c, draw)).collect::<Option<String>>()
        };
        let canonical = code.to_uppercase();
        let new = match maker.assign("postcode", &canonical, fill) {
            Some(new) => new,
            None if alone => return None,
            None => fill(&mut Draw::new(maker.key, [b"postcode", &maker.tweak, canonical.as_bytes()], 0))?,
        };
        let lower = code.chars().any(char::is_lowercase);
        Some(format!("{sign}{}", if lower { new.to_lowercase() } else { new }))
    }
}

/// A character of a template filled in.
fn filled(c: char, draw: &mut Draw<'_>) -> Option<char> {
    match c {
        '#' => char::from_digit(u32::try_from(draw.below(10)).ok()?, 10),
        '@' => "ABCDEFGHJKLMNPQRSTUVWXYZ".chars().nth(usize::try_from(draw.below(24)).ok()?),
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_apart() {
        assert!(has_form("V@# #@@", "SW1 1AA") && !has_form("V@# #@@", "SW11AA") && !has_form("V@# #@@", "SW1-1AA"));
        assert!(is_of("V@# #@@", "vb1 1aa") && !is_of("V@# #@@", "SW1 1AA"));
        assert_eq!(with_sign("D-10115"), ("D-", "10115"));
        assert_eq!(with_sign("00-950"), ("", "00-950"));
        for (templates, countries) in [("['1#']", "[]"), ("[]", "['X']"), ("['1.#']", "['X']")] {
            let row = format!("countries = {countries}\ntemplates = {templates}\nsource = 's'\ndate = '2026-11-23'\n");
            assert!(toml::from_str::<Postcodes>(&row).is_err(), "{row}");
        }
    }
}
