//! Which knelpunten are open or persist, oldest first.

use fold::{Episode, Kind, Knelpunt, Names};
use model::{EventKey, Instant, KnelpuntId};
use register::Register;
use serde::{Serialize, Serializer};

use crate::{
    Asked, Counted, PartyAnswer,
    cursor::{Cursor, question_id},
    figures::Seen,
    keys::Keys,
    places::Places,
};

const MICROSECONDS_OF_A_DAY: f64 = 86_400e6;

/// What is asked of the list, besides what every question has.
#[derive(Debug, Clone, PartialEq)]
pub struct PersistingAsked {
    only_persisting: bool,
    min_age_days: f64,
    limit: usize,
    after: Option<Cursor>,
    question: uuid::Uuid,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Persisting {
    /// How many there are, on all pages.
    pub total: usize,
    /// Those of this page, in order of `since`, then id.
    pub items: Vec<Item>,
    /// Where the next page begins; none when this is the last.
    pub next_cursor: Option<String>,
}

/// A knelpunt that is open.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// Its id.
    #[serde(serialize_with = "as_text")]
    pub id: KnelpuntId,
    /// CBS code, on the division.
    pub municipality: String,
    /// Name of the municipality.
    pub municipality_name: String,
    /// Code of the municipality that reported it, where that is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inherited_from: Option<String>,
    /// True when a part of the municipality that reported it went elsewhere.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub through_split: bool,
    /// Code of the category.
    pub category: String,
    /// Name of the category.
    pub category_name: String,
    /// Code of the building block.
    pub building_block: Option<String>,
    /// Name of the building block.
    pub building_block_name: Option<String>,
    /// The party that it waits on.
    pub party: Option<PartyAnswer>,
    /// Its reference.
    pub reference: Option<String>,
    /// What was last said of it.
    pub description: Option<String>,
    /// When it was reported first, in the episode that is open.
    #[serde(serialize_with = "as_text")]
    pub opened_at: Instant,
    /// From when its age counts.
    #[serde(serialize_with = "as_text")]
    pub since: Instant,
    /// Days of 24 hours from `since` to the as-of instant.
    pub age_days: f64,
    /// Whether it persists.
    pub persisting: bool,
    /// Its episodes.
    pub episodes: usize,
    /// Its reports.
    pub reports: usize,
    /// The rounds in which it was reported, in this episode.
    pub rounds: Vec<String>,
    /// When it was last reported.
    #[serde(serialize_with = "as_text")]
    pub last_reported_at: Instant,
    /// The event that holds the description, if one does.
    #[serde(skip)]
    pub described_by: Option<(KnelpuntId, EventKey)>,
}

pub(crate) fn as_text<T: ToString, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&value.to_string())
}

/// Gives days of 24 hours.
#[expect(
    clippy::cast_precision_loss,
    reason = "2^53 microseconds are 285 years"
)]
pub(crate) fn days(microseconds: i64) -> f64 {
    microseconds as f64 / MICROSECONDS_OF_A_DAY
}

impl PersistingAsked {
    /// Takes the keys; a cursor decides the as-of instant where none is given.
    pub(crate) fn take(keys: &mut Keys, asked: &mut Asked) -> Option<Self> {
        let only_persisting = keys
            .read("status", "persisting or open", |text| match text {
                "persisting" => Some(true),
                "open" => Some(false),
                _ => None,
            })
            .unwrap_or(true);
        let age = |text: &str| {
            text.parse::<f64>()
                .ok()
                .filter(|days| days.is_finite() && *days >= 0.0)
        };
        let min_age_days = keys
            .read("minAgeDays", "a number of days, 0 or more", age)
            .unwrap_or(0.0);
        let limit = |text: &str| {
            text.parse::<usize>()
                .ok()
                .filter(|limit| (1..=1_000).contains(limit))
        };
        let limit = keys
            .read("limit", "a whole number from 1 to 1000", limit)
            .unwrap_or(100);
        let after = keys.read("cursor", "a cursor that an answer gave", Cursor::parse);
        let given = keys.given_as_of;
        if let Some(cursor) = after.filter(|_| !given) {
            let follows = asked.division == asked.as_of.day() && !keys.given_division;
            asked.as_of = cursor.as_of;
            if follows {
                asked.division = cursor.as_of.day();
            }
        }
        let filter = format!("{:?}", asked.filter);
        let question = question_id(&format!(
            "{filter}|{}|{:?}|{only_persisting}|{min_age_days}",
            asked.division, asked.known_at
        ));
        if after.is_some_and(|cursor| cursor.question != question || cursor.as_of != asked.as_of) {
            keys.problem("cursor", "belongs to another question: keep asOf, knownAt, division and filter, or leave the cursor out");
        }
        Some(Self {
            only_persisting,
            min_age_days,
            limit,
            after,
            question,
        })
    }
}

