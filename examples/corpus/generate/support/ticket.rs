//! Tickets and the desk that draws them.

use anyhow::Result;

use super::super::cast::Cast;
use super::super::dates;
use super::super::marked::Marked;
use super::super::people::{Person, Region};
use super::super::rng::Rng;
use super::super::template::{Fragments, render};
use super::templates::{self, Template};

/// Days over which tickets were opened.
const PERIOD: u64 = 340;

/// One ticket and its answer.
#[derive(Debug, Clone)]
pub struct Ticket {
    /// The ticket's number.
    pub id: String,
    /// The customer's number: the group key.
    pub customer: String,
    /// Category of the task.
    pub category: String,
    /// `easy`, `medium` or `hard`.
    pub difficulty: String,
    /// Language (BCP 47).
    pub language: String,
    /// Day on which it was opened, counted from the start of the samples.
    pub day: i64,
    /// What is asked.
    pub prompt: Marked,
    /// What is answered.
    pub completion: Marked,
    /// What the desk noted for itself. The job does not map it, so it must not travel on.
    pub note: Marked,
    /// Licence of the one ticket, where the format holds one.
    pub licence: &'static str,
    /// Whether the customer agreed to training, where the format says so.
    pub consent: bool,
}

impl Ticket {
    /// Day on which the ticket was opened: `YYYY-MM-DD`.
    pub fn opened(&self) -> String {
        dates::day(self.day).to_string()
    }
}

/// The desk: customers who come back, and a deck of templates.
pub struct Desk {
    templates: Vec<Template>,
    fragments: Fragments,
    customers: Vec<(String, Person)>,
    deck: Vec<usize>,
    number: u32,
    seed: u64,
    rng: Rng,
}

impl Desk {
    /// Opens a desk with its customers.
    pub fn open(seed: u64) -> Result<Self> {
        let mut people = Rng::new(seed, "customers");
        let customers = (0..190)
            .map(|n| {
                let region = people.pick(&Region::WEIGHTED).copied().unwrap_or(Region::Ng);
                (format!("C-{:05}", 20_140 + n * 37), Person::draw(region, &mut people))
            })
            .collect();
        let (templates, fragments) = (templates::load()?, templates::fragments()?);
        let rng = Rng::new(seed, "tickets");
        Ok(Self { templates, fragments, customers, deck: Vec::new(), number: 48_000, seed, rng })
    }

    /// Draws that many tickets. Every template comes up once before any comes up again.
    pub fn tickets(&mut self, count: usize) -> Result<Vec<Ticket>> {
        (0..count).map(|n| self.ticket(n % 100 == 40)).collect()
    }

    /// The next ticket number.
    pub fn next_id(&mut self) -> String {
        self.number += 1;
        format!("HF-{}", self.number)
    }

    fn ticket(&mut self, rare: bool) -> Result<Ticket> {
        let wanted = if rare { self.rare() } else { None };
        let index = wanted.unwrap_or_else(|| self.deal());
        let id = self.next_id();
        let day = i64::try_from(self.rng.below(PERIOD)).unwrap_or(0);
        let Some(template) = self.templates.get(index) else { anyhow::bail!("no templates") };
        let fits =
            |(_, person): &&(String, Person)| template.regions.is_empty() || template.regions.contains(&person.region);
        let candidates: Vec<_> = self.customers.iter().filter(fits).collect();
        // The first few customers of a region write more often than the others.
        let candidates = if self.rng.one_in(6) { candidates.get(..3).unwrap_or(&candidates) } else { &candidates };
        let Some((customer, person)) = self.rng.pick(candidates) else { anyhow::bail!("no customer fits") };
        let mut cast = Cast::new(customer, person, &template.language, day, Rng::new(self.seed, &id));
        let prompt = render(&template.prompt, &mut cast, &self.fragments)?;
        let completion = render(&template.completion, &mut cast, &self.fragments)?;
        let note = render(self.rng.word(&NOTES), &mut cast, &self.fragments)?;
        Ok(Ticket {
            id,
            customer: customer.clone(),
            category: template.category.clone(),
            difficulty: template.difficulty.clone(),
            language: template.language.clone(),
            day,
            prompt: trimmed(prompt),
            completion: trimmed(completion),
            note,
            licence: "LicenseRef-HeronFinch-Desk",
            consent: true,
        })
    }

    fn rare(&self) -> Option<usize> {
        self.templates.iter().position(|template| template.rare)
    }

    fn deal(&mut self) -> usize {
        if self.deck.is_empty() {
            let usual = self.templates.iter().enumerate().filter(|(_, template)| !template.rare);
            self.deck = usual.map(|(index, _)| index).collect();
            self.rng.shuffle(&mut self.deck);
        }
        self.deck.pop().unwrap_or(0)
    }
}

/// Notes of the desk, of which most are nobody's business.
const NOTES: [&str; 5] = [
    "",
    "Caller verified by <<phone>>.",
    "Prefers <<email>>; do not ring.",
    "Handed over to the <<city>> desk at <<time>>.",
    "Knows <<name2>>, see <<ticket>>.",
];

/// Without white space at the end, where no planted value lies.
fn trimmed(mut text: Marked) -> Marked {
    text.text.truncate(text.text.trim_end().len());
    text
}
