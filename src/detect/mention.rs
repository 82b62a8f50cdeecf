//! Other mentions of people whom a record has named: in capitals or small letters, the family name first, with an initial, as a handle,
//! or by a given name that is also a word, where one speaks to a person.
//!
//! What a word is besides a name is known from the lists (`name`): the less else it can be, the less must speak for it.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::lists;
use super::name::Lexicon;
use crate::core::{EntityType, Finding, Span};

/// Most names of a record that are followed up; those of long lists are found where they stand.
const MOST_NAMES: usize = 512;

/// Longest word of a name, in bytes.
const LONGEST: usize = 32;

/// Fewest letters of a handle.
const SHORTEST_HANDLE: usize = 6;

/// Fewest letters of a name in capitals that is taken for one by itself: a shorter one is an abbreviation as often.
const SHORTEST_UPPER: usize = 5;

/// What stands before a person one speaks to, in small letters.
const GREETINGS: &[&str] = &[
    "hi",
    "hello",
    "hey",
    "dear",
    "thanks",
    "thank",
    "you",
    "regards",
    "cheers",
    "bye",
    "goodbye",
    "morning",
    "afternoon",
    "evening",
    "welcome",
    "sorry",
    "hallo",
    "liebe",
    "lieber",
    "danke",
    "bonjour",
    "salut",
    "merci",
    "cher",
    "chère",
    "hola",
    "gracias",
    "estimado",
    "estimada",
    "querido",
    "querida",
    "ciao",
    "grazie",
    "caro",
    "cara",
    "olá",
    "obrigado",
    "obrigada",
    "cześć",
    "witaj",
    "dzięki",
    "hoi",
    "bedankt",
    "beste",
];

/// What a word that follows is hardly a person's name after: articles, and what stands before places and dates.
const BEFORE_THINGS: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "those", "in", "at", "on", "near", "of", "from", "to", "since", "until",
    "till", "by", "during", "next", "last", "every", "each", "early", "late", "mid", "my", "your", "his", "her", "its",
    "our", "their", "no", "any", "some", "with", "for", "as", "into", "per",
];

/// Where people were named: who they are.
struct People<'t> {
    /// By word in small letters.
    words: FxHashMap<String, Word<'t>>,
    /// Handles made of names.
    handles: BTreeSet<String>,
    /// First bytes of words and handles.
    first: [bool; 256],
}

/// A word of names.
#[derive(Default)]
struct Word<'t> {
    /// As it was written.
    forms: BTreeSet<&'t str>,
    /// The names in full it is part of, and the initials of their other words.
    names: Vec<usize>,
    initials: Vec<char>,
    /// Whether it is the first word of a name in full.
    given: bool,
    /// Whether it means something else as well.
    ambiguous: bool,
    place: bool,
}

/// A word of a text that is part of a name.
struct Hit<'p, 't> {
    span: Span,
    word: &'p Word<'t>,
}

/// Adds the mentions that `found` does not have. `found` has the findings of each text, which stay sorted and apart; `make` makes a
/// finding of a person or of a handle, unless it is allowed.
pub(super) fn find(
    texts: &[(&str, &str)],
    found: &mut [Vec<Finding>],
    person: &EntityType,
    lexicon: &Lexicon,
    mut make: impl FnMut(Span, &str, bool) -> Option<Finding>,
) {
    let people = People::of(texts, found, person, lexicon);
    if people.words.is_empty() {
        return;
    }
    for ((text, _), found) in texts.iter().zip(found) {
        let mut spans = Vec::new();
        people.look(text, found, &mut spans);
        if spans.is_empty() {
            continue;
        }
        for (span, handle) in spans {
            let first = found.partition_point(|one| one.span.end <= span.start);
            let meets = |one: &&Finding| one.span.start < span.end;
            let over: Vec<_> = found.iter().skip(first).take_while(meets).map(|one| (one.span, &one.entity)).collect();
            // What is found of the name already is part of it; what is found as something else stays.
            let part = |(part, entity): &(Span, &EntityType)| *entity == person && span.contains(*part);
            if !over.iter().all(part) || over.iter().any(|(part, _)| *part == span) {
                continue;
            }
            let count = over.len();
            if let Some(one) = make(span, text, handle) {
                found.splice(first..first + count, [one]);
            }
        }
    }
}

