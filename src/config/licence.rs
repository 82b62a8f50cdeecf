//! Licence expressions: read strictly from a job file, and in their usual spellings from records.
//!
//! What it is: SPDX expressions (<https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/>) and names. What it is
//! not: it does not say which licences are allowed; the rights gate does.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use spdx::expression::{ExprNode, Operator};
use spdx::identifiers::{EXCEPTIONS, LICENSES};
use spdx::{Expression, LicenseItem, LicenseReq, ParseMode};

/// A longer text is not a licence expression; it is not looked at.
const MAX_BYTES: usize = 512;

/// A licence expression that is known to be valid.
#[derive(Debug, Clone)]
pub struct Licence {
    expression: Expression,
    terms: Vec<Term>,
    canonical: String,
}

/// One licence of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// SPDX id, or `LicenseRef-…`. Deprecated GNU ids are given in their present form (`GPL-2.0-only` for `GPL-2.0`).
    pub name: String,
    /// Whether the id carries a `+`.
    pub or_later: bool,
    /// Every `LicenseRef-…` and `AdditionRef-…` of the term: names that only their author can explain.
    pub references: Vec<String>,
    /// The exception behind `WITH`.
    exception: Option<String>,
}

impl Term {
    /// Whether an entry of a list of licences is about this licence: the same id, whatever the exception, or the `-only`
    /// form of an `-or-later` id, since its terms may be chosen.
    #[must_use]
    pub fn is_covered_by(&self, entry: &str) -> bool {
        let only = || self.name.strip_suffix("-or-later").zip(entry.strip_suffix("-only"));
        self.name == entry || only().is_some_and(|(own, listed)| own == listed)
    }

    fn new(requirement: &LicenseReq) -> Self {
        let mut references = Vec::new();
        let (name, or_later) = match &requirement.license {
            LicenseItem::Spdx { id, or_later } => {
                let present = if id.is_gnu() && id.is_deprecated() { spdx::gnu_license_id(id.name, *or_later) } else { None };
                (present.unwrap_or(*id).name.to_owned(), *or_later && !id.is_gnu())
            }
            LicenseItem::Other(reference) => {
                references.push(reference.to_string());
                (reference.to_string(), false)
            }
        };
        let exception = requirement.addition.as_ref().map(ToString::to_string);
        if requirement.addition.as_ref().is_some_and(|addition| addition.id().is_none()) {
            references.extend(exception.clone());
        }
        Self { name, or_later, references, exception }
    }

    fn written(&self) -> String {
        let plus = if self.or_later { "+" } else { "" };
        match &self.exception {
            Some(exception) => format!("{}{plus} WITH {exception}", self.name),
            None => format!("{}{plus}", self.name),
        }
    }
}

impl Licence {
    /// Reads an expression as a job file must write it: present SPDX ids in their own case.
    ///
    /// # Errors
    /// What is wrong, without the expression itself.
    pub fn parse(written: &str) -> Result<Self, String> {
        match Expression::parse(written) {
            Ok(expression) => Self::new(expression).ok_or_else(|| "NOASSERTION says nothing".to_owned()),
            Err(error) => Err(error.reason.to_string()),
        }
    }

    /// Reads what data files say: any case, deprecated ids, names and usual spellings (`CC BY 4.0`, `Apache License,
    /// Version 2.0`), and the addresses of Creative Commons and SPDX licences. `None` if that leaves a doubt.
    ///
    /// `spdx::imprecise_license_id` is not used: it guesses versions (`gpl` becomes `GPL-2.0-only`, `gnu gpl v2` becomes
    /// `GPL-3.0-only`) and ignores what follows the part that it knows.
    #[must_use]
    pub fn recognise(written: &str) -> Option<Self> {
        let written = written.trim();
        if written.is_empty() || written.len() > MAX_BYTES {
            return None;
        }
        let mode = ParseMode { allow_deprecated: true, allow_postfix_plus_on_gpl: true, ..ParseMode::STRICT };
        let parse = |text: &str| Expression::parse_mode(text, mode).ok().and_then(Self::new);
        parse(&NAMES.in_their_case(written))
            .or_else(|| parse(&id_of_address(written)?))
            .or_else(|| parse(NAMES.by_spelling.get(&folded(written))?.as_deref()?))
    }

    /// The expression with present ids, upper-case operators and no needless brackets.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.canonical
    }

    /// The licences in the order of the expression.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Whether the expression holds when each of its licences is judged by `judge`: one side of `OR`, both of `AND`.
    pub fn holds(&self, mut judge: impl FnMut(&Term) -> bool) -> bool {
        let mut terms = self.terms.iter();
        // Requirements are visited in the order in which `terms` was made.
        self.expression.evaluate(|_| terms.next().is_some_and(&mut judge))
    }

    /// `None` where an id has no present form. The SPDX list holds `NOASSERTION`, which is the absence of a licence, and
    /// deprecated ids that stand for a licence with an exception (`wxWindows`), which no list of ids would be about.
    fn new(expression: Expression) -> Option<Self> {
        let terms: Vec<_> = expression.requirements().map(|node| Term::new(&node.req)).collect();
        let is_present = |term: &Term| {
            let id = spdx::license_id(&term.name);
            term.name != "NOASSERTION" && id.is_none_or(|id| !id.is_deprecated())
        };
        let canonical = rendered(&expression);
        terms.iter().all(is_present).then_some(Self { expression, terms, canonical })
    }
}

