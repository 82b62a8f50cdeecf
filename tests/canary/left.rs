//! What is left of the canaries in the files of a run.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Cursor;

use aho_corasick::AhoCorasick;
use polars::prelude::{ParquetReader, SerReader};
use rayon::prelude::*;
use serde_json::Value;

use crate::Planted;
use crate::search::{BOUNDARY, skeleton, skeletons};
use crate::support::Workspace;
use crate::values::mark;
use crate::ways::WAYS;

/// Fewest letters and digits that are looked for without those around them.
const ENOUGH: usize = 12;

/// Fewest letters and digits of a value of which each half is looked for, too.
const HALVES: usize = 8;

/// What files are called that were there while the program ran.
const TEMPORARY: &str = "temporary";

/// So many of the canaries that are left are told of each way.
const SHOWN: usize = 40;

/// A canary in a file.
type Place = (usize, String);

/// Everything that was found so far.
pub(crate) struct Left<'a> {
    planted: &'a [Planted],
    marks: AhoCorasick,
    /// What tells each canary where no mark is near.
    anywhere: AhoCorasick,
    /// What is left before its mark.
    data: BTreeMap<usize, String>,
    /// What is left somewhere.
    elsewhere: BTreeSet<Place>,
    /// Canaries whose marks were met, and whether halves of them counted.
    pub(crate) met: BTreeSet<(usize, bool)>,
}

impl<'a> Left<'a> {
    pub(crate) fn new(planted: &'a [Planted]) -> Self {
        let marks = (0..planted.len()).map(|n| skeleton(&mark(n)));
        let values = planted.iter().map(|one| {
            let [before, value, behind] =
                [&one.canary.before, &one.canary.value, &one.canary.behind].map(|part| skeleton(part));
            if value.chars().count() < ENOUGH { format!("{before}{value}{behind}") } else { value }
        });
        Self {
            planted,
            marks: AhoCorasick::new(marks).unwrap(),
            anywhere: AhoCorasick::new(values).unwrap(),
            data: BTreeMap::new(),
            elsewhere: BTreeSet::new(),
            met: BTreeSet::new(),
        }
    }

    /// Looks through every file of a workspace beside what was read, and what was seen while the program ran. Where placeholders
    /// stand for values, halves of them count as well.
    pub(crate) fn look(&mut self, workspace: &Workspace, seen: Vec<Vec<u8>>, halves: bool) {
        let files = workspace.files("").into_iter().filter(|(name, _)| !name.starts_with("raw/"));
        let seen = seen.into_iter().enumerate().map(|(n, bytes)| (format!("{TEMPORARY} {n}"), bytes));
        let files: Vec<_> = files.chain(seen).collect();
        let forms: Vec<(String, String)> = files
            .into_par_iter()
            .flat_map_iter(|(name, bytes)| {
                let text = without_placeholders(&texts(&name, bytes));
                skeletons(&text).into_iter().map(move |form| (name.clone(), form))
            })
            .collect();
        let found: Vec<_> = forms.par_iter().map(|(name, form)| self.within(name, form, halves)).collect();
        for (met, data, elsewhere) in found {
            // A surrogate may be what another record had, so where there is data only what stands in its place counts.
            self.elsewhere.extend(elsewhere.into_iter().filter(|_| halves || met.is_empty()));
            self.met.extend(met.into_iter().map(|n| (n, halves)));
            self.data.extend(data);
        }
    }

    fn within(&self, name: &str, form: &str, halves: bool) -> (Vec<usize>, Vec<Place>, Vec<Place>) {
        let place = |n: usize| (n, name.to_owned());
        let anywhere = self.anywhere.find_overlapping_iter(form).map(|found| place(found.pattern().as_usize()));
        let (mut start, mut met, mut data) = (0, Vec::new(), Vec::new());
        for found in self.marks.find_iter(form) {
            let n = found.pattern().as_usize();
            met.push(n);
            let segment = &form[start..found.start()];
            let segment = segment.rsplit(BOUNDARY).next().unwrap_or(segment);
            if self.is_left(n, segment, halves, !name.starts_with(TEMPORARY)) {
                data.push(place(n));
            }
            start = found.end();
        }
        (met, data, anywhere.collect())
    }

