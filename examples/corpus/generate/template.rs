//! Templates: text with `<<slot>>`, `<<:fragment>>` and `<<one|of|these>>`.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use super::cast::Cast;
use super::marked::Marked;

/// Pools of fragments by language and name.
pub type Fragments = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// A piece of a template.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text as it stands.
    Text(&'a str),
    /// A value of the cast.
    Slot(&'a str),
    /// A template from a pool.
    Fragment(&'a str),
    /// One of several texts.
    Choice(Vec<&'a str>),
}

/// Takes a template apart.
pub fn parse(template: &str) -> Result<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("<<") {
        let (inner, after) = after.split_once(">>").context("a slot is not closed")?;
        if inner.contains("<<") {
            bail!("slots do not nest");
        }
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        pieces.push(match inner.strip_prefix(':') {
            Some(pool) => Piece::Fragment(pool),
            None if inner.contains('|') => Piece::Choice(inner.split('|').collect()),
            None => Piece::Slot(inner),
        });
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    Ok(pieces)
}

/// Fills a template with the values of a cast.
pub fn render(template: &str, cast: &mut Cast<'_>, fragments: &Fragments) -> Result<Marked> {
    let mut out = Marked::default();
    let mut after_fragment = false;
    for piece in parse(template)? {
        match piece {
            Piece::Text(text) if after_fragment && out.text.ends_with(['.', '!', '?', ':']) => out.push(&capital(text)),
            Piece::Text(text) => out.push(text),
            Piece::Choice(options) => out.push(cast.rng().word(&options)),
            Piece::Slot(slot) => {
                let value = cast.value(slot).with_context(|| format!("no such slot: {slot}"))?;
                out.push_value(&value.text, value.entity);
            }
            Piece::Fragment(pool) => {
                let language = cast.language().to_owned();
                let pool = fragments.get(&language).and_then(|pools| pools.get(pool));
                let fragment = pool.and_then(|pool| cast.rng().pick(pool)).context("no such pool of fragments")?;
                out.append(&render(fragment, cast, fragments)?);
                after_fragment = true;
                continue;
            }
        }
        after_fragment = false;
    }
    Ok(out)
}

/// The text with its first letter upper-case: a greeting may end with a comma or with a full stop.
fn capital(text: &str) -> String {
    let letter = text.find(|c: char| !c.is_whitespace());
    match letter.and_then(|at| text.split_at_checked(at)) {
        Some((space, rest)) => {
            let mut rest = rest.chars();
            let first = rest.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
            format!("{space}{first}{}", rest.as_str())
        }
        None => text.to_owned(),
    }
}
