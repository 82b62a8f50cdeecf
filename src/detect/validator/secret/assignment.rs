//! A secret that only the name it is assigned to gives away.

use super::super::{Value, Verdict};
use super::label::{self, Words};
use super::profile::Profile;
use super::stand_in;
use super::{environment, names};

/// Share of the entropy that chance would give, below which a value is made up.
const MIN_SHARE: f32 = 0.7;

/// Shortest value.
const MIN_LENGTH: usize = 10;

/// Shortest run of letters and digits in which chance shows.
const MIN_RUN: usize = 8;

/// Undecided if the name is a secret's and the value looks drawn by lot.
pub(crate) fn check(value: &Value<'_>) -> Verdict {
    let text = value.matched().trim_end_matches(['.', ',', ';', ':', '!', '?']);
    let kept = value.part(0, text.len());
    let words = label::words(value.before());
    let elided = kept.after().starts_with("..") || kept.after().starts_with('…');
    let set = || is_set(value, text.len());
    // The key of a service, whatever it is called: where variables of the environment are set, and long enough to be one.
    let named = names_secret(&words) || (text.len() >= MIN_KEY && !is_fingerprint(text) && names_key(&words) && set());
    if elided || !ends_cleanly(kept.after()) || !named {
        return Verdict::Refused;
    }
    let secret = if is_uuid(text) {
        takes_uuid(&words) && Profile::of(text).is_varied(0.6)
    } else {
        looks_random(text) || (is_phrase(text) && set())
    };
    if secret && !stand_in::is_stand_in(text) { Verdict::Undecided(kept.span) } else { Verdict::Refused }
}

/// Shortest value of a key that only its name in capitals calls one.
const MIN_KEY: usize = 20;

/// Hexadecimal digits of the fingerprint of an PGP key.
const FINGERPRINT: usize = 40;

/// Whether a value is the fingerprint of an PGP key, by which images and packages say whose signature they check.
fn is_fingerprint(text: &str) -> bool {
    text.len() == FINGERPRINT && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'))
}

/// Whether a name is that of a key, and of none that is looked something up by.
fn names_key(words: &Words<'_>) -> bool {
    let mut name = words.iter();
    let key = name.next().is_some_and(|last| names::holds("key", last));
    key && name.next().is_some()
        && !words.any(names::PUBLIC)
        && !words.any(names::UNREAL)
        && !words.any(names::LOOKED_UP)
}

/// Shortest secret that a person made up of words, with a number behind.
const MIN_PHRASE: usize = 12;

/// Whether a value is words and a number, as people make up secrets: `mysupersecretvalue9`.
fn is_phrase(text: &str) -> bool {
    let profile = Profile::of(text);
    let plain = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    plain && text.len() >= MIN_PHRASE && profile.digits >= 1 && profile.letters() >= 8 && profile.is_varied(0.5)
}

/// Whether a value, as far as `length`, is set in the environment.
fn is_set(value: &Value<'_>, length: usize) -> bool {
    let quote = value.before().chars().next_back().filter(|sign| matches!(sign, '"' | '\''));
    environment::is_value(&value.part(0, length), quote)
}

/// Whether what follows ends a value, instead of making it part of an expression.
pub(super) fn ends_cleanly(after: &str) -> bool {
    // `Name::<…>` is a path of source code.
    !after.starts_with("::")
        && !after
            .chars()
            .next()
            .is_some_and(|next| next.is_alphanumeric() || matches!(next, '(' | '[' | '{' | '$' | '@' | '_'))
}

/// Whether a name is a secret's.
pub(super) fn names_secret(words: &Words<'_>) -> bool {
    if words.any(names::PUBLIC) || words.any(names::UNREAL) {
        return false;
    }
    let mut earlier = words.iter();
    while let Some(word) = earlier.next() {
        let plain = word.strip_suffix(['s', 'S']).unwrap_or(word);
        if names::holds(names::SECRET_NOUNS, plain) || names::holds(names::SECRET_NOUNS, word) {
            return true;
        }
        if names::holds("key", word) {
            return earlier.next().is_some_and(|kind| names::holds(names::KEY_KINDS, kind));
        }
        if names::holds(names::AFTER_SECRET, word) {
            return false;
        }
        if ends_in_noun(word) {
            return true;
        }
    }
    false
}