    /// Whether a canary, or half of it, stands before its mark. What else stands there in files of a format of our own may look
    /// like a short one.
    fn is_left(&self, n: usize, segment: &str, halves: bool, text_alone: bool) -> bool {
        let canary = &self.planted[n].canary;
        let value = skeleton(&canary.value);
        let length = value.chars().count();
        if !text_alone {
            return length >= HALVES && segment.contains(&value);
        }
        let middle = value.char_indices().nth(length / 2).map_or(0, |(at, _)| at);
        let (first, second) = value.split_at(middle);
        let around = || skeleton(&format!("{}|{}", canary.before, canary.behind));
        let half = |half: &str| segment.contains(half) && !around().contains(half);
        segment.contains(&value) || (halves && length >= HALVES && (half(first) || half(second)))
    }

    /// How many are gone of each way of writing, the first few that are not, and what does not hold.
    pub(crate) fn told(&self) -> (String, Vec<String>) {
        let (mut told, mut broken) = (String::new(), Vec::new());
        for (number, way) in WAYS.iter().enumerate() {
            let planted = self.planted.iter().filter(|one| one.way == number).count();
            let left: Vec<_> = self.data.iter().filter(|(n, _)| self.planted[**n].way == number).collect();
            let share = left.len() as f64 / planted as f64;
            writeln!(told, "{}: {} of {planted} gone, {:.1} %", way.name, planted - left.len(), 100.0 - 100.0 * share)
                .unwrap();
            for (n, file) in left.iter().take(SHOWN) {
                let Planted { canary, text, .. } = &self.planted[**n];
                writeln!(told, "    {} in {file}: {:?} as {text:?}", canary.entity, canary.value).unwrap();
            }
            if share > way.left {
                broken
                    .push(format!("{}: {:.4} of the canaries are left, {} at most may be", way.name, share, way.left));
            }
        }
        for (n, file) in self.elsewhere.iter().filter(|(n, _)| !self.data.contains_key(n)) {
            broken.push(format!("{file}: {:?}", self.planted[*n].canary));
        }
        (told, broken)
    }
}

/// The texts in a file, each behind a [`BOUNDARY`].
fn texts(name: &str, bytes: Vec<u8>) -> String {
    let mut out = String::new();
    let mut put = |text: &str| write!(out, "{BOUNDARY}{text}").unwrap();
    match name.rsplit('.').next() {
        Some("parquet") => {
            let table = ParquetReader::new(Cursor::new(bytes)).finish().unwrap();
            for row in 0..table.height() {
                table.columns().iter().for_each(|column| put(&column.get(row).unwrap().str_value()));
            }
        }
        Some("csv") => {
            for row in csv::Reader::from_reader(bytes.as_slice()).records() {
                row.unwrap().iter().for_each(&mut put);
            }
        }
        Some("jsonl" | "json") => {
            for value in serde_json::Deserializer::from_slice(&bytes).into_iter() {
                strings(&value.unwrap(), &mut put);
            }
        }
        _ => put(&String::from_utf8_lossy(&bytes)),
    }
    out
}

/// Every string, number and key.
fn strings(value: &Value, put: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => put(text),
        Value::Array(values) => values.iter().for_each(|value| strings(value, put)),
        Value::Object(fields) => fields.iter().for_each(|(key, value)| {
            put(key);
            strings(value, put);
        }),
        other => put(&other.to_string()),
    }
}

/// A text without what stands in the place of values: words of capitals in brackets.
fn without_placeholders(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive('[') {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
        out.push_str(if rest.len() < part.len() && rest.starts_with(']') { &rest[1..] } else { part });
    }
    out
}
