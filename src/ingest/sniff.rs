//! Telling a file's format from its first bytes, then from its name.

use super::decode;
use crate::config::FormatName;

/// How many first bytes of (unpacked) content are looked at.
pub(super) const HEAD_BYTES: usize = 64 << 10;

/// Whether the content begins as a parquet file does (<https://parquet.apache.org/docs/file-format/>).
pub(super) fn is_parquet(head: &[u8]) -> bool {
    head.starts_with(b"PAR1") || head.starts_with(b"PARE")
}

/// The format that a file's extension stands for, behind `.gz` or `.zst`.
pub(super) fn by_name(name: &str) -> Option<FormatName> {
    let name = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
    let packed = [".gz", ".gzip", ".zst", ".zstd"];
    let name = packed.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
    let (_, extension) = name.rsplit_once('.')?;
    match extension {
        "txt" | "text" => Some(FormatName::Txt),
        "md" | "markdown" => Some(FormatName::Md),
        "jsonl" | "ndjson" => Some(FormatName::Jsonl),
        "json" => Some(FormatName::Json),
        "csv" => Some(FormatName::Csv),
        "tsv" | "tab" => Some(FormatName::Tsv),
        "parquet" | "pq" => Some(FormatName::Parquet),
        _ => None,
    }
}

/// The format of text, from its first bytes (byte order mark removed) and its name.
///
/// A bracket or brace alone is weak evidence: prose and markdown can begin with one. So JSON is told from the first line
/// being an object, or from how the first tokens go on, and the name decides between one object a line and one value.
pub(super) fn text_format(head: &[u8], name: &str) -> FormatName {
    let named = by_name(name);
    let start = head.trim_ascii_start();
    match (start.first(), named) {
        (_, Some(FormatName::Jsonl)) => FormatName::Jsonl,
        (Some(b'{'), Some(FormatName::Json)) => lines_or_value(start),
        (Some(b'{'), _) if first_line_is_object(start) => FormatName::Jsonl,
        (Some(b'{'), None) if continues_with(start, b"\"}") => lines_or_value(start),
        (Some(b'['), None) if continues_with(start, b"{]") => FormatName::Json,
        (_, named) => named.unwrap_or(FormatName::Txt),
    }
}

fn continues_with(start: &[u8], next: &[u8]) -> bool {
    start.iter().skip(1).find(|b| !b.is_ascii_whitespace()).is_some_and(|b| next.contains(b))
}

fn first_line(start: &[u8]) -> &[u8] {
    start.split(|b| *b == b'\n').next().unwrap_or_default()
}

fn first_line_is_object(start: &[u8]) -> bool {
    let line = first_line(start);
    // A line that goes on past what was read cannot be judged; its first token can.
    if line.len() == start.len() && start.len() >= HEAD_BYTES / 2 {
        return continues_with(start, b"\"}");
    }
    std::str::from_utf8(line).is_ok_and(|line| decode::value(line).is_ok_and(|value| value.is_object()))
}

/// One object that spans lines is a JSON file; an object that ends within its line is a line of JSONL.
fn lines_or_value(start: &[u8]) -> FormatName {
    let (mut depth, mut text, mut escaped) = (0u32, false, false);
    for byte in first_line(start) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if text => escaped = true,
            b'"' => text = !text,
            b'{' | b'[' if !text => depth += 1,
            b'}' | b']' if !text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    let line_ended = first_line(start).len() < start.len();
    if line_ended && depth > 0 { FormatName::Json } else { FormatName::Jsonl }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_behind_compression() {
        for (name, format) in [
            ("a/b.d/c.JSONL.gz", Some(FormatName::Jsonl)),
            ("c.tsv.zst", Some(FormatName::Tsv)),
            ("c.md", Some(FormatName::Md)),
            ("c.gz", None),
            ("a.csv/readme", None),
            ("-", None),
        ] {
            assert_eq!(by_name(name), format, "{name}");
        }
    }

    #[test]
    fn content_comes_before_the_name_where_it_is_clear() {
        use FormatName as F;
        for (head, name, expected) in [
            ("{\"a\":1}\n{\"a\":2}\n", "x", F::Jsonl),
            ("{\"a\":1}\n", "x.txt", F::Jsonl),
            ("{\"a\":1}", "x.json", F::Jsonl),
            ("\n {\n \"a\": 1\n}\n", "x", F::Json),
            ("{\"a\": {\n\"b\": \"}}\"}}\n", "x.json", F::Json),
            ("{broken\n{\"a\":1}\n", "x.jsonl", F::Jsonl),
            ("[{\"a\":1}]", "x", F::Json),
            (" [ ]", "-", F::Json),
            ("[1, 2]", "x.json", F::Json),
            ("[link](https://example.com)\n", "x.md", F::Md),
            ("[link](https://example.com)\n", "readme", F::Txt),
            ("{{ template }}\n", "x.md", F::Md),
            ("{{ template }}\n", "readme", F::Txt),
            ("a,b\n1,2\n", "x.csv", F::Csv),
            ("a,b\n1,2\n", "x", F::Txt),
            ("", "x.tsv.gz", F::Tsv),
            ("", "x", F::Txt),
            ("not parquet", "x.parquet", F::Parquet),
        ] {
            assert_eq!(text_format(head.as_bytes(), name), expected, "{head:?} {name}");
        }
    }
}
