//! The `nats-server` that is measured with: one store, kept over restarts.

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

/// How long a server may take to read its store, and how often it is asked.
const RESTORED_WITHIN: Duration = Duration::from_mins(5);
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

/// When the server syncs what it acknowledges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sync {
    /// Every two minutes, as it does by itself: to fill a log fast.
    Default,
    /// After each message, as the configuration that `knelpunt up` writes.
    Always,
}

/// A running server; killed on drop.
pub(crate) struct LogServer {
    child: Child,
    port: u16,
    folder: PathBuf,
}

impl LogServer {
    /// Starts a server over the store in a folder, which is made if it is not there.
    pub(crate) fn start(folder: &Path, sync: Sync) -> anyhow::Result<Self> {
        fs::create_dir_all(folder)?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        Ok(Self {
            child: spawn(folder, port, sync)?,
            port,
            folder: folder.to_owned(),
        })
    }

    /// Ends it and starts it again over the same store, on the same port.
    pub(crate) fn restart(&mut self, sync: Sync) -> anyhow::Result<()> {
        signal("TERM", self.child.id())?;
        until("nats-server ends", || self.child.try_wait().ok().flatten())?;
        self.child = spawn(&self.folder, self.port, sync)?;
        Ok(())
    }

    /// Gives where clients connect.
    pub(crate) fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Connects, waits until the store is read, and creates the stream if there is none.
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
            Err(_) => bail!("nats-server does not give its stream: see {}", self.said()),
        }
    }

    fn said(&self) -> String {
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
