//! The events of one source in the log, and which of them came from sheets.
//!
//! A withdrawn event stays withdrawn forever. The id of a statement is therefore made of the workbook, the sheet, the
//! statement and a revision: the first revision that was not withdrawn.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use model::{ConsultationOutcome, Data, NAMESPACE, Observed, Subject};
use uuid::Uuid;

use crate::layout;

/// The events of one source in the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceHistory {
    /// By id.
    published: BTreeMap<String, PublishedEvent>,
    /// Ids of withdrawn events, with the subject of the withdrawal.
    withdrawn: BTreeSet<(String, Subject)>,
    /// Ids of redacted events.
    redacted: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct PublishedEvent {
    data: Data,
    subject: Subject,
}

/// An event that an import of a sheet published and that was not withdrawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct SheetEvent<'a> {
    pub(super) id: &'a str,
    pub(super) workbook: Uuid,
    pub(super) sheet: &'static str,
    pub(super) subject: &'a Subject,
    pub(super) data: &'a Data,
}

impl SourceHistory {
    /// Adds an event of the log, in any order; events that do not concern `source` are ignored.
    pub fn insert(&mut self, source: &str, event: &model::Event) {
        match &event.data {
            Data::Withdrawn(data) if data.event.source == source => {
                self.withdrawn
                    .insert((data.event.id.clone(), event.subject.clone()));
            }
            Data::Redacted(data) if data.event.source == source => {
                self.redacted.insert(data.event.id.clone());
            }
            Data::Reported(_) | Data::Resolved(_) | Data::Consulted(_)
                if event.source == source =>
            {
                let (data, subject) = (event.data.clone(), event.subject.clone());
                let published = PublishedEvent { data, subject };
                self.published.insert(event.id.clone(), published);
            }
            Data::Reported(_)
            | Data::Resolved(_)
            | Data::Consulted(_)
            | Data::Supported(_)
            | Data::Merged(_)
            | Data::Withdrawn(_)
            | Data::Redacted(_) => {}
        }
    }

    /// Adds an event of the source, of which is known whether it was withdrawn or redacted.
    pub fn insert_known(&mut self, event: model::Draft, withdrawn: bool, redacted: bool) {
        let model::Draft {
            id, subject, data, ..
        } = event;
        if withdrawn {
            self.withdrawn.insert((id.clone(), subject.clone()));
        }
        if redacted {
            self.redacted.insert(id);
        } else if matches!(
            data,
            Data::Reported(_) | Data::Resolved(_) | Data::Consulted(_)
        ) {
            self.published.insert(id, PublishedEvent { data, subject });
        }
    }

    /// Returns, by code, the day on which each municipality was last reached in a round according to a workbook; other
    /// workbooks do not count.
    pub fn reached(&self, round: &str, workbook: Uuid) -> BTreeMap<String, Date> {
        let mut reached = BTreeMap::new();
        let of_workbook = self.of_round(round);
        for event in of_workbook.filter(|event| event.workbook == workbook) {
            if let Data::Consulted(data) = event.data
                && data.outcome == ConsultationOutcome::Reached
                && let Some(Observed::On(day)) = Observed::parse(&data.observed_at)
            {
                let latest = reached.entry(data.municipality.clone()).or_insert(day);
                *latest = day.max(*latest);
            }
        }
        reached
    }

    /// Iterates over the effective events of a round that came from sheets; other commands may publish under the same
    /// source.
    pub(super) fn of_round(&self, round: &str) -> impl Iterator<Item = SheetEvent<'_>> {
        let published = self.published.iter();
        let of_sheets = published.filter_map(|(id, event)| self.sheet_event(id, event));
        of_sheets.filter(move |event| round_of(event.data).is_some_and(|of| of == round))
    }

    fn sheet_event<'a>(&self, id: &'a str, event: &'a PublishedEvent) -> Option<SheetEvent<'a>> {
        let (workbook, rest) = id.split_once('/')?;
        let (name, _) = rest.split_once('/')?;
        let workbook = workbook.parse().ok()?;
        let sheet = layout::ROW_SHEETS
            .into_iter()
            .find(|sheet| sheet.eq_ignore_ascii_case(name))?;
        let PublishedEvent { data, subject } = event;
        (self.id(workbook, sheet, data, subject) == id).then_some(SheetEvent {
            id,
            workbook,
            sheet,
            subject,
            data,
        })
    }

    /// Returns whether an event with this id is in the log.
    pub(super) fn contains(&self, id: &str) -> bool {
        self.published.contains_key(id) || self.redacted.contains(id)
    }

    /// Returns the id of a statement: of the first revision that was not withdrawn.
    pub(super) fn id(&self, workbook: Uuid, sheet: &str, data: &Data, subject: &Subject) -> String {
        let id = |revision| id(workbook, sheet, data, revision);
        let free = |id: &String| !self.withdrawn.contains(&(id.clone(), subject.clone()));
        let mut ids = (0_usize..).map(id).filter(free);
        ids.next()
            .unwrap_or_else(|| unreachable!("the number of withdrawals is finite"))
    }
}

fn round_of(data: &Data) -> Option<&String> {
    match data {
        Data::Reported(data) => data.round.as_ref(),
        Data::Resolved(data) => data.round.as_ref(),
        Data::Consulted(data) => Some(&data.round),
        Data::Supported(_) | Data::Merged(_) | Data::Withdrawn(_) | Data::Redacted(_) => None,
    }
}

/// Returns the id of a revision of a statement.
pub(super) fn id(workbook: Uuid, sheet: &str, data: &Data, revision: usize) -> String {
    let (name, canonical) = (data.event_type().name(), canonical(data));
    let statement = format!("rounds\n{name}\n{canonical}\n{revision}");
    let statement = Uuid::new_v5(&NAMESPACE, statement.as_bytes());
    format!("{workbook}/{}/{statement}", sheet.to_lowercase())
}

/// Returns data as canonical JSON.
pub(crate) fn canonical(data: &Data) -> String {
    serde_json_canonicalizer::to_string(data)
        .unwrap_or_else(|error| unreachable!("data have names and values of text: {error}"))
}
