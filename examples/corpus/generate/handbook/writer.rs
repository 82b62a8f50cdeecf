//! Deals sentences from pools, so that none comes again before all have been used, and fills them.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::{Cast, Fragments, Marked, Person, Region, Rng, render};

/// Names of the firm's programs.
const PROGRAMS: [&str; 6] = ["Larder", "Compass", "the Ledger", "Signpost", "the Almanac", "Toolshed"];
/// Who decides.
const ROLES: [&str; 6] = [
    "the site manager",
    "your team lead",
    "the head of operations",
    "the duty manager",
    "the works council",
    "payroll",
];

/// Writes paragraphs.
pub struct Writer {
    pools: BTreeMap<String, Vec<String>>,
    decks: BTreeMap<String, Vec<String>>,
    recent: BTreeMap<String, Vec<String>>,
    seed: u64,
    sentences: u32,
    rng: Rng,
}

impl Writer {
    /// A writer with its pools of sentences.
    pub fn new(pools: BTreeMap<String, Vec<String>>, seed: u64) -> Self {
        Self {
            pools,
            decks: BTreeMap::new(),
            recent: BTreeMap::new(),
            seed,
            sentences: 0,
            rng: Rng::new(seed, "handbook"),
        }
    }

    /// A number of sentences about a thing, most from the pool and some from the general one; now and then the last
    /// names a person to ask.
    pub fn paragraph(&mut self, pool: &str, thing: &str, sentences: u32, day: i64) -> Result<Marked> {
        let mut out = Marked::default();
        for n in 0..sentences {
            let last = n + 1 == sentences;
            let from = if last && self.rng.one_in(4) {
                "contact"
            } else if self.rng.one_in(6) {
                "policy"
            } else {
                pool
            };
            if n > 0 {
                out.push(" ");
            }
            out.append(&self.sentence(from, thing, day)?);
        }
        Ok(out)
    }

    fn sentence(&mut self, pool: &str, thing: &str, day: i64) -> Result<Marked> {
        self.sentences += 1;
        let template = self.deal(pool)?;
        let mut own = Rng::new(self.seed, &format!("sentence {}", self.sentences));
        let region = own.pick(&Region::WEIGHTED).copied().unwrap_or(Region::Gb);
        let person = Person::draw(region, &mut own);
        let mut cast = Cast::new("handbook", &person, "en", day, own);
        cast.set("thing", thing);
        cast.set("system", self.rng.word(&PROGRAMS));
        cast.set("role", self.rng.word(&ROLES));
        cast.set("form", &format!("HF-{}", self.rng.between(10, 99)));
        render(&template, &mut cast, &Fragments::new())
    }

    /// How many sentences the next paragraph of a section has, of those that are left.
    pub fn length(&mut self, left: u32) -> u32 {
        let wanted = u32::try_from(self.rng.between(3, 6)).unwrap_or(3);
        if left < wanted + 2 { left } else { wanted }
    }

    /// Yes with a probability of one in `n`.
    pub fn one_in(&mut self, n: u64) -> bool {
        self.rng.one_in(n)
    }

    fn deal(&mut self, pool: &str) -> Result<String> {
        let deck = self.decks.entry(pool.to_owned()).or_default();
        if deck.is_empty() {
            deck.extend(self.pools.get(pool).context("no such pool of sentences")?.iter().cloned());
            self.rng.shuffle(deck);
            // What was used last comes last, so that no sentence stands close to itself.
            let recent = self.recent.entry(pool.to_owned()).or_default();
            deck.sort_by_key(|sentence| !recent.contains(sentence));
            recent.clear();
        }
        let sentence = deck.pop().context("a pool of sentences is empty")?;
        if deck.len() < 8 {
            self.recent.entry(pool.to_owned()).or_default().push(sentence.clone());
        }
        Ok(sentence)
    }
}
