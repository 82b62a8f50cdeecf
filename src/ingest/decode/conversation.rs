//! From a list of turns in whatever shape to a conversation that begins with the user and ends with the assistant.

use std::mem;

use serde_json::Value;

use super::assemble::text;
use crate::config::RoleName;
use crate::core::{Body, Reason, Role, Text, Turn};
use crate::ingest::plan::Turns;

/// Reads the turns. `system` is the text of the mapped system field; system turns come after it.
pub(super) fn body(plan: &Turns, system: Option<Text>, messages: Option<Value>) -> Result<Body, Reason> {
    let Value::Array(messages) = messages.ok_or(Reason::MissingField)? else { return Err(Reason::FieldType) };
    let mut systems: Vec<Text> = system.into_iter().collect();
    let mut turns: Vec<Turn> = Vec::with_capacity(messages.len());
    for mut message in messages {
        let role = match role(plan, &message)? {
            RoleName::Skip => continue,
            RoleName::System if turns.is_empty() => {
                systems.push(content(plan, &mut message)?);
                continue;
            }
            RoleName::System => return Err(Reason::TurnOrder),
            RoleName::User => Role::User,
            RoleName::Assistant => Role::Assistant,
        };
        let text = content(plan, &mut message)?;
        match turns.last_mut() {
            Some(last) if plan.merge && last.role == role => {
                let mut merged = mem::take(&mut last.text).into_exposed();
                merged.push('\n');
                merged.push_str(text.expose());
                last.text = Text::new(merged);
            }
            _ => turns.push(Turn { role, text }),
        }
    }
    if plan.trim {
        trim(&mut turns);
    }
    check(&turns)?;
    Ok(Body::Conversation { system: join(&systems), turns })
}

fn role(plan: &Turns, message: &Value) -> Result<RoleName, Reason> {
    match message.pointer(&plan.role) {
        None | Some(Value::Null) => Err(Reason::MissingField),
        Some(Value::String(name)) => plan.roles.get(&name.trim().to_lowercase()).copied().ok_or(Reason::UnknownRole),
        Some(_) => Err(Reason::FieldType),
    }
}

fn content(plan: &Turns, message: &mut Value) -> Result<Text, Reason> {
    let value = message.pointer_mut(&plan.content).map(mem::take).filter(|value| !value.is_null());
    let text = text(value.ok_or(Reason::EmptyText)?)?;
    if text.is_blank() { Err(Reason::EmptyText) } else { Ok(text) }
}

fn join(systems: &[Text]) -> Option<Text> {
    let texts: Vec<&str> = systems.iter().map(Text::expose).collect();
    (!texts.is_empty()).then(|| Text::new(texts.join("\n")))
}

fn trim(turns: &mut Vec<Turn>) {
    let first = turns.iter().position(|turn| turn.role == Role::User).unwrap_or(turns.len());
    turns.drain(..first);
    let last = turns.iter().rposition(|turn| turn.role == Role::Assistant).map_or(0, |at| at + 1);
    turns.truncate(last);
}

