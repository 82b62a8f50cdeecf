//! Lists of the user's own: terms that are findings, values that are not, each for its sources and entity types.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

mod support;

use support::Workspace;

const JOB: &str = r#"
[dataset]
name = "lists"
version = "1.0.0"

[[source]]
name = "mail"
uri = "mail.jsonl"
map = { prompt = "/q", completion = "/a" }
provenance = { licence = "LicenseRef-internal", basis = "owned", jurisdictions = ["DE"], languages = ["de"] }

[[source]]
name = "chat"
uri = "chat.jsonl"
map = { prompt = "/q", completion = "/a" }
provenance = { licence = "LicenseRef-internal", basis = "owned" }

[[detect.list]]
name = "customers"
path = "customers.csv"
column = "name"
entity = "CUSTOMER"

[[detect.list]]
name = "projects"
path = "projects.txt"
entity = "PROJECT"
case_sensitive = true
sources = ["chat"]

[[detect.allowed]]
values = ["Ada Example"]
entities = ["EMAIL_ADDRESS"]

[[detect.allowed]]
patterns = ['.*@example\.net']
entities = ["EMAIL_ADDRESS"]
sources = ["chat"]

[split]
holdout = 0
validation = 0

[output]
uri = "out"
targets = ["llama3-1"]
on_limit = "report"
"#;

fn workspace() -> Workspace {
    let workspace = Workspace::new();
    let line = |question: &str| format!("{{\"q\":{question:?},\"a\":\"It is done.\"}}\n");
    workspace
        .write("job.toml", JOB)
        .write("customers.csv", "id,name\n1,\"Example, Ada\"\n2,Zoë Muster\n")
        .write("projects.txt", "Heron\n")
        .write("mail.jsonl", line("zoe muster asks about Heron, write to ops@example.net"))
        .write("chat.jsonl", line("ZOË  MUSTER asks about Heron and heron, write to ops@example.net"));
    workspace
}

#[test]
fn a_list_is_found_in_its_sources_and_accounted_for() {
    let workspace = workspace();
    workspace.run(&["run", "job.toml"]).expect(0);
    let train = workspace.read("out/llama3-1/train.jsonl");
    assert!(train.contains("[CUSTOMER] asks about Heron, write to [EMAIL_ADDRESS]"), "{train}");
    assert!(train.contains("[CUSTOMER] asks about [PROJECT] and heron, write to ops@example.net"), "{train}");
    let content = &workspace.json("out/manifest.json")["content"];
    assert_eq!(content["detection"]["rules"]["list-customers"]["findings"], 2);
    assert_eq!(content["detection"]["rules"]["list-projects"]["pack"], "job");
    assert_eq!(content["lists"][0]["terms"], 2);
    assert_eq!(content["lists"][0]["entity"], "CUSTOMER");
    let digest = blake3::hash(workspace.read("projects.txt").as_bytes()).to_hex().to_string();
    assert_eq!(content["lists"][1]["blake3"], digest);
    assert!(!content.to_string().contains("Muster"), "a term is in the manifest");
}

#[test]
fn scan_takes_the_detection_of_a_job() {
    let workspace = workspace();
    workspace.run(&["scan", "chat.jsonl"]).expect(1);
    let ran = workspace.run(&["scan", "--job", "job.toml", "--format", "jsonl", "chat.jsonl"]).expect(1);
    assert!(ran.stdout.contains("\"list-customers\""), "{}", ran.stdout);
    // Without a source, what is for some sources only does not hold.
    assert!(!ran.stdout.contains("\"list-projects\"") && ran.stdout.contains("EMAIL_ADDRESS"), "{}", ran.stdout);
    workspace.run(&["scan", "--job", "job.toml", "--packs", "us", "chat.jsonl"]).expect(2).says("--packs");
}

#[test]
fn an_entity_type_that_no_rule_finds_is_refused_by_every_command() {
    let workspace = workspace();
    let said = "no rule finds this entity type (did you mean PHONE_NUMBER?)";
    for (table, path) in [
        ("[detect.thresholds]\nPHONE = 0.9\n", "detect.thresholds.PHONE: "),
        ("[[detect.allowed]]\nvalues = [\"a\"]\nentities = [\"PHONE\"]\n", "detect.allowed.PHONE: "),
        ("[redact.entities]\nPHONE = \"mask\"\n", "redact.entities.PHONE: "),
    ] {
        workspace.write("job.toml", format!("{JOB}\n{table}"));
        for command in [
            &["run", "job.toml"][..],
            &["scan", "--job", "job.toml", "chat.jsonl"],
            &["redact", "--job", "job.toml", "chat.jsonl"],
        ] {
            let ran = workspace.run(command).expect(2);
            assert!(ran.stderr.contains(path) && ran.stderr.contains(said), "{command:?}: {}", ran.stderr);
        }
    }
}

#[test]
fn faults_of_lists_are_told_together_and_without_terms() {
    let workspace = workspace();
    workspace.write("customers.csv", "id,full_name\n1,Ada Canary\n");
    workspace.write("projects.txt", b"Heron\n\xFFCanary\n");
    let job = JOB
        .replace("entity = \"PROJECT\"", "entity = \"PROJECT\"\nwhole_words = false")
        .replace("sources = [\"chat\"]\n\n[[detect.allowed]]", "sources = [\"chta\"]\n\n[[detect.allowed]]");
    workspace.write("job.toml", job);
    let ran = workspace.run(&["run", "job.toml"]).expect(2);
    for said in [
        "detect.list[0].path: ",
        "line 1 has no such column",
        "detect.list[1].path: ",
        "line 2 is not UTF-8",
        "detect.list[1].sources[0]: is no source of the job",
        "detect.list[1].whole_words: accents can be passed over in whole words only",
    ] {
        assert!(ran.stderr.contains(said), "{said:?} not in {}", ran.stderr);
    }
    assert!(!ran.stderr.contains("Canary"), "{}", ran.stderr);
    workspace.write("job.toml", JOB.replace("column = \"name\"", "column = \"nmae\""));
    workspace.run(&["scan", "--job", "job.toml", "chat.jsonl"]).expect(2).says("detect.list[0].path: ");
}
