//! A job that is written as TOML and read again is the same job, and no text makes the reader stumble.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::select;

use crate::config::*;
use crate::core::{Basis, EntityType};

fn name() -> impl Strategy<Value = String> {
    "[a-z0-9][a-z0-9._-]{0,8}"
}

/// Text as people write it, quotes, escapes and other scripts included.
fn words() -> impl Strategy<Value = String> {
    r#"[a-zA-Z'"\\#é鳥🐦 ]{0,8}[a-z]"#
}

fn maybe<T: std::fmt::Debug + Clone>(strategy: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    prop::option::of(strategy)
}

fn codes() -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set(select(&["DE", "NG", "US", "FR"][..]), 0..3)
        .prop_map(|codes| codes.into_iter().map(str::to_owned).collect())
}

fn licences() -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set(select(&["MIT", "CC-BY-4.0", "LicenseRef-x"][..]), 0..3)
        .prop_map(|ids| ids.into_iter().map(str::to_owned).collect())
}

fn field() -> impl Strategy<Value = String> {
    prop_oneof![words(), Just("/a/0/b~1c".to_owned())]
}

fn mapping() -> impl Strategy<Value = Mapping> {
    let group = maybe(prop_oneof![
        field().prop_map(Columns::One),
        prop::collection::btree_set(field(), 1..3).prop_map(|names| Columns::Many(names.into_iter().collect())),
    ]);
    (0..3, field(), field(), group, maybe(field()), maybe(field()), maybe(field())).prop_map(
        |(shape, first, second, group, id, licence, created)| {
            let mut map = Mapping { id, group, created, licence, ..Mapping::default() };
            match shape {
                0 => map.text = Some(first),
                1 => (map.prompt, map.completion) = (Some(first), Some(second)),
                _ => (map.messages, map.system) = (Some(first), Some(second)),
            }
            map
        },
    )
}

fn provenance() -> impl Strategy<Value = Provenance> {
    let basis = maybe(select(&[Basis::Owned, Basis::PublicDomain, Basis::OpenLicence][..]));
    let date = || maybe(select(&["2026-01-01", "2026-01-02"][..]));
    (
        basis,
        maybe(words()),
        codes(),
        date(),
        any::<bool>(),
        maybe(select(&["MIT OR Zlib", "LicenseRef-y"][..])),
        maybe(words()),
    )
        .prop_map(|(basis, evidence, jurisdictions, day, synthetic, licence, method)| Provenance {
            licence: licence.map(str::to_owned),
            basis,
            evidence,
            jurisdictions,
            collected: day.map(|day| Collected { from: Some(day.to_owned()), to: None, method }),
            retain_until: day.map(str::to_owned),
            synthetic,
            ..Provenance::default()
        })
}

fn source() -> impl Strategy<Value = Source> {
    let format = select(&[FormatName::Auto, FormatName::Jsonl, FormatName::Csv, FormatName::Parquet][..]);
    (format, mapping(), provenance(), any::<bool>(), name()).prop_map(|(format, map, provenance, merge, uri)| {
        let mut conversation = Conversation::default();
        if map.messages.is_some() {
            conversation.merge = merge;
            conversation.roles.insert("the bot".to_owned(), RoleName::Skip);
        }
        let (encoding, unit) = ("utf-8".to_owned(), TextUnit::File);
        Source { name: String::new(), uri: format!("in/{uri}"), format, encoding, unit, map, conversation, provenance }
    })
}

fn operator() -> impl Strategy<Value = OperatorChoice> {
    prop_oneof![
        select(&[OperatorName::Placeholder, OperatorName::Mask, OperatorName::DropRecord][..])
            .prop_map(OperatorChoice::Name),
        select(&[Operator::Keep, Operator::DropField][..]).prop_map(OperatorChoice::Options),
        (select(&['*', '█', '"'][..]), 0usize..6, 0usize..6).prop_map(|(character, keep_first, keep_last)| {
            OperatorChoice::Options(Operator::Mask { character, keep_first, keep_last })
        }),
    ]
}

fn entities<T: std::fmt::Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = BTreeMap<EntityType, T>> {
    let entity = "[A-Z][A-Z0-9_]{0,6}".prop_filter_map("no entity type", |name| EntityType::new(&name));
    prop::collection::btree_map(entity, value, 0..3)
}

