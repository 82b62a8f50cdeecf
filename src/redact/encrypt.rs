//! `encrypt`: the value encrypted, in brackets with its entity type, so that `scrubjay restore` finds it again.
//!
//! A token is AES-256-GCM-SIV (RFC 8452) with the entity type as associated data and a nonce that depends on key and entity
//! type alone: equal values give equal tokens, and that is all that they give away. FF1 (NIST SP 800-38G) keeps the shape of
//! digits and letters; it does not notice a wrong key.

use aes::Aes256;
use aes_gcm_siv::aead::{Aead, KeyInit, Payload};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use data_encoding::BASE32_NOPAD;
use fpe::ff1::{FF1, FlexibleNumeralString};

use super::Action;
use crate::config::EncryptedForm;
use crate::core::token::{self, Sign, Token};
use crate::core::{EntityType, Key};

/// Fewest digits that FF1 takes: NIST SP 800-38G asks for at least a million values.
const MIN_DIGITS: usize = 6;
/// Fewest letters, for the same reason.
const MIN_LETTERS: usize = 5;

/// Writes the encrypted value.
pub(super) fn write(key: &Key, entity: &EntityType, value: &str, form: EncryptedForm, out: &mut String) -> Action {
    let shaped = match form {
        EncryptedForm::Shape => shape(key, entity, value, Direction::Encrypt),
        EncryptedForm::Token => None,
    };
    let body =
        shaped.map(|shaped| (Sign::Shaped, shaped)).or_else(|| Some((Sign::Sealed, sealed(key, entity, value)?)));
    // A value of gigabytes is the only one that cannot be encrypted.
    let Some((sign, body)) = body else { return Action::DropRecord };
    out.push_str(&token::write(entity, sign, &body));
    Action::Replace
}

/// The value that a token stands for. `None` if it is none of an encrypted value, or another key has made it; a shape does not tell.
pub(super) fn open(key: &Key, token: &Token<'_>) -> Option<String> {
    let Token { entity, sign, body, .. } = token;
    match sign {
        Sign::Sealed => {
            let sealed = BASE32_NOPAD.decode(body.to_ascii_uppercase().as_bytes()).ok()?;
            let payload = Payload { msg: &sealed, aad: entity.as_str().as_bytes() };
            String::from_utf8(cipher(key)?.decrypt(&nonce(key, entity), payload).ok()?).ok()
        }
        Sign::Shaped => shape(key, entity, body, Direction::Decrypt),
        Sign::Hash => None,
    }
}

fn sealed(key: &Key, entity: &EntityType, value: &str) -> Option<String> {
    let payload = Payload { msg: value.as_bytes(), aad: entity.as_str().as_bytes() };
    let sealed = cipher(key)?.encrypt(&nonce(key, entity), payload).ok()?;
    Some(BASE32_NOPAD.encode(&sealed).to_ascii_lowercase())
}

fn cipher(key: &Key) -> Option<Aes256GcmSiv> {
    Aes256GcmSiv::new_from_slice(key.purpose("scrubjay 2026-11 AES-GCM-SIV").expose()).ok()
}

fn nonce(key: &Key, entity: &EntityType) -> Nonce {
    let digest = key.digest(&[b"nonce", entity.as_str().as_bytes()]).bytes();
    let mut nonce = Nonce::default();
    nonce.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    nonce
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Encrypt,
    Decrypt,
}

/// Digits to digits, letters to letters of the same case, all else as it is. `None` if there are too few of either, or letters
/// and digits beyond ASCII, or a bracket or line end.
fn shape(key: &Key, entity: &EntityType, value: &str, direction: Direction) -> Option<String> {
    if value.contains(['[', ']', '\n', '\r']) || value.chars().any(|c| c.is_alphanumeric() && !c.is_ascii()) {
        return None;
    }
    let numerals = |radix: u32| -> Vec<u16> {
        let ours = value.chars().filter(|c| if radix == 10 { c.is_ascii_digit() } else { c.is_ascii_alphabetic() });
        let first = if radix == 10 { u32::from('0') } else { u32::from('a') };
        ours.filter_map(|c| u16::try_from(u32::from(c.to_ascii_lowercase()) - first).ok()).collect()
    };
    let digits = permuted(key, entity, 10, numerals(10), MIN_DIGITS, direction)?;
    let letters = permuted(key, entity, 26, numerals(26), MIN_LETTERS, direction)?;
    if digits.len() + letters.len() == 0 {
        return None;
    }
    let (mut digits, mut letters) = (digits.into_iter(), letters.into_iter());
    let written = value.chars().map(|c| {
        if c.is_ascii_digit() {
            char::from_digit(u32::from(digits.next()?), 10)
        } else if c.is_ascii_alphabetic() {
            let letter = char::from(b'a' + u8::try_from(letters.next()?).ok()?);
            Some(if c.is_ascii_uppercase() { letter.to_ascii_uppercase() } else { letter })
        } else {
            Some(c)
        }
    });
    written.collect()
}

fn permuted(
    key: &Key,
    entity: &EntityType,
    radix: u32,
    numerals: Vec<u16>,
    least: usize,
    direction: Direction,
) -> Option<Vec<u16>> {
    if numerals.is_empty() {
        return Some(numerals);
    }
    if numerals.len() < least {
        return None;
    }
    let ff1 = FF1::<Aes256>::new(key.purpose("scrubjay 2026-11 FF1").expose(), radix).ok()?;
    let (tweak, input) = (entity.as_str().as_bytes(), FlexibleNumeralString::from(numerals));
    let output = match direction {
        Direction::Encrypt => ff1.encrypt(tweak, &input),
        Direction::Decrypt => ff1.decrypt(tweak, &input),
    };
    output.ok().map(Vec::from)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(key: &Key, value: &str, form: EncryptedForm) -> String {
        let mut out = String::new();
        write(key, &EntityType::new("X").unwrap(), value, form, &mut out);
        out
    }

    fn opened(key: &Key, written: &str) -> Option<String> {
        open(key, &token::read(written).filter(|token| token.len == written.len())?)
    }

    #[test]
    fn shape_is_kept() {
        let key = Key::derive("test", b"");
        let made = written(&key, "4111 1111-1111 1111", EncryptedForm::Shape);
        let mask = |text: &str| text.chars().map(|c| if c.is_ascii_digit() { 'd' } else { c }).collect::<String>();
        assert_eq!(mask(token::read(&made).unwrap().body), "dddd dddd-dddd dddd");
        assert_eq!(opened(&key, &made).unwrap(), "4111 1111-1111 1111");
        assert!(written(&key, "12345", EncryptedForm::Shape).starts_with("[X:"), "too short");
        assert!(written(&key, "GB29 1234567", EncryptedForm::Shape).starts_with("[X:"), "too few letters");
    }

    proptest! {
        #[test]
        fn what_is_encrypted_comes_back(value in "\\PC{0,30}", shape: bool) {
            let key = Key::derive("test", b"");
            let form = if shape { EncryptedForm::Shape } else { EncryptedForm::Token };
            let made = written(&key, &value, form);
            prop_assert_eq!(opened(&key, &made), Some(value.clone()));
            prop_assert_eq!(written(&key, &value, form), made.clone());
            let other = opened(&Key::derive("other", b""), &made);
            prop_assert!(other.is_none_or(|other| made.contains('=') && other != value));
        }
    }
}
