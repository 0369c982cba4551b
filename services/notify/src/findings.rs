//! What a rule finds in the answers of the API. Pure.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use api::{
    Filter,
    answers::{
        Direction, MoversItem, MunicipalityCoverage, MunicipalityItem, PersistingItem, RoundAnswer,
    },
};
use jiff::{ToSpan as _, civil::Date};
use model::{ConsultationOutcome, Instant};

use crate::news::{AlertFacts, KnelpuntFacts, RuleFinding};

/// After so many days without a call a round has ended.
const ROUND_ENDED_AFTER_DAYS: i64 = 7;

/// Finds open knelpunten: those that persist, if the list is of these.
pub(crate) fn persisting(items: &[PersistingItem]) -> Vec<RuleFinding> {
    let persisting = items.iter().filter(|item| item.persisting);
    persisting
        .map(|item| finding(item, AlertFacts::Persists))
        .collect()
}

/// Finds open knelpunten that had been resolved before.
pub(crate) fn recurred(items: &[PersistingItem]) -> Vec<RuleFinding> {
    let recurred = items.iter().filter(|item| item.episodes > 1);
    recurred
        .map(|item| finding(item, AlertFacts::Recurred))
        .collect()
}

/// The span is the opening of the episode that is open: a report of an earlier one, or of the same one, which arrives
/// late, opens no later one, and so is no news.
fn finding(item: &PersistingItem, news: fn(KnelpuntFacts) -> AlertFacts) -> RuleFinding {
    let party = item.party_as_written();
    RuleFinding {
        key: item.id.to_string(),
        from: item.opened_at,
        until: item.opened_at,
        news: news(KnelpuntFacts {
            knelpunt: item.id,
            municipality: item.municipality.clone(),
            municipality_name: item.municipality_name.clone(),
            category: item.category.clone(),
            party: party.map(|(_, name)| name.to_owned()),
            since_on: item.since_on,
            last_reported_on: item.last_reported_on,
        }),
    }
}

/// Finds categories that were added more often. The span is the window: a category is news again when its window begins
/// after the one that it was news in, because until then it is about the same year.
pub(crate) fn movers(items: &[MoversItem], from: Date, to: Date) -> Vec<RuleFinding> {
    let up = |item: &&MoversItem| item.direction == Direction::Up;
    let finding = |item: &MoversItem| {
        let category = item.group.group.clone()?;
        Some(RuleFinding {
            key: category.clone(),
            from: Instant::start_of(from)?,
            until: Instant::end_of(to)?,
            news: AlertFacts::Mover {
                category,
                now: item.now.count,
                before: item.before.count,
                from,
                to,
            },
        })
    };
    items.iter().filter(up).filter_map(finding).collect()
}

/// Returns the municipalities that exist on a day and that a filter selects, by code, in order of code.
pub(crate) fn selected(
    all: Vec<MunicipalityItem>,
    filter: &Filter,
    today: Date,
) -> BTreeMap<String, String> {
    let has = |values: &[String], value: Option<&str>| {
        values.is_empty() || value.is_some_and(|value| values.iter().any(|one| one == value))
    };
    let is_selected = |one: &MunicipalityItem| {
        one.valid_from.is_none_or(|first| first <= today)
            && one.valid_until.is_none_or(|end| today < end)
            && has(&filter.municipality, Some(&one.code))
            && has(&filter.province, Some(&one.province))
            && has(&filter.size_class, one.size_class.as_deref())
    };
    let selected = all.into_iter().filter(is_selected);
    selected.map(|one| (one.code, one.name)).collect()
}

/// Finds municipalities that no round has reached for a year, since the first round at the earliest. The span is the
/// moment at which a municipality was last reached: it is news again after another call that reached it.
pub(crate) fn not_reached(
    rounds: &[RoundAnswer],
    selected: &BTreeMap<String, String>,
    today: Date,
) -> Vec<RuleFinding> {
    let first = rounds.iter().filter_map(|round| round.began_at).min();
    let Some((first, year_ago)) = first.zip(today.checked_sub(1.year()).ok()) else {
        return Vec::new();
    };
    let mut reached: BTreeMap<&str, Instant> = BTreeMap::new();
    for row in rounds.iter().flat_map(|round| &round.municipalities) {
        if row.consultation == Some(ConsultationOutcome::Reached) {
            let last = reached.entry(&row.municipality).or_insert(row.ended_at);
            *last = row.ended_at.max(*last);
        }
    }
    let finding = |(code, name): (&String, &String)| {
        let last = reached.get(code.as_str()).copied();
        let since = last.unwrap_or(first);
        (since.day() < year_ago).then(|| RuleFinding {
            key: code.clone(),
            from: since,
            until: since,
            news: AlertFacts::NotReached {
                municipality: code.clone(),
                municipality_name: name.clone(),
                last_reached_on: last.map(Instant::day),
            },
        })
    };
    selected.iter().filter_map(finding).collect()
}

/// Finds the newest round, if it has ended and municipalities did not answer. The span is its beginning: it is news once.
pub(crate) fn round_missed(
    round: &RoundAnswer,
    selected: &BTreeMap<String, String>,
    today: Date,
) -> Option<RuleFinding> {
    let (began_at, ended_on) = round.began_at.zip(round.ended_on)?;
    let last_day = today.checked_sub(ROUND_ENDED_AFTER_DAYS.days()).ok()?;
    let missed = |row: &&MunicipalityCoverage| {
        let no_answer = row.consultation == Some(ConsultationOutcome::NoAnswer);
        no_answer && selected.contains_key(&row.municipality)
    };
    let rows = round.municipalities.iter().filter(missed);
    let mut names: Vec<String> = rows.map(|row| row.municipality_name.clone()).collect();
    names.sort_unstable();
    (ended_on <= last_day && !names.is_empty()).then(|| RuleFinding {
        key: round.round.clone(),
        from: began_at,
        // A report of the round that arrives late moves its beginning, and is not another round.
        until: Instant::end_of(ended_on).unwrap_or(began_at),
        news: AlertFacts::RoundMissed {
            round: round.round.clone(),
            ended_on,
            municipalities: names,
        },
    })
}
