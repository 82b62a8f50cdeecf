//! Benchmark text: the density is the one asked for, the truth holds, and the same seed gives the same bytes.

use serde_json::Value;

use super::generate::prose::{Plan, Shape, write};
use super::generate::truth::TruthLine;

fn make(density: f64, shape: Shape, seed: u64) -> (Vec<u8>, Vec<u8>, f64) {
    let (mut out, mut truth) = (Vec::new(), Vec::new());
    let plan = Plan { bytes: 400_000, density, shape, seed };
    let written = write(&plan, "bench.jsonl", &mut out, Some(&mut truth)).expect("memory is enough");
    assert_eq!(written.bytes, out.len() as u64);
    (out, truth, written.values as f64 / written.words as f64)
}

#[test]
fn density_is_as_asked() {
    for shape in [Shape::Text, Shape::Pair] {
        for density in [0.0, 0.01, 0.1] {
            let (_, truth, reached) = make(density, shape, 3);
            assert!((reached - density).abs() <= 0.02 * density, "{density}: {reached}");
            assert_eq!(truth.is_empty(), density == 0.0);
        }
    }
}

#[test]
fn same_seed_same_bytes() {
    let first = make(0.01, Shape::Text, 5);
    assert!(first == make(0.01, Shape::Text, 5));
    assert!(first.0 != make(0.01, Shape::Text, 6).0);
}

#[test]
fn spans_fit_their_lines() {
    let (out, truth, _) = make(0.05, Shape::Pair, 4);
    let lines: Vec<Value> =
        String::from_utf8(out).expect("UTF-8").lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let mut mail = 0;
    for line in String::from_utf8(truth).expect("UTF-8").lines() {
        let line: TruthLine = serde_json::from_str(line).expect("a truth line");
        let record = &lines[usize::try_from(line.position).expect("small") - 1];
        let text = record.pointer(&line.field).and_then(Value::as_str).expect("the field is there");
        for span in line.spans {
            let value = text.get(span.start..span.end).expect("the span fits");
            let is_mail = span.entity == "EMAIL_ADDRESS";
            assert_eq!(value.contains('@'), is_mail, "{value}");
            mail += usize::from(is_mail);
        }
    }
    assert!(mail > 100, "{mail} addresses");
}

#[test]
fn the_text_is_varied() {
    let (out, _, _) = make(0.0, Shape::Text, 1);
    let text = String::from_utf8(out).expect("UTF-8").to_lowercase();
    let words: std::collections::BTreeSet<&str> = text.split(|c: char| !c.is_ascii_alphabetic()).collect();
    assert!(words.len() > 2000, "{} different words", words.len());
}
