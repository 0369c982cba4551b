//! Options that several commands share, and their defaults.

use std::{
    fs::File,
    io::{self, IsTerminal as _, Read as _},
    net::SocketAddr,
    path::{Path, PathBuf},
};

use httpd::AllowedOrigin;
use register::{Register, RegisterError};
use tracing_subscriber::EnvFilter;

use crate::{file_error, output};

/// The default address of the pages and the API.
pub(crate) const LISTEN: &str = "127.0.0.1:7420";
/// The default URL of the running server.
pub(crate) const SERVER: &str = "http://127.0.0.1:7420";

/// The largest text file that is read: a catalogue, a theme, a file of rules.
const FILE_LIMIT_BYTES: u64 = 1024 * 1024;

/// A wrong command line or environment: exit code 64.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct BadUsage(pub(crate) String);

/// The data folder.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct DataArgs {
    /// Data folder: the views, the outbox, the store of `up`'s nats-server, what `notify` sent and the id of this installation
    #[arg(long, env = "KNELPUNT_DATA", value_name = "DIR", default_value_os_t = default_data())]
    pub(crate) data: PathBuf,
}

/// The running server.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct ServerArgs {
    /// URL of the running server
    #[arg(long, env = "KNELPUNT_URL", value_name = "URL", default_value = SERVER)]
    pub(crate) server: String,
}

/// The catalogue.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct CatalogueArgs {
    /// Use the categories, building blocks and remedies of this TOML file instead of the built-in ones
    #[arg(long, env = "KNELPUNT_CATALOGUE", value_name = "FILE")]
    pub(crate) catalogue: Option<PathBuf>,
}

/// The look of the organisation.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct ThemeArgs {
    /// Style sheet that the pages load after their own: the design tokens of an organisation (NL Design System)
    #[arg(long, env = "KNELPUNT_THEME", value_name = "FILE.css")]
    theme: Option<PathBuf>,
}

impl ThemeArgs {
    /// Reads the style sheet, if one is given.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub(crate) fn read(&self) -> Result<Option<String>, BadUsage> {
        let read = |file: &PathBuf| {
            read_text(file).map_err(|error| {
                let shown = file.display();
                BadUsage(format!(
                    "cannot read the theme {shown}: {error}; correct --theme"
                ))
            })
        };
        self.theme.as_ref().map(read).transpose()
    }
}

/// Which other sites may read the API.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct OriginArgs {
    /// Let pages of this site read the API, or of any site: *; its description they always may
    #[arg(long, env = "KNELPUNT_ALLOW_ORIGIN", value_name = "ORIGIN")]
    pub(crate) allow_origin: Option<AllowedOrigin>,
}

/// Returns the register: the built-in one, or one with the given catalogue.
///
/// # Errors
///
/// When the file cannot be read, or with every violation in it.
pub(crate) fn register(args: &CatalogueArgs) -> Result<&'static Register, BadUsage> {
    let Some(file) = &args.catalogue else {
        return Ok(Register::embedded());
    };
    let shown = file.display();
    let text = read_text(file).map_err(|error| {
        BadUsage(format!(
            "cannot read the catalogue {shown}: {}; correct --catalogue",
            file_error::cause(&error)
        ))
    })?;
    let register = Register::with_catalogue(&text).map_err(|error| {
        let violations = output::escape_controls(&violations(&error)).replace('\n', "\n  ");
        BadUsage(format!(
            "cannot use the catalogue {shown}; correct it:\n  {violations}"
        ))
    })?;
    // Leaked, once: everything refers to it until the process ends, as to the built-in one.
    Ok(Box::leak(Box::new(register)))
}

/// Reads a text file that is not too large.
///
/// # Errors
///
/// When it cannot be read, or is larger than a mebibyte.
pub(crate) fn read_text(file: &Path) -> io::Result<String> {
    let mut text = String::new();
    let limited = File::open(file)?.take(FILE_LIMIT_BYTES + 1);
    io::BufReader::new(limited).read_to_string(&mut text)?;
    if text.len() as u64 > FILE_LIMIT_BYTES {
        let problem = format!("it is larger than {FILE_LIMIT_BYTES} bytes");
        return Err(io::Error::other(problem));
    }
    Ok(text)
}

fn violations(error: &RegisterError) -> String {
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
    /// Creates the folder if it does not exist.
    ///
    /// # Errors
    ///
    /// When it cannot be created.
    pub(crate) fn create(&self) -> anyhow::Result<&Path> {
        std::fs::create_dir_all(&self.data).map_err(|error| {
            BadUsage(format!(
                "cannot create the data folder {}: {}; choose another with --data",
                self.data.display(),
                file_error::cause(&error)
            ))
        })?;
        Ok(&self.data)
    }

    /// Returns the folder of the views.
    pub(crate) fn views(&self) -> PathBuf {
        self.data.join("views")
    }

    /// Returns the folder of accepted events that are not in the log yet.
    pub(crate) fn outbox(&self) -> PathBuf {
        self.data.join("outbox")
    }

    /// Returns the folder of what `notify` has sent.
    pub(crate) fn notify(&self) -> PathBuf {
        self.data.join("notify")
    }

    /// Returns the folder of the nats-server of `up`.
    pub(crate) fn nats(&self) -> PathBuf {
        self.data.join("nats")
    }
}

/// Parses the address to listen on.
///
/// # Errors
///
/// When it is not an IP address with a port.
pub(crate) fn parse_address(text: &str) -> Result<SocketAddr, String> {
    let advice = "write an IP address and a port, such as 127.0.0.1:7420";
    text.parse().map_err(|_| advice.to_owned())
}

/// Checks that an address is a loopback address: there is no authentication yet.
///
/// # Errors
///
/// When it is another address.
pub(crate) fn check_loopback(address: SocketAddr) -> Result<(), BadUsage> {
    if address.ip().is_loopback() {
        return Ok(());
    }
    Err(BadUsage(format!(
        "cannot listen on {address}: Knelpunt has no authentication yet, so it listens on loopback addresses only; use 127.0.0.1 or [::1]"
    )))
}

/// Sends the log to standard error; `RUST_LOG` sets its level, and colours are used on a terminal only.
pub(crate) fn log_to_stderr() {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new(format!("info,{}=warn", journal::CLIENT_LOG_TARGET)));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
}