impl<'t> People<'t> {
    fn of(texts: &[(&'t str, &str)], found: &[Vec<Finding>], person: &EntityType, lexicon: &Lexicon) -> Self {
        let mut people = Self { words: FxHashMap::default(), handles: BTreeSet::new(), first: [false; 256] };
        let mut seen = BTreeSet::new();
        for ((text, _), found) in texts.iter().zip(found) {
            for finding in found.iter().filter(|finding| finding.entity == *person) {
                let Some(value) = finding.span.of(text) else { continue };
                if seen.len() < MOST_NAMES && seen.insert(value) {
                    people.add(seen.len(), value, lexicon);
                }
            }
        }
        people
    }

    fn add(&mut self, number: usize, value: &'t str, lexicon: &Lexicon) {
        let is_word = |word: &&str| {
            word.len() <= LONGEST
                && word.chars().count() > 1
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'))
                && word.chars().next().is_some_and(char::is_uppercase)
        };
        let words: Vec<&str> = value.split([' ', ',']).filter(is_word).collect();
        let full = words.len() > 1;
        for (place, word) in words.iter().enumerate() {
            let lower = word.to_lowercase();
            self.starts_with(&lower);
            let class = lexicon.class(word);
            let entry = self.words.entry(lower).or_default();
            entry.forms.insert(word);
            entry.ambiguous = class.is_ambiguous();
            entry.place = class.is_place();
            if full {
                entry.names.push(number);
                entry.given |= place == 0;
                let others = words.iter().enumerate().filter(|(other, _)| *other != place);
                entry.initials.extend(others.filter_map(|(_, other)| other.chars().next()));
            }
        }
        if let ([given, .., surname], true) = (&*words, full) {
            self.add_handles(&given.to_lowercase(), &surname.to_lowercase(), lexicon);
        }
    }

    /// The handles that people make of a name.
    fn add_handles(&mut self, given: &str, surname: &str, lexicon: &Lexicon) {
        let Some(initial) = given.chars().next() else { return };
        let joined = ["", "_", ".", "-"].into_iter().flat_map(|sign| {
            [format!("{given}{sign}{surname}"), format!("{surname}{sign}{given}"), format!("{initial}{sign}{surname}")]
        });
        for handle in joined {
            let letters = handle.chars().filter(|c| c.is_alphabetic()).count();
            // `S. Mart` is `smart`.
            if letters >= SHORTEST_HANDLE && lexicon.class(&handle).is_unknown() {
                self.starts_with(&handle);
                self.handles.insert(handle);
            }
        }
    }

    /// A word or a handle begins with either form of its first letter.
    fn starts_with(&mut self, lower: &str) {
        let Some(first) = lower.chars().next() else { return };
        for form in first.to_uppercase().chain([first]) {
            let mut bytes = [0; 4];
            if let [byte, ..] = form.encode_utf8(&mut bytes).as_bytes()
                && let Some(slot) = self.first.get_mut(usize::from(*byte))
            {
                *slot = true;
            }
        }
    }

    /// Adds the mentions in a text, in order, and whether each is a handle.
    fn look(&self, text: &str, found: &[Finding], spans: &mut Vec<(Span, bool)>) {
        let mut run: Vec<Hit<'_, 't>> = Vec::new();
        let mut at = 0;
        while let Some(start) = self.next(text, at) {
            let rest = text.get(start..).unwrap_or_default();
            let word = length(rest, |c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'));
            let long = length(rest, |c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'));
            at = start + word.max(1);
            let handle = rest.get(..long).unwrap_or_default().trim_end_matches(['.', '-', '_']);
            let known = |text: &str| text.len() <= 2 * LONGEST && self.handles.contains(&text.to_lowercase());
            if known(handle) {
                close(text, found, &mut run, spans);
                let span = Span::new(start, start + handle.len());
                if lists::stands_alone(text, span) {
                    spans.push((span, true));
                }
                at = span.end;
                continue;
            }
            let hit = self.hit(text, start, rest.get(..word).unwrap_or_default());
            if let Some(hit) = hit {
                if run.last().is_some_and(|last| !joins(text, last.span.end, hit.span.start)) {
                    close(text, found, &mut run, spans);
                }
                at = hit.span.end;
                run.push(hit);
            }
        }
        close(text, found, &mut run, spans);
    }

    /// The next place where a word may begin that matters.
    fn next(&self, text: &str, at: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let rest = bytes.get(at..)?;
        let matters = |byte: u8| self.first.get(usize::from(byte)) == Some(&true);
        // Within a word none begins, but the end of a word beyond ASCII is told only by its characters.
        let begins = |offset: usize| {
            text.is_char_boundary(at + offset)
                && !text.get(..at + offset).and_then(|head| head.chars().next_back()).is_some_and(char::is_alphabetic)
        };
        rest.iter().enumerate().find(|(offset, byte)| matters(**byte) && begins(*offset)).map(|(offset, _)| at + offset)
    }

    /// The word of a name that a word of a text is, without what is joined to it by an apostrophe.
    fn hit(&self, text: &str, start: usize, word: &str) -> Option<Hit<'_, 't>> {
        let get = |word: &str| self.words.get(&word.to_lowercase()).map(|known| (word.len(), known));
        let cut = word.rfind(['\'', '’', '-']).and_then(|at| word.get(..at));
        let (length, word) = get(word).or_else(|| get(cut?))?;
        let span = Span::new(start, start + length);
        lists::stands_alone(text, span).then_some(Hit { span, word })
    }
}

/// Judges words of names that stand beside each other, and forgets them.
fn close(text: &str, found: &[Finding], run: &mut Vec<Hit<'_, '_>>, spans: &mut Vec<(Span, bool)>) {
    if is_name(text, run) {
        judge(text, found, run, spans);
    } else {
        // A comma may also stand between two mentions.
        let spaced = |a: &Hit<'_, '_>, b: &Hit<'_, '_>| is_space(text, a.span.end, b.span.start);
        run.chunk_by(spaced).for_each(|part| judge(text, found, part, spans));
    }
    run.clear();
}

/// Adds a name, or those of some words that stand for the person by themselves.
fn judge(text: &str, found: &[Finding], run: &[Hit<'_, '_>], spans: &mut Vec<(Span, bool)>) {
    let covered = |span: Span| {
        let next = found.partition_point(|one| one.span.end <= span.start);
        found.get(next).is_some_and(|one| one.span.contains(span))
    };
    if let ([first, .., last], true) = (run, is_name(text, run)) {
        let span = Span::new(first.span.start, last.span.end);
        spans.extend((!covered(span)).then_some((span, false)));
        return;
    }
    for hit in run {
        let initial = initial_before(text, hit);
        let span = Span::new(initial.unwrap_or(hit.span.start), hit.span.end);
        let alone = initial.is_some() || stands_for_person(text, hit);
        spans.extend((alone && !covered(span)).then_some((span, false)));
    }
}

fn length(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.find(|c| !fits(c)).unwrap_or(text.len())
}

/// Whether two words may be of one name: `Okonkwo, Adaeze`, `David E. Miller`.
fn joins(text: &str, end: usize, start: usize) -> bool {
    is_space(text, end, start) || matches!(text.get(end..start), Some(", " | ","))
}

/// Whether no more than a space stands between two words, or an initial.
fn is_space(text: &str, end: usize, start: usize) -> bool {
    let mut between = text.get(end..start).unwrap_or_default().chars();
    between.next() == Some(' ')
        && match between.next() {
            None => true,
            Some(initial) => initial.is_uppercase() && between.as_str() == ". ",
        }
}

/// How a word is written in a text.
fn form<'t>(text: &'t str, hit: &Hit<'_, '_>) -> &'t str {
    hit.span.of(text).unwrap_or_default()
}

/// Whether words of names beside each other are a name: written as they were, or in other letters if not all of them mean something
/// else and they come from one name. After a comma the rest of the same name must follow.
fn is_name(text: &str, run: &[Hit<'_, '_>]) -> bool {
    let same = run.iter().all(|hit| hit.word.forms.contains(form(text, hit)));
    let commas = run.windows(2).any(|pair| matches!(pair, [a, b] if !is_space(text, a.span.end, b.span.start)));
    let of_one = run.first().is_some_and(|first| {
        let in_all = |name: &&usize| run.iter().all(|hit| hit.word.names.contains(name));
        first.word.names.iter().any(|name| in_all(&name))
    });
    let words: BTreeSet<_> = run.iter().map(|hit| std::ptr::from_ref(hit.word)).collect();
    let sure = run.iter().any(|hit| !hit.word.ambiguous);
    run.len() > 1 && words.len() == run.len() && (same && !commas || of_one && (same || sure))
}

/// Where `B. Miller` begins, if `Bob Miller` was named.
fn initial_before(text: &str, hit: &Hit<'_, '_>) -> Option<usize> {
    if !form(text, hit).chars().next()?.is_uppercase() {
        return None;
    }
    let head = text.get(..hit.span.start)?;
    let head = head.strip_suffix(". ").or_else(|| head.strip_suffix('.')).or_else(|| head.strip_suffix(' '))?;
    let initial = head.chars().next_back().filter(|c| hit.word.initials.contains(c))?;
    let start = head.len() - initial.len_utf8();
    let before = text.get(..start)?.chars().next_back();
    before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | '\'' | '’' | '-')).then_some(start)
}

