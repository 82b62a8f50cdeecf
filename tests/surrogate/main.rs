//! Surrogates from outside: what the operators promise holds over whole records with the embedded rules.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use proptest::prelude::*;
use scrubjay::config::{Detect, OperatorChoice, OperatorName, Redact, SurrogateScope};
use scrubjay::core::{Context, EntityType, Evidence, Finding, Key, Span, Validation};
use scrubjay::detect::Engine;
use scrubjay::redact::{Policy, RecordIdentity, Redaction};
use scrubjay::rules::RuleSet;

mod places;
mod scripts;
#[path = "../support/mod.rs"]
mod support;
mod years;

use places::ADDRESSES;
use support::Workspace;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let rules = RuleSet::load(&[], None).expect("embedded rules load");
    Engine::compile(&rules, &Detect::default()).expect("embedded rules compile")
});

fn policy(operator: OperatorName, scope: SurrogateScope, key: &str) -> Policy {
    let redact = Redact { default: OperatorChoice::Name(operator), scope, ..Redact::default() };
    let policy = Policy::new(&redact, &Key::derive("test", key.as_bytes())).expect("the policy is valid");
    policy.in_regions(&Detect::default().regions)
}

fn surrogates(scope: SurrogateScope) -> Policy {
    policy(OperatorName::Surrogate, scope, "key")
}

fn detect(texts: &[String]) -> Vec<Vec<Finding>> {
    let (mut scratch, mut found) = (ENGINE.scratch(), Vec::new());
    let texts: Vec<_> = texts.iter().map(|text| (text.as_str(), "text")).collect();
    ENGINE.detect_record(ENGINE.everywhere(), &texts, &mut scratch, &mut found);
    found
}

/// The texts of a record redacted; panics if anything is left or something outside the findings changed.
fn redact(policy: &Policy, texts: &[String]) -> Vec<String> {
    let found = detect(texts);
    let mut scope = policy.scope(&RecordIdentity { record: b"1", group: None });
    for (text, found) in texts.iter().zip(&found) {
        scope.meet(text, found);
    }
    let mut out = Vec::new();
    for (text, found) in texts.iter().zip(&found) {
        let (new, replaced) = match policy.apply(text, found, &mut scope) {
            Redaction::Changed { text, replaced, .. } => (text, replaced),
            Redaction::Unchanged => (text.clone(), Vec::new()),
            other => panic!("{other:?}"),
        };
        let (mut scratch, mut again) = (ENGINE.scratch(), Vec::new());
        ENGINE.detect(&new, "text", &mut scratch, &mut again);
        let left: Vec<_> =
            policy.residual(&new, &replaced, &again, &scope).map(|finding| finding.rule.clone()).collect();
        assert!(left.is_empty(), "{left:?} in {new:?} of {text:?}");
        out.push(new);
    }
    out
}

/// What a policy makes of a value that is found for sure.
fn value(policy: &Policy, entity: &str, value: &str) -> String {
    values(policy, &[(entity, value)]).remove(0)
}

/// What a policy makes of the values of one record.
fn values(policy: &Policy, values: &[(&str, &str)]) -> Vec<String> {
    let found = |(entity, value): &(&str, &str)| Finding {
        span: Span::new(0, value.len()),
        entity: EntityType::new(entity).unwrap(),
        score: 1.0,
        rule: "test".into(),
        evidence: Evidence { base_score: 1.0, validation: Validation::None, context: Context::None },
    };
    let mut scope = policy.scope(&RecordIdentity::default());
    for pair in values {
        scope.meet(pair.1, &[found(pair)]);
    }
    let made = |pair: &(&str, &str)| match policy.apply(pair.1, &[found(pair)], &mut scope) {
        Redaction::Changed { text, .. } => text,
        Redaction::Unchanged => pair.1.to_owned(),
        other => panic!("{other:?}"),
    };
    values.iter().map(made).collect()
}

