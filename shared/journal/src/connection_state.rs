//! The state of the connection: events of async-nats in, a watched state out.
//!
//! async-nats reports a denied permission as an event of the connection, never as the reply to the request that was
//! denied, which then only times out. So denied subjects are broadcast to everyone who waits for a reply on them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_nats::{Event, ServerError};
use tokio::sync::{
    broadcast::{self, error::RecvError},
    watch,
};
use tokio::time::{Instant, timeout_at};

/// Denied subjects that are buffered for slow receivers.
const DENIAL_BUFFER: usize = 1024;
/// How long to wait for a reply after another subject's denial, before the request is retried.
const UNCERTAIN_DENIAL_WAIT: Duration = Duration::from_millis(500);

/// The state of the connection to NATS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectionState {
    /// No attempt has ended yet.
    Connecting,
    /// Connected.
    Connected {
        /// The number of this connection, from 1, so that a quick reconnect is visible too.
        connection: u64,
    },
    /// Not connected; async-nats keeps retrying.
    Disconnected {
        /// The cause, as far as it is known.
        reason: String,
    },
}

/// The sending side, owned by the connection's event callback. When async-nats gives up for good it drops the callback,
/// and with it these senders: that closes the channels of every [`Watched`].
#[derive(Debug)]
pub(crate) struct Signals {
    state: watch::Sender<ConnectionState>,
    denials: broadcast::Sender<String>,
    connections: AtomicU64,
}

/// The receiving side, for the rest of the crate.
#[derive(Debug, Clone)]
pub(crate) struct Watched {
    pub(crate) state: watch::Receiver<ConnectionState>,
    denials: broadcast::Sender<String>,
}

pub(crate) fn signals() -> (Signals, Watched) {
    let (state, watched) = watch::channel(ConnectionState::Connecting);
    let (denials, _) = broadcast::channel(DENIAL_BUFFER);
    let signals = Signals {
        state,
        denials: denials.clone(),
        connections: AtomicU64::new(0),
    };
    let state = watched;
    (signals, Watched { state, denials })
}

impl Signals {
    pub(crate) fn on(&self, event: Event) {
        match event {
            Event::Connected => {
                let connection = self.connections.fetch_add(1, Ordering::Relaxed) + 1;
                self.state
                    .send_replace(ConnectionState::Connected { connection });
            }
            Event::Disconnected => self.disconnected("the connection was lost"),
            Event::Closed => self.disconnected("the connection was closed"),
            Event::ClientError(error) => self.attempt_failed(&error.to_string()),
            Event::ServerError(ServerError::AuthorizationViolation) => {
                self.attempt_failed("authorization violation");
            }
            Event::ServerError(error) => self.denied(&error.to_string()),
            Event::LameDuckMode | Event::Draining | Event::SlowConsumer(_) => {}
        }
    }

    fn disconnected(&self, reason: &str) {
        let reason = reason.to_owned();
        self.state
            .send_replace(ConnectionState::Disconnected { reason });
    }

    /// Records the reason of a failed attempt. Attempts fail four times a second: only a new reason wakes the watchers.
    fn attempt_failed(&self, error: &str) {
        let reason = match error.strip_prefix("nats: ").unwrap_or(error) {
            "IO error" => "no server answers",
            reason => reason,
        };
        self.state.send_if_modified(|state| {
            let next = ConnectionState::Disconnected {
                reason: reason.to_owned(),
            };
            let changes = !matches!(state, ConnectionState::Connected { .. }) && *state != next;
            if changes {
                *state = next;
            }
            changes
        });
    }

    fn denied(&self, error: &str) {
        if let Some(subject) = denied_subject(error) {
            let _ = self.denials.send(subject.to_owned());
        }
    }
}

impl Watched {
    /// Subscribes to denials. Call it before sending the request: a denial that arrives earlier is missed.
    pub(crate) fn denials(&self) -> Denials {
        Denials(self.denials.subscribe())
    }

