//! What was said: the events of one knelpunt, and the texts behind its attributes.

use std::collections::{BTreeMap, BTreeSet};

use fold::{EffectiveRecord, Knelpunt, Record, RecordKind, effective_records};
use model::{ContentId, EventKey, KnelpuntId};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    HistoryItem, ViewsError, contents::Contents, entry::Text, layers::Layers, memory::Memory,
    store::Held, told::Arrived,
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
    let contents = Contents::of(&held.db);
    let all = arrived(held, id, horizon.reached, &contents)?;
    let arrivals = Arrivals::of(&all, horizon);
    let then = up_to(&all, horizon.known_at, &contents)?;
    let now = up_to(&all, horizon.reached, &contents)?;
    let (was, is) = (effective_records(&then), effective_records(&now));
    let mut items = Vec::with_capacity(was.len());
    for (key, was) in was {
        let shown = shown(&was, is.get(&key));
        let text = contents.text(arrivals.of_content(stored(&shown)))?;
        let item = item(id, arrivals.of_standing(&was), &shown, text)?;
        items.push((order(id, was.record), item));
    }
    Ok(items)
}

/// Reads every content of a subject that arrived up to a sequence.
fn arrived(
    held: &Held,
    id: KnelpuntId,
    up_to: u64,
    contents: &Contents<'_>,
) -> Result<Vec<Arrived>, ViewsError> {
    let memory = held.memory.read();
    if let Some(told) = memory.told.get(&id) {
        return Ok(told.up_to(up_to).cloned().collect());
    }
    let facts = memory.plain(id).map_or(&[][..], Knelpunt::facts);
    let mut sequences: Vec<u64> = facts.iter().map(|fact| fact.arrived).collect();
    drop(memory);
    // In order of sequence, because neighbours lie together.
    sequences.sort_unstable();
    let known = sequences.iter().take_while(|sequence| **sequence <= up_to);
    known.map(|sequence| contents.arrived(*sequence)).collect()
}

fn up_to(
    all: &[Arrived],
    sequence: u64,
    contents: &Contents<'_>,
) -> Result<Vec<Record>, ViewsError> {
    let known = all.iter().filter(|arrived| arrived.sequence <= sequence);
    let (mut records, sequences): (Vec<Record>, Vec<u64>) = known
        .map(|arrived| (arrived.record.clone(), arrived.sequence))
        .unzip();
    contents.complete(&mut records, &sequences)?;
    Ok(records)
}

/// Gives the record whose text says what is shown.
fn stored<'a>(shown: &EffectiveRecord<'a>) -> &'a Record {
    shown.redaction.unwrap_or(shown.record)
}

/// Gives what is shown of what stood under a key: what stands there now, if its text was taken out.
fn shown<'a>(was: &EffectiveRecord<'a>, is: Option<&EffectiveRecord<'a>>) -> EffectiveRecord<'a> {
    match is {
        Some(is) if is.redaction.is_some() => EffectiveRecord {
            withdrawn: was.withdrawn,
            ..*is
        },
        _ => *was,
    }
}

/// When contents arrived, and when anything under an event key first did.
struct Arrivals {
    contents: BTreeMap<(EventKey, ContentId), u64>,
    /// As far as is asked.
    events: BTreeMap<EventKey, u64>,
}

impl Arrivals {
    fn of(all: &[Arrived], horizon: Horizon) -> Self {
        let (mut contents, mut events) = (BTreeMap::new(), BTreeMap::new());
        for Arrived { record, sequence } in all {
            contents.insert((record.key, record.content), *sequence);
            if *sequence <= horizon.known_at {
                let first: &mut u64 = events.entry(record.key).or_insert(*sequence);
                *first = (*first).min(*sequence);
            }
        }
        Self { contents, events }
    }

    /// Gives the sequence of the content that stands; of a redacted event the one at which it first arrived, or,
    /// where its original is gone, that of the redaction.
    fn of_standing(&self, standing: &EffectiveRecord<'_>) -> u64 {
        let first = self.events.get(&standing.record.key);
        match standing.redaction {
            None => self.of_content(standing.record),
            Some(redaction) => first.copied().unwrap_or_else(|| self.of_content(redaction)),
        }
    }

