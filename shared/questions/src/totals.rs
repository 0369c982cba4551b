//! How many episodes of each group ever opened and ended, and how many are open, for machines that watch.

use api::parameters::Grouping;

use crate::{
    Context, Counted, QueryError, Question, Scan, group::ByGroup, population::Accumulator,
    selected::Selected,
};

/// The totals of each group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TotalsQuestion {
    /// The attribute to group by.
    pub group_by: Grouping,
}

/// The totals of one group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Knelpunten that are open.
    pub open: u64,
    /// Open knelpunten that persist.
    pub persisting: u64,
    /// Episodes that ever opened.
    pub opened: u64,
    /// Episodes that ended.
    pub resolved: u64,
}

struct TotalsTally<'a> {
    counted: Counted,
    groups: ByGroup<'a, Totals>,
}

impl Question for TotalsQuestion {
    /// The code of each group, none for those without one, with its totals.
    type Answer = Vec<(Option<String>, Totals)>;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<Self::Answer>, QueryError> {
        let empty = || TotalsTally {
            counted: Counted::default(),
            groups: ByGroup::new(Some(self.group_by), context.geography),
        };
        let tally = context.gather(empty, TotalsTally::count);
        let groups = tally.groups.in_order(context.interner(), context.register);
        Ok(Scan::ready(groups, tally.counted))
    }
}

impl TotalsTally<'_> {
    fn count(&mut self, selected: &Selected<'_, '_>) {
        let Some(state) = selected.state() else {
            return;
        };
        self.counted.count(&state);
        let persists = state.open.is_some_and(|open| open.persists_at(selected.at));
        let (opened, open) = (state.episodes as u64, u64::from(state.open.is_some()));
        self.groups.get_mut(&selected.identity).add(Totals {
            open,
            persisting: u64::from(persists),
            opened,
            resolved: opened - open,
        });
    }
}

impl Totals {
    fn add(&mut self, other: Self) {
        let Self {
            open,
            persisting,
            opened,
            resolved,
        } = other;
        self.open += open;
        self.persisting += persisting;
        self.opened += opened;
        self.resolved += resolved;
    }
}

impl Accumulator for TotalsTally<'_> {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        self.groups.add(other.groups, Totals::add);
    }
}
