//! `Base58Check`: the text form of addresses in Bitcoin and the currencies that descend from it, and of XRP.
//!
//! Source: <https://en.bitcoin.it/wiki/Base58Check_encoding>, and <https://xrpl.org/docs/references/protocol/data-types/base58-encodings>
//! for the order of the alphabet that XRP uses.

use sha2::{Digest, Sha256};

/// Digits of Base58 in Bitcoin's order.
pub const BITCOIN_ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// Digits of Base58 in XRP's order.
pub const RIPPLE_ALPHABET: &[u8; 58] = b"rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";

/// Bytes of an address: version, 20 bytes of hash, 4 bytes of checksum.
const ADDRESS: usize = 25;

/// The version byte of an address whose checksum holds: the first four bytes of SHA-256, twice, over the rest. `None` for
/// any other text.
#[must_use]
pub fn base58check_version(text: &[u8], alphabet: &[u8; 58]) -> Option<u8> {
    let bytes = decode(text, alphabet)?;
    let (body, sum) = bytes.split_at_checked(ADDRESS - 4)?;
    let twice = Sha256::digest(Sha256::digest(body));
    (twice.get(..4)? == sum).then(|| body.first().copied())?
}

/// The 25 bytes that a text encodes; leading zero bytes are written as that many zero digits.
fn decode(text: &[u8], alphabet: &[u8; 58]) -> Option<[u8; ADDRESS]> {
    let mut bytes = [0_u8; ADDRESS];
    for character in text {
        let mut carry = alphabet.iter().position(|digit| digit == character)?;
        for byte in bytes.iter_mut().rev() {
            carry += usize::from(*byte) * 58;
            *byte = u8::try_from(carry & 0xFF).ok()?;
            carry >>= 8;
        }
        if carry > 0 {
            return None;
        }
    }
    let zero = alphabet.first();
    let digits = text.iter().take_while(|character| Some(*character) == zero).count();
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    (digits == zeros).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked examples of <https://en.bitcoin.it/wiki/Technical_background_of_version_1_Bitcoin_addresses> and of BIP 13, and
    /// XRP's `ACCOUNT_ZERO` and `ACCOUNT_ONE`.
    #[test]
    fn published_addresses_pass() {
        for (text, alphabet, version) in [
            ("1PMycacnJaSqwwJqjawXBErnLsZ7RkXUAs", BITCOIN_ALPHABET, 0),
            ("16UwLL9Risc3QfPqBUvKofHmBQ7wMtjvM", BITCOIN_ALPHABET, 0),
            ("3P14159f73E4gFr7JterCCQh9QjiTjiZrG", BITCOIN_ALPHABET, 5),
            ("rrrrrrrrrrrrrrrrrrrrrhoLvTp", RIPPLE_ALPHABET, 0),
            ("rrrrrrrrrrrrrrrrrrrrBZbvji", RIPPLE_ALPHABET, 0),
        ] {
            assert_eq!(base58check_version(text.as_bytes(), alphabet), Some(version), "{text}");
        }
    }

    #[test]
    fn other_texts_fail() {
        for text in [
            "1PMycacnJaSqwwJqjawXBErnLsZ7RkXUAt",
            "6UwLL9Risc3QfPqBUvKofHmBQ7wMtjvM",
            "0PMyc",
            "",
            "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
        ] {
            assert_eq!(base58check_version(text.as_bytes(), BITCOIN_ALPHABET), None, "{text}");
        }
    }
}
