//! Messages on standard error: plain lines for a person, JSON lines for a machine. Results go to standard output.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::args::{Globals, LogFormat};

/// Writes one JSON event. A standard error that has gone away is no reason to stop.
pub(crate) fn event(kind: &str, fields: &Value) {
    let mut event = json!({"event": kind});
    if let (Some(event), Some(fields)) = (event.as_object_mut(), fields.as_object()) {
        event.extend(fields.clone());
    }
    let _ = writeln!(io::stderr().lock(), "{event}");
}

/// Tells something that is not an error; silent with `--quiet`.
pub(crate) fn note(globals: &Globals, message: &str) {
    if !globals.quiet {
        say(globals, "note", message);
    }
}

/// Tells of something that should not stay as it is; silent with `--quiet`.
pub(crate) fn warning(globals: &Globals, message: &str) {
    if !globals.quiet {
        say(globals, "warning", message);
    }
}

/// Tells of what was not looked at; never silent.
pub(crate) fn unread(globals: &Globals, message: &str) {
    say(globals, "warning", message);
}

/// Tells an error; never silent.
pub(crate) fn error(globals: &Globals, message: &str) {
    say(globals, "error", message);
}

fn say(globals: &Globals, level: &str, message: &str) {
    match globals.log_format {
        LogFormat::Human => {
            let _ = writeln!(io::stderr().lock(), "{level}: {message}");
        }
        LogFormat::Json => event(level, &json!({"message": message})),
    }
}
