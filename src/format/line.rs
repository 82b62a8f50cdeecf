//! One record in the shape of a target: what is encoded and what is checked.
//!
//! Texts are borrowed from the record or from the line that was read, keys from the target's schema. A line that was read
//! holds what the schema knows; a key that it does not know has been reported and is not kept.

use std::borrow::Cow;

/// Longest line that is read or written, line break not counted: 8 MiB. No documented token limit comes near it; the bound
/// keeps memory small when a file is one endless line.
pub const MAX_LINE_BYTES: usize = 8 << 20;

/// A value of a record: the record itself is one. In plain text it is the text of a document.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) enum Line<'a> {
    /// A string.
    Text(Cow<'a, str>),
    /// An object: the keys of the schema that are there, in any order.
    Object(Vec<(&'a str, Line<'a>)>),
    /// An array.
    List(Vec<Line<'a>>),
    /// JSON that no rule looks into, as it stands in the line.
    Json(Cow<'a, str>),
    /// Not what belongs here; what is wrong has been reported.
    Misfit,
}

impl<'a> Line<'a> {
    /// A borrowed text.
    pub(super) fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// An object of keys with their values.
    pub(super) fn object<const N: usize>(fields: [(&'a str, Self); N]) -> Self {
        Self::Object(fields.into())
    }

    /// The value of a key of an object.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let Self::Object(fields) = self else { return None };
        fields.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// The value of a key of an object, taken out of it.
    pub(super) fn take(&mut self, key: &str) -> Option<Self> {
        let Self::Object(fields) = self else { return None };
        let at = fields.iter().position(|(name, _)| *name == key)?;
        Some(fields.swap_remove(at).1)
    }

    /// The string, if it is one.
    pub(super) fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The string of a key, if it has one.
    pub(super) fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Self::as_text)
    }

    /// The string, if it is one.
    pub(super) fn into_text(self) -> Option<String> {
        if let Self::Text(text) = self { Some(text.into_owned()) } else { None }
    }

    /// The elements of a list; none of anything else.
    pub(super) fn items(&self) -> &[Self] {
        if let Self::List(items) = self { items } else { &[] }
    }

    /// The elements of the list under a key.
    pub(super) fn items_of(&self, key: &str) -> &[Self] {
        self.get(key).map_or(&[], Self::items)
    }

    /// Calls `each` with every string under a path as of [`Line::has`].
    pub(super) fn texts_at(&self, path: &str, each: &mut dyn FnMut(&str)) {
        let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
        let Some(value) = self.get(key) else { return };
        match rest {
            None => value.as_text().into_iter().for_each(each),
            Some(rest) if matches!(value, Self::List(_)) => {
                value.items().iter().for_each(|item| item.texts_at(rest, each));
            }
            Some(rest) => value.texts_at(rest, each),
        }
    }

    /// Whether there is a value under a path of keys with dots between them; lists on the way are looked through.
    pub(super) fn has(&self, path: &str) -> bool {
        let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
        let Some(value) = self.get(key) else { return false };
        match rest {
            None => true,
            Some(rest) if matches!(value, Self::List(_)) => value.items().iter().any(|item| item.has(rest)),
            Some(rest) => value.has(rest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_look_through_lists() {
        let block = Line::object([("image", Line::Misfit)]);
        let message = Line::object([("role", Line::text("user")), ("content", Line::List(vec![block]))]);
        let line = Line::object([("messages", Line::List(vec![Line::Misfit, message]))]);
        for (path, there) in [
            ("messages", true),
            ("messages.role", true),
            ("messages.content.image", true),
            ("messages.content.video", false),
            ("system", false),
            ("messages.role.x", false),
        ] {
            assert_eq!(line.has(path), there, "{path}");
        }
        let mut roles = Vec::new();
        line.texts_at("messages.role", &mut |text| roles.push(text.to_owned()));
        assert_eq!(roles, ["user"]);
    }
}
