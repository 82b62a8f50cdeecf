//! Personal values drawn once and picked from later, so that dense text is as quick to make as plain text.

use anyhow::{Result, bail};

use super::super::people::{Person, Region};
use super::super::reserved;
use super::super::rng::Rng;

/// How many values a pool holds.
const SIZE: usize = 3000;

/// Values of one kind.
pub struct Pool {
    /// Their entity type.
    pub entity: &'static str,
    /// Whether they count towards the density.
    pub counts: bool,
    values: Vec<String>,
}

impl Pool {
    /// The pool of a slot.
    pub fn draw(slot: &str, seed: u64) -> Result<Self> {
        type Make = fn(&mut Rng) -> String;
        let (entity, make): (_, Make) = match slot {
            "name" => ("PERSON", |rng| person(rng).name()),
            "email" => ("EMAIL_ADDRESS", |rng| person(rng).email),
            "phone" => ("PHONE_NUMBER", |rng| person(rng).phone),
            "card" => ("CREDIT_CARD", reserved::card),
            "iban" => ("IBAN_CODE", |rng| reserved::iban("DE", rng)),
            "ip" => ("IP_ADDRESS", reserved::ipv4),
            "ipv6" => ("IP_ADDRESS", reserved::ipv6),
            "mac" => ("MAC_ADDRESS", reserved::mac),
            "ssn" => ("US_SSN", |rng| rng.word(&reserved::SSNS).to_owned()),
            "nin" => ("NG_NIN", reserved::nin),
            "bvn" => ("NG_BVN", reserved::bvn),
            "aws_key" => ("AWS_ACCESS_KEY", |rng| rng.word(&reserved::AWS_KEYS.map(|(id, _)| id)).to_owned()),
            _ => bail!("no such kind of value: {slot}"),
        };
        let mut rng = Rng::new(seed, slot);
        let values = (0..SIZE).map(|_| make(&mut rng)).collect();
        Ok(Self { entity, counts: slot != "name", values })
    }

    /// One of the values.
    pub fn pick(&self, rng: &mut Rng) -> &str {
        rng.pick(&self.values).map_or("", String::as_str)
    }
}

fn person(rng: &mut Rng) -> Person {
    let region = rng.pick(&Region::WEIGHTED).copied().unwrap_or(Region::Gb);
    Person::draw(region, rng)
}
