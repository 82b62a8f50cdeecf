//! Tokens: replacements that say of themselves that they are replacements, so that whoever meets one later leaves it alone.
//!
//! A token is `[ENTITY`, a sign, a body, `.`, six hexadecimal digits and `]`, such as `[US_SSN-31d7a2f60c95b84e.09f3c1]`. The digits
//! are a hash of what stands before them. Without them, `[EMAIL_ADDRESS=ada@example.com]` would be a place to hide in, written
//! by somebody who marks up a text; nobody writes the digits that belong to it unless he works them out. They are no secret and
//! prove nothing about who made the token: a body that must be authentic brings its own proof.

use super::EntityType;

/// What the hash is for.
const PURPOSE: &str = "scrubjay 2026-11 check of a token";

/// Hexadecimal digits of the check: one in sixteen million texts of the form of a token is taken for one.
const CHECK: usize = 6;

/// What the body of a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// A keyed hash.
    Hash,
    /// An encrypted value.
    Sealed,
    /// A value encrypted in its own shape.
    Shaped,
}

impl Sign {
    const ALL: [Self; 3] = [Self::Hash, Self::Sealed, Self::Shaped];

    /// What stands between the entity type and the body. It means nothing in a URL's query, in HTML or in JSON.
    #[must_use]
    pub fn as_char(self) -> char {
        match self {
            Self::Hash => '-',
            Self::Sealed => ':',
            Self::Shaped => '=',
        }
    }
}

/// A token at the start of a text.
#[derive(Clone, PartialEq, Eq)]
pub struct Token<'t> {
    /// The entity type of the value it stands for.
    pub entity: EntityType,
    /// What the body is.
    pub sign: Sign,
    /// The body: record text, if the token is of a shape.
    pub body: &'t str,
    /// Bytes of it all, brackets included.
    pub len: usize,
}

/// Writes a token. The body has no square brackets and no line ends.
#[must_use]
pub fn write(entity: &EntityType, sign: Sign, body: &str) -> String {
    let inner = format!("{entity}{}{body}", sign.as_char());
    format!("[{inner}.{}]", check(&inner))
}

/// The token that a text begins with.
#[must_use]
pub fn read(text: &str) -> Option<Token<'_>> {
    let inner = text.strip_prefix('[')?;
    // Nearly every bracket is sorted out by what follows the first word behind it.
    let name = inner.bytes().take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_');
    let (name, rest) = inner.split_at_checked(name.count())?;
    let sign = Sign::ALL.into_iter().find(|sign| rest.starts_with(sign.as_char()))?;
    let rest = rest.get(1..)?;
    let end = rest.find(['[', ']', '\n', '\r']).filter(|end| rest.as_bytes().get(*end) == Some(&b']'))?;
    let (body, written) = rest.get(..end)?.rsplit_once('.')?;
    let checked = inner.get(..name.len() + 1 + body.len())?;
    let entity = EntityType::new(name)?;
    (written.len() == CHECK && written == check(checked)).then(|| Token {
        entity,
        sign,
        body,
        len: 1 + name.len() + 1 + end + 1,
    })
}

/// Fewest characters of a sealed body: base32 of the tag that an empty value has.
const SEALED: usize = 26;

/// Bytes of what a text begins with, if that was a sealed value once and was cut or changed: [`read`] knows it no more.
#[must_use]
pub fn damaged(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('[')?;
    let name = inner.bytes().take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_');
    let (name, rest) = inner.split_at_checked(name.count())?;
    EntityType::new(name)?;
    let body = rest.strip_prefix(Sign::Sealed.as_char())?;
    let sealed = body.bytes().take_while(|byte| matches!(byte.to_ascii_lowercase(), b'a'..=b'z' | b'2'..=b'7')).count();
    (sealed >= SEALED && read(text).is_none()).then(|| 1 + name.len() + 1 + sealed)
}

fn check(inner: &str) -> String {
    blake3::Hasher::new_derive_key(PURPOSE).update(inner.as_bytes()).finalize().to_hex().chars().take(CHECK).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_that_was_changed_is_known_for_one() {
        let token = write(&EntityType::new("US_SSN").unwrap(), Sign::Sealed, "mfrggzdfmztwq2lknnwg23tpobyxe43u");
        assert!(damaged(&token).is_none());
        for changed in [token.replace("mfr", "mfs"), token.replace(']', ""), token.replace("US_SSN", "SSN")] {
            assert!(damaged(&changed).is_some(), "{changed}");
        }
        for other in ["[NOTE: see v1.abcdef]", "[US_SSN]", "[US_SSN:short.abcdef]", "[SIZE=10.123456]"] {
            assert!(damaged(other).is_none(), "{other}");
        }
    }

    #[test]
    fn what_is_written_is_read_and_nothing_else_is() {
        let entity = EntityType::new("US_SSN").unwrap();
        for (sign, body) in [(Sign::Hash, "0af3"), (Sign::Sealed, "mfrgg"), (Sign::Shaped, "12.3-é 4")] {
            let token = write(&entity, sign, body);
            let text = format!("{token} and more]");
            let read = read(&text).unwrap();
            assert_eq!((read.entity, read.sign, read.body, read.len), (entity.clone(), sign, body, token.len()));
        }
        let token = write(&entity, Sign::Hash, "0af3");
        for other in [
            "[EMAIL_ADDRESS=ada@example.com]".to_owned(),
            "[EMAIL_ADDRESS=ada@example.com.0af3c1]".to_owned(),
            "[EMAIL_ADDRESS]".to_owned(),
            "[]".to_owned(),
            token.replace("0af3", "0af4"),
            token.replace("US_SSN", "US_SIN"),
            token.replace('-', ":"),
            token.replace("[U", "[ U"),
            token.replace(']', "\n]"),
        ] {
            assert!(read(&other).is_none(), "{other}");
        }
    }
}
