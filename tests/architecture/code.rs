//! Rust source without what is no code: comments and the content of strings.

/// The text with comments and string contents blanked. Line breaks stay, so that line numbers hold.
pub(crate) fn only(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let taken = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if first == '"' {
            string(rest)
        } else if let Some(length) = raw_string(rest).filter(|_| !ends_in_word(&out)) {
            length
        } else if let Some(length) = character(rest) {
            length
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        out.push(' ');
        out.extend(rest[..taken].chars().filter(|c| *c == '\n'));
        rest = &rest[taken..];
    }
    out
}

/// The text without its unit tests, which end every file by the project's habit.
pub(crate) fn without_tests(text: &str) -> &str {
    text.find("#[cfg(test)]\nmod ").map_or(text, |at| &text[..at])
}

fn ends_in_word(text: &str) -> bool {
    text.ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn raw_string(text: &str) -> Option<usize> {
    let after = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let body = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let head = text.len() - body.len();
    Some(body.find(&end).map_or(text.len(), |at| head + at + end.len()))
}

/// A character literal, as opposed to a lifetime.
fn character(text: &str) -> Option<usize> {
    let mut letters = text.strip_prefix('\'')?.char_indices();
    let (_, first) = letters.next()?;
    if first == '\\' {
        // Past the escaped character, which may be a quote itself.
        letters.next()?;
        return letters.find(|(_, c)| *c == '\'').map(|(at, _)| at + 2);
    }
    letters.next().filter(|(_, c)| *c == '\'').map(|(at, _)| at + 2)
}

#[test]
fn comments_and_strings_are_blanked_and_lines_kept() {
    let text = "a // b\n/* c /* d */\n e */ f \"g\\\"h\" 'i' '\\'' '\\u{1F426}' &'j str r#\"k\"l\"# br\"m\" barr\n";
    let code = only(text);
    assert_eq!(code.split_whitespace().collect::<Vec<_>>(), ["a", "f", "&'j", "str", "barr"]);
    assert_eq!(code.lines().count(), text.lines().count());
}
