//! Licence expressions: read strictly from a job file, and in their usual spellings from records.
//!
//! What it is: SPDX expressions (<https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/>) and names. What it is
//! not: it does not say which licences are allowed; the rights gate does.

use spdx::expression::{ExprNode, Operator};
use spdx::{Expression, LicenseItem, LicenseReq, ParseMode};

use self::spelling::{NAMES, id_of_address};

mod spelling;

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
                let present =
                    if id.is_gnu() && id.is_deprecated() { spdx::gnu_license_id(id.name, *or_later) } else { None };
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
            .or_else(|| parse(NAMES.by_spelling(written)?))
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

#[cfg(test)]
mod tests;
