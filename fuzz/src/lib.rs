//! What the fuzz targets have in common: how bytes become a file that is read, and what must hold of every text.

use std::cell::RefCell;
use std::fs;
use std::path::PathBuf;

use scrubjay::config::{ByteCount, Detect, FormatName, Limits, TextUnit};
use scrubjay::core::Finding;
use scrubjay::detect::{Engine, Scratch};
use scrubjay::ingest::{self, FileTask, SourcePlan, Unmapped};
use scrubjay::redact::{Policy, RecordIdentity, Redaction};
use scrubjay::rules::RuleSet;
use scrubjay::store;

/// An engine with all rules, its memory, and a memory that looked at other texts before.
pub struct Bench {
    engine: Engine,
    used: Scratch,
    policy: Policy,
}

thread_local! {
    static BENCH: RefCell<Bench> = RefCell::new(Bench::new());
    static FOLDER: tempfile::TempDir = tempfile::tempdir().expect("a temporary folder");
}

impl Bench {
    fn new() -> Self {
        let rules = RuleSet::load(&[], None).expect("embedded rules load");
        let engine = Engine::compile(&rules, &Detect::default()).expect("embedded rules compile");
        Self { used: engine.scratch(), engine, policy: Policy::default() }
    }
}

/// Looks at a text and checks what must hold of any: spans lie on character boundaries, in order and apart; the same is found
/// whatever was looked at before; redaction leaves every byte outside the findings as it was.
pub fn look(text: &str, field: &str) {
    BENCH.with_borrow_mut(|Bench { engine, used, policy }| {
        let mut found = Vec::new();
        engine.detect(text, field, used, &mut found);
        check_spans(text, &found);
        // New memory is dear, so that only some texts get it.
        if text.len() % 16 == 0 {
            let mut again = Vec::new();
            engine.detect(text, field, &mut engine.scratch(), &mut again);
            assert_eq!(found, again, "findings depend on what was looked at before");
        }
        check_redaction(text, &found, &policy.apply(text, &found, &mut policy.scope(&RecordIdentity::default())));
    });
}

/// Checks that spans fit the text, in order and apart.
pub fn check_spans(text: &str, found: &[Finding]) {
    for finding in found {
        assert!(finding.span.of(text).is_some_and(|value| !value.is_empty()), "a span does not fit the text");
    }
    assert!(found.is_sorted_by(|a, b| a.span.end <= b.span.start), "spans overlap or are out of order");
}

fn check_redaction(text: &str, found: &[Finding], redaction: &Redaction) {
    let Redaction::Changed { text: new, replaced, .. } = redaction else {
        assert!(found.is_empty(), "a finding is not redacted");
        return;
    };
    let (mut old_at, mut new_at) = (0, 0);
    for (finding, span) in found.iter().zip(replaced) {
        assert_eq!(text.get(old_at..finding.span.start), new.get(new_at..span.start), "text between findings changed");
        (old_at, new_at) = (finding.span.end, span.end);
    }
    assert_eq!(text.get(old_at..), new.get(new_at..), "text behind the last finding changed");
}

/// What one record came to: its strings with their names, or nothing if it was withheld.
type Outcome = Option<Vec<(String, String)>>;

/// Reads bytes as a file of this format, in small and in large batches, and checks that both give the same.
pub fn read(bytes: &[u8], format: FormatName, encoding: &str, unit: TextUnit) {
    let plan = SourcePlan::unmapped(0, format, encoding, unit).expect("a known encoding");
    let small = outcomes(bytes, &plan, 1);
    let large = outcomes(bytes, &plan, 1 << 16);
    // An error stops a run, so what was read before it does not matter.
    if let (Some(small), Some(large)) = (small, large) {
        assert!(small == large, "records depend on the size of batches");
    }
}

fn outcomes(bytes: &[u8], plan: &SourcePlan, target: usize) -> Option<Vec<Outcome>> {
    let limits =
        Limits { max_record_bytes: ByteCount(1 << 12), max_unpacked_bytes: ByteCount(1 << 20), ..Limits::default() };
    let mut outcomes = Vec::new();
    let mut reader = ingest::open(&task(bytes), plan, &limits).ok()?;
    while let Some(batch) = reader.next_batch(target).ok()? {
        assert!(!batch.is_empty(), "a batch holds a record");
        let before = outcomes.len();
        batch.fields(&mut |unmapped| {
            outcomes.push(match unmapped {
                Unmapped::Withheld { .. } => None,
                Unmapped::Fields(fields) => {
                    Some(fields.iter().map(|field| (field.name.to_owned(), field.text.to_owned())).collect())
                }
            });
        });
        assert_eq!(outcomes.len() - before, batch.len(), "every record comes once");
    }
    assert_eq!(reader.digest().map(|digest| digest.bytes), Some(bytes.len() as u64), "all of the file was read");
    Some(outcomes)
}

fn task(bytes: &[u8]) -> FileTask {
    let path: PathBuf = FOLDER.with(|folder| folder.path().join("input"));
    fs::write(&path, bytes).expect("the input is written");
    let uri = path.to_str().expect("a temporary folder has a plain name");
    let file_ref = store::expand(path.parent().expect("a folder"), uri).expect("the input is there").remove(0);
    FileTask { source: 0, file: 0, file_ref }
}
