//! Which parties knelpunten wait on, in how many municipalities, and for how long.
//!
//! One item for each party that has an episode. The figures of its open knelpunten are counts; the median of their ages is
//! the ⌈n/2⌉-th smallest. The other figures are the resolution times of the group. In order: most municipalities first,
//! then most open, then by party.

use std::{
    cmp::{Ordering, Reverse},
    mem,
};

use api::{
    answers::{PartyAnswer, WaitingOn, WaitingOnItem},
    parameters::{Grouping, LinkParameters as _, PageParameters},
};
use fold::{IdentityKeys, Symbol};
use model::{Instant, PartyKind};
use register::MunicipalityId;

use crate::{
    Context, Counted, FromParameters, ListKey, Paging, Parameters, QueryError, Question, Scan,
    Scope,
    figures::days,
    filter::parse_party,
    group::ByGroup,
    paging::{Listed, take},
    population::Accumulator,
    resolution_times::span,
    selected::{Origin, Selected},
    statistics::{Span, Survival, curves},
    visible::{ObservationOrder, VisibleKnelpunt},
};

/// Which parties knelpunten wait on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WaitingOnQuestion {
    /// The page.
    pub paging: Paging<WaitingOnKey>,
}

/// The place of a party: in how many municipalities something waits on it, how much does, and `kind:name`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct WaitingOnKey(Reverse<u64>, Reverse<u64>, String);

impl ListKey for WaitingOnKey {
    fn write(&self, to: &mut Vec<u8>) {
        to.extend(self.0.0.to_be_bytes());
        to.extend(self.1.0.to_be_bytes());
        to.extend(self.2.as_bytes());
    }

    fn read(mut bytes: &[u8]) -> Option<Self> {
        let municipalities = u64::from_be_bytes(take(&mut bytes)?);
        let open = u64::from_be_bytes(take(&mut bytes)?);
        let party = String::from_utf8(bytes.to_vec()).ok()?;
        Some(Self(Reverse(municipalities), Reverse(open), party))
    }
}

/// What waits on a party.
#[derive(Default)]
struct Waiting<'a> {
    /// Each of its knelpunten.
    knelpunten: Vec<NamingKnelpunt<'a>>,
    spans: Vec<Span>,
    /// Since when each open one counts, in any order.
    open_since: Vec<Instant>,
    persisting: usize,
    /// The municipalities of the open ones.
    municipalities: Vec<MunicipalityId>,
}

struct WaitingTally<'a, 'p> {
    counted: Counted,
    parties: ByGroup<'a, Waiting<'p>>,
}

/// A knelpunt whose events name a party.
struct NamingKnelpunt<'a> {
    identity: IdentityKeys,
    /// None of its visible observations is later.
    last_at_most: Instant,
    origin: Origin<'a>,
}

/// A party in the list.
struct ListedParty<'a> {
    key: WaitingOnKey,
    waiting: Waiting<'a>,
}

impl Listed for ListedParty<'_> {
    type Key = WaitingOnKey;

    fn key(&self) -> WaitingOnKey {
        self.key.clone()
    }

    fn compare_key(&self, key: &WaitingOnKey) -> Ordering {
        self.key.cmp(key)
    }

    fn compare(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

impl Question for WaitingOnQuestion {
    type Answer = WaitingOn;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<WaitingOn>, QueryError> {
        let empty = || WaitingTally {
            counted: Counted::default(),
            parties: ByGroup::new(Some(Grouping::Party), context.geography),
        };
        let tally = context.gather(empty, |tally, selected| tally.count(selected, context));
        let parties = tally.parties.into_groups();
        let listed = parties.filter_map(|(group, waiting)| {
            let party = group.code(context.interner(), context.register)?;
            (!waiting.spans.is_empty()).then(|| ListedParty::new(party, waiting))
        });
        let listed: Vec<ListedParty<'_>> = listed.collect();
        let total = listed.len();
        let (page, next_cursor) = self.paging.page(listed, context.scope);
        let at = context.scope.as_of;
        let named = page.into_iter().map(|party| party.named(context));
        let named: Vec<NamedParty> = named.collect();
        Ok(Scan::deferred(tally.counted, move |_| WaitingOn {
            total,
            items: items(named, at),
            next_cursor,
        }))
    }
}

impl FromParameters for WaitingOnQuestion {
    fn own_names() -> &'static [String] {
        PageParameters::names()
    }

    fn set_limit(&mut self, limit: usize) {
        self.paging.limit = limit;
    }

    fn from_parameters(parameters: &mut Parameters, scope: &mut Scope) -> Self {
        Self {
            paging: Paging::parse(parameters, scope, "waiting-on".to_owned()),
        }
    }
}

