//! Sentences put together from templates that were taken apart once.

use std::collections::BTreeMap;
use std::fmt::Write;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::super::marked::Marked;
use super::super::rng::Rng;
use super::super::template::{self, Piece};
use super::pools::Pool;
use super::words::Class;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Script {
    sentences: Vec<String>,
    personal: Vec<String>,
}

enum Part {
    Text(String),
    /// A word of a class; whether an indefinite article stands before it.
    Word(usize, bool),
    Figure(Figure),
    Value(usize),
}

struct Sentence {
    parts: Vec<Part>,
    words: u64,
}

/// Figures that are nobody's.
#[derive(Clone, Copy)]
enum Figure {
    Count,
    Percent,
    Amount,
    Date,
    IsoDate,
    Time,
    Year,
    Version,
    Order,
    Epoch,
    Size,
    Ratio,
    Reference,
    Hex,
}

/// Puts sentences together and keeps their density.
pub struct Speaker {
    plain: Vec<Sentence>,
    personal: Vec<Sentence>,
    vocabulary: Vec<Vec<String>>,
    pools: Vec<Pool>,
    density: f64,
    words: u64,
    values: u64,
    rng: Rng,
}

impl Speaker {
    /// A speaker that plants `density` values for every word.
    pub fn new(seed: u64, density: f64) -> Result<Self> {
        let script: Script =
            toml::from_str(include_str!("../../text/prose.toml")).context("the prose script does not parse")?;
        let mut parts = Compiler { seed, ..Compiler::default() };
        let plain = script.sentences.iter().map(|text| parts.sentence(text)).collect::<Result<_>>()?;
        let personal = script.personal.iter().map(|text| parts.sentence(text)).collect::<Result<_>>()?;
        let Compiler { vocabulary, pools, .. } = parts;
        Ok(Self { plain, personal, vocabulary, pools, density, words: 0, values: 0, rng: Rng::new(seed, "prose") })
    }

    /// Words so far.
    pub fn words(&self) -> u64 {
        self.words
    }

    /// Values so far, names of people not counted.
    pub fn values(&self) -> u64 {
        self.values
    }

    /// Replaces `out` by paragraphs of about `sentences` sentences each.
    pub fn text(&mut self, paragraphs: u64, sentences: u64, out: &mut Marked) {
        out.text.clear();
        out.spans.clear();
        for paragraph in 0..paragraphs {
            if paragraph > 0 {
                out.push("\n\n");
            }
            let count = self.rng.between(sentences / 2, sentences + sentences / 2);
            for n in 0..count {
                if n > 0 {
                    out.push(" ");
                }
                self.say(out);
            }
        }
    }

    fn say(&mut self, out: &mut Marked) {
        let behind = (self.values as f64) < self.words as f64 * self.density;
        let pool = if behind { &self.personal } else { &self.plain };
        let Some(sentence) = self.rng.pick(pool) else { return };
        self.words += sentence.words;
        let start = out.text.len();
        for part in &sentence.parts {
            match part {
                Part::Text(text) => out.push(text),
                Part::Figure(figure) => figure.write(&mut self.rng, &mut out.text),
                Part::Word(class, article) => {
                    let words = self.vocabulary.get(*class).map_or(&[][..], Vec::as_slice);
                    let word = self.rng.pick(words).map_or("", String::as_str);
                    if *article && word.starts_with(['a', 'e', 'i', 'o', 'u']) {
                        out.text.pop();
                        out.push("n ");
                    }
                    out.push(word);
                }
                Part::Value(pool) => {
                    let Some(pool) = self.pools.get(*pool) else { continue };
                    out.push_value(pool.pick(&mut self.rng), Some(pool.entity));
                    self.values += u64::from(pool.counts);
                }
            }
        }
        // A sentence that begins with a value leaves it as it is: a mail address does not turn upper-case.
        if matches!(sentence.parts.first(), Some(Part::Word(..)))
            && let Some(first) = out.text.get_mut(start..=start)
        {
            first.make_ascii_uppercase();
        }
    }
}

