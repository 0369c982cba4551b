//! A connection to NATS that reconnects by itself, and its state as users of the log see it.
//!
//! It knows no streams and no messages; see `stream`, `publish` and `driver`.

use std::sync::{Arc, atomic::AtomicU64};
use std::time::Duration;

use async_nats::{
    Client, ConnectOptions, ServerAddr,
    jetstream::{Context, ContextBuilder},
};
use tokio::sync::watch;

use crate::connection_state::{self, ConnectionState, Watched};

/// The delay between attempts to connect. Short, so that reading resumes within 2 s of the server being ready.
const RECONNECT_DELAY: Duration = Duration::from_millis(250);
/// The interval between pings. A server that hangs is detected after three.
const PING_INTERVAL: Duration = Duration::from_secs(3);
/// The timeout of a request to the server.
pub(crate) const REQUEST_TIMEOUT: Duration = Duration::from_secs(5);
/// The timeout of an acknowledgement: long enough for a full window in which a slow disk syncs each message.
const ACK_TIMEOUT: Duration = Duration::from_secs(15);
/// More than all windows together, so that the window bounds the unacknowledged messages and async-nats never does:
/// at its own limit it blocks without a reason that could be shown.
const MAX_ACKS: usize = 100_000;

/// Options of a [`Journal`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JournalOptions {
    /// How long publishing retries one message before it gives up; `None` retries for ever.
    pub publish_timeout: Option<Duration>,
}

/// The log on a NATS server. Clones share one connection.
#[derive(Debug, Clone)]
pub struct Journal {
    pub(crate) client: Client,
    pub(crate) api: Context,
    pub(crate) publishing: Context,
    pub(crate) watched: Watched,
    /// The highest acknowledged sequence; see `publish`.
    pub(crate) highest: Arc<AtomicU64>,
    pub(crate) options: JournalOptions,
    servers: Arc<[ServerAddr]>,
    name: Arc<str>,
}

/// An error of connecting to NATS.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The address cannot be parsed.
    #[error(
        "cannot use {url:?} as the address of a NATS server: give one such as nats://127.0.0.1:4222"
    )]
    Address {
        /// The address as given, without user and password.
        url: String,
        /// The parse error.
        error: std::io::Error,
    },
    /// async-nats rejected its options.
    #[error("cannot prepare the connection to NATS")]
    Client(#[from] async_nats::ConnectError),
    /// No server answered in time.
    #[error("cannot reach NATS at {url}: {reason}; check that it runs there")]
    Unreachable {
        /// The address that was tried.
        url: String,
        /// The cause, as far as it is known.
        reason: String,
    },
}

impl Journal {
    /// Starts to connect to `url` (one address, or several separated by commas) under a client `name` that operators
    /// see.
    ///
    /// Returns at once, also while NATS is unavailable, and retries four times a second for ever; see
    /// [`Journal::connection_state`].
    ///
    /// # Errors
    ///
    /// When the address cannot be parsed.
    pub async fn connect(
        url: &str,
        name: &str,
        options: JournalOptions,
    ) -> Result<Self, ConnectError> {
        let addresses: Result<Vec<ServerAddr>, _> =
            url.split(',').map(|one| one.trim().parse()).collect();
        let servers = addresses.map_err(|error| ConnectError::Address {
            url: url.rsplit('@').next().unwrap_or_default().to_owned(),
            error,
        })?;
        Self::open(servers.into(), name.into(), options).await
    }

    /// Opens another connection with the same options, so that a message that breaks one leaves the other intact.
    pub(crate) async fn open_another(&self) -> Result<Self, ConnectError> {
        Self::open(
            Arc::clone(&self.servers),
            Arc::clone(&self.name),
            self.options.clone(),
        )
        .await
    }

