//! A `knelpunt up` of its own for each test, and what lies in its folder.

use std::io::{BufRead as _, BufReader};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use tempfile::TempDir;
use tests::{knelpunt_command, until};

use super::process::alive;

const USUAL_PORT: u16 = 4222;
const ANSWER_WITHIN: Duration = Duration::from_secs(1);

/// A running `knelpunt up`; killed on drop.
pub(crate) struct Up {
    pub(crate) knelpunt: Child,
    pub(crate) dir: PathBuf,
}

impl Up {
    pub(crate) fn start(data: &Path) -> anyhow::Result<Self> {
        Self::start_after(data, None)
    }

    /// Starts one and waits for a server other than `last`, which may still answer.
    pub(crate) fn start_after(data: &Path, last: Option<u32>) -> anyhow::Result<Self> {
        let printed = tempfile::tempfile()?;
        let mut up = Self::spawn(up(data)?.stdout(printed.try_clone()?))?;
        // It prints its URL once everything runs.
        let has_printed = || printed.metadata().is_ok_and(|printed| printed.len() > 0);
        up.dir = until("it says where to look", || match up.knelpunt.try_wait() {
            Ok(None) => running_server(data, last).filter(|_| has_printed()).map(Ok),
            ended => Some(Err(anyhow!("knelpunt ended too early: {ended:?}"))),
        })??;
        Ok(up)
    }

    /// Starts one, without waiting.
    pub(crate) fn spawn(command: &mut Command) -> anyhow::Result<Self> {
        let knelpunt = command.spawn()?;
        let dir = PathBuf::new();
        Ok(Self { knelpunt, dir })
    }

    pub(crate) fn server(&self) -> anyhow::Result<u32> {
        server(&self.dir).context("the lock names no process")
    }

    pub(crate) fn port(&self) -> anyhow::Result<u16> {
        port(&self.dir).context("the configuration has no port")
    }

    pub(crate) fn pid(&self) -> u32 {
        self.knelpunt.id()
    }

    pub(crate) fn ended(&mut self) -> anyhow::Result<ExitStatus> {
        until("knelpunt ends", || self.knelpunt.try_wait().ok().flatten())
    }
}

/// One on a port that no other test tries, even while its server is down; every test tries the usual port first.
pub(crate) struct UpOnOwnPort {
    pub(crate) up: Up,
    _on_the_usual_port: Option<Up>,
    _data: [TempDir; 2],
}

impl UpOnOwnPort {
    pub(crate) fn start() -> anyhow::Result<Self> {
        let data = [tempfile::tempdir()?, tempfile::tempdir()?];
        let mut up = Up::start(data[0].path())?;
        let mut usual = None;
        if up.port()? == USUAL_PORT {
            usual = Some(std::mem::replace(&mut up, Up::start(data[1].path())?));
        }
        Ok(Self {
            up,
            _on_the_usual_port: usual,
            _data: data,
        })
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        let _ = self.knelpunt.kill();
        let _ = self.knelpunt.wait();
    }
}

/// `knelpunt up` on any port.
pub(crate) fn up(data: &Path) -> anyhow::Result<Command> {
    let mut command = knelpunt_command()?;
    command
        .arg("up")
        .arg("--data")
        .arg(data)
        .args(["--listen", "127.0.0.1:0"])
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    Ok(command)
}

/// The folder of the server that runs and answers, if it is not `last`.
pub(crate) fn running_server(data: &Path, last: Option<u32>) -> Option<PathBuf> {
    let dir = nats_folder(data)?;
    let new = server(&dir).filter(|server| Some(*server) != last && alive(*server));
    (new.is_some() && ours_answers(&dir)).then_some(dir)
}

/// The folder of the server, anywhere below `data`.
fn nats_folder(data: &Path) -> Option<PathBuf> {
    if data.join("nats.lock").exists() {
        return Some(data.to_owned());
    }
    let entries = std::fs::read_dir(data).ok()?;
    entries
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.join("nats.lock").exists())
}

fn server(dir: &Path) -> Option<u32> {
    std::fs::read_to_string(dir.join("nats.lock"))
        .ok()?
        .trim()
        .parse()
        .ok()
}

fn port(dir: &Path) -> Option<u16> {
    setting(dir, "port: ")?.parse().ok()
}

fn setting(dir: &Path, key: &str) -> Option<String> {
    let text = std::fs::read_to_string(dir.join("nats.conf")).ok()?;
    let value = text.lines().find_map(|line| line.strip_prefix(key));
    value.map(str::to_owned)
}

/// Whether the server of this folder answers, and not another on the same port.
pub(crate) fn ours_answers(dir: &Path) -> bool {
    let (Some(port), Some(name)) = (port(dir), setting(dir, "server_name: ")) else {
        return false;
    };
    info(port).is_some_and(|info| info.contains(&format!("\"server_name\":{name},")))
}

pub(crate) fn answers(port: u16) -> bool {
    info(port).is_some()
}

/// The first line that a server sends.
fn info(port: u16) -> Option<String> {
    let line = TcpStream::connect(("127.0.0.1", port)).and_then(|stream| {
        stream.set_read_timeout(Some(ANSWER_WITHIN))?;
        BufReader::new(stream).lines().next().transpose()
    });
    line.ok()?.filter(|line| line.starts_with("INFO {"))
}
