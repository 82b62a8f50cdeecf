//! A password that the name before it gives away.

use super::super::{Value, Verdict};
use super::assignment::{ends_cleanly, looks_random};
use super::profile::Profile;
use super::stand_in;
use super::{environment, label, names};

/// Signs that passwords hold and identifiers do not.
const SIGNS: &str = "!@#$%^&*+~?=|";

/// Undecided if the name is a password's and the value could be one.
pub(crate) fn check(value: &Value<'_>) -> Verdict {
    let quote = value.before().chars().next_back().filter(|c| matches!(c, '"' | '\'' | '`'));
    let Some(text) = kept(value, quote) else { return Verdict::Refused };
    let kept = value.part(0, text.len());
    let literal = || is_literal(text) || (is_plain(text) && names_plainly(value.before()));
    // What an element holds is quoted by its tags.
    let quoted = quote.is_some() || (value.before().ends_with('>') && kept.after().starts_with("</"));
    let set = || environment::is_value(&kept, quote) || (quote.is_none() && environment::is_setting(&kept));
    let strong = || is_strong(text, quoted) || (set() && literal());
    let good = names_password(value.before())
        && !is_cast(&kept)
        && !reports_test(value)
        && !stand_in::is_stand_in(text)
        && strong();
    if good { Verdict::Undecided(kept.span) } else { Verdict::Refused }
}

/// The part of the match that is the value: up to the closing quote, or without the punctuation that ends it.
fn kept<'t>(value: &Value<'t>, quote: Option<char>) -> Option<&'t str> {
    let text = value.matched();
    if let Some(quote) = quote {
        let after = value.after();
        return (after.starts_with(quote) || after.starts_with('\\')).then_some(text);
    }
    let ends = |(at, sign): &(usize, char)| match sign {
        // Within a password they are signs like others; a setting or the next words follow where it ends.
        ';' | '&' => text.get(at + 1..).is_none_or(is_next_setting),
        ',' | '<' | '"' | '\'' | '`' => true,
        _ => false,
    };
    let cut = text.char_indices().find(ends).and_then(|(at, _)| text.get(..at)).unwrap_or(text);
    let cut = cut.trim_end_matches(['.', ':', ')', ']', '}', '\\']);
    let whole = cut.len() < text.len() || ends_cleanly(value.after());
    (whole && cut.len() >= 5).then_some(cut)
}

/// `password_data = (GnomeKeyringPassword *)entries`: the type of a cast.
fn is_cast(value: &Value<'_>) -> bool {
    value.before().ends_with('(')
        && value.after().trim_start_matches(' ').trim_start_matches('*').starts_with(')')
        && value.after().trim_start().starts_with('*')
}

/// What test runs write before the name of a test (POSIX 1003.3, as `DejaGnu` and Automake write it).
const OUTCOMES: [&str; 9] =
    ["PASS: ", "FAIL: ", "XFAIL: ", "XPASS: ", "KFAIL: ", "SKIP: ", "ERROR: ", "UNTESTED: ", "UNSUPPORTED: "];

/// Whether the value is the name of a test that passed: another outcome begins the line before or the one after.
fn reports_test(value: &Value<'_>) -> bool {
    let (earlier, line) = value.before().rsplit_once('\n').unwrap_or(("", value.before()));
    let previous = earlier.rsplit('\n').next().unwrap_or_default();
    let next = value.after().split_once('\n').map_or("", |(_, next)| next);
    let outcome = |line: &str| OUTCOMES.iter().any(|outcome| line.starts_with(outcome));
    line == "PASS: " && (outcome(previous) || outcome(next))
}

/// Whether what follows a `;` or `&` is the next setting of a row of them (`;Database=x`, `&user=x`), or nothing.
fn is_next_setting(rest: &str) -> bool {
    let name = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(byte)).count();
    let next = rest.as_bytes().get(name);
    // A name of several words (`;User Id=x`) is cut by the space that ends the match.
    name == rest.len() && !rest.bytes().any(|byte| byte.is_ascii_digit())
        || (name > 0 && next == Some(&b'='))
        || name == 0
}

