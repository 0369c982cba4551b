//! The `nats-server` of measurements: one store, also over restarts.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, bail};
use journal::{Journal, JournalOptions};
use tests::{nats_server, signal, until};

/// How long a server may take to read its store, and how often to check.
const RESTORED_WITHIN: Duration = Duration::from_mins(5);
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

/// If the server syncs acknowledged messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sync {
    /// Every two minutes, its default: fills a log fast.
    Default,
    /// Before each acknowledgement, as `knelpunt up` configures it.
    Always,
}

/// A running server; killed on drop.
pub(crate) struct LogServer {
    child: Child,
    port: u16,
    folder: PathBuf,
}

impl LogServer {
    /// Starts a server on the store in a folder, which is created if necessary.
    pub(crate) fn start(folder: &Path, sync: Sync) -> anyhow::Result<Self> {
        fs::create_dir_all(folder)?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        Ok(Self {
            child: spawn(folder, port, sync)?,
            port,
            folder: folder.to_owned(),
        })
    }

    /// Restarts it on the same store and the same port.
    pub(crate) fn restart(&mut self, sync: Sync) -> anyhow::Result<()> {
        signal("TERM", self.child.id())?;
        until("nats-server ends", || self.child.try_wait().ok().flatten())?;
        self.child = spawn(&self.folder, self.port, sync)?;
        Ok(())
    }

    /// Returns the URL for clients.
    pub(crate) fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Connects, waits until the store is read, and creates the stream if it does not exist.
    pub(crate) async fn journal(&self) -> anyhow::Result<Journal> {
        let journal = Journal::connect(&self.url(), "bench", JournalOptions::default()).await?;
        journal.wait_connected(RESTORED_WITHIN).await?;
        let ready = async {
            while journal.create(1).await.is_err() {
                tokio::time::sleep(BETWEEN_LOOKS).await;
            }
        };
        match tokio::time::timeout(RESTORED_WITHIN, ready).await {
            Ok(()) => Ok(journal),
            Err(_) => bail!(
                "nats-server does not serve its stream: see {}",
                self.output()
            ),
        }
    }

    fn output(&self) -> String {
        self.folder.join("nats-server.log").display().to_string()
    }
}

impl Drop for LogServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(folder: &Path, port: u16, sync: Sync) -> anyhow::Result<Child> {
    let folder = std::path::absolute(folder)?;
    let configuration = folder.join("nats.conf");
    let sync = match sync {
        Sync::Default => "",
        Sync::Always => "sync_interval: always",
    };
    let text = format!(
        "host: \"127.0.0.1\"\nport: {port}\nlog_file: \"{folder}/nats-server.log\"\n\
         jetstream {{\n  store_dir: \"{folder}\"\n  {sync}\n}}\n",
        folder = folder.display()
    );
    fs::write(&configuration, text)?;
    let mut command = Command::new(nats_server());
    command.arg("--config").arg(&configuration);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
        .spawn()
        .context("there is no nats-server: run deploy/set-up, or tests/bench/run")
}
