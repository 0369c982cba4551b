//! The identity of a knelpunt in answers: codes and names, by the division.

use api::answers::PartyAnswer;
use fold::IdentityKeys;

use crate::{Context, knelpunt::party, labels::category_name};

/// The identity of a knelpunt in answers.
pub(crate) struct Identified {
    pub(crate) municipality: String,
    pub(crate) municipality_name: String,
    /// The municipality that reported it, where it is another one.
    pub(crate) inherited_from: Option<String>,
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
        let municipality = register.municipality(area.on_division);
        let has_moved = area.on_division != area.reported;
        Self {
            municipality: municipality.code.clone(),
            municipality_name: municipality.name.clone(),
            inherited_from: has_moved.then(|| text(identity.municipality)),
            category: text(identity.category),
            category_name: category_name(interner.text(identity.category), register),
            building_block: identity.building_block.map(text),
            party: identity.party.map(|keys| party(keys, interner)),
            reference: identity.reference.map(text),
        }
    }
}
