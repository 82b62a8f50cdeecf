//! The values of one record: drawn when first asked for, the same ever after, so that an answer repeats its question.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::money::Amount;
use super::people::{Person, Region, email};
use super::rng::Rng;
use super::{dates, money, phones, reserved};

/// A value and its entity type, if it is personal or secret.
#[derive(Debug, Clone)]
pub struct Value {
    /// The value as written.
    pub text: String,
    /// Its entity type.
    pub entity: Option<&'static str>,
}

/// Values for one record.
pub struct Cast<'a> {
    customer: &'a str,
    person: &'a Person,
    other: Person,
    language: String,
    day: i64,
    net: Amount,
    rng: Rng,
    drawn: BTreeMap<String, Value>,
}

impl<'a> Cast<'a> {
    /// A cast around a customer, for a text in `language` written `day` days after the samples begin.
    pub fn new(customer: &'a str, person: &'a Person, language: &str, day: i64, mut rng: Rng) -> Self {
        let mut other = Person::draw(*rng.pick(&Region::WEIGHTED).unwrap_or(&person.region), &mut rng);
        while other.first == person.first || other.last == person.last {
            other = Person::draw(other.region, &mut rng);
        }
        let net = Amount(rng.between(900, 480_000));
        Self { customer, person, other, language: language.to_owned(), day, net, rng, drawn: BTreeMap::new() }
    }

    /// Language of the text (BCP 47).
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The stream that choices are drawn from.
    pub fn rng(&mut self) -> &mut Rng {
        &mut self.rng
    }

    /// Fixes the value of a slot that is not personal.
    pub fn set(&mut self, slot: &str, text: &str) {
        self.drawn.insert(slot.to_owned(), Value { text: text.to_owned(), entity: None });
    }

    /// The value of a slot. A digit at its end asks for another value of the same kind.
    pub fn value(&mut self, slot: &str) -> Option<Value> {
        if let Some(value) = self.drawn.get(slot) {
            return Some(value.clone());
        }
        let kind = slot.trim_end_matches(|c: char| c.is_ascii_digit());
        let second = kind != slot;
        let first = self.drawn.get(kind).map(|value| value.text.clone());
        // A few lists are short, so a second value may have to be drawn more than once to differ from the first.
        let value = (0..32).find_map(|_| {
            let value = self.draw(slot, kind, second)?;
            (Some(&value.text) != first.as_ref()).then_some(value)
        })?;
        self.drawn.insert(slot.to_owned(), value.clone());
        Some(value)
    }

    fn draw(&mut self, slot: &str, kind: &str, second: bool) -> Option<Value> {
        Some(match self.personal(kind, second) {
            Some((text, entity)) => Value { text, entity: Some(entity) },
            None => Value { text: self.ordinary(kind, slot)?, entity: None },
        })
    }

    fn personal(&mut self, kind: &str, second: bool) -> Option<(String, &'static str)> {
        let person = if second { &self.other } else { self.person };
        let region = self.person.region;
        let rng = &mut self.rng;
        Some(match kind {
            "name" => (person.name(), "PERSON"),
            "first" => (person.first.clone(), "PERSON"),
            "last" => (person.last.clone(), "PERSON"),
            "email" if second && rng.one_in(2) => (email(&person.first, &person.last, rng), "EMAIL_ADDRESS"),
            "email" => (person.email.clone(), "EMAIL_ADDRESS"),
            "phone" if second => (phones::phone(person.region, true, rng), "PHONE_NUMBER"),
            "phone" => (person.phone.clone(), "PHONE_NUMBER"),
            "address" => (address(region, rng), "LOCATION"),
            "card" => (reserved::card(rng), "CREDIT_CARD"),
            "iban" if second => (reserved::iban(self.other.region.code(), rng), "IBAN_CODE"),
            "iban" => (reserved::iban(region.code(), rng), "IBAN_CODE"),
            "ip" => (reserved::ipv4(rng), "IP_ADDRESS"),
            "ipv" => (reserved::ipv6(rng), "IP_ADDRESS"),
            "mac" => (reserved::mac(rng), "MAC_ADDRESS"),
            "ssn" => (rng.word(&reserved::SSNS).to_owned(), "US_SSN"),
            "nin" => (reserved::nin(rng), "NG_NIN"),
            "bvn" => (reserved::bvn(rng), "NG_BVN"),
            "aws_key" => (aws_pair(self.day).0.to_owned(), "AWS_ACCESS_KEY"),
            "aws_secret" => (aws_pair(self.day).1.to_owned(), "AWS_SECRET_KEY"),
            "pem" => (reserved::PEM.to_owned(), "PRIVATE_KEY"),
            "jwt" => (reserved::JWT.to_owned(), "JWT"),
            "codename" => ("Project Kingfisher".to_owned(), "DENY_LISTED"),
            "url_credentials" => (url_credentials(self.customer, rng), "URL_CREDENTIALS"),
            _ => return None,
        })
    }