#[test]
fn a_person_is_one_persona() {
    let texts = [
        "Dear Mr Adaeze Okonkwo, your file is open.",
        "Okonkwo called; ADAEZE OKONKWO signs as A. Okonkwo, writes from adaeze.okonkwo@gmail.com or aokonkwo@acme.co.uk.",
    ];
    let out = values(
        &surrogates(SurrogateScope::Record),
        &[
            ("PERSON", "Adaeze Okonkwo"),
            ("PERSON", "ADAEZE OKONKWO"),
            ("PERSON", "Okonkwo"),
            ("PERSON", "A. Okonkwo's"),
            ("EMAIL_ADDRESS", "adaeze.okonkwo@gmail.com"),
            ("EMAIL_ADDRESS", "AOkonkwo@Acme.co.uk"),
            ("USERNAME", "okonkwo_adaeze"),
        ],
    );
    let (given, surname) = out[0].split_once(' ').expect("two names");
    assert_eq!(out[1], out[0].to_uppercase());
    assert_eq!(out[2], surname);
    assert_eq!(out[3], format!("{}. {surname}'s", &given[..1]));
    let (given, surname) = (given.to_lowercase(), surname.to_lowercase());
    let (local, host) = out[4].split_once('@').expect("an address");
    assert_eq!(local, format!("{given}.{surname}"));
    assert!(host.ends_with(".example"), "{host}");
    assert!(out[5].to_lowercase().starts_with(&format!("{}{surname}@", &given[..1])), "{}", out[5]);
    assert!(!out[5].ends_with(host), "another host stays another one: {out:?}");
    assert_eq!(out[6], format!("{surname}_{given}"));
    let redacted = redact(&surrogates(SurrogateScope::Record), &texts.map(str::to_owned)).join("\n").to_lowercase();
    assert!(!redacted.contains("okonkwo") && !redacted.contains("adaeze"), "{redacted}");
}

/// Syllables of invented names spell them, and no list holds them.
#[test]
fn names_that_people_have_do_not_pass_for_invented_ones() {
    let policy = surrogates(SurrogateScope::Record);
    for name in ["Olabukola Brackenridge", "Olabukola", "Olubukola", "Dobroslaw Brackenridge", "A. Brackenridge"] {
        let new = value(&policy, "PERSON", name);
        assert!(name.split(' ').filter(|word| word.len() > 2).all(|word| !new.contains(word)), "{name} {new}");
    }
    let text = ["My name is Olabukola Brackenridge.".to_owned(), "Dear Olabukola,\nthank you.".to_owned()];
    let new = redact(&policy, &text).join(" ");
    assert!(!new.contains("Olabukola") && !new.contains("Brackenridge"), "{new}");
}

#[test]
fn invented_names_are_known_again_in_every_scope() {
    for scope in [SurrogateScope::Record, SurrogateScope::Dataset] {
        let policy = surrogates(scope);
        let names = (0..60).map(|n| format!("Ada{} Byron{}", letters(n * 31), letters(n * 47)));
        let listed =
            ["Mary Smith-Jones", "Anna Nowak-Kowalska", "Tunde Adebayo", "Pierre Dubois", "José", "Kowalskiego"];
        for name in names.chain(listed.map(str::to_owned)) {
            let new = value(&policy, "PERSON", &name);
            assert_eq!(value(&policy, "PERSON", &new), new, "{name} {scope:?}");
            let login = value(&policy, "USERNAME", &name.to_lowercase().replace(' ', "."));
            assert_eq!(value(&policy, "USERNAME", &login), login, "{name} {scope:?}");
        }
    }
}

