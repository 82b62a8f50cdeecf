//! The order of messages.

use super::Sink;
use crate::format::definition::{Speaker, TurnRole, Turns};
use crate::format::fault::Fault;
use crate::format::line::Line;
use crate::format::pointer::Pointer;

/// Where the messages of a shape stand, and what its roles are called.
#[derive(Clone, Copy)]
pub(super) struct Place<'d> {
    pub(super) messages: &'d str,
    pub(super) role: &'d str,
    pub(super) word: &'d dyn Fn(TurnRole) -> &'d str,
}

/// Reports messages that stand in the wrong order, and too few or too many. Of roles that are missing or unknown, which have
/// been reported, nothing more is said.
pub(super) fn check(order: &Turns, place: Place<'_>, root: &Line<'_>, sink: &mut Sink<'_>) {
    let list = Pointer::ROOT.key(place.messages);
    let messages = root.items_of(place.messages);
    if messages.is_empty() {
        // A list without elements has been reported as such.
        return;
    }
    let known =
        |word: &str| order.roles.iter().chain(&order.doubtful).find(|role| (place.word)(**role) == word).copied();
    let roles: Vec<_> = messages.iter().map(|message| message.text_of(place.role).and_then(known)).collect();
    let mut fault = |fault: Fault, at: usize| sink(fault, &list.item(at).key(place.role));
    for (n, role) in roles.iter().enumerate() {
        if n > 0 && speaker(*role) == Some(Speaker::System) {
            fault(Fault::SystemNotFirst, n);
        }
        if role.is_some_and(|role| order.doubtful.contains(&role)) {
            fault(Fault::DoubtfulRole, n);
        }
    }
    let start = usize::from(speaker(roles.first().copied().flatten()) == Some(Speaker::System));
    let said = roles.get(start..).unwrap_or_default();
    count(order, said.len() as u64, &list, sink);
    let mut fault = |fault: Fault, at: usize| sink(fault, &list.item(start + at).key(place.role));
    if let (Some(first), Some(Some(role))) = (order.first, said.first())
        && first != *role
    {
        fault(Fault::FirstNot(first), 0);
    }
    let pairs = said.iter().zip(said.iter().skip(1)).enumerate();
    for (n, _) in pairs.filter(|(_, (one, next))| order.alternate && one.is_some() && speaker(**one) == speaker(**next))
    {
        fault(Fault::NotAlternating, n + 1);
    }
    if let (Some(last), Some(Some(role)), true) = (order.last, said.last(), said.len() as u64 >= order.min)
        && last != *role
    {
        fault(Fault::LastNot(last), said.len() - 1);
    }
    let nobody_asks = said.iter().all(|role| role.is_some() && speaker(*role) != Some(Speaker::User));
    if order.first.is_none() && nobody_asks {
        sink(Fault::NoUser, &list);
    }
}

fn count(order: &Turns, messages: u64, list: &Pointer<'_>, sink: &mut Sink<'_>) {
    if messages < order.min {
        sink(Fault::TooFewMessages(order.min), list);
    }
    if let Some(most) = order.max.filter(|most| messages > *most) {
        sink(Fault::TooManyMessages { most, severity: order.max_severity }, list);
    }
}

fn speaker(role: Option<TurnRole>) -> Option<Speaker> {
    role.map(TurnRole::speaker)
}