impl Persisting {
    pub(crate) fn of<'a>(
        asked: &Asked,
        persisting: &PersistingAsked,
        selected: impl Iterator<Item = Seen<'a>>,
        places: &Places,
        names: &Names,
        register: &Register,
    ) -> (Self, Counted) {
        let mut counted = Counted::default();
        let mut found: Vec<(Instant, KnelpuntId, Seen<'a>, Episode, usize)> = Vec::new();
        for seen in selected {
            let (mut episodes, mut last) = (0, None);
            for episode in seen.episodes() {
                episodes += 1;
                last = Some(episode);
            }
            counted.n += episodes;
            let Some(open) = last.filter(|episode| episode.end.is_none()) else {
                continue;
            };
            counted.censored += 1;
            let old_enough = days(asked.as_of.since(open.since)) >= persisting.min_age_days;
            if old_enough && (!persisting.only_persisting || open.persists_at(asked.as_of)) {
                found.push((open.since, seen.knelpunt.id, seen, open, episodes));
            }
        }
        found.sort_unstable_by_key(|(since, id, ..)| (*since, *id));
        let total = found.len();
        let start = persisting.after.map_or(0, |after| {
            found.partition_point(|(since, id, ..)| (*since, *id) <= (after.since, after.id))
        });
        let more = found.len() > start + persisting.limit;
        let page = found.into_iter().skip(start).take(persisting.limit);
        let items: Vec<Item> = page
            .map(|(_, _, seen, open, episodes)| {
                item(&seen, &open, episodes, places, names, register)
            })
            .collect();
        let next_cursor = items.last().filter(|_| more).map(|last| {
            Cursor {
                as_of: asked.as_of,
                since: last.since,
                id: last.id,
                question: persisting.question,
            }
            .to_text()
        });
        (
            Self {
                total,
                items,
                next_cursor,
            },
            counted,
        )
    }
}

fn item(
    seen: &Seen<'_>,
    open: &Episode,
    episodes: usize,
    places: &Places,
    names: &Names,
    register: &Register,
) -> Item {
    let traits = seen.traits;
    let place = places.of(traits.municipality);
    let municipality = register.municipality(place.on_division);
    let catalogue = register.catalogue();
    let category = names.text(traits.category);
    let block = traits.building_block.map(|name| names.text(name));
    let moved = place.on_division != place.reported;
    Item {
        id: seen.knelpunt.id,
        municipality: municipality.code.clone(),
        municipality_name: municipality.name.clone(),
        inherited_from: moved.then(|| names.text(traits.municipality).to_owned()),
        through_split: moved && place.through_split,
        category: category.to_owned(),
        category_name: catalogue
            .category(category)
            .map_or_else(|| category.to_owned(), |held| held.nl.clone()),
        building_block: block.map(str::to_owned),
        building_block_name: block.map(|code| {
            catalogue
                .building_block(code)
                .map_or_else(|| code.to_owned(), |held| held.name.clone())
        }),
        party: traits.party.map(|party| PartyAnswer::of(party, names)),
        reference: traits.reference.map(|name| names.text(name).to_owned()),
        description: None,
        opened_at: open.opened_at,
        since: open.since,
        age_days: days(seen.at.since(open.since)),
        persisting: open.persists_at(seen.at),
        episodes,
        reports: seen.reports().count(),
        rounds: rounds(seen, open, names),
        last_reported_at: open.last_reported_at,
        described_by: last_described(seen.knelpunt, seen.at),
    }
}

/// Gives the rounds of an episode's reports, each once, in order.
pub(crate) fn rounds(seen: &Seen<'_>, episode: &Episode, names: &Names) -> Vec<String> {
    let within = |instant: Instant| {
        instant >= episode.opened_at && episode.end.is_none_or(|end| instant <= end.at)
    };
    let mut rounds: Vec<&str> = seen
        .facts()
        .skip_while(|fact| {
            fact.instant < episode.opened_at || matches!(fact.kind, Kind::Resolution { .. })
        })
        .filter(|fact| matches!(fact.kind, Kind::Report { .. }) && within(fact.instant))
        .filter_map(|fact| fact.round)
        .map(|name| names.text(name))
        .collect();
    rounds.sort_unstable();
    rounds.dedup();
    rounds.into_iter().map(str::to_owned).collect()
}

/// Finds the last event, of those that are seen, that has a description.
pub(crate) fn last_described(knelpunt: &Knelpunt, at: Instant) -> Option<(KnelpuntId, EventKey)> {
    let fact = knelpunt.visible_at(at).rev().find(|fact| fact.described)?;
    Some((*knelpunt.members.get(fact.member as usize)?, fact.key))
}

/// Finds the last event, of those that are seen, that says who reported it.
pub(crate) fn last_with_reporter(
    knelpunt: &Knelpunt,
    at: Instant,
) -> Option<(KnelpuntId, EventKey)> {
    let fact = knelpunt
        .visible_at(at)
        .rev()
        .find(|fact| fact.with_reporter)?;
    Some((*knelpunt.members.get(fact.member as usize)?, fact.key))
}
