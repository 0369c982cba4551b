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
    selected::Selected,
    statistics::{Span, Survival, curves},
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
struct Waiting {
    spans: Vec<Span>,
    /// Since when each open one counts, in any order.
    open_since: Vec<Instant>,
    persisting: usize,
    /// The municipalities of the open ones.
    municipalities: Vec<MunicipalityId>,
}

struct WaitingTally<'a> {
    counted: Counted,
    parties: ByGroup<'a, Waiting>,
}

/// A party in the list.
struct ListedParty {
    key: WaitingOnKey,
    waiting: Waiting,
}

impl Listed for ListedParty {
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
        let listed: Vec<ListedParty> = listed.collect();
        let total = listed.len();
        let (page, next_cursor) = self.paging.page(listed, context.scope);
        let at = context.scope.as_of;
        Ok(Scan::deferred(tally.counted, move |_| WaitingOn {
            total,
            items: items(page, at),
            next_cursor,
        }))
    }
}

impl FromParameters for WaitingOnQuestion {
    fn own_names() -> &'static [String] {
        PageParameters::names()
    }

    fn from_parameters(parameters: &mut Parameters, scope: &mut Scope) -> Self {
        Self {
            paging: Paging::parse(parameters, scope, "waiting-on".to_owned()),
        }
    }
}

impl WaitingTally<'_> {
    fn count(&mut self, selected: &Selected<'_, '_>, context: &Context<'_>) {
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
        if let Some(open) = state.open {
            let area = context.geography.area(selected.identity.municipality);
            waiting.open_since.push(open.since);
            waiting.municipalities.push(area.on_division);
            waiting.persisting += usize::from(open.persists_at(selected.at));
        }
    }
}

impl Accumulator for WaitingTally<'_> {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        self.parties.add(other.parties, |waiting, other| {
            let Waiting {
                spans,
                open_since,
                persisting,
                municipalities,
            } = other;
            waiting.spans.extend(spans);
            waiting.open_since.extend(open_since);
            waiting.persisting += persisting;
            waiting.municipalities.extend(municipalities);
        });
    }
}

impl ListedParty {
    fn new(party: String, mut waiting: Waiting) -> Self {
        waiting.municipalities.sort_unstable();
        waiting.municipalities.dedup();
        let municipalities = waiting.municipalities.len() as u64;
        let open = waiting.open_since.len() as u64;
        Self {
            key: WaitingOnKey(Reverse(municipalities), Reverse(open), party),
            waiting,
        }
    }

    fn item(mut self, curve: &Survival, at: Instant) -> WaitingOnItem {
        let mut open_since = mem::take(&mut self.waiting.open_since);
        open_since.sort_unstable();
        let open = open_since.len();
        // Ages in ascending order are instants in descending order.
        let median = open_since.get(open / 2).copied();
        let (kind, name) = party(&self.key.2);
        WaitingOnItem {
            party_name: name_as_written(&name),
            party: PartyAnswer {
                kind,
                kind_name: texts::terms::party_kind(kind).to_owned(),
                name,
            },
            open,
            persisting: self.waiting.persisting,
            municipalities: self.waiting.municipalities.len(),
            oldest_since: open_since.first().copied(),
            median_age_days: median.map(|since| days(at.since(since))),
            n: curve.n,
            resolved: curve.resolved,
            median_days: curve.median_days,
            median_low: curve.median_low,
            median_high: curve.median_high,
        }
    }
}

fn items(page: Vec<ListedParty>, at: Instant) -> Vec<WaitingOnItem> {
    let spans: Vec<&[Span]> = page.iter().map(|party| &*party.waiting.spans).collect();
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

/// Returns the name of a party as the last report or resolution of its selected knelpunten that names it has it.
///
/// The state has canonical names alone, so that is the name until it has the others too.
fn name_as_written(canonical: &str) -> String {
    canonical.to_owned()
}
