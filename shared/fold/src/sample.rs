//! Records and symbols for the tests.

use model::{ContentId, EventKey, Identity, Instant, KnelpuntId, Outcome};

use crate::{
    IdentityKeys, Interner, Observation, ObservationKind, Record, RecordKind, Symbol, WrittenNames,
};

/// Days of 24 hours since 1970, as an instant.
pub(crate) const fn day(number: i64) -> Instant {
    Instant::from_microseconds(number * 86_400_000_000)
}

/// The key of the event with this name.
pub(crate) fn key(name: &str) -> EventKey {
    EventKey::new("urn:test", name)
}

/// The texts that the tests name.
pub(crate) fn interner() -> Interner {
    let mut interner = Interner::default();
    for text in "urn:test GM0344 r1 r2 r3 a b c capacity funding staff".split(' ') {
        interner.intern(text);
    }
    interner
}

/// The symbol of one of these texts.
pub(crate) fn name(text: &str) -> Symbol {
    interner().find(text).expect("a text of the tests")
}

/// A knelpunt, identified by its category.
pub(crate) fn identity(category: &str) -> IdentityKeys {
    IdentityKeys {
        municipality: name("GM0344"),
        category: name(category),
        building_block: None,
        party: None,
        reference: None,
    }
}

pub(crate) fn id(category: &str) -> KnelpuntId {
    let identity = Identity {
        municipality: "GM0344".to_owned(),
        category: category.to_owned(),
        building_block: None,
        party: None,
        reference: None,
    };
    identity.id()
}

/// A record of the event `name`, with its rank among the contents of it; the content follows from the rank.
pub(crate) fn record(event: &str, rank: u8, kind: RecordKind) -> Record {
    Record {
        key: key(event),
        content: ContentId::from_bytes([rank; 16]),
        source: name("urn:test"),
        rank: u32::from(rank),
        kind,
    }
}

fn observation(instant: Instant, round: Option<&str>, kind: ObservationKind) -> Observation {
    Observation {
        instant,
        kind,
        round: round.map(name),
        written: WrittenNames::default(),
        dated: false,
        described: false,
        with_reporter: false,
    }
}

pub(crate) fn report(event: &str, at: i64, rank: u8) -> Record {
    let kind = ObservationKind::Report { since: day(at) };
    record(
        event,
        rank,
        RecordKind::Observed(observation(day(at), None, kind)),
    )
}

pub(crate) fn withdrawal(event: &str, of: &str) -> Record {
    record(event, 0, RecordKind::Withdrawn { event: key(of) })
}

/// A redaction that replaces the event with the key of `replacement`.
pub(crate) fn redaction(event: &str, replacement: Record) -> Record {
    let kind = RecordKind::Redacted {
        replacement: Box::new(replacement),
    };
    record(event, 0, kind)
}

pub(crate) fn merge(event: &str, time: i64, into: &str) -> Record {
    let kind = RecordKind::Merged {
        into: id(into),
        time: day(time),
    };
    record(event, 0, kind)
}

/// What the tests of the fold observe on a day.
#[derive(Debug, Clone, Copy)]
pub(crate) enum SampleKind {
    Reported,
    /// A report that says since which day the knelpunt was known.
    KnownSince(i64),
    Resolved,
}

/// An observation on a day, with its round.
pub(crate) fn observed(at: i64, round: Option<&str>, observed: SampleKind) -> Observation {
    let kind = match observed {
        SampleKind::Reported => ObservationKind::Report { since: day(at) },
        SampleKind::KnownSince(since) => ObservationKind::Report { since: day(since) },
        SampleKind::Resolved => ObservationKind::Resolution {
            outcome: Outcome::Solved,
            remedy: None,
        },
    };
    observation(day(at), round, kind)
}
