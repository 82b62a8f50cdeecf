//! What a person reads: plans and summaries.

mod plan;
pub(crate) mod scan;
mod summary;

pub(crate) use plan::plan;
pub(crate) use summary::{summary, summary_json};

use std::fmt::Write;

/// Appends a line.
pub(crate) fn line(out: &mut String, text: impl std::fmt::Display) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{text}");
}

/// `1 234 567`: thousands apart, as in SI.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut spaced = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            spaced.push(' ');
        }
        spaced.push(digit);
    }
    spaced
}

#[cfg(test)]
mod tests {
    #[test]
    fn thousands_stand_apart() {
        assert_eq!(super::count(1_234_567), "1 234 567");
        assert_eq!(super::count(999), "999");
    }
}
