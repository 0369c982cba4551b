//! The real parts: where they are, how they are told to end, and waiting for what they do.

use std::{
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Duration,
};

use anyhow::{Context as _, bail, ensure};

/// How often, and how many times, a condition is looked at: 30 s in all.
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);
const LOOKS: usize = 1_500;

/// Looks until `seen` gives something.
///
/// # Errors
///
/// When it has not after 30 s.
pub fn until<T>(what: &str, mut seen: impl FnMut() -> Option<T>) -> anyhow::Result<T> {
    for _ in 0..LOOKS {
        if let Some(found) = seen() {
            return Ok(found);
        }
        thread::sleep(BETWEEN_LOOKS);
    }
    bail!("waited in vain until {what}")
}

/// Gives the `nats-server` that set-up found or installed.
pub fn nats_server() -> PathBuf {
    let brought = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.tools/python/bin/nats-server");
    match std::env::var_os("KNELPUNT_NATS_SERVER") {
        Some(path) => path.into(),
        None if brought.exists() => brought,
        None => PathBuf::from("nats-server"),
    }
}

/// Starts to make a command of the `knelpunt` that was built with these tests.
///
/// # Errors
///
/// When it was not built.
pub fn knelpunt_command() -> anyhow::Result<Command> {
    let test = std::env::current_exe()?;
    let profile = test
        .ancestors()
        .nth(2)
        .context("a test lies in a folder of the target folder")?;
    let binary = profile.join("knelpunt");
    ensure!(
        binary.exists(),
        "there is no binary to test: run `cargo build -p knelpunt` first, or tests/run"
    );
    let mut command = Command::new(binary);
    command
        .env("KNELPUNT_NATS_SERVER", nats_server())
        .env_remove("KNELPUNT_DATA")
        .env_remove("KNELPUNT_NATS");
    command.env("RUST_LOG", "info");
    Ok(command)
}

/// Sends a signal, such as `KILL`, to one process.
///
/// # Errors
///
/// When there is no such process.
pub fn signal(name: &str, pid: u32) -> anyhow::Result<()> {
    let status = Command::new("kill")
        .args(["-s", name, &pid.to_string()])
        .status()?;
    ensure!(status.success(), "no SIG{name} for process {pid}");
    Ok(())
}
