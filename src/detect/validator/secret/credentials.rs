//! User and password together: `curl -u user:password`, basic authentication (RFC 7617), registry and netrc files.

use super::super::{Value, Verdict, jwt};
use super::stand_in;

/// Longest encoded credentials that are decoded, in characters.
const MAX_ENCODED: usize = 1024;

/// `user:password`, either of which may be quoted and one of which may be empty. Valid if the one that is the secret is real.
pub(crate) fn pair(value: &Value<'_>) -> Verdict {
    let quotes = ['"', '\''];
    let Some((user, password)) = value.matched().split_once(':') else { return Verdict::Refused };
    let (user, password) = (user.trim_matches(quotes), password.trim_matches(quotes));
    let secret = if password.is_empty() { user } else { password };
    let template =
        |part: &str| part.starts_with(['$', '<', '[', '%', '(']) || stand_in::is_template(part) || part.contains("${");
    let blank = secret.chars().filter(|c| c.is_alphanumeric()).count() < 4;
    let same = password.eq_ignore_ascii_case(user);
    // Words of a language alone are what documentation writes.
    let plain = secret.bytes().all(|byte| byte.is_ascii_lowercase()) && secret.len() < 8;
    if blank || same || plain || template(user) || template(password) || stand_in::is_stand_in(secret) {
        return Verdict::Refused;
    }
    Verdict::Valid(value.span)
}

/// The same in Base64.
pub(crate) fn encoded(value: &Value<'_>) -> Verdict {
    let text = value.matched().trim_end_matches('=');
    let decoded = (text.len() <= MAX_ENCODED).then(|| jwt::decode(text)).flatten().unwrap_or_default();
    let Some(colon) = decoded.iter().position(|byte| *byte == b':') else { return Verdict::Refused };
    let (user, rest) = decoded.split_at(colon);
    let password = rest.get(1..).unwrap_or_default();
    let readable =
        user.iter().all(|byte| (0x20..0x7F).contains(byte)) && !user.iter().chain(password).any(|byte| *byte < 0x20);
    let known =
        |part: &[u8]| std::str::from_utf8(part).is_ok_and(|part| !part.is_empty() && stand_in::is_stand_in(part));
    if !readable || (user.is_empty() && password.is_empty()) || (known(user) && known(password)) {
        return Verdict::Refused;
    }
    Verdict::Valid(value.span)
}

#[cfg(test)]
mod tests {
    use super::super::super::probe::probe;
    use crate::rules::ValidatorName::{Credentials, EncodedCredentials};

    #[test]
    fn pairs_hold_a_real_secret() {
        for (text, expected) in [
            ("⟦ada:h0pk1ns~21s⟧", true),
            ("⟦:d2LkV78zLx!t⟧", true),
            ("⟦d2LkV78zLx!t:⟧", true),
            ("⟦'ada':'kT9xQ2vL'⟧", true),
            ("⟦test:test⟧", false),
            ("⟦user:pass⟧", false),
            ("⟦username:token⟧", false),
            ("⟦$USER:$PASS⟧", false),
            ("⟦ada:${PASS}⟧", false),
            ("⟦neo4j:[PASSWORD]⟧", false),
            ("⟦xxx:yyy⟧", false),
            ("⟦:⟧", false),
        ] {
            assert_eq!(probe(Credentials, text).starts_with('V'), expected, "{text}");
        }
    }

    #[test]
    fn encoded_pairs_decode() {
        // ada:kT9xQ2vL; username:password; no colon.
        assert!(probe(EncodedCredentials, "⟦YWRhOmtUOXhRMnZM⟧").starts_with('V'));
        assert_eq!(probe(EncodedCredentials, "⟦dXNlcm5hbWU6cGFzc3dvcmQ=⟧"), "-");
        assert_eq!(probe(EncodedCredentials, "⟦YWRha1Q5eFEydkw=⟧"), "-");
    }
}
