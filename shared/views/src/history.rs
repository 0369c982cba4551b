//! The events of one knelpunt, and the texts behind its attributes.

use std::collections::{BTreeMap, BTreeSet};

use fold::{EffectiveRecord, Record, RecordKind, effective_records};
use model::{ContentId, EventKey, KnelpuntId};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    HistoryItem, ViewsError, contents::Contents, entry::ContentText, memory::Memory,
    overlay::SubjectOverlay, store::OpenStore, subject_log::SequencedRecord,
};

/// What an answer may show: the events up to `known_at`, without the texts that were redacted up to `position`.
///
/// A text that is redacted since must not be shown again by asking for the knowledge of before.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visibility {
    pub(crate) known_at: u64,
    pub(crate) position: u64,
}

/// Instant or time, kind, key, subject.
type Order = (i64, u8, EventKey, KnelpuntId);

/// Reads all events of the subjects of a knelpunt, in the order of the fold.
pub(crate) fn history(
    store: &OpenStore,
    members: &[KnelpuntId],
    visibility: Visibility,
) -> Result<Vec<HistoryItem>, ViewsError> {
    let mut items = Vec::new();
    for member in members {
        items.extend(subject_history(store, *member, visibility)?);
    }
    items.sort_unstable_by_key(|(order, _)| *order);
    Ok(items.into_iter().map(|(_, item)| item).collect())
}

fn subject_history(
    store: &OpenStore,
    id: KnelpuntId,
    visibility: Visibility,
) -> Result<Vec<(Order, HistoryItem)>, ViewsError> {
    let contents = Contents::new(&store.db);
    let all = read_records(store, id, visibility.position, &contents)?;
    let sequences = RecordSequences::new(&all, visibility);
    let then = records_up_to(&all, visibility.known_at, &contents)?;
    let now = records_up_to(&all, visibility.position, &contents)?;
    let (then, now) = (effective_records(&then), effective_records(&now));
    let mut items = Vec::with_capacity(then.len());
    for (key, then) in then {
        let shown = shown_record(&then, now.get(&key));
        let text = contents.text(sequences.of_content(stored_record(&shown)))?;
        let item = item(id, sequences.of_effective(&then), &shown, text)?;
        items.push((order(id, then.record), item));
    }
    Ok(items)
}

/// Reads every content of a subject that arrived up to a sequence.
fn read_records(
    store: &OpenStore,
    id: KnelpuntId,
    up_to: u64,
    contents: &Contents<'_>,
) -> Result<Vec<SequencedRecord>, ViewsError> {
    let memory = store.memory.read();
    if let Some(log) = memory.subject_logs.get(&id) {
        return Ok(log.up_to(up_to).cloned().collect());
    }
    let facts = memory.uncorrected_facts(id).iter();
    let mut sequences: Vec<u64> = facts.map(|fact| fact.arrived).collect();
    drop(memory);
    // In order of sequence, because neighbours are in the same block.
    sequences.sort_unstable();
    let known = sequences.iter().take_while(|sequence| **sequence <= up_to);
    known.map(|sequence| contents.record(*sequence)).collect()
}

fn records_up_to(
    all: &[SequencedRecord],
    sequence: u64,
    contents: &Contents<'_>,
) -> Result<Vec<Record>, ViewsError> {
    let known = all.iter().filter(|record| record.sequence <= sequence);
    let (mut records, sequences): (Vec<Record>, Vec<u64>) = known
        .map(|sequenced| (sequenced.record.clone(), sequenced.sequence))
        .unzip();
    contents.read_competing_texts(&mut records, &sequences)?;
    Ok(records)
}

/// Returns the record whose stored text contains what is shown.
fn stored_record<'a>(shown: &EffectiveRecord<'a>) -> &'a Record {
    shown.redaction.unwrap_or(shown.record)
}

/// Returns the record that is shown under a key: the effective one of then, or, if its text is redacted now, that of
/// now.
fn shown_record<'a>(
    then: &EffectiveRecord<'a>,
    now: Option<&EffectiveRecord<'a>>,
) -> EffectiveRecord<'a> {
    match now {
        Some(now) if now.redaction.is_some() => EffectiveRecord {
            withdrawn: then.withdrawn,
            ..*now
        },
        _ => *then,
    }
}

/// The sequences at which contents arrived, and the first of each event.
struct RecordSequences {
    contents: BTreeMap<(EventKey, ContentId), u64>,
    /// As known at the sequence of the question.
    events: BTreeMap<EventKey, u64>,
}

