//! Bytes that every match of a pattern holds and few texts have, so that one look for them spares a search.

use regex_syntax::hir::{Hir, HirKind};

use super::byte_set::ByteSet;
use super::shape::alphabet;

/// Bytes of which every match holds at least one, if there are such that are rare in texts.
pub(super) fn rare(hir: &Hir) -> Option<ByteSet> {
    needed(hir).filter(|(_, often)| *often <= RARE).map(|(set, _)| set)
}

/// How often bytes stand in a thousand of prose, at most, to be rare.
const RARE: u32 = 2;

/// Of the sets of bytes of which every match holds one, that which is met with least often, and how often in a thousand bytes.
fn needed(hir: &Hir) -> Option<(ByteSet, u32)> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => None,
        HirKind::Literal(literal) => {
            let single = |byte: &u8| {
                let mut set = ByteSet::EMPTY;
                set.insert(*byte);
                (set, frequency(*byte))
            };
            literal.0.iter().map(single).min_by_key(|(_, often)| *often)
        }
        HirKind::Class(_) => {
            let set = alphabet(hir);
            let often = (0..=u8::MAX).filter(|byte| set.contains(*byte)).map(frequency).sum();
            Some((set, often))
        }
        HirKind::Repetition(repetition) => needed(&repetition.sub).filter(|_| repetition.min > 0),
        HirKind::Capture(capture) => needed(&capture.sub),
        HirKind::Concat(parts) => parts.iter().filter_map(needed).min_by_key(|(_, often)| *often),
        HirKind::Alternation(parts) => {
            let sets = parts.iter().map(needed).collect::<Option<Vec<_>>>()?;
            let join = |(mut set, often): (ByteSet, u32), (other, more): (ByteSet, u32)| {
                set.union(&other);
                (set, often.saturating_add(more))
            };
            sets.into_iter().reduce(join)
        }
    }
}

/// How often a byte stands in a thousand of prose, roughly; only whether that is often matters.
fn frequency(byte: u8) -> u32 {
    match byte {
        b' ' => 160,
        b'a'..=b'z' => 30,
        b'A'..=b'Z' | b'0'..=b'9' | b'.' | b',' | b'-' | b'\n' => 5,
        b'/' | b':' | b'\'' | b'"' | b'(' | b')' | b'_' => 2,
        0xC3..=0xF4 | 0x80..=0xBF => 10,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hir(text: &str) -> Hir {
        regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(text).unwrap()
    }

    #[test]
    fn rare_bytes_are_those_of_every_match() {
        let rare = |text: &str| {
            rare(&hir(text))
                .map(|set| (0..=u8::MAX).filter(|byte| set.contains(*byte)).map(char::from).collect::<String>())
        };
        assert_eq!(rare(r"\d{2}=[a-z]+").as_deref(), Some("="));
        assert_eq!(rare(r"\d{2}\xC2\xB0|#[a-z]+").as_deref(), Some("#\u{C2}"));
        assert_eq!(rare(r"a(?:=b)?"), None);
        assert_eq!(rare(r"a(?:=b)+c").as_deref(), Some("="));
        assert_eq!(rare(r"=a|b"), None);
        assert_eq!(rare(r"[a-z]{5} \d"), None);
    }

    proptest! {
        #[test]
        fn every_match_holds_a_rare_byte(text in "[ab=#é]{0,30}") {
            for pattern in ["=[ab]|#a+", "(?:a=)+b?", "b*(?:=|#)a?"] {
                let set = rare(&hir(pattern)).unwrap();
                for found in regex::bytes::Regex::new(&format!("(?-u){pattern}")).unwrap().find_iter(text.as_bytes()) {
                    prop_assert!(found.as_bytes().iter().any(|byte| set.contains(*byte)));
                }
            }
        }
    }
}
