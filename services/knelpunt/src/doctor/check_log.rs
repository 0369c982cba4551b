//! Checks the log: NATS, the stream and its settings.

use std::time::Duration;

use journal::{Journal, JournalOptions};

use super::finding::Finding;
use crate::output::as_failure;

/// The time that NATS has to accept a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const NATS: &str = "nats";
const STREAM: &str = "stream";
const SETTINGS: &str = "settings";

/// Checks the log on a NATS server.
pub(super) async fn check(url: &str) -> Vec<Finding> {
    match connect(url).await {
        Ok(journal) => {
            let at = journal.server_url().await;
            let mut findings = vec![Finding::ok(NATS, format!("{at} is available"))];
            findings.extend(stream(&journal).await);
            findings
        }
        Err(error) => {
            let state = as_failure(&error.to_string());
            vec![Finding::wrong(NATS, state, "start it, or read its log")]
        }
    }
}

async fn connect(url: &str) -> anyhow::Result<Journal> {
    let journal = Journal::connect(url, "knelpunt doctor", JournalOptions::default()).await?;
    journal.wait_connected(CONNECT_TIMEOUT).await?;
    Ok(journal)
}

async fn stream(journal: &Journal) -> Vec<Finding> {
    let facts = match journal.find_stream().await {
        Ok(Some(facts)) => facts,
        Ok(None) => {
            return vec![Finding::wrong(
                STREAM,
                "does not exist",
                "create it: knelpunt init --nats URL",
            )];
        }
        Err(error) => {
            return vec![Finding::wrong(STREAM, as_failure(&error.to_string()), "")];
        }
    };
    let state = format!(
        "{} since {}, last sequence {}",
        facts.name, facts.created_at, facts.last_sequence
    );
    vec![Finding::ok(STREAM, state), settings(journal).await]
}

async fn settings(journal: &Journal) -> Finding {
    match journal.deviations().await {
        Ok(deviations) if deviations.is_empty() => {
            Finding::ok(SETTINGS, "the stream has the required settings")
        }
        Ok(deviations) => {
            let state = format!("the stream has {}", deviations.join(", "));
            Finding::wrong(
                SETTINGS,
                state,
                "correct it with the `nats` tool: nats stream edit KNELPUNTEN",
            )
        }
        Err(error) => Finding::wrong(
            SETTINGS,
            format!("cannot be asked: {}", as_failure(&format!("{error}"))),
            "",
        ),
    }
}
