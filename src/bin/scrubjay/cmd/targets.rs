//! `scrubjay targets`: which targets there are, and what is known of them.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Subcommand;
use scrubjay::format::definition::{Bounds, Definition, Match, Size, TokenCounts};
use scrubjay::format::{Severity, Shape, Target, Targets};
use serde_json::json;

use crate::args::{Globals, ResultFormat as Format};
use crate::exit::Exit;

/// Arguments of `scrubjay targets`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  scrubjay targets list
  scrubjay targets explain nova1-lite
  scrubjay targets explain llama3-1 --format json")]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
    /// Folder with target definitions of your own
    #[arg(long, visible_alias = "targets", value_name = "DIR", global = true)]
    targets_dir: Option<PathBuf>,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT", global = true)]
    format: Format,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum Action {
    /// List every target
    List,
    /// Show a target's shape with an example line, its limits and its sources
    Explain {
        /// Name of the target
        name: String,
    },
}

/// Runs the command.
pub(crate) fn run(args: &Args, _globals: &Globals) -> anyhow::Result<Exit> {
    let targets = Targets::load(args.targets_dir.as_deref())?;
    let text = match (&args.action, args.format) {
        (Action::List, Format::Human) => list(&targets),
        (Action::List, Format::Json) => {
            let names = targets.iter().map(|target| {
                let definition = target.definition();
                let (status, shape) = (definition.status.as_str(), definition.shape.as_str());
                json!({"name": target.name(), "title": definition.title, "status": status, "shape": shape})
            });
            serde_json::to_string_pretty(&names.collect::<Vec<_>>())?
        }
        (Action::Explain { name }, Format::Human) => explain(targets.get(name)?)?,
        (Action::Explain { name }, Format::Json) => {
            let target = targets.get(name)?;
            let example = target.example()?;
            let all = json!({"definition": target.definition(), "digest": target.digest(), "example": example});
            serde_json::to_string_pretty(&all)?
        }
    };
    writeln!(io::stdout().lock(), "{}", text.trim_end())?;
    Ok(Exit::Done)
}

fn list(targets: &Targets) -> String {
    let mut text = String::new();
    for target in targets.iter() {
        let definition = target.definition();
        let (status, shape) = (definition.status.as_str(), definition.shape.as_str());
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:<23} {status:<10} {shape:<18} {}", target.name(), definition.title);
    }
    text
}

fn explain(target: &Target) -> anyhow::Result<String> {
    let definition = target.definition();
    let mut text = format!("{}: {}\n", target.name(), definition.title);
    let mut row = |name: &str, value: String| {
        if !value.is_empty() {
            let _ = writeln!(text, "  {name:<11} {value}");
        }
    };
    row("status", format!("{}, sources read on {}", definition.status.as_str(), definition.checked));
    row("regions", definition.regions.join(", "));
    row("shape", definition.shape.as_str().to_owned());
    row("example", target.example()?.trim_end().replace('\u{1e}', "(U+001E)").replace('\n', "\n              "));
    row("keys", keys(target));
    row("roles", roles(definition));
    let keys = !matches!(definition.shape, Shape::PlainText {});
    row("other keys", if keys { definition.keys.others.as_str().to_owned() } else { String::new() });
    row("records", records(definition));
    row("length", length(definition));
    row("file", file(definition));
    row("reserved", reserved(definition, Severity::Error));
    row("suspicious", reserved(definition, Severity::Warning));
    for uniform in &definition.uniform {
        let (key, severity) = (uniform.key.as_str(), uniform.severity.as_str());
        row("uniform", format!("`{key}` in every record or in none ({severity})"));
    }
    definition.notes.iter().for_each(|note| row("note", note.clone()));
    definition.sources.iter().for_each(|source| row("source", source.clone()));
    row("digest", target.digest().to_owned());
    Ok(text)
}

/// The keys of a record, those in brackets optional.
fn keys(target: &Target) -> String {
    let keys = target.keys().map(|(key, must)| if must { key.to_owned() } else { format!("[{key}]") });
    keys.collect::<Vec<_>>().join(", ")
}

fn roles(definition: &Definition) -> String {
    let (Shape::Converse { turns, .. } | Shape::Messages { turns, .. }) = &definition.shape else {
        return String::new();
    };
    let mut said = turns.roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", ");
    for (what, role) in [("first", turns.first), ("last", turns.last)] {
        if let Some(role) = role {
            let _ = write!(said, "; {what} {}", role.as_str());
        }
    }
    if turns.alternate {
        said.push_str("; taking turns");
    }
    let _ = write!(said, "; at least {}", turns.min);
    if let Some(most) = turns.max {
        let _ = write!(said, ", at most {most} ({})", turns.max_severity.as_str());
    }
    said
}

fn records(definition: &Definition) -> String {
    let records = &definition.records;
    let parts = [("train", records.train), ("validation", records.validation), ("together", records.sum)];
    parts.into_iter().filter_map(|(name, b)| Some(format!("{name} {}", bounds(b)?))).collect::<Vec<_>>().join("; ")
}

fn bounds(bounds: Bounds) -> Option<String> {
    let Bounds { min, max, advised_min, advised_max } = bounds;
    let said = [("at least", min), ("at most", max), ("better at least", advised_min), ("better at most", advised_max)];
    let said: Vec<_> = said.into_iter().filter_map(|(what, n)| Some(format!("{what} {}", n?))).collect();
    (!said.is_empty()).then(|| said.join(", "))
}

fn length(definition: &Definition) -> String {
    let Some(tokens) = definition.tokens else { return String::new() };
    let limits = tokens.limits().map(|(part, limit)| match part {
        TokenCounts::Input => format!("prompt {limit} tokens"),
        TokenCounts::Output => format!("completion {limit} tokens"),
        TokenCounts::Total => format!("record {limit} tokens"),
    });
    let mut said = limits.collect::<Vec<_>>().join(", ");
    let _ = write!(said, "; a warning above {} characters a token", tokens.warning_chars);
    if let Some(error) = tokens.error_chars {
        let _ = write!(said, ", an error above {error}");
    }
    said
}

fn file(definition: &Definition) -> String {
    let rules = &definition.file;
    let mut said = format!(".{}, named in A-Z a-z 0-9 {}", rules.extension, rules.punctuation);
    for (name, Size { max, .. }) in [("train", rules.train_bytes), ("validation", rules.validation_bytes)] {
        if let Some(max) = max {
            let _ = write!(said, "; {name} at most {max} bytes");
        }
    }
    if !rules.validation {
        said.push_str("; no validation file");
    }
    said
}

fn reserved(definition: &Definition, severity: Severity) -> String {
    let sets = definition.reserved.iter().filter(|reserved| reserved.severity == severity);
    let strings = sets.flat_map(|reserved| {
        let case = if reserved.compare == Match::IgnoreCase { " in any case" } else { "" };
        reserved.strings.keys().map(move |string| format!("`{string}`{case}"))
    });
    strings.collect::<Vec<_>>().join(", ")
}
