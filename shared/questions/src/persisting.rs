//! Which knelpunten are open or persist, oldest first.

mod item;
mod paging;
#[cfg(test)]
mod tests;

use api::{
    answers::Persisting,
    parameters::{LinkParameters as _, PersistingParameters, StatusFilter},
};
use state::EpisodeSpan;

use crate::{
    Context, Counted, Cursor, FromParameters, Parameters, QueryError, Question, Scan, Scope,
    figures::days, population::Accumulator, selected::Selected,
};
use item::ListedKnelpunt;

/// Which knelpunten are open or persist, oldest first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PersistingQuestion {
    /// Leave out those that are open but do not persist.
    pub only_persisting: bool,
    /// Leave out younger ones; inclusive.
    pub min_age_days: f64,
    /// The size of a page: 1 to 1000.
    pub limit: usize,
    /// The page: it begins after this cursor; the first if none.
    pub after: Option<Cursor>,
}

impl Default for PersistingQuestion {
    fn default() -> Self {
        Self {
            only_persisting: true,
            min_age_days: 0.0,
            limit: 100,
            after: None,
        }
    }
}

/// The knelpunten of the list, on all pages.
#[derive(Default)]
struct ListTally<'a> {
    counted: Counted,
    listed: Vec<ListedKnelpunt<'a>>,
}

impl Question for PersistingQuestion {
    type Answer = Persisting;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<Persisting>, QueryError> {
        let tally = context.gather(ListTally::default, |tally, selected| {
            tally.count(selected, |open| self.lists(context.scope, open));
        });
        Ok(self.page(tally, context))
    }

    fn set_descriptions(answer: &mut Persisting, descriptions: Vec<Option<String>>) {
        for (item, description) in answer.items.iter_mut().zip(descriptions) {
            item.description = description;
        }
    }
}

impl FromParameters for PersistingQuestion {
    fn own_names() -> &'static [String] {
        PersistingParameters::names()
    }

    fn from_parameters(parameters: &mut Parameters, scope: &mut Scope) -> Self {
        let default = Self::default();
        let status = parameters.one_of("status", StatusFilter::ALL, StatusFilter::as_str);
        let min_age_days = parameters.parse("minAgeDays", "a number of days, 0 or more", age);
        let limit = parameters.parse("limit", "a whole number from 1 to 1000", limit);
        let after = parameters.parse(
            "cursor",
            "a cursor: give the nextCursor of the previous page",
            Cursor::parse,
        );
        let question = Self {
            only_persisting: status.unwrap_or_default() == StatusFilter::Persisting,
            min_age_days: min_age_days.unwrap_or(default.min_age_days),
            limit: limit.unwrap_or(default.limit),
            after,
        };
        question.resume(parameters, scope);
        question
    }
}

impl PersistingQuestion {
    /// Whether the list has an open episode.
    fn lists(&self, scope: &Scope, episode: &EpisodeSpan) -> bool {
        let is_old_enough = days(scope.as_of.since(episode.since)) >= self.min_age_days;
        is_old_enough && (!self.only_persisting || episode.persists_at(scope.as_of))
    }

    /// Selects the page and sorts only that: the list may be a thousand times as long.
    fn page(&self, tally: ListTally<'_>, context: &Context<'_>) -> Scan<Persisting> {
        let mut listed = tally.listed;
        let total = listed.len();
        listed.retain(|open| !self.is_on_earlier_page(open));
        let is_last = listed.len() <= self.limit;
        if !is_last {
            listed.select_nth_unstable_by(self.limit, ListedKnelpunt::order);
            listed.truncate(self.limit);
        }
        listed.sort_unstable_by(ListedKnelpunt::order);
        let last = listed.last().filter(|_| !is_last);
        let next_cursor =
            last.map(|last| self.cursor_after(context.scope, (last.since, last.id())));
        let (items, descriptions) = listed.iter().map(|open| open.item(context)).unzip();
        let page = Persisting {
            total,
            items,
            next_cursor,
        };
        Scan::ready(page, tally.counted).with_descriptions(descriptions)
    }
}

impl<'a> ListTally<'a> {
    fn count(&mut self, selected: &Selected<'a, '_>, lists: impl Fn(&EpisodeSpan) -> bool) {
        let Some(state) = selected.state() else {
            return;
        };
        self.counted.count(&state);
        if let Some(open) = state.open.filter(lists) {
            self.listed.push(ListedKnelpunt {
                since: open.since,
                identity: selected.identity,
                origin: selected.origin,
            });
        }
    }
}

impl Accumulator for ListTally<'_> {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        self.listed.extend(other.listed);
    }
}

fn age(text: &str) -> Option<f64> {
    let days = text.parse::<f64>().ok()?;
    // The sum turns a negative zero into zero, which cursors would tell apart.
    (days.is_finite() && days >= 0.0).then_some(days + 0.0)
}

fn limit(text: &str) -> Option<usize> {
    let limit = text.parse().ok()?;
    (1..=1_000).contains(&limit).then_some(limit)
}