/// Names written together: `githubtoken`, `myapikey`.
fn ends_in_noun(word: &str) -> bool {
    let stem = ["token", "secret", "apikey", "secretkey", "accesskey"]
        .iter()
        .find(|noun| {
            word.len() > noun.len()
                && word.get(word.len() - noun.len()..).is_some_and(|end| end.eq_ignore_ascii_case(noun))
        })
        .and_then(|noun| word.get(..word.len() - noun.len()));
    stem.is_some_and(|stem| {
        !names::PUBLIC.split_ascii_whitespace().any(|public| stem.to_ascii_lowercase().ends_with(public))
    }) && !["csrf", "xsrf"].iter().any(|form| word.to_ascii_lowercase().contains(form))
}

/// Names whose value is a secret even if it has the form of an identifier.
fn takes_uuid(words: &Words<'_>) -> bool {
    let mut name = words.iter();
    match name.next() {
        Some(last)
            if names::holds("apikey apitoken clientsecret secretkey accesstoken authtoken authorization", last) =>
        {
            true
        }
        Some(last) if names::holds("key", last) => {
            name.next().is_some_and(|word| names::holds("api secret license auth", word))
        }
        Some(last) if names::holds("token", last) => {
            name.next().is_some_and(|word| names::holds("api access auth bearer bot secret service", word))
        }
        Some(last) if names::holds("secret", last) => {
            name.next().is_some_and(|word| names::holds("client app api consumer", word))
        }
        _ => false,
    }
}

/// Whether a value is drawn by lot: no words, file names, versions, dates or addresses.
pub(super) fn looks_random(text: &str) -> bool {
    let profile = Profile::of(text);
    let address = text.contains("://") || text.contains('@');
    if text.len() < MIN_LENGTH
        || address
        || !profile.is_varied(MIN_SHARE)
        || profile.reads_like_words()
        || names_file(text)
    {
        return false;
    }
    let mixed = profile.digits > 0 && profile.letters() >= 2;
    if !mixed {
        // Letters alone: enough of them in a row, and far from words.
        let longest = text.split(|c: char| !c.is_ascii_alphanumeric()).map(str::len).max().unwrap_or(0);
        return longest >= 20
            && profile.digits == 0
            && profile.upper >= 4
            && profile.lower >= 4
            && profile.changes >= 8;
    }
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(is_random_run)
}

/// Whether a run of letters and digits could not be a name with a number.
fn is_random_run(run: &str) -> bool {
    if run.len() < MIN_RUN {
        return false;
    }
    let profile = Profile::of(run);
    profile.digits > 0
        && profile.letters() >= 2
        && profile.changes >= 3
        && !profile.reads_like_a_name()
        && !stand_in::is_word(run)
}

/// Whether the value ends like a file name.
fn names_file(text: &str) -> bool {
    text.rsplit_once('.').is_some_and(|(_, ending)| names::holds(names::FILE_ENDINGS, ending))
}

