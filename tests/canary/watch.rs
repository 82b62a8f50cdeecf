//! What a running program has on disk, be it in files without a name.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::Ran;

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(15);

/// Runs the program and looks at every file that it has open or made below a folder, again and again. Returns what it did, and
/// the longest content that was seen of each file that was there for a while.
pub(crate) fn run(mut command: Command, folder: &Path, known: &[PathBuf]) -> (Ran, Vec<Vec<u8>>) {
    let (stdout, stderr) = (folder.join("stdout"), folder.join("stderr"));
    command.stdout(fs::File::create(&stdout).unwrap()).stderr(fs::File::create(&stderr).unwrap()).stdin(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut seen = BTreeMap::new();
    let code = loop {
        look(child.id(), folder, known, &mut seen);
        if let Some(status) = child.try_wait().unwrap() {
            break status.code().unwrap_or(-1);
        }
        std::thread::sleep(PAUSE);
    };
    let read = |path: &Path| fs::read_to_string(path).unwrap();
    let ran = Ran { code, stdout: read(&stdout), stderr: read(&stderr) };
    // What is still there is looked through as it was left.
    for about in walkdir::WalkDir::new(folder).into_iter().flatten().filter_map(|entry| entry.metadata().ok()) {
        seen.remove(&(about.dev(), about.ino()));
    }
    (ran, seen.into_values().filter(|bytes| !bytes.is_empty()).collect())
}

/// The content of files by device and number, the longest that was seen.
type Seen = BTreeMap<(u64, u64), Vec<u8>>;

fn look(process: u32, folder: &Path, known: &[PathBuf], seen: &mut Seen) {
    let open = fs::read_dir(format!("/proc/{process}/fd")).into_iter().flatten().flatten();
    let open = open.map(|entry| entry.path()).filter(|link| {
        // What lies elsewhere is no file of a run: libraries, pipes, the terminal.
        fs::read_link(link).is_ok_and(|path| path.starts_with(folder) && !known.contains(&path))
    });
    let made = walkdir::WalkDir::new(folder).into_iter().flatten().map(walkdir::DirEntry::into_path);
    let made = made.filter(|path| !known.iter().any(|known| path.starts_with(known)));
    for path in open.chain(made) {
        let Ok(about) = fs::metadata(&path) else { continue };
        let slot = seen.entry((about.dev(), about.ino())).or_default();
        if about.is_file() && about.len() > slot.len() as u64 {
            *slot = fs::read(&path).unwrap_or_default();
        }
    }
}