#[test]
fn addresses_in_german_spelling_are_the_persons() {
    let out = values(
        &surrogates(SurrogateScope::Record),
        &[
            ("PERSON", "J\u{fc}rgen M\u{fc}ller-Schmidt"),
            ("EMAIL_ADDRESS", "jurgen.muller-schmidt@acme.org"),
            ("EMAIL_ADDRESS", "juergen.mueller-schmidt@acme.org"),
            ("EMAIL_ADDRESS", "j.mueller@acme.org"),
            ("EMAIL_ADDRESS", "jmuller@acme.org"),
            ("EMAIL_ADDRESS", "jmueller@acme.org"),
        ],
    );
    let local = |n: usize| out[n].split('@').next().unwrap().trim_end_matches(char::is_numeric);
    assert_eq!(local(1), local(2));
    let (given, surname) = local(1).split_once('.').unwrap();
    let surname = surname.split('-').next().unwrap();
    assert_eq!(local(3), format!("{}.{surname}", &given[..1]));
    assert_eq!((local(4), local(5)), (format!("{}{surname}", &given[..1]).as_str(), local(4)));
}

#[test]
fn particles_of_names_stay_in_logins() {
    let policy = surrogates(SurrogateScope::Record);
    let out = values(
        &policy,
        &[
            ("PERSON", "Mohammed Al-Farsi"),
            ("EMAIL_ADDRESS", "mohammed.al-farsi@corp.io"),
            ("EMAIL_ADDRESS", "mohammed.alfarsi@corp.io"),
            ("EMAIL_ADDRESS", "malfarsi@corp.io"),
            ("EMAIL_ADDRESS", "m.alfarsi@corp.io"),
            ("USERNAME", "mohammed_al_farsi"),
            ("USERNAME", "alfarsi.mohammed"),
            ("PERSON", "Willem van den Berg"),
            ("EMAIL_ADDRESS", "willem.van.den.berg@corp.io"),
            ("USERNAME", "willemvandenberg"),
            ("USERNAME", "wvandenberg"),
        ],
    );
    let folded: Vec<String> = out.iter().map(|name| name.to_lowercase()).collect();
    let local = |n: usize| folded[n].split('@').next().unwrap();
    let (given, surname) = folded[0].split_once(" al-").expect("the particle stays");
    let first = &given[..1];
    assert_eq!(local(1), format!("{given}.al-{surname}"));
    assert_eq!(local(2), format!("{given}.al{surname}"));
    assert_eq!(local(3), format!("{first}al{surname}"));
    assert_eq!(local(4), format!("{first}.al{surname}"));
    assert_eq!([local(5), local(6)], [format!("{given}_al_{surname}"), format!("al{surname}.{given}")]);
    let (given, surname) = folded[7].split_once(" van den ").expect("the particles stay");
    assert_eq!(local(8), format!("{given}.van.den.{surname}"));
    assert_eq!(local(9), format!("{given}vanden{surname}"));
    assert_eq!(local(10), format!("{}vanden{surname}", &given[..1]));
    for n in [5, 6, 9] {
        assert_eq!(value(&policy, "USERNAME", &out[n]), out[n], "it is known again");
    }
    // Nobody in the record is called so.
    let alone = value(&policy, "USERNAME", "omar.al-farsi");
    assert!(alone.contains(".al-") && !alone.contains("farsi"), "{alone}");
    assert!(!value(&policy, "USERNAME", "al.jones").starts_with("al."), "Al is somebody's name");
}

#[test]
fn polish_names_keep_the_form_of_who_bears_them() {
    let out = values(
        &surrogates(SurrogateScope::Record),
        &[
            ("PERSON", "Anna Kowalska"),
            ("PERSON", "Jan Kowalski"),
            ("PERSON", "Kowalskiego"),
            ("PERSON", "Zofia Nowak-Kowalska"),
        ],
    );
    let family = out[1].split(' ').next_back().unwrap().strip_suffix("ski").expect("a man's").to_owned();
    assert_eq!(out[0].split(' ').next_back().unwrap(), format!("{family}ska"));
    assert_eq!(out[2], format!("{family}skiego"));
    assert!(out[3].ends_with(&format!("-{family}ska")), "{out:?}");
    assert!(out[0].split(' ').next().unwrap().ends_with('a'), "a woman's name: {out:?}");
}

