//! Corrections of earlier events: withdrawals and redactions.

use proptest::{option::of, prelude::*};
use serde_json::Value;

use super::pool;
use crate::{Data, Draft, EventRedacted, EventRef, EventWithdrawn, Replacement};

/// Generates a withdrawal of an event, or occasionally of one with its subject that never arrives.
pub fn withdrawal(target: Draft) -> BoxedStrategy<Draft> {
    let never = prop::bool::weighted(0.1);
    let parts = (envelope(), of(pool::text(1_000)), never);
    parts
        .prop_map(move |((source, id, delay), reason, never)| {
            let event = if never { "never" } else { &target.id };
            let data = EventWithdrawn {
                event: EventRef {
                    source: target.source.clone(),
                    id: event.to_owned(),
                },
                municipality: target.data.municipality().to_owned(),
                reason,
            };
            Draft {
                source,
                id,
                time: target.time.plus_microseconds(delay),
                subject: target.subject.clone(),
                data: Data::Withdrawn(data),
            }
        })
        .boxed()
}

/// Generates a redaction of an event, with its free text removed or rewritten; for a redaction, which cannot be
/// redacted, a withdrawal.
pub fn redaction(target: Draft) -> BoxedStrategy<Draft> {
    if matches!(target.data, Data::Redacted(_)) {
        return withdrawal(target);
    }
    (envelope(), of(pool::text(1_000)), prop::bool::weighted(0.2))
        .prop_map(move |((source, id, delay), reason, rewritten)| {
            let text = rewritten.then(|| "(weggelaten)".to_owned());
            let data = EventRedacted {
                event: EventRef {
                    source: target.source.clone(),
                    id: target.id.clone(),
                },
                municipality: target.data.municipality().to_owned(),
                replacement: replacement(&target, text),
                reason,
            };
            Draft {
                source,
                id,
                time: target.time.plus_microseconds(delay),
                subject: target.subject.clone(),
                data: Data::Redacted(data),
            }
        })
        .boxed()
}

/// Generates source, id, and the microseconds from the recording of the target to that of the correction.
fn envelope() -> impl Strategy<Value = (String, String, i64)> {
    (pool::source(), pool::id(), 1..1_000_000_000_i64)
}

fn replacement(target: &Draft, text: Option<String>) -> Replacement {
    let mut data = target.data.clone();
    match &mut data {
        Data::Reported(data) => data.description = text,
        Data::Resolved(data) => data.description = text,
        Data::Merged(data) => data.reason = text,
        Data::Consulted(data) => data.coach_organisation = text,
        Data::Supported(data) => data.organisation = text,
        Data::Withdrawn(data) => data.reason = text,
        Data::Redacted(data) => data.reason = text,
    }
    let members = match serde_json::to_value(&data) {
        Ok(Value::Object(members)) => members,
        _ => serde_json::Map::new(),
    };
    Replacement {
        event_type: data.event_type().full_name(),
        time: target.time.to_string(),
        data: members,
    }
}
