//! Bech32 and Bech32m: the text form of newer addresses in Bitcoin, Litecoin and Cardano (BIP 173, BIP 350, CIP 19).

/// Values of the 32 data characters, in order.
const ALPHABET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// Coefficients of the generator of the checksum (BIP 173).
const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];

/// What the checksum leaves in Bech32 (BIP 173) and in Bech32m (BIP 350).
const RESIDUES: [u32; 2] = [1, 0x2bc8_30a3];

/// Whether a text is a human-readable part, `1`, and data characters that end in a right checksum of six. Letters must be
/// in one case.
#[must_use]
pub fn bech32_valid(text: &[u8]) -> bool {
    let lower = text.iter().any(u8::is_ascii_lowercase);
    let upper = text.iter().any(u8::is_ascii_uppercase);
    let Some(split) = text.iter().rposition(|byte| *byte == b'1') else { return false };
    let (Some(human), Some(data)) = (text.get(..split), text.get(split + 1..)) else { return false };
    if (lower && upper) || human.is_empty() || data.len() < 6 {
        return false;
    }
    let high = human.iter().map(|byte| u32::from(byte.to_ascii_lowercase() >> 5));
    let low = human.iter().map(|byte| u32::from(byte.to_ascii_lowercase() & 31));
    let sum = high.chain([0]).chain(low).fold(1, step);
    let value = |byte: &u8| ALPHABET.iter().position(|known| *known == byte.to_ascii_lowercase());
    data.iter()
        .try_fold(sum, |sum, byte| Some(step(sum, u32::try_from(value(byte)?).ok()?)))
        .is_some_and(|sum| RESIDUES.contains(&sum))
}

fn step(sum: u32, value: u32) -> u32 {
    let top = sum >> 25;
    let shifted = ((sum & 0x01ff_ffff) << 5) ^ value;
    GENERATOR.iter().enumerate().fold(shifted, |sum, (bit, term)| if (top >> bit) & 1 == 1 { sum ^ term } else { sum })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Test vectors of BIP 173, BIP 350 and CIP 19.
    #[test]
    fn published_addresses_pass() {
        for text in [
            "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
            "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
            "addr1vx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzers66hrl8",
        ] {
            assert!(bech32_valid(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn other_texts_fail() {
        for text in [
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
            "bc1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
            "1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
            "bc1qb508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            "bc1",
            "",
        ] {
            assert!(!bech32_valid(text.as_bytes()), "{text}");
        }
    }
}
