//! JSON Web Tokens (RFC 7519): the header is Base64url of a JSON object that names an algorithm (RFC 7515, section 4.1.1).

use super::{Value, Verdict};

/// Longest header that is decoded, in characters.
const MAX_HEADER: usize = 4096;

/// Valid if the header is what it must be.
pub(super) fn check(value: &Value<'_>) -> Verdict {
    let header = value.matched().split('.').next().unwrap_or_default();
    let decoded = header.get(..header.len().min(MAX_HEADER)).and_then(decode).unwrap_or_default();
    let object = decoded.trim_ascii_start().first() == Some(&b'{');
    let algorithm = memchr::memmem::find(&decoded, b"\"alg\"").is_some();
    if object && algorithm { Verdict::Valid(value.span) } else { Verdict::Refused }
}

/// Decodes Base64url without padding; a last incomplete byte is left out.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut pending, mut bits) = (0_u32, 0);
    for byte in text.bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' | b'+' => 62,
            b'_' | b'/' => 63,
            _ => return None,
        };
        pending = (pending << 6) | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((pending >> bits) & 0xFF).unwrap_or_default());
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use super::*;
    use crate::rules::ValidatorName::Jwt;

    #[test]
    fn base64url_decodes() {
        assert_eq!(decode("eyJhbGciOiJIUzI1NiJ9").unwrap(), br#"{"alg":"HS256"}"#);
        assert_eq!(decode("YQ").unwrap(), b"a");
        assert_eq!(decode("a b"), None);
    }

    #[test]
    fn the_header_names_an_algorithm() {
        assert!(probe(Jwt, "⟦eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln⟧").starts_with('V'));
        // {"typ":"JWT"} names none.
        assert_eq!(probe(Jwt, "⟦eyJ0eXAiOiJKV1QifQ.eyJzdWIiOiIxIn0.c2ln⟧"), "-");
        assert_eq!(probe(Jwt, "⟦eyJAAAAAAAA.eyJzdWIiOiIxIn0.c2ln⟧"), "-");
    }
}
