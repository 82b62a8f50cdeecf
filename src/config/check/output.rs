//! Checks on `[output]` alone; `overlap` compares it with the sources.

use jiff::civil::Date;

use super::Findings;
use crate::config::{KeyPath, Output, Price};

pub(super) fn check(output: &Output, path: &KeyPath, found: &mut Findings) {
    let uri = path.key("uri");
    if output.uri == "-" {
        found.add(uri, "is standard output, but a dataset is a folder");
    } else {
        found.not_blank(&uri, &output.uri);
    }
    let targets = path.key("targets");
    if output.targets.is_empty() {
        found.add_with_help(targets.clone(), "is empty", "`scrubjay targets list` shows the targets");
    }
    for (index, target) in output.targets.iter().enumerate() {
        found.name(&targets.index(index), target);
    }
    found.unique(&targets, output.targets.iter().map(String::as_str));
    if output.tokenizer.as_ref().is_some_and(|file| file.as_os_str().is_empty()) {
        found.add(path.key("tokenizer"), "is empty");
    }
    let prices = path.key("price");
    for (index, price) in output.price.iter().enumerate() {
        check_price(price, output, &prices.index(index), found);
    }
    found.unique(&prices, output.price.iter().map(|price| price.target.as_str()));
}

fn check_price(price: &Price, output: &Output, path: &KeyPath, found: &mut Findings) {
    if !output.targets.contains(&price.target) {
        found.add(path.key("target"), "is not one of `output.targets`");
    }
    if !price.per_1000_tokens.is_finite() || price.per_1000_tokens < 0.0 {
        found.add(path.key("per_1000_tokens"), "is no price");
    }
    if price.currency.len() != 3 || !price.currency.bytes().all(|b| b.is_ascii_uppercase()) {
        found.add_with_help(path.key("currency"), "is not a currency code", "ISO 4217: three capitals, such as USD");
    }
    if price.epochs == 0 {
        found.add(path.key("epochs"), "is 0, so that nothing would be trained");
    }
    found.not_blank(&path.key("source"), &price.source);
    if !price.date.parse::<Date>().is_ok_and(|date| date.to_string() == price.date) {
        found.add_with_help(path.key("date"), "is not a date", "write it like 2027-01-31");
    }
}
