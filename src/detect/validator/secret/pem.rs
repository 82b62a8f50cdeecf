//! Private keys in PEM and its relatives.

use super::super::{Value, Verdict};

/// Fewest characters of Base64 in a block that holds anything: 14 are ten bytes, and no key is that short.
const MIN_BODY: usize = 14;

/// Valid if there is something between the lines.
pub(crate) fn check(value: &Value<'_>) -> Verdict {
    let text = value.matched();
    let body = text.splitn(3, "-----").nth(2).unwrap_or(text);
    let body = body.split("-----END").next().unwrap_or(body);
    let encoded = |line: &str| !line.contains(": ") && !line.contains("...");
    let length: usize = body
        .split(['\n', '\r'])
        .filter(|line| encoded(line))
        .map(|line| line.bytes().filter(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(byte)).count())
        .sum();
    if length >= MIN_BODY { Verdict::Valid(value.span) } else { Verdict::Refused }
}

#[cfg(test)]
mod tests {
    use super::super::super::probe::probe;
    use crate::rules::ValidatorName::PrivateKeyBlock;

    #[test]
    fn an_empty_block_is_no_key() {
        let block = |body: &str| format!("⟦-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----⟧");
        assert!(probe(PrivateKeyBlock, &block("MIIEvQIBADANBgkq")).starts_with('V'));
        for body in ["", "anything", "...", "Proc-Type: 4,ENCRYPTED-AND-MORE"] {
            assert_eq!(probe(PrivateKeyBlock, &block(body)), "-", "{body}");
        }
    }
}
