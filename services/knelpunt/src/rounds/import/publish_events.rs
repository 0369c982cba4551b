//! Publishes the events of a sheet; all are validated before the first is sent.

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use indicatif::{ProgressBar, ProgressDrawTarget};
use journal::{Journal, OutgoingMessage};
use model::Draft;
use register::Register;

use super::read_inputs::reasons;
use crate::{clock, progress::bar_style};

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
    let outgoing = drafts.iter().map(|draft| validated(draft, register));
    let outgoing: Vec<OutgoingMessage> = outgoing.collect::<anyhow::Result<_>>()?;
    let bar =
        ProgressBar::with_draw_target(Some(outgoing.len() as u64), ProgressDrawTarget::stderr())
            .with_style(bar_style())
            .with_message("publishing");
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

/// Validates as every reader of the log will, and against the clock.
fn validated(draft: &Draft, register: &Register) -> anyhow::Result<OutgoingMessage> {
    let payload = draft.to_json();
    let event = model::decode_structured(payload.as_bytes(), register).map_err(|invalid| {
        anyhow::anyhow!(
            "cannot make a valid event: {}",
            reasons(&invalid.violations)
        )
    })?;
    if let Some(violation) = event.check_clock(clock::now()) {
        anyhow::bail!("cannot make a valid event: {}", reasons(&[violation]));
    }
    Ok(OutgoingMessage {
        subject: draft.data.nats_subject(),
        payload: Bytes::from(payload),
    })
}
