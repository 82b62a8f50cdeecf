//! Monero addresses: Base58 in blocks of eight bytes, and a checksum by Keccak-256.
//!
//! Source: <https://docs.getmonero.org/public-address/standard-address/> and its sister pages on other kinds of addresses.

use super::base58::BITCOIN_ALPHABET;
use super::keccak::keccak_256;

/// Characters of a full block, and the bytes they stand for.
const BLOCK: (usize, usize) = (11, 8);

/// Characters of the last block of an address, and the bytes they stand for.
const LAST: (usize, usize) = (7, 5);

/// Bytes of the longest address: an integrated one.
const LONGEST: usize = 77;

/// Network bytes of the main network: standard, integrated, sub-address.
const NETWORKS: [u8; 3] = [18, 19, 42];

/// Whether a text is an address of the main network with a right checksum.
#[must_use]
pub fn monero_valid(text: &[u8]) -> bool {
    let mut bytes = [0_u8; LONGEST];
    let mut length = 0;
    for block in text.chunks(BLOCK.0) {
        let size = match block.len() {
            full if full == BLOCK.0 => BLOCK.1,
            last if last == LAST.0 => LAST.1,
            _ => return false,
        };
        let Some(value) = number(block).filter(|value| value >> (8 * size) == 0) else { return false };
        let Some(target) = bytes.get_mut(length..length + size) else { return false };
        let big_endian = value.to_be_bytes();
        target.iter_mut().rev().zip(big_endian.iter().rev()).for_each(|(to, from)| *to = *from);
        length += size;
    }
    let Some((body, sum)) = bytes.get(..length).and_then(|bytes| bytes.split_at_checked(length.checked_sub(4)?)) else {
        return false;
    };
    let network = body.first().is_some_and(|byte| NETWORKS.contains(byte));
    network && keccak_256(body).iter().zip(sum).all(|(computed, written)| computed == written)
}

fn number(block: &[u8]) -> Option<u128> {
    block.iter().try_fold(0_u128, |number, character| {
        let digit = BITCOIN_ALPHABET.iter().position(|known| known == character)?;
        Some(number * 58 + u128::try_from(digit).ok()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The project's own donation address, as its documentation prints it.
    const PUBLISHED: &str =
        "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A";

    #[test]
    fn the_published_address_passes() {
        assert!(monero_valid(PUBLISHED.as_bytes()));
    }

    #[test]
    fn other_texts_fail() {
        let changed = PUBLISHED.replace("Xft3", "Xft4");
        for text in [changed.as_str(), &PUBLISHED[1..], &PUBLISHED[..88], "", "zzzzzzzzzzz"] {
            assert!(!monero_valid(text.as_bytes()), "{text}");
        }
    }
}
