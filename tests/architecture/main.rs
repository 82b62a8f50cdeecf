//! Holds the rules that the folders live by. Each rule is shown to fail on a bad snippet before it is put to the sources.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and clippy takes only `#[test]` functions for tests"
)]

mod code;
mod rules;

use std::path::Path;

use walkdir::WalkDir;

/// Every Rust file of the project with its path from the project's root, `/` between its parts.
fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "tests", "benches", "examples"] {
        for entry in WalkDir::new(root.join(folder)).sort_by_file_name().into_iter().filter_map(Result::ok) {
            if entry.path().extension().is_some_and(|extension| extension == "rs") {
                let parts = entry.path().strip_prefix(root).unwrap().components();
                let name: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
                files.push((name.join("/"), std::fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    files
}

#[test]
fn the_sources_keep_the_rules() {
    let files = files();
    assert!(files.len() > 30, "only {} files were found: the rules would hold for nothing", files.len());
    let broken: Vec<_> = files.iter().flat_map(|(path, text)| rules::broken(path, text)).collect();
    assert!(broken.is_empty(), "{} rules broken:\n{}", broken.len(), broken.join("\n"));
}

/// One bad snippet for each rule, and what must be said about it.
#[test]
fn every_rule_can_fail() {
    let long = format!("//! Long.\n{}", "\n".repeat(rules::MAX_LINES));
    for (path, text, expected) in [
        ("src/core/text.rs", "//! T.\nuse crate::config::Job;", "core must not use config"),
        ("src/config/load.rs", "//! T.\nuse crate::rules::Pack;", "config must not use rules"),
        ("src/detect/mod.rs", "//! T.\nuse crate::redact::Operator;", "detect must not use redact"),
        ("src/detect/mod.rs", "//! T.\nfn f() { crate::pipeline::run(); }", "detect must not use pipeline"),
        ("src/detect/mod.rs", "//! T.\nuse crate::{core::{Span, Text}, split::plan};", "detect must not use split"),
        ("src/detect/checksum/luhn.rs", "//! T.\nuse super::super::super::leak::Check;", "detect must not use leak"),
        ("src/detect/mod.rs", "//! T.\nuse super::leak::Check;", "detect must not use leak"),
        ("src/detect/mod.rs", "//! T.\nuse crate::helm::Wheel;", "detect must not use helm"),
        ("src/helm/mod.rs", "//! T.\n", "helm stands in no row"),
        ("src/store/local.rs", "//! T.\nuse aws_sdk_s3::Client;", "aws_sdk_s3 belongs"),
        ("src/pipeline/run.rs", "//! T.\ntokio::spawn(f);", "tokio belongs"),
        ("src/detect/mod.rs", "//! T.\nuse polars::prelude::*;", "polars belongs"),
        ("src/pipeline/run.rs", "//! T.\n#[derive(clap::Args)] struct A;", "clap belongs"),
        ("src/ingest/mod.rs", "//! T.\nfn f() -> anyhow::Result<()> {}", "anyhow belongs"),
        ("src/provenance/gate.rs", "//! T.\nuse spdx::Expression;", "spdx belongs"),
        ("src/pipeline/run.rs", "//! T.\nlet r = r.declare_scrubbed();", "declare_scrubbed belongs"),
        ("src/core/text.rs", "//! T.\nimpl fmt::Display for Text {}", "Text must not have Display"),
        ("src/core/text.rs", "//! T.\nimpl std::ops::Deref for Text {}", "Text must not have Deref"),
        ("src/core/text.rs", "//! T.\nimpl serde::Serialize for Text {}", "Text must not have Serialize"),
        (
            "src/core/text.rs",
            "//! T.\n#[derive(Clone, Serialize)]\npub struct Text(String);",
            "Text must not have Serialize",
        ),
        (
            "src/core/text.rs",
            "//! T.\n#[derive(Clone, Debug)]\npub struct Text(String);",
            "Text must not have derived Debug",
        ),
        ("src/core/utils.rs", "//! T.\n", "`utils` says nothing"),
        ("src/core/helpers/x.rs", "//! T.\n", "`helpers` says nothing"),
        ("tests/common/mod.rs", "//! T.\n", "`common` says nothing"),
        ("src/core/mod.rs", "//! T.\nmod manager {}", "`manager` says nothing"),
        ("src/core/text.rs", "use std::fmt;", "begin with `//!`"),
        ("benches/detect.rs", "// T.\n", "begin with `//!`"),
        ("src/core/text.rs", long.as_str(), "601 lines"),
    ] {
        let broken = rules::broken(path, text);
        assert_eq!(broken.len(), 1, "{path}: {text}: {broken:?}");
        assert!(broken[0].contains(expected) && broken[0].starts_with(path), "{expected}: {broken:?}");
    }
}

#[test]
fn what_is_allowed_is_not_reported() {
    for (path, text) in [
        ("src/detect/mod.rs", "//! Uses crate::redact in words only.\n// crate::leak\nuse crate::core::Span;"),
        ("src/detect/mod.rs", "//! T.\nuse crate::rules::Rule;\nuse super::core::Text;\nuse crate::detect::overlap;"),
        ("src/detect/luhn.rs", "//! T.\nuse super::leak::Check;"),
        ("src/detect/mod.rs", "//! T.\nconst S: &str = \"crate::leak tokio::spawn\"; const Q: char = '\"'; // \""),
        ("src/detect/mod.rs", "//! T.\n#[cfg(test)]\nmod tests {\n use super::leak;\n}"),
        ("src/store/s3.rs", "//! T.\nuse aws_sdk_s3::Client; use tokio::runtime::Runtime;"),
        ("src/store/s3/client.rs", "//! T.\nuse aws_sdk_s3::Client;"),
        ("src/pipeline/scrub.rs", "//! T.\nlet r = r.declare_scrubbed();"),
        ("src/write/shard.rs", "//! T.\n#[cfg(test)]\nmod tests {\n fn f() { r.declare_scrubbed(); }\n}"),
        ("src/write/tests.rs", "//! T.\nfn f() { r.declare_scrubbed(); }"),
        ("src/bin/scrubjay/cmd/run.rs", "//! T.\nuse clap::Args; use crate::args::Globals; use anyhow::Context;"),
        ("src/pipeline/run.rs", "//! T.\nuse crate::{core, config::Job, dedup::cluster};"),
        ("src/core/text.rs", "//! T.\n#[derive(Clone, PartialEq, Eq, Default)]\npub struct Text(String);"),
    ] {
        assert_eq!(rules::broken(path, text), Vec::<String>::new(), "{path}: {text}");
    }
}