    async fn open(
        servers: Arc<[ServerAddr]>,
        name: Arc<str>,
        options: JournalOptions,
    ) -> Result<Self, ConnectError> {
        let (signals, watched) = connection_state::signals();
        let signals = Arc::new(signals);
        let connecting = connect_options(&servers, &name).event_callback(move |event| {
            let signals = Arc::clone(&signals);
            async move { signals.on(event) }
        });
        let client = connecting.connect(servers.to_vec()).await?;
        let context = |timeout| {
            ContextBuilder::new()
                .timeout(timeout)
                .ack_timeout(timeout)
                .max_ack_inflight(MAX_ACKS)
        };
        Ok(Self {
            api: context(REQUEST_TIMEOUT).build(client.clone()),
            publishing: context(ACK_TIMEOUT).build(client.clone()),
            client,
            watched,
            highest: Arc::default(),
            options,
            servers,
            name,
        })
    }

    /// Returns a receiver of the connection's state.
    pub fn connection_state(&self) -> watch::Receiver<ConnectionState> {
        self.watched.state.clone()
    }

    /// Waits until NATS is connected.
    ///
    /// # Errors
    ///
    /// When it is not connected within `timeout`.
    pub async fn wait_connected(&self, timeout: Duration) -> Result<(), ConnectError> {
        match tokio::time::timeout(timeout, self.watched.connected()).await {
            Ok(Some(_)) => Ok(()),
            Ok(None) | Err(_) => Err(ConnectError::Unreachable {
                url: self.configured_url(),
                reason: self.watched.reason(),
            }),
        }
    }

    /// Returns the address of the connected server, without user and password; the configured addresses while there
    /// is no connection.
    pub async fn server_url(&self) -> String {
        // async-nats has no accessor for the connected server: it is the one of the pool that connected and did not
        // fail since, with the port of the server's own info where several did.
        let port = self.client.server_info().port;
        let known = tokio::time::timeout(Duration::from_secs(1), self.client.server_pool()).await;
        let pool = known.ok().and_then(Result::ok).unwrap_or_default();
        let mut connected = pool
            .iter()
            .filter(|server| server.did_connect && server.failed_attempts == 0);
        let first = connected.clone().next();
        match connected
            .find(|server| server.addr.port() == port)
            .or(first)
        {
            Some(server) => without_credentials(&server.addr),
            None => self.configured_url(),
        }
    }

    fn configured_url(&self) -> String {
        self.servers
            .iter()
            .map(without_credentials)
            .collect::<Vec<_>>()
            .join(",")
    }
}

fn connect_options(servers: &[ServerAddr], name: &str) -> ConnectOptions {
    let options = ConnectOptions::new()
        .name(name)
        .retry_on_initial_connect()
        .max_reconnects(None)
        .ping_interval(PING_INTERVAL)
        .connection_timeout(REQUEST_TIMEOUT)
        .reconnect_delay_callback(|attempts| {
            if attempts <= 1 {
                Duration::ZERO
            } else {
                RECONNECT_DELAY
            }
        });
    // async-nats ignores the user and password of an address: it takes them from its options only.
    let credentials = servers
        .iter()
        .find_map(|server| Some((server.username()?, server.password()?)));
    match credentials {
        Some((user, password)) => options.user_and_password(user.to_owned(), password.to_owned()),
        None => options,
    }
}

fn without_credentials(server: &ServerAddr) -> String {
    let host = server.host();
    let host = if host.contains(':') {
        format!("[{host}]")
    } else {
        host.to_owned()
    };
    format!("{}://{host}:{}", server.scheme(), server.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_invalid_address_is_reported_without_its_password() {
        let url = "nats://coach:secret@[nats";
        let connected = Journal::connect(url, "test", JournalOptions::default()).await;
        let message = connected.unwrap_err().to_string();
        assert!(
            message.contains("[nats") && !message.contains("secret"),
            "{message}"
        );
    }

    #[track_caller]
    fn check(given: &str, expected: &str) {
        let address: ServerAddr = given.parse().unwrap();
        assert_eq!(without_credentials(&address), expected);
    }

    #[test]
    fn a_server_is_shown_without_its_password_and_with_its_port() {
        check(
            "nats://coach:secret@nats.example:4223",
            "nats://nats.example:4223",
        );
        check("127.0.0.1", "nats://127.0.0.1:4222");
        check("nats://[::1]:5000", "nats://[::1]:5000");
    }
}
