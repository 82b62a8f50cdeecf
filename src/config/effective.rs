//! The job as it took effect, for the manifest.

use serde_json::{Value, json};

use super::{Error, Job};

/// The whole job with every default filled in, as JSON. The same job gives the same bytes.
///
/// The lists `detect.allow`, `detect.allow_patterns`, `detect.deny` and those of `detect.allowed` hold values that may be personal data themselves,
/// so that only their length is given: `{"withheld": 3}`. The digest of the job file stands for their content.
pub fn effective(job: &Job) -> Result<Value, Error> {
    let mut whole = serde_json::to_value(job)?;
    if let Some(detect) = whole.get_mut("detect") {
        withhold(detect, &["allow", "allow_patterns", "deny"]);
        for allowed in detect.get_mut("allowed").and_then(Value::as_array_mut).into_iter().flatten() {
            withhold(allowed, &["values", "patterns"]);
        }
    }
    Ok(whole)
}

fn withhold(table: &mut Value, lists: &[&str]) {
    for values in lists {
        if let Some(values) = table.get_mut(values) {
            let count = values.as_array().map_or(0, Vec::len);
            if count > 0 {
                *values = json!({ "withheld": count });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse;

    const JOB: &str = r#"
        dataset = { name = "d", version = "1" }
        source = [{ name = "s", uri = "a.txt" }]
        detect = { deny = ["Ada Example"], allow = [], min_score = 0.85, allowed = [{ values = ["Ada", "B"] }] }
        output = { uri = "out", targets = ["t"] }
    "#;

    #[test]
    fn defaults_are_filled_in_and_lists_of_values_withheld() {
        let job = parse(JOB).unwrap();
        let value = effective(&job).unwrap();
        assert_eq!(value["detect"]["deny"], json!({ "withheld": 1 }));
        assert_eq!(value["detect"]["allow"], json!([]));
        assert_eq!(value["detect"]["allowed"][0]["values"], json!({ "withheld": 2 }));
        assert_eq!(value["detect"]["min_score"].to_string(), "0.85");
        assert_eq!(value["split"]["validation"], json!(0.1));
        assert_eq!(value["limits"]["max_record_bytes"], json!(16 << 20));
        assert!(!value.to_string().contains("Ada"));
        assert_eq!(value.to_string(), effective(&parse(JOB).unwrap()).unwrap().to_string());
    }
}