    fn ordinary(&mut self, kind: &str, slot: &str) -> Option<String> {
        let region = self.person.region;
        let (currency, rate) = money::tax(region);
        let written = |amount: Amount| amount.written(&self.language);
        let vat = self.net.tax(rate);
        let total = Amount(self.net.0 + vat.0);
        Some(match slot {
            "customer" => self.customer.to_owned(),
            "customer_lower" => self.customer.to_lowercase(),
            "net" => written(self.net),
            "net_number" => self.net.number(),
            "net2" => written(Amount(self.net.0 / 7 + 199)),
            "vat" => written(vat),
            "total" => written(total),
            "total_number" => total.number(),
            "currency" => currency.to_owned(),
            "rate" => money::rate(rate, &self.language),
            "date" => self.date(-11),
            "date2" => self.date(17),
            "date3" => self.date(-46),
            "date4" => self.date(25),
            "products" => {
                let product = self.value("product")?.text;
                // German and French names are plural already, or stand behind a count of pieces.
                let ending = if self.language != "en" {
                    ""
                } else if product.ends_with('x') {
                    "es"
                } else {
                    "s"
                };
                product + ending
            }
            "quantity2" => self.rng.between(31, 90).to_string(),
            "quantity3" => self.rng.between(200, 2900).to_string(),
            "iso" => self.iso(-11).to_string(),
            "iso2" => self.iso(17).to_string(),
            "month" => dates::month(self.iso(-30), &self.language).to_owned(),
            _ => return number(kind, &mut self.rng).or_else(|| name(kind, region, &self.language, &mut self.rng)),
        })
    }

    fn iso(&self, days: i64) -> Date {
        dates::day(self.day + days)
    }

    fn date(&self, days: i64) -> String {
        dates::written(self.iso(days), &self.language, self.person.region)
    }
}

/// Numbers and codes that look like identifiers and are none.
fn number(kind: &str, rng: &mut Rng) -> Option<String> {
    Some(match kind {
        "order" => format!("ORD-2026-{:06}", rng.below(1_000_000)),
        "invoice" => format!("INV-{}-{:05}", rng.between(2025, 2026), rng.below(100_000)),
        "ticket" => format!("HF-{:05}", rng.between(10_000, 99_999)),
        "serial" => format!("LN-{:05}-{}", rng.below(100_000), rng.word(&["A", "B", "C", "K", "X"])),
        "tracking" => format!("HFX{:04}-{:04}-{:02}", rng.below(10_000), rng.below(10_000), rng.below(100)),
        "count" => rng.between(2, 19).to_string(),
        "quantity" | "days" => rng.between(2, 30).to_string(),
        "percent" => rng.between(3, 45).to_string(),
        "version" => format!("{}.{}.{}", rng.between(1, 9), rng.below(30), rng.below(20)),
        "time" => format!("{:02}:{:02}", rng.between(6, 22), rng.below(60)),
        "epoch" => format!("17{:08}{:03}", rng.below(100_000_000), rng.below(1000)),
        "hex" => format!("{:08x}", rng.bits() >> 32),
        "uuid" => {
            let (a, b) = (rng.bits(), rng.bits());
            format!("{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}", a >> 32, a >> 16 & 0xffff, a & 0xfff, b >> 52, b >> 16)
        }
        "doc_ip" => reserved::documentation_ip(rng),
        _ => return None,
    })
}

/// Names of things and firms.
fn name(kind: &str, region: Region, language: &str, rng: &mut Rng) -> Option<String> {
    let words: &[&str] = match (kind, language) {
        ("product", "de") => {
            &["Etikettendrucker", "Kassenschubladen", "Handscanner", "Standleuchten", "Dockingstationen"]
        }
        ("product", "fr") => &["scanner portatif", "tiroir-caisse", "chargeur solaire", "présentoir pliant"],
        ("product", _) => &[
            "label printer",
            "solar charger",
            "handheld scanner",
            "cash drawer",
            "standing desk",
            "cold box",
            "receipt roll",
            "docking station",
            "water filter",
            "folding display",
            "desk lamp",
            "rain cover",
            "soil sensor",
            "card reader",
        ],
        ("plan", _) => &["Starter", "Workshop", "Orchard", "Harbour", "Terrace"],
        ("vendor", _) => &[
            "Oakline Supplies",
            "Heron & Finch",
            "Palmwine Logistics",
            "Nordlicht Kontor",
            "Atelier Lumen",
            "Blue Gate Tools",
            "Zielony Most",
        ],
        ("city", _) => region.places().0,
        _ => return None,
    };
    Some(rng.word(words).to_owned())
}

fn address(region: Region, rng: &mut Rng) -> String {
    let house = rng.between(1, 180).to_string();
    rng.word(region.places().1).replace('#', &house)
}

/// One of the two published pairs: the id and the secret of a record belong together.
fn aws_pair(day: i64) -> (&'static str, &'static str) {
    let [first, second] = reserved::AWS_KEYS;
    if day % 2 == 0 { first } else { second }
}

fn url_credentials(customer: &str, rng: &mut Rng) -> String {
    let scheme = rng.word(&["https", "ftp", "postgres"]);
    let password = rng.word(&["Kestrel%21river", "blue-gate-77", "n0t-a-secret", "marmalade.4"]);
    format!("{scheme}://{}:{password}@files.example.org/releases", customer.to_lowercase())
}
