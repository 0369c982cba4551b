//! One event into the store: what is written of it, and what it means for the columns.

use fold::{Record, What};
use model::{Event, Identity, KnelpuntId, Subject};

use crate::{
    ViewsError, keys,
    staged::Staged,
    values::{self, Head, Text},
};

/// What an event means for the columns.
pub(crate) enum Entered {
    /// It was there already.
    Duplicate,
    /// Nothing: it is not about a knelpunt.
    Elsewhere,
    /// One more fact, which nothing corrects and which corrects nothing.
    Fact(KnelpuntId, Record),
    /// It is one of two contents, corrects an event or is corrected, or merges: the knelpunt must be folded again.
    Correction(KnelpuntId, Record),
}

/// Stages what is kept of an event that arrived at a sequence.
pub(crate) fn enter(
    event: &Event,
    sequence: u64,
    staged: &mut Staged<'_>,
    head: &mut Head,
) -> Result<Entered, ViewsError> {
    let subject = keys::subject(&event.subject);
    let record = Record::of(event);
    let place = keys::content(keys::RECORD, &subject, record.key, record.content);
    if staged.has(&place)? {
        head.duplicates += 1;
        return Ok(Entered::Duplicate);
    }
    let conflict = staged.any(&keys::event(keys::RECORD, &subject, record.key))?;
    head.conflicts += u64::from(conflict);
    staged.put(place, values::write(&record));
    let text = Text {
        source: event.source.clone(),
        id: event.id.clone(),
        content: event.content.as_str().to_owned(),
    };
    staged.put(
        keys::content(keys::TEXT, &subject, record.key, record.content),
        values::write(&text),
    );
    staged.put(
        keys::content(keys::SEQUENCE, &subject, record.key, record.content),
        values::write(&sequence),
    );
    let corrected = staged.any(&keys::event(keys::CORRECTION, &subject, record.key))?;
    let corrects = enter_corrections(&record, &record, &subject, staged);
    let Subject::Knelpunt(id) = event.subject else {
        return Ok(Entered::Elsewhere);
    };
    enter_identities(event, id, staged)?;
    let merges = matches!(record.what, What::Merged { .. });
    let entered = if conflict || corrected || corrects || merges {
        Entered::Correction
    } else {
        Entered::Fact
    };
    Ok(entered(id, record))
}

/// Stages which events a record corrects, also by what it puts in another's place.
fn enter_corrections(
    record: &Record,
    whole: &Record,
    subject: &[u8],
    staged: &mut Staged<'_>,
) -> bool {
    let Some(corrected) = record.corrects() else {
        return false;
    };
    staged.put(
        keys::correction(subject, corrected, whole.key, whole.content),
        values::write(&()),
    );
    if let What::Redacted { replacement } = &record.what {
        enter_corrections(replacement, whole, subject, staged);
    }
    true
}

fn enter_identities(
    event: &Event,
    id: KnelpuntId,
    staged: &mut Staged<'_>,
) -> Result<(), ViewsError> {
    for said in [Some(event), event.replacement.as_deref()]
        .into_iter()
        .flatten()
    {
        if let Some(identity) = said.data.identity() {
            enter_identity(&identity, staged)?;
        }
        if let model::Data::Merged(merged) = &said.data {
            let target = merged.target();
            enter_identity(&target, staged)?;
            staged.put(keys::link(id, target.id()), values::write(&()));
            staged.put(keys::link(target.id(), id), values::write(&()));
        }
    }
    Ok(())
}

fn enter_identity(identity: &Identity, staged: &mut Staged<'_>) -> Result<(), ViewsError> {
    let place = keys::identity(identity.id());
    if !staged.has(&place)? {
        staged.put(place, values::write(identity));
    }
    Ok(())
}

/// Gives the subject that a record's merge, or its replacement's, names.
pub(crate) fn merged_into(record: &Record) -> Option<KnelpuntId> {
    match &record.what {
        What::Merged { into } => Some(into.id()),
        What::Redacted { replacement } => merged_into(replacement),
        What::Reported { .. }
        | What::Resolved { .. }
        | What::Consulted
        | What::Withdrawn { .. } => None,
    }
}
