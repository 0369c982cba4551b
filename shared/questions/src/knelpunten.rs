//! The collection of knelpunten: those that are open, persist or are resolved, each with its last episode.

mod item;
mod key;
#[cfg(test)]
mod tests;

use api::{
    answers::Persisting,
    parameters::{KnelpuntenParameters, LinkParameters as _, ListSort, ListStatus, SortOrder},
};
use model::Instant;
use state::EpisodeSpan;

use crate::{
    Context, Counted, FromParameters, Paging, Parameters, QueryError, Question, Scan, Scope,
    figures::days,
    paging::PageItems,
    population::Accumulator,
    selected::{Selected, StateAt},
};
use item::ListedKnelpunt;
pub use key::KnelpuntKey;
use key::SortValue;

/// Which knelpunten are open, persist or are resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct KnelpuntenQuestion {
    /// Leave out those of another status.
    pub status: ListStatus,
    /// Leave out younger ones; inclusive. The age of a resolved one is that at its end.
    pub min_age_days: f64,
    /// Leave out those that were reported at or after this instant.
    pub not_confirmed_since: Option<Instant>,
    /// What they are sorted by; then by `since` and id, in ascending order.
    pub sort: ListSort,
    /// The order of the values that they are sorted by.
    pub order: SortOrder,
    /// The page.
    pub paging: Paging<KnelpuntKey>,
}

impl Default for KnelpuntenQuestion {
    fn default() -> Self {
        Self {
            status: ListStatus::default(),
            min_age_days: 0.0,
            not_confirmed_since: None,
            sort: ListSort::default(),
            order: SortOrder::default(),
            paging: Paging::default(),
        }
    }
}

/// The knelpunten of the list, on all pages.
#[derive(Default)]
struct ListTally<'a> {
    counted: Counted,
    listed: PageItems<ListedKnelpunt<'a>>,
}

impl Question for KnelpuntenQuestion {
    type Answer = Persisting;

    const SHOWS_DESCRIPTIONS: bool = true;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<Persisting>, QueryError> {
        let tally = context.gather(ListTally::default, |tally, selected| {
            let Some(state) = selected.state() else {
                return;
            };
            tally.counted.count(&state);
            if self.lists(selected, &state) {
                let listed = self.listed(selected, &state, context);
                tally.listed.push(listed, &self.paging);
            }
        });
        Ok(self.page(tally, context))
    }

    fn set_descriptions(answer: &mut Persisting, descriptions: Vec<Option<String>>) {
        let mut descriptions = descriptions.into_iter();
        for item in &mut answer.items {
            item.first_description = descriptions.next().flatten();
            item.description = descriptions.next().flatten();
        }
    }
}

impl FromParameters for KnelpuntenQuestion {
    fn own_names() -> &'static [String] {
        KnelpuntenParameters::names()
    }

    fn set_limit(&mut self, limit: usize) {
        self.paging.limit = limit;
    }

    fn from_parameters(parameters: &mut Parameters, scope: &mut Scope) -> Self {
        let status = parameters.one_of("status", ListStatus::ALL, ListStatus::as_str);
        let sort = parameters.one_of("sort", ListSort::ALL, ListSort::as_str);
        let order = parameters.one_of("order", SortOrder::ALL, SortOrder::as_str);
        let question = Self {
            status: status.unwrap_or_default(),
            sort: sort.unwrap_or_default(),
            order: order.unwrap_or_default(),
            ..Self::default()
        };
        question.with_page(parameters, scope)
    }
}

impl KnelpuntenQuestion {
    /// Parses what every link to the list has: the age, the last report and the page.
    pub(crate) fn with_page(self, parameters: &mut Parameters, scope: &mut Scope) -> Self {
        let min_age_days = parameters.parse("minAgeDays", "a number of days, 0 or more", age);
        let not_confirmed_since = parameters.observed_date("notConfirmedSince");
        let question = Self {
            min_age_days: min_age_days.unwrap_or(self.min_age_days),
            not_confirmed_since: not_confirmed_since.and_then(Instant::start_of),
            ..self
        };
        let own = question.identity();
        Self {
            paging: Paging::parse(parameters, scope, own),
            ..question
        }
    }

