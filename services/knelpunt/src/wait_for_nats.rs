//! Patience with NATS, said aloud.

use std::time::Duration;

use journal::{ConnectionState, Journal};
use tokio::time;

/// How long NATS may take to be there when a word starts.
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long nothing is said.
const SILENT: Duration = Duration::from_secs(2);
/// How often it is said that NATS is still waited for.
const REMIND_EVERY: Duration = Duration::from_secs(10);

/// Waits for something that NATS must do, and says so while it takes long.
pub(crate) async fn wait_with_notices<T>(
    journal: &Journal,
    say: impl Fn(&str),
    done: impl Future<Output = T>,
) -> T {
    let mut done = std::pin::pin!(done);
    let mut silent = SILENT;
    loop {
        match time::timeout(silent, &mut done).await {
            Ok(outcome) => return outcome,
            Err(_) => say(&format!("waiting for NATS: {}", trouble(journal))),
        }
        silent = REMIND_EVERY;
    }
}

fn trouble(journal: &Journal) -> String {
    match &*journal.connection_state().borrow() {
        ConnectionState::Connecting => "not connected yet".to_owned(),
        ConnectionState::Connected { .. } => {
            "connected, but it does not acknowledge; is there a stream (`knelpunt init`), and is its disk full?"
                .to_owned()
        }
        ConnectionState::Disconnected { reason } => reason.clone(),
    }
}
