//! What the log holds of one source, and what of it came from sheets.
//!
//! An event that was withdrawn stays withdrawn for ever. So the id of what a sheet says is made of the workbook, the
//! sheet, what is said and a revision: the first under which it was not withdrawn.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use model::{ConsultationOutcome, Data, NAMESPACE, Observed, Subject};
use uuid::Uuid;

use crate::layout;

/// What the log holds of one source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// What was said, by id.
    told: BTreeMap<String, Told>,
    /// Ids that were withdrawn, with the subject under which they were.
    withdrawn: BTreeSet<(String, Subject)>,
    /// Ids that were redacted: there is something under them.
    redacted: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    data: Data,
    subject: Subject,
}

/// What a sheet said and nobody withdrew.
#[derive(Debug, Clone, Copy)]
pub(super) struct OfSheet<'a> {
    pub(super) id: &'a str,
    pub(super) workbook: Uuid,
    pub(super) sheet: &'static str,
    pub(super) subject: &'a Subject,
    pub(super) data: &'a Data,
}

impl History {
    /// Takes an event of the log into account, whichever order they come in; only those that have to do with `source`.
    pub fn enter(&mut self, source: &str, event: &model::Event) {
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
                self.told.insert(event.id.clone(), Told { data, subject });
            }
            Data::Reported(_)
            | Data::Resolved(_)
            | Data::Consulted(_)
            | Data::Merged(_)
            | Data::Withdrawn(_)
            | Data::Redacted(_) => {}
        }
    }

    /// Gives the day on which a workbook says that a municipality was reached last in a round, by code: what another
    /// one says of it is not this one's.
    pub fn reached(&self, round: &str, workbook: Uuid) -> BTreeMap<String, Date> {
        let mut reached = BTreeMap::new();
        for told in self
            .of_round(round)
            .filter(|told| told.workbook == workbook)
        {
            if let Data::Consulted(data) = told.data
                && data.outcome == ConsultationOutcome::Reached
                && let Some(Observed::On(day)) = Observed::parse(&data.observed_at)
            {
                let latest = reached.entry(data.municipality.clone()).or_insert(day);
                *latest = day.max(*latest);
            }
        }
        reached
    }

    /// Gives what sheets said in a round and nobody withdrew: not what other words published under the same source.
    pub(super) fn of_round(&self, round: &str) -> impl Iterator<Item = OfSheet<'_>> {
        let told = self.told.iter();
        let of_sheet = told.filter_map(|(id, told)| self.of_sheet(id, told));
        of_sheet.filter(move |told| round_of(told.data).is_some_and(|of| of == round))
    }

    fn of_sheet<'a>(&self, id: &'a str, told: &'a Told) -> Option<OfSheet<'a>> {
        let (workbook, rest) = id.split_once('/')?;
        let (name, _) = rest.split_once('/')?;
        let workbook = workbook.parse().ok()?;
        let sheet = layout::OF_ROWS
            .into_iter()
            .find(|sheet| sheet.eq_ignore_ascii_case(name))?;
        let Told { data, subject } = told;
        (self.id(workbook, sheet, data, subject) == id).then_some(OfSheet {
            id,
            workbook,
            sheet,
            subject,
            data,
        })
    }

    /// Says whether something stands under an id.
    pub(super) fn holds(&self, id: &str) -> bool {
        self.told.contains_key(id) || self.redacted.contains(id)
    }

    /// Gives the id under which something can stand: of the first revision that was not withdrawn.
    pub(super) fn id(&self, workbook: Uuid, sheet: &str, data: &Data, subject: &Subject) -> String {
        let id = |revision| id(workbook, sheet, data, revision);
        let free = |id: &String| !self.withdrawn.contains(&(id.clone(), subject.clone()));
        let mut ids = (0_usize..).map(id).filter(free);
        ids.next()
            .unwrap_or_else(|| unreachable!("finitely many were withdrawn"))
    }
}

fn round_of(data: &Data) -> Option<&String> {
    match data {
        Data::Reported(data) => data.round.as_ref(),
        Data::Resolved(data) => data.round.as_ref(),
        Data::Consulted(data) => Some(&data.round),
        Data::Merged(_) | Data::Withdrawn(_) | Data::Redacted(_) => None,
    }
}

/// Makes an id of who says what, and how often that was withdrawn before.
pub(super) fn id(workbook: Uuid, sheet: &str, data: &Data, revision: usize) -> String {
    let (name, canonical) = (data.event_type().name(), canonical(data));
    let said = format!("rounds\n{name}\n{canonical}\n{revision}");
    let said = Uuid::new_v5(&NAMESPACE, said.as_bytes());
    format!("{workbook}/{}/{said}", sheet.to_lowercase())
}

/// Writes data so that the same data are the same text.
pub(crate) fn canonical(data: &Data) -> String {
    serde_json_canonicalizer::to_string(data)
        .unwrap_or_else(|error| unreachable!("data are text under names of text: {error}"))
}
