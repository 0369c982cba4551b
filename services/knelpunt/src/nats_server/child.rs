//! The parent's end: starts a guard, follows what it reports, and ends it by closing the pipe.

use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{ChildStdin, ChildStdout, Command};

use super::folder::Folder;
use super::report::Report;
use super::{guard, log, port};

/// A server that fails says so at once. One that takes long checks its store, which may take a while after a crash.
const READY_WITHIN: Duration = Duration::from_mins(2);
/// The guard kills the server after its own deadline; this one is for the guard.
const GUARD_ENDS_WITHIN: Duration = guard::END_WITHIN.saturating_add(Duration::from_secs(2));

/// What a server says whose port somebody else has.
const ADDRESS_IN_USE: &str = "address already in use";

/// How a server is started, the first time and each next.
#[derive(Debug)]
pub(super) struct Plan {
    executable: PathBuf,
    folder: Folder,
    pub(super) port: u16,
    name: String,
}

/// Why a server did not start.
#[derive(Debug)]
pub(super) enum Failure {
    /// Somebody else listens on this port.
    PortTaken(u16),
    Other(anyhow::Error),
}

/// A guard with its server. Dropping it closes the pipe, which ends both.
#[derive(Debug)]
pub(super) struct Child {
    guard: tokio::process::Child,
    pipe: ChildStdin,
    reports: Lines<BufReader<ChildStdout>>,
    server: Option<Pid>,
    lock: PathBuf,
}

impl Plan {
    /// The server gets a name by which this process knows it from another on the same port.
    pub(super) fn new(executable: PathBuf, folder: Folder, port: u16) -> Self {
        let name = format!("knelpunt-{}", std::process::id());
        Self {
            executable,
            folder,
            port,
            name,
        }
    }

    /// Starts a guard and its server, and waits until that answers.
    ///
    /// # Errors
    ///
    /// Says what kept it from running, and what to do about that.
    pub(super) async fn launch(&self) -> Result<Child, Failure> {
        let log_length = log::length(&self.folder.log());
        let mut child = self.spawn()?;
        let report = child.report().await;
        let Some(Report::Started(pid)) = report else {
            return Err(self.why(report, log_length));
        };
        child.server = Pid::from_raw(pid);
        tokio::select! {
            () = port::answered(self.port, &self.name) => Ok(child),
            report = child.report() => Err(self.why(report, log_length)),
            () = tokio::time::sleep(READY_WITHIN) => {
                Err(anyhow!("nats-server is not ready after {} s; see {}", READY_WITHIN.as_secs(), self.log()).into())
            }
        }
    }

    /// The guard is in a process group of its own, so that Ctrl-C reaches `knelpunt` alone.
    fn spawn(&self) -> anyhow::Result<Child> {
        let mut guard = Command::new(own_executable()?)
            .arg0("knelpunt")
            .arg("guard")
            .arg("--dir")
            .arg(self.folder.path())
            .arg("--executable")
            .arg(&self.executable)
            .args(["--port", &self.port.to_string(), "--name", &self.name])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .process_group(0)
            .spawn()
            .context("cannot start the guard of nats-server")?;
        let (Some(pipe), Some(out)) = (guard.stdin.take(), guard.stdout.take()) else {
            return Err(anyhow!("the guard of nats-server has no pipes"));
        };
        let reports = BufReader::new(out).lines();
        Ok(Child {
            guard,
            pipe,
            reports,
            server: None,
            lock: self.folder.lock(),
        })
    }

    fn why(&self, report: Option<Report>, log_length: u64) -> Failure {
        let dir = self.folder.path().display();
        Failure::Other(match report {
            Some(Report::InUse(pid)) => {
                let pid = pid.map_or_else(String::new, |pid| format!(" (process {pid})"));
                anyhow!(
                    "another nats-server{pid} still uses {dir}; stop it, or choose another folder with --data"
                )
            }
            Some(Report::Failed(why)) => anyhow!("{why}{}", log::advice(&why)),
            Some(Report::Ended(how)) => {
                let said = log::complaints(&self.folder.log(), log_length);
                if said.contains(ADDRESS_IN_USE) {
                    return Failure::PortTaken(self.port);
                }
                let said = if said.is_empty() {
                    said
                } else {
                    format!(": {said}")
                };
                let (advice, log) = (log::advice(&said), self.log());
                anyhow!(
                    "nats-server ended before it was ready ({how}){said}{advice}; its log is {log}"
                )
            }
            Some(Report::Started(_)) | None => {
                anyhow!("the guard of nats-server ended before it was ready; try again")
            }
        })
    }

    fn log(&self) -> String {
        self.folder.log().display().to_string()
    }
}

impl Child {
    /// The next line of the guard; `None` if it is gone.
    async fn report(&mut self) -> Option<Report> {
        while let Ok(Some(line)) = self.reports.next_line().await {
            let report = Report::parse(&line);
            if report.is_some() {
                return report;
            }
            tracing::debug!(line, "the guard of nats-server said something else");
        }
        None
    }

    /// Waits until the server ends by itself, or its guard does, and says how.
    pub(super) async fn ended(&mut self) -> String {
        match self.report().await {
            Some(Report::Ended(how)) => format!("ended by itself ({how})"),
            Some(report) => format!("is in trouble ({report})"),
            None => "lost its guard".to_owned(),
        }
    }

    /// Closes the pipe and waits, bounded, for the guard to have stopped the server.
    pub(super) async fn end(mut self) {
        drop(self.pipe);
        let ended = tokio::time::timeout(GUARD_ENDS_WITHIN, self.guard.wait()).await;
        // A guard that leaves with an exit code has seen its server go.
        if !matches!(ended, Ok(Ok(status)) if status.code().is_some()) {
            end_orphan(&self.lock, self.server);
        }
    }
}

/// Ends a server whose guard was killed, or hangs. That it still runs shows by the lock, which it shares.
fn end_orphan(lock: &Path, server: Option<Pid>) {
    let (Ok(lock), Some(server)) = (File::open(lock), server) else {
        return;
    };
    if lock.try_lock().is_err() {
        tracing::warn!(
            pid = server.as_raw_nonzero().get(),
            "nats-server outlived its guard; ending it"
        );
        let _ = kill_process(server, Signal::TERM);
    }
}

/// This very program, even if another has been put in its place since it started.
fn own_executable() -> anyhow::Result<PathBuf> {
    if cfg!(target_os = "linux") {
        return Ok(PathBuf::from("/proc/self/exe"));
    }
    std::env::current_exe().context("cannot find the program itself")
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Other(error)
    }
}

impl From<Failure> for anyhow::Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Other(error) => error,
            taken @ Failure::PortTaken(_) => anyhow!("{taken}"),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PortTaken(port) => write!(
                f,
                "port {port} of 127.0.0.1 is taken; stop what listens there, or choose another"
            ),
            Self::Other(error) => write!(f, "{error:#}"),
        }
    }
}
