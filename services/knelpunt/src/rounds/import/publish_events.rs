//! Publishes the events of a sheet; all are validated before the first is sent.

use futures_util::{StreamExt as _, stream};
use journal::{Journal, OutgoingMessage};
use model::{Draft, InvalidEvent};
use register::Register;

use super::read_inputs::reasons;
use crate::{clock, progress};

/// Publishes events.
///
/// # Errors
///
/// When an event is invalid, or some cannot be published, with their number and the reasons.
pub(super) async fn publish(
    journal: &Journal,
    drafts: &[Draft],
    register: &Register,
) -> anyhow::Result<()> {
    let now = clock::now();
    let outgoing = drafts
        .iter()
        .map(|draft| Ok(emitter::validate_draft(draft, register, now)?.outgoing))
        .collect::<Result<Vec<OutgoingMessage>, InvalidEvent>>();
    let outgoing = outgoing.map_err(|invalid| {
        anyhow::anyhow!(
            "cannot make a valid event: {}",
            reasons(&invalid.violations)
        )
    })?;
    let bar = progress::bar(outgoing.len() as u64, "publishing");
    let row = stream::iter(outgoing.into_iter().map(|outgoing| ((), outgoing)));
    let mut published = std::pin::pin!(journal.publish_all(row));
    let mut failed = Vec::new();
    while let Some(((), outcome)) = published.next().await {
        bar.inc(1);
        failed.extend(outcome.err().map(|error| error.to_string()));
    }
    bar.finish_and_clear();
    let (count, all) = (failed.len(), drafts.len());
    failed.sort();
    failed.dedup();
    anyhow::ensure!(
        count == 0,
        "cannot publish {count} of {all} events: {}; import again to continue, published events are not published twice",
        failed.join("; ")
    );
    Ok(())
}
