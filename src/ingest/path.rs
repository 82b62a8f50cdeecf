//! Names of fields: a key or column name, or a JSON pointer (RFC 6901).

use serde_json::Value;

use super::Error;

/// A mapped field: a top-level field, and the way from there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FieldPath {
    /// Index of the top-level field in the plan's list of roots.
    pub(super) root: usize,
    /// JSON pointer from the top-level field's value; empty for that value itself.
    pub(super) rest: String,
    /// The whole as a pointer: one spelling for `name` and `/name`.
    pub(super) pointer: String,
}

impl FieldPath {
    /// Reads a name and adds its first part to `roots` if it is not there yet.
    pub(super) fn parse(role: &'static str, written: &str, roots: &mut Vec<String>) -> Result<Self, Error> {
        let pointer = as_pointer(written).ok_or_else(|| Error::BadPointer { role, pointer: written.to_owned() })?;
        let tail = pointer.strip_prefix('/').unwrap_or_default();
        let (first, rest) = tail.find('/').map_or((tail, ""), |at| tail.split_at(at));
        let first = first.replace("~1", "/").replace("~0", "~");
        let root = roots.iter().position(|root| *root == first).unwrap_or_else(|| {
            roots.push(first);
            roots.len() - 1
        });
        Ok(Self { root, rest: rest.to_owned(), pointer })
    }

    /// The value of the field. Null counts as absent.
    pub(super) fn of<'v>(&self, values: &'v mut [Option<Value>]) -> Option<&'v mut Value> {
        values.get_mut(self.root)?.as_mut()?.pointer_mut(&self.rest).filter(|value| !value.is_null())
    }

    /// Whether one of the two fields lies in the other, or both are the same.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let within =
            |outer: &str, inner: &str| inner.strip_prefix(outer).is_some_and(|r| r.is_empty() || r.starts_with('/'));
        within(&self.pointer, &other.pointer) || within(&other.pointer, &self.pointer)
    }
}

/// A key or a pointer as a pointer. `None` if it begins as a pointer and is not well formed.
pub(super) fn as_pointer(written: &str) -> Option<String> {
    if !written.starts_with('/') {
        return Some(format!("/{}", escape(written)));
    }
    let mut rest = written;
    while let Some((_, after)) = rest.split_once('~') {
        if !after.starts_with(['0', '1']) {
            return None;
        }
        rest = after;
    }
    Some(written.to_owned())
}

/// A key as a part of a pointer.
pub(super) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_and_pointers_lead_to_their_values() {
        let mut roots = Vec::new();
        let cases = [
            ("a", json!({"b": [1, "two"], "x/y": "slash", "": "empty"})),
            ("/a", json!({"b": [1, "two"], "x/y": "slash", "": "empty"})),
            ("/a/b/1", json!("two")),
            ("/a/x~1y", json!("slash")),
            ("/a/", json!("empty")),
            ("t~l", json!("tilde")),
            ("/t~0l", json!("tilde")),
            ("x/y", json!("top")),
        ];
        let paths: Vec<_> = cases.iter().map(|(w, _)| FieldPath::parse("text", w, &mut roots).unwrap()).collect();
        assert_eq!(roots, ["a", "t~l", "x/y"]);
        let mut values = vec![Some(cases[0].1.clone()), Some(json!("tilde")), Some(json!("top"))];
        for ((written, expected), path) in cases.iter().zip(&paths) {
            assert_eq!(path.of(&mut values).as_deref(), Some(expected), "{written}");
        }
        let missing = FieldPath::parse("text", "/a/b/01", &mut roots).unwrap();
        assert_eq!(missing.of(&mut values), None);
    }

    #[test]
    fn null_is_absent_and_bad_pointers_are_refused() {
        let mut roots = Vec::new();
        let path = FieldPath::parse("text", "a", &mut roots).unwrap();
        assert_eq!(path.of(&mut [Some(Value::Null)]), None);
        assert_eq!(path.of(&mut [None]), None);
        for bad in ["/a~", "/~2", "/a~0~"] {
            assert!(matches!(FieldPath::parse("text", bad, &mut roots), Err(Error::BadPointer { .. })), "{bad}");
        }
    }

    #[test]
    fn overlap_is_seen_part_by_part() {
        let mut roots = Vec::new();
        let mut path = |written| FieldPath::parse("text", written, &mut roots).unwrap();
        assert!(path("a").overlaps(&path("/a/b")));
        assert!(path("/a/b").overlaps(&path("a")));
        assert!(path("a").overlaps(&path("/a")));
        assert!(!path("a").overlaps(&path("ab")));
        assert!(!path("/a/b").overlaps(&path("/a/c")));
    }
}
