//! The guard: `knelpunt guard`, a process of its own between `knelpunt up` and its `nats-server`.
//!
//! It waits for the folder's lock, starts the server with the locked file as its standard input, says so, and then
//! waits for one of two ends. When its own standard input closes, the parent is gone, however that came: it stops
//! the server. When the server ends first it says so and ends. The lock belongs to the open file, which guard and
//! server share: it is held until both are gone, even if the guard is killed.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::PathBuf;
use std::pin::pin;
use std::process::{ExitCode, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};
use tokio::signal::unix::{SignalKind, signal};

use super::folder::Folder;
use super::report::Report;

/// How long the next `knelpunt up` waits for the server of the last one to be gone.
const LOCK_WITHIN: Duration = Duration::from_secs(5);
/// How long a server may take to end in good order: less than the next one waits.
pub(super) const END_WITHIN: Duration = Duration::from_secs(4);
const LOCK_MAX_BYTES: u64 = 32;

/// What the parent tells its guard.
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
    /// Name of the server, by which its parent knows it
    #[arg(long)]
    name: String,
}

/// Runs as the guard until the parent is gone or the server has ended.
pub(crate) fn run(args: &Args) -> ExitCode {
    let ended = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Report::Failed(format!("cannot run the guard of nats-server: {e}")))
        .and_then(|runtime| {
            let ended = runtime.block_on(guard(args));
            // A thread may still wait for the lock, or for the parent; it ends with the process.
            runtime.shutdown_background();
            ended
        });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(report) => {
            say(&report);
            ExitCode::FAILURE
        }
    }
}

async fn guard(args: &Args) -> Result<(), Report> {
    outlive_signals().map_err(|e| Report::Failed(format!("cannot handle signals: {e}")))?;
    let folder = Folder::create(&args.dir).map_err(|e| Report::Failed(format!("{e:#}")))?;
    let mut lock = open_lock(&folder)?;
    let mut parent_gone = pin!(parent_gone());
    tokio::select! {
        locked = wait_for(&mut lock) => locked?,
        () = &mut parent_gone => return Ok(()),
    }
    let mut server = start(args, &folder, &mut lock)
        .map_err(|e| Report::Failed(format!("cannot start nats-server: {e}")))?;
    tokio::select! {
        status = server.wait() => {
            let how = status.map_or_else(|e| e.to_string(), |status| status.to_string());
            Err(Report::Ended(how))
        }
        () = &mut parent_gone => {
            end(&mut server).await;
            Ok(())
        }
    }
}

/// Only the end of the parent, and SIGKILL, end a guard. What ends a whole group of processes leaves it to see the
/// server go; a hang-up comes when the parent is gone while the server is halted.
fn outlive_signals() -> io::Result<()> {
    for kind in [
        SignalKind::hangup(),
        SignalKind::interrupt(),
        SignalKind::terminate(),
    ] {
        // Once it is registered, a handler stays for the life of the process.
        drop(signal(kind)?);
    }
    Ok(())
}

/// The parent sends nothing: its end of the pipe closes when it ends, and not before.
async fn parent_gone() {
    let _ = tokio::io::copy(&mut tokio::io::stdin(), &mut tokio::io::sink()).await;
}

fn open_lock(folder: &Folder) -> Result<File, Report> {
    let path = folder.lock();
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path);
    file.map_err(|e| Report::Failed(format!("cannot open {}: {e}", path.display())))
}

/// Takes the lock, as soon as it is free.
async fn wait_for(lock: &mut File) -> Result<(), Report> {
    let failed = |e: io::Error| Report::Failed(format!("cannot lock the folder: {e}"));
    let waiting = lock.try_clone().map_err(failed)?;
    let locked = tokio::task::spawn_blocking(move || waiting.lock());
    match tokio::time::timeout(LOCK_WITHIN, locked).await {
        Ok(locked) => locked.map_err(io::Error::other).flatten().map_err(failed),
        Err(_) => Err(Report::InUse(holder(lock))),
    }
}

fn start(args: &Args, folder: &Folder, lock: &mut File) -> io::Result<Child> {
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
        // Whom to name to the next one; the lock itself does not depend on it.
        let _ = write_holder(lock, pid);
        say(&Report::Started(pid.as_raw_nonzero().get()));
    }
    Ok(server)
}

/// Asks the server to end, and kills it if it does not.
async fn end(server: &mut Child) {
    if let Some(pid) = pid(server) {
        let _ = kill_process(pid, Signal::TERM);
    }
    if tokio::time::timeout(END_WITHIN, server.wait())
        .await
        .is_err()
    {
        let _ = server.kill().await;
    }
}

/// The process id, until the server has been waited for: after that it may be somebody else's.
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

/// Tells the parent; if it is gone nobody needs to know.
fn say(report: &Report) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{report}").and_then(|()| out.flush());
}
