//! Where in the text of a rule file a key stands.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The line of a key such as `detect.score` or `examples.match[2]`, counted from 1. If the key is not there, that of the nearest
/// part of it that is.
pub(super) fn line(text: &str, key: &str) -> Option<usize> {
    let table = DeTable::parse(text).ok()?;
    let mut at = None;
    let mut within = Within::Table(table.get_ref());
    for part in key.split('.') {
        let (name, item) = part.strip_suffix(']').and_then(|part| part.split_once('[')).unwrap_or((part, ""));
        let Some(mut value) = within.key(name) else { break };
        at = Some(value.span().start);
        if let (DeValue::Array(items), Ok(item)) = (value.get_ref(), item.parse::<usize>()) {
            let Some(found) = items.get(item) else { break };
            value = found;
            at = Some(value.span().start);
        }
        within = Within::Value(value);
    }
    text.get(..at?).map(|before| before.matches('\n').count() + 1)
}

/// What a key is looked up in.
enum Within<'t, 'i> {
    Table(&'t DeTable<'i>),
    Value(&'t Spanned<DeValue<'i>>),
}

impl<'t, 'i> Within<'t, 'i> {
    fn key(&self, name: &str) -> Option<&'t Spanned<DeValue<'i>>> {
        let table = match self {
            Self::Table(table) => *table,
            Self::Value(value) => match value.get_ref() {
                DeValue::Table(table) => table,
                _ => return None,
            },
        };
        table.iter().find(|(key, _)| *key.get_ref() == name).map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_lines() {
        let text = "a = 1\n[b]\nc = [\n \"x\",\n \"y\"]\nd = { e = 2 }\n";
        for (key, expected) in [
            ("a", Some(1)),
            ("b.c", Some(3)),
            ("b.c[1]", Some(5)),
            ("b.c[9]", Some(3)),
            ("b.d.e", Some(6)),
            ("b.f", Some(2)),
            ("a.x", Some(1)),
            ("z", None),
        ] {
            assert_eq!(line(text, key), expected, "{key}");
        }
        assert_eq!(line("a = ", "a"), None);
    }
}
