//! IPv6 addresses (RFC 4291), told from times, namespaces and fingerprints.

use std::net::Ipv6Addr;

use super::{Value, Verdict};

/// Longest prefix that no subscriber gets: /32 and shorter are what registries assign to providers (RIPE-738, section 5.1).
const NETWORK: u32 = 32;

/// Valid if all eight groups are there, or if it is shortened and its first group is of a range that is in use. Refused:
/// what does not parse, loopback, unspecified, multicast and documentation addresses (RFC 3849), networks of providers, and eight
/// pairs of hex digits, which are fingerprints.
pub(super) fn check(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    // A sentence may go on with a colon: `from 2a00::1: refused`.
    let text = if text.ends_with(':') && !text.ends_with("::") { text.trim_end_matches(':') } else { text };
    let value = value.part(0, text.len());
    let Ok(address) = text.parse::<Ipv6Addr>() else { return Verdict::Refused };
    let segments = address.segments();
    let [first, second, ..] = segments;
    let documentation = (first, second) == (0x2001, 0x0db8) || (first == 0x3fff && second < 0x1000);
    let nobody = address.is_loopback() || address.is_unspecified() || address.is_multicast() || documentation;
    let bare = text.ends_with("::") && text.split(':').filter(|group| !group.is_empty()).count() < 3;
    let pairs = text.split(':').all(|group| group.len() == 2);
    if nobody || pairs || bare || is_part(&value) || is_network(&value, address) {
        return Verdict::Refused;
    }
    let in_use =
        matches!(first, 0x2000..=0x3fff | 0xfc00..=0xfdff | 0xfe80..=0xfebf) || (first, second) == (0x64, 0xff9b);
    if text.contains("::") && !in_use { Verdict::Refused } else { Verdict::Valid(value.span) }
}

/// `2a02:8071::/32`: a network, with nothing of a host in it.
fn is_network(value: &Value<'_>, address: Ipv6Addr) -> bool {
    let length = value.prefix_length().filter(|length| (16..=NETWORK).contains(length));
    let hosts = length.and_then(|length| u128::MAX.checked_shr(length));
    hosts.is_some_and(|hosts| u128::from(address) & hosts == 0)
}

/// Whether the match is cut out of a longer word or of `name::name`.
fn is_part(value: &Value<'_>) -> bool {
    let joins = |character: Option<char>| character.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let before = value.before().chars().next_back();
    let after = value.after();
    joins(before) || before == Some(':') || joins(after.chars().next()) || after.starts_with("::")
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::Ipv6;

    #[test]
    fn addresses_are_told_from_other_colons() {
        for (text, expected) in [
            ("⟦2a00:1450:4009:81f::200e⟧", "V 2a00:1450:4009:81f::200e"),
            ("⟦fe80::1ff:fe23:4567:890a⟧%eth0", "V fe80::1ff:fe23:4567:890a"),
            ("⟦2a00:1450::1:⟧ refused", "V 2a00:1450::1"),
            ("⟦d80:e4b5:79da:6cf6:71f3:51f7:9161:c319⟧", "V d80:e4b5:79da:6cf6:71f3:51f7:9161:c319"),
            ("⟦::1⟧", "-"),
            ("⟦2a02:8071:0:0:0:0:0:0⟧/32", "-"),
            ("⟦2a02:8071:1::⟧/48", "V 2a02:8071:1::"),
            ("⟦2a02:8071:1::⟧/32", "V 2a02:8071:1::"),
            ("Oct 15 ⟦2000::⟧", "-"),
            ("⟦2001:db8::7⟧", "-"),
            ("⟦12:34:56⟧", "-"),
            ("⟦abc::def⟧", "-"),
            ("⟦aa:bb:cc:dd:ee:ff:00:11⟧", "-"),
            ("st⟦d::⟧vec", "-"),
        ] {
            assert_eq!(probe(Ipv6, text), expected, "{text}");
        }
    }
}
