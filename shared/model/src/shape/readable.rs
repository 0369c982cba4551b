//! The readable part of data, whatever their violations.

use serde_json::{Map, Value};

use super::members::{Member, MemberKind};

/// The members that the rules validate; one that is absent, null or of the wrong kind is `None`.
#[derive(Debug, Default)]
pub(crate) struct ReadableData<'a> {
    pub(crate) municipality: Option<&'a str>,
    pub(crate) identity: ReadableIdentity<'a>,
    pub(crate) observed_at: Option<&'a str>,
    pub(crate) known_since: Option<&'a str>,
    pub(crate) round: Option<&'a str>,
    pub(crate) role: Option<&'a str>,
    pub(crate) description: Option<&'a str>,
    pub(crate) reason: Option<&'a str>,
    pub(crate) coach_organisation: Option<&'a str>,
    pub(crate) organisation: Option<&'a str>,
    pub(crate) outcome: Option<&'a str>,
    pub(crate) remedy: Option<&'a str>,
    pub(crate) support: Option<&'a str>,
    /// Each topic with its index in the array.
    pub(crate) topics: Vec<(usize, &'a str)>,
    pub(crate) into: Option<ReadableIdentity<'a>>,
    pub(crate) event: Option<ReadableEventRef<'a>>,
    pub(crate) replacement: Option<ReadableReplacement<'a>>,
}

/// The readable part of an identity.
#[derive(Debug, Default)]
pub(crate) struct ReadableIdentity<'a> {
    pub(crate) category: Option<&'a str>,
    pub(crate) building_block: Option<&'a str>,
    /// Kind and name.
    pub(crate) party: Option<(Option<&'a str>, Option<&'a str>)>,
    pub(crate) reference: Option<&'a str>,
}

/// The readable part of a reference to another event.
#[derive(Debug)]
pub(crate) struct ReadableEventRef<'a> {
    pub(crate) source: Option<&'a str>,
    pub(crate) id: Option<&'a str>,
}

/// The readable part of a replacement.
#[derive(Debug)]
pub(crate) struct ReadableReplacement<'a> {
    pub(crate) event_type: Option<&'a str>,
    pub(crate) time: Option<&'a str>,
    pub(crate) data: Option<&'a Value>,
}

/// Reads the known members of an object; unknown ones are reported elsewhere.
pub(super) struct MemberReader<'a> {
    pub(super) map: &'a Map<String, Value>,
    pub(super) members: &'static [Member],
}

impl<'a> MemberReader<'a> {
    pub(super) fn data(&self) -> ReadableData<'a> {
        ReadableData {
            municipality: self.text("municipality"),
            identity: self.identity(),
            observed_at: self.text("observedAt"),
            known_since: self.text("knownSince"),
            round: self.text("round"),
            role: self
                .object("reporter")
                .and_then(|reporter| reporter.text("role")),
            description: self.text("description"),
            reason: self.text("reason"),
            coach_organisation: self.text("coachOrganisation"),
            organisation: self.text("organisation"),
            outcome: self.text("outcome"),
            remedy: self.text("remedy"),
            support: self.text("support"),
            topics: self.texts("topics"),
            into: self.object("into").map(|into| into.identity()),
            event: self.object("event").map(|event| ReadableEventRef {
                source: event.text("source"),
                id: event.text("id"),
            }),
            replacement: self.object("replacement").map(|it| ReadableReplacement {
                event_type: it.text("type"),
                time: it.text("time"),
                data: it.get("data").filter(|data| !data.is_null()),
            }),
        }
    }

    fn identity(&self) -> ReadableIdentity<'a> {
        ReadableIdentity {
            category: self.text("category"),
            building_block: self.text("buildingBlock"),
            party: self
                .object("party")
                .map(|party| (party.text("kind"), party.text("name"))),
            reference: self.text("reference"),
        }
    }

    fn get(&self, name: &str) -> Option<&'a Value> {
        let known = self.members.iter().any(|known| known.name == name);
        self.map.get(name).filter(|_| known)
    }

    fn text(&self, name: &str) -> Option<&'a str> {
        self.get(name)?.as_str()
    }

    fn texts(&self, name: &str) -> Vec<(usize, &'a str)> {
        let items = self.get(name).and_then(Value::as_array);
        let texts = items.into_iter().flatten().enumerate();
        texts
            .filter_map(|(index, item)| Some((index, item.as_str()?)))
            .collect()
    }

    /// Returns a reader of a member that is an object.
    fn object(&self, name: &str) -> Option<Self> {
        let known = self.members.iter().find(|known| known.name == name)?;
        match (known.kind, self.map.get(name)?) {
            (MemberKind::Object(members), Value::Object(map)) => Some(Self { map, members }),
            _ => None,
        }
    }
}
