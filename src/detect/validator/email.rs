//! E-mail addresses, internationalised ones (RFC 6531) too.
//!
//! The pattern takes every byte of a non-ASCII character for a letter; what is a letter in which script is decided here, and
//! quotes, arrows or the next sentence are cut off.

use super::{Value, Verdict, message_id};

/// Longest local part (RFC 5321, section 4.5.3.1.1).
const MAX_LOCAL: usize = 64;

/// How far back the user information of a URL is looked for.
const MAX_USER: usize = 256;

/// Longest label (RFC 1035, section 2.3.4).
const MAX_LABEL: usize = 63;

/// Ends of names with an `@` that are files or services, and no top-level domains (<https://data.iana.org/TLD/>).
const NO_DOMAINS: &[&str] = &[
    "png",
    "jpg",
    "jpeg",
    "gif",
    "svg",
    "webp",
    "css",
    "js",
    "json",
    "html",
    "htm",
    "xml",
    "txt",
    "pdf",
    "yaml",
    "yml",
    "service",
    "socket",
    "timer",
    "mount",
    "automount",
    "slice",
    "git",
    "conf",
    "tar",
    "gz",
    "whl",
    "tgz",
];

/// Valid if local part and domain hold to the standards; undecided if the local part does not quite.
pub(super) fn check(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let Some((local, domain)) = text.rsplit_once('@') else { return Verdict::Refused };
    let kept_local = local_part(local);
    let kept_domain = domain_part(domain);
    let start = local.len() - kept_local.len();
    let found = value.part(start, local.len() + 1 + kept_domain.len());
    if kept_local.is_empty() || kept_domain.is_empty() || is_other(&found, kept_local) {
        return Verdict::Refused;
    }
    if message_id::is_one(&found, kept_local) {
        return Verdict::Other(found.span);
    }
    let dots = kept_local.ends_with('.') || kept_local.contains("..");
    let quoted = kept_local.starts_with('"');
    found.decided(quoted || (!dots && kept_local.len() <= MAX_LOCAL))
}

/// `git@host:path` and the user information of a URL.
fn is_other(found: &Value<'_>, local: &str) -> bool {
    let remote = local == "git" && found.after().starts_with([':', '/']);
    // The authority of a URL begins at the nearest slash, if two of them follow a colon.
    let user =
        found.before().char_indices().rev().take(MAX_USER).find(|(_, c)| c.is_whitespace() || "/?#".contains(*c));
    let authority = user.is_some_and(|(at, _)| found.before().get(..=at).is_some_and(|head| head.ends_with("://")));
    remote || authority
}

/// The longest end of `text` that can be a local part.
fn local_part(text: &str) -> &str {
    if text.len() > 2 && text.starts_with('"') && text.ends_with('"') {
        return text;
    }
    let verp = text.find('=').is_some_and(|at| text.get(..at).is_some_and(|head| head.contains('+')));
    let allowed = |c: char| c.is_alphanumeric() || is_mark(c) || ".!$%'+^_~-".contains(c) || (c == '=' && verp);
    let mut start = text.len();
    let mut next: Option<char> = None;
    for (at, character) in text.char_indices().rev() {
        let other_script = next.is_some_and(|c| c.is_ascii_alphanumeric()) && is_unspaced(character);
        if !allowed(character) || other_script {
            break;
        }
        start = at;
        next = Some(character);
    }
    let local = text.get(start..).unwrap_or_default();
    local.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '_' && c != '+')
}

/// The longest start of `text` that is a domain with a top-level domain of letters.
fn domain_part(text: &str) -> &str {
    let mut end = 0;
    let mut good = 0;
    for (place, label) in text.split('.').enumerate() {
        let kept = label_part(label);
        if kept.is_empty() || kept.len() > MAX_LABEL {
            break;
        }
        if place > 0 && is_top_level(kept) {
            good = end + 1 + kept.len();
        } else if place > 0 && good == 0 {
            // `ada@example.com123`: a number stands right behind the address.
            let letters = kept.bytes().take_while(u8::is_ascii_alphabetic).count();
            if kept.get(..letters).is_some_and(is_top_level) && place + 1 == text.split('.').count() {
                good = end + 1 + letters;
            }
        }
        end += kept.len() + usize::from(place > 0);
        if kept.len() < label.len() {
            break;
        }
    }
    text.get(..good).unwrap_or_default()
}

