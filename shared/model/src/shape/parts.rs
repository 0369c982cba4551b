//! What of some data could be read, whatever else is wrong with them.

use serde_json::{Map, Value};

use super::members::{Kind, Member};

/// The members that rules look at; one that is absent, null or of the wrong kind is none.
#[derive(Debug, Default)]
pub(crate) struct Parts<'a> {
    pub(crate) municipality: Option<&'a str>,
    pub(crate) identity: IdentityParts<'a>,
    pub(crate) observed_at: Option<&'a str>,
    pub(crate) known_since: Option<&'a str>,
    pub(crate) round: Option<&'a str>,
    pub(crate) role: Option<&'a str>,
    pub(crate) description: Option<&'a str>,
    pub(crate) reason: Option<&'a str>,
    pub(crate) coach_organisation: Option<&'a str>,
    pub(crate) outcome: Option<&'a str>,
    pub(crate) remedy: Option<&'a str>,
    /// Each with its place in the list.
    pub(crate) topics: Vec<(usize, &'a str)>,
    pub(crate) into: Option<IdentityParts<'a>>,
    pub(crate) event: Option<EventParts<'a>>,
    pub(crate) replacement: Option<ReplacementParts<'a>>,
    /// True when no member that the subject is made of is missing or misshapen.
    pub(crate) subject_readable: bool,
    /// The same of `into`.
    pub(crate) into_readable: bool,
}

/// What of an identity could be read.
#[derive(Debug, Default)]
pub(crate) struct IdentityParts<'a> {
    pub(crate) category: Option<&'a str>,
    pub(crate) building_block: Option<&'a str>,
    /// Kind and name.
    pub(crate) party: Option<(Option<&'a str>, Option<&'a str>)>,
    pub(crate) reference: Option<&'a str>,
}

/// What of the name of another event could be read.
#[derive(Debug)]
pub(crate) struct EventParts<'a> {
    pub(crate) source: Option<&'a str>,
    pub(crate) id: Option<&'a str>,
}

/// What of a replacement could be read.
#[derive(Debug)]
pub(crate) struct ReplacementParts<'a> {
    pub(crate) event_type: Option<&'a str>,
    pub(crate) time: Option<&'a str>,
    pub(crate) data: Option<&'a Value>,
}

/// An object, of which the members that its type knows are read: the others are violations already.
pub(super) struct Reader<'a> {
    pub(super) map: &'a Map<String, Value>,
    pub(super) members: &'static [Member],
}

impl<'a> Reader<'a> {
    pub(super) fn parts(&self) -> Parts<'a> {
        Parts {
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
            outcome: self.text("outcome"),
            remedy: self.text("remedy"),
            topics: self.texts("topics"),
            into: self.object("into").map(|into| into.identity()),
            event: self.object("event").map(|event| EventParts {
                source: event.text("source"),
                id: event.text("id"),
            }),
            replacement: self.object("replacement").map(|it| ReplacementParts {
                event_type: it.text("type"),
                time: it.text("time"),
                data: it.get("data").filter(|data| !data.is_null()),
            }),
            subject_readable: true,
            into_readable: true,
        }
    }

    fn identity(&self) -> IdentityParts<'a> {
        IdentityParts {
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
            .filter_map(|(place, item)| Some((place, item.as_str()?)))
            .collect()
    }

    /// Steps into a member that is an object.
    fn object(&self, name: &str) -> Option<Self> {
        let known = self.members.iter().find(|known| known.name == name)?;
        match (known.kind, self.map.get(name)?) {
            (Kind::Object(members), Value::Object(map)) => Some(Self { map, members }),
            _ => None,
        }
    }
}
