//! All events at once to columns, with nothing between: what the views must equal, however they got there.

use std::collections::BTreeMap;

use fold::{Record, SubjectRecords, join};
use model::{Data, Event, KnelpuntId, Subject};

use crate::Columns;

impl Columns {
    /// Folds a whole set of events; their order makes no difference.
    pub fn of_events<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut subjects: BTreeMap<KnelpuntId, SubjectRecords> = BTreeMap::new();
        for event in events {
            enter(event, &mut subjects);
        }
        let subjects: Vec<SubjectRecords> = subjects.into_values().collect();
        let mut columns = Self::default();
        let knelpunten = join(&subjects, &mut |text| columns.enter(text));
        for knelpunt in knelpunten {
            columns.insert(knelpunt, 0);
        }
        columns
    }
}

fn enter(event: &Event, subjects: &mut BTreeMap<KnelpuntId, SubjectRecords>) {
    let Subject::Knelpunt(id) = event.subject else {
        return;
    };
    let record = Record::of(event);
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
    let records = &mut subject(subjects, id).records;
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
