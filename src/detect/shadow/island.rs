//! Where a text needs a shadow at all.

use super::oddity::matters;
use super::scan::{BLOCK, next_block};
use crate::core::Span;

/// How much of the text around an oddity belongs to its island: room for a value and for the words around it.
const MARGIN: usize = 768;

/// Longest token, and most of a block of long lines, that an island takes in whole.
const MAX_TOKEN: usize = 16 << 10;

/// A line without spaces at least this long is part of a block of them: an encoded key, a certificate.
const BLOCK_LINE: usize = 40;

/// Finds the islands of a text, in order and apart.
pub(super) fn find(text: &str, islands: &mut Vec<Span>) {
    islands.clear();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some((start, mut odd)) = next_block(bytes, at) {
        at = start + BLOCK;
        while odd != 0 {
            let place = start + odd.trailing_zeros() as usize;
            if matters(text, place) {
                let floor = islands.last().map_or(0, |last: &Span| last.end);
                let island = around(text, place, floor);
                at = at.max(island.end.saturating_sub(MARGIN));
                push(islands, island);
                break;
            }
            odd &= odd - 1;
        }
    }
}

/// The island around an oddity: whole tokens, and whole blocks of long lines. What lies before `floor` belongs to the island
/// before, which this one is joined to if it reaches that far.
fn around(text: &str, at: usize, floor: usize) -> Span {
    let bytes = text.as_bytes();
    let (mut start, mut end) = (at.saturating_sub(MARGIN).max(floor), bytes.len().min(at + MARGIN));
    let blank = |byte: &&u8| byte.is_ascii_whitespace();
    let head =
        |start: usize| bytes.get(floor.max(start.saturating_sub(MAX_TOKEN))..start).unwrap_or_default().iter().rev();
    let tail = |end: usize| bytes.get(end..).unwrap_or_default().iter().take(MAX_TOKEN);
    start -= head(start).take_while(|byte| !blank(byte)).count();
    end += tail(end).take_while(|byte| !blank(byte)).count();
    let (low, high) = (start.saturating_sub(MAX_TOKEN).max(floor), end + MAX_TOKEN);
    while start > low {
        let line = head(start - 1).take_while(|byte| !blank(byte)).count();
        if line < BLOCK_LINE {
            start = start.saturating_sub(BLOCK).max(floor);
            break;
        }
        start -= line + 1;
    }
    while end < high && end < bytes.len() {
        let line = tail(end + 1).take_while(|byte| !blank(byte)).count();
        if line < BLOCK_LINE {
            end = bytes.len().min(end + 2 * BLOCK);
            break;
        }
        end += line + 1;
    }
    let end = end.min(bytes.len());
    Span::new(text.floor_char_boundary(start), text.ceil_char_boundary(end))
}

fn push(islands: &mut Vec<Span>, island: Span) {
    match islands.last_mut() {
        Some(last) if island.start <= last.end => {
            last.start = last.start.min(island.start);
            last.end = last.end.max(island.end);
        }
        _ => islands.push(island),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(text: &str) -> bool {
        let mut islands = Vec::new();
        find(text, &mut islands);
        !islands.is_empty()
    }

    #[test]
    fn hidden_values_are_seen() {
        for text in [
            "１２３-４５-６７８９",
            "ada＠example.com",
            "ada@example．com",
            "ada@exam\u{AD}ple.com",
            "4111 1111 1111\u{200B} 1111",
            "\u{202E}1\u{200B}2",
            "ada@exаmple.com",
            "123\u{2011}45\u{2011}6789",
            "123\u{A0}45\u{A0}6789",
            "٠٨٠٣١٢٣٤٥٦٧",
            "ada&#64;example.com",
            "ada&commat;example.com",
            "123&nbsp;45&nbsp;6789",
            "070761&hyphen;4285",
            "205&hyphen;82&hyphen;10341",
            "6&#176;27",
            "ada=40example.com",
            "J=C3=BCrgen",
            "4509&#32;&#8470;&#32;118274",
            "P%3CNGAADEYEMA%3C%3CKEMI",
            "0302&#60;&#60;&#60;00",
            "ada\\u0040example.com",
            "https:\\/\\/ada:s3cret@example.com",
            "line\\n4111111111111111",
            "ada%40example.com",
            "tel %2B442079460958",
            "4111%201111%201111%201111",
            "pay 4111 1111\n1111 1111 now",
            "ada@exam=\nple.com",
            "SSN 1 2 3 - 4 5 - 6 7 8 9",
            "4️⃣1️⃣1️⃣1️⃣1️⃣1️⃣",
            "Jose\u{301}",
            "o’neil@example.com",
        ] {
            assert!(needs(text), "{text}");
            assert!(needs(&format!("{}{text}", "clean prose, nothing else. ".repeat(9))), "{text}");
        }
    }

    #[test]
    fn ordinary_text_is_not() {
        for text in [
            "Plain prose, with 2 numbers (and 30 %).\nA second line 2024\n12 of them.",
            "“Quoted” – it’s 1990–1995… ‘Ada’s’ @ada 10\u{A0}000\u{A0}€ · fine",
            "C:\\new\\table and \\textbf{x} and printf(\"%d\\n\", &x) %20s",
            "a &amp; b &lt;c&gt; R&D &quot;q&quot; it&#39;s",
            "cout &lt;&lt; x; Vec&lt;T&gt;",
            "n=20 m=40, w=2000&h=4000, a=1F",
            "❤️ and 👩‍💻 ok",
            "می‌خواهم ကမ္ဘာ\u{200B}လောက",
            "Привет, мир! 3 раза. Ελλάδα",
            "コーヒー、２つ。（笑）",
            "m² 5¹ x₂ ½ ™",
            "名前：山田。",
            "    let x = 1;\n    let y = 22;\n\t33\n  44\n",
        ] {
            assert!(!needs(text), "{text}");
        }
    }

    #[test]
    fn islands_are_near_what_they_are_for() {
        let far = "word ".repeat(2000);
        let text = format!("{far}ada&#64;example.com {far}");
        let mut islands = Vec::new();
        find(&text, &mut islands);
        assert_eq!(islands.len(), 1);
        assert!(islands[0].contains(Span::new(far.len(), far.len() + 18)) && islands[0].len() < 4 * MARGIN);
        find(&format!("{}\u{200B}{}", "é".repeat(9000), "é".repeat(9000)), &mut islands);
        assert_eq!(islands.len(), 1);
    }
}
