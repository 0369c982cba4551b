//! The events of one knelpunt, and the texts behind its attributes.

use std::collections::BTreeMap;

use fold::{EffectiveRecord, Record, effective_records};
use model::{ContentId, EventKey, Instant, KnelpuntId, Reporter, Subject};
use serde::Deserialize;
use serde_json::Value;
use state::{Entry, State};

use crate::{
    HistoryItem, ViewsError,
    store::{OpenStore, chunk::ContentText, contents::Contents},
};

/// What an answer may show: the events up to `known_at`, without the texts that were redacted up to `position`.
///
/// A text that is redacted since must not be shown again by asking for the knowledge of before.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visibility {
    pub(crate) known_at: u64,
    pub(crate) position: u64,
}

/// Instant or time, kind, key.
type Order = (Instant, u8, EventKey);

/// Reads all events of the subjects of a knelpunt, in the order of the fold.
pub(crate) fn history(
    store: &OpenStore,
    members: &[KnelpuntId],
    visibility: Visibility,
) -> Result<Vec<HistoryItem>, ViewsError> {
    let mut items = Vec::new();
    for member in members {
        let subject = Subject::Knelpunt(*member);
        let history = subject_history(store, &subject, visibility)?;
        items.extend(
            history
                .into_iter()
                .map(|(order, item)| (order, *member, item)),
        );
    }
    items.sort_unstable_by_key(|(order, member, _)| (*order, *member));
    Ok(items.into_iter().map(|(_, _, item)| item).collect())
}

/// Reads all events of some subjects, those of each in the order of arrival.
pub(crate) fn events_of(
    store: &OpenStore,
    subjects: &[Subject],
    visibility: Visibility,
) -> Result<Vec<HistoryItem>, ViewsError> {
    let mut items = Vec::new();
    for subject in subjects {
        let history = subject_history(store, subject, visibility)?;
        items.extend(history.into_iter().map(|(_, item)| item));
    }
    Ok(items)
}

fn subject_history(
    store: &OpenStore,
    subject: &Subject,
    visibility: Visibility,
) -> Result<Vec<(Order, HistoryItem)>, ViewsError> {
    let contents = Contents::new(&store.db);
    let all = {
        let memory = store.memory.read();
        SubjectEvents::new(memory.state.entries_of_subject(subject), visibility)
    };
    let mut items: Vec<(u64, EffectiveRecord<'_>, EffectiveRecord<'_>)> = all
        .shown()
        .map(|(then, shown)| (all.stored_sequence(&shown), then, shown))
        .collect();
    // Texts are read in order of sequence, because neighbours are in the same block.
    items.sort_unstable_by_key(|(stored, ..)| *stored);
    let item = |(stored, then, shown): (u64, EffectiveRecord<'_>, EffectiveRecord<'_>)| {
        let body = EventBody::new(&shown, contents.text(stored)?)?;
        let order = order(then.record, body.time);
        let sequence = all.first_sequence(&then);
        Ok((order, item(subject, sequence, &shown, body)))
    };
    items.into_iter().map(item).collect()
}

/// The entries of a subject that an answer depends on.
struct SubjectEvents {
    entries: Vec<Entry>,
    visibility: Visibility,
    /// The sequence at which each content arrived.
    contents: BTreeMap<(EventKey, ContentId), u64>,
    /// The sequence at which the first content of each event arrived, as known to the question.
    events: BTreeMap<EventKey, u64>,
}

impl SubjectEvents {
    fn new(entries: &[Entry], visibility: Visibility) -> Self {
        let known = entries
            .iter()
            .filter(|entry| entry.sequence <= visibility.position);
        let entries: Vec<Entry> = known.cloned().collect();
        let (mut contents, mut events) = (BTreeMap::new(), BTreeMap::new());
        for Entry { sequence, record } in &entries {
            contents.insert((record.key, record.content), *sequence);
            if *sequence <= visibility.known_at {
                let first: &mut u64 = events.entry(record.key).or_insert(*sequence);
                *first = (*first).min(*sequence);
            }
        }
        Self {
            entries,
            visibility,
            contents,
            events,
        }
    }