    /// Identifies the list in its cursors. Its form for open and persisting ones is that of the first cursors, which stay
    /// valid: what came later is only in it when it makes a difference.
    fn identity(&self) -> String {
        let later = match self.not_confirmed_since {
            Some(since) => format!("|{since:?}"),
            None => String::new(),
        };
        let status = match self.status {
            ListStatus::Persisting => "true",
            ListStatus::Open => "false",
            other => other.as_str(),
        };
        let sort = match (self.sort, self.order) {
            (ListSort::Since, SortOrder::Ascending) => String::new(),
            (sort, order) => format!("|sort {} {}", sort.as_str(), order.as_str()),
        };
        format!("{status}|{}{later}{sort}", self.min_age_days)
    }

    fn lists(&self, selected: &Selected<'_, '_>, state: &StateAt) -> bool {
        let is_listed = match (self.status, &state.open) {
            (ListStatus::All, _) | (ListStatus::Open, Some(_)) | (ListStatus::Resolved, None) => {
                true
            }
            (ListStatus::Persisting, Some(open)) => open.persists_at(selected.at),
            _ => false,
        };
        is_listed && self.is_old_enough(&state.last, selected.at) && self.is_unconfirmed(selected)
    }

    fn is_old_enough(&self, last: &EpisodeSpan, at: Instant) -> bool {
        days(age_of(last, at)) >= self.min_age_days
    }

    /// Whether the last report of a knelpunt is old enough for the list.
    fn is_unconfirmed(&self, selected: &Selected<'_, '_>) -> bool {
        self.not_confirmed_since.is_none_or(|since| {
            let last = selected.reports().last();
            last.is_some_and(|last| *last < since)
        })
    }

    fn listed<'a>(
        &self,
        selected: &Selected<'a, '_>,
        state: &StateAt,
        context: &Context<'a>,
    ) -> ListedKnelpunt<'a> {
        let identity = &selected.identity;
        let value = match self.sort {
            ListSort::Since if self.order == SortOrder::Ascending => SortValue::Since,
            ListSort::Since => SortValue::Number(state.last.since.microseconds()),
            ListSort::Age => SortValue::Number(age_of(&state.last, selected.at)),
            ListSort::LastReportedAt => {
                let last = selected.reports().last();
                SortValue::Number(last.map_or(0, |last| last.microseconds()))
            }
            ListSort::Municipality => {
                let area = context.geography.area(identity.municipality);
                let municipality = context.register.municipality(area.on_division);
                SortValue::Text(municipality.code.as_str())
            }
            ListSort::Category => SortValue::Text(context.interner().text(identity.category)),
        };
        ListedKnelpunt {
            value,
            order: self.order,
            since: state.last.since,
            identity: *identity,
            origin: selected.origin,
        }
    }

    fn page(&self, tally: ListTally<'_>, context: &Context<'_>) -> Scan<Persisting> {
        let total = tally.listed.total;
        let (listed, next_cursor) = tally.listed.page(&self.paging, context.scope);
        let items = listed.iter().map(|listed| listed.item(context));
        let (items, descriptions): (Vec<_>, Vec<_>) = items.unzip();
        let page = Persisting {
            total,
            items,
            next_cursor,
        };
        Scan::ready(page, tally.counted).with_descriptions(descriptions.concat())
    }
}

impl Accumulator for ListTally<'_> {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        self.listed.extend(other.listed);
    }
}

/// Returns the age of an episode in microseconds: at its end, or at the as-of instant while it is open.
fn age_of(episode: &EpisodeSpan, at: Instant) -> i64 {
    let until = episode.end.map_or(at, |(end, _)| end);
    until.since(episode.since)
}

fn age(text: &str) -> Option<f64> {
    let days = text.parse::<f64>().ok()?;
    // The sum turns a negative zero into zero, which cursors would tell apart.
    (days.is_finite() && days >= 0.0).then_some(days + 0.0)
}
