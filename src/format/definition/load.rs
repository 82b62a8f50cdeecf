//! Reading a definition from TOML and checking what its types cannot.

use std::fmt::Write as _;

use super::{Bounds, Container, Definition, Shape, Size};
use crate::format::{Error, parquet, schema};

impl Definition {
    /// Reads a definition. `file` names it in errors; its stem must be the target's name.
    pub fn parse(file: &str, toml: &str) -> Result<Self, Error> {
        let fail = |line, problem| Error::Definition { file: file.to_owned(), line, problem };
        let definition: Self = toml::from_str(toml).map_err(|error| {
            let line = error.span().and_then(|span| toml.get(..span.start)).map(|before| before.split('\n').count());
            fail(line, reduced(error.message()).to_owned())
        })?;
        match definition.fault(file) {
            Some(problem) => Err(fail(None, problem)),
            None => Ok(definition),
        }
    }

    /// BLAKE3 of the definition in canonical form, in hexadecimal: comments and layout do not change it.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut canonical = String::new();
        match serde_json::to_string(self) {
            Ok(json) => canonical.push_str(&json),
            // A definition holds nothing that JSON cannot; if it ever did, its Debug form is as canonical.
            Err(_) => drop(write!(canonical, "{self:?}")),
        }
        blake3::hash(canonical.as_bytes()).to_hex().to_string()
    }

    fn fault(&self, file: &str) -> Option<String> {
        let stem = file.rsplit(['/', '\\']).next().and_then(|name| name.strip_suffix(".toml"));
        let text = |problem: &str| Some(problem.to_owned());
        let name_is_good = |name: &str| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        if !name_is_good(&self.name) {
            return text("`name` is written in a-z, 0-9 and -");
        }
        if stem.is_some_and(|stem| stem != self.name) {
            return text("the file is not called after `name`");
        }
        if self.checked.parse::<jiff::civil::Date>().is_err() {
            return text("`checked` is not a date such as 2026-11-22");
        }
        if self.sources.is_empty() || !self.sources.iter().all(|url| url.starts_with("https://")) {
            return text("`sources` needs at least one https URL, and nothing else");
        }
        self.limits_fault().or_else(|| self.shape_fault())
    }

    fn limits_fault(&self) -> Option<String> {
        let bounds =
            [("train", self.records.train), ("validation", self.records.validation), ("sum", self.records.sum)];
        let crossed = |b: &Bounds| {
            let over = |low: Option<u64>, high: Option<u64>| low.zip(high).is_some_and(|(low, high)| low > high);
            over(b.min, b.max) || over(b.advised_min, b.max) || over(b.min, b.advised_max)
        };
        if let Some((name, _)) = bounds.iter().find(|(_, b)| crossed(b)) {
            return Some(format!("`records.{name}`: a minimum is over a maximum"));
        }
        let crossed = |s: &Size| s.advised_max.zip(s.max).is_some_and(|(advised, max)| advised > max);
        if crossed(&self.file.train_bytes) || crossed(&self.file.validation_bytes) {
            return Some("`file`: an advised size is over the maximum".to_owned());
        }
        let tokens = self.tokens.as_ref()?;
        if tokens.warning_chars == 0 || tokens.error_chars.is_some_and(|error| error < tokens.warning_chars) {
            return Some("`tokens`: `warning_chars` is at least 1 and at most `error_chars`".to_owned());
        }
        (tokens.limits().count() == 0).then(|| "`tokens` sets no limit".to_owned())
    }

    /// Whether every value of a record has a column type.
    fn fits_columns(&self) -> bool {
        schema::of(self).is_ok_and(|schema| parquet::fits(&schema)) && !self.file.compressed
    }

    fn shape_fault(&self) -> Option<String> {
        let mut strings = self.reserved.iter().flat_map(|reserved| &reserved.strings);
        let broken = |text: &String| text.contains(['\n', '\r']);
        if strings.any(|(string, instead)| string.is_empty() || broken(string) || broken(instead)) {
            return Some("`reserved`: a string is empty or holds a line break".to_owned());
        }
        let keys: Vec<&String> = self.keys.all().collect();
        if keys.iter().enumerate().any(|(n, key)| keys.iter().skip(n + 1).any(|other| other == key)) {
            return Some("`keys` names a key twice".to_owned());
        }
        let first = |path: &String| path.split('.').next().unwrap_or_default().to_owned();
        let places = self.uniform.iter().map(|uniform| &uniform.key).chain(&self.unique).chain(&self.constant);
        if places.map(first).any(|place| !keys.contains(&&place)) {
            return Some("a place of `uniform`, `unique` or `constant` is not among `keys`".to_owned());
        }
        match &self.shape {
            Shape::Converse { blocks, .. } if blocks.is_empty() => Some("`shape.blocks` is empty".to_owned()),
            Shape::Converse { turns, .. } | Shape::Messages { turns, .. } if turns.roles.is_empty() => {
                Some("`shape.turns.roles` is empty".to_owned())
            }
            _ if self.file.container == Container::Parquet && !self.fits_columns() => {
                Some("`file.container`: a value of the shape has no column type".to_owned())
            }
            // Plain text is checked line by line: a document is never held whole.
            Shape::PlainText {} if self.tokens.is_some() => Some("a plain-text target has no `tokens`".to_owned()),
            _ => schema::of(self).err(),
        }
    }
}

