//! Networks and domains that belong to nobody, and IP addresses in them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde::Deserialize;

use super::draw::Draw;
use super::reserved::WIDE;

/// A row of the table: a network that nobody has.
#[derive(Debug, Deserialize)]
#[serde(try_from = "NetworkRow")]
pub(super) struct Network {
    first: IpAddr,
    /// Bits that all addresses of the network share.
    prefix: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NetworkRow {
    network: String,
    source: String,
    date: String,
}

impl TryFrom<NetworkRow> for Network {
    type Error = String;

    fn try_from(row: NetworkRow) -> Result<Self, String> {
        sourced(&row.source, &row.date)?;
        let (first, prefix) = row.network.split_once('/').ok_or("a network is written like 192.0.2.0/24")?;
        let first: IpAddr = first.parse().map_err(|_| format!("`{first}` is no address"))?;
        let prefix = prefix.parse().ok().filter(|bits| *bits <= if first.is_ipv4() { 32 } else { 128 });
        Ok(Self { first, prefix: prefix.ok_or("the prefix is too long")? })
    }
}

/// A row of the table: a domain that nobody has.
#[derive(Debug, Deserialize)]
#[serde(try_from = "DomainRow")]
pub(super) struct Domain(String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DomainRow {
    domain: String,
    source: String,
    date: String,
}

impl TryFrom<DomainRow> for Domain {
    type Error = String;

    fn try_from(row: DomainRow) -> Result<Self, String> {
        sourced(&row.source, &row.date)?;
        Ok(Self(row.domain))
    }
}

/// Every row says where it is from and when that was looked up.
pub(super) fn sourced(source: &str, date: &str) -> Result<(), String> {
    if source.trim().is_empty() {
        return Err("the source is empty".to_owned());
    }
    date.parse::<jiff::civil::Date>().map(drop).map_err(|_| "the date is none".to_owned())
}

impl Domain {
    /// Whether a host, in lower case, is the domain or in it.
    pub(super) fn holds(&self, host: &str) -> bool {
        host.strip_suffix(self.0.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    }
}

impl Network {
    pub(super) fn holds(&self, address: IpAddr) -> bool {
        match (self.first, address) {
            (IpAddr::V4(first), IpAddr::V4(address)) => {
                same(u32::from(first).into(), u32::from(address).into(), 32 - self.prefix)
            }
            (IpAddr::V6(first), IpAddr::V6(address)) => same(first.into(), address.into(), 128 - self.prefix),
            _ => false,
        }
    }

    /// Bits in which the addresses of the network differ.
    fn free_bits(&self) -> u32 {
        if self.first.is_ipv4() { 32 - self.prefix } else { 128 - self.prefix }
    }
}

fn same(one: u128, other: u128, free: u32) -> bool {
    one.checked_shr(free) == other.checked_shr(free)
}

/// An address in one of the networks, of the same version. `None` if there is none, or where values of a shared scope would
/// meet.
pub(super) fn address(networks: &[Network], like: IpAddr, shared: bool, draw: &mut Draw<'_>) -> Option<IpAddr> {
    let wide = |network: &&Network| !shared || 1u128.checked_shl(network.free_bits()).is_none_or(|size| size >= WIDE);
    let fitting: Vec<_> = networks.iter().filter(|n| n.first.is_ipv4() == like.is_ipv4()).filter(wide).collect();
    let network = fitting.get(usize::try_from(draw.below(fitting.len() as u64)).ok()?)?;
    let free = network.free_bits();
    Some(match network.first {
        // Neither the network's own address nor its broadcast address.
        IpAddr::V4(first) => {
            let host = 1 + draw.below((1u64 << free).saturating_sub(2).max(1));
            IpAddr::V4(Ipv4Addr::from(u32::from(first) | u32::try_from(host).ok()?))
        }
        IpAddr::V6(first) => {
            let random = u128::from(draw.below(u64::MAX)) << 64 | u128::from(draw.below(u64::MAX));
            let host = random & (u128::MAX >> (128 - free.clamp(1, 128)));
            IpAddr::V6(Ipv6Addr::from(u128::from(first) | host))
        }
    })
}