/// Whether a word of a name stands for the person by itself.
fn stands_for_person(text: &str, hit: &Hit<'_, '_>) -> bool {
    let written = form(text, hit);
    let word = hit.word;
    let before = text.get(..hit.span.start).unwrap_or_default();
    let after = text.get(hit.span.end..).unwrap_or_default();
    let goes_on = after.strip_prefix([' ', '-', '\'', '’']).is_some_and(|rest| rest.starts_with(char::is_uppercase));
    if !word.forms.contains(written) {
        let upper = written.chars().count() >= SHORTEST_UPPER && !written.chars().any(char::is_lowercase);
        let joined = goes_on && !after.starts_with(' ');
        return upper && !joined && !word.ambiguous && !word.names.is_empty();
    }
    if goes_on || after.starts_with(['@', '/', '(', '_', '=']) || after.starts_with("::") {
        return false;
    }
    if is_whole_value(before, after) && !(word.place && names_place(before)) {
        return true;
    }
    let line_begins = before.is_empty() || before.ends_with('\n');
    let rest = after.trim_start_matches([',', '.', '!']);
    if line_begins && (rest.is_empty() || rest.starts_with('\n')) {
        return true;
    }
    let last = |text: &str| {
        let text = text.trim_end();
        let word = text.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        (!word.is_empty()).then(|| word.to_owned())
    };
    let ends = after.is_empty() || after.starts_with(['.', '!', '?', ',', '\n', ';']);
    if let Some(previous) = before.strip_suffix(", ").and_then(last).filter(|_| ends) {
        // Behind any other word a comma may stand in a list.
        let small = previous.chars().all(char::is_lowercase) && !word.place;
        return small || GREETINGS.contains(&&*previous.to_lowercase());
    }
    let Some(head) = before.strip_suffix(' ') else { return false };
    let Some(previous) = last(head).filter(|word| head.ends_with(word.as_str())) else { return false };
    if GREETINGS.contains(&&*previous.to_lowercase()) {
        return true;
    }
    let lower = previous.chars().all(char::is_lowercase);
    word.given && lower && !BEFORE_THINGS.contains(&&*previous)
}

