//! One value, written in other ways that say the same.

/// What a character becomes.
type Write = fn(char) -> String;

pub fn is_sign(c: char) -> bool {
    !c.is_ascii_alphanumeric()
}

/// A value with those of its characters that count written otherwise; `None` if there are none.
pub fn each(value: &str, counts: fn(char) -> bool, write: Write) -> Option<String> {
    value.contains(counts).then(|| value.chars().map(|c| if counts(c) { write(c) } else { c.to_string() }).collect())
}

/// `\u0040`
pub fn escape(c: char) -> String {
    c.encode_utf16(&mut [0; 2]).iter().fold(String::new(), |all, unit| format!("{all}\\u{unit:04x}"))
}

/// `%40`
pub fn percent(c: char) -> String {
    c.encode_utf8(&mut [0; 4]).bytes().fold(String::new(), |all, byte| format!("{all}%{byte:02X}"))
}

/// `%2540`
pub fn percent_twice(c: char) -> String {
    percent(c).replace('%', "%25")
}

/// `=40`, as RFC 2045 writes it.
pub fn quoted(c: char) -> String {
    percent(c).replace('%', "=")
}

/// `&#64;`
pub fn decimal(c: char) -> String {
    format!("&#{};", u32::from(c))
}

/// `&#x40;`
pub fn hexadecimal(c: char) -> String {
    format!("&#x{:x};", u32::from(c))
}

/// `&commat;`, where HTML has a name for the sign.
pub fn named(c: char) -> String {
    let name = match c {
        '@' => "commat",
        '.' => "period",
        '-' => "hyphen",
        '+' => "plus",
        '/' => "sol",
        ':' => "colon",
        ',' => "comma",
        '_' => "lowbar",
        '(' => "lpar",
        ')' => "rpar",
        '=' => "equals",
        '#' => "num",
        '&' => "amp",
        '<' => "lt",
        '>' => "gt",
        '"' => "quot",
        '\'' => "apos",
        ' ' => "nbsp",
        _ => return decimal(c),
    };
    format!("&{name};")
}

/// The full-width form of an ASCII character.
pub fn wide(c: char) -> String {
    char::from_u32(u32::from(c) + 0xFEE0).unwrap().to_string()
}

/// A value with something invisible before every so many characters.
pub fn every(value: &str, step: usize, invisible: char) -> String {
    let mark = |(at, c): (usize, char)| if at % step == step - 1 { format!("{invisible}{c}") } else { c.to_string() };
    value.chars().enumerate().map(mark).collect()
}

/// A value with something in its middle.
pub fn torn(value: &str, between: &str) -> Option<String> {
    let middle = value.char_indices().nth(value.chars().count() / 2)?.0;
    let (first, second) = value.split_at(middle);
    Some(format!("{first}{between}{second}"))
}

/// A value with a line break in the place of the space that is nearest to its middle.
pub fn wrapped(value: &str) -> Option<String> {
    let spaces = value.match_indices(' ').map(|(at, _)| at);
    let at = spaces.min_by_key(|at| at.abs_diff(value.len() / 2))?;
    let (first, second) = value.split_at(at);
    Some(format!("{first}\n{}", second.trim_start_matches(' ')))
}