fn names_password(before: &str) -> bool {
    let words = label::words(before);
    let tail = before.trim_end_matches(|c: char| !c.is_alphabetic());
    for word in words.iter() {
        if names::holds(names::AFTER_PASSWORD, word) {
            return false;
        }
        let lower = word.to_ascii_lowercase();
        let joined = ["password", "passwd", "passphrase", "passwort", "pwd"].iter().any(|noun| lower.ends_with(noun));
        if joined || names::holds(names::PASSWORD_NOUNS, word) {
            return !words.any("no forgot reset hashed encrypted invalid wrong");
        }
    }
    // Names that are not ASCII.
    ["contraseña", "hasło", "lösenord", "şifre"].iter().any(|noun| tail.to_lowercase().ends_with(noun))
}

/// Whether letters of both cases and figures stand mingled, with `-` and `_` between at most: an identifier has its figures at
/// the end of a word (`Config_v2`), and no hyphen beside capitals.
fn is_mingled(text: &str) -> bool {
    let upper = text.chars().any(|c| c.is_ascii_uppercase());
    let lower = text.chars().any(|c| c.is_ascii_lowercase());
    let signs = text.chars().all(|c| c.is_alphanumeric() || SIGNS.contains(c) || "-_".contains(c));
    let figures = text.bytes().filter(u8::is_ascii_digit).count();
    let within = text
        .as_bytes()
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if a.is_ascii_digit() && b.is_ascii_alphabetic()));
    let mixed = upper && lower && signs && text.len() >= 8;
    mixed && (figures >= 2 && (within.count() >= 1 || text.contains('-')) || is_in_threes(text))
}

/// Whether a value is three groups of six, as a system makes passwords that people can read: one capital and one figure in it.
fn is_in_threes(text: &str) -> bool {
    let mut groups = text.split('-');
    let sixes = groups.by_ref().take(3).filter(|group| group.len() == 6).count();
    let count = |class: fn(&u8) -> bool| text.bytes().filter(class).count();
    sixes == 3 && groups.next().is_none() && count(u8::is_ascii_digit) == 1 && count(u8::is_ascii_uppercase) == 1
}

/// Whether a value that cannot be code is a password: where variables of the environment are set nothing is worked out.
fn is_literal(text: &str) -> bool {
    let count = |class: fn(char) -> bool| text.chars().filter(|one| class(*one)).count();
    let (letters, figures) = (count(char::is_alphabetic), count(|one| one.is_ascii_digit()));
    let signs = text.chars().filter(|one| SIGNS.contains(*one)).count();
    let even = text.len() >= 6 && Profile::of(text).is_varied(0.5);
    let words = text.split('-').filter(|word| word.len() >= 3 && word.bytes().all(|byte| byte.is_ascii_lowercase()));
    let phrase = text.split('-').count() >= 3 && words.count() == text.split('-').count();
    even && !is_path(text) && !text.contains("://") && letters >= 3 && (figures >= 1 || signs >= 1)
        || phrase && text.len() >= 16
}

/// Whether a value is a word as people take for passwords, and no word for what becomes of one.
fn is_plain(text: &str) -> bool {
    let word = text.len() >= 6 && text.bytes().all(|byte| byte.is_ascii_lowercase());
    word && Profile::of(text).is_varied(0.5) && !names::holds(names::PASSWORD_STATES, text)
}

/// Whether the name is that of a password and no other: `PWD` is where one is, `PASS` a round.
fn names_plainly(before: &str) -> bool {
    let words = label::words(before);
    let last = words.iter().next().unwrap_or_default();
    !names::holds("pwd pass pw", last) || words.iter().count() >= 2
}

