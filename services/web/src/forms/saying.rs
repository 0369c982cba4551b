//! From fields to the data of an event, and what is wrong with them that the contract does not see.

use model::{EventType, KnelpuntId};
use serde_json::{Map, Value, json};
use views::HistoryItem;

use super::{
    Form,
    about::{About, Knelpunt, identity},
    alike::Traits,
    faults::{AHEAD, Wrong},
    fields::Fields,
};

/// What is said with a form.
#[derive(Debug, Default)]
pub(crate) struct Saying {
    data: Map<String, Value>,
    pub(crate) wrong: Vec<Wrong>,
}

impl Form {
    /// Gives the type of the event that it makes.
    pub(crate) const fn event_type(self) -> EventType {
        match self {
            Self::Report | Self::Confirm => EventType::KnelpuntReported,
            Self::Resolve => EventType::KnelpuntResolved,
            Self::Merge => EventType::KnelpuntMerged,
            Self::Withdraw => EventType::EventWithdrawn,
        }
    }
}

impl Saying {
    /// Takes what the fields of a form say.
    pub(crate) fn of(form: Form, about: &About, fields: &Fields) -> Self {
        let mut saying = Self::default();
        saying.put("municipality", Some(about.code().to_owned()));
        if let Some(knelpunt) = &about.knelpunt
            && form != Form::Withdraw
        {
            saying.data.extend(knelpunt.identity());
        }
        match form {
            Form::Report => {
                saying.identity(fields);
                saying.observation(about, fields);
                saying.put("knownSince", fields.day("knownSince"));
            }
            Form::Confirm => {
                saying.observation(about, fields);
                saying.put("knownSince", fields.day("knownSince"));
            }
            Form::Resolve => {
                saying.observation(about, fields);
                saying.put("outcome", fields.said("outcome"));
                saying.put("remedy", fields.said("remedy"));
            }
            Form::Merge => {
                saying.put("reason", fields.said("reason"));
                saying.merge(about, fields);
            }
            Form::Withdraw => {
                saying.put("reason", fields.said("reason"));
                saying.withdrawal(about, fields);
            }
        }
        saying
    }

    /// Gives the data as JSON.
    pub(crate) fn body(&self) -> Vec<u8> {
        Value::Object(self.data.clone()).to_string().into_bytes()
    }

    fn put(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.data.insert(name.to_owned(), value.into());
        }
    }

    fn identity(&mut self, fields: &Fields) {
        let traits = traits(fields);
        self.put("category", traits.category);
        self.put("buildingBlock", traits.building_block);
        self.put("reference", traits.reference);
        let members = [("kind", traits.party_kind), ("name", traits.party_name)];
        let party: Map<String, Value> = members
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?.into())))
            .collect();
        self.put("party", (!party.is_empty()).then_some(party));
    }

    fn observation(&mut self, about: &About, fields: &Fields) {
        let day = fields.day("observedAt");
        match day.as_deref().map(str::parse::<jiff::civil::Date>) {
            None => {
                let text = "Vul in op welke dag dit is gezien of gehoord.";
                self.wrong.push(Wrong::at("observedAt", text));
            }
            Some(Ok(day)) if day > about.today => self.wrong.push(Wrong::at("observedAt", AHEAD)),
            Some(_) => {}
        }
        self.put("observedAt", day);
        self.put("round", fields.said("round"));
        let role = fields.said("role");
        self.put("reporter", role.map(|role| json!({"role": role})));
        self.put("description", fields.said("description"));
    }

    fn merge(&mut self, about: &About, fields: &Fields) {
        let into = fields.said("into");
        let Some(id) = into.as_deref().map(KnelpuntId::parse) else {
            return;
        };
        let found = id.and_then(|id| about.others().find(|item| item.id == id));
        let Some(item) = found else {
            let text = "Dit knelpunt is hier niet (meer) open: kies een ander uit de lijst.";
            self.wrong.push(Wrong::at("into", text));
            return;
        };
        let into = identity(
            Some(&item.category),
            item.building_block.as_ref(),
            item.party.as_ref(),
            item.reference.as_ref(),
        );
        self.put("into", Some(into));
    }

    fn withdrawal(&mut self, about: &About, fields: &Fields) {
        let Some(event) = about.knelpunt.as_ref().and_then(|held| meant(held, fields)) else {
            let text = "Deze gebeurtenis is er niet, of is al ingetrokken.";
            self.wrong.push(Wrong::in_all(text));
            return;
        };
        self.put(
            "event",
            Some(json!({"source": event.source, "id": event.id})),
        );
        self.put("subject", Some(event.subject.clone()));
        // That of the event: another one than now, where municipalities merged.
        self.put("municipality", event.data["municipality"].as_str());
    }
}

/// Finds the event that is to be withdrawn.
pub(crate) fn meant<'a>(knelpunt: &'a Knelpunt, fields: &Fields) -> Option<&'a HistoryItem> {
    let (source, id) = (fields.typed("source"), fields.typed("event"));
    let mut events = knelpunt.withdrawable();
    events.find(|item| item.source == source && item.id == id)
}

/// Gives what identifies the knelpunt that is reported, as far as it is said.
pub(crate) fn traits(fields: &Fields) -> Traits {
    Traits {
        category: fields.said("category"),
        building_block: fields.said("buildingBlock"),
        party_kind: fields.said("partyKind"),
        party_name: fields.said("partyName"),
        reference: fields.said("reference"),
    }
}
