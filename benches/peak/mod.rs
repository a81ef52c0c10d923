//! The binary as a process, with the memory that it took at most.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

/// Whether the binary succeeded with these arguments in a folder, and its peak memory in KiB.
pub fn of_binary(arguments: &[&str], folder: &Path) -> (bool, u64) {
    let mut command = Command::new("sh");
    // The shell becomes the program, and what it is told of itself is read before it is gone.
    command.args(["-c", "exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_rehearsal")]).args(arguments);
    command.current_dir(folder).env_clear();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        if let Some(seen) = fs::read_to_string(&status).ok().as_deref().and_then(peak_of) {
            peak = peak.max(seen);
        }
        if let Some(ended) = child.try_wait().unwrap() {
            return (ended.success(), peak);
        }
        std::thread::sleep(Duration::from_micros(500));
    }
}

fn peak_of(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}
