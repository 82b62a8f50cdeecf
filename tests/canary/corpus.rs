//! The files that the canaries are written to: every wire format, and the jobs that read them.

use std::fmt::Write as _;
use std::io::Write as _;

use scrubjay::format::Targets;
use scrubjay::format::parquet::ParquetWriter;
use serde_json::{Value, json};

use crate::support::Workspace;

/// A file of a job.
pub(crate) struct File {
    pub(crate) name: &'static str,
    /// What the job says of it beside its name and its rights.
    source: &'static str,
    wire: Wire,
}

/// How the records of a file are written.
enum Wire {
    Documents,
    Utf16,
    Lines(fn(&[String]) -> Value),
    Array,
    Table(char),
    Parquet,
}

/// A text in each record, for continued pre-training.
pub(crate) const TEXTS: &[File] = &[
    File { name: "a.txt", source: "unit = 'document'", wire: Wire::Documents },
    File { name: "b.md", source: "unit = 'document'", wire: Wire::Documents },
    File { name: "c.txt.gz", source: "unit = 'document'", wire: Wire::Documents },
    File { name: "d.txt", source: "unit = 'document'\nencoding = 'utf-16'", wire: Wire::Utf16 },
    File {
        name: "e.jsonl",
        source: "map.text = '/page/body'",
        wire: Wire::Lines(|text| json!({"page": {"body": text[0]}})),
    },
    File { name: "f.jsonl.zst", source: "map.text = 'q'", wire: Wire::Lines(flat) },
    File { name: "g.json", source: "map.text = 'q'", wire: Wire::Array },
    File { name: "h.csv", source: "map.text = 'q'", wire: Wire::Table(',') },
    File { name: "i.tsv", source: "map.text = 'q'", wire: Wire::Table('\t') },
    File { name: "j.parquet", source: "map.text = 'prompt'", wire: Wire::Parquet },
];

/// Two texts in each record: what is asked and what is answered.
pub(crate) const PAIRS: &[File] = &[
    File { name: "k.jsonl", source: "map = { prompt = 'q', completion = 'a' }", wire: Wire::Lines(flat) },
    File { name: "l.jsonl.gz", source: "map.messages = 'messages'", wire: Wire::Lines(messages) },
    File { name: "m.csv", source: "map = { prompt = 'q', completion = 'a' }", wire: Wire::Table(',') },
    File { name: "n.tsv.zst", source: "map = { prompt = 'q', completion = 'a' }", wire: Wire::Table('\t') },
    File { name: "o.parquet", source: "map = { prompt = 'prompt', completion = 'completion' }", wire: Wire::Parquet },
    File {
        name: "p.jsonl",
        source: "map.prompt = '/input/inputBodyJson/messages/0/content/0/text'\n\
                 map.completion = '/output/outputBodyJson/output/message/content/0/text'",
        wire: Wire::Lines(invocation),
    },
    File { name: "q.json", source: "map = { prompt = 'q', completion = 'a' }", wire: Wire::Array },
];

fn flat(texts: &[String]) -> Value {
    texts
        .iter()
        .zip(["q", "a"])
        .map(|(text, key)| (key.to_owned(), json!(text)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn messages(texts: &[String]) -> Value {
    let turn = |role: &str, text: &str| json!({"role": role, "content": text});
    json!({"messages": [turn("user", &texts[0]), turn("assistant", &texts[1])]})
}

/// What Bedrock logs of a call of `Converse`.
fn invocation(texts: &[String]) -> Value {
    let message = |role: &str, text: &str| json!({"role": role, "content": [{"text": text}]});
    json!({
        "schemaType": "ModelInvocationLog",
        "input": {"inputBodyJson": {"messages": [message("user", &texts[0])]}},
        "output": {"outputBodyJson": {"output": {"message": message("assistant", &texts[1])}}},
    })
}

impl File {
    /// Writes records, each of one text or two, into the workspace.
    pub(crate) fn write(&self, records: &[Vec<String>], workspace: &Workspace) {
        let documents = || records.iter().map(|texts| format!("{}\n\n\n", texts[0])).collect::<String>();
        let bytes = match &self.wire {
            Wire::Documents => documents().into_bytes(),
            Wire::Utf16 => {
                std::iter::once(0xFEFF).chain(documents().encode_utf16()).flat_map(u16::to_le_bytes).collect()
            }
            Wire::Lines(line) => {
                records.iter().map(|texts| format!("{}\n", line(texts))).collect::<String>().into_bytes()
            }
            Wire::Array => serde_json::to_vec(&records.iter().map(|texts| flat(texts)).collect::<Vec<_>>()).unwrap(),
            Wire::Table(separator) => table(records, *separator).into_bytes(),
            Wire::Parquet => parquet(records),
        };
        let bytes = match self.name.rsplit('.').next() {
            Some("gz") => {
                let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                packer.write_all(&bytes).unwrap();
                packer.finish().unwrap()
            }
            Some("zst") => zstd::encode_all(bytes.as_slice(), 1).unwrap(),
            _ => bytes,
        };
        workspace.write(&format!("raw/{}", self.name), bytes);
    }
}

/// Values in quotes, which are doubled within them (RFC 4180).
fn table(records: &[Vec<String>], separator: char) -> String {
    let mut out = if records[0].len() == 2 { format!("q{separator}a\n") } else { "q\n".to_owned() };
    for texts in records {
        let cells: Vec<_> = texts.iter().map(|text| format!("\"{}\"", text.replace('"', "\"\""))).collect();
        writeln!(out, "{}", cells.join(&separator.to_string())).unwrap();
    }
    out
}

fn parquet(records: &[Vec<String>]) -> Vec<u8> {
    let targets = Targets::load(None).unwrap();
    let mut writer = ParquetWriter::new(targets.get("import-pairs-parquet").unwrap(), Vec::new()).unwrap();
    for texts in records {
        let line = json!({"prompt": texts[0], "completion": texts.get(1).map_or("none", String::as_str)});
        writer.append(format!("{line}\n").as_bytes(), 1).unwrap();
    }
    writer.finish().unwrap().0
}

/// A job that reads files of the folder `raw`.
pub(crate) fn job(files: &[File], targets: &[&str], operator: &str) -> String {
    let mut job = String::from("[dataset]\nname = 'canaries'\nversion = '1'\n[key]\nfile = 'key'\n");
    for File { name, source, .. } in files {
        writeln!(job, "[[source]]\nname = '{name}'\nuri = 'raw/{name}'\n{source}").unwrap();
        writeln!(job, "provenance = {{ licence = 'LicenseRef-internal', basis = 'owned' }}").unwrap();
    }
    let targets = targets.join("', '");
    write!(
        job,
        "[redact]\ndefault = '{operator}'\n\
         [leakage]\nexact = 'report'\nnormalised = 'report'\nprompt_only = 'report'\nnear_duplicate = 'report'\nngram_containment = 'report'\n\
         [split]\nvalidation = 0.1\nholdout = 0.1\nkeep_together = []\ntolerance = 1.0\n\
         [output]\nuri = 'out'\ntargets = ['{targets}']\non_limit = 'report'\n\
         [limits]\nmax_quarantine_ratio = 0.5\n"
    )
    .unwrap();
    job
}
