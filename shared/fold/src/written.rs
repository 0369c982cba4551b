//! Names as people see them: as an event wrote them. Identity compares their canonical form.

use model::{Party, canonical_name};
use serde::{Deserialize, Serialize};

use crate::{IdentityKeys, Interner, Observation, Symbol};

/// The name of a party and a reference, as written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenNames {
    /// The name of the party.
    pub party: Option<Symbol>,
    /// The reference.
    pub reference: Option<Symbol>,
}

impl WrittenNames {
    /// Interns the names in an event.
    pub(crate) fn new(
        party: Option<&Party>,
        reference: Option<&str>,
        intern: &mut impl FnMut(&str) -> Symbol,
    ) -> Self {
        Self {
            party: party.map(|party| intern(&party.name)),
            reference: reference.map(intern),
        }
    }

    /// Returns the names of a knelpunt as the last of its observations that names them wrote them; `newest_first` has
    /// those that count. Where none does, there is no name: an event that was merged into it may name another party.
    pub fn last<'a>(
        identity: &IdentityKeys,
        newest_first: &(impl Iterator<Item = &'a Observation> + Clone),
        interner: &Interner,
    ) -> Self {
        let last = |canonical: Option<Symbol>, written: fn(&Self) -> Option<Symbol>| {
            let canonical = canonical?;
            let mut written = newest_first.clone().filter_map(|one| written(&one.written));
            written.find(|name| names(*name, canonical, interner))
        };
        Self {
            party: last(identity.party.map(|(_, name)| name), |names| names.party),
            reference: last(identity.reference, |names| names.reference),
        }
    }

    /// Returns the name of the party, if it is the party of an identity.
    pub fn party_of(self, identity: &IdentityKeys, interner: &Interner) -> Option<Symbol> {
        let (_, canonical) = identity.party?;
        self.party.filter(|name| names(*name, canonical, interner))
    }

    /// Returns the same names in the symbols of another interner.
    #[must_use]
    pub fn map_symbols(self, map: &impl Fn(Symbol) -> Symbol) -> Self {
        Self {
            party: self.party.map(map),
            reference: self.reference.map(map),
        }
    }
}

fn names(written: Symbol, canonical: Symbol, interner: &Interner) -> bool {
    written == canonical || canonical_name(interner.text(written)) == interner.text(canonical)
}
