//! Words of the command line: how they are called beside a test's own server, and how they end.

use std::{
    path::Path,
    process::{Command, Output, Stdio},
};

use anyhow::ensure;

use crate::knelpunt_command;

/// Makes a command that knows no server but the one it is told of.
///
/// # Errors
///
/// When the binary was not built.
pub fn words(words: &[&str], data: &Path) -> anyhow::Result<Command> {
    let mut command = knelpunt_command()?;
    command
        .args(words)
        .arg("--data")
        .arg(data)
        .env_remove("KNELPUNT_URL")
        .stdin(Stdio::null());
    Ok(command)
}

/// Checks how a word ended, and that it said each of some parts.
///
/// # Errors
///
/// When it ended otherwise, said something else, or panicked.
pub fn check(output: &Output, code: i32, parts: &[&str]) -> anyhow::Result<()> {
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    ensure!(output.status.code() == Some(code), "not {code}: {said}");
    for part in parts {
        ensure!(said.contains(part), "it does not say {part:?}: {said}");
    }
    ensure!(!said.contains("panicked"), "it panicked: {said}");
    Ok(())
}