/// Whether the value is a password rather than a word, an identifier or an expression.
pub(super) fn is_strong(text: &str, quoted: bool) -> bool {
    let profile = Profile::of(text);
    let signs = text.chars().filter(|c| SIGNS.contains(*c)).count();
    // A semicolon that ended the value is gone already.
    let other = text.chars().filter(|c| !c.is_alphanumeric() && !SIGNS.contains(*c) && *c != ';').count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let expression = text.contains("::")
        || text.contains("->")
        || text.contains("=>")
        || text.contains("==")
        || text.contains("()")
        || text.contains("://");
    let even = profile.length >= 5 && profile.is_varied(0.5);
    if expression || !even || is_path(text) {
        return false;
    }
    if looks_random(text) {
        return true;
    }
    let starts_like_code =
        text.starts_with(['$', '(', '{', '[', '<', '*', '&', '%', '#', '@', '=', '/', '.', '-', '+']);
    let mixed = letters >= 3 && profile.digits >= 1;
    let signed = letters >= 3 && signs >= 1 && (profile.digits >= 1 || profile.upper >= 1 || quoted);
    if quoted {
        (mixed || signed) && !profile.reads_like_words() && (other <= 2 || signs > 0)
    } else {
        // An identifier with a number (`arg1`, `cfg2.pass`) is code; a word with one (`hunter2`) is a password.
        let plain = other == 0 || is_mingled(text);
        (mixed || signed) && plain && !starts_like_code && !profile.reads_like_words() && profile.length >= 6
    }
}

/// Whether the value is a path or a dotted name.
fn is_path(text: &str) -> bool {
    let slashes = text.matches(['/', '\\']).count();
    let parts = text.split(['.', '/', '_', '-']);
    let named = parts.filter(|part| !part.is_empty()).all(|part| part.bytes().all(|byte| byte.is_ascii_lowercase()));
    slashes >= 2 || (named && text.contains(['.', '/', '_', '-']))
}

#[cfg(test)]
mod tests {
    use super::super::super::probe::probe;
    use crate::rules::ValidatorName::PasswordAssignment;

