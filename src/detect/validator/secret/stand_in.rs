//! What documentation, templates and code write where a secret would stand.

use super::names;

/// Most bytes of a value that are looked at.
const MAX_LOOKED_AT: usize = 512;

/// Whether a value is of the kind that documentation shows.
pub(super) fn is_stand_in(value: &str) -> bool {
    holds_part(value) || is_word(value) || is_template(value) || is_sealed(value)
}

/// Whether the value is encrypted where it stands, as Jasypt and SOPS write it: `ENC(…)`, `ENC[…]`.
fn is_sealed(value: &str) -> bool {
    value.starts_with("ENC(") || value.starts_with("ENC[")
}

/// Whether a part of the value gives it away.
pub(super) fn holds_part(value: &str) -> bool {
    let bytes = value.as_bytes();
    let looked_at = bytes.get(..bytes.len().min(MAX_LOOKED_AT)).unwrap_or_default();
    names::STAND_IN_PARTS
        .split_ascii_whitespace()
        .any(|part| looked_at.windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes())))
}

/// Whether the value is one word that names a secret instead of being one; quotes, dashes and a number around it do not count.
pub(super) fn is_word(value: &str) -> bool {
    let core = value.trim_matches(|c: char| !c.is_ascii_alphabetic());
    names::holds(names::STAND_INS, core)
        || core.eq_ignore_ascii_case("open sesame")
        || core.split(['_', '-', '.']).all(|part| names::holds(names::STAND_INS, part))
}

/// Whether the value is to be filled in: `${X}`, `{{ x }}`, `<x>`, `%s`, `[X]`, `$X`, `@x@`.
pub(super) fn is_template(value: &str) -> bool {
    let inner = value.trim_matches(['"', '\'', '`']);
    let begins = inner.starts_with(['$', '{', '<', '[', '(', '@']) && inner.len() < 64 && {
        let body = inner.trim_start_matches(['$', '{', '<', '[', '(', '@']);
        let name = body.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"_.- /:".contains(byte)).count();
        let rest = body.get(name..).unwrap_or_default();
        rest.is_empty() || rest.starts_with(['}', '>', ']', ')', '@'])
    };
    begins || ["${", "{{", "$(", "#{", "%(", "<%"].iter().any(|mark| inner.contains(mark)) || inner == "%s"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_ins_are_known() {
        for value in [
            "YOUR_API_KEY",
            "your-token-here",
            "xxxxxxxx",
            "AKIAEXAMPLE",
            "changeme123",
            "password1",
            "${TOKEN}",
            "{{ token }}",
            "<token>",
            "[PASSWORD]",
            "$PASS",
            "test_user_password",
            "secret",
            "%s",
            "@token@",
            "process.env.KEY",
            "(none)",
            "ENC(G6N718UuyPE5bHyWKyuLQSm02auQPUtm)",
        ] {
            assert!(is_stand_in(value), "{value}");
        }
    }

    #[test]
    fn secrets_are_none() {
        for value in
            ["hunter2", "q8Zt4LwPx0VbN2sR", "$2b$10$N9qo8uLOickgx2ZMRZoMye", "P@ssw0rd$1", "{x!9fQ#kkz~", "@Home4711!z"]
        {
            assert!(!is_stand_in(value), "{value}");
        }
    }
}
