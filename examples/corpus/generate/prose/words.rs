//! The vocabulary: about 1,500 stems of everyday English and their regular inflections.

/// A class of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Singular noun.
    Noun,
    /// Plural noun.
    Nouns,
    /// Bare verb.
    Verb,
    /// Third person singular.
    Verbs,
    /// Past tense, also used as a participle.
    Past,
    /// Gerund.
    Doing,
    /// Adjective.
    Adjective,
    /// Adverb.
    Adverb,
}

impl Class {
    /// The class of a slot.
    pub fn of(slot: &str) -> Option<Self> {
        Some(match slot {
            "noun" => Self::Noun,
            "nouns" => Self::Nouns,
            "verb" => Self::Verb,
            "verbs" => Self::Verbs,
            "past" => Self::Past,
            "doing" => Self::Doing,
            "adj" => Self::Adjective,
            "adv" => Self::Adverb,
            _ => return None,
        })
    }

    /// All words of the class.
    pub fn words(self) -> Vec<String> {
        let nouns = include_str!("../../text/words/nouns.txt");
        let verbs = include_str!("../../text/words/verbs.txt");
        let list = |stems: &str, inflect: fn(&str) -> String| stems.split_whitespace().map(inflect).collect();
        match self {
            Self::Noun => list(nouns, str::to_owned),
            Self::Nouns => list(nouns, with_s),
            Self::Verb => list(verbs, str::to_owned),
            Self::Verbs => list(verbs, with_s),
            Self::Past => list(verbs, past),
            Self::Doing => list(verbs, doing),
            Self::Adjective => list(include_str!("../../text/words/adjectives.txt"), str::to_owned),
            Self::Adverb => list(include_str!("../../text/words/adverbs.txt"), str::to_owned),
        }
    }
}

fn with_s(stem: &str) -> String {
    match consonant_y(stem) {
        Some(rest) => format!("{rest}ies"),
        None if stem.ends_with(['s', 'x', 'z']) || stem.ends_with("ch") || stem.ends_with("sh") => format!("{stem}es"),
        None => format!("{stem}s"),
    }
}

fn past(stem: &str) -> String {
    match consonant_y(stem) {
        Some(rest) => format!("{rest}ied"),
        None if stem.ends_with('e') => format!("{stem}d"),
        None => format!("{stem}ed"),
    }
}

fn doing(stem: &str) -> String {
    match stem.strip_suffix('e') {
        Some(rest) if !stem.ends_with("ee") => format!("{rest}ing"),
        _ => format!("{stem}ing"),
    }
}

fn consonant_y(stem: &str) -> Option<&str> {
    stem.strip_suffix('y').filter(|rest| !rest.ends_with(['a', 'e', 'i', 'o', 'u']))
}
