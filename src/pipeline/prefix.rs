//! Prefixes of hashes that a target reserves: every record with such a hash would be withheld, so the job is refused.

use crate::config::{Job, KeyPath, Operator, Problem};
use crate::core::{Body, Text};
use crate::format::{Kind, Target};

/// Tells of every prefix that the operator `hash` would write and a target of the job refuses.
pub(super) fn check(job: &Job, targets: &[Target], problems: &mut Vec<Problem>) {
    let redact = KeyPath::root().key("redact");
    let default = (redact.key("default"), &job.redact.default);
    let entities = redact.key("entities");
    let listed = job.redact.entities.iter().map(|(entity, choice)| (entities.key(entity.as_str()), choice));
    for (path, choice) in std::iter::once(default).chain(listed) {
        let Operator::Hash { prefix, .. } = choice.operator() else { continue };
        for target in targets.iter().filter(|target| refuses(target, &prefix)) {
            let message = format!("the prefix holds a string that the target {} reserves", target.name());
            problems.push(
                Problem::new(path.key("prefix"), message)
                    .help("leave the prefix out, which writes a token, or choose one such as \"id-\""),
            );
        }
    }
}

/// Whether a target holds a text, and not the same text with the prefix of a hash in it, wherever it stands.
fn refuses(target: &Target, prefix: &str) -> bool {
    let hash = "0af3";
    let accepts = |text: &str| target.accepts(&body(target.wants(), text)).is_ok();
    let with = [format!("{prefix}{hash}"), format!("so {prefix}{hash}"), format!("so\n{prefix}{hash}")];
    accepts(hash) && !with.iter().all(|text| accepts(text))
}

fn body(kind: Kind, text: &str) -> Body {
    let text = || Text::new(text.to_owned());
    if kind == Kind::Documents {
        return Body::Document { text: text() };
    }
    Body::Pair { system: None, prompt: text(), completion: text() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Targets;

    #[test]
    fn what_a_target_reserves_is_refused() {
        let targets = Targets::load(None).unwrap();
        let target = targets.get("nova1-micro").unwrap();
        for (prefix, refused) in [("User:", true), ("id-", false), ("", false)] {
            assert_eq!(refuses(target, prefix), refused, "{prefix}");
        }
    }
}
