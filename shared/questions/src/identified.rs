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
