//! From what a sheet says and what stands in the log to what is to be published: the two then say the same.
//!
//! An event that was withdrawn stays withdrawn for ever. So the id of what a sheet says is made of it and of a
//! revision: the first under which it was not withdrawn.

use std::collections::{BTreeMap, BTreeSet};

use model::{Data, EventRef, EventType, EventWithdrawn, NAMESPACE, Subject};
use uuid::Uuid;

use crate::{About, Said};

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

/// An event that is to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub subject: Subject,
    /// What it says.
    pub data: Data,
}

/// What is to be done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// What is said now and did not stand.
    pub add: Vec<Planned>,
    /// What stood and is not said any more.
    pub withdraw: Vec<Planned>,
    /// How many stand and are said.
    pub unchanged: usize,
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

    /// Gives the id under which something can stand: of the first revision that was not withdrawn.
    fn id(&self, data: &Data, subject: &Subject) -> String {
        let id = |revision| id(data, revision);
        let free = |id: &String| !self.withdrawn.contains(&(id.clone(), subject.clone()));
        let mut ids = (0_usize..).map(id).filter(free);
        ids.next()
            .unwrap_or_else(|| unreachable!("finitely many were withdrawn"))
    }
}

/// Plans what is to be published for a sheet. `concerns` says which municipalities it is about.
pub fn plan(
    about: &About,
    said: &[Said],
    history: &History,
    concerns: impl Fn(&str) -> bool,
) -> Plan {
    let mut plan = Plan::default();
    let mut wanted = BTreeSet::new();
    for Said { data, .. } in said {
        let Some(subject) = data.subject() else {
            continue;
        };
        let id = history.id(data, &subject);
        if !wanted.insert(id.clone()) {
            continue;
        }
        if history.told.contains_key(&id) || history.redacted.contains(&id) {
            plan.unchanged += 1;
        } else {
            let data = data.clone();
            plan.add.push(Planned { id, subject, data });
        }
    }
    for (key, told) in &history.told {
        // What was published by other words than a sheet's, under the same source, has another id.
        let of_sheet = *key == history.id(&told.data, &told.subject);
        let here = round_of(&told.data) == Some(&about.round) && concerns(told.data.municipality());
        if of_sheet && here && !wanted.contains(key) {
            plan.withdraw.push(withdrawal(about, key, told));
        }
    }
    plan
}

fn withdrawal(about: &About, id_of_told: &str, told: &Told) -> Planned {
    let data = Data::Withdrawn(EventWithdrawn {
        event: EventRef {
            source: about.source.clone(),
            id: id_of_told.to_owned(),
        },
        municipality: told.data.municipality().to_owned(),
        reason: None,
    });
    Planned {
        id: id(&data, 0),
        subject: told.subject.clone(),
        data,
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

/// Makes an id of what is said and how often that was withdrawn before.
fn id(data: &Data, revision: usize) -> String {
    let event_type: EventType = data.event_type();
    let canonical = canonical(data);
    let name = format!("rounds\n{}\n{canonical}\n{revision}", event_type.name());
    Uuid::new_v5(&NAMESPACE, name.as_bytes()).to_string()
}

/// Writes data so that the same data are the same text.
pub(crate) fn canonical(data: &Data) -> String {
    serde_json_canonicalizer::to_string(data)
        .unwrap_or_else(|error| unreachable!("data are text under names of text: {error}"))
}

#[cfg(test)]
mod tests;
