//! AWS credentials (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>).

use super::{Value, Verdict, secret};

/// Refuses the keys of the documentation, which end in `EXAMPLE`, and masked ones.
pub(super) fn access_key_id(value: &Value<'_>) -> Verdict {
    if value.matched().ends_with("EXAMPLE") { Verdict::Refused } else { secret::distinct_token(value) }
}

/// Forty characters of Base64 alphabet that stand alone and mix upper case, lower case and digits as random ones do: a SHA-1
/// in hex, a path or a long word does not.
pub(super) fn secret_access_key(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let count = |class: fn(&u8) -> bool| text.as_bytes().iter().filter(|byte| class(byte)).count();
    let upper = count(u8::is_ascii_uppercase);
    let lower = count(u8::is_ascii_lowercase);
    let digits = count(u8::is_ascii_digit);
    let slashes = text.bytes().filter(|byte| *byte == b'/').count();
    let mut seen = [false; 256];
    text.bytes().for_each(|byte| seen.iter_mut().skip(usize::from(byte)).take(1).for_each(|slot| *slot = true));
    let distinct = seen.iter().filter(|slot| **slot).count();
    let joined = |character: Option<char>| character.is_some_and(|c| c.is_alphanumeric() || "/+=_-".contains(c));
    // An assignment stands right before the value without a space.
    let before = value.before().chars().next_back().filter(|c| *c != '=');
    let part = joined(before) || joined(value.after().chars().next());
    let random = upper >= 5 && lower >= 5 && digits >= 2 && slashes <= 6 && distinct >= 18;
    if random && !part && !text.ends_with("EXAMPLEKEY") { Verdict::Undecided(value.span) } else { Verdict::Refused }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{AwsAccessKeyId, AwsSecretAccessKey};

    #[test]
    fn documentation_keys_are_refused() {
        assert_eq!(probe(AwsAccessKeyId, "⟦AKIAIOSFODNN7EXAMPLE⟧"), "-");
        assert_eq!(probe(AwsAccessKeyId, "⟦AKIAXXXXXXXXXXXXXXXX⟧"), "-");
        assert!(probe(AwsAccessKeyId, "⟦AKIAQ7ZXW2LM4TRVB3NP⟧").starts_with('V'));
        // Drawn by lot, and much like words.
        assert!(probe(AwsAccessKeyId, "⟦AKIATAKILILI6VEGJ7OY⟧").starts_with('V'));
        assert_eq!(probe(AwsAccessKeyId, "⟦ASIANDEVELOPMENTBANK⟧"), "-");
        assert_eq!(probe(AwsSecretAccessKey, "⟦wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY⟧"), "-");
        assert!(probe(AwsSecretAccessKey, "k=⟦q8Zt4LwPx0VbN2sRkYh7Mf3Jd9GcTa1EuWo6iXyB⟧").starts_with('U'));
    }

    #[test]
    fn other_forty_characters_are_refused() {
        for text in [
            "⟦da39a3ee5e6b4b0d3255bfef95601890afd80709⟧",
            "⟦usr/share/doc/some/path/to/a/File/Name01⟧",
            "⟦q8Zt4LwPx0VbN2sRkYh7Mf3Jd9GcTa1EuWo6iXyB⟧c",
            "/⟦q8Zt4LwPx0VbN2sRkYh7Mf3Jd9GcTa1EuWo6iXyB⟧",
        ] {
            assert_eq!(probe(AwsSecretAccessKey, text), "-", "{text}");
        }
    }
}
