//! The form of a value that is the same however the value is written, so that the same value has the same replacement.

use unicode_normalization::UnicodeNormalization;

use super::kind::Kind;

/// The canonical form of a value. It is what is hashed and compared; it is never written anywhere.
pub(super) fn canonical(kind: Kind, value: &str) -> String {
    let plain = plain(value);
    match kind {
        Kind::Exact => plain,
        Kind::Email | Kind::Url | Kind::Handle => plain.trim_start_matches('@').to_lowercase(),
        Kind::Phone | Kind::Number | Kind::Ip | Kind::Postcode => compact(kind, &plain),
        Kind::Person | Kind::Date | Kind::Age | Kind::Coordinates => words(&plain),
        Kind::Address => words(&plain.replace(|c: char| !c.is_alphanumeric(), " ")),
    }
}

/// Compatibility forms taken apart (full-width digits, ligatures), invisible characters gone, white space at the ends too.
fn plain(value: &str) -> String {
    if value.is_ascii() {
        // Nearly every value is, and nothing in it comes apart or cannot be seen.
        return value.trim().to_owned();
    }
    let visible = |c: &char| !matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}');
    let text: String = value.nfkc().filter(visible).collect();
    text.trim().to_owned()
}

/// Lower case, words with one space between them.
fn words(text: &str) -> String {
    let lower = text.to_lowercase();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters and digits alone in upper case. Telephone numbers keep a plus sign, and their trunk prefix in brackets goes; IP
/// addresses keep what separates their parts.
fn compact(kind: Kind, text: &str) -> String {
    let kept = |c: &char| {
        c.is_alphanumeric() || (kind == Kind::Phone && *c == '+') || (kind == Kind::Ip && matches!(c, '.' | ':' | '/'))
    };
    let text = if kind == Kind::Phone { text.replace("(0)", "") } else { text.to_owned() };
    let compact: String = text.chars().filter(kept).collect::<String>().to_uppercase();
    match compact.strip_prefix("00") {
        Some(number) if kind == Kind::Phone => format!("+{number}"),
        _ => compact,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_are_one_value() {
        for (kind, one, other) in [
            (Kind::Email, "Ada@Example.COM", "ada@example.com"),
            (Kind::Phone, "+44 (0)20 7946-0958", "0044 20 7946 0958"),
            (Kind::Number, "4111 1111 1111 1111", "4111-1111-1111-1111"),
            (Kind::Number, "gb29 nwbk", "GB29NWBK"),
            (Kind::Person, "Ada  LOVELACE", "ada lovelace"),
            (Kind::Number, "４１１１\u{200B}", "4111"),
            (Kind::Handle, "@Ada", "ada"),
            (Kind::Address, "12 High St.,\n LONDON", "12 High St, London"),
        ] {
            assert_eq!(canonical(kind, one), canonical(kind, other), "{one}");
        }
        assert_ne!(canonical(Kind::Exact, "aB"), canonical(Kind::Exact, "ab"));
        assert_ne!(canonical(Kind::Ip, "1.11.1.1"), canonical(Kind::Ip, "11.1.1.1"));
    }
}