#[test]
fn numbers_keep_their_shape_and_country() {
    let policy = surrogates(SurrogateScope::Record);
    let shape = |text: &str| text.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect::<String>();
    for (entity, written) in [
        ("PHONE_NUMBER", "+1 (415) 723-4567"),
        ("PHONE_NUMBER", "+44 20 7183 8750"),
        ("PHONE_NUMBER", "+33 1 42 68 53 00"),
        ("US_SSN", "123-45-6789"),
        ("CREDIT_CARD", "4539 1488 0343 6467"),
        ("PL_PESEL", "44051401359"),
        ("IN_AADHAAR", "2341 2341 2346"),
    ] {
        let new = value(&policy, entity, written);
        assert_ne!(new, written);
        assert_eq!(shape(&new), shape(written), "{entity}");
        let country = written.split(' ').next().filter(|first| first.starts_with('+'));
        assert!(country.is_none_or(|country| new.starts_with(country)), "{new}");
        assert_eq!(value(&policy, entity, &new), new, "what is nobody's stays: {entity} {new}");
    }
    assert!(value(&policy, "CREDIT_CARD", "4539 1488 0343 6467").starts_with('4'), "a Visa stays one");
    for written in ["+234 803 123 4567", "+48 22 123 45 67"] {
        assert_eq!(value(&policy, "PHONE_NUMBER", written), "[PHONE_NUMBER_1]", "no number of the country is nobody's");
    }
    assert_eq!(value(&policy, "CA_SIN", "046 454 286"), "[CA_SIN_1]", "numbers that begin with 0 may be of taxpayers");
    assert_eq!(value(&policy, "PASSPORT", "C01X00T47"), "[PASSPORT_1]", "no passport number is nobody's");
    assert!(value(&policy, "IP_ADDRESS", "2a02:8071::1").starts_with(['2', '3']));
}

/// Pairs of entity type and a thousand values each.
fn thousand(entity: &str) -> Vec<String> {
    (0..1000u32)
        .map(|n| match entity {
            "PHONE_NUMBER" => format!("+4420{:08}", 71_000_000 + n * 37),
            "IP_ADDRESS" => format!("81.2.{}.{}", n / 250, n % 250 + 1),
            "EMAIL_ADDRESS" => format!("user{n}@host{}.org", n % 7),
            "US_SSN" => format!("{:03}-45-{:04}", 1 + n % 600, 1 + n),
            "CREDIT_CARD" => format!("4539148803{n:06}"),
            "STREET_ADDRESS" => format!("{} {} Street, Leeds LS{} {}QU", n % 90 + 10, letters(n / 7), n % 9 + 1, n % 9),
            "DATE_OF_BIRTH" => format!("{}-{:02}-{:02}", 1940 + n % 60, n / 60 % 12 + 1, n / 720 + 1),
            "COORDINATES" => format!("48.{:05}, 2.{:05}", n * 31 % 99_991, n * 17 % 99_989),
            _ => format!("Ada{} Byron{}", letters(n), letters(n / 3)),
        })
        .collect()
}

fn letters(n: u32) -> String {
    [n / 676, n / 26 % 26, n % 26].into_iter().map(|n| char::from(b'a' + u8::try_from(n % 26).unwrap())).collect()
}

#[test]
fn distinct_values_stay_distinct_in_every_scope() {
    for scope in [SurrogateScope::Record, SurrogateScope::Dataset] {
        let policy = surrogates(scope);
        for entity in [
            "PHONE_NUMBER",
            "IP_ADDRESS",
            "EMAIL_ADDRESS",
            "US_SSN",
            "CREDIT_CARD",
            "PERSON",
            "STREET_ADDRESS",
            "DATE_OF_BIRTH",
            "COORDINATES",
        ] {
            let source = thousand(entity);
            let pairs: Vec<_> = source.iter().map(|value| (entity, value.as_str())).collect();
            let made = match scope {
                SurrogateScope::Record => values(&policy, &pairs),
                // Each in a record of its own.
                _ => source.iter().map(|one| value(&policy, entity, one)).collect(),
            };
            let distinct: BTreeSet<_> = made.iter().collect();
            let kinds: BTreeSet<_> = source.iter().collect();
            assert_eq!(distinct.len(), kinds.len(), "{entity} {scope:?}");
            assert!(made.iter().zip(&source).all(|(new, old)| new != old), "{entity}");
        }
    }
}

