//! Kinds of location that a URI can name.

use super::Error;

/// A location, told apart by its scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Location<'a> {
    /// Standard input, written `-`.
    Stdin,
    /// A path or a glob on this machine.
    Local(&'a str),
}

/// Reads the scheme of a URI. `s3://` is known and refused; `file://` takes an absolute path without escapes.
pub(super) fn parse(uri: &str) -> Result<Location<'_>, Error> {
    if uri == "-" {
        return Ok(Location::Stdin);
    }
    let Some((scheme, rest)) = uri.split_once("://") else { return Ok(Location::Local(uri)) };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    if !is_scheme {
        return Ok(Location::Local(uri));
    }
    // Who is let in, and a query that may be signed, are nobody's to read in an error.
    let plain = rest.split(['?', '#']).next().unwrap_or_default();
    let plain = plain.split_once('/').map_or_else(
        || plain.rsplit('@').next().unwrap_or_default().to_owned(),
        |(host, path)| format!("{}/{path}", host.rsplit('@').next().unwrap_or_default()),
    );
    let uri = format!("{scheme}://{plain}");
    match scheme.to_ascii_lowercase().as_str() {
        "file" if rest.starts_with('/') && !rest.contains('%') => Ok(Location::Local(rest)),
        known @ "s3" => Err(Error::NotBuiltIn { uri, scheme: known.to_owned() }),
        other => Err(Error::UnknownScheme { uri, scheme: other.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_told_apart() {
        assert_eq!(parse("-").unwrap(), Location::Stdin);
        for (uri, path) in [("data/a.txt", "data/a.txt"), ("file:///tmp/a", "/tmp/a"), ("a b://c", "a b://c")] {
            assert_eq!(parse(uri).unwrap(), Location::Local(path), "{uri}");
        }
    }

    #[test]
    fn s3_is_refused_clearly() {
        let error = parse("s3://bucket/data").unwrap_err();
        assert!(matches!(error, Error::NotBuiltIn { .. }));
        assert!(error.to_string().contains("not built in yet"));
        assert!(matches!(parse("gopher://x"), Err(Error::UnknownScheme { .. })));
        let error = parse("https://ada:s3cret@host.example/a/b@c?sig=q8Zt").unwrap_err().to_string();
        assert!(error.starts_with("https://host.example/a/b@c: "), "{error}");
        assert!(matches!(parse("file://host/x"), Err(Error::UnknownScheme { .. })));
    }
}
