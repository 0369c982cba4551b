//! Processes as the operating system lists them.

use std::process::Command;

use anyhow::Context as _;

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
