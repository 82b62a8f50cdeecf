//! Amounts of money, as each language writes them.

use super::people::Region;

/// An amount in hundredths.
#[derive(Debug, Clone, Copy)]
pub struct Amount(pub u64);

impl Amount {
    /// The tax on it, rounded half up; the rate is in tenths of a per cent.
    pub fn tax(self, rate: u64) -> Self {
        Self((self.0 * rate + 500) / 1000)
    }

    /// As a JSON number.
    pub fn number(self) -> String {
        format!("{}.{:02}", self.0 / 100, self.0 % 100)
    }

    /// As written in a text of the language.
    pub fn written(self, language: &str) -> String {
        // French groups digits with a narrow no-break space, Polish with a no-break space.
        let (group, point) = match language {
            "de" => (".", ','),
            "fr" => ("\u{202f}", ','),
            "pl" => ("\u{a0}", ','),
            _ => (",", '.'),
        };
        let whole = self.0 / 100;
        let thousands = whole / 1000;
        let head = if thousands > 0 { format!("{thousands}{group}{:03}", whole % 1000) } else { whole.to_string() };
        format!("{head}{point}{:02}", self.0 % 100)
    }
}

/// Currency and usual rate of value-added or sales tax, in tenths of a per cent.
pub fn tax(region: Region) -> (&'static str, u64) {
    match region {
        Region::Ng => ("NGN", 75),
        Region::Us => ("USD", 82),
        Region::Gb => ("GBP", 200),
        Region::De => ("EUR", 190),
        Region::Fr => ("EUR", 200),
        Region::Pl => ("PLN", 230),
        Region::Se => ("SEK", 250),
    }
}

/// A rate in tenths of a per cent, as written in a text of the language.
pub fn rate(tenths: u64, language: &str) -> String {
    let point = if matches!(language, "de" | "fr" | "pl") { ',' } else { '.' };
    if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { format!("{}{point}{}", tenths / 10, tenths % 10) }
}
