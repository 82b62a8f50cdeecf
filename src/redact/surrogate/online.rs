//! Addresses and names on the net: e-mail addresses, logins, handles and web addresses, in domains that nobody has.

use super::Maker;
use super::draw::permute;
use super::fold::fold;
use super::names::Names;
use super::people::Made;
use super::persona::{assigned, cased, initial, is_particle, part};

/// Words of addresses that name a function and nobody.
const ROLES: [&str; 44] = [
    "info",
    "sales",
    "support",
    "admin",
    "contact",
    "office",
    "hello",
    "noreply",
    "reply",
    "no",
    "team",
    "hr",
    "billing",
    "help",
    "mail",
    "post",
    "kontakt",
    "service",
    "accounts",
    "invoices",
    "jobs",
    "press",
    "security",
    "abuse",
    "webmaster",
    "the",
    "my",
    "www",
    "http",
    "https",
    "ftp",
    "html",
    "htm",
    "php",
    "index",
    "user",
    "users",
    "profile",
    "profiles",
    "people",
    "in",
    "id",
    "u",
    "p",
];

/// The domain that all our hosts are in (RFC 2606).
const TOP: &str = "example";

/// An e-mail address.
pub(super) fn email(maker: &mut Maker<'_>, value: &str) -> Option<String> {
    let (local, domain) = value.rsplit_once('@')?;
    let local = login(maker, local)?;
    Some(format!("{local}@{}", host(maker, domain)?))
}

/// A login, the local part of an address, or the path of a web address: every word and number of it replaced, signs kept.
pub(super) fn login(maker: &mut Maker<'_>, value: &str) -> Option<String> {
    let words = value.split(|c: char| !c.is_alphabetic()).filter_map(fold);
    let words = words.map(|word| maker.people.spelling(word));
    // `alfarsi` is `al` and `farsi`.
    let parts = |word: String| match maker.people.run(&word).map(|run| run.of) {
        Some(Made::Word(words)) => words,
        _ => vec![word],
    };
    let words: Vec<String> = words.flat_map(parts).collect();
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(first) = rest.chars().next() {
        // A percent sign and two digits are one character.
        if let Some(escape) = rest.get(..3).filter(|escape| is_escape(escape)) {
            out.push_str(escape);
            rest = rest.get(3..)?;
            continue;
        }
        let same = |c: char| {
            if first.is_ascii_digit() {
                c.is_ascii_digit()
            } else if first.is_alphabetic() {
                c.is_alphabetic()
            } else {
                false
            }
        };
        let end = rest.find(|c| !same(c)).unwrap_or(rest.len()).max(first.len_utf8());
        let (run, after) = rest.split_at_checked(end)?;
        if first.is_ascii_digit() {
            out.push_str(&number(maker, run));
        } else if first.is_alphabetic() {
            out.push_str(&cased(&word(maker, run, &words)?, run));
        } else if first.is_alphanumeric() {
            return None;
        } else {
            out.push_str(run);
        }
        rest = after;
    }
    Some(out)
}

