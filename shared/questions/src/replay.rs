//! All events at once to columns, with nothing between: what the views must equal, however they got there.

use std::collections::BTreeMap;

use fold::{Record, SubjectRecords, effective_consultations, join};
use model::{Data, Event, KnelpuntId, Subject};

use crate::Columns;

impl Columns {
    /// Folds a whole set of events; their order makes no difference.
    pub fn from_events<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut subjects: BTreeMap<KnelpuntId, SubjectRecords> = BTreeMap::new();
        let mut asked: BTreeMap<(&str, &str), Vec<Record>> = BTreeMap::new();
        for event in events {
            match &event.subject {
                Subject::Knelpunt(id) => enter(event, *id, &mut subjects),
                Subject::Consultation {
                    municipality,
                    round,
                } => add(event, asked.entry((municipality, round)).or_default()),
            }
        }
        let subjects: Vec<SubjectRecords> = subjects.into_values().collect();
        let mut columns = Self::default();
        let knelpunten = join(&subjects, &mut |text| columns.intern(text));
        for knelpunt in knelpunten {
            columns.insert(knelpunt, 0);
        }
        for ((municipality, round), records) in asked {
            let of = (columns.intern(municipality), columns.intern(round));
            let counting = effective_consultations(&records, &mut |text| columns.intern(text));
            columns.set_consultations(of, counting);
        }
        columns
    }
}

fn enter(event: &Event, id: KnelpuntId, subjects: &mut BTreeMap<KnelpuntId, SubjectRecords>) {
    let replaced = event.replacement.as_deref();
    for held in [Some(event), replaced].into_iter().flatten() {
        if let Some(identity) = held.data.identity() {
            subject(subjects, id).identity = Some(identity);
        }
        if let Data::Merged(data) = &held.data {
            let target = data.target();
            let absorbing = target.id();
            subject(subjects, absorbing).identity = Some(target);
        }
    }
    add(event, &mut subject(subjects, id).records);
}

/// Adds an event to those of its subject, unless it is there.
fn add(event: &Event, records: &mut Vec<Record>) {
    let record = Record::from_event(event);
    if !records
        .iter()
        .any(|held| held.key == record.key && held.content == record.content)
    {
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
