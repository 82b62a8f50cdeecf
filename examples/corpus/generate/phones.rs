//! Telephone numbers from the ranges that regulators keep free for fiction.
//!
//! US: 555-0100 to 555-0199 (NANPA). GB: Ofcom's numbers for drama. DE: Bundesnetzagentur, Mitteilung 148/2021. FR:
//! ARCEP, décision 2018-0881, article 2.5.12. SE: PTS. Nigeria and Poland keep none: 0804 000 0xxx lies in the range of a
//! network that has closed, and 12 345 67 8x counts its digits, so both are plainly invented.

use super::people::Region;
use super::rng::Rng;

/// A number of the region as people there write it; `international` forces the form with a country code.
pub fn phone(region: Region, international: bool, rng: &mut Rng) -> String {
    match region {
        Region::Us => us(international, rng),
        Region::Gb => gb(international, rng),
        Region::De => de(international, rng),
        Region::Fr => fr(international, rng),
        Region::Ng => ng(international, rng),
        Region::Pl => pl(international, rng),
        Region::Se => format!("+46 8 465 004 {:02}", rng.below(100)),
    }
}

fn us(international: bool, rng: &mut Rng) -> String {
    let area = rng.word(&["202", "212", "303", "312", "415", "503", "617", "713"]);
    let line = rng.below(100);
    match rng.below(if international { 2 } else { 5 }) {
        0 => format!("+1 {area}-555-01{line:02}"),
        1 => format!("+1 ({area}) 555-01{line:02}"),
        2 => format!("({area}) 555-01{line:02}"),
        3 => format!("{area}.555.01{line:02}"),
        _ => format!("{area}-555-01{line:02}"),
    }
}

fn gb(international: bool, rng: &mut Rng) -> String {
    let (area, exchange) =
        *rng.pick(&[("20", "7946"), ("161", "496"), ("113", "496"), ("121", "496")]).unwrap_or(&("20", "7946"));
    let line = rng.below(1000);
    match rng.below(if international { 2 } else { 4 }) {
        0 => format!("+44 {area} {exchange} 0{line:03}"),
        1 => format!("+44 (0){area} {exchange} 0{line:03}"),
        _ => format!("0{area} {exchange} 0{line:03}"),
    }
}

fn de(international: bool, rng: &mut Rng) -> String {
    let (area, block) = *rng
        .pick(&[("30", "23125"), ("69", "90009"), ("40", "66969"), ("221", "4710"), ("89", "99998")])
        .unwrap_or(&("30", "23125"));
    let line = rng.below(1000);
    match rng.below(if international { 3 } else { 5 }) {
        0 => format!("+49 {area} {block} {line:03}"),
        1 => format!("+49 (0){area} {block}-{line:03}"),
        2 => format!("+49{area}{block}{line:03}"),
        3 => format!("0{area}/{block}-{line:03}"),
        _ => format!("0{area} {block}{line:03}"),
    }
}

fn fr(international: bool, rng: &mut Rng) -> String {
    let prefix = rng.word(&["1 99 00", "3 53 01", "4 65 71", "5 36 49"]);
    let (a, b) = (rng.below(100), rng.below(100));
    match rng.below(if international { 2 } else { 4 }) {
        0 => format!("+33 {prefix} {a:02} {b:02}"),
        1 => format!("+33 (0){prefix} {a:02} {b:02}"),
        2 => format!("0{prefix} {a:02} {b:02}").replace(' ', "."),
        _ => format!("0{prefix} {a:02} {b:02}"),
    }
}

fn ng(international: bool, rng: &mut Rng) -> String {
    let line = rng.below(1000);
    match rng.below(if international { 2 } else { 4 }) {
        0 => format!("+234 804 000 0{line:03}"),
        1 => format!("+2348040000{line:03}"),
        2 => format!("0804 000 0{line:03}"),
        _ => format!("08040000{line:03}"),
    }
}

fn pl(international: bool, rng: &mut Rng) -> String {
    let last = rng.below(10);
    if international || rng.one_in(2) { format!("+48 12 345 67 8{last}") } else { format!("12 345 67 8{last}") }
}
