//! `mask`: a masking character in place of letters and digits; punctuation and spaces stay, so that the shape is still seen.

use super::Action;

/// Writes the value with all its letters and digits masked but for the first `keep_first` and the last `keep_last`. A value with
/// no more letters and digits than those two together is masked throughout: otherwise nothing of it would be hidden.
pub(super) fn write(value: &str, character: char, keep_first: usize, keep_last: usize, out: &mut String) -> Action {
    let total = value.chars().filter(|c| is_masked(*c)).count();
    let (first, last) = if keep_first.saturating_add(keep_last) < total { (keep_first, keep_last) } else { (0, 0) };
    let mut seen = 0;
    for letter in value.chars() {
        if !is_masked(letter) {
            out.push(letter);
            continue;
        }
        let kept = seen < first || seen >= total - last;
        out.push(if kept { letter } else { character });
        seen += 1;
    }
    Action::Replace
}

/// Letters and digits of any script, and the marks they are written with.
fn is_masked(character: char) -> bool {
    character.is_alphanumeric() || unicode_normalization::char::is_combining_mark(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(value: &str, keep_first: usize, keep_last: usize) -> String {
        let mut out = String::new();
        write(value, '*', keep_first, keep_last, &mut out);
        out
    }

    #[test]
    fn punctuation_stays() {
        for (value, first, last, expected) in [
            ("4111 1111 1111 1111", 0, 4, "**** **** **** 1111"),
            ("ada@example.com", 1, 0, "a**@*******.***"),
            ("né@ü.example", 0, 0, "**@*.*******"),
            ("अजय", 0, 0, "***"),
            ("123", 2, 1, "***"),
            ("1234", 2, 1, "12*4"),
            ("12", usize::MAX, usize::MAX, "**"),
        ] {
            assert_eq!(masked(value, first, last), expected, "{value}");
        }
    }
}
