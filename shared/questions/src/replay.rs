//! All events at once to columns, with nothing in between: the views must equal this, however they got there.

use std::collections::BTreeMap;

use fold::{Record, SubjectRecords, effective_consultations, join};
use model::{Data, Event, KnelpuntId, Subject};

use crate::Columns;

impl Columns {
    /// Folds a whole set of events; their order makes no difference.
    pub fn from_events<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut subjects: BTreeMap<KnelpuntId, SubjectRecords> = BTreeMap::new();
        let mut consultations: BTreeMap<(&str, &str), Vec<Record>> = BTreeMap::new();
        for event in events {
            match &event.subject {
                Subject::Knelpunt(id) => add_to_subject(event, *id, &mut subjects),
                Subject::Consultation {
                    municipality,
                    round,
                } => add(
                    event,
                    consultations.entry((municipality, round)).or_default(),
                ),
            }
        }
        let subjects: Vec<SubjectRecords> = subjects.into_values().collect();
        let mut columns = Self::default();
        let knelpunten = join(&subjects, &mut |text| columns.intern(text));
        for knelpunt in knelpunten {
            columns.insert(knelpunt, 0);
        }
        for ((municipality, round), records) in consultations {
            let key = (columns.intern(municipality), columns.intern(round));
            let effective = effective_consultations(&records, &mut |text| columns.intern(text));
            columns.set_consultations(key, effective);
        }
        columns
    }
}

fn add_to_subject(
    event: &Event,
    id: KnelpuntId,
    subjects: &mut BTreeMap<KnelpuntId, SubjectRecords>,
) {
    let replacement = event.replacement.as_deref();
    for event in [Some(event), replacement].into_iter().flatten() {
        if let Some(identity) = event.data.identity() {
            subject(subjects, id).identity = Some(identity);
        }
        if let Data::Merged(data) = &event.data {
            let target = data.target();
            let absorbing = target.id();
            subject(subjects, absorbing).identity = Some(target);
        }
    }
    add(event, &mut subject(subjects, id).records);
}

/// Adds an event to the records of its subject, unless it is a duplicate.
fn add(event: &Event, records: &mut Vec<Record>) {
    let record = Record::from_event(event);
    let is_same = |known: &Record| known.key == record.key && known.content == record.content;
    if !records.iter().any(is_same) {
        records.push(record);
    }
}

fn subject(
    subjects: &mut BTreeMap<KnelpuntId, SubjectRecords>,
    id: KnelpuntId,
) -> &mut SubjectRecords {
    subjects.entry(id).or_insert_with(|| SubjectRecords {
        id,
        identity: None,
        records: Vec::new(),
    })
}
