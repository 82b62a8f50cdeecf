//! What is found wrong with a job file, and how it is said.

use super::*;

fn found(text: &str) -> Vec<String> {
    parse(text).expect_err("the job is wrong").iter().map(ToString::to_string).collect()
}

#[test]
fn everything_wrong_is_found_at_once_in_the_order_of_the_file() {
    let text = r#"sources = 1
[dataset]
name = 7
[[source]]
name = "s"
uri = "data/a.jsonl"
format = "jsnol"
map = { txet = "body" }
[[source]]
name = "s"
uri = "b.txt"
unit = ["line"]
[split]
validation = { cuont = 5 }
holdout = "some"
[redact.entities]
IBAN = "msak"
EMAIL_ADDRESS = { operator = "mask", keep_lst = 4 }
PERSON = { operator = "keep", keep_last = 4 }
email = "keep"
[detect]
min_score = 3
[output]
targets = ["a", 5]
"#;
    let expected = [
        "1:1: sources: unknown key (did you mean `source`?)",
        "2:2: dataset.version: is missing",
        "3:1: dataset.name: expected a string, found a whole number",
        "7:1: source[0].format: is not one of the allowed names (did you mean `jsonl`?)",
        "8:9: source[0].map.txet: unknown key (did you mean `text`?)",
        "10:1: source[1].name: is the name of an earlier source",
        "12:1: source[1].unit: expected a name, found an array",
        "14:16: split.validation.cuont: unknown key (did you mean `count`?)",
        "15:1: split.holdout: expected a share such as 0.1 or a number of records such as { count = 200 }, found a string",
        "17:1: redact.entities.IBAN: is not one of the allowed names (did you mean `mask`?)",
        "18:38: redact.entities.EMAIL_ADDRESS.keep_lst: unknown key (did you mean `keep_last`?)",
        "19:1: redact.entities.PERSON: `keep` does not take `keep_last`, only the operator `mask` does",
        "20:1: redact.entities.email: an entity type is written like EMAIL_ADDRESS: A-Z, 0-9 and _",
        "22:1: detect.min_score: is not between 0 and 1",
        "23:2: output.uri: is missing",
        "24:17: output.targets[1]: expected a string, found a whole number",
    ];
    assert_eq!(found(text), expected);
}

#[test]
fn an_empty_job_lacks_its_tables_and_nothing_more() {
    assert_eq!(found(""), ["1:1: dataset: is missing", "1:1: output: is missing", "1:1: source: is missing"]);
}

#[test]
fn both_spellings_of_licence_are_read_and_both_at_once_refused() {
    let job = |lines: &str| {
        format!(
            "dataset = {{ name = \"d\", version = \"1\" }}\noutput = {{ uri = \"o\", targets = [\"t\"] }}\n\
             [[source]]\nname = \"s\"\nuri = \"a.txt\"\n[source.provenance]\n{lines}"
        )
    };
    let licence = |text: &str| parse(&job(text)).unwrap().source[0].provenance.licence.clone();
    assert_eq!(licence("license = \"MIT\"").as_deref(), Some("MIT"));
    assert_eq!(licence("licence = \"MIT\"").as_deref(), Some("MIT"));
    let twice = found(&job("license = \"MIT\"\nlicence = \"MIT\""));
    assert_eq!(twice, ["8:1: source[0].provenance.licence: is given twice, in two spellings"]);
}

#[test]
fn toml_that_is_none_is_one_problem_without_its_text() {
    let problems = found("[dataset]\nname = \"Ada Example\nversion = 1");
    assert_eq!(problems.len(), 1);
    assert!(problems[0].starts_with("2:"), "{problems:?}");
    assert!(!problems[0].contains("Ada"), "{problems:?}");
}

#[test]
fn one_table_where_many_are_meant_is_explained() {
    let problems =
        found("[source]\nname = \"a\"\n[dataset]\nname = \"d\"\nversion = \"1\"\n[output]\nuri=\"o\"\ntargets=[\"t\"]");
    assert_eq!(
        problems,
        ["1:2: source: expected an array, found a table (a list of tables is written in double brackets: `[[…]]`)"]
    );
}

#[test]
fn values_never_show() {
    let text = "dataset = \"CANARY\"\n[[source]]\nname = \"CANARY x\"\nuri = [\"CANARY\"]\nencoding = \"CANARY\"\n\
                format = \"CANARY\"\nmap.text = \"/~CANARY\"\nprovenance.licence = \"CANARY\"\n\
                provenance.jurisdictions = [\"CANARY\"]\n[detect]\nallow_patterns = [\"(CANARY\"]\n\
                min_score = \"CANARY\"\n[output]\nuri = \"CANARY\"\ntargets = [\"CANARY x\"]\n";
    let problems = found(text);
    assert!(problems.len() >= 10, "{problems:#?}");
    assert!(!problems.concat().contains("CANARY"), "{problems:#?}");
}

#[test]
fn a_file_is_loaded_with_its_folder_and_digest() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("job.toml");
    let text = "\u{feff}dataset = { name = \"d\", version = \"1\" }\noutput = { uri = \"o\", targets = [\"t\"] }\n\
                source = [{ name = \"s\", uri = \"a.txt\" }]\n";
    std::fs::write(&path, text).unwrap();
    let loaded = load(&path).unwrap();
    assert_eq!(loaded.base, folder.path());
    assert_eq!(loaded.digest, blake3::hash(text.as_bytes()).to_hex().as_str());

    std::fs::write(&path, "dataset = 1").unwrap();
    let message = load(&path).unwrap_err().to_string();
    assert!(message.starts_with("3 problems in the job file\n"), "{message}");
    assert!(message.contains("job.toml:1:1: dataset: expected a table"), "{message}");

    std::fs::write(&path, b"dataset = \"\xff\"").unwrap();
    assert!(matches!(load(&path), Err(Error::Encoding { byte: 11, .. })));
    std::fs::write(&path, vec![b'#'; 5 << 20]).unwrap();
    assert!(matches!(load(&path), Err(Error::TooLarge { .. })));
    assert!(matches!(load(&folder.path().join("none.toml")), Err(Error::Read { .. })));
}

#[test]
fn nesting_without_end_is_refused() {
    for text in [
        format!("a = {}", "[".repeat(100_000)),
        "a.".repeat(100_000) + "a = 1",
        format!("[{}a]", "a.".repeat(100_000)),
        "a = ".to_owned() + &"{b=".repeat(100_000),
    ] {
        assert_eq!(found(&text).len(), 1);
    }
}
