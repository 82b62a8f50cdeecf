//! Properties of detection and redaction together: whatever the text, the findings fit it, redaction removes them and nothing
//! else, and the result does not depend on what was looked at before.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use scrubjay::config::{Detect, Operator, OperatorChoice, OperatorName, Redact};
use scrubjay::core::{Context, EntityType, Finding, Key, Span, Validation};
use scrubjay::detect::Engine;
use scrubjay::redact::{Policy, RecordIdentity, Redaction};
use scrubjay::rules::RuleSet;

fn engine(config: &Detect) -> Engine {
    Engine::compile(&RuleSet::load(&config.packs, None).expect("rules load"), config).expect("rules compile")
}

fn find(engine: &Engine, text: &str, field: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    engine.detect(text, field, &mut engine.scratch(), &mut found);
    found
}

fn values<'t>(engine: &Engine, text: &'t str, field: &str) -> Vec<(String, &'t str)> {
    let found = find(engine, text, field);
    found.iter().map(|finding| (finding.entity.to_string(), finding.span.of(text).expect("fits"))).collect()
}

thread_local! {
    static ENGINE: Engine = engine(&Detect::default());
}

/// Pieces of which texts are made: values of every kind, words that are context for them, and what lies between.
fn piece() -> impl Strategy<Value = String> {
    let fixed = |pieces: &'static [&'static str]| prop::sample::select(pieces).prop_map(str::to_owned);
    prop_oneof![
        fixed(&[
            "ada@example.com",
            "o'neil@münchen.example",
            "+44 20 7946 0958",
            "(201) 555-0123 x12",
            "555-123-4567",
            "08031234567",
            "481 7531",
            "4111 1111 1111 1111",
            "5555555555554444",
            "GB29 NWBK 6016 1331 9268 19",
            "81.2.69.142",
            "2a00:1450:4009:81f::200e",
            "00:1b:44:11:3a:b7",
            "https://ada:s3cret@example.com/",
            "123-45-6789",
            "123456789",
            "70123456789",
            "22123456789",
            "AKIAQ7ZXW2LM4TRVB3NP",
            "q8Zt4LwPx0VbN2sRkYh7Mf3Jd9GcTa1EuWo6iXyB",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2ln",
            "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\n-----END PRIVATE KEY-----",
        ]),
        fixed(&["phone", "SSN", "NIN:", "bvn", "card", "order", "ip", "secret", "version", "tel.", "iban", "id"]),
        fixed(&[
            " ",
            " ",
            " ",
            "\n",
            ", ",
            ": ",
            "-",
            ".",
            "é",
            "日本",
            "“",
            "(",
            ")",
            "/",
            "@",
            "_",
            "[EMAIL_ADDRESS]"
        ]),
        "[0-9]{1,12}",
        "\\PC{0,6}",
    ]
}

/// Texts of many pieces. Two values are often close enough to be taken for one.
fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..14).prop_map(|pieces| pieces.concat())
}

/// Texts as people write them: the pieces stand apart.
fn spaced() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..14).prop_map(|pieces| pieces.join(" ; "))
}

proptest! {
    #[test]
    fn spans_fit_the_text_and_are_apart(text in text()) {
        ENGINE.with(|engine| {
            let found = find(engine, &text, "text");
            prop_assert!(found.iter().all(|finding| finding.span.of(&text).is_some() && !finding.span.is_empty()));
            prop_assert!(found.is_sorted_by(|a, b| a.span.end <= b.span.start));
            prop_assert!(found.iter().all(|finding| (0.5..=1.0).contains(&finding.score)));
            Ok(())
        })?;
    }

    #[test]
    fn any_unicode_is_survived(text in any::<String>()) {
        ENGINE.with(|engine| {
            prop_assert!(find(engine, &text, "text").iter().all(|finding| finding.span.of(&text).is_some()));
            Ok(())
        })?;
    }

    #[test]
    fn findings_do_not_depend_on_neighbours(before in text(), text in text()) {
        ENGINE.with(|engine| {
            let alone = find(engine, &text, "text");
            let (mut scratch, mut found) = (engine.scratch(), Vec::new());
            for (neighbour, field) in [(&before, "phone"), (&text, "ssn"), (&before, "text")] {
                engine.detect(neighbour, field, &mut scratch, &mut found);
            }
            engine.detect(&text, "text", &mut scratch, &mut found);
            prop_assert_eq!(found, alone);
            Ok(())
        })?;
    }

    #[test]
    fn nothing_is_left_after_redaction(text in spaced()) {
        ENGINE.with(|engine| nothing_left(engine, &text))?;
    }

    #[test]
    fn masks_are_stable(text in spaced()) {
        ENGINE.with(|engine| stable_mask(engine, &text))?;
    }
}