/// Writes an expression, which is kept in postfix order.
fn rendered(expression: &Expression) -> String {
    let mut stack: Vec<(String, Option<Operator>)> = Vec::new();
    for node in expression.iter() {
        match node {
            ExprNode::Req(node) => stack.push((Term::new(&node.req).written(), None)),
            ExprNode::Op(operator) => {
                let (right, left) = (stack.pop().unwrap_or_default(), stack.pop().unwrap_or_default());
                let bracketed = |(text, inner): (String, Option<Operator>)| match (operator, inner) {
                    (Operator::And, Some(Operator::Or)) => format!("({text})"),
                    _ => text,
                };
                let word = if *operator == Operator::And { "AND" } else { "OR" };
                stack.push((format!("{} {word} {}", bracketed(left), bracketed(right)), Some(*operator)));
            }
        }
    }
    stack.pop().map(|(text, _)| text).unwrap_or_default()
}

static NAMES: LazyLock<Names> = LazyLock::new(Names::new);

/// The SPDX list, by other spellings than its own.
struct Names {
    /// Id or exception in lower case, with its proper form.
    by_lower_case: BTreeMap<String, &'static str>,
    /// Folded id or full name, with the id; `None` where several licences share it.
    by_spelling: BTreeMap<String, Option<String>>,
}

impl Names {
    fn new() -> Self {
        let ids = LICENSES.iter().map(|licence| licence.name).chain(EXCEPTIONS.iter().map(|exception| exception.name));
        let by_lower_case = ids.map(|id| (id.to_ascii_lowercase(), id)).collect();
        let mut by_spelling = BTreeMap::new();
        for licence in LICENSES {
            let Ok(expression) = Expression::parse_mode(licence.name, ParseMode::LAX) else { continue };
            let id = rendered(&expression);
            for spelling in [folded(licence.name), folded(licence.full_name)] {
                let known = by_spelling.entry(spelling).or_insert_with(|| Some(id.clone()));
                if known.as_ref() != Some(&id) {
                    *known = None;
                }
            }
        }
        // CC0 has one version only and is mostly named without it.
        by_spelling.entry("cc0".to_owned()).or_insert_with(|| Some("CC0-1.0".to_owned()));
        Self { by_lower_case, by_spelling }
    }

    /// The text with every id in its proper case and every operator in upper case.
    fn in_their_case(&self, written: &str) -> String {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':');
        let mut proper = String::with_capacity(written.len());
        let mut rest = written;
        while !rest.is_empty() {
            let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            let lower = word.to_ascii_lowercase();
            proper.push_str(match lower.as_str() {
                "and" => "AND",
                "or" => "OR",
                "with" => "WITH",
                _ => self.by_lower_case.get(&lower).copied().unwrap_or(word),
            });
            let mut behind = after.chars();
            proper.extend(behind.next());
            rest = behind.as_str();
        }
        proper
    }
}

/// A name reduced to what tells licences apart: lower case, no white space or punctuation, no `the`, `license`, `version`,
/// no `v` before a number, `2` for `2.0`.
fn folded(name: &str) -> String {
    let lower = name.to_lowercase().replace('+', " or later");
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '.').map(|word| word.trim_matches('.'));
    let mut folded = String::with_capacity(lower.len());
    for word in words.filter(|word| !matches!(*word, "the" | "license" | "licence" | "version" | "v" | "")) {
        let word = word.strip_suffix(".0").unwrap_or(word);
        let mut letters = word.chars().peekable();
        while let Some(letter) = letters.next() {
            if letter != 'v' || !letters.peek().is_some_and(char::is_ascii_digit) {
                folded.push(letter);
            }
        }
        // Keeps `1` and `1` in `1-1` apart from `11`.
        if word.ends_with(|c: char| c.is_ascii_digit()) {
            folded.push(' ');
        }
    }
    folded.trim_end().to_owned()
}

