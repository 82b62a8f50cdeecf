//! User name and password in a URL (RFC 3986, section 3.2.1).

use super::{Value, Verdict};

/// What manuals write where a password stands.
const EXAMPLES: &[&str] =
    &["pass", "password", "passwd", "pwd", "pw", "secret", "xyz", "token", "yourpassword", "your_password"];

/// Refuses passwords that are an example, are a template's variable or are masked already.
pub(super) fn check(value: &Value<'_>) -> Verdict {
    let Some((_, password)) = value.matched().split_once(':') else { return Verdict::Refused };
    let variable = password.starts_with(['$', '{', '<', '%']) && !is_percent_encoded(password);
    let masked =
        password.chars().all(|character| !character.is_alphanumeric()) || password.bytes().all(|byte| byte == b'x');
    let example = EXAMPLES.iter().any(|word| password.eq_ignore_ascii_case(word)) || password.len() < 2;
    if variable || masked || example { Verdict::Refused } else { Verdict::Valid(value.span) }
}

fn is_percent_encoded(password: &str) -> bool {
    let mut bytes = password.bytes();
    bytes.next() == Some(b'%') && bytes.by_ref().take(2).filter(u8::is_ascii_hexdigit).count() == 2
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::UrlCredentials;

    #[test]
    fn variables_are_no_passwords() {
        for (text, expected) in [
            ("⟦ada:s3cret⟧", "V ada:s3cret"),
            ("⟦:s3cret⟧", "V :s3cret"),
            ("⟦ada:%40b⟧", "V ada:%40b"),
            ("⟦ada:$PASS⟧", "-"),
            ("⟦ada:${PASS}⟧", "-"),
            ("⟦ada:{pw}⟧", "-"),
            ("⟦ada:%s⟧", "-"),
            ("⟦ada:****⟧", "-"),
            ("⟦ada:xxxx⟧", "-"),
            ("⟦ada:⟧", "-"),
            ("⟦user:password⟧", "-"),
            ("⟦a:b⟧", "-"),
        ] {
            assert_eq!(probe(UrlCredentials, text), expected, "{text}");
        }
    }
}
