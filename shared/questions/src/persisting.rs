//! Which knelpunten are open or persist, oldest first.

mod item;
#[cfg(test)]
mod tests;

use api::{
    answers::Persisting,
    parameters::{LinkParameters as _, PersistingParameters, StatusFilter},
};
use model::Instant;
use state::EpisodeSpan;

use crate::{
    Context, Counted, FromParameters, InstantAndId, Paging, Parameters, QueryError, Question, Scan,
    Scope, figures::days, population::Accumulator, selected::Selected,
};
use item::ListedKnelpunt;

/// Which knelpunten are open or persist, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct PersistingQuestion {
    /// Leave out those that are open but do not persist.
    pub only_persisting: bool,
    /// Leave out younger ones; inclusive.
    pub min_age_days: f64,
    /// Leave out those that were reported at or after this instant.
    pub not_confirmed_since: Option<Instant>,
    /// The page.
    pub paging: Paging<InstantAndId>,
}

impl Default for PersistingQuestion {
    fn default() -> Self {
        Self {
            only_persisting: true,
            min_age_days: 0.0,
            not_confirmed_since: None,
            paging: Paging::default(),
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
            tally.count(selected, |open| {
                self.lists(context.scope, open) && self.is_unconfirmed(selected)
            });
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

    fn set_limit(&mut self, limit: usize) {
        self.paging.limit = limit;
    }

    fn from_parameters(parameters: &mut Parameters, scope: &mut Scope) -> Self {
        let default = Self::default();
        let status = parameters.one_of("status", StatusFilter::ALL, StatusFilter::as_str);
        let min_age_days = parameters.parse("minAgeDays", "a number of days, 0 or more", age);
        let not_confirmed_since = parameters.observed_date("notConfirmedSince");
        let question = Self {
            only_persisting: status.unwrap_or_default() == StatusFilter::Persisting,
            min_age_days: min_age_days.unwrap_or(default.min_age_days),
            not_confirmed_since: not_confirmed_since.and_then(Instant::start_of),
            ..default
        };
        let not_confirmed_since = question.not_confirmed_since;
        let later = not_confirmed_since.map_or_else(String::new, |since| format!("|{since:?}"));
        let own = format!(
            "{}|{}{later}",
            question.only_persisting, question.min_age_days
        );
        Self {
            paging: Paging::parse(parameters, scope, own),
            ..question
        }
    }
}

impl PersistingQuestion {
    /// Whether the list has an open episode.
    fn lists(&self, scope: &Scope, episode: &EpisodeSpan) -> bool {
        let is_old_enough = days(scope.as_of.since(episode.since)) >= self.min_age_days;
        is_old_enough && (!self.only_persisting || episode.persists_at(scope.as_of))
    }

    /// Whether the last report of a knelpunt is old enough for the list.
    fn is_unconfirmed(&self, selected: &Selected<'_, '_>) -> bool {
        self.not_confirmed_since.is_none_or(|since| {
            let last = selected.reports().last();
            last.is_some_and(|last| *last < since)
        })
    }

    fn page(&self, tally: ListTally<'_>, context: &Context<'_>) -> Scan<Persisting> {
        let total = tally.listed.len();
        let (listed, next_cursor) = self.paging.page(tally.listed, context.scope);
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