/// The id behind an address such as `https://creativecommons.org/licenses/by-sa/4.0/` or
/// `https://spdx.org/licenses/MIT.html`.
fn id_of_address(address: &str) -> Option<String> {
    let lower = address.to_ascii_lowercase();
    let path = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"))?;
    let mut steps = path.strip_prefix("www.").unwrap_or(path).split('/').filter(|step| !step.is_empty());
    let (host, section, kind) = (steps.next()?, steps.next()?, steps.next()?);
    let id = match (host, section) {
        ("spdx.org", "licenses") => kind.trim_end_matches(".html").trim_end_matches(".json").to_owned(),
        ("creativecommons.org", "publicdomain") if kind == "zero" => format!("cc0-{}", steps.next()?),
        ("creativecommons.org", "licenses") => {
            let version = steps.next()?;
            // A port to one country's law (`/de/`) is another licence than the one of its own.
            match steps.next().filter(|step| !step.starts_with("deed") && !step.starts_with("legalcode")) {
                Some(country) => format!("cc-{kind}-{version}-{country}"),
                None => format!("cc-{kind}-{version}"),
            }
        }
        _ => return None,
    };
    NAMES.by_lower_case.get(&id).map(|&id| id.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn recognised(written: &str) -> Option<String> {
        Licence::recognise(written).map(|licence| licence.as_str().to_owned())
    }

    #[test]
    fn usual_spellings_are_recognised() {
        for (written, id) in [
            ("MIT", "MIT"),
            ("mit", "MIT"),
            ("MIT License", "MIT"),
            ("The MIT License", "MIT"),
            ("apache 2.0", "Apache-2.0"),
            ("apache-2.0", "Apache-2.0"),
            ("Apache License, Version 2.0", "Apache-2.0"),
            ("Apache 2", "Apache-2.0"),
            ("CC BY 4.0", "CC-BY-4.0"),
            ("cc-by-sa-4.0", "CC-BY-SA-4.0"),
            ("Creative Commons Attribution 4.0 International", "CC-BY-4.0"),
            ("CC0", "CC0-1.0"),
            ("BSD 3-Clause", "BSD-3-Clause"),
            ("GPL-2.0", "GPL-2.0-only"),
            ("GPL-2.0+", "GPL-2.0-or-later"),
            ("GPLv3", "GPL-3.0-only"),
            ("Apache-2.0+", "Apache-2.0+"),
            ("mit or (apache-2.0 and bsd-3-clause)", "MIT OR Apache-2.0 AND BSD-3-Clause"),
            ("(MIT OR Apache-2.0) AND CC-BY-4.0", "(MIT OR Apache-2.0) AND CC-BY-4.0"),
            ("GPL-2.0-only with classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
            ("LicenseRef-acme-7", "LicenseRef-acme-7"),
            ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
            ("http://www.creativecommons.org/licenses/by-nc-sa/3.0/deed.en", "CC-BY-NC-SA-3.0"),
            ("https://creativecommons.org/licenses/by/3.0/de/", "CC-BY-3.0-DE"),
            ("https://creativecommons.org/publicdomain/zero/1.0/legalcode", "CC0-1.0"),
            ("https://spdx.org/licenses/Apache-2.0.html", "Apache-2.0"),
        ] {
            assert_eq!(recognised(written).as_deref(), Some(id), "{written}");
        }
    }

    #[test]
    fn doubtful_ones_are_not() {
        for written in [
            "",
            "  ",
            "gpl",
            "bsd",
            "apache",
            "unknown",
            "NOASSERTION",
            "NONE",
            "MIT OR NOASSERTION",
            "wxWindows",
            "GPL-2.0-with-classpath-exception",
            "MIT but not for training",
            "MIT-ish",
            "MIT AND",
            "MIT/Apache-2.0",
            "all rights reserved",
            "CC BY 9.9",
            "https://creativecommons.org/licenses/by/4.0/xx/",
            "https://example.com/licenses/by/4.0/",
        ] {
            assert_eq!(recognised(written), None, "{written}");
        }
        assert_eq!(recognised(&format!("MIT{}", " OR MIT".repeat(200))), None);
    }

    #[test]
    fn a_job_file_writes_ids_exactly() {
        assert!(Licence::parse("MIT OR LicenseRef-acme").is_ok());
        for written in ["", "mit", "Apache 2.0", "GPL-2.0", "MIT,Apache-2.0"] {
            assert!(Licence::parse(written).is_err(), "{written}");
        }
    }

    #[test]
    fn brackets_decide() {
        let judge = |text: &str| Licence::parse(text).unwrap().holds(|term| term.name != "MIT");
        assert!(!judge("MIT AND Apache-2.0"));
        assert!(judge("MIT OR Apache-2.0"));
        assert!(judge("MIT AND Apache-2.0 OR Zlib"));
        assert!(!judge("MIT AND (Apache-2.0 OR Zlib)"));
    }

    #[test]
    fn an_only_entry_covers_or_later() {
        let term = |text: &str| Licence::parse(text).unwrap().terms()[0].clone();
        assert!(term("GPL-3.0-or-later").is_covered_by("GPL-3.0-only"));
        assert!(!term("GPL-3.0-only").is_covered_by("GPL-3.0-or-later"));
        assert!(term("GPL-2.0-only WITH Classpath-exception-2.0").is_covered_by("GPL-2.0-only"));
        assert!(term("Apache-2.0+").is_covered_by("Apache-2.0"));
        assert_eq!(term("MIT WITH AdditionRef-x").references, ["AdditionRef-x"]);
    }

    proptest! {
        #[test]
        fn no_text_breaks_it_and_canonical_forms_stay(written in r"[ ()+/:A-Za-z0-9.-]{0,40}|\PC{0,40}|(mit|or|and|with|GPL-2\.0|\(|\)|\+| ){0,9}") {
            if let Some(id) = recognised(&written) {
                prop_assert_eq!(recognised(&id), Some(id));
            }
        }
    }
}
