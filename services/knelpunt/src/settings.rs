//! What several words can be told, and where it comes from when they are not.

use std::{
    fs::File,
    io::{self, IsTerminal as _, Read as _},
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use register::{Register, RegisterError};
use tracing_subscriber::EnvFilter;

use crate::output;

/// Where pages and API are, unless told otherwise.
pub(crate) const LISTEN: &str = "127.0.0.1:7420";
/// The running server that is asked, unless told otherwise.
pub(crate) const SERVER: &str = "http://127.0.0.1:7420";

/// The largest file that is read as a catalogue.
const CATALOGUE_LIMIT_BYTES: u64 = 1024 * 1024;

/// Something that a word cannot be told: exit code 64.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct BadUsage(pub(crate) String);

/// Where data are kept.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct DataArgs {
    /// Folder of all that is kept: views, outbox, the store of a nats-server of its own, the id of this installation
    #[arg(long, env = "KNELPUNT_DATA", value_name = "DIR", default_value_os_t = default_data())]
    pub(crate) data: PathBuf,
}

/// Which running server to ask.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct ServerArgs {
    /// The running server to ask
    #[arg(long, env = "KNELPUNT_URL", value_name = "URL", default_value = SERVER)]
    pub(crate) server: String,
}

/// Which catalogue codes are looked up in.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct CatalogueArgs {
    /// Categories, building blocks and remedies of one's own, as TOML, in place of the built-in ones
    #[arg(long, env = "KNELPUNT_CATALOGUE", value_name = "FILE")]
    pub(crate) catalogue: Option<PathBuf>,
}

/// Decides what this process looks codes up in: the built-in register, or one with a catalogue of one's own.
///
/// # Errors
///
/// When the file cannot be read, or with everything that is wrong with it at once.
pub(crate) fn register(args: &CatalogueArgs) -> Result<&'static Register, BadUsage> {
    let Some(file) = &args.catalogue else {
        return Ok(Register::embedded());
    };
    let shown = file.display();
    let text = read_catalogue(file)
        .map_err(|error| BadUsage(format!("read the catalogue {shown}: {error}")))?;
    let register = Register::with_catalogue(&text).map_err(|error| {
        let faults = output::escape_controls(&faults(&error)).replace('\n', "\n  ");
        BadUsage(format!(
            "use the catalogue {shown}, for it is not right:\n  {faults}"
        ))
    })?;
    // Leaked, and only once: everything looks codes up in it until the process ends, as in the built-in one.
    Ok(Box::leak(Box::new(register)))
}

fn read_catalogue(file: &Path) -> io::Result<String> {
    let mut text = String::new();
    let limited = File::open(file)?.take(CATALOGUE_LIMIT_BYTES + 1);
    io::BufReader::new(limited).read_to_string(&mut text)?;
    if text.len() as u64 > CATALOGUE_LIMIT_BYTES {
        let said = format!("it is larger than {CATALOGUE_LIMIT_BYTES} bytes");
        return Err(io::Error::other(said));
    }
    Ok(text)
}

fn faults(error: &RegisterError) -> String {
    match error {
        RegisterError::Catalogue { violations } => violations.join("\n"),
        RegisterError::Toml(error) => error.to_string().trim_end().to_owned(),
        RegisterError::Table(_) | RegisterError::Date(_) | RegisterError::UnknownCode { .. } => {
            error.to_string()
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the default of an argument; the binary is where the environment is read"
)]
fn default_data() -> PathBuf {
    let home = |name: &str| {
        std::env::var(name)
            .ok()
            .filter(|path| !path.is_empty())
            .map(PathBuf::from)
    };
    let base = home("XDG_DATA_HOME").or_else(|| home("HOME").map(|home| home.join(".local/share")));
    base.unwrap_or_else(|| PathBuf::from(".")).join("knelpunt")
}

impl DataArgs {
    /// Makes the folder if it is not there.
    pub(crate) fn make(&self) -> anyhow::Result<&Path> {
        std::fs::create_dir_all(&self.data).with_context(|| {
            format!(
                "make the folder {}: choose another with --data, or mend this one",
                self.data.display()
            )
        })?;
        Ok(&self.data)
    }

    /// Where the views are.
    pub(crate) fn views(&self) -> PathBuf {
        self.data.join("views")
    }

    /// Where events wait that were accepted and are not in the log yet.
    pub(crate) fn outbox(&self) -> PathBuf {
        self.data.join("outbox")
    }

    /// Where a nats-server of its own keeps its store.
    pub(crate) fn nats(&self) -> PathBuf {
        self.data.join("nats")
    }
}

/// Refuses an address off loopback.
pub(crate) fn check_loopback(address: SocketAddr) -> Result<(), BadUsage> {
    if address.ip().is_loopback() {
        return Ok(());
    }
    Err(BadUsage(format!(
        "listen on {address}: off loopback it needs authentication, which is not there yet; listen on 127.0.0.1 or [::1]"
    )))
}

/// Sends the log to standard error: `RUST_LOG` says how much, colours only for people.
pub(crate) fn log_to_stderr() {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,async_nats=warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
}
