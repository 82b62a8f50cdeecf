//! Values whose place says what they are: a connection string, a netrc file, a field named `password`.

use super::super::{Value, Verdict};
use super::{assignment, label, password, stand_in};

/// Valid if the value is no stand-in: its place leaves no doubt.
pub(crate) fn placed(value: &Value<'_>) -> Verdict {
    let text = value.matched().trim_end_matches(['.', ',', ')', '\\']);
    let blank = text.chars().filter(|c| c.is_alphanumeric()).count() < 3;
    let masked = text.bytes().all(|byte| Some(&byte) == text.as_bytes().first());
    if blank || masked || stand_in::is_stand_in(text) {
        Verdict::Refused
    } else {
        Verdict::Valid(value.part(0, text.len()).span)
    }
}

/// Undecided if the value looks drawn by lot and nothing before it says that it is no secret.
pub(crate) fn random(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    // If there is a name in the text itself, it has to be a secret's.
    let before = value.before().trim();
    if !before.is_empty() && !assignment::names_secret(&label::words(before)) {
        return Verdict::Refused;
    }
    let random = assignment::looks_random(text) || assignment::is_uuid(text);
    if random && !stand_in::is_stand_in(text) { Verdict::Undecided(value.span) } else { Verdict::Refused }
}

/// Undecided if the value could be a password.
pub(crate) fn passwordlike(value: &Value<'_>) -> Verdict {
    let text = value.matched().trim_end_matches(['.', ',', ')', ']', '}']);
    let good = password::is_strong(text, true) && !stand_in::is_stand_in(text);
    if good { Verdict::Undecided(value.part(0, text.len()).span) } else { Verdict::Refused }
}

#[cfg(test)]
mod tests {
    use super::super::super::probe::probe;
    use crate::rules::ValidatorName::{PasswordValue, RandomValue, SecretValue};

    #[test]
    fn each_asks_for_as_much_as_its_place_leaves_open() {
        for (text, placed, random, password) in [
            ("⟦q8Zt4LwPx0VbN2sR⟧", true, true, true),
            ("⟦kT9xQ2vL!⟧", true, false, true),
            ("⟦swordfish⟧", true, false, false),
            ("⟦3f2b8c1e-5a6d-4e7f-9b0c-1d2e3f4a5b6c⟧", true, true, true),
            ("⟦${PASS}⟧", false, false, false),
            ("⟦********⟧", false, false, false),
            ("⟦xxxx⟧", false, false, false),
            ("⟦password1⟧", false, false, false),
        ] {
            let found = [SecretValue, RandomValue, PasswordValue].map(|name| probe(name, text) != "-");
            assert_eq!(found, [placed, random, password], "{text}");
        }
    }
}
