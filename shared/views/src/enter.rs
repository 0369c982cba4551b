//! Arrivals into the store: what is written of each, and what it means for the columns.

use fold::Record;
use model::{Event, EventKey, Fault, Identity, KnelpuntId, Subject};

use crate::{
    Arrival, Arrived, ViewsError, keys,
    memory::{Links, Memory},
    staged::Staged,
    values::{self, QuarantinedValue, Text},
};

/// The most facts of a knelpunt that are looked through in memory to see whether an event is known.
const LOOKED_THROUGH: usize = 64;

/// An event that brought something new of a knelpunt.
pub(crate) struct New {
    pub(crate) id: KnelpuntId,
    pub(crate) sequence: u64,
    pub(crate) record: Record,
    /// True when it is one of two contents, corrects an event, is corrected or merges, so that other events must be
    /// looked at to know what it means; else it is one more fact.
    pub(crate) corrects: bool,
}

/// What arrivals come to.
#[derive(Default)]
pub(crate) struct Entered {
    pub(crate) new: Vec<New>,
    pub(crate) links: Links,
    pub(crate) duplicates: u64,
    pub(crate) conflicts: u64,
    pub(crate) quarantined: u64,
}

/// What is known already of an event.
enum Known {
    /// Nothing.
    Nothing,
    /// This very content.
    Same,
    /// Another content under its key.
    Rival,
}

/// Stages what is kept of arrivals.
pub(crate) fn enter(
    arrivals: &[Arrival],
    memory: &Memory,
    staged: &mut Staged<'_>,
) -> Result<Entered, ViewsError> {
    let mut entered = Entered::default();
    for Arrival { sequence, what, .. } in arrivals {
        match what {
            Arrived::Event(event) => entered.enter(event, *sequence, memory, staged)?,
            Arrived::Invalid {
                subject,
                reasons,
                payload,
            } => {
                entered.quarantined += 1;
                let value = values::write(&quarantined(subject, reasons, payload));
                staged.put_new(keys::by_sequence(keys::QUARANTINE, *sequence), value);
            }
        }
    }
    Ok(entered)
}

fn quarantined(subject: &str, reasons: &[Fault], payload: &str) -> QuarantinedValue {
    let reasons = reasons
        .iter()
        .map(|fault| (fault.path.clone(), fault.problem.clone()));
    QuarantinedValue {
        subject: subject.to_owned(),
        reasons: reasons.collect(),
        payload: payload.to_owned(),
    }
}

impl Entered {
    fn enter(
        &mut self,
        event: &Event,
        sequence: u64,
        memory: &Memory,
        staged: &mut Staged<'_>,
    ) -> Result<(), ViewsError> {
        let subject = keys::subject(&event.subject);
        let record = Record::of(event);
        let rival = match known(event, &record, &subject, memory, staged)? {
            Known::Same => {
                self.duplicates += 1;
                return Ok(());
            }
            Known::Rival => true,
            Known::Nothing => false,
        };
        self.conflicts += u64::from(rival);
        let corrected = is_corrected(event, &subject, memory, staged)?;
        put(event, &record, sequence, &subject, staged);
        let mut corrects = rival || corrected;
        record.each_corrected(&mut |key| {
            corrects = true;
            let place = keys::correction(&subject, key, record.key, record.content);
            staged.put_new(place, values::write(&()));
        });
        if let Subject::Knelpunt(id) = event.subject {
            self.enter_identities(event, id, memory, staged)?;
            corrects |= record.merges_into().is_some();
            self.new.push(New {
                id,
                sequence,
                record,
                corrects,
            });
        }
        Ok(())
    }

    /// Stages who the knelpunten are that an event speaks of, and which it links.
    fn enter_identities(
        &mut self,
        event: &Event,
        id: KnelpuntId,
        memory: &Memory,
        staged: &mut Staged<'_>,
    ) -> Result<(), ViewsError> {
        let replacement = event.replacement.as_deref();
        for said in [Some(event), replacement].into_iter().flatten() {
            if let Some(identity) = said.data.identity() {
                enter_identity(&identity, id, memory, staged)?;
            }
            if let model::Data::Merged(merged) = &said.data {
                let identity = merged.target();
                let target = identity.id();
                enter_identity(&identity, target, memory, staged)?;
                staged.put(keys::link(id, target), values::write(&()));
                staged.put(keys::link(target, id), values::write(&()));
                self.links.enter(id, target);
            }
        }
        Ok(())
    }
}

fn put(event: &Event, record: &Record, sequence: u64, subject: &[u8], staged: &mut Staged<'_>) {
    let place = |tag| keys::content(tag, subject, record.key, record.content);
    let text = Text {
        source: event.source.clone(),
        id: event.id.clone(),
        content: event.content.as_str().to_owned(),
    };
    staged.put_new(place(keys::RECORD), values::write(record));
    staged.put_new(place(keys::TEXT), values::write(&text));
    staged.put_new(place(keys::SEQUENCE), values::write(&sequence));
}

/// Says what is known of an event: from memory where that is enough, because reading the store costs more.
fn known(
    event: &Event,
    record: &Record,
    subject: &[u8],
    memory: &Memory,
    staged: &Staged<'_>,
) -> Result<Known, ViewsError> {
    let same = keys::content(keys::RECORD, subject, record.key, record.content);
    let of_event = keys::event(keys::RECORD, subject, record.key);
    let may_be_held = may_be_held(&event.subject, event.key, memory);
    if staged.writes(&same) || may_be_held && staged.holds(&same)? {
        Ok(Known::Same)
    } else if staged.writes_under(&of_event) || may_be_held && staged.holds_under(&of_event)? {
        Ok(Known::Rival)
    } else {
        Ok(Known::Nothing)
    }
}

/// Says whether the store may hold any content under an event's key.
fn may_be_held(subject: &Subject, key: EventKey, memory: &Memory) -> bool {
    let Subject::Knelpunt(id) = subject else {
        return true;
    };
    let facts = memory.columns.find(*id).map(fold::Knelpunt::facts);
    match facts {
        _ if !memory.is_plain(*id) => true,
        Some(facts) if facts.len() > LOOKED_THROUGH => true,
        Some(facts) => facts.iter().any(|fact| fact.key == key),
        None => false,
    }
}

fn is_corrected(
    event: &Event,
    subject: &[u8],
    memory: &Memory,
    staged: &Staged<'_>,
) -> Result<bool, ViewsError> {
    let corrections = keys::corrections(subject, event.key);
    let may_be_held = match event.subject {
        Subject::Knelpunt(id) => !memory.is_plain(id),
        // Nothing in memory depends on it.
        Subject::Consultation { .. } => false,
    };
    Ok(staged.writes_under(&corrections) || may_be_held && staged.holds_under(&corrections)?)
}

fn enter_identity(
    identity: &Identity,
    id: KnelpuntId,
    memory: &Memory,
    staged: &mut Staged<'_>,
) -> Result<(), ViewsError> {
    let place = keys::identity(id);
    let row = memory.columns.find(id).filter(|row| row.id == id);
    let held = match row {
        Some(row) if row.traits.is_some() => true,
        // A knelpunt that was merged away has no row of its own.
        Some(_) => staged.holds(&place)?,
        None => memory.columns.find(id).is_some() && staged.holds(&place)?,
    };
    if !held && !staged.writes(&place) {
        staged.put_new(place, values::write(identity));
    }
    Ok(())
}