#[derive(Default)]
struct Compiler {
    seed: u64,
    classes: BTreeMap<Class, usize>,
    slots: BTreeMap<String, usize>,
    vocabulary: Vec<Vec<String>>,
    pools: Vec<Pool>,
}

impl Compiler {
    fn sentence(&mut self, text: &str) -> Result<Sentence> {
        let mut parts = Vec::new();
        let mut article = false;
        for piece in template::parse(text)? {
            parts.push(match piece {
                Piece::Text(text) => {
                    article = text == "A " || text.ends_with(" a ");
                    Part::Text(text.to_owned())
                }
                Piece::Slot(slot) => self.slot(slot, std::mem::take(&mut article))?,
                Piece::Fragment(_) | Piece::Choice(_) => anyhow::bail!("prose knows slots only"),
            });
        }
        Ok(Sentence { parts, words: text.split_whitespace().count() as u64 })
    }

    fn slot(&mut self, slot: &str, article: bool) -> Result<Part> {
        if let Some(class) = Class::of(slot) {
            let next = self.vocabulary.len();
            let index = *self.classes.entry(class).or_insert(next);
            if index == next {
                self.vocabulary.push(class.words());
            }
            return Ok(Part::Word(index, article));
        }
        if let Some(figure) = Figure::of(slot) {
            return Ok(Part::Figure(figure));
        }
        let next = self.pools.len();
        let index = *self.slots.entry(slot.to_owned()).or_insert(next);
        if index == next {
            self.pools.push(Pool::draw(slot, self.seed)?);
        }
        Ok(Part::Value(index))
    }
}

impl Figure {
    fn of(slot: &str) -> Option<Self> {
        Some(match slot {
            "count" => Self::Count,
            "percent" => Self::Percent,
            "amount" => Self::Amount,
            "date" => Self::Date,
            "iso_date" => Self::IsoDate,
            "time" => Self::Time,
            "year" => Self::Year,
            "version" => Self::Version,
            "order" => Self::Order,
            "epoch" => Self::Epoch,
            "size" => Self::Size,
            "ratio" => Self::Ratio,
            "reference" => Self::Reference,
            "hex" => Self::Hex,
            _ => return None,
        })
    }

    fn write(self, rng: &mut Rng, out: &mut String) {
        // Writing to a string cannot fail.
        let _ = match self {
            Self::Count => write!(out, "{}", rng.between(2, 400)),
            Self::Percent => write!(out, "{}.{}", rng.between(1, 80), rng.below(10)),
            Self::Amount => {
                let sign = rng.word(&["£", "$", "€", "₦"]);
                write!(out, "{sign}{},{:03}.{:02}", rng.between(1, 90), rng.below(1000), rng.below(100))
            }
            Self::Date => {
                write!(out, "{:02}/{:02}/{}", rng.between(1, 28), rng.between(1, 12), rng.between(2015, 2026))
            }
            Self::IsoDate => {
                write!(out, "{}-{:02}-{:02}", rng.between(2015, 2026), rng.between(1, 12), rng.between(1, 28))
            }
            Self::Time => write!(out, "{:02}:{:02}", rng.below(24), rng.below(60)),
            Self::Year => write!(out, "{}", rng.between(1890, 2026)),
            Self::Version => write!(out, "{}.{}.{}", rng.between(1, 12), rng.below(40), rng.below(30)),
            Self::Order => write!(out, "ORD-{:05}-{:04}", rng.below(100_000), rng.below(10_000)),
            Self::Epoch => write!(out, "17{:08}{:03}", rng.below(100_000_000), rng.below(1000)),
            Self::Size => write!(out, "{}.{} km", rng.between(1, 90), rng.below(10)),
            Self::Ratio => write!(out, "{} in {}", rng.between(1, 9), rng.between(10, 20)),
            Self::Reference => write!(out, "LN-{:06}/{}", rng.below(1_000_000), rng.between(1, 40)),
            Self::Hex => write!(out, "{:08x}", rng.bits() >> 32),
        };
    }
}