    /// Waits for a connection and returns its number; `None` when async-nats gave up for good.
    pub(crate) async fn connected(&self) -> Option<u64> {
        let mut watched = self.state.clone();
        let state = watched
            .wait_for(|state| matches!(state, ConnectionState::Connected { .. }))
            .await
            .ok()?;
        match *state {
            ConnectionState::Connected { connection } => Some(connection),
            ConnectionState::Connecting | ConnectionState::Disconnected { .. } => None,
        }
    }

    /// Waits until this connection is lost.
    pub(crate) async fn lost(&self, connection: u64) {
        let mut watched = self.state.clone();
        let _ = watched
            .wait_for(|state| *state != ConnectionState::Connected { connection })
            .await;
    }

    /// Returns why there is no connection.
    /// Returns why there is no connection; `None` while there is one, or none was attempted.
    pub(crate) fn disconnected(&self) -> Option<String> {
        match &*self.state.borrow() {
            ConnectionState::Disconnected { reason } => {
                Some(format!("NATS cannot be reached: {reason}"))
            }
            ConnectionState::Connecting | ConnectionState::Connected { .. } => None,
        }
    }

    pub(crate) fn reason(&self) -> String {
        match &*self.state.borrow() {
            ConnectionState::Disconnected { reason } => reason.clone(),
            ConnectionState::Connecting | ConnectionState::Connected { .. } => {
                "no answer yet".to_owned()
            }
        }
    }
}

/// The denials since the subscription.
pub(crate) struct Denials(broadcast::Receiver<String>);

/// Whether one's own subject is denied.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Denial {
    /// The subject is denied.
    Certain,
    /// Other subjects were denied. async-nats drops events when many arrive at once, so this subject's denial may be
    /// lost.
    Possible,
}

impl Denials {
    /// Waits until publishing to this subject is certainly denied.
    pub(crate) async fn wait_for(&mut self, subject: &str) {
        while self.next(subject).await != Denial::Certain {}
    }

    /// Waits until this subject is denied, or until [`UNCERTAIN_DENIAL_WAIT`] after another subject's denial.
    pub(crate) async fn next(&mut self, subject: &str) -> Denial {
        loop {
            match self.0.recv().await {
                Ok(denied) if denied == subject => return Denial::Certain,
                Ok(_) | Err(RecvError::Lagged(_)) => break,
                Err(RecvError::Closed) => std::future::pending().await,
            }
        }
        let until = Instant::now() + UNCERTAIN_DENIAL_WAIT;
        while let Ok(Ok(denied)) = timeout_at(until, self.0.recv()).await {
            if denied == subject {
                return Denial::Certain;
            }
        }
        Denial::Possible
    }
}

/// Returns the subject of the server's message `Permissions Violation for Publish to "a.b"`.
fn denied_subject(error: &str) -> Option<&str> {
    let (_, rest) = error.split_once("ermissions Violation for Publish to \"")?;
    rest.rsplit_once('"').map(|(subject, _)| subject)
}

#[cfg(test)]
mod tests {
    use async_nats::ClientError;

    use super::*;

    #[test]
    fn a_denied_subject_is_parsed_from_the_message_of_the_server() {
        let message = "nats: Permissions Violation for Publish to \"knelpunten.x.GM0344\"";
        assert_eq!(denied_subject(message), Some("knelpunten.x.GM0344"));
        assert_eq!(
            denied_subject("nats: Permissions Violation for Subscription to \"a\""),
            None
        );
        assert_eq!(denied_subject("nats: maximum payload violation"), None);
    }

    #[test]
    fn a_failed_attempt_changes_the_reason_but_never_a_live_connection() {
        let (signals, watched) = signals();
        signals.on(Event::ClientError(ClientError::Other(
            "IO error".to_owned(),
        )));
        assert_eq!(watched.reason(), "no server answers");
        signals.on(Event::Connected);
        signals.on(Event::ClientError(ClientError::Other(
            "IO error".to_owned(),
        )));
        assert_eq!(
            *watched.state.borrow(),
            ConnectionState::Connected { connection: 1 }
        );
    }
}
