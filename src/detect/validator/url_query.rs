//! Values of a URL's query that name a person or open a session (RFC 3986, section 3.4).

use super::{Value, Verdict};

/// How far back the beginning of the URL is looked for, in bytes.
const REACH: usize = 1024;

/// Fewest characters of a token, and fewest digits of a telephone number.
const TOKEN: usize = 16;
const PHONE: usize = 7;

/// What is expected of a value, by its key.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Email,
    Phone,
    Name,
    Token,
    Date,
}

/// Keys without `-` and `_`, in lower case.
const KEYS: &[(&str, Kind)] = &[
    ("email", Kind::Email),
    ("mail", Kind::Email),
    ("emailaddress", Kind::Email),
    ("phone", Kind::Phone),
    ("phonenumber", Kind::Phone),
    ("tel", Kind::Phone),
    ("mobile", Kind::Phone),
    ("msisdn", Kind::Phone),
    ("name", Kind::Name),
    ("firstname", Kind::Name),
    ("lastname", Kind::Name),
    ("fullname", Kind::Name),
    ("surname", Kind::Name),
    ("username", Kind::Name),
    ("ssn", Kind::Phone),
    ("dob", Kind::Date),
    ("birthdate", Kind::Date),
    ("birthday", Kind::Date),
    ("dateofbirth", Kind::Date),
    ("token", Kind::Token),
    ("accesstoken", Kind::Token),
    ("idtoken", Kind::Token),
    ("refreshtoken", Kind::Token),
    ("resettoken", Kind::Token),
    ("auth", Kind::Token),
    ("session", Kind::Token),
    ("sessionid", Kind::Token),
    ("sid", Kind::Token),
];

/// Valid if the query is a URL's and the value is what its key promises.
pub(super) fn check(value: &Value<'_>) -> Verdict {
    let before = value.before().strip_suffix('=').unwrap_or_default();
    let key_start = before.rfind(['?', '&', ';']).map_or(0, |at| at + 1);
    let key: String = before
        .get(key_start..)
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|character| character.to_ascii_lowercase())
        .collect();
    let kind = KEYS.iter().find(|(known, _)| *known == key).map(|(_, kind)| *kind);
    let fits = kind.is_some_and(|kind| promises(kind, value.matched()));
    if fits && is_url(before) { Verdict::Valid(value.span) } else { Verdict::Refused }
}

/// Whether a scheme stands before, with nothing in between that ends a URL.
fn is_url(before: &str) -> bool {
    let ends = |c: char| c.is_whitespace() || "\"'<>`".contains(c);
    let near = before.char_indices().rev().take_while(|(at, c)| before.len() - at <= REACH && !ends(*c)).last();
    near.and_then(|(at, _)| before.get(at..)).is_some_and(|url| url.contains("://"))
}

fn promises(kind: Kind, text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
    let variable = text.starts_with(['$', '{', '<', '[', '*', ':']) || text.contains("{{") || text.starts_with("%7B");
    !variable
        && match kind {
            Kind::Email => text.contains('@') || text.contains("%40"),
            Kind::Phone => digits >= PHONE && letters <= 2,
            // Two words that begin as names do.
            Kind::Name => {
                let words = text.split("%20").flat_map(|part| part.split(['+', ' '])).filter(|part| part.len() > 1);
                let letters = text.chars().filter(|c| c.is_alphabetic()).count();
                letters >= 3 && words.filter(|word| word.starts_with(char::is_uppercase)).count() > 1
            }
            Kind::Token => text.len() >= TOKEN && digits >= 2 && letters >= 2,
            Kind::Date => digits >= 6,
        }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::UrlQuery;

    #[test]
    fn values_keep_what_their_keys_promise() {
        for (text, valid) in [
            ("https://example.com/?email=⟦ada%40example.org⟧", true),
            ("https://example.com/x?a=1&phone=⟦%2B442079460958⟧", true),
            ("https://example.com/x?full_name=⟦Ada+Lovelace⟧&b=2", true),
            ("https://example.com/x?full_name=⟦Ada Lovelace⟧&b=2", true),
            ("https://example.com/x?full_name=⟦Łía Ökrid⟧&b=2", true),
            ("https://example.com/x?access_token=⟦q8Zt4LwPx0VbN2sR⟧", true),
            ("https://example.com/x?dob=⟦1989-03-15⟧", true),
            ("https://example.com/x?name=⟦index⟧", false),
            ("https://example.com/x?token=⟦{token}⟧", false),
            ("https://example.com/x?token=⟦short1⟧", false),
            ("https://example.com/x?email=⟦true⟧", false),
            ("if (a &phone=⟦4420794609⟧)", false),
        ] {
            assert_eq!(probe(UrlQuery, text) != "-", valid, "{text}");
        }
    }
}
