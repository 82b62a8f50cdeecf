//! IPv4 addresses, told from version numbers and other dotted numbers.

use std::net::Ipv4Addr;

use super::{Value, Verdict};

/// Refuses parts of longer dotted numbers, package versions, and addresses that are nobody's: this network, loopback,
/// multicast, broadcast (RFC 1122, RFC 5771) and documentation (RFC 5737), or of a network and no host in it. An address that begins with two small
/// numbers is undecided, since most of those are versions, unless a port, a prefix length or a scheme shows what it is.
pub(super) fn check(value: &Value<'_>) -> Verdict {
    let Ok(address) = value.matched().parse::<Ipv4Addr>() else { return Verdict::Refused };
    // 255 begins nothing but masks and broadcast.
    let nobody = matches!(address.octets().first(), Some(0 | 255))
        || address.is_loopback()
        || address.is_multicast()
        || address.is_broadcast()
        || address.is_documentation();
    if nobody || value.is_glued() || is_part(value) || is_heading(value, address) || is_network(value, address) {
        return Verdict::Refused;
    }
    let octets = address.octets();
    let repeated = octets.iter().all(|octet| Some(octet) == octets.first());
    // Sections of standards: `27.7.3.9`.
    let section = octets.iter().all(|octet| *octet <= 31);
    let small = (section || octets.iter().take(2).all(|octet| *octet <= 25)) && !address.is_private() && !repeated;
    value.decided(!small || is_endpoint(value))
}

/// Longest prefix of a network that is too large to be of one subscriber: 256 addresses.
const NETWORK: u32 = 24;

/// `81.2.0.0/16`: a network, with nothing of a host in it (RFC 4632). In a URL, what follows is a path.
fn is_network(value: &Value<'_>, address: Ipv4Addr) -> bool {
    let length = value.prefix_length().filter(|length| (8..=NETWORK).contains(length));
    let hosts = length.and_then(|length| u32::MAX.checked_shr(length));
    hosts.is_some_and(|hosts| u32::from(address) & hosts == 0) && !value.before().ends_with("://")
}

/// `3.43.5.2 Why does it wait`: the number of a section, at the start of a line and before its title.
fn is_heading(value: &Value<'_>, address: Ipv4Addr) -> bool {
    let [first, _, third, fourth] = address.octets();
    let begins = value.before().rsplit('\n').next().is_some_and(|line| line.trim().is_empty());
    let title = value.after().trim_start_matches([' ', '\t']);
    let titled = title.len() < value.after().len() && title.starts_with(|c: char| c.is_ascii_uppercase());
    let word = title.chars().skip(1).take_while(|c| !c.is_whitespace()).any(char::is_lowercase);
    begins && titled && word && !address.is_private() && [first, third, fourth].iter().all(|number| *number <= 30)
}

/// `http://1.2.3.4`, `root@1.2.3.4`, `1.2.3.4:8080` and `1.2.3.0/24`: no version is written so.
fn is_endpoint(value: &Value<'_>) -> bool {
    let number = |mark: char| {
        let rest = value.after().strip_prefix(mark)?;
        let end = rest.bytes().take(6).take_while(u8::is_ascii_digit).count();
        let whole = !rest.get(end..)?.starts_with(|c: char| c.is_alphanumeric() || c == '.');
        rest.get(..end)?.parse::<u32>().ok().filter(|_| whole)
    };
    let before = value.before();
    let port = number(':').is_some_and(|port| (20..=65_535).contains(&port));
    let prefix = number('/').is_some_and(|length| (8..=32).contains(&length));
    before.ends_with("://") || before.ends_with('@') || port || prefix
}

