//! A connection to NATS that heals itself, and everything about it that users of the log may know.
//!
//! Nothing here knows streams or messages; see `stream`, `publish` and `driver`.

use std::sync::{Arc, atomic::AtomicU64};
use std::time::Duration;

use async_nats::{
    Client, ConnectOptions, ServerAddr,
    jetstream::{Context, ContextBuilder},
};
use tokio::sync::watch;

use crate::connection_state::{self, ConnectionState, Watched};

/// The wait between attempts to connect. Small, so that reading resumes within 2 s of the server being ready.
const RECONNECT_DELAY: Duration = Duration::from_millis(250);
/// How often the server is asked whether it is there: one that hangs is noticed after three.
const PING_INTERVAL: Duration = Duration::from_secs(3);
/// How long a question to the server may take.
pub(crate) const REQUEST_TIMEOUT: Duration = Duration::from_secs(5);
/// How long an acknowledgement may take: a full window, each synced to a slow disk.
const ACK_TIMEOUT: Duration = Duration::from_secs(15);
/// More than all windows together: it is the window that bounds what is under way, not async-nats.
const MAX_ACKS: usize = 100_000;

/// What a [`Journal`] can be told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JournalOptions {
    /// How long one message is tried before publishing gives up; without it, for ever.
    pub publish_timeout: Option<Duration>,
}

/// The log on a NATS server. Clones share one connection.
#[derive(Debug, Clone)]
pub struct Journal {
    pub(crate) client: Client,
    pub(crate) api: Context,
    pub(crate) publishing: Context,
    pub(crate) watched: Watched,
    /// The highest sequence that was acknowledged: see `publish`.
    pub(crate) highest: Arc<AtomicU64>,
    pub(crate) options: JournalOptions,
    servers: Arc<[ServerAddr]>,
    name: Arc<str>,
}

/// Fails when there is no connection to be had.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The address is not one of NATS.
    #[error("read {url:?} as the address of a NATS server, such as nats://127.0.0.1:4222")]
    Address {
        /// The address as given, without user and password.
        url: String,
        /// What is wrong with it.
        source: std::io::Error,
    },
    /// async-nats refused its options.
    #[error("prepare the connection to NATS")]
    Client(#[from] async_nats::ConnectError),
    /// Nobody answered in time.
    #[error("reach NATS at {url}: {reason}")]
    Unreachable {
        /// The address that was tried.
        url: String,
        /// What is known of the cause.
        reason: String,
    },
}

impl Journal {
    /// Starts to connect to `url` (several with commas between), under a client `name` for operators to see.
    ///
    /// Returns at once, also while NATS is away: it is tried four times a second for ever. [`Journal::link`] says
    /// how it goes.
    ///
    /// # Errors
    ///
    /// When the address cannot be read.
    pub async fn connect(
        url: &str,
        name: &str,
        options: JournalOptions,
    ) -> Result<Self, ConnectError> {
        let addresses: Result<Vec<ServerAddr>, _> =
            url.split(',').map(|one| one.trim().parse()).collect();
        let servers = addresses.map_err(|source| ConnectError::Address {
            url: url.rsplit('@').next().unwrap_or_default().to_owned(),
            source,
        })?;
        Self::open(servers.into(), name.into(), options).await
    }

    /// Makes a second connection of the same kind, so that what breaks one does not break the other.
    pub(crate) async fn separate(&self) -> Result<Self, ConnectError> {
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

    /// Watches the connection: away, and why, or connected.
    pub fn connection_state(&self) -> watch::Receiver<ConnectionState> {
        self.watched.link.clone()
    }

    /// Waits until NATS is there.
    ///
    /// # Errors
    ///
    /// When it is not there within `patience`.
    pub async fn wait_connected(&self, patience: Duration) -> Result<(), ConnectError> {
        match tokio::time::timeout(patience, self.watched.connected()).await {
            Ok(Some(_)) => Ok(()),
            Ok(None) | Err(_) => Err(ConnectError::Unreachable {
                url: self.configured_url(),
                reason: self.watched.reason(),
            }),
        }
    }

    /// Gives the address of the server that is really connected, without user and password.
    ///
    /// While there is no connection, the addresses as configured.
    pub async fn server_url(&self) -> String {
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
            Some(server) => shown(&server.addr),
            None => self.configured_url(),
        }
    }

    fn configured_url(&self) -> String {
        self.servers.iter().map(shown).collect::<Vec<_>>().join(",")
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
    // async-nats reads user and password from nowhere but its options.
    let credentials = servers
        .iter()
        .find_map(|server| Some((server.username()?, server.password()?)));
    match credentials {
        Some((user, password)) => options.user_and_password(user.to_owned(), password.to_owned()),
        None => options,
    }
}

fn shown(server: &ServerAddr) -> String {
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
    async fn an_address_that_cannot_be_read_is_said_without_its_password() {
        let refused = Journal::connect(
            "nats://coach:secret@[nats",
            "test",
            JournalOptions::default(),
        )
        .await;
        let words = refused.unwrap_err().to_string();
        assert!(
            words.contains("[nats") && !words.contains("secret"),
            "{words}"
        );
    }

    #[track_caller]
    fn check(given: &str, expected: &str) {
        let address: ServerAddr = given.parse().unwrap();
        assert_eq!(shown(&address), expected);
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
