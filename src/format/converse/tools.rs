//! Tools of a conversation: every use names a defined tool, has an identifier of its own and is answered at most once, later.
//!
//! The rules are those of the page about data for Amazon Nova 2 and of the checks in <https://github.com/aws/nova-forge-sdk>.

use std::collections::BTreeMap;

use crate::format::fault::{Fault, ToolFault};
use crate::format::line::Line;
use crate::format::pointer::Pointer;

/// Reports what does not fit together. `root` is the record.
pub(in crate::format) fn check(root: &Line<'_>, sink: &mut dyn FnMut(Fault, &Pointer<'_>)) {
    let defined = definitions(root, sink);
    let mut uses: BTreeMap<&str, Use> = BTreeMap::new();
    let messages = Pointer::ROOT.key("messages");
    for (n, message) in root.items_of("messages").iter().enumerate() {
        let at = messages.item(n);
        let content = at.key("content");
        for (m, block) in message.items_of("content").iter().enumerate() {
            let at = content.item(m);
            if let Some(tool_use) = block.get("toolUse") {
                let at = at.key("toolUse");
                if tool_use.text_of("name").is_some_and(|name| !defined.contains(&name)) {
                    sink(Fault::Tool(ToolFault::Undefined), &at.key("name"));
                }
                if let Some(id) = tool_use.text_of("toolUseId")
                    && uses.insert(id, Use { message: n, answered: false }).is_some()
                {
                    sink(Fault::Tool(ToolFault::UsedTwice), &at.key("toolUseId"));
                }
            }
            if let Some(id) = block.get("toolResult").and_then(|result| result.text_of("toolUseId")) {
                let fault = match uses.get_mut(id) {
                    Some(tool_use) if tool_use.message >= n => Some(ToolFault::NoUse),
                    Some(tool_use) => {
                        std::mem::replace(&mut tool_use.answered, true).then_some(ToolFault::AnsweredTwice)
                    }
                    None => Some(ToolFault::NoUse),
                };
                if let Some(fault) = fault {
                    sink(Fault::Tool(fault), &at.key("toolResult").key("toolUseId"));
                }
            }
        }
    }
}

struct Use {
    message: usize,
    answered: bool,
}

/// Names of the tools that the record defines.
fn definitions<'l>(root: &'l Line<'_>, sink: &mut dyn FnMut(Fault, &Pointer<'_>)) -> Vec<&'l str> {
    let Some(config) = root.get("toolConfig") else { return Vec::new() };
    let at = Pointer::ROOT.key("toolConfig");
    let at = at.key("tools");
    let mut names = Vec::new();
    for (n, tool) in config.items_of("tools").iter().enumerate() {
        let Some(name) = tool.get("toolSpec").and_then(|spec| spec.text_of("name")) else { continue };
        if names.contains(&name) {
            sink(Fault::Tool(ToolFault::DefinedTwice), &at.item(n).key("toolSpec").key("name"));
        }
        names.push(name);
    }
    names
}