/// Whether what stands beside the match makes it part of a longer number or of a version.
fn is_part(value: &Value<'_>) -> bool {
    let before = value.before();
    let after = value.after();
    let mut back = before.bytes().rev();
    let joined = match (back.next(), back.next()) {
        // 5.1.2.3.4, name-1.2.3.4, name_1.2.3.4; a range of addresses goes on after a dash.
        (Some(b'.'), Some(byte)) => byte.is_ascii_alphanumeric(),
        (Some(b'-'), Some(byte)) => !ends_with_address(before) && byte.is_ascii_alphanumeric(),
        (Some(b'_'), _) => true,
        _ => false,
    };
    let mut forth = after.bytes();
    let goes_on = match (forth.next(), forth.next()) {
        (Some(b'.' | b'+' | b'~'), Some(byte)) => byte.is_ascii_alphanumeric(),
        (Some(b'-'), Some(byte)) => !starts_with_address(after) && byte.is_ascii_alphanumeric(),
        (Some(b'_'), _) => true,
        _ => false,
    };
    joined || goes_on
}

fn starts_with_address(after: &str) -> bool {
    let rest = after.trim_start_matches('-');
    let length = rest.bytes().take(15).take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    rest.get(..length).is_some_and(|part| part.trim_end_matches('.').parse::<Ipv4Addr>().is_ok())
}

fn ends_with_address(before: &str) -> bool {
    let rest = before.trim_end_matches('-');
    let length = rest.bytes().rev().take(15).take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    rest.get(rest.len() - length..).is_some_and(|part| part.parse::<Ipv4Addr>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::Ipv4;

    #[test]
    fn addresses_are_told_from_versions() {
        for (text, expected) in [
            ("⟦81.2.69.142⟧", "V 81.2.69.142"),
            ("⟦81.2.69.142⟧:8080", "V 81.2.69.142"),
            ("⟦81.2.69.142⟧.", "V 81.2.69.142"),
            ("⟦10.0.0.7⟧/8", "V 10.0.0.7"),
            ("⟦10.0.0.1⟧-10.0.0.9", "V 10.0.0.1"),
            ("10.0.0.1-⟦10.0.0.9⟧", "V 10.0.0.9"),
            ("⟦8.8.8.8⟧", "V 8.8.8.8"),
            ("⟦1.2.3.4⟧", "U 1.2.3.4"),
            ("⟦27.7.3.9⟧", "U 27.7.3.9"),
            ("⟦1.2.3.4⟧:8080", "V 1.2.3.4"),
            ("⟦1.2.3.4⟧/24", "V 1.2.3.4"),
            ("⟦81.2.69.142⟧/24", "V 81.2.69.142"),
            ("⟦81.2.69.142⟧/32", "V 81.2.69.142"),
            ("⟦81.2.69.128⟧/25", "V 81.2.69.128"),
            ("⟦81.2.69.0⟧/24", "-"),
            ("⟦84.185.0.0⟧/16.", "-"),
            ("⟦10.0.0.0⟧/8, and", "-"),
            ("⟦84.185.0.0⟧/16/5", "V 84.185.0.0"),
            ("⟦84.185.0.0⟧/16.5", "V 84.185.0.0"),
            ("http://⟦84.185.0.0⟧/16", "V 84.185.0.0"),
            ("⟦1.2.3.4⟧:8080.1", "U 1.2.3.4"),
            ("⟦1.2.3.4⟧:5", "U 1.2.3.4"),
            ("http://⟦1.2.3.4⟧/", "V 1.2.3.4"),
            ("⟦999.8.8.8⟧", "-"),
            ("⟦127.0.0.1⟧", "-"),
            ("⟦0.1.2.3⟧", "-"),
            ("⟦192.0.2.1⟧", "-"),
            ("⟦198.51.100.7⟧", "-"),
            ("⟦255.255.255.255⟧", "-"),
            ("⟦255.255.255.0⟧", "-"),
            ("⟦81.2.69.142⟧.5", "-"),
            ("⟦3.43.5.2⟧ Why it waits", "-"),
            ("⟦10.0.0.7⟧ Logged in", "V 10.0.0.7"),
            ("from ⟦3.43.5.2⟧ Why it waits", "V 3.43.5.2"),
            ("5.⟦81.2.69.142⟧", "-"),
            ("libx-⟦81.2.69.142⟧", "-"),
            ("⟦81.2.69.142⟧-5ubuntu1", "-"),
            ("⟦81.2.69.142⟧+dfsg", "-"),
        ] {
            assert_eq!(probe(Ipv4, text), expected, "{text}");
        }
    }
}