/// The start of a label up to the first character that cannot be in one.
fn label_part(label: &str) -> &str {
    let mut previous: Option<char> = None;
    let end = label.char_indices().find(|(_, c)| {
        let other_script = previous.is_some_and(|p| p.is_ascii_alphanumeric()) && is_unspaced(*c);
        previous = Some(*c);
        other_script || !(c.is_alphanumeric() || is_mark(*c) || *c == '-')
    });
    let kept = end.and_then(|(at, _)| label.get(..at)).unwrap_or(label);
    if kept.starts_with('-') { "" } else { kept.trim_end_matches('-') }
}

fn is_top_level(label: &str) -> bool {
    let letters = label.chars().all(|c| c.is_alphabetic() || is_mark(c));
    let long = label.chars().count() >= 2;
    let punycode = label.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("xn--"));
    (letters || punycode) && long && !NO_DOMAINS.iter().any(|other| label.eq_ignore_ascii_case(other))
}

/// Scripts that are written without spaces: a word in one of them may stand right beside an address.
fn is_unspaced(character: char) -> bool {
    matches!(character,
        '\u{0E00}'..='\u{0EFF}'     // Thai, Lao
        | '\u{1000}'..='\u{109F}'   // Myanmar
        | '\u{1780}'..='\u{17FF}'   // Khmer
        | '\u{3040}'..='\u{30FF}'   // Hiragana, Katakana
        | '\u{3400}'..='\u{9FFF}'   // Han
        | '\u{AC00}'..='\u{D7AF}'   // Hangul, whose particles follow without a space
        | '\u{F900}'..='\u{FAFF}'   // Han, compatibility
        | '\u{20000}'..='\u{3FFFF}' // Han, supplementary
    )
}

/// Combining marks that letters of many scripts are written with.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{0300}'..='\u{036F}' | '\u{093A}'..='\u{094F}' | '\u{200C}' | '\u{200D}')
        || unicode_normalization::char::is_combining_mark(character)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::Email;

    #[test]
    fn addresses_are_cut_out() {
        for (text, expected) in [
            ("⟦bob@example.com⟧", "V bob@example.com"),
            ("⟦bob@münchen.example⟧", "V bob@münchen.example"),
            ("⟦o'neil@example.com⟧", "V o'neil@example.com"),
            ("⟦'bob@example.com⟧'", "V bob@example.com"),
            ("⟦rené.müller@example.fr⟧", "V rené.müller@example.fr"),
            ("⟦“bob@example.com”⟧", "V bob@example.com"),
            ("⟦联系bob@example.com谢谢⟧", "V bob@example.com"),
            ("⟦用户@例子.测试⟧", "V 用户@例子.测试"),
            ("⟦अजय@उदाहरण.भारत⟧", "V अजय@उदाहरण.भारत"),
            ("⟦user=bob@example.com⟧", "V bob@example.com"),
            ("⟦b+ada=example.org@example.com⟧", "V b+ada=example.org@example.com"),
            ("⟦bob+tag@example.co.uk.⟧", "V bob+tag@example.co.uk"),
            ("⟦bob@example.com.5⟧", "V bob@example.com"),
            ("⟦bob@xn--mnchen-3ya.example⟧", "V bob@xn--mnchen-3ya.example"),
            ("⟦bob.@example.com⟧", "U bob.@example.com"),
            ("⟦\"bob smith\"@example.com⟧", "V \"bob smith\"@example.com"),
            ("⟦ada@example.com123-45⟧", "V ada@example.com"),
            ("⟦icon@2x.png⟧", "-"),
            ("⟦getty@tty1.service⟧", "-"),
            ("⟦git@example.com⟧:ada/repo", "-"),
            ("https://ada:⟦pw@example.com⟧/", "-"),
            ("⟦lib@1.2.3⟧", "-"),
            ("⟦bob@-example.com⟧", "-"),
            ("⟦a@b.c⟧", "-"),
            ("Message-ID: <⟦2026.abc@mail.example.org⟧>", "-"),
            ("To: <⟦2026.abc@mail.example.org⟧>", "V 2026.abc@mail.example.org"),
        ] {
            assert_eq!(probe(Email, text), expected, "{text}");
        }
    }
}
