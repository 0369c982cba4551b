//! The guard: `knelpunt guard`, a process of its own between `knelpunt up` and its `nats-server`.
//!
//! It waits for the lock of the folder, starts the server with the locked file as its standard input, reports that, and
//! then waits for one of two events. When its own standard input closes, the parent has ended, in whatever way: it stops
//! the server. When the server ends first, it reports that and ends. The lock belongs to the open file, which guard and
//! server share: it is released when both have ended, even if the guard is killed.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::PathBuf;
use std::pin::pin;
use std::process::{ExitCode, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};
use tokio::signal::unix::{SignalKind, signal};

use super::folder::NatsFolder;
use super::report::GuardReport;

/// The time that a `knelpunt up` waits for the server of the previous one to end.
const LOCK_TIMEOUT: Duration = Duration::from_secs(5);
/// The time that a server has to end in good order: less than the next one waits.
pub(super) const END_TIMEOUT: Duration = Duration::from_secs(4);
const LOCK_MAX_BYTES: u64 = 32;

/// Options of the guard.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder of the store, the configuration, the log and the lock
    #[arg(long)]
    dir: PathBuf,
    /// Executable of the server
    #[arg(long)]
    executable: PathBuf,
    /// Port on loopback
    #[arg(long)]
    port: u16,
    /// Name of the server, by which its parent recognises it
    #[arg(long)]
    name: String,
}

/// Runs the guard until the parent or the server has ended.
pub(crate) fn run(args: &Args) -> ExitCode {
    let ended = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| GuardReport::Failed(format!("cannot run the guard of nats-server: {e}")))
        .and_then(|runtime| {
            let ended = runtime.block_on(guard(args));
            // In the background: a thread may still wait for the lock or for the parent, and would block the end.
            runtime.shutdown_background();
            ended
        });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(report) => {
            print(&report);
            ExitCode::FAILURE
        }
    }
}

async fn guard(args: &Args) -> Result<(), GuardReport> {
    outlive_signals().map_err(|e| GuardReport::Failed(format!("cannot handle signals: {e}")))?;
    let folder =
        NatsFolder::create(&args.dir).map_err(|e| GuardReport::Failed(format!("{e:#}")))?;
    let mut lock = open_lock(&folder)?;
    let mut parent_gone = pin!(parent_gone());
    tokio::select! {
        locked = wait_for(&mut lock) => locked?,
        () = &mut parent_gone => return Ok(()),
    }
    let mut server = start(args, &folder, &mut lock)
        .map_err(|e| GuardReport::Failed(format!("cannot start nats-server: {e}")))?;
    tokio::select! {
        status = server.wait() => {
            let how = status.map_or_else(|e| e.to_string(), |status| status.to_string());
            Err(GuardReport::Ended(how))
        }
        () = &mut parent_gone => {
            end(&mut server).await;
            Ok(())
        }
    }
}

/// Ignores signals: only the end of the parent, and SIGKILL, end a guard. Otherwise a signal to the whole process group
/// would end the guard before its server, and a hang-up while the server is stopped would too.
fn outlive_signals() -> io::Result<()> {
    for kind in [
        SignalKind::hangup(),
        SignalKind::interrupt(),
        SignalKind::terminate(),
    ] {
        // Dropped at once: a registered handler stays for the life of the process.
        drop(signal(kind)?);
    }
    Ok(())
}

/// Waits for the end of the parent: it sends nothing, and its end of the pipe closes when it ends, and not before.
async fn parent_gone() {
    let _ = tokio::io::copy(&mut tokio::io::stdin(), &mut tokio::io::sink()).await;
}

fn open_lock(folder: &NatsFolder) -> Result<File, GuardReport> {
    let path = folder.lock();
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path);
    file.map_err(|e| GuardReport::Failed(format!("cannot open {}: {e}", path.display())))
}

/// Waits for the lock.
async fn wait_for(lock: &mut File) -> Result<(), GuardReport> {
    let failed = |e: io::Error| GuardReport::Failed(format!("cannot lock the folder: {e}"));
    let waiting = lock.try_clone().map_err(failed)?;
    let locked = tokio::task::spawn_blocking(move || waiting.lock());
    match tokio::time::timeout(LOCK_TIMEOUT, locked).await {
        Ok(locked) => locked.map_err(io::Error::other).flatten().map_err(failed),
        Err(_) => Err(GuardReport::InUse(holder(lock))),
    }
}

fn start(args: &Args, folder: &NatsFolder, lock: &mut File) -> io::Result<Child> {
    std::fs::write(
        folder.configuration(),
        folder.configuration_text(args.port, &args.name),
    )?;
    let log = OpenOptions::new()
        .append(true)
        .create(true)
        .open(folder.log())?;
    let server = Command::new(&args.executable)
        .arg("--config")
        .arg(folder.configuration())
        .stdin(Stdio::from(lock.try_clone()?))
        .stdout(Stdio::from(log.try_clone()?))
        .stderr(Stdio::from(log))
        .spawn()?;
    if let Some(pid) = pid(&server) {
        // Only for the message of the next guard; the lock does not depend on it.
        let _ = write_holder(lock, pid);
        print(&GuardReport::Started(pid.as_raw_nonzero().get()));
    }
    Ok(server)
}

/// Ends the server, and kills it if it does not end in time.
async fn end(server: &mut Child) {
    if let Some(pid) = pid(server) {
        let _ = kill_process(pid, Signal::TERM);
    }
    if tokio::time::timeout(END_TIMEOUT, server.wait())
        .await
        .is_err()
    {
        let _ = server.kill().await;
    }
}

/// Returns the process id until the server was waited for: after that it may belong to another process.
fn pid(server: &Child) -> Option<Pid> {
    Pid::from_raw(i32::try_from(server.id()?).ok()?)
}

fn holder(lock: &mut File) -> Option<i32> {
    let mut text = String::new();
    lock.take(LOCK_MAX_BYTES).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

fn write_holder(lock: &mut File, pid: Pid) -> io::Result<()> {
    lock.set_len(0)?;
    lock.rewind()?;
    writeln!(lock, "{}", pid.as_raw_nonzero())
}

/// Prints a report for the parent; if the parent has ended, nobody needs it.
fn print(report: &GuardReport) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{report}").and_then(|()| out.flush());
}