    #[test]
    fn passwords_are_told_from_code() {
        for (text, expected) in [
            ("password: ⟦hunter2⟧", "U hunter2"),
            ("my password is ⟦Tr0ub4dor#3⟧", "U Tr0ub4dor#3"),
            ("db_password = \"⟦Tr0ub4dor&3⟧\"", "U Tr0ub4dor&3"),
            ("DB_PASS=⟦kT9xQ2vL!⟧", "U kT9xQ2vL!"),
            ("Server=db;Password=⟦kT9xQ2vL;Database=x⟧", "U kT9xQ2vL"),
            ("contraseña: ⟦sol4Mar!⟧", "U sol4Mar!"),
            ("password: ⟦Girasol_88x⟧", "U Girasol_88x"),
            ("password: ⟦w8Kc-31vBq_zz⟧", "U w8Kc-31vBq_zz"),
            ("password: ⟦Sommer-2024⟧", "U Sommer-2024"),
            ("password=⟦hunter2-Xk92!pq⟧ and", "U hunter2-Xk92!pq"),
            ("password: ⟦dinzaB-gatxy3-wyhjev⟧", "U dinzaB-gatxy3-wyhjev"),
            ("password is ⟦a1b2c3;d4,⟧ ok", "U a1b2c3;d4"),
            ("url?password=⟦kT9xQ2vL&user=x⟧", "U kT9xQ2vL"),
            ("url?password=⟦kT9xQ2vL&3z⟧", "U kT9xQ2vL&3z"),
            ("if password=⟦kT9xQ2vL;⟧ then", "U kT9xQ2vL"),
            ("HOST=a\nDB_PASSWORD=⟦tiger7-Xk92⟧\nX=1", "U tiger7-Xk92"),
            ("DB_PASSWORD=⟦aB3.dE5.fG7⟧", "U aB3.dE5.fG7"),
            ("export ADMIN_PW=⟦Tr0ub4dor&3⟧ # x", "U Tr0ub4dor&3"),
            ("DB_PASSWORD=⟦correct-horse-battery⟧", "U correct-horse-battery"),
            ("  - DB_PASSWORD=⟦sommer.24⟧\n", "U sommer.24"),
            ("DB_PASSWORD=\"⟦tiger7.xk⟧\"\n", "U tiger7.xk"),
            ("MAIL_PASSWORD=⟦swordfish⟧\n", "U swordfish"),
            ("ENV DB_PASS=\"⟦zwiebelkuchen⟧\"\n", "U zwiebelkuchen"),
            ("DB_PASSWORD=⟦required⟧", "-"),
            ("DB_PASSWORD=⟦generated⟧\n", "-"),
            ("PWD=⟦swordfish⟧\n", "-"),
            ("username: ada\npassword: ⟦sunshine⟧\n", "U sunshine"),
            ("note: \"username: ada\npassword: ⟦sunshine⟧\n\"", "U sunshine"),
            ("username: \"ada\"\npassword: ⟦sunshine⟧\n", "U sunshine"),
            ("  password: ⟦sunshine⟧\n  host: db1\n", "U sunshine"),
            ("db_password: ⟦letmein⟧", "U letmein"),
            ("db_password: ⟦string⟧", "-"),
            ("db_password: ⟦encrypted⟧\n", "-"),
            ("username: text\npassword: ⟦kennwort⟧\n", "-"),
            ("username: string,\npassword: ⟦sunshine⟧\n", "-"),
            ("title: x\npassword: ⟦sunshine⟧\n", "-"),
            ("show_password: ⟦sunshine⟧\n", "-"),
            ("user_password: ⟦obligatoire⟧\n", "-"),
            ("username: ada\n    password: ⟦sunshine⟧\n", "-"),
            ("<password>⟦Tulip-8IrqeF⟧</password>", "U Tulip-8IrqeF"),
            ("<password>⟦Tulip-8IrqeF⟧ and", "-"),
            ("PASS=⟦swordfish⟧\n", "-"),
            ("password=⟦swordfish⟧\n", "-"),
            ("DB_PASSWORD=⟦swordfish⟧ ./run", "-"),
            ("MAIL_PASSWORD_FILE=⟦swordfish⟧\n", "-"),
            ("DB_PASSWORD=⟦$ADMIN_PASS1⟧", "-"),
            ("DB_PASSWORD=⟦/run/secrets/db1⟧", "-"),
            ("DB_PASSWORD=⟦my-secret-password⟧", "-"),
            ("X = DB_PASSWORD=⟦config.pass1⟧", "-"),
            ("db_password=⟦config.pass1⟧", "-"),
            ("DB_PASSWORD=⟦config.pass1⟧ + x", "-"),
            ("password = ⟦Config_v2⟧", "-"),
            ("password = ⟦user_name_12⟧", "-"),
            ("password: ⟦required⟧", "-"),
            ("password = ⟦request.form2⟧", "-"),
            ("password = ⟦get_password1⟧(", "-"),
            ("password: \"⟦password1⟧\"", "-"),
            ("password_hash = \"⟦kT9xQ2vL!⟧\"", "-"),
            ("password: \"⟦${DB_PASS1}⟧\"", "-"),
            ("passwordField: \"⟦kT9xQ2vL!⟧\"", "-"),
            ("compass: ⟦kT9xQ2vL!⟧", "-"),
            ("password_data = (⟦KeyringNetworkPasswordData⟧ *)entries->data;", "-"),
            ("password = (⟦Kx7RmQ2vLpWd9Zt⟧)", "U Kx7RmQ2vLpWd9Zt"),
            ("FAIL: size\nPASS: ⟦pr28639a!O⟧\n", "-"),
            ("PASS: ⟦pr28639a!O⟧\nPASS: x\n", "-"),
            ("USER: bob\nPASS: ⟦pr28639a!O⟧\n", "U pr28639a!O"),
            ("password: \"⟦kT9x⟧ and more\"", "-"),
        ] {
            assert_eq!(probe(PasswordAssignment, text), expected, "{text}");
        }
    }
}