/// What a TOML error says, without the words it quotes from the file.
fn reduced(message: &str) -> &'static str {
    const KINDS: [(&str, &str); 7] = [
        ("unknown field", "a key is not known here"),
        ("missing field", "a required key is missing"),
        ("unknown variant", "a value is not one of the allowed words"),
        ("invalid type", "a value has the wrong type"),
        ("invalid value", "a value is not allowed"),
        ("invalid length", "a list has the wrong length"),
        ("duplicate key", "a key stands twice"),
    ];
    KINDS.iter().find(|(start, _)| message.starts_with(start)).map_or("not valid TOML", |(_, said)| said)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
name = "t"
title = "T"
status = "current"
checked = "2026-11-22"
sources = ["https://example.com/"]
keys = { required = ["prompt", "completion"], others = "error" }
shape = { kind = "prompt-completion" }
file = { extension = "jsonl", punctuation = "-_.", validation = true }
records.sum = { min = 1, max = 10 }
tokens = { total = 10, error_chars = 6, warning_chars = 3 }
"#;

    #[test]
    fn a_good_definition_is_read_and_its_digest_ignores_layout() {
        let one = Definition::parse("t.toml", GOOD).unwrap();
        let two = Definition::parse("t.toml", &format!("# comment\n{GOOD}")).unwrap();
        assert_eq!(one.digest(), two.digest());
        let other = Definition::parse("t.toml", &GOOD.replace("max = 10", "max = 11")).unwrap();
        assert_ne!(one.digest(), other.digest());
    }

    #[test]
    fn bad_definitions_are_refused_by_line_without_quoting_them() {
        let cases = [
            ("status = \"current\"", "status = \"canary\"", Some(4), "allowed words"),
            ("title = \"T\"", "title = \"T\"\ncanary = 1", Some(4), "not known"),
            ("total = 10", "total = \"canary\"", Some(11), "wrong type"),
            ("title = \"T\"", "", None, "missing"),
            ("title = \"T\"", "title = canary canary", Some(3), "TOML"),
            ("\"2026-11-22\"", "\"canary\"", None, "date"),
            ("https://example.com/", "canary", None, "https"),
            ("\"t\"", "\"Canary\"", None, "a-z"),
            ("min = 1,", "min = 11,", None, "minimum"),
            ("warning_chars = 3", "warning_chars = 7", None, "warning_chars"),
            ("[\"prompt\", \"completion\"]", "[\"prompt\", \"prompt\"]", None, "twice"),
            ("[\"prompt\", \"completion\"]", "[\"prompt\", \"canary\"]", None, "does not know"),
            ("prompt-completion", "plain-text", None, "no `tokens`"),
            ("tokens = {", "constant = [\"canary\"]\ntokens = {", None, "not among"),
        ];
        for (from, to, line, says) in cases {
            let toml = GOOD.replacen(from, to, 1);
            assert_ne!(toml, GOOD, "{from}");
            let error = Definition::parse("t.toml", &toml).unwrap_err();
            let Error::Definition { line: at, problem, .. } = &error else { panic!("{error}") };
            if line.is_some() {
                assert_eq!(*at, line, "{to}: {problem}");
            }
            assert!(problem.contains(says), "{to}: {problem}");
            assert!(!error.to_string().contains("canary"), "{error}");
        }
        assert!(Definition::parse("other.toml", GOOD).is_err());
    }
}