/// Whether the value has the form of RFC 9562: 8-4-4-4-12 hexadecimal digits.
pub(super) fn is_uuid(text: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let mut parts = text.split('-');
    let fits = lengths.iter().all(|length| {
        parts.next().is_some_and(|part| part.len() == *length && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
    });
    fits && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::super::super::probe::probe;
    use crate::rules::ValidatorName::SecretAssignment;

    const RANDOM: &str = "⟦q8Zt4LwPx0VbN2sR⟧";

    #[test]
    fn the_name_decides() {
        for (before, expected) in [
            ("client_secret = \"", true),
            ("\"apiKey\": \"", true),
            ("X-Api-Key: ", true),
            ("githubtoken=", true),
            ("API_TOKEN_PROD=", true),
            ("token2: ", true),
            ("credentials: ", true),
            ("public_key = \"", false),
            ("publicToken = \"", false),
            ("csrf-token=", false),
            ("nextPageToken: ", false),
            ("credentialsId: '", false),
            ("secret_length = ", false),
            ("LLM_SECRET_NAME = ", false),
            ("access_token_url=", false),
            ("author = \"", false),
            ("key: ", false),
            ("schemaKey = ", false),
            ("monkey = ", false),
            ("accessor: ", false),
            ("tokenizer = ", false),
            ("fakeToken = ", false),
        ] {
            let found = probe(SecretAssignment, &format!("{before}{RANDOM}\"")).starts_with('U');
            assert_eq!(found, expected, "{before}");
        }
    }

    #[test]
    fn the_value_decides() {
        for (value, expected) in [
            ("q8Zt4LwPx0VbN2sR", true),
            ("9f86d081884c7d659a2feaa0c55ad015", true),
            ("hLcPCqmjCyWNrxjMHkBjrphJbAfcNCQYtL", true),
            ("Sk94HG7f6KB", true),
            ("my-secret-token-1234", false),
            ("rc0.15.0_20231217_1420-SNAPSHOT", false),
            ("PdfEncryptionKeySize.Key128Bit", false),
            ("ultraPictureBox1", false),
            ("env/cert7f3a9b2c.p12", false),
            ("2024-01-02T03:04:05", false),
            ("EVP_PKEY_new_raw_public_key", false),
            ("https://a.example/q8Zt4LwPx0VbN2sR", false),
            ("3f2b8c1e-5a6d-4e7f-9b0c-1d2e3f4a5b6c", false),
            ("your_api_key_q8Zt4LwPx0", false),
            ("abababababababab1", false),
        ] {
            let found = probe(SecretAssignment, &format!("token = \"⟦{value}⟧\"")).starts_with('U');
            assert_eq!(found, expected, "{value}");
        }
        assert!(probe(SecretAssignment, "api_key: ⟦3f2b8c1e-5a6d-4e7f-9b0c-1d2e3f4a5b6c⟧").starts_with('U'));
        for (text, expected) in [
            ("JWT_SECRET=⟦mysupersecretvalue9⟧\nX=1", true),
            ("- API_TOKEN=\"⟦correcthorsebattery7⟧\"", true),
            ("jwt_secret=⟦mysupersecretvalue9⟧", false),
            ("JWT_SECRET=⟦mysupersecretvalue9⟧ ./run", false),
            ("HONEYBEE_KEY=⟦q8Zt4LwPx0VbN2sR7uYd⟧\n", true),
            ("honeybee_key=⟦q8Zt4LwPx0VbN2sR7uYd⟧\n", false),
            ("HONEYBEE_KEY=⟦q8Zt4LwPx0VbN2sR⟧\n", false),
            ("GPG_KEY=⟦q8Zt4LwPx0VbN2sR7uYd⟧\n", false),
            ("RELEASE_KEY=⟦0D96DF4D4110E5C43FBFB17F2D347EA6AA65421D⟧\n", false),
            ("PARTITION_KEY=⟦q8Zt4LwPx0VbN2sR7uYd⟧\n", false),
            ("CACHE_KEY=⟦q8Zt4LwPx0VbN2sR7uYd⟧\n", false),
            ("JWT_SECRET_NAME=⟦mysupersecretvalue9⟧", false),
            ("JWT_SECRET=⟦replacethisvalue9⟧", false),
        ] {
            assert_eq!(probe(SecretAssignment, text).starts_with('U'), expected, "{text}");
        }
        assert_eq!(probe(SecretAssignment, "token = ⟦q8Zt4LwPx0VbN2sR...⟧"), "-");
        assert_eq!(probe(SecretAssignment, "token = ⟦q8Zt4LwPx0VbN2sR⟧(x)"), "-");
        assert_eq!(probe(SecretAssignment, "TokenAsync: ⟦q8Zt4LwPx0VbN2sR⟧::<T>"), "-");
        assert_eq!(probe(SecretAssignment, "The token: ⟦q8Zt4LwPx0VbN2sR.⟧"), "U q8Zt4LwPx0VbN2sR");
    }
}
