//! Which open knelpunten will not be resolved by themselves.
//!
//! - Each is compared with its *stratum*: all episodes that agree with it in one attribute, at the same T, known-at and
//!   division, whatever the filter selects.
//! - *Still open*: S(a + w) / S(a), where S is the curve of resolution times of the stratum, a is the age and w is
//!   `withinDays`, with its log-log interval. *At risk*: the episodes of the stratum that were followed beyond a.
//! - Unknown where fewer than 10 were at risk, where the curve ends before a + w, and where a lies before its start.
//! - In order: unknown first, then the most likely to stay open; numbers that agree in nine digits are equal; then the
//!   oldest; then by id.
//! - Those that are unknown are also compared with all episodes, whatever their stratum.

mod figures;

use std::{
    cmp::{Ordering, Reverse},
    collections::HashMap,
};

use api::{
    Filter,
    answers::{Outlook, OutlookItem, OutlookOverAll},
    parameters::{Grouping, LinkParameters as _, OutlookGrouping, OutlookKnown, OutlookParameters},
};
use fold::IdentityKeys;
use model::{Instant, KnelpuntId};
use register::Register;
use state::together;

use self::figures::OutlookFigures;
use crate::{
    Context, Counted, FromParameters, ListKey, Paging, Parameters, QueryError, Question, Scan,
    Scope,
    figures::{DAY_US, days, nine_digits},
    geography::Location,
    group::ByGroup,
    labels::category_name,
    paging::{Listed, ReadInstant as _, take},
    population::Accumulator,
    resolution_times::span,
    selected::Selected,
    selection::Selection,
    statistics::{OutlookCurve, Span, StillOpen},
};

/// Which open knelpunten will not be resolved by themselves.
#[derive(Debug, Clone, PartialEq)]
pub struct OutlookQuestion {
    /// The attribute in which the episodes of a stratum agree; all episodes are one if none.
    pub group_by: Option<Grouping>,
    /// How many days ahead: 1 to 3650.
    pub within_days: u16,
    /// Which are listed; all if none.
    pub outlook: Option<OutlookKnown>,
    /// The page.
    pub paging: Paging<OutlookKey>,
}

impl Default for OutlookQuestion {
    fn default() -> Self {
        Self {
            group_by: Some(Grouping::Category),
            within_days: 90,
            outlook: None,
            paging: Paging::default(),
        }
    }
}

/// The place of an item: how likely it is to stay open, the unknown first and the likely before the others; since when;
/// and which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OutlookKey(Option<Reverse<(i32, u64)>>, Instant, KnelpuntId);

impl ListKey for OutlookKey {
    fn write(&self, to: &mut Vec<u8>) {
        to.push(u8::from(self.0.is_some()));
        let Reverse((exponent, digits)) = self.0.unwrap_or(Reverse((0, 0)));
        to.extend(exponent.to_be_bytes());
        to.extend(digits.to_be_bytes());
        to.extend(self.1.microseconds().to_be_bytes());
        to.extend(self.2.as_bytes());
    }

    fn read(mut bytes: &[u8]) -> Option<Self> {
        let [is_known] = take(&mut bytes)?;
        let exponent = i32::from_be_bytes(take(&mut bytes)?);
        let digits = u64::from_be_bytes(take(&mut bytes)?);
        let since = Instant::read(take(&mut bytes)?)?;
        let id = KnelpuntId::from_bytes(take(&mut bytes)?);
        let value = (is_known == 1).then_some(Reverse((exponent, digits)));
        bytes.is_empty().then_some(Self(value, since, id))
    }
}

/// The episodes of a stratum, and those of its open knelpunten that the filter selects.
#[derive(Default)]
struct Stratum {
    spans: Vec<Span>,
    open: Vec<OpenKnelpunt>,
}

/// An open knelpunt that the filter selects.
#[derive(Debug, Clone, Copy)]
struct OpenKnelpunt {
    since: Instant,
    id: KnelpuntId,
    identity: IdentityKeys,
}

struct StratumTally<'a> {
    counted: Counted,
    strata: ByGroup<'a, Stratum>,
}

/// An open knelpunt with its outlook.
struct OpenItem {
    key: OutlookKey,
    open: OpenKnelpunt,
    outlook: StillOpen,
    stratum: usize,
}

impl Listed for OpenItem {
    type Key = OutlookKey;

    fn key(&self) -> OutlookKey {
        self.key
    }

    fn compare_key(&self, key: &OutlookKey) -> Ordering {
        self.key.cmp(key)
    }

