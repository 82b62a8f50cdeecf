//! Names of messages (RFC 5322, section 3.6.4): they look like addresses, and reach nobody.

use super::Value;

/// Fields whose values are names of messages, as e-mail, news and logs write them.
const FIELDS: &[&str] = &["message-id", "message_id", "messageid", "msgid", "in-reply-to", "references", "content-id"];

/// What news has before the name of the message that an answer quotes.
const QUOTED: &str = "in article ";

/// The name of an entry of a calendar (RFC 5545, section 3.8.4.7), which needs no brackets.
const ENTRY: &str = "\nuid:";

/// How far back the field is looked for, in bytes: `References` holds the names of all messages of a thread.
const REACH: usize = 2048;

/// Fewest digits that people have in no address: a time of day, a counter.
const MANY_DIGITS: usize = 6;

/// Fewest changes between letters, digits and signs in what a program made up.
const MANY_CHANGES: usize = 6;

/// Whether an address is the name of a message: in angle brackets, behind such a field and its other names, with a local part that a
/// program made. `In-Reply-To: <ada@example.org>` is what old programs and links write, and an address.
pub(super) fn is_one(found: &Value<'_>, local: &str) -> bool {
    if ends_with(found.before().as_bytes(), ENTRY) {
        return is_made(local);
    }
    if !found.before().ends_with('<') || !found.after().starts_with('>') || !is_made(local) {
        return false;
    }
    let before = found.before().as_bytes();
    let mut rest = before.get(before.len().saturating_sub(REACH)..).unwrap_or_default();
    rest = rest.strip_suffix(b"<").unwrap_or(rest);
    // The names before this one.
    while let Some(inner) = rest.trim_ascii_end().strip_suffix(b">") {
        let Some(open) = inner.iter().rposition(|byte| matches!(byte, b'<' | b'>')) else { return false };
        rest = inner.get(..open).unwrap_or_default();
    }
    if ends_with(rest, QUOTED) {
        return true;
    }
    let label = rest.trim_ascii_end();
    let label = label.strip_suffix(b"\"").map_or(label, <[u8]>::trim_ascii_end);
    let Some(name) = label.strip_suffix(b":").or_else(|| label.strip_suffix(b"=")) else { return false };
    let name = name.strip_suffix(b"\"").unwrap_or(name);
    FIELDS.iter().any(|field| ends_with(name, field))
}

fn ends_with(text: &[u8], end: &str) -> bool {
    text.len() >= end.len()
        && text.get(text.len() - end.len()..).is_some_and(|tail| tail.eq_ignore_ascii_case(end.as_bytes()))
}

/// Fewest letters of a user's name that programs put at the end: `200907191328.23816.ada.okonkwo`.
const NAME: usize = 4;

/// Whether a local part is a time, a counter or chance: it begins with a digit, or has more digits or changes than names have, and ends
/// in no name.
fn is_made(local: &str) -> bool {
    let digits = local.bytes().filter(u8::is_ascii_digit).count();
    let class = |byte: u8| (byte.is_ascii_digit(), byte.is_ascii_uppercase(), byte.is_ascii_alphabetic());
    let changes = local.as_bytes().windows(2).filter(|pair| matches!(pair, [a, b] if class(*a) != class(*b))).count();
    let last = local.rsplit(['.', '-', '_', '+', '=']).next().unwrap_or_default();
    if last.len() >= NAME && last.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return false;
    }
    local.starts_with(|c: char| c.is_ascii_digit()) || digits >= MANY_DIGITS || (digits >= 2 && changes >= MANY_CHANGES)
}

#[cfg(test)]
mod tests {
    use super::super::probe::probe;
    use crate::rules::ValidatorName::Email;

    #[test]
    fn names_of_messages_are_told_from_addresses() {
        for (text, address) in [
            ("Message-ID: <⟦2026.abc@mail.example.org⟧>", false),
            ("message-id=<⟦20260131.GA1123@mail.example.org⟧>, relay", false),
            ("> Message-Id:\n <⟦CAF+x82hdkQ1z_w@mail.example.org⟧>", false),
            ("X-Google-Message-ID: <⟦E1abcd-0003Zx-Gh@example.org⟧>", false),
            ("In-Reply-To: <⟦87y2xk.fsf@example.org⟧>\nFrom: x", false),
            ("References: <a.1@example.org>\n\t<b.2@example.org> <⟦alpine.DEB.2.21.1901@example.org⟧>", false),
            ("\"message_id\": \"<⟦2026.abc@mail.example.org⟧>\"", false),
            ("BEGIN:VEVENT\nUID:⟦20260301T090000Z-4711@cal.example.org⟧\n", false),
            ("In article <⟦1993Apr6.173031@example.org⟧>, ada wrote", false),
            ("Message-ID: <⟦200907191328.23816.ada.okonkwo@example.org⟧>", true),
            // What may be an address is one.
            ("In-Reply-To: <⟦ada.okonkwo@example.org⟧>", true),
            ("In-Reply-To: <⟦ada84@example.org⟧>", true),
            ("In-Reply-To: Your message of today <⟦2026.abc@mail.example.org⟧>", true),
            ("Message-ID: ⟦2026.abc@mail.example.org⟧", true),
            ("From: Ada <⟦2026.abc@mail.example.org⟧>", true),
            ("Message-ID: <2026.abc@mail.example.org>\nTo: <⟦2026.abc@mail.example.org⟧>", true),
            ("References: Ada <2026.abc@mail.example.org> <⟦2026.abd@mail.example.org⟧>", true),
            ("<⟦2026.abc@mail.example.org⟧>", true),
            ("BEGIN:VEVENT\nUID:⟦ada@example.org⟧\n", true),
        ] {
            assert_eq!(probe(Email, text) != "-", address, "{text}");
        }
    }
}