fn check(turns: &[Turn]) -> Result<(), Reason> {
    let alternate =
        turns.iter().zip([Role::User, Role::Assistant].iter().cycle()).all(|(turn, role)| turn.role == *role);
    if alternate && !turns.is_empty() && turns.len().is_multiple_of(2) { Ok(()) } else { Err(Reason::TurnOrder) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Reads turns given as `role:text`, and shows the result in the same way.
    fn run(options: &str, turns: &[&str]) -> Result<Vec<String>, Reason> {
        let messages = turns.iter().map(|turn| {
            let (role, text) = turn.split_once(':').unwrap();
            json!({"role": role, "content": text})
        });
        shown(options, None, json!(messages.collect::<Vec<_>>()))
    }

    fn shown(options: &str, system: Option<&str>, messages: Value) -> Result<Vec<String>, Reason> {
        let plan = Turns::compile(&toml::from_str(options).unwrap()).unwrap();
        let Body::Conversation { system, turns } = body(&plan, system.map(Text::new), Some(messages))? else {
            panic!("a conversation is expected")
        };
        let system = system.iter().map(|text| format!("system:{}", text.expose()));
        let turns = turns.iter().map(|turn| format!("{}:{}", turn.role.as_str(), turn.text.expose()));
        Ok(system.chain(turns).collect())
    }

    #[test]
    fn turns_are_put_in_order_or_refused() {
        type Case<'a> = (&'a str, &'a [&'a str], Result<&'a [&'a str], Reason>);
        let cases: &[Case<'_>] = &[
            ("", &["user:q", "assistant:a"], Ok(&["user:q", "assistant:a"])),
            ("", &["Human:q", " GPT :a"], Ok(&["user:q", "assistant:a"])),
            ("", &["system:s", "system:t", "user:q", "assistant:a"], Ok(&["system:s\nt", "user:q", "assistant:a"])),
            ("", &["user:q", "system:s", "assistant:a"], Err(Reason::TurnOrder)),
            ("", &["assistant:a", "user:q"], Err(Reason::TurnOrder)),
            ("", &["user:q"], Err(Reason::TurnOrder)),
            ("", &["user:q", "user:q"], Err(Reason::TurnOrder)),
            ("", &["user:q", "assistant:a", "user:r"], Err(Reason::TurnOrder)),
            ("", &["user:q", "assistant:a", "assistant:b", "user:r"], Err(Reason::TurnOrder)),
            ("", &["user:q", "tool:x", "assistant:a"], Err(Reason::UnknownRole)),
            ("", &["user: ", "assistant:a"], Err(Reason::EmptyText)),
            ("", &[], Err(Reason::TurnOrder)),
            ("merge = true", &["user:q", "user:r", "assistant:a"], Ok(&["user:q\nr", "assistant:a"])),
            (
                "trim = true",
                &["assistant:hi", "user:q", "assistant:a", "user:bye", "user:!"],
                Ok(&["user:q", "assistant:a"]),
            ),
            ("trim = true", &["assistant:hi", "user:q"], Err(Reason::TurnOrder)),
            (
                "roles = {agent = 'assistant', customer = 'user', action = 'skip'}",
                &["Customer:q", "action: ", "agent:a"],
                Ok(&["user:q", "assistant:a"]),
            ),
        ];
        for (options, turns, expected) in cases {
            let expected = expected.map(|turns| turns.iter().map(|turn| (*turn).to_owned()).collect::<Vec<_>>());
            assert_eq!(run(options, turns), expected, "{options} {turns:?}");
        }
    }

    #[test]
    fn role_and_content_are_found_by_pointer() {
        let pairs = json!([["customer", "q"], ["agent", "a"]]);
        let options = "role = '/0'\ncontent = '/1'\nroles = {agent = 'assistant', customer = 'user'}";
        assert_eq!(shown(options, None, pairs).unwrap(), ["user:q", "assistant:a"]);
        let blocks = json!([
            {"role": "user", "content": [{"text": "q"}, {"text": "r"}]},
            {"role": "assistant", "content": [{"type": "text", "text": "a"}]}
        ]);
        assert_eq!(shown("", Some("s"), blocks).unwrap(), ["system:s", "user:q\nr", "assistant:a"]);
    }

    #[test]
    fn turns_of_another_shape_have_their_reasons() {
        for (messages, reason) in [
            (json!("x"), Reason::FieldType),
            (json!([{"content": "q"}]), Reason::MissingField),
            (json!([{"role": null, "content": "q"}]), Reason::MissingField),
            (json!([{"role": 1, "content": "q"}]), Reason::FieldType),
            (json!(["q"]), Reason::MissingField),
            (json!([{"role": "user"}]), Reason::EmptyText),
            (json!([{"role": "user", "content": null}]), Reason::EmptyText),
            (json!([{"role": "user", "content": []}]), Reason::EmptyText),
            (json!([{"role": "user", "content": 5}]), Reason::FieldType),
            (json!([{"role": "user", "content": [{"image": {}}]}]), Reason::NotText),
        ] {
            assert_eq!(shown("", None, messages.clone()), Err(reason), "{messages}");
        }
        let plan = Turns::compile(&crate::config::Conversation::default()).unwrap();
        assert_eq!(body(&plan, None, None), Err(Reason::MissingField));
    }
}