    fn compare(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

/// What all episodes say about open knelpunten of which their stratum says too little.
type OverAll = HashMap<KnelpuntId, OutlookOverAll>;

/// The codes and texts behind the symbols of open knelpunten, which are not there any more when the answer is computed.
struct OpenTexts {
    municipalities: HashMap<fold::Symbol, Location>,
    categories: HashMap<fold::Symbol, String>,
}

impl Question for OutlookQuestion {
    type Answer = Outlook;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<Outlook>, QueryError> {
        let all = Selection::new(
            &Filter::default(),
            context.population,
            context.scope.as_of,
            context.geography,
            context.register,
        );
        let empty = || StratumTally {
            counted: Counted::default(),
            strata: ByGroup::new(self.group_by, context.geography),
        };
        let (at, selection) = (context.scope.as_of, context.selection);
        let tally = context
            .population
            .gather(at, &all, empty, |tally, selected| {
                tally.count(selected, selection);
            });
        let counted = tally.counted;
        let strata = tally.strata.in_order(context.interner(), context.register);
        let texts = OpenTexts::new(&strata, context);
        let (question, scope) = (self.clone(), context.scope.clone());
        Ok(Scan::deferred(counted, move |register| {
            question.answer(strata, &texts, &scope, register)
        }))
    }
}

impl FromParameters for OutlookQuestion {
    fn own_names() -> &'static [String] {
        OutlookParameters::names()
    }

    fn set_limit(&mut self, limit: usize) {
        self.paging.limit = limit;
    }

    fn from_parameters(parameters: &mut Parameters, scope: &mut Scope) -> Self {
        let default = Self::default();
        let by = parameters.one_of("groupBy", OutlookGrouping::ALL, OutlookGrouping::as_str);
        let within_days = parameters.days("withinDays");
        let question = Self {
            group_by: by.map_or(default.group_by, OutlookGrouping::attribute),
            within_days: within_days.unwrap_or(default.within_days),
            outlook: parameters.one_of("outlook", OutlookKnown::ALL, OutlookKnown::as_str),
            paging: default.paging,
        };
        let own = question.list_text();
        Self {
            paging: Paging::parse(parameters, scope, own),
            ..question
        }
    }
}

impl StratumTally<'_> {
    fn count(&mut self, selected: &Selected<'_, '_>, selection: &Selection<'_>) {
        let Some(state) = selected.state() else {
            return;
        };
        let stratum = self.strata.get_mut(&selected.identity);
        let episodes = selected.episodes();
        stratum
            .spans
            .extend(episodes.map(|episode| span(&episode, selected.at)));
        if !selection.selects(selected) {
            return;
        }
        self.counted.count(&state);
        stratum.open.extend(state.open.map(|open| OpenKnelpunt {
            since: open.since,
            id: selected.origin.id(),
            identity: selected.identity,
        }));
    }
}

impl Accumulator for StratumTally<'_> {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        self.strata.add(other.strata, |stratum, other| {
            stratum.spans.extend(other.spans);
            stratum.open.extend(other.open);
        });
    }
}

impl OutlookQuestion {
    /// Returns every parameter of the list beside the scope. Its form is that of the first cursors, which stay valid.
    fn list_text(&self) -> String {
        let (group_by, within_days) = (self.group_by, self.within_days);
        let paging = Paging::<OutlookKey>::default();
        let listed = self.outlook.map(|outlook| format!("|{}", outlook.as_str()));
        format!(
            "OutlookQuestion {{ group_by: {group_by:?}, within_days: {within_days:?}, paging: {paging:?} }}{}",
            listed.unwrap_or_default()
        )
    }

    fn answer(
        &self,
        strata: Vec<(Option<String>, Stratum)>,
        texts: &OpenTexts,
        scope: &Scope,
        register: &Register,
    ) -> Outlook {
        let (codes, strata): (Vec<Option<String>>, Vec<Stratum>) = strata.into_iter().unzip();
        let numbered: Vec<(usize, Stratum)> = strata.into_iter().enumerate().collect();
        let items = together::map(&numbered, |(number, stratum)| {
            self.items(*number, stratum, scope.as_of)
        });
        let mut items: Vec<OpenItem> = items.into_iter().flatten().collect();
        let figures = OutlookFigures::new(&items);
        if let Some(listed) = self.outlook {
            let is_known = listed == OutlookKnown::Known;
            items.retain(|item| item.outlook.share.value.is_some() == is_known);
        }
        let total = items.len();
        let (page, next_cursor) = self.paging.page(items, scope);
        let over_all = self.over_all(&page, numbered, scope.as_of);
        let item = |item: &OpenItem| OutlookItem {
            compared_with_all: over_all.get(&item.open.id).copied(),
            ..texts.item(item, codes[item.stratum].clone(), scope, register)
        };
        Outlook {
            total,
            known: figures.known,
            unknown: figures.unknown,
            expected_resolved: figures.expected_resolved,
            distribution: figures.distribution(),
            likely_to_stay: figures.likely_to_stay(texts, register),
            items: page.iter().map(item).collect(),
            next_cursor,
        }
    }