#[test]
fn another_key_gives_other_surrogates_and_the_same_key_the_same() {
    let names = ["Mary Smith", "Jan Nowak", "Chidi Eze", "Kofi Mensah", "Hans Meier", "Aisha Bello"];
    let pairs: Vec<_> = names.iter().map(|name| ("PERSON", *name)).collect();
    let with = |key: &str, scope| values(&policy(OperatorName::Surrogate, scope, key), &pairs);
    for scope in [SurrogateScope::Record, SurrogateScope::Dataset] {
        assert_eq!(with("a", scope), with("a", scope));
        assert!(with("a", scope).iter().zip(with("b", scope)).all(|(a, b)| *a != b));
    }
    assert_ne!(with("a", SurrogateScope::Record), with("a", SurrogateScope::Dataset));
}

/// The same on any machine: what this release has once written it writes for ever.
#[test]
fn what_a_key_writes_is_fixed() {
    let pairs = [
        ("PERSON", "Adaeze Okonkwo"),
        ("EMAIL_ADDRESS", "j.smith@acme.org"),
        ("PHONE_NUMBER", "+44 20 7183 8750"),
        ("US_SSN", "123-45-6789"),
    ];
    let written = values(&surrogates(SurrogateScope::Record), &pairs).join(" | ");
    let hash = value(&policy(OperatorName::Hash, SurrogateScope::Record, "key"), "US_SSN", "123-45-6789");
    let sealed = value(&policy(OperatorName::Encrypt, SurrogateScope::Record, "key"), "US_SSN", "123-45-6789");
    is_as_kept("surrogates", &format!("{written}\n{hash}\n{sealed}\n"));
}