    fn of_content(&self, record: &Record) -> u64 {
        let sequence = self.contents.get(&(record.key, record.content));
        assert!(
            sequence.is_some(),
            "what stands is a content that arrived, or was put there by one"
        );
        sequence.copied().unwrap_or_default()
    }
}

fn order(id: KnelpuntId, record: &Record) -> Order {
    let (instant, kind) = match &record.kind {
        RecordKind::Reported { instant, .. } => (*instant, 0),
        RecordKind::Resolved { instant, .. } => (*instant, 1),
        RecordKind::Merged { .. }
        | RecordKind::Consulted { .. }
        | RecordKind::Withdrawn { .. }
        | RecordKind::Redacted { .. } => (record.time, 2),
    };
    (instant.microseconds(), kind, record.key, id)
}

fn item(
    id: KnelpuntId,
    sequence: u64,
    shown: &EffectiveRecord<'_>,
    text: Text,
) -> Result<HistoryItem, ViewsError> {
    let said = Said::of(shown, text)?;
    let observed_at = match &shown.record.kind {
        RecordKind::Reported { instant, .. } | RecordKind::Resolved { instant, .. } => {
            Some(instant.to_string())
        }
        RecordKind::Merged { .. }
        | RecordKind::Consulted { .. }
        | RecordKind::Withdrawn { .. }
        | RecordKind::Redacted { .. } => None,
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
    fn of(shown: &EffectiveRecord<'_>, text: Text) -> Result<Self, ViewsError> {
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
///
/// Who reads many does so by the same `contents`: what is near each other is then unpacked once.
pub(crate) fn data_of(
    held: &Held,
    contents: &Contents<'_>,
    (id, key): (KnelpuntId, EventKey),
    horizon: Horizon,
) -> Result<Option<Value>, ViewsError> {
    let about = about(&held.memory.read(), id, key);
    let all = match about {
        About::Only(sequence) => return said(&contents.text(sequence)?).map(Some),
        About::Related(all) => all,
    };
    let arrivals = Arrivals::of(&all, horizon);
    let then = up_to(&all, horizon.known_at, contents)?;
    let now = up_to(&all, horizon.reached, contents)?;
    let (was, is) = (effective_records(&then), effective_records(&now));
    let Some(was) = was.get(&key) else {
        return Ok(None);
    };
    let shown = shown(was, is.get(&key));
    let text = contents.text(arrivals.of_content(stored(&shown)))?;
    Ok(Some(Said::of(&shown, text)?.data))
}

/// What is held about one event.
enum About {
    /// Its only content, which nothing corrects, arrived at a sequence.
    Only(u64),
    /// Every content of it, of what corrects it and of what it corrects.
    Related(Vec<Arrived>),
}

fn about(memory: &Memory, id: KnelpuntId, key: EventKey) -> About {
    if let Some(sequence) = only_arrival(memory, id, key) {
        return About::Only(sequence);
    }
    let layers = Layers {
        told: memory.told.get(&id),
        new: &[],
    };
    let related = layers.related(BTreeSet::from([key]));
    let all = related.records.into_iter().zip(related.sequences);
    About::Related(
        all.map(|(record, sequence)| Arrived { record, sequence })
            .collect(),
    )
}

/// Says when the only content of an event arrived, where nothing corrects it; none of what more was told about.
pub(crate) fn only_arrival(memory: &Memory, id: KnelpuntId, key: EventKey) -> Option<u64> {
    let facts = memory.plain(id).map_or(&[][..], Knelpunt::facts);
    let fact = facts.iter().rfind(|fact| fact.key == key)?;
    Some(fact.arrived)
}

/// What a content says, without all else that is in it.
#[derive(Deserialize)]
struct SaidOnly {
    #[serde(default)]
    data: Value,
}

fn said(text: &Text) -> Result<Value, ViewsError> {
    let content: SaidOnly = serde_json::from_str(&text.content)
        .map_err(|error| ViewsError::damaged(error.to_string()))?;
    Ok(content.data)
}