    /// Returns the records that counted at a sequence, by key.
    fn effective(&self, sequence: u64) -> BTreeMap<EventKey, EffectiveRecord<'_>> {
        let known = self
            .entries
            .iter()
            .filter(|entry| entry.sequence <= sequence);
        effective_records(known.map(|entry| &entry.record))
    }

    /// Lists the effective record of each event as known to the question, and the one that is shown for it: that of
    /// then, or, if its text is redacted now, that of now.
    fn shown(&self) -> impl Iterator<Item = (EffectiveRecord<'_>, EffectiveRecord<'_>)> {
        let then = self.effective(self.visibility.known_at);
        let now = self.effective(self.visibility.position);
        then.into_iter().map(move |(key, then)| {
            let redacted = now.get(&key).filter(|now| now.redaction.is_some());
            let shown = redacted.map(|now| EffectiveRecord {
                withdrawn: then.withdrawn,
                ..*now
            });
            (then, shown.unwrap_or(then))
        })
    }

    /// Returns the sequence of the content whose stored text contains what is shown.
    fn stored_sequence(&self, shown: &EffectiveRecord<'_>) -> u64 {
        self.of_content(shown.redaction.unwrap_or(shown.record))
    }

    /// Returns the sequence of an effective content; of a redacted event the one at which it first arrived, or, if its
    /// original is erased, that of the redaction.
    fn first_sequence(&self, effective: &EffectiveRecord<'_>) -> u64 {
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

fn order(record: &Record, time: Instant) -> Order {
    let (instant, kind) = record.observation().map_or((time, 2), |observed| {
        (observed.instant, u8::from(!observed.is_report()))
    });
    (instant, kind, record.key)
}

fn item(
    subject: &Subject,
    sequence: u64,
    shown: &EffectiveRecord<'_>,
    body: EventBody,
) -> HistoryItem {
    let observation = shown.record.observation();
    HistoryItem {
        sequence,
        key: shown.record.key.to_string(),
        event_type: body.event_type,
        source: body.source,
        id: body.id,
        time: body.time.to_string(),
        observed_at: observation.map(|observed| observed.instant.to_string()),
        observed_on: observation.map(|observed| observed.instant.day()),
        subject: subject.to_string(),
        withdrawn: shown.withdrawn,
        redacted: shown.redaction.is_some(),
        data: body.data,
    }
}

/// The type, time and data of an event, with its source and its id there.
struct EventBody {
    source: String,
    id: String,
    event_type: String,
    time: Instant,
    data: Value,
}

impl EventBody {
    fn new(shown: &EffectiveRecord<'_>, text: ContentText) -> Result<Self, ViewsError> {
        let mut content: Value =
            serde_json::from_str(&text.content).map_err(|error| damaged(&error))?;
        let (source, id) = if shown.redaction.is_some() {
            let event = &mut content["data"]["event"];
            (take_text(&mut event["source"]), take_text(&mut event["id"]))
        } else {
            (text.source, text.id)
        };
        if shown.redaction.is_some() {
            content = content["data"]["replacement"].take();
        }
        let time = Instant::parse(&take_text(&mut content["time"]));
        Ok(Self {
            source,
            id,
            event_type: take_text(&mut content["type"]),
            time: time.ok_or_else(|| ViewsError::damaged("a content has no time"))?,
            data: content["data"].take(),
        })
    }
}

fn take_text(value: &mut Value) -> String {
    match value.take() {
        Value::String(text) => text,
        _ => String::new(),
    }
}

/// Reads the texts of the effective record under a key; none where there is no such record.
///
/// Share `contents` between calls: a block is then unpacked once for all contents in it.
pub(crate) fn event_texts(
    store: &OpenStore,
    contents: &Contents<'_>,
    (id, key): (KnelpuntId, EventKey),
    visibility: Visibility,
) -> Result<EventTexts, ViewsError> {
    let all = {
        let memory = store.memory.read();
        if let Some(sequence) = single_content(&memory.state, id, key) {
            drop(memory);
            return EventTexts::from_content(&contents.text(sequence)?);
        }
        SubjectEvents::new(memory.state.entries(id), visibility)
    };
    let shown = all.shown().find(|(then, _)| then.record.key == key);
    let Some((_, shown)) = shown else {
        return Ok(EventTexts::default());
    };
    let text = contents.text(all.stored_sequence(&shown))?;
    serde_json::from_value(EventBody::new(&shown, text)?.data).map_err(|error| damaged(&error))
}

/// Returns the sequence of the only content of an event, which nothing corrects; none if its subject has corrections.
pub(crate) fn single_content(state: &State, id: KnelpuntId, key: EventKey) -> Option<u64> {
    let row = state.find(id)?;
    let has_corrections = state.has_corrections()[row];
    let mut entries = state.entries(id).iter().filter(|_| !has_corrections);
    let entry = entries.rfind(|entry| entry.record.key == key)?;
    Some(entry.sequence)
}

/// The texts of an event that are shown beside the figures.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct EventTexts {
    /// What the event says of the knelpunt.
    pub(crate) description: Option<String>,
    /// Who reported it.
    pub(crate) reporter: Option<Reporter>,
}

/// A content, read for its texts alone.
#[derive(Deserialize)]
struct ContentTexts {
    #[serde(default)]
    data: EventTexts,
}

impl EventTexts {
    fn from_content(text: &ContentText) -> Result<Self, ViewsError> {
        let content: ContentTexts =
            serde_json::from_str(&text.content).map_err(|error| damaged(&error))?;
        Ok(content.data)
    }
}

fn damaged(error: &serde_json::Error) -> ViewsError {
    ViewsError::damaged(error.to_string())
}