fn detect() -> impl Strategy<Value = Detect> {
    (codes(), 0f32..=1.0, entities(0f32..=1.0), prop::collection::vec(words(), 0..3)).prop_map(
        |(regions, min_score, thresholds, deny)| Detect { regions, min_score, thresholds, deny, ..Detect::default() },
    )
}

fn amount() -> impl Strategy<Value = Amount> {
    prop_oneof![(0f64..0.5).prop_map(Amount::Share), (0..=u64::MAX >> 1).prop_map(|count| Amount::Count { count })]
}

fn job() -> impl Strategy<Value = Job> {
    let head = (name(), words(), maybe(words()), maybe(name()));
    let rights = (licences(), licences(), codes(), any::<bool>());
    // TOML's integers end at those of i64.
    let split = (0..=u64::MAX >> 1, amount(), amount());
    let sizes = (1..=u64::MAX >> 1, 0f64..=1.0);
    let parts = (detect(), operator(), entities(operator()));
    (head, prop::collection::vec(source(), 1..4), rights, split, sizes, parts).prop_map(
        |((name, version, description, env), mut source, rights, split, sizes, (detect, default, entities))| {
            for (index, source) in source.iter_mut().enumerate() {
                source.name = format!("s{index}");
            }
            let (allow_licences, deny_licences, deny_jurisdictions, require_basis) = rights;
            let dedup = Dedup {
                remove: RemovedDuplicates::Near,
                prefer: vec![Preference::BestLicence],
                licences: allow_licences.clone(),
                ..Dedup::default()
            };
            Job {
                schema: 1,
                dataset: Dataset { name, version, description },
                key: env.map(|env| KeySource { file: None, env: Some(env), fd: None }),
                source,
                rights: Rights {
                    allow_licences,
                    deny_licences,
                    deny_jurisdictions,
                    require_basis,
                    ..Rights::default()
                },
                detect,
                dedup,
                redact: Redact { default, entities, ..Redact::default() },
                split: SplitConfig {
                    seed: split.0,
                    validation: split.1,
                    holdout: split.2,
                    tolerance: 0.5,
                    ..SplitConfig::default()
                },
                leakage: Leakage { exact: OnLeak::MoveGroup, normalised: OnLeak::Report, ..Leakage::default() },
                limits: Limits {
                    max_record_bytes: ByteCount(sizes.0),
                    max_quarantine_ratio: sizes.1,
                    ..Limits::default()
                },
                output: Output {
                    uri: "out".to_owned(),
                    targets: vec!["a".to_owned(), "b".to_owned()],
                    targets_dir: Some("my-targets".into()),
                    on_limit: OnLimit::Shard,
                    tokenizer: Some("tokenizer.json".into()),
                    price: vec![price()],
                },
            }
        },
    )
}

fn price() -> Price {
    Price {
        target: "a".to_owned(),
        per_1000_tokens: 0.25,
        currency: "EUR".to_owned(),
        epochs: 2,
        source: "https://prices.example/".to_owned(),
        date: "2027-01-31".to_owned(),
    }
}

proptest! {
    #[test]
    fn a_job_written_as_toml_is_read_back(job in job()) {
        let text = toml::to_string(&job).unwrap();
        prop_assert_eq!(parse(&text), Ok(job), "{}", text);
    }

    #[test]
    fn a_job_written_as_json_is_the_same_job(job in job()) {
        let value = serde_json::to_value(&job).unwrap();
        prop_assert_eq!(value.to_string(), serde_json::to_value(&job).unwrap().to_string());
        prop_assert_eq!(serde_json::from_value::<Job>(value).unwrap(), job);
    }

    #[test]
    fn broken_jobs_are_refused_calmly(
        job in job(),
        line in any::<prop::sample::Index>(),
        junk in select(&["", "1", "\"x\"", "[]", "[[]]", "{}", "nan", "2026-01-01", "99999999999999999999", "= =", "[source]", "true"][..]),
    ) {
        let text = toml::to_string(&job).unwrap();
        let lines: Vec<_> = text.lines().collect();
        let at = line.index(lines.len());
        let mut broken: Vec<_> = lines.iter().map(|line| (*line).to_owned()).collect();
        broken[at] = match broken[at].split_once(" = ") {
            Some((key, _)) => format!("{key} = {junk}"),
            None => junk.to_owned(),
        };
        if let Err(problems) = parse(&broken.join("\n")) {
            prop_assert!(!problems.is_empty());
            prop_assert!(problems.iter().all(|problem| problem.place.is_some()), "{:?}", problems);
        }
    }
}
