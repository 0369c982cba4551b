//! The group that a page is about.

use api::answers::{WaitingOn, WaitingOnItem};
use model::PartyKind;
use questions::{Paging, WaitingOnQuestion};

use crate::{
    pages::{group_kind::GroupKind, names, page_query::PageQuery},
    problem::WebProblem,
};

/// The parties among which the nearest are looked for.
const PARTIES: usize = 1_000;
/// The nearest parties that are named.
const NEAREST: usize = 3;

/// A group that a page is about.
pub(crate) struct PageGroup {
    pub(crate) kind: GroupKind,
    pub(crate) code: String,
    pub(crate) name: String,
}

impl PageGroup {
    /// Returns a category or a building block, by its code.
    pub(crate) fn of_catalogue(kind: GroupKind, code: String, query: &PageQuery<'_>) -> Self {
        let name = match kind {
            GroupKind::Category => names::category(query.t(), query.register(), &code),
            GroupKind::BuildingBlock => names::building_block(query.register(), &code),
            GroupKind::Party => code.clone(),
        };
        Self { kind, code, name }
    }

    /// Finds a party, with its name as it was last written. One that only later knelpunten name is known too: people go
    /// back in time from its page.
    ///
    /// # Errors
    ///
    /// 404 with the nearest ones if no knelpunt names it; otherwise as a question.
    pub(crate) fn party(code: String, query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        let kind = GroupKind::Party;
        let found = match canonical_party(&code) {
            Some(_) => query.ask(kind.filter(&code), WaitingOnQuestion::default())?,
            None => WaitingOn {
                total: 0,
                items: Vec::new(),
                next_cursor: None,
            },
        };
        let item = match found.items.into_iter().next() {
            Some(item) => item,
            None => later_party(&code, query)?,
        };
        let name = model::written_name(&item.party_name);
        Ok(Self { kind, code, name })
    }
}

/// Returns a party `kind:name` in the form in which parties are compared, if it is one.
pub(crate) fn canonical_party(text: &str) -> Option<String> {
    let (kind, name) = text.split_once(':')?;
    let (kind, name) = (PartyKind::parse(kind)?, model::canonical_name(name));
    (!name.is_empty()).then(|| format!("{}:{name}", kind.code()))
}

/// Finds a party that is known now; 404 with those of which the name has most in common if there is none.
fn later_party(code: &str, query: &mut PageQuery<'_>) -> Result<WaitingOnItem, WebProblem> {
    let all = WaitingOnQuestion {
        paging: Paging::first(PARTIES),
    };
    let parties = query.ask_as_of(query.now, all)?.items;
    let code_of = |item: &WaitingOnItem| format!("{}:{}", item.party.kind.code(), item.party.name);
    if let Some(item) = parties.iter().find(|item| code_of(item) == code) {
        return Ok(item.clone());
    }
    let name = code.split_once(':').map_or(code, |(_, name)| name);
    let asked = model::canonical_name(name);
    let near = parties.iter().map(|item| {
        let path = GroupKind::Party.path_of(&code_of(item));
        let name = model::written_name(&item.party_name);
        (in_common(&asked, &item.party.name), name, path)
    });
    let mut near: Vec<(usize, String, String)> = near.filter(|(common, ..)| *common > 0).collect();
    near.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    let near = near.into_iter().take(NEAREST);
    let near = near.map(|(_, name, path)| (name, path));
    Err(WebProblem::nearest(
        format!("No knelpunt waits on a party {code:?}."),
        near,
    ))
}

/// Returns how many words of a name are, or begin, words of another.
fn in_common(asked: &str, name: &str) -> usize {
    let is_in_name = |part: &&str| name.split(' ').any(|own| own.starts_with(part));
    let parts = asked.split(' ').filter(|part| !part.is_empty());
    parts.filter(is_in_name).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_party_is_its_kind_and_its_name_in_any_case() {
        let canonical = canonical_party("supplier:  Fabriek  A ");
        assert_eq!(canonical.as_deref(), Some("supplier:fabriek a"));
        for text in ["fabriek", "shop:fabriek", "supplier: "] {
            assert_eq!(canonical_party(text), None, "{text}");
        }
    }

    #[test]
    fn names_have_parts_in_common() {
        assert_eq!(in_common("leverancier z", "leverancier a"), 1);
        assert_eq!(in_common("lever a", "leverancier a"), 2);
        assert_eq!(in_common("", "leverancier a"), 0);
    }
}
