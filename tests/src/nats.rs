//! A `nats-server` of a test's own.

use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
};

use anyhow::Context as _;
use tempfile::TempDir;

use crate::{Log, nats_server, until};

/// A running `nats-server` with `JetStream` in a folder of its own; killed on drop.
#[derive(Debug)]
pub struct Nats {
    child: Child,
    port: u16,
    folder: TempDir,
}

impl Nats {
    /// Starts one on a free port.
    ///
    /// # Errors
    ///
    /// When it does not start.
    pub fn start() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let child = spawn(port, &folder)?;
        let nats = Self {
            child,
            port,
            folder,
        };
        nats.wait()?;
        Ok(nats)
    }

    /// Gives where clients connect.
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Kills it (SIGKILL).
    ///
    /// # Errors
    ///
    /// When it was gone already.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Starts it again over the same store, on the same port, and waits until it answers.
    ///
    /// # Errors
    ///
    /// When it does not start.
    pub fn start_again(&mut self) -> anyhow::Result<()> {
        self.child = spawn(self.port, &self.folder)?;
        self.wait()
    }

    fn wait(&self) -> anyhow::Result<()> {
        until("nats-server answers", || {
            std::net::TcpStream::connect(("127.0.0.1", self.port)).ok()
        })
        .map(drop)?;
        Log::connect(&self.url()).map(drop)
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(port: u16, folder: &TempDir) -> anyhow::Result<Child> {
    let mut command = Command::new(nats_server());
    command
        .args([
            "--addr",
            "127.0.0.1",
            "--jetstream",
            "--port",
            &port.to_string(),
            "--store_dir",
        ])
        .arg(folder.path());
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
        .spawn()
        .context("there is no nats-server: run deploy/set-up, or tests/run")
}