fn is_escape(text: &str) -> bool {
    text.strip_prefix('%').is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

/// Other digits, as many; no two runs of the same length become the same one.
fn number(maker: &Maker<'_>, digits: &str) -> String {
    let Some(size) = u32::try_from(digits.len()).ok().and_then(|length| 10u64.checked_pow(length)) else {
        return "0".repeat(digits.len());
    };
    let place = permute(maker.key, [b"digits", &maker.tweak], digits.parse().unwrap_or_default(), size);
    format!("{place:0width$}", width = digits.len())
}

/// One word of a login: part of a person's name, several run together, or a word that takes an invented one.
fn word(maker: &mut Maker<'_>, run: &str, words: &[String]) -> Option<String> {
    let folded = fold(run)?;
    if ROLES.contains(&folded.as_str()) && folded.len() > 1 {
        return Some(run.to_lowercase());
    }
    if folded.len() == 1 {
        return initial(maker, &folded, words);
    }
    // The first word is the name of somebody called Al.
    let after = words.first().is_some_and(|first| *first != folded);
    if is_particle(&folded) && (after || maker.people.run(&folded).is_some()) {
        return Some(folded);
    }
    if let Some(persona) = of_person(maker, &folded) {
        return Some(persona);
    }
    if maker.names.is_listed(&folded) {
        return fold(&part(maker, &folded, words)?);
    }
    let plain = maker.names.plain();
    fold(&assigned(maker, plain, &folded)?)
}

/// A word that is made of the parts of one person's name: `ada`, `alovelace`, `adalovelace`, `lovelacea`.
fn of_person(maker: &mut Maker<'_>, run: &str) -> Option<String> {
    let people = maker.people;
    let run = people.run(run)?;
    let name = people.name(run.name);
    let mut part = |words: &[String]| -> Option<String> {
        let one = |word: &String| if is_particle(word) { Some(word.clone()) } else { fold(&part(maker, word, name)?) };
        words.iter().map(one).collect()
    };
    let head = |word: String| word.get(..1).unwrap_or_default().to_owned();
    Some(match run.of {
        Made::Word(word) => part(&word)?,
        Made::Whole(one, other) => format!("{}{}", part(&one)?, part(&other)?),
        Made::ShortFirst(one, other) => format!("{}{}", head(part(&one)?), part(&other)?),
        Made::ShortLast(one, other) => format!("{}{}", part(&one)?, head(part(&other)?)),
    })
}

/// A host of the top level domain that nobody has. One host is always the same.
fn host(maker: &mut Maker<'_>, host: &str) -> Option<String> {
    let (names, key, shared) = (maker.names, maker.key, maker.shared);
    let plain = names.plain();
    let small = host.to_lowercase();
    let made = maker.assign("host", &small, |draw| {
        let name = names.draw(plain, "", key, shared, draw)?;
        let words: Option<Vec<String>> = name.split('-').map(fold).collect();
        Some(format!("{}.{TOP}", words?.join("-")))
    })?;
    Some(cased(&made, host))
}

/// Whether a host is one that [`host`] makes.
pub(super) fn is_our_host(names: &Names, host: &str) -> bool {
    let label = host.strip_suffix(TOP).and_then(|rest| rest.strip_suffix('.'));
    label.is_some_and(|label| names.makes_all(&label.split('-').map(str::to_owned).collect::<Vec<_>>()))
}

/// Whether every word of a login is one that nobody has.
pub(super) fn is_our_login(names: &Names, value: &str) -> bool {
    let mut words = value.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).peekable();
    let mut any = false;
    let mut is_ours = |word: &str| {
        let made = names.makes_one_or_two(word) || is_made_with_particles(names, word);
        any |= made;
        made || is_particle(word)
    };
    words.peek().is_some() && words.all(|word| fold(word).is_some_and(|word| is_ours(&word))) && any
}

/// Letters of the longest word of a login that is looked through for particles.
const LONGEST: usize = 64;

/// A word in two, at every place.
fn splits(word: &str) -> impl Iterator<Item = (&str, &str)> {
    (1..word.len().min(LONGEST)).filter_map(|at| word.split_at_checked(at))
}

/// Whether a folded word is made of invented names with particles before one of them.
fn is_made_with_particles(names: &Names, word: &str) -> bool {
    let after_particle = |(first, rest): (&str, &str)| {
        is_particle(first) && (names.makes_one_or_two(rest) || is_made_with_particles(names, rest))
    };
    let after_name = |(first, rest): (&str, &str)| names.makes(first) && splits(rest).any(after_particle);
    word.len() <= LONGEST && (splits(word).any(after_particle) || splits(word).any(after_name))
}

/// Scheme, host and the rest of a web address.
pub(super) fn url_parts(value: &str) -> Option<(&str, &str, &str)> {
    let start = value.find("://").map_or(0, |at| at + 3);
    let (scheme, rest) = value.split_at_checked(start)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at_checked(end)?;
    // A user name before the host makes it something else.
    (!host.contains('@') && host.contains('.')).then_some((scheme, host, path))
}

/// A web address.
pub(super) fn url(maker: &mut Maker<'_>, value: &str) -> Option<String> {
    let (scheme, authority, path) = url_parts(value)?;
    let (name, port) = authority.find(':').and_then(|at| authority.split_at_checked(at)).unwrap_or((authority, ""));
    let (www, name) = name.strip_prefix("www.").map_or(("", name), |name| ("www.", name));
    Some(format!("{scheme}{www}{}{port}{}", host(maker, name)?, login(maker, path)?))
}
