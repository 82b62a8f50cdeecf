//! How `scrubjay run` removes duplicates: which goes, which stays, and what is told of it.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use scrubjay::manifest::{self, LineageReader, lineage::LineageRecord};
use serde_json::{Value, json};
use support::Workspace;

/// A job over the sources of the given names, each with a licence.
fn job(sources: &[(&str, &str)], rest: &str) -> String {
    let mut job =
        "[dataset]\nname = \"tickets\"\nversion = \"1\"\n[key]\nfile = \"secret.key\"\n[rights]\nallow_licences = \
         [\"CC0-1.0\", \"CC-BY-4.0\"]\n[output]\nuri = \"out\"\ntargets = [\"llama3-1\"]\non_limit = \"report\"\n"
            .to_owned();
    for (name, licence) in sources {
        job += &format!(
            "[[source]]\nname = \"{name}\"\nuri = \"{name}.jsonl\"\nmap = {{ prompt = \"q\", completion = \"a\", group = \
             \"customer\", created = \"created\" }}\nprovenance = {{ licence = \"{licence}\", basis = \"owned\" }}\n"
        );
    }
    job + rest
}

fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("secret.key", "0123456789abcdef0123456789abcdef");
    workspace
}

/// Sixty words that no other number has.
fn words(n: usize) -> Vec<String> {
    (0..60).map(|word| format!("w{}", (n * 7919 + word * 104_729) % 99_991)).collect()
}

fn record(n: usize) -> Value {
    json!({"q": format!("What is known of item {n}?"), "a": format!("{}.", words(n).join(" ")), "customer": format!("c{n}")})
}

fn lines(records: &[Value]) -> String {
    records.iter().map(|record| format!("{record}\n")).collect()
}

/// A record in other words: to the byte, in normal form, or nearly.
fn copy(n: usize, how: &str) -> Value {
    let mut copy = record(n);
    let answer = copy["a"].as_str().unwrap().to_owned();
    match how {
        "normalised" => copy["a"] = json!(answer.to_uppercase().replace('.', " !")),
        "near" => copy["a"] = json!(answer.replacen('w', "x", 1)),
        _ => {}
    }
    copy["customer"] = json!(format!("d{n}"));
    copy
}

fn lineage(workspace: &Workspace, out: &str) -> Vec<LineageRecord> {
    let manifest = manifest::read(&workspace.join(out)).unwrap();
    let entry = manifest.content.outputs.iter().find(|output| output.file.path == "lineage.parquet").unwrap();
    LineageReader::open(&workspace.join(out), &entry.file).unwrap().map(Result::unwrap).collect()
}

fn written(workspace: &Workspace, out: &str) -> [BTreeSet<String>; 3] {
    ["train", "validation", "holdout"]
        .map(|split| workspace.lines(&format!("{out}/llama3-1/{split}.jsonl")).into_iter().collect())
}

#[test]
fn each_choice_includes_the_ones_before_it_and_every_removed_record_names_its_survivor() {
    let workspace = workspace();
    let mut records: Vec<Value> = (0..200).map(record).collect();
    for n in 0..30 {
        records.push(copy(n, ["exact", "normalised", "near"][n % 3]));
    }
    workspace.write("one.jsonl", lines(&records));
    for (remove, removed) in
        [("none", [0, 0, 0]), ("exact", [10, 0, 0]), ("normalised", [10, 10, 0]), ("near", [10, 10, 10])]
    {
        workspace.write("job.toml", job(&[("one", "CC0-1.0")], &format!("[dedup]\nremove = \"{remove}\"\n")));
        let ran = workspace.run(&["run", "job.toml", "--out", remove]).expect(0);
        let total: u64 = removed.iter().sum();
        if total > 0 {
            assert!(ran.stdout.contains(&format!("duplicates: {total} of 230 records removed")), "{}", ran.stdout);
        } else {
            assert!(ran.stdout.contains("20 of 230 records repeat another's words"), "{}", ran.stdout);
        }
        let content = workspace.json(&format!("{remove}/manifest.json"))["content"].clone();
        let [exact, normalised, near] = removed;
        assert_eq!(content["dedup"]["removed"], json!({"exact": exact, "normalised": normalised, "near": near}));
        assert_eq!(content["sources"][0]["records_removed"], total);
        assert_eq!(content["sources"][0]["records_withheld"], 0);
        assert_eq!(workspace.read(&format!("{remove}/quarantine.jsonl")), "");
        let rows = lineage(&workspace, remove);
        let by_id: BTreeMap<&str, &LineageRecord> = rows.iter().map(|row| (row.record.as_str(), row)).collect();
        let gone: Vec<&LineageRecord> = rows.iter().filter(|row| row.outcome == "removed").collect();
        assert_eq!(gone.len() as u64, total);
        for row in &gone {
            let survivor = by_id[row.survivor.as_deref().unwrap()];
            assert!(["train", "validation", "holdout"].contains(&survivor.outcome.as_str()));
            assert_eq!(row.reason.as_deref(), Some("Q701"));
            assert!(row.outputs.is_empty());
            // The two are the same record but for the customer; copies stand behind the originals, in their order.
            let (low, high) = (survivor.position.min(row.position), survivor.position.max(row.position));
            assert_eq!(low - 1, high - 201);
            let score = row.score.unwrap();
            assert!(
                if low % 3 == 0 { (0.8..1.0).contains(&score) } else { score.to_bits() == 1f64.to_bits() },
                "{score}"
            );
        }
        assert!(rows.iter().all(|row| row.survivor.is_some() == (row.outcome == "removed")));
        let records: usize = written(&workspace, remove).iter().map(BTreeSet::len).sum();
        assert!(records as u64 <= 230 - total);
        workspace.run(&["verify", remove]).expect(0);
    }
}

