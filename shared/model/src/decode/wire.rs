//! The wire form of an event, as types that borrow its texts from the message.
//!
//! One type has the members of the data of every event type, because `data` may come before `type`;
//! [`WireData::into_data`] accepts only those of the type. They are declared in the order of RFC 8785, so that they are
//! written in canonical form without a tree.

mod data;
mod member;

use serde::{Deserialize, Serialize};

use crate::shape::{ReadableData, ReadableEventRef, ReadableIdentity};
pub(super) use member::{WireMember, WireObject, WireText};

/// An event in structured mode.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'a"))]
pub(super) struct WireEvent<'a> {
    pub(super) specversion: WireText<'a>,
    pub(super) id: WireText<'a>,
    pub(super) source: WireText<'a>,
    pub(super) r#type: WireText<'a>,
    pub(super) subject: WireText<'a>,
    pub(super) time: WireText<'a>,
    #[serde(default)]
    pub(super) datacontenttype: WireMember<WireText<'a>>,
    pub(super) data: WireObject<WireData<'a>>,
    /// The name of a schema and the extension attributes of tracing, which are ignored; an event with other extensions is
    /// decoded on the tree.
    #[expect(dead_code, reason = "named so that it is accepted")]
    #[serde(default)]
    dataschema: WireMember<WireText<'a>>,
    #[expect(dead_code, reason = "named so that they are accepted")]
    #[serde(default)]
    traceparent: WireMember<WireText<'a>>,
    #[expect(dead_code, reason = "named so that they are accepted")]
    #[serde(default)]
    tracestate: WireMember<WireText<'a>>,
}

/// The data of an event of any type but a redaction.
#[derive(Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(
    rename_all = "camelCase",
    deny_unknown_fields,
    default,
    bound(deserialize = "'de: 'a")
)]
pub(super) struct WireData<'a> {
    #[serde(skip_serializing_if = "WireMember::is_absent")]
    building_block: WireMember<WireText<'a>>,
    #[serde(skip_serializing_if = "WireMember::is_absent")]
    category: WireMember<WireText<'a>>,
    #[serde(skip_serializing_if = "WireMember::is_absent")]
    coach_organisation: WireMember<WireText<'a>>,
    #[serde(skip_serializing_if = "WireMember::is_absent")]
    description: WireMember<WireText<'a>>,
    #[serde(skip_serializing_if = "WireMember::is_absent")]
    event: WireMember<WireObject<WireEventRef<'a>>>,
    #[serde(skip_serializing_if = "WireMember::is_absent")]
    into: WireMember<WireObject<WireMergeTarget<'a>>>,
    #[serde(skip_serializing_if = "WireMember::is_absent")]
    known_since: WireMember<WireText<'a>>,
    #[serde(skip_serializing_if = "WireMember::is_absent")]
    municipality: WireMember<WireText<'a>>,
    #[serde(skip_serializing_if = "WireMember::is_absent")]
    observed_at: WireMember<WireText<'a>>,
    #[serde(skip_serializing_if = "WireMember::is_absent")]
    organisation: WireMember<WireText<'a>>,
    #[serde(skip_serializing_if = "WireMember::is_absent")]
    outcome: WireMember<WireText<'a>>,
    #[serde(skip_serializing_if = "WireMember::is_absent")]
    party: WireMember<WireObject<WireParty<'a>>>,
    #[serde(skip_serializing_if = "WireMember::is_absent")]
    reason: WireMember<WireText<'a>>,
    #[serde(skip_serializing_if = "WireMember::is_absent")]
    reference: WireMember<WireText<'a>>,
    #[serde(skip_serializing_if = "WireMember::is_absent")]
    remedy: WireMember<WireText<'a>>,
    #[serde(skip_serializing_if = "WireMember::is_absent")]
    reporter: WireMember<WireObject<WireReporter<'a>>>,
    #[serde(skip_serializing_if = "WireMember::is_absent")]
    round: WireMember<WireText<'a>>,
    #[serde(skip_serializing_if = "WireMember::is_absent")]
    support: WireMember<WireText<'a>>,
    #[serde(skip_serializing_if = "WireMember::is_absent")]
    topics: WireMember<Vec<WireText<'a>>>,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'a"))]
struct WireEventRef<'a> {
    id: WireText<'a>,
    source: WireText<'a>,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(
    rename_all = "camelCase",
    deny_unknown_fields,
    bound(deserialize = "'de: 'a")
)]
struct WireMergeTarget<'a> {
    #[serde(default, skip_serializing_if = "WireMember::is_absent")]
    building_block: WireMember<WireText<'a>>,
    category: WireText<'a>,
    #[serde(default, skip_serializing_if = "WireMember::is_absent")]
    party: WireMember<WireObject<WireParty<'a>>>,
    #[serde(default, skip_serializing_if = "WireMember::is_absent")]
    reference: WireMember<WireText<'a>>,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'a"))]
struct WireParty<'a> {
    kind: WireText<'a>,
    name: WireText<'a>,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'a"))]
struct WireReporter<'a> {
    role: WireText<'a>,
}

impl WireData<'_> {
    /// Returns what the rules validate.
    pub(super) fn readable(&self) -> ReadableData<'_> {
        let topics = self.topics.given().into_iter().flatten().enumerate();
        ReadableData {
            municipality: self.municipality.text(),
            identity: ReadableIdentity {
                category: self.category.text(),
                building_block: self.building_block.text(),
                party: self.party.given().map(readable_party),
                reference: self.reference.text(),
            },
            observed_at: self.observed_at.text(),
            known_since: self.known_since.text(),
            round: self.round.text(),
            role: self.reporter.given().map(|reporter| &*reporter.0.role.0),
            description: self.description.text(),
            reason: self.reason.text(),
            coach_organisation: self.coach_organisation.text(),
            organisation: self.organisation.text(),
            outcome: self.outcome.text(),
            remedy: self.remedy.text(),
            support: self.support.text(),
            topics: topics.map(|(index, topic)| (index, &*topic.0)).collect(),
            into: self.into.given().map(|into| into.0.readable()),
            event: self.event.given().map(|event| ReadableEventRef {
                source: Some(&event.0.source.0),
                id: Some(&event.0.id.0),
            }),
            replacement: None,
        }
    }
}

impl WireMergeTarget<'_> {
    fn readable(&self) -> ReadableIdentity<'_> {
        ReadableIdentity {
            category: Some(&self.category.0),
            building_block: self.building_block.text(),
            party: self.party.given().map(readable_party),
            reference: self.reference.text(),
        }
    }
}

fn readable_party<'a>(party: &'a WireObject<WireParty<'_>>) -> (Option<&'a str>, Option<&'a str>) {
    (Some(&party.0.kind.0), Some(&party.0.name.0))
}
