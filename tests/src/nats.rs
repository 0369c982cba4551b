//! A `nats-server` for one test.

use std::{
    fs::{self, File},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::Context as _;
use tempfile::TempDir;

use crate::{Log, nats_server, signal, until};

/// A running `nats-server` with `JetStream` in a folder of its own; killed on drop.
#[derive(Debug)]
pub struct Nats {
    child: Child,
    port: u16,
    store: PathBuf,
    /// The contents of its configuration file, if it has one.
    configuration: Option<String>,
    _folder: Option<TempDir>,
}

impl Nats {
    /// Starts one on a free port.
    ///
    /// # Errors
    ///
    /// If it does not start.
    pub fn start() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        Self::start_in(folder.path().to_owned(), None, Some(folder))
    }

    /// Starts one on a free port, with our stream in it.
    ///
    /// # Errors
    ///
    /// If it does not start.
    pub fn with_stream() -> anyhow::Result<(Self, Log)> {
        let nats = Self::start()?;
        let log = Log::connect(&nats.url())?;
        log.create_stream()?;
        Ok((nats, log))
    }

    /// Starts one whose store is in a folder, and that syncs each message before it acknowledges it, as `knelpunt up`
    /// configures it.
    ///
    /// Its configuration and its standard error are beside the folder.
    ///
    /// # Errors
    ///
    /// If it does not start.
    pub fn start_synced(store: &Path) -> anyhow::Result<Self> {
        Self::start_configured(store, "jetstream {\n  sync_interval: always\n}\n")
    }

    /// Starts one whose store is in a folder, with a configuration file beside it.
    ///
    /// # Errors
    ///
    /// If it does not start.
    pub fn start_configured(store: &Path, configuration: &str) -> anyhow::Result<Self> {
        Self::start_in(store.to_owned(), Some(configuration.to_owned()), None)
    }

    /// Starts one on a free port that denies publishing to a subject.
    ///
    /// # Errors
    ///
    /// If it does not start.
    pub fn start_denying(subject: &str) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let denied = format!("permissions: {{ publish: {{ deny: [{subject:?}] }} }}");
        let user = format!("{{ user: anybody, password: anybody, {denied} }}");
        let configuration = format!("authorization {{ users: [{user}] }}\nno_auth_user: anybody\n");
        let store = folder.path().join("store");
        Self::start_in(store, Some(configuration), Some(folder))
    }

    /// Sets the configuration that it reads at its next start.
    pub fn configure(&mut self, configuration: &str) {
        self.configuration = Some(configuration.to_owned());
    }

    fn start_in(
        store: PathBuf,
        configuration: Option<String>,
        folder: Option<TempDir>,
    ) -> anyhow::Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let nats = Self {
            child: spawn(port, &store, configuration.as_deref())?,
            port,
            store,
            configuration,
            _folder: folder,
        };
        nats.wait()?;
        Ok(nats)
    }

    /// Returns the folder of its store.
    pub fn store(&self) -> &Path {
        &self.store
    }

    /// Returns the process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Returns the URL for clients.
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Kills it (SIGKILL).
    ///
    /// # Errors
    ///
    /// If it had already ended.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Ends it by SIGTERM and waits until it is gone.
    ///
    /// # Errors
    ///
    /// If it does not end.
    pub fn end(&mut self) -> anyhow::Result<()> {
        signal("TERM", self.pid())?;
        until("nats-server ends", || self.child.try_wait().ok().flatten()).map(drop)
    }

    /// Starts it again over the same store, on the same port, and waits until it answers.
    ///
    /// # Errors
    ///
    /// If it does not start.
    pub fn start_again(&mut self) -> anyhow::Result<()> {
        self.child = spawn(self.port, &self.store, self.configuration.as_deref())?;
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

fn spawn(port: u16, store: &Path, configuration: Option<&str>) -> anyhow::Result<Child> {
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
        .arg(store)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if let Some(configuration) = configuration {
        let path = store.with_extension("conf");
        fs::write(&path, configuration)?;
        let stderr = store.with_extension("said");
        let stderr = File::options().create(true).append(true).open(stderr)?;
        command.arg("--config").arg(path).stderr(stderr);
    }
    command
        .spawn()
        .context("there is no nats-server: run deploy/set-up, or tests/run")
}