/// Redacts a text as the program does, and says whether a further scan finds nothing and further redaction changes nothing.
fn nothing_left(engine: &Engine, text: &str) -> Result<(), TestCaseError> {
    let policy = Policy::default();
    let mut scope = policy.scope(&RecordIdentity::default());
    let settled =
        policy.settle(text, &find(engine, text, "text"), &mut scope, |text, out| *out = find(engine, text, "text"));
    let Redaction::Changed { text: new, replaced, .. } = settled.redaction else { return Ok(()) };
    prop_assert!(!settled.residual, "{}", new);
    let again = find(engine, &new, "text");
    prop_assert_eq!(policy.residual(&new, &replaced, &again, &scope).count(), 0, "{}", new);
    prop_assert_eq!(policy.apply(&new, &again, &mut scope), Redaction::Unchanged);
    Ok(())
}

/// The nearer of two labels counts for one number alone: once that is gone, the other number has a label.
#[test]
fn nothing_is_left_where_one_value_takes_the_label_of_another() {
    ENGINE
        .with(|engine| nothing_left(engine, "0000001 ; SSN ; 555-123-4567 ; phone ; 555-123-4567"))
        .expect("nothing is left");
}

/// Masks a text and says whether a scan then finds nothing but masks, and nothing else has changed.
fn stable_mask(engine: &Engine, text: &str) -> Result<(), TestCaseError> {
    let redact = Redact { default: OperatorChoice::Name(OperatorName::Mask), ..Redact::default() };
    let policy = Policy::new(&redact, &Key::derive("test", b"")).expect("the policy is valid");
    let mut scope = policy.scope(&RecordIdentity::default());
    let settled =
        policy.settle(text, &find(engine, text, "text"), &mut scope, |text, out| *out = find(engine, text, "text"));
    let Redaction::Changed { text: new, replaced, .. } = settled.redaction else { return Ok(()) };
    prop_assert!(!settled.residual, "{}", new);
    prop_assert_eq!(new.chars().count(), text.chars().count());
    let again = find(engine, &new, "text");
    prop_assert_eq!(policy.residual(&new, &replaced, &again, &scope).count(), 0, "{}", new);
    Ok(())
}

/// Masking one value lets another rule find what it had kept from being found.
#[test]
fn masks_are_stable_where_one_value_hides_another() {
    ENGINE.with(|engine| stable_mask(engine, "tel. ; id ; 0000001 ; card ; 00001")).expect("it is stable");
}

#[test]
fn field_names_are_context() {
    let engine = engine(&Detect::default());
    for (field, text, entity) in [
        ("/contact/phoneNumber", "481 7531", "PHONE_NUMBER"),
        ("ssn", "123456789", "US_SSN"),
        ("customer_nin", "70123456789", "NG_NIN"),
        ("BVN", "22123456789", "NG_BVN"),
        ("aws_secret_access_key", "q8Zt4LwPx0VbN2sRkYh7Mf3Jd9GcTa1EuWo6iXyB", "AWS_SECRET_KEY"),
    ] {
        assert_eq!(values(&engine, text, "text"), [], "{text}");
        assert_eq!(values(&engine, text, field), [(entity.to_owned(), text)]);
        let found = find(&engine, text, field);
        assert_eq!(found[0].evidence.context, Context::Field);
    }
    assert_eq!(values(&engine, "481 7531", "saxophones"), []);
    assert_eq!(values(&engine, "(201) 555-0123", "order_number"), []);
}

#[test]
fn numbers_take_the_nearer_label() {
    let engine = engine(&Detect::default());
    let text = "My NIN is 70123456789, phone 08031234567; BVN: 22123456789. NIN=12345678901, tel 0803 123 4567";
    let expected = [
        ("NG_NIN", "70123456789"),
        ("PHONE_NUMBER", "08031234567"),
        ("NG_BVN", "22123456789"),
        ("NG_NIN", "12345678901"),
        ("PHONE_NUMBER", "0803 123 4567"),
    ];
    assert_eq!(values(&engine, text, "text"), expected.map(|(entity, value)| (entity.to_owned(), value)));
}

#[test]
fn evidence_says_why() {
    let engine = engine(&Detect::default());
    let card = find(&engine, "card 4111 1111 1111 1111", "text");
    assert_eq!((card[0].evidence.validation, card[0].evidence.context), (Validation::Valid, Context::Word));
    assert!(card[0].score > card[0].evidence.base_score);
    let token = find(&engine, "AKIAQ7ZXW2LM4TRVB3NP", "text");
    assert_eq!((&*token[0].rule, token[0].evidence.context), ("aws-access-key-id", Context::None));
}

