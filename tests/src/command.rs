//! Commands of `knelpunt`: running them beside a test's own server, and checking their output.

use std::{
    path::Path,
    process::{Command, Output, Stdio},
};

use anyhow::ensure;

use crate::knelpunt_command;

/// Returns a command that knows no server except the one in its arguments.
///
/// # Errors
///
/// If the binary was not built.
pub fn knelpunt_with(arguments: &[&str], data: &Path) -> anyhow::Result<Command> {
    let mut command = knelpunt_command()?;
    command
        .args(arguments)
        .arg("--data")
        .arg(data)
        .env_remove("KNELPUNT_URL")
        .stdin(Stdio::null());
    Ok(command)
}

/// Checks the exit code of a command, and that its output contains each of `parts`.
///
/// # Errors
///
/// If the code differs, a part is missing, or the command panicked.
pub fn check(output: &Output, code: i32, parts: &[&str]) -> anyhow::Result<()> {
    let printed = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    ensure!(
        output.status.code() == Some(code),
        "the exit code is not {code}: {printed}"
    );
    for part in parts {
        ensure!(
            printed.contains(part),
            "no {part:?} in the output: {printed}"
        );
    }
    ensure!(!printed.contains("panicked"), "it panicked: {printed}");
    Ok(())
}
