//! The data of the event that a form makes, and the violations that the contract does not cover.

use model::{EventType, KnelpuntId};
use serde_json::{Map, Value, json};
use texts::violations as text;
use views::HistoryItem;

use super::{
    Form,
    context::{FormContext, KnelpuntContext, identity},
    duplicates::PartialIdentity,
    fields::Fields,
    violations::FieldViolation,
};

/// The data of the event that a form makes.
#[derive(Debug, Default)]
pub(crate) struct FormData {
    data: Map<String, Value>,
    pub(crate) violations: Vec<FieldViolation>,
}

impl Form {
    /// Returns the type of its event.
    pub(crate) const fn event_type(self) -> EventType {
        match self {
            Self::Report | Self::Confirm => EventType::KnelpuntReported,
            Self::Resolve => EventType::KnelpuntResolved,
            Self::Merge => EventType::KnelpuntMerged,
            Self::Withdraw => EventType::EventWithdrawn,
            Self::Support => EventType::SupportReceived,
        }
    }
}

impl FormData {
    /// Creates the data from the fields of a form.
    pub(crate) fn new(form: Form, context: &FormContext, fields: &Fields) -> Self {
        let mut data = Self::default();
        data.put("municipality", Some(context.code().to_owned()));
        if let Some(knelpunt) = &context.knelpunt
            && form != Form::Withdraw
        {
            data.data.extend(knelpunt.identity_members());
        }
        match form {
            Form::Report => {
                data.put_identity(fields);
                data.put_observation(context, fields);
                data.put_day("knownSince", fields);
            }
            Form::Confirm => {
                data.put_observation(context, fields);
                data.put_day("knownSince", fields);
            }
            Form::Resolve => {
                data.put_observation(context, fields);
                data.put("outcome", fields.value("outcome"));
                data.put("remedy", fields.value("remedy"));
            }
            Form::Merge => {
                data.put("reason", fields.value("reason"));
                data.put_merge_target(context, fields);
            }
            Form::Withdraw => {
                data.put("reason", fields.value("reason"));
                data.put_withdrawn_event(context, fields);
            }
            Form::Support => {
                data.put("support", fields.value("support"));
                data.put_observation(context, fields);
                data.put("topics", fields.value("topic").map(|topic| vec![topic]));
                data.put("organisation", fields.value("organisation"));
            }
        }
        data
    }

    /// Returns the data as JSON.
    pub(crate) fn to_json(&self) -> Vec<u8> {
        Value::Object(self.data.clone()).to_string().into_bytes()
    }

    fn put(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.data.insert(name.to_owned(), value.into());
        }
    }

    /// Puts a day, with a violation if the text may mean another one: a day is never guessed.
    fn put_day(&mut self, name: &'static str, fields: &Fields) {
        if let Some(days) = fields.ambiguous_day(name) {
            self.violations.retain(|one| one.field != Some(name));
            let violation = FieldViolation::at(name, text::ambiguous_day(days));
            self.violations.push(violation);
        }
        self.put(name, fields.day(name));
    }

    fn put_identity(&mut self, fields: &Fields) {
        let identity = reported_identity(fields);
        self.put("category", identity.category);
        self.put("buildingBlock", identity.building_block);
        self.put("reference", identity.reference);
        let members = [("kind", identity.party_kind), ("name", identity.party_name)];
        let party: Map<String, Value> = members
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?.into())))
            .collect();
        self.put("party", (!party.is_empty()).then_some(party));
    }

    fn put_observation(&mut self, context: &FormContext, fields: &Fields) {
        let day = fields.day("observedAt");
        let violation = match day.as_deref().map(str::parse::<jiff::civil::Date>) {
            None => Some(text::NO_DAY),
            Some(Ok(day)) if day > context.today => Some(text::IN_THE_FUTURE),
            Some(_) => None,
        };
        let violation = violation.map(|text| FieldViolation::at("observedAt", text));
        self.violations.extend(violation);
        self.put_day("observedAt", fields);
        self.put("round", fields.value("round"));
        let role = fields.value("role");
        self.put("reporter", role.map(|role| json!({"role": role})));
        self.put("description", fields.value("description"));
    }

    fn put_merge_target(&mut self, context: &FormContext, fields: &Fields) {
        let into = fields.value("into");
        let Some(id) = into.as_deref().map(KnelpuntId::parse) else {
            return;
        };
        let found = id.and_then(|id| context.others().find(|item| item.id == id));
        let Some(item) = found else {
            let violation = FieldViolation::at("into", text::TARGET_NOT_OPEN);
            self.violations.push(violation);
            return;
        };
        let into = identity(
            Some(&item.category),
            item.building_block.as_ref(),
            item.party_as_written(),
            item.reference_as_written.as_ref(),
        );
        self.put("into", Some(into));
    }

    fn put_withdrawn_event(&mut self, context: &FormContext, fields: &Fields) {
        let knelpunt = context.knelpunt.as_ref();
        let Some(event) = knelpunt.and_then(|knelpunt| chosen_event(knelpunt, fields)) else {
            let violation = FieldViolation::of_form(text::NO_EVENT);
            self.violations.push(violation);
            return;
        };
        let id = json!({"source": event.source, "id": event.id});
        self.put("event", Some(id));
        self.put("subject", Some(event.subject.clone()));
        // That of the event: the municipality of the knelpunt is another one after a merger.
        self.put("municipality", event.data["municipality"].as_str());
    }
}

/// Returns the event that was chosen to be withdrawn.
pub(crate) fn chosen_event<'a>(
    knelpunt: &'a KnelpuntContext,
    fields: &Fields,
) -> Option<&'a HistoryItem> {
    let (source, id) = (fields.typed("source"), fields.typed("event"));
    let mut events = knelpunt.withdrawable();
    events.find(|item| item.source == source && item.id == id)
}

/// Returns the identity of the reported knelpunt, as far as it is filled in.
pub(crate) fn reported_identity(fields: &Fields) -> PartialIdentity {
    PartialIdentity {
        category: fields.value("category"),
        building_block: fields.value("buildingBlock"),
        party_kind: fields.value("partyKind"),
        party_name: fields.value("partyName"),
        reference: fields.value("reference"),
    }
}
