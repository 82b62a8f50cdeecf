//! Strings that are no prose: schema versions, roles, words of a list, addresses in S3, identifiers.

use crate::format::converse::{MISSPELT, SCHEMA_VERSION};
use crate::format::fault::Fault;
use crate::format::schema::Content;

/// What is wrong with a string.
pub(super) fn fault(content: &Content, text: &str) -> Option<Fault> {
    match content {
        Content::Prose { .. } => None,
        Content::Version => (text != SCHEMA_VERSION).then_some(Fault::SchemaVersion { misspelt: text == MISSPELT }),
        Content::Role(words) => {
            let known = words.iter().any(|(word, _)| word == text);
            let roles = || words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(", ");
            (!known).then(|| Fault::UnknownRole { system: text == "system", roles: roles() })
        }
        Content::Word { words, doubtful } => {
            let among = |words: &[String]| words.iter().any(|word| word == text);
            match (among(words), among(doubtful)) {
                (true, _) => None,
                (_, true) => Some(Fault::DoubtfulWord),
                _ => Some(Fault::UnknownWord { words: [words.as_slice(), doubtful].concat().join(", ") }),
            }
        }
        Content::S3Uri => (!is_s3_uri(text)).then_some(Fault::S3Uri),
        Content::Picture => (!is_picture(text)).then_some(Fault::Picture),
        Content::Label => text.trim().is_empty().then_some(Fault::Blank),
        Content::Identifier => (!is_identifier(text)).then_some(Fault::Identifier),
    }
}

/// `s3://[a-z0-9][-.a-z0-9]{1,61}[a-z0-9](?:/[-!_*'().a-z0-9A-Z]+)*/?`, at most 1,024 characters: the pattern `S3Uri` of the
/// API (<https://docs.aws.amazon.com/bedrock/latest/APIReference/API_S3Config.html>).
pub(in crate::format) fn is_s3_uri(text: &str) -> bool {
    const LONGEST: usize = 1024;
    let Some(rest) = text.strip_prefix("s3://").filter(|_| text.len() <= LONGEST) else { return false };
    let (bucket, key) = rest.split_once('/').map_or((rest, None), |(bucket, key)| (bucket, Some(key)));
    let lower = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let ends = |b: Option<u8>| b.is_some_and(lower);
    let bucket_fits = (3..=63).contains(&bucket.len())
        && ends(bucket.bytes().next())
        && ends(bucket.bytes().next_back())
        && bucket.bytes().all(|b| lower(b) || b == b'-' || b == b'.');
    let part =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-!_*'().".contains(&b));
    let key = key.map(|key| key.strip_suffix('/').unwrap_or(key)).filter(|key| !key.is_empty());
    bucket_fits && key.is_none_or(|key| key.split('/').all(part))
}

/// Whether the key of an address in S3 is written in ASCII letters, digits, `/` and some punctuation.
pub(in crate::format) fn is_key_of(punctuation: &str, uri: &str) -> bool {
    let key = uri.strip_prefix("s3://").and_then(|rest| rest.split_once('/')).map_or("", |(_, key)| key);
    key.chars().all(|c| c.is_ascii_alphanumeric() || c == '/' || punctuation.contains(c))
}

/// `data:image/…;base64,…` with something behind it, in whatever case the second part is (RFC 2397).
fn is_picture(text: &str) -> bool {
    let encoded = text.strip_prefix("data:image/").and_then(|rest| rest.split_once(','));
    encoded.is_some_and(|(kind, data)| kind.to_ascii_lowercase().ends_with(";base64") && !data.is_empty())
}

/// `[a-zA-Z0-9]([a-zA-Z0-9._-]){0,255}`: the pattern of `inferenceSourceIdentifier`
/// (<https://docs.aws.amazon.com/bedrock/latest/APIReference/API_EvaluationPrecomputedInferenceSource.html>).
fn is_identifier(text: &str) -> bool {
    const LONGEST: usize = 256;
    text.len() <= LONGEST
        && text.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_s3() {
        for good in
            ["s3://bucket", "s3://my.bucket-1/", "s3://bucket/a/b.png", "s3://bucket/data/", "s3://b0t/(1)!_*'.x"]
        {
            assert!(is_s3_uri(good), "{good}");
        }
        let long = format!("s3://bucket/{}", "x".repeat(1020));
        let bad = [
            "",
            "s3://",
            "s3://ab",
            "s3://Bucket/a",
            "s3://bucket-/a",
            "s3://bucket/dt=1/a",
            "s3://bucket/a b",
            "s3://bucket//a",
            "https://bucket/a",
            "s3://bucket/a+b",
            "s3://bucket/ö",
            &long,
        ];
        for bad in bad {
            assert!(!is_s3_uri(bad), "{bad}");
        }
    }

    #[test]
    fn keys_and_pictures() {
        assert!(is_key_of("-_.", "s3://bucket.with.dots/a_b/c-1.png") && is_key_of("-_.", "s3://bucket"));
        assert!(!is_key_of("-_.", "s3://bucket/a(1).png") && is_key_of("-_.()", "s3://bucket/a(1).png"));
        assert!(is_picture("data:image/png;BASE64,AAAA"));
        for bad in ["", "data:image/png;base64,", "data:image/png,AAAA", "data:text/plain;base64,AAAA", "AAAA"] {
            assert!(!is_picture(bad), "{bad}");
        }
    }

    #[test]
    fn identifiers_of_models() {
        assert!(is_identifier("my_model-1.0"));
        for bad in ["", "-a", "a b", "a:b", &"x".repeat(257)] {
            assert!(!is_identifier(bad), "{bad}");
        }
    }
}