    /// Compares those of a page that are unknown with all episodes.
    fn over_all(
        &self,
        page: &[OpenItem],
        strata: Vec<(usize, Stratum)>,
        as_of: Instant,
    ) -> OverAll {
        let unknown = page
            .iter()
            .filter(|item| item.outlook.share.value.is_none());
        let mut unknown: Vec<OpenKnelpunt> = unknown.map(|item| item.open).collect();
        if unknown.is_empty() || self.group_by.is_none() {
            return OverAll::new();
        }
        unknown.sort_unstable_by_key(|open| Reverse(open.since));
        let strata = strata.into_iter();
        let spans: Vec<Span> = strata.flat_map(|(_, stratum)| stratum.spans).collect();
        let outlooks = self.look_ahead(&spans, &unknown, as_of);
        let over_all = |outlook: StillOpen| OutlookOverAll {
            still_open: outlook.share,
            at_risk: outlook.at_risk,
        };
        let ids = unknown.iter().map(|open| open.id);
        ids.zip(outlooks.into_iter().map(over_all)).collect()
    }

    /// Returns the outlook of each open knelpunt, of which the youngest must be first.
    fn look_ahead(&self, spans: &[Span], open: &[OpenKnelpunt], as_of: Instant) -> Vec<StillOpen> {
        let ages = open.iter().map(|open| as_of.since(open.since));
        let within_us = i64::from(self.within_days) * DAY_US;
        OutlookCurve::new(spans).look_ahead(ages, within_us)
    }

    /// Returns the open knelpunten of a stratum, each with its outlook.
    fn items(&self, number: usize, stratum: &Stratum, as_of: Instant) -> Vec<OpenItem> {
        if stratum.open.is_empty() {
            return Vec::new();
        }
        let mut open = stratum.open.clone();
        open.sort_unstable_by_key(|open| Reverse(open.since));
        let outlooks = self.look_ahead(&stratum.spans, &open, as_of);
        let items = open.into_iter().zip(outlooks);
        items
            .map(|(open, outlook)| {
                let value = outlook.share.value.map(|value| Reverse(nine_digits(value)));
                OpenItem {
                    key: OutlookKey(value, open.since, open.id),
                    open,
                    outlook,
                    stratum: number,
                }
            })
            .collect()
    }
}

impl OpenTexts {
    fn new(strata: &[(Option<String>, Stratum)], context: &Context<'_>) -> Self {
        let (mut municipalities, mut categories) = (HashMap::new(), HashMap::new());
        let (interner, register) = (context.interner(), context.register);
        for open in strata.iter().flat_map(|(_, stratum)| &stratum.open) {
            let IdentityKeys {
                municipality,
                category,
                ..
            } = open.identity;
            municipalities
                .entry(municipality)
                .or_insert_with(|| context.geography.area(municipality).location(register));
            let code = || interner.text(category).to_owned();
            categories.entry(category).or_insert_with(code);
        }
        Self {
            municipalities,
            categories,
        }
    }

    fn item(
        &self,
        item: &OpenItem,
        stratum: Option<String>,
        scope: &Scope,
        register: &Register,
    ) -> OutlookItem {
        let OpenKnelpunt {
            since,
            id,
            identity,
        } = item.open;
        let location = self.municipalities[&identity.municipality].clone();
        let category = &self.categories[&identity.category];
        let StillOpen { share, at_risk } = item.outlook;
        OutlookItem {
            id,
            href: api::links::knelpunt(id),
            municipality: location.code,
            municipality_name: location.name,
            inherited_from: location.inherited_from,
            through_split: location.through_split,
            other_successors: location.other_successors,
            category: category.clone(),
            category_name: category_name(category, register),
            since,
            since_on: since.day(),
            age_days: days(scope.as_of.since(since)),
            still_open: share,
            at_risk,
            stratum,
            compared_with_all: None,
        }
    }
}
