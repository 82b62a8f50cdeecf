//! Each row breaks one thing in a job that is otherwise right, and names what must be said about it.

use crate::config::{Job, check, parse};

const RIGHT: &str = r#"
schema = 1
[dataset]
name = "tickets"
version = "2027-01"
[[source]]
name = "a"
uri = "data/a.jsonl"
map = { prompt = "q", completion = "a" }
[output]
uri = "out"
targets = ["sft"]
"#;

/// Replaces `from` by `to` in the job that is right; an empty `from` puts `to` at the end.
fn problems(from: &str, to: &str) -> Vec<String> {
    let text = if from.is_empty() { format!("{RIGHT}\n{to}") } else { RIGHT.replacen(from, to, 1) };
    assert_ne!(text, RIGHT, "{from} is not there");
    parse(&text).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

/// A second source before `[output]`.
fn source(lines: &str) -> Vec<String> {
    problems("[output]", &format!("[[source]]\n{lines}\n[output]"))
}

/// A price that is right but for one line, which stands in place of the right one.
fn price(wrong: &str, expected: &'static str) -> (&'static str, &'static str, &'static str) {
    let right = [
        "target = \"sft\"",
        "per_1000_tokens = 0.5",
        "currency = \"EUR\"",
        "epochs = 2",
        "source = \"https://prices.example/\"",
        "date = \"2027-01-31\"",
    ];
    let key = wrong.split_once(' ').map_or("", |(key, _)| key);
    let lines = right.iter().map(|line| if line.starts_with(key) { wrong } else { line });
    let table = format!("[[output.price]]\n{}", lines.collect::<Vec<_>>().join("\n"));
    ("", String::leak(table), expected)
}

fn assert_only(found: &[String], expected: &str, about: &str) {
    assert_eq!(found.len(), 1, "{about}: {found:#?}");
    assert!(found[0].contains(expected), "{about}: {expected} is not in {found:?}");
}

#[test]
fn the_job_is_right() {
    assert_eq!(parse(RIGHT).map(|job| check(&job)), Ok(vec![]));
}

#[test]
fn what_does_not_hold_together_is_said() {
    for (from, to, expected) in [
        ("schema = 1", "schema = 2", "2:1: schema: is not a version"),
        ("\"tickets\"", "\"tick/ets\"", "4:1: dataset.name: is not a name"),
        ("\"tickets\"", "\"..\"", "dataset.name: is not a name"),
        ("\"2027-01\"", "\" \"", "dataset.version: is empty"),
        ("\"a\"\n", "\"\"\n", "source[0].name: is not a name"),
        ("[output]", "[key]\n[output]", "key: names neither"),
        ("[output]", "[key]\nfile = \"k\"\nenv = \"K\"\n[output]", "key: names more than one"),
        ("[output]", "[key]\nenv = \"A=B\"\n[output]", "key.env: is not the name"),
        ("data/a.jsonl", " ", "source[0].uri: is empty"),
        ("data/a.jsonl", "data/[a.jsonl", "source[0].uri: is not a valid glob"),
        ("completion = \"a\"", "completion = \"\"", "source[0].map.completion: is empty"),
        ("completion = \"a\"", "completion = \"/a~2\"", "source[0].map.completion: is not a JSON pointer"),
        (", completion = \"a\"", "", "source[0].map.prompt: is mapped without `completion`"),
        ("prompt = \"q\", ", "", "source[0].map.completion: is mapped without `prompt`"),
        ("prompt = \"q\"", "text = \"t\", prompt = \"q\"", "source[0].map: maps more than one of"),
        ("prompt = \"q\", completion = \"a\"", "text = \"q\", system = \"s\"", "source[0].map.system: has no meaning"),
        ("prompt = \"q\", completion = \"a\"", "", "source[0].map: maps no body (map `text`"),
        ("prompt = \"q\", completion = \"a\"", "id = \"q\"", "source[0].map: maps no body"),
        ("prompt = \"q\"", "group = [], prompt = \"q\"", "source[0].map.group: is empty"),
        ("prompt = \"q\"", "group = [\"c\", \"c\"], prompt = \"q\"", "source[0].map.group[1]: is listed twice"),
        ("uri = \"out\"", "uri = \"data\"\n", "source[0].uri: lies inside the output folder"),
        ("uri = \"out\"", "uri = \"-\"\n", "output.uri: is standard output"),
        ("[\"sft\"]", "[]", "output.targets: is empty"),
        ("[\"sft\"]", "[\"sft\", \"sft\"]", "output.targets[1]: is listed twice"),
        ("[\"sft\"]", "[\"sft\"]\ntokenizer = \"\"", "output.tokenizer: is empty"),
        ("[\"sft\"]", "[\"sft\"]\non_limit = \"cut\"", "output.on_limit: "),
        price("target = \"x\"", "output.price[0].target: is not one of"),
        price("per_1000_tokens = -1", "output.price[0].per_1000_tokens: is no price"),
        price("per_1000_tokens = inf", "output.price[0].per_1000_tokens: is no price"),
        price("currency = \"usd\"", "output.price[0].currency: is not a currency"),
        price("epochs = 0", "output.price[0].epochs: is 0"),
        price("source = \"\"", "output.price[0].source: is empty"),
        price("date = \"31.1.2027\"", "output.price[0].date: is not a date"),
        ("", "[split]\nvalidation = 1.5", "split.validation: is not between 0 and 1"),
        ("", "[split]\nholdout = nan", "split.holdout: is not between 0 and 1"),
        ("", "[split]\nholdout = 0.5\nvalidation = 0.5", "split: `validation` and `holdout` leave nothing"),
        ("", "[split]\ntolerance = -1", "split.tolerance: is not between"),
        ("", "[limits]\nmax_record_bytes = 0", "limits.max_record_bytes: is 0"),
        ("", "[limits]\nmax_unpack_ratio = 0", "limits.max_unpack_ratio: is 0"),
        ("", "[limits]\nmax_quarantine_ratio = 2", "limits.max_quarantine_ratio: is not between"),
        (
            "",
            "[detect]\nregions = [\"UK\"]",
            "detect.regions[0]: is not an ISO 3166-1 alpha-2 code (did you mean `GB`?)",
        ),
        ("", "[leakage]\nexact = \"off\"", "leakage.exact: cannot be off"),
        (
            "[output]",
            "[key]\nenv = \"K\"\n[split]\nprevious = \"old\"\n[leakage]\nnear_duplicate = \"off\"\n[output]",
            "leakage.near_duplicate: cannot be off beside `split.previous`",
        ),
        ("", "[detect]\nregions = [\"EU\"]", "detect.regions[0]: is not an ISO 3166-1"),
        ("", "[detect]\nmin_score = 7", "detect.min_score: is not between"),
        ("", "[detect.thresholds]\nIBAN = 2", "detect.thresholds.IBAN: is not between"),
        ("", "[detect]\nallow_patterns = [\"a\", \"(\"]", "detect.allow_patterns[1]: is not a regular expression"),
        ("", "[detect]\nallow_patterns = ['\\w{9999}']", "detect.allow_patterns[0]: compiles to more than"),
        ("", "[detect]\ndeny = [\"\"]", "detect.deny[0]: is empty"),
        ("", "[detect]\npacks = [\"eu\", \"eu\"]", "detect.packs[1]: is listed twice"),
        (
            "",
            "[redact.entities]\nIBAN = { operator = \"mask\", character = \" \" }",
            "redact.entities.IBAN.character: is white",
        ),
        (
            "",
            "[redact]\ndefault = { operator = \"mask\", keep_first = 9, keep_last = 9 }",
            "redact.default: leaves more than 12",
        ),
        ("", "[rights]\nallow_licences = [\"MIT OR Zlib\"]", "rights.allow_licences[0]: is an expression"),
        ("", "[rights]\ndeny_licenses = [\"cc by 4.0\"]", "rights.deny_licences[0]: is not an SPDX licence expression"),
        ("", "[rights]\nallow_jurisdictions = [\"de\"]", "rights.allow_jurisdictions[0]: is not an ISO"),
    ] {
        assert_only(&problems(from, to), expected, to);
    }
}

#[test]
fn checks_that_read_every_word_may_be_off() {
    let off = "[leakage]\nnear_duplicate = \"off\"\nngram_containment = \"off\"";
    assert_eq!(problems("", off), Vec::<String>::new());
}

#[test]
fn sources_are_checked_each_and_together() {
    for (lines, expected) in [
        ("name = \"a\"\nuri = \"b.txt\"", "source[1].name: is the name of an earlier source"),
        ("name = \"b\"\nuri = \"b.bin\"\nformat = \"csv\"", "source[1].map: maps no body, which csv needs"),
        ("name = \"b\"\nuri = \"b/*.csv.gz\"", "source[1].map: maps no body"),
        ("name = \"b\"\nuri = \"b\"\nformat = \"txt\"\nmap.text = \"t\"", "source[1].map: has no meaning for txt"),
        (
            "name = \"b\"\nuri = \"b\"\nformat = \"csv\"\nmap.text = \"t\"\nunit = \"line\"",
            "source[1].unit: has no meaning",
        ),
        ("name = \"b\"\nuri = \"b\"\nencoding = \"ebcdic\"", "source[1].encoding: is not a known encoding"),
        (
            "name = \"b\"\nuri = \"b\"\nencoding = \"latin-1\"\nformat = \"parquet\"\nmap.text = \"t\"",
            "source[1].encoding: has no meaning for parquet",
        ),
        ("name = \"b\"\nuri = \"b\"\nconversation.merge = true", "source[1].conversation: has no meaning"),
        (
            "name = \"b\"\nuri = \"b\"\nmap.messages = \"m\"\nconversation.roles = { bot = \"assistant\" }",
            "source[1].conversation.roles: maps no name to `user`",
        ),
        (
            "name = \"b\"\nuri = \"b\"\nmap.messages = \"m\"\nconversation.roles = { a = \"user\", A = \"user\", b = \"assistant\" }",
            "source[1].conversation.roles.a: differs from another name in case only",
        ),
        ("name = \"b\"\nuri = \".\"", "output.uri: would be read by source[1]"),
        ("name = \"b\"\nuri = \"b\"\nprovenance.licence = \"Apache 2.0\"", "(write `Apache-2.0`)"),
        ("name = \"b\"\nuri = \"b\"\nprovenance.license = \"ours\"", "13:12: source[1].provenance.licence: is not"),
        (
            "name = \"b\"\nuri = \"b\"\nprovenance.jurisdictions = [\"DE\", \"UK\"]",
            "source[1].provenance.jurisdictions[1]",
        ),
        (
            "name = \"b\"\nuri = \"b\"\nprovenance.retain_until = \"31.1.2027\"",
            "provenance.retain_until: is not a date",
        ),
        (
            "name = \"b\"\nuri = \"b\"\nprovenance.retain_until = \"2027-02-30\"",
            "provenance.retain_until: is not a date",
        ),
        (
            "name = \"b\"\nuri = \"b\"\nprovenance.collected = { from = 2026-02-01, to = 2026-01-01 }",
            "source[1].provenance.collected.from: is later than `to`",
        ),
        ("name = \"b\"\nuri = \"b\"\nprovenance.owner = \"\"", "source[1].provenance.owner: is empty"),
    ] {
        assert_only(&source(lines), expected, lines);
    }
    let twice = source("name = \"b\"\nuri = \"-\"\n[[source]]\nname = \"c\"\nuri = \"-\"");
    assert_only(
        &twice,
        "source[2].uri: is standard input, which an earlier source reads already",
        "two standard inputs",
    );
    assert!(
        source("name = \"b\"\nuri = \"b\"\nencoding = \"latin-1\"\nprovenance.retain_until = 2027-01-31").is_empty()
    );
}

#[test]
fn a_job_without_text_is_checked_too() {
    let mut job: Job = parse(RIGHT).unwrap();
    job.source.clear();
    let found = check(&job);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].path.to_string().as_str(), found[0].place), ("source", None));
}