#[test]
fn thresholds_packs_and_lists_decide() {
    let own = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
    let text = "ada@example.com and bob@example.com, Heron, 123-45-6789";
    let config = Detect {
        packs: own(&["intl"]),
        allow: own(&["ADA@example.com"]),
        deny: own(&["heron", "123"]),
        ..Detect::default()
    };
    let expected = [("EMAIL_ADDRESS", "bob@example.com"), ("DENY_LISTED", "Heron"), ("DENY_LISTED", "123")];
    let found = values(&engine(&config), text, "text");
    assert_eq!(found, expected.map(|(entity, value)| (entity.to_owned(), value)));

    let strict = |score| {
        let thresholds = [(EntityType::new("EMAIL_ADDRESS").expect("a name"), score)].into();
        values(&engine(&Detect { thresholds, ..Detect::default() }), "ada@example.com", "text").len()
    };
    assert_eq!((strict(0.9), strict(0.99)), (1, 0));
}

#[test]
fn a_readable_end_counts_if_it_is_a_finding_itself() {
    let engine = engine(&Detect::default());
    let mask = Operator::Mask { character: '*', keep_first: 0, keep_last: 7 };
    let policy =
        Policy::new(&Redact { default: OperatorChoice::Options(mask), ..Redact::default() }, &Key::derive("test", b""))
            .expect("the policy is valid");
    let mut scope = policy.scope(&RecordIdentity::default());
    let text = "my phone is 201-555-0123";
    let Redaction::Changed { text: new, replaced, .. } = policy.apply(text, &find(&engine, text, "text"), &mut scope)
    else {
        panic!("not redacted");
    };
    assert_eq!(new, "my phone is ***-555-0123");
    assert_eq!(policy.residual(&new, &replaced, &find(&engine, &new, "text"), &scope).count(), 1);
}

#[test]
fn counts_tell_looked_from_found() {
    let engine = engine(&Detect::default());
    let (mut scratch, mut found) = (engine.scratch(), Vec::new());
    engine.detect("4111 1111 1111 1111 or 4111 1111 1111 1112", "text", &mut scratch, &mut found);
    engine.detect("phone zebra-canary 481 7531", "canary", &mut scratch, &mut found);
    assert!(!format!("{scratch:?}").contains("canary"));
    let tally = scratch.take_tally();
    let place = engine.rules().position(|rule| &*rule.id == "payment-card").expect("the rule is there");
    assert_eq!((tally.texts, tally.rules[place].found), (2, 1));
    assert!(tally.rules[place].refused >= 1);
    assert_eq!(scratch.tally().texts, 0);
}

/// Eight times the text must take about eight times as long, whatever it is made of.
const LINEAR: [&str; 44] = [
    "1",
    "12 ",
    "1234 5678 9012 3456 ",
    "@",
    "a.",
    "a@",
    "a.a@a.",
    "eyJ-",
    "eyJabcdefgh.",
    "-----BEGIN PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----\nAAAA",
    "://",
    "://a:",
    "a:",
    "1.",
    "12:34:",
    "phone ",
    "phone 1234567 ",
    "secret/",
    "ada@example.com,",
    "+1 201 555 0123,",
    "((((",
    "AB12",
    "é",
    "\u{200B}",
    "a\u{200B}",
    "&#64;",
    "\\n1 ",
    "\\",
    "１",
    "12\u{2011}",
    "аа",
    "e\u{301}\u{301}",
    "4\u{FE0F}\u{20E3}",
    "1 ",
    "12  34 ",
    "41111\n1111",
    "%40",
    "a@b=\n",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n\u{200B}",
    "aB",
    "a1a",
    "a1а",
    "iD1",
];

/// How long this thread has worked so far, by the kernel's account: what else the machine does is not in it.
fn worked() -> Duration {
    let account = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = account.split(' ').next().and_then(|first| first.parse().ok());
    nanoseconds.map_or_else(|| BEGIN.elapsed(), Duration::from_nanos)
}

/// What time is counted from where the kernel keeps no account.
static BEGIN: LazyLock<Instant> = LazyLock::new(Instant::now);

#[test]
fn long_texts_take_linear_time() {
    let engine = engine(&Detect::default());
    let mut scratch = engine.scratch();
    let mut found = Vec::new();
    for unit in &LINEAR {
        let mut time = |bytes: usize| {
            let text = unit.repeat(bytes / unit.len());
            let start = worked();
            engine.detect(&text, "text", &mut scratch, &mut found);
            worked().saturating_sub(start)
        };
        time(1 << 12);
        let (short, long) = (time(1 << 15), time(1 << 18));
        // Eight times the text; quadratic work would take sixty-four times as long.
        assert!(long < short * 28 + Duration::from_millis(300), "{unit:?}: {short:?} for 32 KiB, {long:?} for 256 KiB");
    }
}

#[test]
fn overlapping_values_are_covered_whole() {
    let engine = engine(&Detect::default());
    let text = "https://ada:s3cret@example.com/ or ada:s3cret@example.com";
    let found = find(&engine, text, "text");
    assert_eq!(found[0].entity.as_str(), "URL_CREDENTIALS");
    assert_eq!(found[0].span, Span::new(8, 18));
}