#[test]
fn the_stated_preference_decides_who_stays() {
    let workspace = workspace();
    // Two sources of the same items: the first is older and shorter, the second has the worse licence.
    let dated = |n: usize, year: usize, tail: &str| {
        let mut record = record(n);
        record["created"] = json!(format!("{year}-01-01"));
        record["a"] = json!(format!("{}{tail}", record["a"].as_str().unwrap()));
        record
    };
    workspace
        .write("first.jsonl", lines(&(0..80).map(|n| dated(n, 2025, "")).collect::<Vec<_>>()))
        .write("second.jsonl", lines(&(0..80).map(|n| dated(n, 2026, "  !!")).collect::<Vec<_>>()));
    let sources = [("first", "CC0-1.0"), ("second", "CC-BY-4.0")];
    for (prefer, stays) in [
        ("[\"newest\"]", "second"),
        ("[\"longest\"]", "second"),
        ("[\"best-licence\"]", "first"),
        ("[\"source-order\"]", "first"),
        ("[\"best-licence\", \"newest\"]\nlicences = [\"CC-BY-4.0\"]", "second"),
    ] {
        let rest = format!("[dedup]\nremove = \"normalised\"\nprefer = {prefer}\n");
        workspace.write("job.toml", job(&sources, &rest));
        workspace.run(&["run", "job.toml", "--force"]).expect(0);
        let rows = lineage(&workspace, "out");
        assert!(rows.iter().all(|row| (row.outcome == "removed") == (row.source != stays)), "{prefer}");
    }
}

#[test]
fn neither_order_nor_threads_count_and_nothing_that_stays_moves() {
    let workspace = workspace();
    let mut records: Vec<Value> = (0..300).map(record).collect();
    records.extend((0..120).map(|n| copy(n, ["exact", "normalised", "near"][n % 3])));
    // A few hundred copies of one answer form a cluster of more than is compared pair by pair.
    for n in 0..300 {
        let mut words = words(999);
        words[n % 60] = format!("edit{}", n % 7);
        records
            .push(json!({"q": "What is known of them all?", "a": words.join(" "), "customer": format!("e{}", n % 5)}));
    }
    let split = "[split]\nholdout = 0.2\nvalidation = 0.1\ntolerance = 1.0\n";
    let removing = format!("[dedup]\nremove = \"near\"\n{split}");
    workspace.write("one.jsonl", lines(&records)).write("job.toml", job(&[("one", "CC0-1.0")], &removing));
    workspace.run(&["run", "job.toml", "--out", "one", "--threads", "1"]).expect(0);
    workspace.run(&["run", "job.toml", "--out", "three", "--threads", "3"]).expect(0);
    let (one, three) = (workspace.files("one"), workspace.files("three"));
    for ((name, left), (_, right)) in one.iter().zip(&three).filter(|((name, _), _)| name != "manifest.json") {
        assert!(left == right, "{name} differs");
    }
    let removed = workspace.json("one/manifest.json")["content"]["dedup"]["removed"].clone();
    assert!(removed["near"].as_u64().unwrap() > 250, "{removed}");

    // The same records in another order: the same lines are written, to the same splits.
    records.reverse();
    workspace.write("one.jsonl", lines(&records));
    workspace.run(&["run", "job.toml", "--out", "turned"]).expect(0);
    assert_eq!(written(&workspace, "one"), written(&workspace, "turned"));
    assert_eq!(workspace.json("turned/manifest.json")["content"]["dedup"]["removed"], removed);

    // Without removal every line that stays is where it was.
    workspace.write("job.toml", job(&[("one", "CC0-1.0")], split));
    workspace.run(&["run", "job.toml", "--out", "all"]).expect(0);
    for (some, all) in written(&workspace, "one").iter().zip(&written(&workspace, "all")) {
        assert!(some.is_subset(all));
    }
}

