//! Whether there is a connection, as async-nats reports it: events in, a watched state out.
//!
//! async-nats says what the server refuses only as an event, apart from the request that it refused. So the
//! subjects that were denied are told to whoever waits for an answer on them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_nats::{Event, ServerError};
use tokio::sync::{
    broadcast::{self, error::RecvError},
    watch,
};
use tokio::time::{Instant, timeout_at};

/// The subjects kept for those who are slow to hear that they were denied.
const DENIALS_KEPT: usize = 1024;
/// How long an answer is awaited after another's denial, before it is asked again.
const DOUBT: Duration = Duration::from_millis(500);

/// The state of the connection to NATS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectionState {
    /// Nothing was tried yet.
    Connecting,
    /// Connected.
    Connected {
        /// Number of this connection, from 1, so that a quick reconnect is seen too.
        connection: u64,
    },
    /// Not connected; it is tried again all the time.
    Disconnected {
        /// What is known of the cause.
        reason: String,
    },
}

/// What the connection's callback writes to. When async-nats gives up, this is dropped and the watchers hear it.
#[derive(Debug)]
pub(crate) struct Signals {
    link: watch::Sender<ConnectionState>,
    denials: broadcast::Sender<String>,
    connections: AtomicU64,
}

/// What the rest of the crate watches.
#[derive(Debug, Clone)]
pub(crate) struct Watched {
    pub(crate) link: watch::Receiver<ConnectionState>,
    denials: broadcast::Sender<String>,
}

pub(crate) fn signals() -> (Signals, Watched) {
    let (link, watched) = watch::channel(ConnectionState::Connecting);
    let (denials, _) = broadcast::channel(DENIALS_KEPT);
    let signals = Signals {
        link,
        denials: denials.clone(),
        connections: AtomicU64::new(0),
    };
    (
        signals,
        Watched {
            link: watched,
            denials,
        },
    )
}

impl Signals {
    pub(crate) fn on(&self, event: Event) {
        match event {
            Event::Connected => {
                let connection = self.connections.fetch_add(1, Ordering::Relaxed) + 1;
                self.link
                    .send_replace(ConnectionState::Connected { connection });
            }
            Event::Disconnected => self.away("the connection was lost".to_owned()),
            Event::Closed => self.away("the connection was closed".to_owned()),
            Event::ClientError(problem) => self.still_away(&problem.to_string()),
            Event::ServerError(ServerError::AuthorizationViolation) => {
                self.still_away("authorization violation");
            }
            Event::ServerError(problem) => self.refused(&problem.to_string()),
            Event::LameDuckMode | Event::Draining | Event::SlowConsumer(_) => {}
        }
    }

    fn away(&self, reason: String) {
        self.link
            .send_replace(ConnectionState::Disconnected { reason });
    }

    /// Every failed attempt comes by here, four a second: only a new reason is passed on.
    fn still_away(&self, problem: &str) {
        let reason = match problem.strip_prefix("nats: ").unwrap_or(problem) {
            "IO error" => "no server answers",
            reason => reason,
        };
        self.link.send_if_modified(|link| {
            let next = ConnectionState::Disconnected {
                reason: reason.to_owned(),
            };
            let changes = !matches!(link, ConnectionState::Connected { .. }) && *link != next;
            if changes {
                *link = next;
            }
            changes
        });
    }

    fn refused(&self, problem: &str) {
        if let Some(subject) = denied_subject(problem) {
            let _ = self.denials.send(subject.to_owned());
        }
    }
}

impl Watched {
    /// Starts to listen for denials; call it before what may be denied is sent.
    pub(crate) fn denials(&self) -> Denials {
        Denials(self.denials.subscribe())
    }

    /// Waits until there is a connection and gives its number, or nothing when async-nats gave up for good.
    pub(crate) async fn connected(&self) -> Option<u64> {
        let mut link = self.link.clone();
        let state = link
            .wait_for(|state| matches!(state, ConnectionState::Connected { .. }))
            .await
            .ok()?;
        match *state {
            ConnectionState::Connected { connection } => Some(connection),
            ConnectionState::Connecting | ConnectionState::Disconnected { .. } => None,
        }
    }

    /// Waits until this connection is no longer there.
    pub(crate) async fn lost(&self, connection: u64) {
        let mut link = self.link.clone();
        let _ = link
            .wait_for(|state| *state != ConnectionState::Connected { connection })
            .await;
    }

    /// Says why there is no connection.
    pub(crate) fn reason(&self) -> String {
        match &*self.link.borrow() {
            ConnectionState::Disconnected { reason } => reason.clone(),
            ConnectionState::Connecting | ConnectionState::Connected { .. } => {
                "no answer yet".to_owned()
            }
        }
    }
}

/// The denials from the moment it was made.
pub(crate) struct Denials(broadcast::Receiver<String>);

/// What the denials say of one's own subject.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is denied.
    Denied,
    /// Others were denied. async-nats drops events when many come at once: this one's may have been among them.
    Doubtful,
}

impl Denials {
    /// Waits until publishing to this subject is denied; for ever, when it is not.
    pub(crate) async fn of(&mut self, subject: &str) {
        while self.verdict(subject).await != Verdict::Denied {}
    }

    /// Waits until this subject is denied, or for a moment after another one was.
    pub(crate) async fn verdict(&mut self, subject: &str) -> Verdict {
        loop {
            match self.0.recv().await {
                Ok(denied) if denied == subject => return Verdict::Denied,
                Ok(_) | Err(RecvError::Lagged(_)) => break,
                Err(RecvError::Closed) => std::future::pending().await,
            }
        }
        let until = Instant::now() + DOUBT;
        while let Ok(Ok(denied)) = timeout_at(until, self.0.recv()).await {
            if denied == subject {
                return Verdict::Denied;
            }
        }
        Verdict::Doubtful
    }
}

/// Reads the subject from the server's words: `Permissions Violation for Publish to "a.b"`.
fn denied_subject(problem: &str) -> Option<&str> {
    let (_, rest) = problem.split_once("ermissions Violation for Publish to \"")?;
    rest.rsplit_once('"').map(|(subject, _)| subject)
}

#[cfg(test)]
mod tests {
    use async_nats::ClientError;

    use super::*;

    #[test]
    fn a_denied_subject_is_read_from_the_words_of_the_server() {
        let said = "nats: Permissions Violation for Publish to \"knelpunten.x.GM0344\"";
        assert_eq!(denied_subject(said), Some("knelpunten.x.GM0344"));
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
            *watched.link.borrow(),
            ConnectionState::Connected { connection: 1 }
        );
    }
}
