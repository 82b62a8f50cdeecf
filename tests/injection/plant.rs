//! The ways in which a holdout record gets into training data.

use scrubjay::core::{Body, Text};

use crate::generate::rng::Rng;

/// A record of the holdout.
pub(crate) struct Pair {
    pub(crate) prompt: String,
    pub(crate) completion: String,
    pub(crate) group: String,
}

/// A training record with a holdout record in it.
pub(crate) struct Planted {
    pub(crate) body: Body,
    pub(crate) group: String,
}

macro_rules! modes {
    ($($variant:ident = $name:literal, $mark:expr;)+) => {
        /// A way of planting.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Mode { $($variant),+ }

        impl Mode {
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The least recall that is allowed; none where it is only reported.
            pub(crate) fn mark(self) -> Option<f64> {
                match self { $(Self::$variant => $mark),+ }
            }
        }
    };
}

modes! {
    Verbatim = "verbatim", Some(1.0);
    CaseChanged = "case changed", Some(1.0);
    Repunctuated = "re-punctuated", Some(1.0);
    TranslatedDigits = "digits translated", Some(1.0);
    Prefixed = "prefixed", Some(0.99);
    Suffixed = "suffixed", Some(0.99);
    Embedded = "embedded", Some(0.99);
    EditedAlike = "1-5 edits, J >= 0.8", Some(0.97);
    PromptOnly = "prompt only", Some(1.0);
    GroupOnly = "group only", Some(1.0);
    Edited = "1-5 edits, any J", None;
    OtherSurrogates = "other surrogates", None;
}

impl Mode {
    /// Plants a record; `prompt` and `completion` are those of an unrelated one. `None` where the way does not apply.
    pub(crate) fn plant(self, item: &Pair, prompt: &str, completion: &str, rng: &mut Rng) -> Option<Planted> {
        let both = |change: &dyn Fn(&str) -> String| pair(&change(&item.prompt), &change(&item.completion));
        let body = match self {
            Self::Verbatim => both(&str::to_owned),
            Self::CaseChanged => both(&str::to_uppercase),
            Self::Repunctuated => both(&repunctuated),
            Self::TranslatedDigits => {
                let has_digits = |text: &str| text.contains(|c: char| c.is_ascii_digit());
                if !has_digits(&item.prompt) && !has_digits(&item.completion) {
                    return None;
                }
                both(&translated)
            }
            Self::Prefixed => {
                pair(&format!("Hello, I hope you are well. Please answer this: {}", item.prompt), &item.completion)
            }
            Self::Suffixed => {
                pair(&item.prompt, &format!("{} I hope this helps, do not hesitate to ask again!", item.completion))
            }
            Self::Embedded => document(&[prompt, completion, &item.prompt, &item.completion, completion, prompt]),
            Self::EditedAlike | Self::Edited => {
                let edits = rng.between(1, 5);
                let mut words: Vec<String> = item.prompt.split(' ').map(str::to_owned).collect();
                for _ in 0..edits {
                    let at = usize::try_from(rng.below(words.len() as u64)).unwrap();
                    words[at] = name(rng);
                }
                pair(&words.join(" "), &item.completion)
            }
            Self::PromptOnly => pair(&item.prompt, completion),
            Self::GroupOnly => return Some(Planted { body: pair(prompt, completion), group: item.group.clone() }),
            Self::OtherSurrogates => {
                let mut change = |text: &str| other_surrogates(text, rng);
                pair(&change(&item.prompt), &change(&item.completion))
            }
        };
        Some(Planted { body, group: "of nobody".to_owned() })
    }
}

fn pair(prompt: &str, completion: &str) -> Body {
    Body::Pair { system: None, prompt: Text::new(prompt), completion: Text::new(completion) }
}

fn document(parts: &[&str]) -> Body {
    Body::Document { text: Text::new(parts.join("\n\n")) }
}

/// Other marks at the ends of words; what is inside a word or number stays.
fn repunctuated(text: &str) -> String {
    let word = |word: &str| word.trim_end_matches([',', '.', ';', ':', '?', '!']).to_owned();
    text.split_whitespace().map(word).collect::<Vec<_>>().join("; ") + " ..."
}

/// Digits as they are written in Arabic.
fn translated(text: &str) -> String {
    text.chars().map(|c| c.to_digit(10).and_then(|digit| char::from_u32(0x0660 + digit)).unwrap_or(c)).collect()
}

/// Other names for capitalised words within sentences, and other digits: what another run of redaction would put there.
fn other_surrogates(text: &str, rng: &mut Rng) -> String {
    let mut begins = true;
    let mut words = Vec::new();
    for word in text.split(' ') {
        let named = !begins && word.starts_with(|c: char| c.is_uppercase());
        begins = word.ends_with(['.', '?', '!']);
        let digits =
            |c: char| if c.is_ascii_digit() { char::from(b'0' + u8::try_from(rng.below(10)).unwrap()) } else { c };
        words.push(if named { name(rng) } else { word.chars().map(digits).collect() });
    }
    words.join(" ")
}

/// A name that nobody has.
pub(crate) fn name(rng: &mut Rng) -> String {
    let syllables = ["ka", "ru", "mi", "to", "ve", "lo", "si", "na", "de", "pa", "fu", "gi", "ze", "wo", "ha"];
    let mut name: String = (0..4).map(|_| rng.word(&syllables)).collect();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name
}
