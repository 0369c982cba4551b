//! The log: NATS, the stream, and its settings.

use std::time::Duration;

use journal::{Journal, JournalOptions};

use super::finding::Finding;
use crate::output::as_failure;

/// How long NATS may take to be there.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const NATS: &str = "nats";
const STREAM: &str = "stream";

/// Looks at the log on a NATS server.
pub(super) async fn look(url: &str) -> Vec<Finding> {
    match connect(url).await {
        Ok(journal) => {
            let at = journal.server_url().await;
            let mut findings = vec![Finding::ok(NATS, format!("{at} is there"))];
            findings.extend(stream(&journal).await);
            findings
        }
        Err(error) => {
            let said = format!("cannot be reached: {}", as_failure(&format!("{error}")));
            vec![Finding::wrong(NATS, said, "start it, or look at its log")]
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
                "is not there",
                "create it with `knelpunt init --nats URL`",
            )];
        }
        Err(error) => {
            return vec![Finding::wrong(
                STREAM,
                format!("cannot be looked up: {}", as_failure(&format!("{error}"))),
                "",
            )];
        }
    };
    let said = format!(
        "{} since {}, last sequence {}",
        facts.name, facts.created_at, facts.last_sequence
    );
    vec![Finding::ok(STREAM, said), settings(journal).await]
}

async fn settings(journal: &Journal) -> Finding {
    let what = "settings";
    match journal.deviations().await {
        Ok(deviations) if deviations.is_empty() => {
            Finding::ok(what, "of the stream are as designed")
        }
        Ok(deviations) => {
            let said = format!("of the stream differ: {}", deviations.join(", "));
            Finding::wrong(
                what,
                said,
                "set them with the `nats` tool: `nats stream edit KNELPUNTEN`",
            )
        }
        Err(error) => Finding::wrong(
            what,
            format!("cannot be asked: {}", as_failure(&format!("{error}"))),
            "",
        ),
    }
}
