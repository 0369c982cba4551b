//! Commands of `knelpunt`: running them beside a test's own server, and checking their output.

use std::{
    path::Path,
    process::{Command, Output, Stdio},
};

use anyhow::{Context as _, ensure};
use serde::de::DeserializeOwned;

use crate::knelpunt_command;

/// The output and the exit code of a command.
#[derive(Debug, Clone)]
pub struct Ended {
    /// The exit code; none if a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ended {
    /// Runs a command to its end.
    ///
    /// # Errors
    ///
    /// If it cannot be run.
    pub fn run(command: &mut Command) -> anyhow::Result<Self> {
        let output = command.output();
        Ok(output
            .with_context(|| format!("cannot run {command:?}"))?
            .into())
    }

    /// Checks the exit code, and that standard output contains each of `parts`.
    ///
    /// # Errors
    ///
    /// If the code differs, a part is missing, or the command panicked.
    pub fn expect(self, code: i32, parts: &[&str]) -> anyhow::Result<Self> {
        self.check(code, &self.out, parts)?;
        Ok(self)
    }

    /// Checks the exit code, and that standard error contains each of `parts`.
    ///
    /// # Errors
    ///
    /// As [`Ended::expect`].
    pub fn refuses(self, code: i32, parts: &[&str]) -> anyhow::Result<Self> {
        self.check(code, &self.err, parts)?;
        Ok(self)
    }

    /// Checks the exit code, and that what it printed, wherever, contains each of `parts`.
    ///
    /// # Errors
    ///
    /// As [`Ended::expect`].
    pub fn prints(self, code: i32, parts: &[&str]) -> anyhow::Result<Self> {
        self.check(code, &self.printed(), parts)?;
        Ok(self)
    }

    /// Returns what it printed: its standard output, and then its standard error.
    pub fn printed(&self) -> String {
        [&*self.out, &self.err].concat()
    }

    /// Reads standard output as JSON.
    ///
    /// # Errors
    ///
    /// If it is something else.
    pub fn json<T: DeserializeOwned>(&self) -> anyhow::Result<T> {
        serde_json::from_str(&self.out).with_context(|| format!("{self:#?}"))
    }

    fn check(&self, code: i32, printed: &str, parts: &[&str]) -> anyhow::Result<()> {
        ensure!(
            self.code == Some(code),
            "the exit code is not {code}: {self:#?}"
        );
        for part in parts {
            ensure!(
                printed.contains(part),
                "it does not print {part:?}: {self:#?}"
            );
        }
        ensure!(!self.err.contains("panicked"), "it panicked: {self:#?}");
        Ok(())
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

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

/// Runs a command that knows no server except the one in its arguments.
///
/// # Errors
///
/// If it cannot be run.
pub fn run_with(arguments: &[&str], data: &Path) -> anyhow::Result<Ended> {
    Ended::run(&mut knelpunt_with(arguments, data)?)
}

/// Runs a program that must succeed; returns its standard output.
///
/// # Errors
///
/// If it fails, or is not installed.
pub fn printed(command: &mut Command) -> anyhow::Result<String> {
    let ended = Ended::run(command).context("run tests/run, which installs it")?;
    Ok(ended.expect(0, &[])?.out)
}
