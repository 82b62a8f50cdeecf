//! What each rule met in a scan, and how long it took.

use std::time::Duration;

use scrubjay::pipeline::{RuleStat, RuleStats};
use serde_json::{Value, json};

use super::{count, line};
use crate::table::Table;

/// A table of the rules that met anything, and what the rest comes to.
pub(crate) fn human(stats: &RuleStats) -> String {
    let mut out = String::new();
    line(&mut out, format_args!("detection took {} on all threads together", seconds(stats.detection)));
    let mut table = Table::new(&[0, 1, 2, 3, 4, 5, 6, 7, 8]);
    table.row(["time", "share", "candidates", "confirmed", "refused", "allowed", "below", "yielded", "kept", "rule"]);
    let met = |stat: &&RuleStat| stat.counts.candidates > 0 || stat.counts.found > 0;
    for stat in stats.rules.iter().filter(met) {
        let counts = &stat.counts;
        let numbers = [
            counts.candidates,
            counts.confirmed,
            counts.refused,
            counts.allowed,
            counts.below,
            counts.yielded,
            counts.found,
        ];
        let rule = format!("{}/{}", stat.rule.pack, stat.rule.id);
        let cells = [seconds(stat.time), percent(stats.share(stat.time))];
        table.row(cells.into_iter().chain(numbers.map(count)).chain([rule]));
    }
    let idle: Vec<_> = stats.rules.iter().filter(|stat| !met(stat)).collect();
    let vain: Duration = idle.iter().map(|stat| stat.time).sum();
    let blanks = || std::iter::repeat_n(String::new(), 7);
    for (time, what) in [
        (vain, format!("{} rules that met nothing", idle.len())),
        (stats.shared(), "what all rules share: looking for places, words around them, overlaps".to_owned()),
    ] {
        let cells = [seconds(time), percent(stats.share(time))];
        table.row(cells.into_iter().chain(blanks()).chain([what]));
    }
    out.push_str(&table.render(2));
    out
}

/// All rules, in the same order.
pub(crate) fn json(stats: &RuleStats) -> Value {
    let rule = |stat: &RuleStat| {
        let counts = &stat.counts;
        json!({
            "rule": &*stat.rule.id,
            "pack": &*stat.rule.pack,
            "version": &*stat.rule.version,
            "entity": stat.rule.entity.as_str(),
            "candidates": counts.candidates,
            "confirmed": counts.confirmed,
            "refused": counts.refused,
            "allowed": counts.allowed,
            "below": counts.below,
            "yielded": counts.yielded,
            "kept": counts.found,
            "seconds": stat.time.as_secs_f64(),
            "time_share": stats.share(stat.time),
        })
    };
    json!({
        "seconds": stats.detection.as_secs_f64(),
        "shared_seconds": stats.shared().as_secs_f64(),
        "rules": stats.rules.iter().map(rule).collect::<Vec<_>>(),
    })
}

fn seconds(time: Duration) -> String {
    format!("{:.3} s", time.as_secs_f64())
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
