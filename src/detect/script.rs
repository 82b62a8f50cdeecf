//! Scripts that write words without spaces between them, or hang particles on them, so that a label is a part of a run of
//! letters and a value may follow a letter directly: 身份证号, マイナンバーは, 주민등록번호는, เลขประจำตัวประชาชน.

/// Whether a letter is of such a script: Han, kana, bopomofo, Hangul, Thai, Lao, Khmer, Myanmar. The blocks are those of the
/// Unicode Standard 16, <https://www.unicode.org/charts/>. Digits of these scripts are not meant.
pub(super) fn is_unspaced(character: char) -> bool {
    character >= '\u{E00}'
        && matches!(
            character,
            '\u{E00}'..='\u{EFF}' // Thai, Lao
                | '\u{1000}'..='\u{109F}' // Myanmar
                | '\u{1100}'..='\u{11FF}' // Hangul jamo
                | '\u{1780}'..='\u{17FF}' // Khmer
                | '\u{3005}'..='\u{3006}' // 々 〆
                | '\u{3040}'..='\u{31FF}' // kana, bopomofo, compatibility jamo
                | '\u{3400}'..='\u{4DBF}' // Han, extension A
                | '\u{4E00}'..='\u{9FFF}' // Han
                | '\u{A960}'..='\u{A97F}' // Hangul jamo, extended
                | '\u{AC00}'..='\u{D7FF}' // Hangul
                | '\u{F900}'..='\u{FAFF}' // Han, compatibility
                | '\u{FF66}'..='\u{FFDC}' // half-width kana and Hangul
                | '\u{20000}'..='\u{3FFFF}' // Han, further extensions
        )
        && character.is_alphabetic()
}

/// The words of a phrase: runs of letters and digits of any script, but single letters of the scripts without spaces.
pub(super) fn words(phrase: &str) -> impl Iterator<Item = &str> {
    let mut rest = phrase;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|character: char| !character.is_alphanumeric());
        let first = rest.chars().next()?;
        let joined = |character: char| character.is_alphanumeric() && !is_unspaced(character);
        let run = rest.find(|character| !joined(character)).unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(run.max(first.len_utf8()))?;
        rest = after;
        Some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_or_single_letters() {
        for (phrase, expected) in [
            ("tax-ID number", vec!["tax", "ID", "number"]),
            ("我的TFN号", vec!["我", "的", "TFN", "号"]),
            ("テスト 1号", vec!["テ", "ス", "ト", "1", "号"]),
            // Tone marks are no letters, vowels above and below are.
            ("ที่1", vec!["ท", "ี", "1"]),
            ("آدھار नंबर ת.ז.", vec!["آدھار", "नंबर", "ת", "ז"]),
            ("--", vec![]),
        ] {
            assert_eq!(words(phrase).collect::<Vec<_>>(), expected, "{phrase}");
        }
    }

    #[test]
    fn digits_are_not_letters() {
        assert!(['号', 'ア', '번', 'ไ', 'ー', '々'].into_iter().all(is_unspaced));
        assert!(['1', '１', '๑', 'é', 'ा', 'ש', 'A', 'Ａ', '。', '〇'].into_iter().all(|c| !is_unspaced(c)));
    }
}
