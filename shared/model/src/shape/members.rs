//! The members of the data of each event type. A test compares this table with the typed data.

use crate::EventType;

/// A member: its name, whether it is required, and its kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) required: bool,
    pub(super) kind: MemberKind,
}

/// The kind of value of a member.
#[derive(Debug, Clone, Copy)]
pub(super) enum MemberKind {
    Text,
    Texts,
    Object(&'static [Member]),
    /// Any value; validated elsewhere, by its own event type.
    Any,
}

use MemberKind::{Any, Object, Text, Texts};

const MUNICIPALITY: Member = required("municipality", Text);
const CATEGORY: Member = required("category", Text);
const BUILDING_BLOCK: Member = optional("buildingBlock", Text);
const PARTY: Member = optional(
    "party",
    Object(&[required("kind", Text), required("name", Text)]),
);
const REFERENCE: Member = optional("reference", Text);
const OBSERVED_AT: Member = required("observedAt", Text);
const REPORTER: Member = optional("reporter", Object(&[required("role", Text)]));
const DESCRIPTION: Member = optional("description", Text);
const REASON: Member = optional("reason", Text);
const EVENT: Member = required(
    "event",
    Object(&[required("source", Text), required("id", Text)]),
);

const REPORTED: &[Member] = &[
    MUNICIPALITY,
    CATEGORY,
    BUILDING_BLOCK,
    PARTY,
    REFERENCE,
    OBSERVED_AT,
    optional("knownSince", Text),
    optional("round", Text),
    REPORTER,
    DESCRIPTION,
];

const RESOLVED: &[Member] = &[
    MUNICIPALITY,
    CATEGORY,
    BUILDING_BLOCK,
    PARTY,
    REFERENCE,
    OBSERVED_AT,
    required("outcome", Text),
    optional("remedy", Text),
    optional("round", Text),
    REPORTER,
    DESCRIPTION,
];

const MERGED: &[Member] = &[
    MUNICIPALITY,
    CATEGORY,
    BUILDING_BLOCK,
    PARTY,
    REFERENCE,
    required(
        "into",
        Object(&[CATEGORY, BUILDING_BLOCK, PARTY, REFERENCE]),
    ),
    REASON,
];

const CONSULTED: &[Member] = &[
    MUNICIPALITY,
    required("round", Text),
    OBSERVED_AT,
    required("outcome", Text),
    optional("topics", Texts),
    optional("coachOrganisation", Text),
];

const SUPPORTED: &[Member] = &[
    MUNICIPALITY,
    required("support", Text),
    OBSERVED_AT,
    optional("round", Text),
    optional("topics", Texts),
    optional("organisation", Text),
];

const WITHDRAWN: &[Member] = &[EVENT, MUNICIPALITY, REASON];

const REDACTED: &[Member] = &[
    EVENT,
    MUNICIPALITY,
    required(
        "replacement",
        Object(&[
            required("type", Text),
            required("time", Text),
            required("data", Any),
        ]),
    ),
    REASON,
];

/// Returns the members of the data of an event type.
pub(super) const fn of_type(event_type: EventType) -> &'static [Member] {
    match event_type {
        EventType::KnelpuntReported => REPORTED,
        EventType::KnelpuntResolved => RESOLVED,
        EventType::KnelpuntMerged => MERGED,
        EventType::MunicipalityConsulted => CONSULTED,
        EventType::SupportReceived => SUPPORTED,
        EventType::EventWithdrawn => WITHDRAWN,
        EventType::EventRedacted => REDACTED,
    }
}

/// Returns the names of the members from which the subject is derived.
pub(crate) const fn in_subject(event_type: EventType) -> &'static [&'static str] {
    match event_type {
        EventType::KnelpuntReported | EventType::KnelpuntResolved | EventType::KnelpuntMerged => &[
            MUNICIPALITY.name,
            CATEGORY.name,
            BUILDING_BLOCK.name,
            PARTY.name,
            REFERENCE.name,
        ],
        EventType::MunicipalityConsulted => &[MUNICIPALITY.name, "round"],
        EventType::SupportReceived => &[MUNICIPALITY.name, "support"],
        EventType::EventWithdrawn | EventType::EventRedacted => &[],
    }
}

const fn required(name: &'static str, kind: MemberKind) -> Member {
    Member {
        name,
        required: true,
        kind,
    }
}

const fn optional(name: &'static str, kind: MemberKind) -> Member {
    Member {
        name,
        required: false,
        kind,
    }
}
