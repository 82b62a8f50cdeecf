//! Reads the samples in ways of its own, so that neither the generator nor the product vouches for itself.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use polars::prelude::{AnyValue, ParquetReader, SerReader};
use serde_json::Value;
use walkdir::WalkDir;

/// A text of a sample: file, position in it, field.
pub type Key = (String, u64, String);

/// Every text of a sample folder.
pub fn texts(folder: &Path) -> BTreeMap<Key, String> {
    let mut texts = BTreeMap::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.expect("the folder can be read");
        let name = entry.path().strip_prefix(folder).expect("it is below").to_string_lossy().replace('\\', "/");
        if !entry.file_type().is_file() || name == "job.toml" || name == "truth.jsonl" || name.starts_with("expected") {
            continue;
        }
        let bytes = fs::read(entry.path()).expect("the file can be read");
        let mut put = |position, field: &str, text: String| {
            let before = texts.insert((name.clone(), position, field.to_owned()), text);
            assert!(before.is_none(), "{name} has two texts at {position} {field}");
        };
        match name.rsplit('.').next() {
            Some("zst") => jsonl(&zstd::decode_all(bytes.as_slice()).expect("it unpacks"), &mut put),
            Some("csv") => csv(&bytes, &mut put),
            Some("parquet") => parquet(bytes, &mut put),
            Some("md") => put(0, "", String::from_utf8(bytes).expect("chapters are UTF-8")),
            Some("txt") if name.starts_with("archive") => {
                documents(&bytes.iter().map(|b| char::from(*b)).collect::<String>(), &mut put);
            }
            Some("txt") => documents(&String::from_utf8(bytes).expect("notices are UTF-8"), &mut put),
            _ => panic!("what is {name}?"),
        }
    }
    texts
}

fn jsonl(bytes: &[u8], put: &mut dyn FnMut(u64, &str, String)) {
    for (line, position) in bytes.split(|byte| *byte == b'\n').zip(1..) {
        let Ok(value) = serde_json::from_slice::<Value>(line) else { continue };
        for pointer in ["/ticket/message", "/answer/text", "/note"] {
            if let Some(text) = value.pointer(pointer).and_then(Value::as_str) {
                put(position, pointer, text.to_owned());
            }
        }
    }
}

/// Comma-separated values by RFC 4180, which here means: quotes matter only where a cell begins with one.
fn csv(bytes: &[u8], put: &mut dyn FnMut(u64, &str, String)) {
    let text = std::str::from_utf8(bytes).expect("tables are UTF-8").trim_start_matches('\u{feff}');
    let mut rows: Vec<Vec<String>> = vec![vec![String::new()]];
    let (mut quoted, mut chars) = (false, text.chars().peekable());
    while let Some(c) = chars.next() {
        let cells = rows.last_mut().expect("there is a row");
        let cell = cells.last_mut().expect("there is a cell");
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            ',' if !quoted => cells.push(String::new()),
            '\r' if !quoted => {}
            '\n' if !quoted => rows.push(vec![String::new()]),
            _ => cell.push(c),
        }
    }
    let header = rows.remove(0);
    for (row, position) in rows.into_iter().zip(1..) {
        for (name, cell) in header.iter().zip(row) {
            put(position, name, cell);
        }
    }
}

fn parquet(bytes: Vec<u8>, put: &mut dyn FnMut(u64, &str, String)) {
    let table = ParquetReader::new(std::io::Cursor::new(bytes)).finish().expect("the table can be read");
    let column = table.column("messages").expect("there are messages").as_materialized_series();
    for (turns, position) in column.iter().zip(1..) {
        let AnyValue::List(turns) = turns else { panic!("messages are lists") };
        let turns = turns.struct_().expect("turns are structs").clone();
        let contents = turns.field_by_name("content").expect("turns have content");
        for (n, content) in contents.iter().enumerate() {
            put(position, &format!("/messages/{n}/content"), content.str_value().into_owned());
        }
    }
}

/// Documents divided by two blank lines, each at the line on which it begins.
fn documents(text: &str, put: &mut dyn FnMut(u64, &str, String)) {
    let mut line = 1;
    for document in text.split("\n\n\n") {
        put(line, "", document.trim_end().to_owned());
        line += document.matches('\n').count() as u64 + 3;
    }
}