impl RecordSequences {
    fn new(all: &[SequencedRecord], visibility: Visibility) -> Self {
        let (mut contents, mut events) = (BTreeMap::new(), BTreeMap::new());
        for SequencedRecord { record, sequence } in all {
            contents.insert((record.key, record.content), *sequence);
            if *sequence <= visibility.known_at {
                let first: &mut u64 = events.entry(record.key).or_insert(*sequence);
                *first = (*first).min(*sequence);
            }
        }
        Self { contents, events }
    }

    /// Returns the sequence of an effective content; of a redacted event the one at which it first arrived, or, if its
    /// original is erased, that of the redaction.
    fn of_effective(&self, effective: &EffectiveRecord<'_>) -> u64 {
        let first = self.events.get(&effective.record.key);
        match effective.redaction {
            None => self.of_content(effective.record),
            Some(redaction) => first.copied().unwrap_or_else(|| self.of_content(redaction)),
        }
    }

    fn of_content(&self, record: &Record) -> u64 {
        let sequence = self.contents.get(&(record.key, record.content));
        assert!(
            sequence.is_some(),
            "an effective record is a content that arrived, or the replacement in one"
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
    text: ContentText,
) -> Result<HistoryItem, ViewsError> {
    let body = EventBody::new(shown, text)?;
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
        event_type: body.event_type,
        source: body.source,
        id: body.id,
        time: shown.record.time.to_string(),
        observed_at,
        subject: id.to_string(),
        withdrawn: shown.withdrawn,
        redacted: shown.redaction.is_some(),
        data: body.data,
    })
}

/// The type and data of an event, with its source and its id there.
struct EventBody {
    source: String,
    id: String,
    event_type: String,
    data: Value,
}

impl EventBody {
    fn new(shown: &EffectiveRecord<'_>, text: ContentText) -> Result<Self, ViewsError> {
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

/// Reads the data of the effective record under a key; none if there is none.
///
/// Share `contents` between calls: a block is then unpacked once for all contents in it.
pub(crate) fn event_data(
    store: &OpenStore,
    contents: &Contents<'_>,
    (id, key): (KnelpuntId, EventKey),
    visibility: Visibility,
) -> Result<Option<Value>, ViewsError> {
    let event_contents = event_contents(&store.memory.read(), id, key);
    let all = match event_contents {
        EventContents::Single(sequence) => {
            return content_data(&contents.text(sequence)?).map(Some);
        }
        EventContents::Closure(all) => all,
    };
    let sequences = RecordSequences::new(&all, visibility);
    let then = records_up_to(&all, visibility.known_at, contents)?;
    let now = records_up_to(&all, visibility.position, contents)?;
    let (then, now) = (effective_records(&then), effective_records(&now));
    let Some(then) = then.get(&key) else {
        return Ok(None);
    };
    let shown = shown_record(then, now.get(&key));
    let text = contents.text(sequences.of_content(stored_record(&shown)))?;
    Ok(Some(EventBody::new(&shown, text)?.data))
}

/// The contents that the data of one event depend on.
enum EventContents {
    /// The sequence of its only content, which nothing corrects.
    Single(u64),
    /// Every content of the event, of those that correct it and of those that it corrects.
    Closure(Vec<SequencedRecord>),
}

fn event_contents(memory: &Memory, id: KnelpuntId, key: EventKey) -> EventContents {
    if let Some(sequence) = single_content(memory, id, key) {
        return EventContents::Single(sequence);
    }
    let overlay = SubjectOverlay {
        log: memory.subject_logs.get(&id),
        new: &[],
    };
    let closure = overlay.closure(BTreeSet::from([key]));
    let all = closure.records.into_iter().zip(closure.sequences);
    EventContents::Closure(
        all.map(|(record, sequence)| SequencedRecord { record, sequence })
            .collect(),
    )
}

/// Returns the sequence of the only content of an event; none if its subject has corrections.
pub(crate) fn single_content(memory: &Memory, id: KnelpuntId, key: EventKey) -> Option<u64> {
    let mut facts = memory.uncorrected_facts(id).iter();
    let fact = facts.rfind(|fact| fact.key == key)?;
    Some(fact.arrived)
}

/// The data of a content, without its other members.
#[derive(Deserialize)]
struct ContentData {
    #[serde(default)]
    data: Value,
}

fn content_data(text: &ContentText) -> Result<Value, ViewsError> {
    let content: ContentData = serde_json::from_str(&text.content)
        .map_err(|error| ViewsError::damaged(error.to_string()))?;
    Ok(content.data)
}
