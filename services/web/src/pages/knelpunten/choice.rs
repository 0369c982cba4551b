//! What a reader chose: the keys of the address, as people read them, and links that leave one out.

use api::{answers::WaitingOn, parameters::ListStatus};
use jiff::civil::Date;
use model::PartyKind;
use register::{Register, SizeClass};

use super::PATH;
use crate::{
    pages::{frame::Link, municipalities::size_text, municipality, names, page_query::PageQuery},
    query::Pair,
};

/// The keys that select knelpunten.
pub(crate) const FILTER_KEYS: [&str; 11] = [
    "municipality",
    "province",
    "sizeClass",
    "category",
    "buildingBlock",
    "partyKind",
    "party",
    "round",
    "support",
    "source",
    "panel",
];
/// The keys of the page: those of the list in the API.
pub(super) const KEYS: [&str; 18] = [
    "status",
    "municipality",
    "province",
    "sizeClass",
    "category",
    "buildingBlock",
    "partyKind",
    "party",
    "round",
    "support",
    "source",
    "panel",
    "minAgeDays",
    "notConfirmedSince",
    "sort",
    "order",
    "limit",
    "cursor",
];
/// The value that selects what has none.
const NONE: &str = "none";

/// What was chosen: keys with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListChoice {
    keys: Vec<Pair>,
}

impl ListChoice {
    /// Reads the keys of an address. A form sends those without a value too; a municipality may be there by its name.
    pub(crate) fn new(keys: &[Pair], register: &Register) -> Self {
        let given = keys.iter().filter(|(_, value)| !value.trim().is_empty());
        let keys = given.map(|(key, value)| {
            let by_name = (key == "municipality")
                .then(|| register.find_municipality_by_name(value).ok())
                .flatten();
            let code = by_name.map(|id| register.municipality(id).code.clone());
            (key.clone(), code.unwrap_or_else(|| value.clone()))
        });
        Self {
            keys: keys.collect(),
        }
    }

    /// Returns all keys.
    pub(super) fn as_keys(&self) -> Vec<(&str, &str)> {
        self.keys_where(|_| true)
    }

    /// Returns the keys that select knelpunten, whatever their state.
    pub(crate) fn filter_keys(&self) -> Vec<(&str, &str)> {
        self.keys_where(|key| FILTER_KEYS.contains(&key))
    }

    /// Returns the keys that are the same on all pages of the list.
    pub(super) fn lasting_keys(&self) -> Vec<(&str, &str)> {
        self.keys_where(|key| !["cursor", "limit"].contains(&key))
    }

    /// Returns some of the keys.
    pub(crate) fn keys_where(&self, is_wanted: impl Fn(&str) -> bool) -> Vec<(&str, &str)> {
        let keys = self.keys.iter().filter(|(key, _)| is_wanted(key));
        keys.map(|(key, value)| (key.as_str(), value.as_str()))
            .collect()
    }

    /// Returns the last value of a key.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let mut found = self.keys.iter().rev();
        let (_, value) = found.find(|(key, _)| key == name)?;
        Some(value)
    }

    pub(super) fn has_cursor(&self) -> bool {
        self.value("cursor").is_some()
    }

    pub(super) fn status(&self) -> ListStatus {
        let given = self.value("status");
        let mut all = ListStatus::ALL.iter();
        let known = all.find(|status| Some(status.as_str()) == given);
        known.copied().unwrap_or_default()
    }

    /// Returns each part of the choice in words, without the status and the order.
    pub(crate) fn chosen(&self, query: &PageQuery<'_>, parties: &WaitingOn) -> Vec<String> {
        let parts = self.keys.iter();
        parts
            .filter_map(|(key, value)| part(query, parties, key, value))
            .collect()
    }

    /// Returns a link for each part of the choice, which leaves it out.
    pub(super) fn without(&self, query: &PageQuery<'_>, parties: &WaitingOn) -> Vec<Link> {
        let parts = self.keys.iter().enumerate();
        let links = parts.filter_map(|(left_out, (key, value))| {
            let text = if key == "status" {
                self.status_part(query)
            } else {
                part(query, parties, key, value)
            };
            let rest = self.keys.iter().enumerate();
            let rest = rest.filter(|(index, (key, _))| {
                *index != left_out && !["cursor", "limit"].contains(&key.as_str())
            });
            let rest: Vec<(&str, &str)> = rest
                .map(|(_, (key, value))| (key.as_str(), value.as_str()))
                .collect();
            Some(Link::new(text?, query.link_with(PATH, &rest)))
        });
        links.collect()
    }

    fn status_part(&self, query: &PageQuery<'_>) -> Option<String> {
        let id = match self.status() {
            ListStatus::Open => return None,
            ListStatus::Persisting => "list-only-persisting",
            ListStatus::Resolved => "list-only-closed",
            ListStatus::All => "list-closed-too",
        };
        Some(query.t().text(id))
    }
}

/// Returns a part of a choice in words; none of what only says how the list is shown.
fn part(query: &PageQuery<'_>, parties: &WaitingOn, key: &str, value: &str) -> Option<String> {
    let (t, register) = (query.t(), query.register());
    let none = value == NONE;
    let (id, name) = match key {
        "municipality" => ("list-in-municipality", municipality::name(value, register)),
        "province" => {
            let id = register.find_province(value)?;
            ("list-in-province", register.province(id).name.clone())
        }
        "sizeClass" => ("list-of-size", size_text(SizeClass::parse(value)?, t)),
        "category" => ("list-of-category", names::category(t, register, value)),
        "buildingBlock" if none => ("list-without-block", String::new()),
        "buildingBlock" => ("list-of-block", names::building_block(register, value)),
        "party" | "partyKind" if none => ("list-waits-on-nobody", String::new()),
        "party" => ("list-waits-on", party_name(parties, value)),
        "partyKind" => ("list-waits-on-kind", kind_name(query, value)?),
        "round" if none => ("list-in-no-round", String::new()),
        "round" => ("list-in-round", t.round(value)),
        "panel" => ("list-reached-in", t.round(value)),
        "support" if none => ("list-without-support", String::new()),
        "support" => ("list-with-support", names::remedy(t, register, value)),
        "source" => ("list-of-source", value.to_owned()),
        "minAgeDays" => ("list-of-age", value.to_owned()),
        "notConfirmedSince" => {
            let day = value.parse::<Date>().ok()?;
            ("list-not-confirmed-since", t.date(day))
        }
        _ => return None,
    };
    Some(t.with(id, "name", name))
}

/// Returns the name of a party as it was last written, by `kind:name`.
fn party_name(parties: &WaitingOn, code: &str) -> String {
    let mut items = parties.items.iter();
    let known = items.find(|item| party_code(item) == code);
    let name = code.split_once(':').map_or(code, |(_, name)| name);
    known.map_or_else(|| name.to_owned(), |item| item.party_name.clone())
}

/// Returns the value that selects a party.
pub(super) fn party_code(item: &api::answers::WaitingOnItem) -> String {
    format!("{}:{}", item.party.kind.code(), item.party.name)
}

fn kind_name(query: &PageQuery<'_>, code: &str) -> Option<String> {
    let id = match PartyKind::parse(code)? {
        PartyKind::Supplier => "term-party-supplier",
        PartyKind::NationalBody => "term-party-national-body",
        PartyKind::Partnership => "term-party-partnership",
    };
    Some(query.t().text(id))
}