fn is_as_kept(name: &str, written: &str) {
    let path = format!("{}/tests/fixtures/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, written).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), written, "UPDATE=1 writes it anew");
}

/// The numbers of a text.
fn numbers(text: &str) -> Vec<f64> {
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-');
    text.split(|c| !number(c)).filter_map(|part| part.parse().ok()).collect()
}

#[test]
fn numbered_placeholders_count_persons_and_not_names() {
    let redact = Redact {
        default: OperatorChoice::Options(scrubjay::config::Operator::Placeholder { numbered: true }),
        ..Redact::default()
    };
    let policy = Policy::new(&redact, &Key::derive("test", b"")).unwrap();
    let made = values(
        &policy,
        &[
            ("PERSON", "Ada Byron"),
            ("PERSON", "Jan Nowak"),
            ("PERSON", "Byron"),
            ("PERSON", "ADA BYRON"),
            ("US_SSN", "1"),
        ],
    );
    assert_eq!(made, ["[PERSON_1]", "[PERSON_2]", "[PERSON_1]", "[PERSON_1]", "[US_SSN_1]"]);
}

#[test]
fn dates_of_a_group_move_together() {
    let policy = policy(OperatorName::ShiftDate, SurrogateScope::Record, "key");
    let made =
        values(&policy, &[("DATE_OF_BIRTH", "2001-03-01"), ("DATE_OF_BIRTH", "11 March 2001"), ("PERSON", "Ada")]);
    let first: calendar::Date = made[0].parse().unwrap();
    assert_ne!(made[0], "2001-03-01");
    assert_eq!(first.plus(10), made[1]);
    assert_eq!(made[2], "[PERSON]");
}

/// Calendar arithmetic for the test alone.
mod calendar {
    pub(super) struct Date(jiff::civil::Date);

    impl std::str::FromStr for Date {
        type Err = jiff::Error;

        fn from_str(text: &str) -> Result<Self, jiff::Error> {
            text.parse().map(Self)
        }
    }

    impl Date {
        pub(super) fn year(&self) -> String {
            self.0.year().to_string()
        }

        pub(super) fn plus(&self, days: i32) -> String {
            let date = self.0.checked_add(jiff::Span::new().days(days)).unwrap();
            date.strftime("%d %B %Y").to_string()
        }
    }
}

/// Sentences with values that detection finds.
fn sentence() -> impl Strategy<Value = String> {
    let digits =
        |n: usize| prop::collection::vec(0u8..10, n).prop_map(|d| d.iter().map(u8::to_string).collect::<String>());
    let name = prop::sample::select(vec![
        "Adaeze Okonkwo",
        "Mary Johnson",
        "Jan Kowalski",
        "Anna Kowalska",
        "Tunde Adebayo",
        "Hans Müller",
        "Pierre Dubois",
        "José García",
        "Priya Sharma",
        "Giulia Rossi",
        "Ahmed Hassan",
        "Musa Bello",
    ]);
    prop_oneof![
        name.clone().prop_map(|name| format!("Dear {name}, thank you for your letter.")),
        (name, digits(2)).prop_map(|(name, n)| {
            format!(
                "Write to {}{n}@gmail.com today.",
                name.to_lowercase().replace(' ', ".").replace(['ü', 'é', 'í'], "e")
            )
        }),
        digits(4).prop_map(|n| format!("Call +44 20 7183 {n} after nine.")),
        digits(4).prop_map(|n| format!("Call (415) 723-{n} or write.")),
        digits(4).prop_map(|n| format!("My SSN is 123-45-{n}.")),
        (1u8..250, 1u8..250).prop_map(|(a, b)| format!("It came from 81.2.{a}.{b} at noon.")),
        Just("The card is 4539 1488 0343 6467.".to_owned()),
        prop::sample::select(ADDRESSES.iter().map(|(address, _)| *address).collect::<Vec<_>>())
            .prop_map(|address| format!("Address: {address}\nSend it there.")),
        (10u32..99, digits(4)).prop_map(|(n, d)| format!(
            "Meet me at {n} Abbey Lane, Nottingham NG7 2RD, or at Hauptstraße {n}, {n}{d:.3} Berlin."
        )),
        (digits(5), digits(5)).prop_map(|(a, b)| format!("GPS coordinates: 48.{a}, 2.{b}.")),
        Just("The postcode is SW1A 1AA.".to_owned()),
        Just("Nothing to see here, only 12 boxes.".to_owned()),
    ]
}

/// Sentences with ages and dates of birth, whose surrogates cannot be told from others.
fn years() -> impl Strategy<Value = String> {
    (1u8..90, 1u8..28, 1u8..12, 1930u16..2020).prop_map(|(age, day, month, year)| {
        format!("She is {age} years old. Date of birth: {day:02}/{month:02}/{year}. Born {year}-{month:02}-{day:02}.")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_left_and_redacting_again_changes_nothing(texts in prop::collection::vec(sentence(), 1..5), shared: bool) {
        let scope = if shared { SurrogateScope::Dataset } else { SurrogateScope::Record };
        let policy = surrogates(scope);
        let once = redact(&policy, &texts);
        for (old, new) in texts.iter().zip(&once) {
            prop_assert_eq!(old.contains("Nothing"), old == new, "{} {}", old, new);
        }
        prop_assert_eq!(redact(&policy, &once), once);
    }

    #[test]
    fn every_operator_leaves_nothing(texts in prop::collection::vec(prop_oneof![3 => sentence(), 1 => years()], 1..4), n in 0usize..8) {
        let operator = [
            OperatorName::Placeholder, OperatorName::Mask, OperatorName::Remove, OperatorName::Hash,
            OperatorName::Surrogate, OperatorName::Generalise, OperatorName::ShiftDate, OperatorName::Encrypt,
        ][n];
        redact(&policy(operator, SurrogateScope::Record, "key"), &texts);
    }
}

#[test]
fn a_real_value_beside_a_surrogate_is_still_found() {
    let policy = surrogates(SurrogateScope::Record);
    let scope = policy.scope(&RecordIdentity::default());
    let text = "Mail ada@real-company.org or x@example.com.";
    let found = detect(&[text.to_owned()]).remove(0);
    let left: Vec<_> =
        policy.residual(text, &[], &found, &scope).map(|finding| finding.span.of(text).unwrap()).collect();
    assert_eq!(left, ["ada@real-company.org"]);
}

#[test]
fn redact_restores_with_the_key_and_tells_when_there_is_none() {
    let workspace = Workspace::new();
    let line = "{\"a\":\"Mail ada@example.com\",\"b\":\"My SSN is 123-45-6789, \\\"ok\\\"\"}\n";
    workspace.write("a.jsonl", line);
    workspace.run(&["key", "new", "--out", "k"]).expect(0);
    workspace.run(&["key", "new", "--out", "k"]).expect(2);
    workspace.run(&["redact", "a.jsonl", "--operator", "encrypt", "--key-file", "k", "-o", "sealed.jsonl"]).expect(0);
    let sealed = workspace.read("sealed.jsonl");
    assert!(!sealed.contains("ada@") && sealed.contains("[EMAIL_ADDRESS:"), "{sealed}");
    let again = workspace.run(&["redact", "sealed.jsonl", "-q", "--operator", "encrypt", "--key-file", "k"]).expect(0);
    assert_eq!(again.stdout, sealed, "what is encrypted stays");
    let restored = workspace.run(&["restore", "sealed.jsonl", "--key-file", "k"]).expect(0);
    assert_eq!(restored.stdout, line);
    workspace.run(&["key", "new", "--out", "other"]).expect(0);
    workspace.run(&["restore", "sealed.jsonl", "--key-file", "other"]).expect(1).says("not of this key");
    workspace.run(&["restore", "sealed.jsonl"]).expect(2).says("--key-file");
    workspace.write("long.txt", "x".repeat(33 << 20));
    workspace.run(&["restore", "long.txt", "--key-file", "k"]).expect(2).says("long.txt: line 1 is longer than 32 MiB");
    workspace.run(&["redact", "a.jsonl", "--operator", "surrogate"]).expect(0).says("no key was given");
    let run =
        || workspace.run(&["redact", "-q", "a.jsonl", "--operator", "surrogate", "--key-file", "k"]).expect(0).stdout;
    assert_eq!(run(), run());
}

#[test]
fn a_key_is_for_its_owner_alone() {
    let workspace = Workspace::new();
    workspace.run(&["key", "new", "--out", "k"]).expect(0);
    let text = workspace.read("k");
    assert!(text.len() == 65 && text.trim().bytes().all(|byte| byte.is_ascii_hexdigit()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(workspace.join("k")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    workspace.write("short", "abc\n");
    workspace.pipe(&["redact", "--operator", "hash", "--key-file", "short"], b"x\n").expect(2).says("32");
    workspace
        .pipe(&["redact", "--operator", "hash", "--key-env", "NO_SUCH_VARIABLE"], b"x\n")
        .expect(2)
        .says("NO_SUCH_VARIABLE");
}

#[test]
fn an_operator_for_the_wrong_values_is_refused() {
    let entities: BTreeMap<_, _> =
        [(EntityType::new("EMAIL_ADDRESS").unwrap(), OperatorChoice::Name(OperatorName::ShiftDate))].into();
    let redact = Redact { entities, ..Redact::default() };
    let error = Policy::new(&redact, &Key::derive("test", b"")).unwrap_err().to_string();
    assert!(
        error.contains("shift-date") && error.contains("EMAIL_ADDRESS") && error.contains("placeholder"),
        "{error}"
    );
}
