//! What was said: the events of one knelpunt, and the texts behind its attributes.

use std::collections::{BTreeMap, BTreeSet};

use fold::{Record, Standing, What, standing};
use model::{ContentId, EventKey, KnelpuntId};
use serde_json::Value;

use crate::{
    HistoryItem, ViewsError, keys,
    records::{self, Arrived},
    store::Held,
    values::{self, Text},
};

/// Up to which sequence an answer knows, and how far the views have come.
///
/// What was redacted since is not shown again by asking how things were known before.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Horizon {
    pub(crate) known_at: u64,
    pub(crate) reached: u64,
}

/// Instant or time, kind, key, subject.
type Order = (i64, u8, EventKey, KnelpuntId);

/// Reads all events of all subjects that make up a knelpunt, in the order of the fold.
pub(crate) fn history(
    held: &Held,
    members: &[KnelpuntId],
    horizon: Horizon,
) -> Result<Vec<HistoryItem>, ViewsError> {
    let mut items = Vec::new();
    for member in members {
        items.extend(of_subject(held, *member, horizon)?);
    }
    items.sort_unstable_by_key(|(order, _)| *order);
    Ok(items.into_iter().map(|(_, item)| item).collect())
}

fn of_subject(
    held: &Held,
    id: KnelpuntId,
    horizon: Horizon,
) -> Result<Vec<(Order, HistoryItem)>, ViewsError> {
    let subject = keys::knelpunt(id);
    let all = records::arrived(&*held.db, &subject, horizon.reached)?;
    let arrivals = Arrivals::of(&all, horizon);
    let mut then: Vec<Record> = up_to(&all, horizon.known_at);
    let mut now: Vec<Record> = up_to(&all, horizon.reached);
    records::complete(&*held.db, &subject, &mut then)?;
    records::complete(&*held.db, &subject, &mut now)?;
    let (was, is) = (standing(&then), standing(&now));
    let mut items = Vec::with_capacity(was.len());
    for (key, was) in was {
        let shown = shown(&was, is.get(&key));
        let stored = shown.redaction.unwrap_or(shown.record);
        let text = records::text(&*held.db, &subject, stored)?;
        let item = item(id, arrivals.of_standing(&was), &shown, text)?;
        items.push((order(id, was.record), item));
    }
    Ok(items)
}

fn up_to(all: &[Arrived], sequence: u64) -> Vec<Record> {
    let known = all.iter().filter(|arrived| arrived.sequence <= sequence);
    known.map(|arrived| arrived.record.clone()).collect()
}

/// Gives what is shown of what stood under a key: what stands there now, if its text was taken out.
fn shown<'a>(was: &Standing<'a>, is: Option<&Standing<'a>>) -> Standing<'a> {
    match is {
        Some(is) if is.redaction.is_some() => Standing {
            withdrawn: was.withdrawn,
            ..*is
        },
        _ => *was,
    }
}

/// When contents arrived, and when anything under an event key first did.
struct Arrivals {
    contents: BTreeMap<(EventKey, ContentId), u64>,
    events: BTreeMap<EventKey, u64>,
}

impl Arrivals {
    fn of(all: &[Arrived], horizon: Horizon) -> Self {
        let (mut contents, mut events) = (BTreeMap::new(), BTreeMap::new());
        for Arrived { record, sequence } in all {
            if *sequence <= horizon.known_at {
                contents.insert((record.key, record.content), *sequence);
                let first: &mut u64 = events.entry(record.key).or_insert(*sequence);
                *first = (*first).min(*sequence);
            }
        }
        Self { contents, events }
    }

    /// Gives the sequence of the content that stands; of a redacted event the one at which it first arrived, or,
    /// where its original is gone, that of the redaction.
    fn of_standing(&self, standing: &Standing<'_>) -> u64 {
        let content = |record: &Record| self.contents.get(&(record.key, record.content));
        let sequence = match standing.redaction {
            None => content(standing.record),
            Some(redaction) => self
                .events
                .get(&standing.record.key)
                .or_else(|| content(redaction)),
        };
        assert!(
            sequence.is_some(),
            "what stands is a content that arrived, or was put there by one"
        );
        sequence.copied().unwrap_or_default()
    }
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
    id: KnelpuntId,
    sequence: u64,
    shown: &Standing<'_>,
    text: Text,
) -> Result<HistoryItem, ViewsError> {
    let said = Said::of(shown, text)?;
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
        event_type: said.event_type,
        source: said.source,
        id: said.id,
        time: shown.record.time.to_string(),
        observed_at,
        subject: id.to_string(),
        withdrawn: shown.withdrawn,
        redacted: shown.redaction.is_some(),
        data: said.data,
    })
}

/// What stands under a key, and who sent it under which id.
struct Said {
    source: String,
    id: String,
    event_type: String,
    data: Value,
}

impl Said {
    fn of(shown: &Standing<'_>, text: Text) -> Result<Self, ViewsError> {
        let mut content: Value = serde_json::from_str(&text.content)
            .map_err(|error| ViewsError::damaged(error.to_string()))?;
        if shown.redaction.is_none() {
            return Ok(Self {
                source: text.source,
                id: text.id,
                event_type: take_text(&mut content["type"]),
                data: content["data"].take(),
            });
        }
        let redaction = &mut content["data"];
        Ok(Self {
            source: take_text(&mut redaction["event"]["source"]),
            id: take_text(&mut redaction["event"]["id"]),
            event_type: take_text(&mut redaction["replacement"]["type"]),
            data: redaction["replacement"]["data"].take(),
        })
    }
}

fn take_text(value: &mut Value) -> String {
    match value.take() {
        Value::String(text) => text,
        _ => String::new(),
    }
}

/// Reads the data of the event that stands under a key; none when it says nothing.
pub(crate) fn data_of(
    held: &Held,
    (id, key): (KnelpuntId, EventKey),
    horizon: Horizon,
) -> Result<Option<Value>, ViewsError> {
    let subject = keys::knelpunt(id);
    let related = records::related(&*held.db, &subject, BTreeSet::from([key]))?;
    let related: Vec<Record> = related.into_values().flatten().collect();
    let known = |up_to| -> Result<Vec<Record>, ViewsError> {
        let mut known = records::known_at(&*held.db, &subject, related.iter().cloned(), up_to)?;
        records::complete(&*held.db, &subject, &mut known)?;
        Ok(known)
    };
    let (then, now) = (known(horizon.known_at)?, known(horizon.reached)?);
    let (was, is) = (standing(&then), standing(&now));
    let Some(was) = was.get(&key) else {
        return Ok(None);
    };
    let shown = shown(was, is.get(&key));
    let stored = shown.redaction.unwrap_or(shown.record);
    let text = records::text(&*held.db, &subject, stored)?;
    Ok(Some(Said::of(&shown, text)?.data))
}

/// Reads the data of the only content under a key, of a subject that had no other and no corrections.
///
/// None when there is another by now.
pub(crate) fn only_data_of(
    held: &Held,
    (id, key): (KnelpuntId, EventKey),
) -> Result<Option<Value>, ViewsError> {
    let subject = keys::knelpunt(id);
    let mut texts = held.db.scan_prefix(keys::event(keys::TEXT, &subject, key));
    let (Some((_, text)), None) = (texts.next().transpose()?, texts.next().transpose()?) else {
        return Ok(None);
    };
    let mut content: Value = serde_json::from_str(&values::text(&text)?.content)
        .map_err(|error| ViewsError::damaged(error.to_string()))?;
    Ok(Some(content["data"].take()))
}
