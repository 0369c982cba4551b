//! Waiting for NATS, with a notice to the user while it takes long.

use std::time::Duration;

use journal::{ConnectError, ConnectionState, Journal, JournalOptions};
use tokio::time;

/// The time that NATS has to accept a connection when a command starts.
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// The time before the first notice.
const FIRST_NOTICE_AFTER: Duration = Duration::from_secs(2);
/// The time between two notices.
const NOTICE_EVERY: Duration = Duration::from_secs(10);

/// Connects to NATS, and waits until it accepts.
pub(crate) async fn connect(url: &str, name: &str) -> Result<Journal, ConnectError> {
    let journal = Journal::connect(url, name, JournalOptions::default()).await?;
    journal.wait_connected(CONNECT_TIMEOUT).await?;
    Ok(journal)
}

/// Connects as [`connect`] does, with a notice on standard error while that takes long.
pub(crate) async fn connect_with_notices(
    url: &str,
    name: &str,
    options: JournalOptions,
) -> Result<Journal, ConnectError> {
    let journal = Journal::connect(url, name, options).await?;
    let connected = journal.wait_connected(CONNECT_TIMEOUT);
    wait_with_notices(&journal, print_notice, connected).await?;
    Ok(journal)
}

/// Prints a notice.
pub(crate) fn print_notice(notice: &str) {
    eprintln!("knelpunt: {notice}");
}

/// Waits for something that NATS must do, and passes a notice to `notify` while it takes long.
pub(crate) async fn wait_with_notices<T>(
    journal: &Journal,
    notify: impl Fn(&str),
    done: impl Future<Output = T>,
) -> T {
    let mut done = std::pin::pin!(done);
    let mut pause = FIRST_NOTICE_AFTER;
    loop {
        match time::timeout(pause, &mut done).await {
            Ok(outcome) => return outcome,
            Err(_) => notify(&format!("waiting for NATS: {}", reason(journal))),
        }
        pause = NOTICE_EVERY;
    }
}

fn reason(journal: &Journal) -> String {
    match &*journal.connection_state().borrow() {
        ConnectionState::Connecting => "not connected yet".to_owned(),
        ConnectionState::Connected { .. } => {
            "connected, but no acknowledgement; check that the stream exists (`knelpunt init`) and that its disk is not full"
                .to_owned()
        }
        ConnectionState::Disconnected { reason } => reason.clone(),
    }
}
