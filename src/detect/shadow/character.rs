//! What one character stands for.
//!
//! Full-width, mathematical, circled and other compatibility forms stand for ASCII by their compatibility decomposition
//! (Unicode Standard Annex 15, NFKC); decimal digits of any script for their value; white space, dashes, dots and quotes for
//! the ASCII ones; default-ignorable characters for nothing.

use unicode_normalization::UnicodeNormalization;

use crate::core::decimal;

/// What a character stands for where values are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Itself.
    Itself,
    /// Nothing: it cannot be seen.
    Nothing,
    /// A decimal digit, as ASCII.
    Digit(char),
    /// A letter, as ASCII.
    Letter(char),
    /// A punctuation mark or a space, as ASCII.
    Mark(char),
    /// A mark of its own script, which stands for the ASCII one between digits; a full stop, between letters too.
    Between(char),
    /// Several ASCII characters: [`write`] has them.
    Several,
}

/// What the character stands for. An ASCII character stands for itself.
pub(super) fn meaning(character: char) -> Meaning {
    if character < '\u{A0}' || matches!(character, '\u{C0}'..='\u{2FF}') {
        return Meaning::Itself;
    }
    if is_invisible(character) {
        return Meaning::Nothing;
    }
    if let Some(digit) = decimal(character) {
        return Meaning::Digit(digit);
    }
    if let Some(mark) = mark(character) {
        return Meaning::Mark(mark);
    }
    if let Some(mark) = mark_between(character) {
        return Meaning::Between(mark);
    }
    if has_compatibility_form(character) { compatibility(character) } else { Meaning::Itself }
}

/// Appends what the character stands for.
pub(super) fn write(character: char, meaning: Meaning, out: &mut String) {
    match meaning {
        Meaning::Itself | Meaning::Between(_) => out.push(character),
        Meaning::Nothing => {}
        Meaning::Digit(plain) | Meaning::Letter(plain) | Meaning::Mark(plain) => out.push(plain),
        Meaning::Several => out.extend(std::iter::once(character).nfkc()),
    }
}

/// The default-ignorable characters (Unicode property `Default_Ignorable_Code_Point`) that are assigned.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{AD}'                        // soft hyphen
        | '\u{34F}'                     // combining grapheme joiner
        | '\u{61C}'                     // Arabic letter mark
        | '\u{115F}'..='\u{1160}'       // Hangul fillers
        | '\u{17B4}'..='\u{17B5}'       // Khmer inherent vowels
        | '\u{180B}'..='\u{180F}'       // Mongolian selectors
        | '\u{200B}'..='\u{200F}'       // zero-width space, joiners, direction marks
        | '\u{202A}'..='\u{202E}'       // direction embeddings and overrides
        | '\u{2060}'..='\u{206F}'       // word joiner, invisible operators, isolates
        | '\u{3164}' | '\u{FFA0}'       // Hangul fillers
        | '\u{FE00}'..='\u{FE0F}'       // variation selectors
        | '\u{FEFF}'                    // zero-width no-break space
        | '\u{1BCA0}'..='\u{1BCA3}'     // shorthand format controls
        | '\u{1D173}'..='\u{1D17A}'     // musical format controls
        | '\u{E0000}'..='\u{E0FFF}'     // tags, further variation selectors
    )
}

/// Spaces, dashes, dots, quotes and slashes that people and programs write for the ASCII ones.
fn mark(character: char) -> Option<char> {
    Some(match character {
        '\u{A0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200A}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202F}'
        | '\u{205F}'
        | '\u{3000}' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => '-',
        '\u{2024}' => '.',
        '\u{2018}'..='\u{201B}' | '\u{2BC}' => '\'',
        '\u{201C}'..='\u{201F}' => '"',
        '\u{2044}' | '\u{2215}' => '/',
        _ => return None,
    })
}

/// The prolonged sound mark is a dash in Japanese telephone numbers and a letter in words; bullets, middle dots and ideographic
/// full stops take the place of dots.
fn mark_between(character: char) -> Option<char> {
    match character {
        '\u{30FC}' | '\u{FF70}' => Some('-'),
        '\u{B7}' | '\u{2022}' | '\u{2027}' | '\u{2219}' | '\u{22C5}' | '\u{3002}' | '\u{FF61}' | '\u{30FB}' => {
            Some('.')
        }
        _ => None,
    }
}

/// Blocks whose characters may have a compatibility form in ASCII. Superscripts and subscripts are left out: next to a number
/// they are a footnote or an exponent, not part of it; so are signs such as `™` and `…`.
fn has_compatibility_form(character: char) -> bool {
    matches!(character,
        '\u{2102}'..='\u{2115}' | '\u{2119}'..='\u{211D}' | '\u{2124}'..='\u{2134}' | '\u{2139}' | '\u{2145}'..='\u{2149}'
        | '\u{2160}'..='\u{217F}'     // Roman numerals
        | '\u{2460}'..='\u{24EA}'     // enclosed numbers and letters
        | '\u{3250}'..='\u{325F}' | '\u{32B1}'..='\u{32BF}'
        | '\u{FB00}'..='\u{FB06}'     // ligatures
        | '\u{FE50}'..='\u{FE6B}' | '\u{FF01}'..='\u{FF5E}'
        | '\u{1D400}'..='\u{1D7CB}'   // mathematical letters
        | '\u{1F100}'..='\u{1F10A}' | '\u{1F110}'..='\u{1F12B}' | '\u{1F130}'..='\u{1F14F}'
    )
}

fn compatibility(character: char) -> Meaning {
    let mut form = std::iter::once(character).nfkc();
    match (form.next(), form.next()) {
        (Some(one), None) if one.is_ascii_digit() => Meaning::Digit(one),
        (Some(one), None) if one.is_ascii_alphabetic() => Meaning::Letter(one),
        (Some(one), None) if one.is_ascii() && one != character => Meaning::Mark(one),
        (Some(one), Some(two)) if one.is_ascii() && two.is_ascii() && form.all(|c| c.is_ascii()) => Meaning::Several,
        _ => Meaning::Itself,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        let mut out = String::new();
        text.chars().for_each(|character| write(character, meaning(character), &mut out));
        out
    }

    #[test]
    fn forms_become_ascii() {
        for (text, expected) in [
            ("ａｄａ＠ｅｘ．ｃｏｍ", "ada@ex.com"),
            ("４１１１ 𝟒𝟏𝟙𝟏", "4111 4111"),
            ("①②⓪ ⑩ ⒈", "120 10 1."),
            ("٤١١١ ४१ ๔๑", "4111 41 41"),
            ("𝓪𝐝𝖺 ﬁn Ⅳ", "ada fin IV"),
            ("a\u{200B}b\u{AD}c\u{FEFF}d\u{202E}", "abcd"),
            ("1\u{A0}2\u{2009}3\u{3000}4", "1 2 3 4"),
            ("1‐2‑3–4−5－6", "1-2-3-4-5-6"),
            ("コーヒー・1。", "コーヒー・1。"),
            ("o’n “q” ⁄", "o'n \"q\" /"),
            ("é ü ß Ł ñ 日本 жизнь", "é ü ß Ł ñ 日本 жизнь"),
            ("m² 5¹ x₂ ½ … ™ № ª º", "m² 5¹ x₂ ½ … ™ № ª º"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }
}
