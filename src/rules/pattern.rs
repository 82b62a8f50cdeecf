//! The one dialect all patterns are compiled in.
//!
//! Bytes, not Unicode: `\d`, `\w`, `\s` and `\b` are ASCII, so that a lazy DFA can run them over any text at full speed. `.`
//! and negated classes may match single bytes of a multi-byte character; the engine widens such spans to characters.

use regex_automata::meta::{BuildError, Builder, Config, Regex};
use regex_automata::util::syntax;

/// Name of the capture group that holds the value, where it is not the whole match.
pub const VALUE_GROUP: &str = "value";

/// How patterns are parsed.
#[must_use]
pub fn syntax() -> syntax::Config {
    syntax::Config::new().unicode(false).utf8(false)
}

fn builder() -> Builder {
    let mut builder = Regex::builder();
    builder.syntax(syntax());
    builder
}

/// Compiles one pattern for use in small regions of a text. Literal prefilters are left out: the engine has its own, and a
/// second one over the same few bytes only costs.
pub fn compile(pattern: &str) -> Result<Regex, Box<BuildError>> {
    builder().configure(Config::new().utf8_empty(false).auto_prefilter(false)).build(pattern).map_err(Box::new)
}

/// What is wrong with a pattern, for a person.
#[must_use]
pub fn describe(error: &BuildError) -> String {
    if let Some(limit) = error.size_limit() {
        let limit = limit >> 20;
        return format!("too large: compiled, it takes more than {limit} MiB; repeat less, or parts that are smaller");
    }
    error.syntax_error().map_or_else(|| error.to_string(), ToString::to_string)
}
