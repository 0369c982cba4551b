//! Records, facts and symbols for the tests.

use model::{Content, ContentId, EventKey, Identity, Instant, KnelpuntId, Outcome};

use crate::{Fact, FactKind, Interner, Record, RecordKind, Symbol};

/// Days of 24 hours since 1970, as an instant.
pub(crate) fn day(number: i64) -> Instant {
    Instant::from_microseconds(number * 86_400_000_000)
}

/// The key of the event with this name.
pub(crate) fn key(name: &str) -> EventKey {
    EventKey::new("urn:test", name)
}

/// A knelpunt, identified by its category.
pub(crate) fn identity(category: &str) -> Identity {
    Identity {
        municipality: "GM0344".to_owned(),
        category: category.to_owned(),
        building_block: None,
        party: None,
        reference: None,
    }
}

pub(crate) fn id(category: &str) -> KnelpuntId {
    identity(category).id()
}

/// A record of the event `name`, with a text that decides between contents.
pub(crate) fn record(name: &str, time: i64, text: &str, kind: RecordKind) -> Record {
    let content = Content::from_text(text.to_owned());
    Record {
        key: key(name),
        content: content.id(),
        source: "urn:test".to_owned(),
        time: day(time),
        kind,
        text: Some(content),
    }
}

pub(crate) fn report(name: &str, at: i64, text: &str) -> Record {
    let kind = RecordKind::Reported {
        instant: day(at),
        known_since: None,
        round: None,
        described: false,
        with_reporter: false,
    };
    record(name, at, text, kind)
}

pub(crate) fn withdrawal(name: &str, of: &str) -> Record {
    let kind = RecordKind::Withdrawn { event: key(of) };
    record(name, 0, name, kind)
}

/// A redaction that replaces the event with the key of `replacement`.
pub(crate) fn redaction(name: &str, replacement: Record) -> Record {
    let kind = RecordKind::Redacted {
        replacement: Box::new(replacement),
    };
    record(name, 0, name, kind)
}

pub(crate) fn merge(name: &str, time: i64, into: &str) -> Record {
    let kind = RecordKind::Merged {
        into: identity(into),
    };
    record(name, time, name, kind)
}

/// A name without a text.
pub(crate) fn name(text: &str) -> Symbol {
    let mut interner = Interner::default();
    for before in ["r1", "r2", "r3"] {
        interner.intern(before);
    }
    interner.intern(text)
}

/// A fact at an instant, with its round.
pub(crate) fn fact(number: u8, instant: Instant, round: Option<&str>, kind: FactKind) -> Fact {
    Fact {
        instant,
        key: EventKey::from_bytes([number; 16]),
        member: 0,
        source: name("r1"),
        round: round.map(name),
        kind,
        dated: false,
        described: false,
        with_reporter: false,
        arrived: u64::from(number),
    }
}

pub(crate) const RESOLVED: FactKind = FactKind::Resolution {
    outcome: Outcome::Solved,
    remedy: None,
};

pub(crate) const REPORTED: FactKind = FactKind::Report { known_since: None };

/// A record whose content is known by number alone.
pub(crate) fn without_text(record: Record, content: u8) -> Record {
    Record {
        content: ContentId::from_bytes([content; 16]),
        text: None,
        ..record
    }
}
