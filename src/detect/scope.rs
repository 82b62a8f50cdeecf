//! What the source of a text changes: which lists hold, and whose rules speak without being asked.

use super::compiled::CompiledRule;
use super::lists::ListScope;

/// Members of the European Union, ISO 3166-1 alpha-2 (<https://european-union.europa.eu/principles-countries-history/eu-countries_en>,
/// read in November 2026).
const EU: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// What holds for the texts of one source.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    pub(super) lists: ListScope,
    /// By rule: whether it is for values of other jurisdictions or in other languages.
    foreign: Vec<bool>,
}

impl Scope {
    pub(super) fn new(
        rules: &[CompiledRule],
        lists: ListScope,
        jurisdictions: &[String],
        languages: &[String],
    ) -> Self {
        let foreign = |rule: &CompiledRule| {
            let elsewhere = |issued: &String| !jurisdictions.iter().any(|place| is_in(issued, place));
            let other = |spoken: &String| !languages.iter().any(|language| same_language(spoken, language));
            let by_place =
                !jurisdictions.is_empty() && !rule.jurisdiction.is_empty() && rule.jurisdiction.iter().all(elsewhere);
            let by_language = !languages.is_empty() && !rule.languages.is_empty() && rule.languages.iter().all(other);
            by_place || by_language
        };
        let foreign = if jurisdictions.is_empty() && languages.is_empty() {
            Vec::new()
        } else {
            rules.iter().map(foreign).collect()
        };
        Self { lists, foreign }
    }

    /// Whether a rule is for values of other places or languages: it then needs a word for the value nearby.
    pub(super) fn is_foreign(&self, rule: usize) -> bool {
        self.foreign.get(rule) == Some(&true)
    }
}

/// Whether what is issued in a jurisdiction is at home in a place of the source.
fn is_in(issued: &str, place: &str) -> bool {
    issued == place || (place == "EU" && EU.contains(&issued)) || (issued == "EU" && EU.contains(&place))
}

/// BCP 47 tags speak of the same language if their first subtags are the same.
fn same_language(one: &str, other: &str) -> bool {
    let first = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    first(one) == first(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_at_home_in_the_union() {
        assert!(is_in("DE", "EU") && is_in("EU", "PL") && is_in("NG", "NG"));
        assert!(!is_in("GB", "EU") && !is_in("NG", "US"));
        assert!(same_language("pt-BR", "PT") && !same_language("pt", "pl"));
    }
}