impl<'p> WaitingTally<'_, 'p> {
    fn count(&mut self, selected: &Selected<'p, '_>, context: &Context<'_>) {
        let Some(state) = selected.state() else {
            return;
        };
        self.counted.count(&state);
        if selected.identity.party.is_none() {
            return;
        }
        let waiting = self.parties.get_mut(&selected.identity);
        let episodes = selected.episodes();
        waiting
            .spans
            .extend(episodes.map(|episode| span(&episode, selected.at)));
        waiting.knelpunten.push(NamingKnelpunt {
            identity: selected.identity,
            last_at_most: selected.timeline.last.min(end_of_day(selected.at)),
            origin: selected.origin,
        });
        if let Some(open) = state.open {
            let area = context.geography.area(selected.identity.municipality);
            waiting.open_since.push(open.since);
            waiting.municipalities.push(area.on_division);
            waiting.persisting += usize::from(open.persists_at(selected.at));
        }
    }
}

impl Accumulator for WaitingTally<'_, '_> {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        self.parties.add(other.parties, |waiting, other| {
            let Waiting {
                knelpunten,
                spans,
                open_since,
                persisting,
                municipalities,
            } = other;
            waiting.knelpunten.extend(knelpunten);
            waiting.spans.extend(spans);
            waiting.open_since.extend(open_since);
            waiting.persisting += persisting;
            waiting.municipalities.extend(municipalities);
        });
    }
}

impl<'a> ListedParty<'a> {
    fn new(party: String, mut waiting: Waiting<'a>) -> Self {
        waiting.municipalities.sort_unstable();
        waiting.municipalities.dedup();
        let municipalities = waiting.municipalities.len() as u64;
        let open = waiting.open_since.len() as u64;
        Self {
            key: WaitingOnKey(Reverse(municipalities), Reverse(open), party),
            waiting,
        }
    }

    /// Finds the name of the party as the last observation of its knelpunten that names it wrote it; else the canonical
    /// one. A knelpunt is fetched only where it may have a later one than those before.
    fn named(mut self, context: &Context<'_>) -> NamedParty {
        let mut knelpunten = mem::take(&mut self.waiting.knelpunten);
        knelpunten.sort_unstable_by_key(|one| Reverse(one.last_at_most));
        let mut last: Option<(ObservationOrder, Symbol)> = None;
        for one in knelpunten {
            if last.is_some_and(|((instant, ..), _)| instant > one.last_at_most) {
                break;
            }
            let knelpunt = one.origin.knelpunt();
            let visible = VisibleKnelpunt::new(&knelpunt, context.scope.as_of);
            last = last.max(visible.last_naming_party(&one.identity, context.interner()));
        }
        let (kind, canonical) = party(&self.key.2);
        let written = last.map(|(_, name)| context.interner().text(name).to_owned());
        let Waiting {
            spans,
            mut open_since,
            persisting,
            municipalities,
            ..
        } = self.waiting;
        open_since.sort_unstable();
        NamedParty {
            name_as_written: written.unwrap_or_else(|| canonical.clone()),
            party: PartyAnswer {
                kind,
                kind_name: texts::terms::party_kind(kind).to_owned(),
                name: canonical,
            },
            spans,
            open_since,
            persisting,
            municipalities: municipalities.len(),
        }
    }
}

/// A party of the page, with everything that its item needs of the state.
struct NamedParty {
    party: PartyAnswer,
    name_as_written: String,
    spans: Vec<Span>,
    /// Since when each open one counts, in order.
    open_since: Vec<Instant>,
    persisting: usize,
    municipalities: usize,
}

impl NamedParty {
    fn item(self, curve: &Survival, at: Instant) -> WaitingOnItem {
        let open_since = self.open_since;
        let open = open_since.len();
        // Ages in ascending order are instants in descending order.
        let median = open_since.get(open / 2).copied();
        WaitingOnItem {
            party_name: self.name_as_written,
            party: self.party,
            open,
            persisting: self.persisting,
            municipalities: self.municipalities,
            oldest_since: open_since.first().copied(),
            oldest_since_on: open_since.first().map(|since| since.day()),
            median_age_days: median.map(|since| days(at.since(since))),
            n: curve.n,
            resolved: curve.resolved,
            median_days: curve.median_days,
            median_low: curve.median_low,
            median_high: curve.median_high,
        }
    }
}

fn items(page: Vec<NamedParty>, at: Instant) -> Vec<WaitingOnItem> {
    let spans: Vec<&[Span]> = page.iter().map(|party| &*party.spans).collect();
    let curves = curves(&spans);
    let parties = page.into_iter().zip(&curves);
    parties
        .map(|(party, curve)| party.item(curve, at))
        .collect()
}

/// Splits the code of a party.
fn party(code: &str) -> (PartyKind, String) {
    match parse_party(code) {
        Some(party) => party,
        None => panic!("the code of a party is kind:name, not {code:?}"),
    }
}

/// Returns the last instant of a day: a resolution given as that date is visible all day.
fn end_of_day(at: Instant) -> Instant {
    Instant::end_of(at.day()).unwrap_or(at)
}
