//! Invented people: names put together from lists, with a mail address and a telephone number to match.

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::phones;
use super::reserved::MAIL_DOMAINS;
use super::rng::Rng;

/// Where a person lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Region {
    /// Nigeria.
    Ng,
    /// United States.
    Us,
    /// United Kingdom.
    Gb,
    /// Germany.
    De,
    /// France.
    Fr,
    /// Poland.
    Pl,
    /// Sweden.
    Se,
}

impl Region {
    /// Regions in the proportion in which customers are drawn.
    pub const WEIGHTED: [Self; 14] = {
        use Region::{De, Fr, Gb, Ng, Pl, Se, Us};
        [Ng, Us, De, Ng, Fr, Us, Gb, Ng, Pl, De, Us, Fr, Se, Ng]
    };

    /// ISO 3166-1 alpha-2 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ng => "NG",
            Self::Us => "US",
            Self::Gb => "GB",
            Self::De => "DE",
            Self::Fr => "FR",
            Self::Pl => "PL",
            Self::Se => "SE",
        }
    }

    fn names(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Ng => (
                &["Adébáyọ̀", "Chinedu", "Aisha", "Ngozi", "Tunde", "Ifeoma", "Musa", "Yetunde", "Emeka", "Halima"],
                &["Okonkwo", "Adeyẹmí", "Bello", "Eze", "Ogunlade", "Abubakar", "Nwosu", "Balogun", "Danjuma", "Obi"],
            ),
            Self::Us => (
                &["Marisol", "Tyler", "Denise", "Jamal", "Brooke", "Hector", "Kayla", "Wendell", "Priya", "Dustin"],
                &["O'Hara", "Whitlock", "Ramirez", "Jennings", "Castellano", "Park", "Holloway", "Freeman", "Dubois"],
            ),
            Self::Gb => (
                &["Rhiannon", "Callum", "Beatrice", "Imran", "Fiona", "Graham", "Saoirse", "Nigel"],
                &["Ashworth", "Pemberton", "Llewellyn", "Hussain", "MacLeod", "Thistlewood", "Birch-Hale"],
            ),
            Self::De => (
                &["Jörg", "Annelie", "Käthe", "Matthias", "Ute", "Sören", "Friederike", "Emre"],
                &["Größmann", "Vogelsang", "Müller-Brandt", "Yildiz", "Kranz", "Hölderle", "Petersen"],
            ),
            Self::Fr => (
                &["Aurélie", "Thibault", "Noémie", "François", "Zoé", "Guénolé", "Maëlle", "Karim"],
                &["Lefèvre", "Garnier", "de La Tour", "Béranger", "N'Diaye", "Cazenave", "Rousselin"],
            ),
            Self::Pl => (
                &["Łucja", "Grzegorz", "Małgorzata", "Paweł", "Żaneta", "Stanisław", "Agnieszka"],
                &["Wróblewska", "Śliwiński", "Kaczmarek", "Dąbrowski", "Zięba", "Jaworska"],
            ),
            Self::Se => (
                &["Åsa", "Göran", "Linnéa", "Öyvind", "Elsa", "Måns"],
                &["Sjöberg", "Åkerlund", "Lindqvist", "Björk", "Dahlgren"],
            ),
        }
    }

    /// Cities, and streets with a `#` for the house number.
    pub fn places(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Ng => (
                &["Lagos", "Abuja", "Ìbàdàn", "Enugu", "Kano", "Port Harcourt"],
                &["# Palmwine Close", "# Unity Road", "Plot #, Harmattan Crescent"],
            ),
            Self::Us => (
                &["Portland", "Boise", "Tucson", "Duluth", "Savannah", "Albany"],
                &["# Juniper Hollow Rd", "# Tin Whistle Ave", "# Old Quarry Lane, Apt 3"],
            ),
            Self::Gb => (
                &["Leeds", "Bristol", "Cardiff", "Inverness"],
                &["# Heron's Reach", "# Gooseberry Row", "Flat 2, # Mill Bank"],
            ),
            Self::De => (
                &["Görlitz", "Münster", "Kassel", "Würzburg"],
                &["Birnbaumweg #", "Am Alten Brauhaus #", "Straße der Töpfer #"],
            ),
            Self::Fr => (
                &["Orléans", "Angoulême", "Besançon", "Sète"],
                &["# rue des Hirondelles", "# bis, allée du Vieux-Puits", "# impasse de l'Étang"],
            ),
            Self::Pl => (&["Łódź", "Gdańsk", "Rzeszów", "Białystok"], &["ul. Źródlana #", "ul. Wierzbowa # m. 4"]),
            Self::Se => (&["Malmö", "Umeå", "Örebro"], &["Björkstigen #", "Kvarngränd #"]),
        }
    }
}

/// An invented person.
#[derive(Debug, Clone)]
pub struct Person {
    /// Where the person lives.
    pub region: Region,
    /// Given name.
    pub first: String,
    /// Family name.
    pub last: String,
    /// Mail address in a reserved domain.
    pub email: String,
    /// Telephone number.
    pub phone: String,
}

impl Person {
    /// Draws a person of the region.
    pub fn draw(region: Region, rng: &mut Rng) -> Self {
        let (first_names, last_names) = region.names();
        let first = rng.word(first_names).to_owned();
        let last = rng.word(last_names).to_owned();
        let email = email(&first, &last, rng);
        let international = rng.one_in(2);
        let phone = phones::phone(region, international, rng);
        Self { region, first, last, email, phone }
    }

    /// Given and family name.
    pub fn name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }
}

/// A mail address made from a name.
pub fn email(first: &str, last: &str, rng: &mut Rng) -> String {
    let (first, last) = (ascii(first), ascii(last));
    let initial: String = first.chars().take(1).collect();
    let number = rng.between(1, 99);
    let domain = rng.word(&MAIL_DOMAINS);
    match rng.below(8) {
        0 => format!("{first}@{domain}"),
        1 => format!("{initial}.{last}@{domain}"),
        2 => format!("{first}_{last}{number}@{domain}"),
        3 => format!("{first}.{last}+orders@{domain}"),
        4 => format!("{initial}{last}-{number}@{domain}"),
        _ => format!("{first}.{last}@{domain}"),
    }
}

/// Lower-case ASCII letters of a name; an apostrophe stays, because mail addresses may hold one.
fn ascii(name: &str) -> String {
    let special = |c: char| match c {
        'ł' => "l".to_owned(),
        'ß' => "ss".to_owned(),
        'ø' => "o".to_owned(),
        other => other.to_string(),
    };
    let lower: String = name.to_lowercase().chars().map(special).collect();
    lower.nfd().filter(|c| c.is_ascii_lowercase() || matches!(c, '\'' | '-')).collect()
}
