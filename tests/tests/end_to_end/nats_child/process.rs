//! Processes as the operating system lists them.

use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};

/// How often, and how many times, a condition is checked: for 20 s in all.
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);
const LOOKS: usize = 1000;

pub(crate) fn alive(pid: u32) -> bool {
    state(pid).is_ok_and(|state| !state.is_empty() && !state.starts_with('Z'))
}

fn state(pid: u32) -> anyhow::Result<String> {
    ps(pid, "stat=")
}

pub(crate) fn parent_of(pid: u32) -> anyhow::Result<u32> {
    ps(pid, "ppid=")?.parse().context("no parent")
}

pub(crate) fn has_child(pid: u32) -> bool {
    let output = Command::new("pgrep")
        .args(["-P", &pid.to_string()])
        .output();
    output.is_ok_and(|output| output.status.success())
}

fn ps(pid: u32, column: &str) -> anyhow::Result<String> {
    let output = Command::new("ps")
        .args(["-o", column, "-p", &pid.to_string()])
        .output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

pub(crate) fn signal(name: &str, pid: u32) -> anyhow::Result<()> {
    let arguments = ["-s".to_owned(), name.to_owned(), pid.to_string()];
    let status = Command::new("kill").args(arguments).status()?;
    ensure!(status.success(), "no SIG{name} for process {pid}");
    Ok(())
}

/// Waits until `seen` returns a value.
pub(crate) fn until<T>(what: &str, mut seen: impl FnMut() -> Option<T>) -> anyhow::Result<T> {
    for _ in 0..LOOKS {
        if let Some(found) = seen() {
            return Ok(found);
        }
        sleep(BETWEEN_LOOKS);
    }
    bail!("waited in vain until {what}")
}
