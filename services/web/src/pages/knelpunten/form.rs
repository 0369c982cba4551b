//! The form that chooses knelpunten: a field for each key that people choose by.

use api::{
    answers::{Rounds, WaitingOn},
    parameters::ListStatus,
};
use register::SizeClass;
use texts::messages::Messages;

use super::choice::{ListChoice, party_code};
use crate::{
    pages::{
        municipalities::{ChoiceOption, size_text},
        names,
        page_query::PageQuery,
    },
    query::Pair,
};

/// The keys that the form does not show, and repeats.
const REPEATED_KEYS: [&str; 6] = [
    "partyKind",
    "source",
    "panel",
    "minAgeDays",
    "sort",
    "order",
];

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FilterField {
    /// The key in the address.
    pub(crate) key: &'static str,
    pub(crate) label: String,
    pub(crate) input: FieldInput,
}

/// How a value is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FieldInput {
    /// One of some.
    Options(Vec<ChoiceOption>),
    /// A day.
    Day(String),
}

/// Returns the fields.
pub(super) fn fields(
    query: &PageQuery<'_>,
    choice: &ListChoice,
    rounds: &Rounds,
    parties: &WaitingOn,
) -> Vec<FilterField> {
    let (t, catalogue) = (query.t(), query.register().catalogue());
    let categories = catalogue.categories().iter();
    let blocks = catalogue.building_blocks().iter();
    let support = ["i-versneller", "i-nup-academy", "i-coach", "i-spiegel"];
    let rounds = rounds.items.iter();
    let parties = parties.items.iter();
    let pairs: [(&'static str, &str, Vec<Pair>); 9] = [
        ("status", "knelpunten-status", statuses(t)),
        ("municipality", "term-municipality", municipalities(query)),
        ("province", "term-province", provinces(query)),
        ("sizeClass", "municipalities-size", sizes(t)),
        (
            "category",
            "term-category",
            sorted(categories.map(|one| {
                let name = names::category(t, query.register(), &one.code);
                (one.code.clone(), name)
            })),
        ),
        (
            "buildingBlock",
            "term-building-block",
            sorted(blocks.map(|one| (one.code.clone(), one.name.clone()))),
        ),
        (
            "party",
            "term-waits-on",
            sorted(parties.map(|one| (party_code(one), one.party_name.clone()))),
        ),
        (
            "round",
            "term-round",
            rounds
                .map(|one| (one.round.clone(), t.round(&one.round)))
                .collect(),
        ),
        (
            "support",
            "municipality-support",
            support
                .map(|code| (code.to_owned(), names::remedy(t, query.register(), code)))
                .into(),
        ),
    ];
    let fields = pairs.into_iter().map(|(key, label, values)| FilterField {
        key,
        label: t.text(label),
        input: FieldInput::Options(options(t, choice, key, values)),
    });
    let day = choice.value("notConfirmedSince").unwrap_or_default();
    fields
        .chain([FilterField {
            key: "notConfirmedSince",
            label: t.text("list-not-confirmed"),
            input: FieldInput::Day(day.to_owned()),
        }])
        .collect()
}

/// Returns the keys that the form repeats.
pub(super) fn hidden(query: &PageQuery<'_>, choice: &ListChoice) -> Vec<Pair> {
    let own = choice.keys_where(|key| REPEATED_KEYS.contains(&key));
    let own = own
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value.to_owned()));
    query.link_keys_except(&[]).into_iter().chain(own).collect()
}

/// Returns the options of a field, after that for any value; the status always has one. What was chosen is there even if
/// it is none of those on offer.
pub(crate) fn options(
    t: Messages,
    choice: &ListChoice,
    key: &str,
    values: Vec<Pair>,
) -> Vec<ChoiceOption> {
    let chosen = choice.value(key);
    let default = if key == "status" {
        Some(ListStatus::default().as_str())
    } else {
        None
    };
    let is_chosen = |value: &str| chosen.or(default) == Some(value);
    let other = chosen.filter(|chosen| values.iter().all(|(value, _)| value != chosen));
    let other = other.map(|value| (value.to_owned(), value.to_owned()));
    let any = default
        .is_none()
        .then(|| (String::new(), t.text("list-any")));
    let all = any.into_iter().chain(values).chain(other);
    all.map(|(value, text)| ChoiceOption {
        chosen: is_chosen(&value),
        value,
        text,
    })
    .collect()
}

pub(crate) fn sorted(pairs: impl Iterator<Item = Pair>) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = pairs.collect();
    pairs.sort_by_cached_key(|(_, name)| name.to_lowercase());
    pairs
}

fn statuses(t: Messages) -> Vec<Pair> {
    let text = |status: &ListStatus| match status {
        ListStatus::Open => "term-open",
        ListStatus::Persisting => "term-persisting",
        ListStatus::Resolved => "term-closed",
        ListStatus::All => "list-every-status",
    };
    let all = ListStatus::ALL.iter();
    all.map(|status| (status.as_str().to_owned(), t.text(text(status))))
        .collect()
}

fn municipalities(query: &PageQuery<'_>) -> Vec<Pair> {
    let existing = query
        .register()
        .municipalities()
        .filter(|(_, one)| one.existed_on(query.division));
    sorted(existing.map(|(_, one)| (one.code.clone(), one.name.clone())))
}

pub(crate) fn provinces(query: &PageQuery<'_>) -> Vec<Pair> {
    let provinces = query.register().provinces();
    sorted(provinces.map(|(_, one)| (one.code.clone(), one.name.clone())))
}

pub(crate) fn sizes(t: Messages) -> Vec<Pair> {
    SizeClass::all()
        .map(|size| (size.to_string(), size_text(size, t)))
        .collect()
}
