//! What was said: the events of one knelpunt, and the texts behind its attributes.

use std::collections::BTreeMap;

use fold::{Record, Standing, What, standing};
use model::{ContentId, EventKey, KnelpuntId};
use serde_json::Value;

use crate::{
    HistoryItem, ViewsError, keys,
    records::{self, Arrived},
    store::Held,
    values,
};

/// Reads all events of all subjects that make up a knelpunt, in the order of the fold.
pub(crate) fn history(
    held: &Held,
    members: &[KnelpuntId],
    known_at: u64,
) -> Result<Vec<HistoryItem>, ViewsError> {
    let mut items = Vec::new();
    for member in members {
        items.extend(of_subject(held, *member, known_at)?);
    }
    items.sort_by_key(|(order, _)| *order);
    Ok(items.into_iter().map(|(_, item)| item).collect())
}

/// Instant or time, kind, key, subject.
type Order = (i64, u8, EventKey, KnelpuntId);

fn of_subject(
    held: &Held,
    id: KnelpuntId,
    known_at: u64,
) -> Result<Vec<(Order, HistoryItem)>, ViewsError> {
    let subject = keys::knelpunt(id);
    let all = records::with_texts(&*held.db, &subject, u64::MAX)?;
    let sequences: BTreeMap<(EventKey, ContentId), u64> = all
        .iter()
        .map(|arrived| {
            (
                (arrived.record.key, arrived.record.content),
                arrived.sequence,
            )
        })
        .collect();
    let whole: Vec<Record> = all.iter().map(|arrived| arrived.record.clone()).collect();
    let then: Vec<Record> = up_to(&all, known_at);
    let now = standing(&whole);
    let mut items = Vec::new();
    for (key, was) in standing(&then) {
        // A text that was taken out later is not shown again by asking how things were known before.
        let shown = now
            .get(&key)
            .filter(|now| now.redaction.is_some())
            .map_or(was, |now| Standing {
                withdrawn: was.withdrawn,
                ..*now
            });
        let original = then.iter().find(|record| record.key == key);
        let first = original
            .or(shown.redaction)
            .map(|record| (record.key, record.content));
        let own = (was.record.key, was.record.content);
        let sequence = sequences
            .get(&own)
            .or_else(|| sequences.get(&first?))
            .copied()
            .unwrap_or_default();
        items.push((order(id, was.record), item(held, id, sequence, &shown)?));
    }
    Ok(items)
}

fn up_to(all: &[Arrived], known_at: u64) -> Vec<Record> {
    all.iter()
        .filter(|arrived| arrived.sequence <= known_at)
        .map(|arrived| arrived.record.clone())
        .collect()
}

fn order(id: KnelpuntId, record: &Record) -> Order {
    let (instant, kind) = match &record.what {
        What::Reported { instant, .. } => (*instant, 0),
        What::Resolved { instant, .. } => (*instant, 1),
        What::Merged { .. } | What::Consulted | What::Withdrawn { .. } | What::Redacted { .. } => {
            (record.time, 2)
        }
    };
    (instant.microseconds(), kind, record.key, id)
}

fn item(
    held: &Held,
    id: KnelpuntId,
    sequence: u64,
    shown: &Standing<'_>,
) -> Result<HistoryItem, ViewsError> {
    let (content, source, event_id) = said(held, id, shown)?;
    let observed_at = match &shown.record.what {
        What::Reported { instant, .. } | What::Resolved { instant, .. } => {
            Some(instant.to_string())
        }
        What::Merged { .. } | What::Consulted | What::Withdrawn { .. } | What::Redacted { .. } => {
            None
        }
    };
    Ok(HistoryItem {
        sequence,
        key: shown.record.key.to_string(),
        event_type: content["type"].as_str().unwrap_or_default().to_owned(),
        source,
        id: event_id,
        time: shown.record.time.to_string(),
        observed_at,
        subject: id.to_string(),
        withdrawn: shown.withdrawn,
        redacted: shown.redaction.is_some(),
        data: content["data"].clone(),
    })
}

/// Gives what stands under a key, and who sent it under which id.
fn said(
    held: &Held,
    id: KnelpuntId,
    shown: &Standing<'_>,
) -> Result<(Value, String, String), ViewsError> {
    let stored = shown.redaction.unwrap_or(shown.record);
    let place = keys::content(keys::TEXT, &keys::knelpunt(id), stored.key, stored.content);
    let text = held
        .db
        .get(place)?
        .ok_or_else(|| ViewsError::damaged("a text is missing"))?;
    let text = values::text(&text)?;
    let content: Value = serde_json::from_str(&text.content)
        .map_err(|error| ViewsError::damaged(error.to_string()))?;
    if shown.redaction.is_none() {
        return Ok((content, text.source, text.id));
    }
    let member = |name: &str| {
        content["data"]["event"][name]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    Ok((
        content["data"]["replacement"].clone(),
        member("source"),
        member("id"),
    ))
}

/// Reads the data of the event that stands under a key, as known at a sequence; none when it says nothing.
pub(crate) fn data_of(
    held: &Held,
    (id, key): (KnelpuntId, EventKey),
    known_at: u64,
) -> Result<Option<Value>, ViewsError> {
    let subject = keys::knelpunt(id);
    let corrected = held
        .db
        .scan_prefix(keys::event(keys::CORRECTION, &subject, key))
        .next()
        .transpose()?
        .is_some();
    let mut texts = held.db.scan_prefix(keys::event(keys::TEXT, &subject, key));
    if let (Some(only), None, false) = (
        texts.next().transpose()?,
        texts.next().transpose()?,
        corrected,
    ) {
        let content: Value = serde_json::from_str(&values::text(&only.1)?.content)
            .map_err(|error| ViewsError::damaged(error.to_string()))?;
        return Ok(Some(content["data"].clone()));
    }
    let found = of_subject(held, id, known_at)?
        .into_iter()
        .find(|(_, item)| item.key == key.to_string());
    Ok(found.map(|(_, item)| item.data))
}
