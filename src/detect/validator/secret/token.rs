//! Tokens whose prefix, or the name beside them, says whose they are.

use super::super::{Value, Verdict};
use super::profile::Profile;
use super::stand_in;
use super::{label, names};

/// Share of the entropy that chance would give, below which a value is made up. Of a million random tokens of eight
/// characters or more, none falls below.
const MIN_SHARE: f32 = 0.7;

/// Valid if the value stands alone and is neither a stand-in, nor words, nor a pattern.
pub(crate) fn check(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let profile = Profile::of(text);
    let real =
        !is_joined(value) && profile.is_varied(MIN_SHARE) && !profile.reads_like_words() && !stand_in::holds_part(text);
    if real { Verdict::Valid(value.span) } else { Verdict::Refused }
}

/// As [`check`], for a value whose shape chance and prose hardly meet, of capitals and digits: that it reads like words counts only if it
/// has no digit.
pub(crate) fn distinct(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let profile = Profile::of(text);
    let words = profile.digits == 0 && profile.reads_like_words();
    let real = !is_joined(value) && profile.is_varied(MIN_SHARE) && !words && !stand_in::holds_part(text);
    if real { Verdict::Valid(value.span) } else { Verdict::Refused }
}

/// As [`check`], for a value that only its label makes a token, and a label can also make it something else.
pub(crate) fn labelled(value: &Value<'_>) -> Verdict {
    if label::words(value.before()).any(names::NO_SECRET) { Verdict::Refused } else { check(value) }
}

/// Whether the match is part of a longer word. What an escape sequence leaves before it (`\n`, `%3D`) does not count.
pub(super) fn is_joined(value: &Value<'_>) -> bool {
    follows_word(value.before()) || precedes_word(value.after())
}

fn follows_word(before: &str) -> bool {
    let mut back = before.chars().rev();
    let Some(last) = back.next() else { return false };
    let second = back.next();
    if last == '_' {
        return second.is_some_and(char::is_alphanumeric);
    }
    let escape = second == Some('\\') && matches!(last, 'n' | 't' | 'r');
    let percent = last.is_ascii_hexdigit() && second.is_some_and(|c| c.is_ascii_hexdigit()) && back.next() == Some('%');
    last.is_alphanumeric() && !escape && !percent
}

fn precedes_word(after: &str) -> bool {
    let mut ahead = after.chars();
    match ahead.next() {
        Some('_') => ahead.next().is_some_and(char::is_alphanumeric),
        Some(next) => next.is_alphanumeric(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::probe::probe;
    use crate::rules::ValidatorName::{LabelledToken, SecretToken};

    #[test]
    fn the_label_can_say_it_is_public() {
        for (before, expected) in [("acme_token = ", true), ("acme_public_key = ", false), ("acmeTokenHash: ", false)] {
            let found = probe(LabelledToken, &format!("{before}⟦1hT7nQ4bVx9ZcR2mKw8LsY5dPf3Jg6⟧"));
            assert_eq!(found.starts_with('V'), expected, "{before}");
        }
    }

    #[test]
    fn made_up_tokens_are_refused() {
        for (text, expected) in [
            ("⟦ghq_1hT7nQ4bVx9ZcR2mKw8LsY5dPf3Jg6⟧", true),
            (r"\n⟦ghq_1hT7nQ4bVx9ZcR2mKw8LsY5dPf3Jg6⟧\n", true),
            ("a%3D⟦ghq_1hT7nQ4bVx9ZcR2mKw8LsY5dPf3Jg6⟧&", true),
            ("x⟦ghq_1hT7nQ4bVx9ZcR2mKw8LsY5dPf3Jg6⟧", false),
            ("é⟦ghq_1hT7nQ4bVx9ZcR2mKw8LsY5dPf3Jg6⟧", false),
            ("a_⟦ghq_1hT7nQ4bVx9ZcR2mKw8LsY5dPf3Jg6⟧", false),
            ("⟦ghq_1hT7nQ4bVx9ZcR2mKw8LsY5dPf3Jg6⟧_b", false),
            ("⟦ghq_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx⟧", false),
            ("⟦ghq_1hT7nQ4bVx9YOURTOKENcR2mKw8LsY5d⟧", false),
            ("⟦ghq_requestedCharacteristicTypesOfDisplay⟧", false),
        ] {
            assert_eq!(probe(SecretToken, text).starts_with('V'), expected, "{text}");
        }
    }
}
