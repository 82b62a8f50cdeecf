//! Builds again when a rule file is added or removed: changes to the files themselves are seen without this.

use std::io::Write as _;

fn main() {
    let _ = writeln!(std::io::stdout(), "cargo::rerun-if-changed=rules");
}