#[test]
fn what_an_earlier_version_holds_out_is_never_removed() {
    let workspace = workspace();
    let split = "[split]\nholdout = 0.3\nvalidation = 0.1\ntolerance = 1.0\n";
    workspace.write("one.jsonl", lines(&(0..100).map(record).collect::<Vec<_>>()));
    workspace.write("job.toml", job(&[("one", "CC0-1.0")], split));
    workspace.run(&["run", "job.toml", "--out", "v1"]).expect(0);
    let [_, _, held] = written(&workspace, "v1");
    // A newer copy of every record; the newest is preferred.
    let mut records: Vec<Value> = (0..100).map(record).collect();
    for n in 0..100 {
        let mut copy = copy(n, "near");
        copy["created"] = json!("2027-01-01");
        records.push(copy);
    }
    workspace.write("one.jsonl", lines(&records));
    let rest = format!("[dedup]\nremove = \"near\"\nprefer = [\"newest\"]\n{split}previous = \"v1\"\n");
    workspace.write("job.toml", job(&[("one", "CC0-1.0")], &rest));
    workspace.run(&["run", "job.toml", "--out", "v2"]).expect(0);
    let [_, _, later] = written(&workspace, "v2");
    assert_eq!(held, later);
    assert_eq!(lineage(&workspace, "v2").iter().filter(|row| row.outcome == "removed").count(), 100);
}

#[test]
fn a_document_and_a_dialogue_do_not_stand_in_for_each_other_and_signs_are_no_duplicates() {
    let workspace = workspace();
    let mut records: Vec<Value> = (0..60).map(record).collect();
    records.extend(["?", "!", "…"].map(|sign| json!({"q": sign, "a": sign, "customer": sign})));
    workspace.write("one.jsonl", lines(&records));
    let text = |n: usize| {
        let record = record(n);
        format!("{} {}", record["q"].as_str().unwrap(), record["a"].as_str().unwrap())
    };
    let documents: Vec<Value> = (0..60).map(|n| json!({"text": text(n)})).collect();
    workspace.write("docs.jsonl", lines(&documents));
    let rest = "[[source]]\nname = \"docs\"\nuri = \"docs.jsonl\"\nmap = { text = \"text\" }\nprovenance = { licence = \
                \"CC0-1.0\", basis = \"owned\" }\n[dedup]\nremove = \"near\"\n";
    let both = job(&[("one", "CC0-1.0")], rest).replace("[\"llama3-1\"]", "[\"llama3-1\", \"nova-cpt\"]");
    workspace.write("job.toml", both);
    workspace.run(&["run", "job.toml"]).expect(0).says("duplicates: 0 of 123 records removed");
}

#[test]
fn mistakes_are_told_with_the_way_out() {
    let workspace = workspace();
    workspace.write("one.jsonl", lines(&[record(1)]));
    let rest =
        "[dedup]\nremove = \"near\"\nnear_duplicate = 0.3\nprefer = [\"newest\", \"newest\"]\nlicences = [\"none\"]\n";
    workspace.write("job.toml", job(&[("one", "CC0-1.0")], rest));
    let ran = workspace.run(&["run", "job.toml"]).expect(2);
    for text in ["dedup.near_duplicate", "between 0.6 and 1", "dedup.prefer[1]", "listed twice", "dedup.licences[0]"] {
        assert!(ran.stderr.contains(text), "{text}: {}", ran.stderr);
    }
    workspace.write("job.toml", job(&[("one", "CC0-1.0")], "[dedup]\nremove = \"some\"\n"));
    workspace.run(&["run", "job.toml"]).expect(2).says("normalised");
}

const HEADER: &str = "Example Telecom, internal handbook, all pages of it.";
const FOOTER: &str = "Questions go to desk@example.com or to the counter on the ground floor.";

/// Documents with a header and a footer; the last one holds nothing else.
fn documents(count: usize) -> Vec<Value> {
    let mut documents: Vec<Value> = (0..count)
        .map(|n| {
            let own = words(n).join(" ");
            let header = if n % 2 == 0 { HEADER.to_owned() } else { HEADER.to_uppercase() };
            json!({"text": format!("{header}\n\nOwn {own}. Write to own{n}@example.com today.\n\nSecond {own}.\n\n{FOOTER}\n")})
        })
        .collect();
    documents.push(json!({"text": format!("{HEADER}\n\n{FOOTER}\n")}));
    documents
}

