//! The identity of a knelpunt in answers: codes and names, by the division.

use api::answers::PartyAnswer;
use fold::IdentityKeys;

use crate::{Context, geography::Location, knelpunt::party, labels::category_name};

/// The identity of a knelpunt in answers.
pub(crate) struct Identified {
    pub(crate) location: Location,
    pub(crate) category: String,
    pub(crate) category_name: String,
    pub(crate) building_block: Option<String>,
    pub(crate) party: Option<PartyAnswer>,
    pub(crate) reference: Option<String>,
}

impl Identified {
    /// Returns the identity with the texts behind its symbols.
    pub(crate) fn new(identity: &IdentityKeys, context: &Context<'_>) -> Self {
        let (interner, register) = (context.interner(), context.register);
        let text = |symbol| interner.text(symbol).to_owned();
        let area = context.geography.area(identity.municipality);
        Self {
            location: area.location(register),
            category: text(identity.category),
            category_name: category_name(interner.text(identity.category), register),
            building_block: identity.building_block.map(text),
            party: identity.party.map(|keys| party(keys, interner)),
            reference: identity.reference.map(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use api::answers::Cell;
    use serde_json::json;

    use crate::sample::{json, report, state_of, table, waiting};

    #[test]
    fn every_list_names_all_successors_of_a_municipality_that_was_split() {
        let haaren = waiting("GM0788", "funding", "  Fabriek   IJssel ");
        let state = state_of(vec![report(haaren, "2013-01-01T00:00:00Z", None)]);
        for question in ["persisting", "outlook", "episodes"] {
            let item = &json(&format!("{question}?asOf=2022-01-01"), &state)["items"][0];
            assert_eq!(item["municipality"], "GM0824", "{question}: {item}");
            assert_eq!(item["inheritedFrom"], "GM0788", "{question}: {item}");
            assert_eq!(item["throughSplit"], true, "{question}: {item}");
            let others = json!(["GM0757", "GM0855", "GM0865"]);
            assert_eq!(item["otherSuccessors"], others, "{question}: {item}");
            let before = &json(&format!("{question}?asOf=2020-01-01"), &state)["items"][0];
            assert_eq!(before.get("throughSplit"), None, "{question}: {before}");
        }
    }

    #[test]
    fn people_see_the_name_of_a_party_as_it_was_written_with_single_spaces() {
        let who = waiting("GM0344", "funding", "  Fabriek   IJssel ");
        let state = state_of(vec![report(who, "2013-01-01T00:00:00Z", None)]);
        let item = &json("episodes?asOf=2014-01-01", &state)["items"][0];
        assert_eq!(item["party"]["name"], "fabriek ijssel", "{item}");
        assert_eq!(item["partyName"], "Fabriek IJssel", "{item}");
        for question in ["persisting", "episodes", "waiting-on"] {
            let table = table(&format!("{question}?asOf=2014-01-01"), &state);
            let column = table.columns.iter().position(|one| one.name == "partyName");
            let cell = column.map(|column| &table.rows[0][column]);
            let written = Cell::Text("Fabriek IJssel".to_owned());
            assert_eq!(cell, Some(&written), "{question}");
        }
    }
}
