//! The language of a text, where nobody says.
//!
//! Told by the trigrams and letters of the first 400 characters (the crate whatlang, 69 languages). What it is not sure of, or is too short, is `und`,
//! the tag for an undetermined language (BCP 47): a wrong language would be worse than none.

use whatlang::{Detector, Lang};

use crate::core::Body;

/// The tag of a text whose language cannot be told.
pub const UNDETERMINED: &str = "und";

/// So many characters are looked at: more changes little, and costs.
const SAMPLE: usize = 400;
/// Texts of fewer letters tell nothing.
const MIN_LETTERS: usize = 12;
/// Below this a guess is not taken (whatlang calls a confidence above 0.9 reliable, which half of all one-line questions do
/// not reach).
const MIN_CONFIDENCE: f64 = 0.4;

/// The BCP 47 tag of a record's language, [`UNDETERMINED`] if it cannot be told. If `declared` are languages that the
/// detector knows, every one of them, only they are considered.
#[must_use]
pub fn detect(body: &Body, declared: &[String]) -> &'static str {
    let mut sample = String::new();
    let mut left = SAMPLE;
    for (_, text) in body.fields() {
        sample.extend(text.expose().chars().take(left));
        sample.push('\n');
        left = left.saturating_sub(text.expose().chars().take(left).count());
    }
    if sample.chars().filter(|c| c.is_alphabetic()).take(MIN_LETTERS).count() < MIN_LETTERS {
        return UNDETERMINED;
    }
    let known: Option<Vec<Lang>> = declared.iter().map(|tag| language(tag)).collect();
    let detector = match known {
        Some(known) if !known.is_empty() => Detector::with_allowlist(known),
        _ => Detector::new(),
    };
    let Some(info) = detector.detect(&sample) else { return UNDETERMINED };
    let mistaken = info.lang() == Lang::Vie && !is_vietnamese(&sample);
    if info.confidence() >= MIN_CONFIDENCE && !mistaken { tag(info.lang()) } else { UNDETERMINED }
}

/// Yoruba and Igbo, which the detector does not know, have dots below and tone marks as Vietnamese has, and are taken for it
/// with full confidence. Neither has any of these letters, one of which stands in every few Vietnamese words.
fn is_vietnamese(text: &str) -> bool {
    use unicode_normalization::UnicodeNormalization;
    text.nfd().any(|c| matches!(c, 'đ' | 'Đ' | '\u{31b}' | '\u{306}' | '\u{302}'))
}

/// The detector's language of a BCP 47 tag; subtags do not matter.
fn language(tag: &str) -> Option<Lang> {
    let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    Lang::all().iter().copied().find(|lang| self::tag(*lang) == primary || lang.code() == primary)
}

/// BCP 47 asks for the two-letter code of a language that has one (ISO 639-1); the detector has three-letter codes.
#[rustfmt::skip]
fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Afr => "af", Lang::Aka => "ak", Lang::Amh => "am", Lang::Ara => "ar", Lang::Aze => "az", Lang::Bel => "be",
        Lang::Ben => "bn", Lang::Bul => "bg", Lang::Cat => "ca", Lang::Ces => "cs", Lang::Cmn => "zh", Lang::Cym => "cy",
        Lang::Dan => "da", Lang::Deu => "de", Lang::Ell => "el", Lang::Eng => "en", Lang::Epo => "eo", Lang::Est => "et",
        Lang::Fin => "fi", Lang::Fra => "fr", Lang::Guj => "gu", Lang::Heb => "he", Lang::Hin => "hi", Lang::Hrv => "hr",
        Lang::Hun => "hu", Lang::Hye => "hy", Lang::Ind => "id", Lang::Ita => "it", Lang::Jav => "jv", Lang::Jpn => "ja",
        Lang::Kan => "kn", Lang::Kat => "ka", Lang::Khm => "km", Lang::Kor => "ko", Lang::Lat => "la", Lang::Lav => "lv",
        Lang::Lit => "lt", Lang::Mal => "ml", Lang::Mar => "mr", Lang::Mkd => "mk", Lang::Mya => "my", Lang::Nep => "ne",
        Lang::Nld => "nl", Lang::Nob => "nb", Lang::Ori => "or", Lang::Pan => "pa", Lang::Pes => "fa", Lang::Pol => "pl",
        Lang::Por => "pt", Lang::Ron => "ro", Lang::Rus => "ru", Lang::Sin => "si", Lang::Slk => "sk", Lang::Slv => "sl",
        Lang::Sna => "sn", Lang::Spa => "es", Lang::Srp => "sr", Lang::Swe => "sv", Lang::Tam => "ta", Lang::Tel => "te",
        Lang::Tgl => "tl", Lang::Tha => "th", Lang::Tuk => "tk", Lang::Tur => "tr", Lang::Ukr => "uk", Lang::Urd => "ur",
        Lang::Uzb => "uz", Lang::Vie => "vi", Lang::Yid => "yi", Lang::Zul => "zu",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::Text;

    fn of(text: &str, declared: &[&str]) -> &'static str {
        let declared: Vec<String> = declared.iter().map(|tag| (*tag).to_owned()).collect();
        detect(&Body::Document { text: Text::new(text) }, &declared)
    }

    #[test]
    fn common_languages_are_told() {
        for (tag, text) in [
            ("en", "My router restarts every evening since the last update, what should I do?"),
            ("de", "Mein Router startet seit dem letzten Update jeden Abend neu, was soll ich tun?"),
            ("fr", "Mon routeur redémarre chaque soir depuis la dernière mise à jour, que dois-je faire ?"),
            ("ru", "Мой маршрутизатор перезагружается каждый вечер, что мне делать?"),
            ("ja", "前回の更新から毎晩ルーターが再起動します。"),
            ("vi", "Bộ định tuyến của tôi khởi động lại mỗi tối kể từ bản cập nhật trước, tôi phải làm gì?"),
        ] {
            assert_eq!(of(text, &[]), tag, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_told_is_not_guessed() {
        assert_eq!(of("ok 123", &[]), UNDETERMINED);
        assert_eq!(of("", &[]), UNDETERMINED);
        // Yoruba.
        assert_eq!(of("Bawo ni, mo fẹ́ mọ ìdí tí ìsanwó mi kò fi wọlé", &[]), UNDETERMINED);
    }

    #[test]
    fn declared_languages_narrow_the_choice_if_all_are_known() {
        let text = "Hvor er min faktura fra forrige uke, og hvorfor";
        assert_eq!(of(text, &["nb-NO", "en"]), "nb");
        // Hausa is not known, so that nothing is ruled out.
        assert_eq!(of("Where is my invoice from last week, and why?", &["ha", "nb"]), "en");
    }
}