fn documents_job(key: &str, rest: &str) -> String {
    format!(
        "[dataset]\nname = \"d\"\nversion = \"1\"\n{key}[[source]]\nname = \"docs\"\nuri = \"docs.jsonl\"\nmap = {{ text = \
         \"text\" }}\nprovenance = {{ licence = \"CC0-1.0\", basis = \"owned\" }}\n[split]\nholdout = 0.2\nvalidation = 0\n\
         tolerance = 1.0\n[output]\nuri = \"out\"\ntargets = [\"nova-cpt\"]\n{rest}"
    )
}

fn texts(workspace: &Workspace, out: &str) -> BTreeSet<String> {
    let lines = ["train", "holdout"].map(|split| workspace.lines(&format!("{out}/nova-cpt/{split}.jsonl")));
    let text = |line: &String| serde_json::from_str::<Value>(line).unwrap()["text"].as_str().unwrap().to_owned();
    lines.iter().flatten().map(text).collect()
}

#[test]
fn repeated_paragraphs_are_told_and_stay_unless_the_job_says_otherwise() {
    let workspace = workspace();
    workspace.write("docs.jsonl", lines(&documents(40)));
    workspace.write("job.toml", documents_job("", "[leakage]\nngram_containment = \"report\"\n"));
    workspace
        .run(&["run", "job.toml"])
        .expect(0)
        .says("repeated paragraphs: 2 of 162 stand in 3 documents or more; none is");
    assert!(texts(&workspace, "out").iter().all(|text| text.to_lowercase().contains("internal handbook")));
    let paragraphs = workspace.json("out/manifest.json")["content"]["dedup"]["paragraphs"].clone();
    assert_eq!((&paragraphs["removed"], &paragraphs["listed"][0]["documents"]), (&json!(0), &json!(41)));
    // Without a secret key anyone could test guesses at a digest.
    assert!(paragraphs["listed"][0].get("digest").is_none(), "{paragraphs}");
    workspace.write(
        "job.toml",
        documents_job("", "[dedup]\nparagraphs = \"keep\"\n[leakage]\nngram_containment = \"report\"\n"),
    );
    workspace.run(&["run", "job.toml", "--out", "kept"]).expect(0);
    assert!(workspace.json("kept/manifest.json")["content"]["dedup"].get("paragraphs").is_none());
}

#[test]
fn repeated_paragraphs_are_taken_out_of_all_documents_but_one() {
    let workspace = workspace();
    let mut records = documents(40);
    workspace.write("docs.jsonl", lines(&records));
    // Nothing is said of containment: what the documents shared is gone before they are compared.
    let rest = "[dedup]\nparagraphs = \"remove\"\nremove = \"near\"\n";
    workspace.write("job.toml", documents_job("[key]\nfile = \"secret.key\"\n", rest));
    let ran = workspace.run(&["run", "job.toml", "--out", "one", "--threads", "1"]).expect(0);
    assert!(ran.stdout.contains("taken out of 80 places in 40 documents"), "{}", ran.stdout);
    let written = texts(&workspace, "one");
    assert_eq!(written.len(), 40);
    let with = |text: &str| written.iter().filter(|one| one.to_lowercase().contains(text)).count();
    assert_eq!((with("internal handbook"), with("questions go to")), (1, 1));
    for text in &written {
        assert!(text.contains("Write to [EMAIL_ADDRESS] today.") && text.contains("Second w"), "{text}");
    }
    let content = workspace.json("one/manifest.json")["content"].clone();
    let paragraphs = &content["dedup"]["paragraphs"];
    assert_eq!((&paragraphs["repeated"], &paragraphs["documents_changed"]), (&json!(2), &json!(40)));
    let listed = &paragraphs["listed"][0];
    assert_eq!((listed["digest"].as_str().unwrap().len(), &listed["documents"]), (16, &json!(41)));
    let rows = lineage(&workspace, "one");
    assert!(rows.iter().any(|row| row.record == listed["kept_in"].as_str().unwrap() && row.outcome != "removed"));
    let removed: Vec<&LineageRecord> = rows.iter().filter(|row| row.outcome == "removed").collect();
    assert_eq!((removed.len(), removed[0].reason.as_deref(), removed[0].position), (1, Some("Q702"), 41));
    assert_eq!(
        (&content["sources"][0]["records_removed"], &content["stages"][6]["dropped"]),
        (&json!(1), &json!({"only-repeated": 1}))
    );
    workspace.run(&["verify", "one"]).expect(0);

    workspace.run(&["run", "job.toml", "--out", "three", "--threads", "3"]).expect(0);
    let (one, three) = (workspace.files("one"), workspace.files("three"));
    for ((name, left), (_, right)) in one.iter().zip(&three).filter(|((name, _), _)| name != "manifest.json") {
        assert!(left == right, "{name} differs");
    }
    records.reverse();
    workspace.write("docs.jsonl", lines(&records));
    workspace.run(&["run", "job.toml", "--out", "turned"]).expect(0);
    assert_eq!(texts(&workspace, "turned"), written);
}