/// Whether a word is all that a field of an object, a cell or a labelled line holds: `"first": "Grace"`, `first: Grace`. What an answer
/// has extracted stands like that.
fn is_whole_value(before: &str, after: &str) -> bool {
    let quoted = before.ends_with(": \"") && after.starts_with('"');
    let line = before.ends_with(": ") && (after.is_empty() || after.starts_with(['\n', '\r']));
    quoted || line
}

/// Whether the name of a field before a value is one for places.
fn names_place(before: &str) -> bool {
    const PLACES: &[&str] = &[
        "city", "town", "place", "location", "country", "state", "region", "county", "province", "address", "street",
        "stadt", "ort", "land", "ciudad", "pais", "ville", "pays", "miasto", "kraj", "cidade", "citta", "plaats",
    ];
    let label = before.trim_end_matches(['"', ' ', ':']);
    let label = label.get(label.rfind(['"', '\n', '{', ',']).map_or(0, |at| at + 1)..).unwrap_or_default();
    label.split(|c: char| !c.is_alphabetic()).any(|word| PLACES.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::config::Detect;
    use crate::detect::Engine;
    use crate::rules::RuleSet;

    static ENGINE: LazyLock<Engine> =
        LazyLock::new(|| Engine::compile(&RuleSet::load(&[], None).unwrap(), &Detect::default()).unwrap());

    fn found(texts: &[&str]) -> Vec<Vec<String>> {
        let texts: Vec<_> = texts.iter().map(|text| (*text, "text")).collect();
        let mut out = Vec::new();
        ENGINE.detect_record(ENGINE.everywhere(), &texts, &mut ENGINE.scratch(), &mut out);
        let shown = |text: &str, one: &Finding| one.span.of(text).unwrap().to_owned();
        texts.iter().zip(out).map(|((text, _), found)| found.iter().map(|one| shown(text, one)).collect()).collect()
    }

    fn last(texts: &[&str]) -> Vec<String> {
        found(texts).pop().unwrap()
    }

    #[test]
    fn a_name_is_found_in_other_letters_and_order() {
        for text in [
            "then BOB MILLER came",
            "the customer: miller, bob",
            "MILLER, BOB",
            "Miller, Bob called",
            "Miller,Bob",
            "it was B. Miller.",
            "and bob miller said",
        ] {
            let expected = text.trim_start_matches("then ").trim_start_matches("the customer: ");
            let expected = expected.trim_start_matches("it was ").trim_start_matches("and ");
            let expected = expected.trim_end_matches(" came").trim_end_matches(" called").trim_end_matches(" said");
            let expected = expected.strip_suffix("Miller.").map_or(expected, |_| "B. Miller");
            assert_eq!(last(&["Name: Bob Miller", text]), [expected], "{text}");
        }
        assert_eq!(last(&["Dear Adaeze Okonkwo,", "OKONKWO came"]), ["OKONKWO"]);
        let several =
            last(&["Name: Bob Miller", "so MILLER, BOB; B. Miller, bob miller, @bobmiller, bmiller, Bob Miller"]);
        assert_eq!(several, ["MILLER, BOB", "B. Miller", "bob miller", "bobmiller", "bmiller", "Bob Miller"]);
        let middle = last(&["Name: David Wexelblat", "shall DAVID E. WEXELBLAT be; SCOTT-WEXELBLAT"]);
        assert_eq!(middle, ["DAVID E. WEXELBLAT", "WEXELBLAT"]);
        // A part of a written character is no part of a name.
        let written = last(&["Dear Mr. O&#39;Connor, O&#39;Connor wrote"]);
        assert_eq!(written, ["O&#39;Connor", "O&#39;Connor"]);
    }

    #[test]
    fn the_language_is_left_alone() {
        for (name, text) in [
            ("Dear Grace Page,", "the page of grace, Grace was said on the Page"),
            ("Dear Mark Brown,", "a mark brown as earth; MARK BROWN PAPER"),
            ("My name is Will Chase.", "we will chase it. Will we? Chase it."),
            ("My name is April May.", "in April, since May, the May report"),
            ("My name is Florence Page.", "We met in Florence, near Florence, Rome."),
            ("My name is Bob Miller.", "the bob of a miller, Miller light"),
        ] {
            assert_eq!(last(&[name, text]), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_name_that_is_a_word_is_found_where_it_is_all_of_a_value() {
        for (name, text, expected) in [
            ("Hi Victoria, how are you?", "{\"first\": \"Victoria\", \"city\": \"Victoria\"}", &["Victoria"][..]),
            ("Hi Victoria, how are you?", "first: Victoria\nshop: Victoria Lane", &["Victoria"]),
            ("Hello Grace,", "{\"a\": {\"b\": [1, {\"who\": \"Grace\"}]}}", &["Grace"]),
            ("Hello Grace,", "{\"a\": \"by Grace of it\", \"b\": \"grace\"}", &[]),
        ] {
            assert_eq!(last(&[name, text]), expected, "{text}");
        }
    }

    #[test]
    fn a_name_that_is_a_word_is_found_where_one_speaks_to_the_person() {
        for (text, expected) in [
            ("Thank you, Grace.", "Grace"),
            ("Hello Grace", "Grace"),
            ("Regards,\nGrace", "Grace"),
            ("when Grace called us", "Grace"),
            ("we asked Grace's manager", "Grace"),
        ] {
            assert_eq!(last(&["My name is Grace Page.", text]), [expected], "{text}");
        }
    }

    #[test]
    fn halves_that_are_found_apart_are_one_name() {
        assert_eq!(
            found(&["Hi, I'm Leon Zaucha", "Hello Leon! How are you, Mr. Zaucha?"]),
            [vec!["Leon Zaucha"], vec!["Leon", "Zaucha"]]
        );
        assert_eq!(
            last(&["From: Leon Zaucha <leon.zaucha@mail.example.org>\nThen Leon Zaucha came."]),
            ["Leon Zaucha", "leon.zaucha@mail.example.org", "Leon Zaucha"]
        );
    }

    #[test]
    fn handles_of_a_name_are_found() {
        for (text, expected) in [
            ("ask @bobmiller there", "bobmiller"),
            ("user bob_miller did", "bob_miller"),
            ("see bmiller's desk", "bmiller"),
        ] {
            assert_eq!(last(&["My name is Bob Miller.", text]), [expected], "{text}");
        }
        assert_eq!(last(&["My name is Sam Mart.", "a smart plan, bob_miller_cv.pdf"]), [""; 0]);
    }

    #[test]
    fn handles_are_for_jobs_that_look_for_them() {
        let texts = [("My name is Bob Miller.", "text"), ("BOB MILLER, ask @bobmiller", "text")];
        let found = |packs: &[&str], config: &Detect| {
            let packs: Vec<_> = packs.iter().map(|pack| (*pack).to_owned()).collect();
            let engine = Engine::compile(&RuleSet::load(&packs, None).unwrap(), config).unwrap();
            let mut out = Vec::new();
            let mut scratch = engine.scratch();
            engine.detect_record(engine.everywhere(), &texts, &mut scratch, &mut out);
            let kept: u64 = scratch.tally().rules.iter().map(|rule| rule.found).sum();
            assert_eq!(kept, out.iter().map(Vec::len).sum::<usize>() as u64, "what is counted is what is found");
            out[1].iter().map(|one| one.span.of(texts[1].0).unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found(&[], &Detect::default()), ["BOB MILLER", "bobmiller"]);
        assert_eq!(found(&["person"], &Detect::default()), ["BOB MILLER"]);
        let mut strict = Detect::default();
        strict.thresholds.insert(EntityType::new("USERNAME").unwrap(), 0.9);
        assert_eq!(found(&[], &strict), ["BOB MILLER"]);
    }

    #[test]
    fn allowed_names_and_other_findings_stay() {
        let mut config = Detect::default();
        config.allow.push("miller, bob".to_owned());
        let engine = Engine::compile(&RuleSet::load(&[], None).unwrap(), &config).unwrap();
        let texts = [("My name is Bob Miller.", "text"), ("BOB MILLER or MILLER, BOB", "text")];
        let mut out = Vec::new();
        engine.detect_record(engine.everywhere(), &texts, &mut engine.scratch(), &mut out);
        let shown: Vec<_> = out[1].iter().map(|one| one.span.of(texts[1].0).unwrap()).collect();
        assert_eq!(shown, ["BOB MILLER"]);
    }
}
