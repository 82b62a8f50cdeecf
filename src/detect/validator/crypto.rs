//! Addresses of crypto-currencies, by their checksums.

use super::{Value, Verdict};
use crate::detect::checksum::{
    BITCOIN_ALPHABET, RIPPLE_ALPHABET, base58check_version, bech32_valid, keccak_256, monero_valid,
};

/// First characters of an address and the version byte that goes with them, from the parameters of each currency's reference
/// client (`chainparams.cpp` of Bitcoin, Litecoin, Dogecoin and Dash) and <https://developers.tron.network/docs/account>.
const VERSIONS: &[(u8, u8)] = &[
    (b'1', 0),  // Bitcoin, to a key
    (b'3', 5),  // Bitcoin and Litecoin, to a script
    (b'L', 48), // Litecoin, to a key
    (b'M', 50), // Litecoin, to a script
    (b'D', 30), // Dogecoin, to a key
    (b'9', 22), // Dogecoin, to a script
    (b'A', 22), // Dogecoin, to a script
    (b'X', 76), // Dash, to a key
    (b'7', 16), // Dash, to a script
    (b'T', 65), // Tron
];

/// Hexadecimal digits of an Ethereum address, behind `0x`.
const ETHEREUM: usize = 40;

/// An address in `Base58Check`.
pub(super) fn base58(value: &Value<'_>) -> Verdict {
    let text = value.matched().as_bytes();
    let first = text.first().copied();
    let known = base58check_version(text, BITCOIN_ALPHABET)
        .is_some_and(|version| VERSIONS.iter().any(|known| (Some(known.0), known.1) == (first, version)));
    let ripple = first == Some(b'r') && base58check_version(text, RIPPLE_ALPHABET) == Some(0);
    if !value.is_glued() && (known || ripple) { Verdict::Valid(value.span) } else { Verdict::Refused }
}

/// An address in Bech32 or Bech32m.
pub(super) fn bech32(value: &Value<'_>) -> Verdict {
    let valid = !value.is_glued() && bech32_valid(value.matched().as_bytes());
    if valid { Verdict::Valid(value.span) } else { Verdict::Refused }
}

/// An Ethereum address: valid if its letters are in the case that EIP-55 asks for, undecided if they are all in one case.
pub(super) fn ethereum(value: &Value<'_>) -> Verdict {
    let digits = value.matched().get(2..).unwrap_or_default().as_bytes();
    let uniform = digits.iter().all(|digit| Some(digit) == digits.first());
    if digits.len() != ETHEREUM || uniform || value.is_glued() {
        return Verdict::Refused;
    }
    let lower = digits.iter().any(u8::is_ascii_lowercase);
    let upper = digits.iter().any(u8::is_ascii_uppercase);
    if !(lower && upper) {
        return Verdict::Undecided(value.span);
    }
    if is_checksummed(digits) { Verdict::Valid(value.span) } else { Verdict::Refused }
}

/// EIP-55: a letter is upper-case where the hash of the lower-case address has a digit of 8 or more.
fn is_checksummed(digits: &[u8]) -> bool {
    let mut lower = [0_u8; ETHEREUM];
    lower.iter_mut().zip(digits).for_each(|(to, from)| *to = from.to_ascii_lowercase());
    let hash = keccak_256(&lower);
    let high = hash.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|digit| digit > 7);
    digits.iter().zip(high).all(|(digit, high)| digit.is_ascii_digit() || digit.is_ascii_uppercase() == high)
}

/// A Monero address.
pub(super) fn monero(value: &Value<'_>) -> Verdict {
    let valid = !value.is_glued() && monero_valid(value.matched().as_bytes());
    if valid { Verdict::Valid(value.span) } else { Verdict::Refused }
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::{CryptoBase58, CryptoBech32, Ethereum, Monero};

    #[test]
    fn base58_addresses_have_a_known_version() {
        for (address, valid) in [
            ("16UwLL9Risc3QfPqBUvKofHmBQ7wMtjvM", true),
            ("3P14159f73E4gFr7JterCCQh9QjiTjiZrG", true),
            ("LXi6E8XiK6Mgs3C8gdidsTaZTsLvQEcYgH", true),
            ("D6VsJ74xNbXh1vbQqMYBoEhjz9ghh7FD12", true),
            ("Xf5zpG9cuv7yaTr54L9HvhSAMEY1NVZYab", true),
            ("TQc5PURZPp9wHPQJELTmVc17eqgrbJ7Yvb", true),
            ("rnSC2qnSU6yF1pX9Bpw4VKssGu2tyKCgTU", true),
            ("16UwLL9Risc3QfPqBUvKofHmBQ7wMtjvN", false),
            ("rnSC2qnSU6yF1pX9Bpw4VKssGu2tyKCgTV", false),
        ] {
            assert_eq!(probe(CryptoBase58, &format!("⟦{address}⟧")) != "-", valid, "{address}");
        }
        assert_eq!(probe(CryptoBase58, "x⟦16UwLL9Risc3QfPqBUvKofHmBQ7wMtjvM⟧"), "-");
    }

    #[test]
    fn bech32_addresses() {
        assert!(probe(CryptoBech32, "⟦bc1qh86kpwac889p4geqc5uk7q3en3p5jdk52ylwjr⟧").starts_with('V'));
        assert_eq!(probe(CryptoBech32, "⟦bc1qh86kpwac889p4geqc5uk7q3en3p5jdk52ylwjq⟧"), "-");
        assert_eq!(probe(CryptoBech32, "⟦bc1qh86kpwac889p4geqc5uk7q3en3p5jdk52ylwjr⟧é"), "-");
    }

    /// The examples of EIP-55.
    #[test]
    fn ethereum_addresses() {
        for (text, kind) in [
            ("⟦0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed⟧", 'V'),
            ("⟦0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359⟧", 'V'),
            ("⟦0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB⟧", 'V'),
            ("⟦0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb⟧", 'V'),
            ("⟦0x52908400098527886E0F7030069857D2E4169EE7⟧", 'U'),
            ("⟦0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed⟧", 'U'),
            ("⟦0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed⟧", '-'),
            ("⟦0x0000000000000000000000000000000000000000⟧", '-'),
            ("⟦0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed⟧00", '-'),
        ] {
            assert!(probe(Ethereum, text).starts_with(kind), "{text}");
        }
    }

    #[test]
    fn monero_addresses() {
        let address = "4BBhphTdA96eGQqAcFDUboRPSeJNwr34aXV4KX6RSvQWFVUXuY4f15bAKhia7WHUXrPmVmNxeqdpPXwwAcWWDCY7HyXdQJd";
        assert!(probe(Monero, &format!("⟦{address}⟧")).starts_with('V'));
        assert_eq!(probe(Monero, &format!("⟦{}⟧", address.replace("f15", "f16"))), "-");
    }
}
