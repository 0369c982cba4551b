//! The parent's side: starts a guard, reads its reports, and ends it by closing the pipe.

use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{ChildStdin, ChildStdout, Command};

use super::folder::NatsFolder;
use super::report::GuardReport;
use super::{guard, log, port};

/// The time to start. A server that fails ends at once; one that takes long checks its store after a crash.
const START_TIMEOUT: Duration = Duration::from_mins(2);
/// The time for the guard to end: longer than its own deadline, after which it kills the server.
const GUARD_TIMEOUT: Duration = guard::END_TIMEOUT.saturating_add(Duration::from_secs(2));

/// The complaint of a server whose port is taken.
const ADDRESS_IN_USE: &str = "address already in use";

/// How to start a server, the first time and after each end.
#[derive(Debug)]
pub(super) struct LaunchPlan {
    executable: PathBuf,
    folder: NatsFolder,
    pub(super) port: u16,
    name: String,
}

/// Why a server did not start.
#[derive(Debug)]
pub(super) enum LaunchError {
    /// Another process listens on this port.
    PortTaken(u16),
    Other(anyhow::Error),
}

/// A guard with its server. Dropping it closes the pipe, which ends both.
#[derive(Debug)]
pub(super) struct GuardedServer {
    guard: tokio::process::Child,
    pipe: ChildStdin,
    reports: Lines<BufReader<ChildStdout>>,
    server: Option<Pid>,
    lock: PathBuf,
}

impl LaunchPlan {
    /// Creates a plan. The server gets a name by which this process distinguishes it from another one on the same port.
    pub(super) fn new(executable: PathBuf, folder: NatsFolder, port: u16) -> Self {
        let name = format!("knelpunt-{}", std::process::id());
        Self {
            executable,
            folder,
            port,
            name,
        }
    }

    /// Starts a guard and its server, and waits until the server answers.
    ///
    /// # Errors
    ///
    /// When it does not start, with the reason and the next step.
    pub(super) async fn launch(&self) -> Result<GuardedServer, LaunchError> {
        let log_length = log::length(&self.folder.log());
        let mut child = self.spawn()?;
        let report = child.report().await;
        let Some(GuardReport::Started(pid)) = report else {
            return Err(self.why(report, log_length));
        };
        child.server = Pid::from_raw(pid);
        tokio::select! {
            () = port::answered(self.port, &self.name) => Ok(child),
            report = child.report() => Err(self.why(report, log_length)),
            () = tokio::time::sleep(START_TIMEOUT) => {
                Err(anyhow!("nats-server is not ready after {} s; see {}", START_TIMEOUT.as_secs(), self.log()).into())
            }
        }
    }

    /// Starts the guard in a process group of its own: otherwise Ctrl-C would end it before `knelpunt` has finished.
    fn spawn(&self) -> anyhow::Result<GuardedServer> {
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
        Ok(GuardedServer {
            guard,
            pipe,
            reports,
            server: None,
            lock: self.folder.lock(),
        })
    }

    fn why(&self, report: Option<GuardReport>, log_length: u64) -> LaunchError {
        let dir = self.folder.path().display();
        LaunchError::Other(match report {
            Some(GuardReport::InUse(pid)) => {
                let pid = pid.map_or_else(String::new, |pid| format!(" (process {pid})"));
                anyhow!(
                    "another nats-server{pid} uses {dir}; stop it, or choose another folder with --data"
                )
            }
            Some(GuardReport::Failed(why)) => anyhow!("{why}{}", log::advice(&why)),
            Some(GuardReport::Ended(how)) => {
                let complaints = log::complaints(&self.folder.log(), log_length);
                if complaints.contains(ADDRESS_IN_USE) {
                    return LaunchError::PortTaken(self.port);
                }
                let complaints = if complaints.is_empty() {
                    complaints
                } else {
                    format!(": {complaints}")
                };
                let (advice, log) = (log::advice(&complaints), self.log());
                anyhow!(
                    "nats-server ended before it was ready ({how}){complaints}{advice}; its log is {log}"
                )
            }
            Some(GuardReport::Started(_)) | None => {
                anyhow!("the guard of nats-server ended before it was ready; try again")
            }
        })
    }

    fn log(&self) -> String {
        self.folder.log().display().to_string()
    }
}

impl GuardedServer {
    /// Returns the next report of the guard; `None` if the guard has ended.
    async fn report(&mut self) -> Option<GuardReport> {
        while let Ok(Some(line)) = self.reports.next_line().await {
            let report = GuardReport::parse(&line);
            if report.is_some() {
                return report;
            }
            tracing::debug!(line, "unexpected line from the guard of nats-server");
        }
        None
    }

    /// Waits until the server or its guard ends; returns how.
    pub(super) async fn ended(&mut self) -> String {
        match self.report().await {
            Some(GuardReport::Ended(how)) => format!("ended by itself ({how})"),
            Some(report) => format!("reported {report}"),
            None => "lost its guard".to_owned(),
        }
    }

    /// Closes the pipe and waits, for a limited time, until the guard has stopped the server.
    pub(super) async fn end(mut self) {
        drop(self.pipe);
        let ended = tokio::time::timeout(GUARD_TIMEOUT, self.guard.wait()).await;
        // A guard that ends with an exit code has waited for the end of its server.
        if !matches!(ended, Ok(Ok(status)) if status.code().is_some()) {
            end_orphan(&self.lock, self.server);
        }
    }
}

/// Ends a server whose guard was killed or hangs. The server runs as long as the folder is locked, because it shares the
/// lock with the guard.
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

/// Returns the path of this program: on Linux of the running file, even if it was replaced by an update.
fn own_executable() -> anyhow::Result<PathBuf> {
    if cfg!(target_os = "linux") {
        return Ok(PathBuf::from("/proc/self/exe"));
    }
    std::env::current_exe().context("cannot find the program itself")
}

impl From<anyhow::Error> for LaunchError {
    fn from(error: anyhow::Error) -> Self {
        Self::Other(error)
    }
}

impl From<LaunchError> for anyhow::Error {
    fn from(failure: LaunchError) -> Self {
        match failure {
            LaunchError::Other(error) => error,
            taken @ LaunchError::PortTaken(_) => anyhow!("{taken}"),
        }
    }
}

impl fmt::Display for LaunchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PortTaken(port) => write!(
                f,
                "port {port} of 127.0.0.1 is in use; stop the process that listens there, or choose another port"
            ),
            Self::Other(error) => write!(f, "{error:#}"),
        }
    }
}
