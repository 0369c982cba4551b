//! What counts are divided by: the days of the windows, or the municipalities that rounds reached in them.

use std::collections::HashMap;

use api::parameters::{Exposure, Grouping};
use fold::{Consultation, ConsultationFact, Symbol};
use model::Instant;
use register::MunicipalityId;

use super::windows::{WindowInstants, Windows};
use crate::{Context, geography::Area, group::GroupKey};

/// The exposure of every group in both windows, the earlier first.
pub(super) enum Exposures {
    /// The same for all.
    Days([u64; 2]),
    /// Municipalities of the division that a round reached, each with the window of its last consultation.
    Consultations {
        pairs: Vec<ReachedPair>,
        /// The categories of the filter, of which any must have been covered; none for a code that no event has had.
        categories: Vec<Option<Symbol>>,
    },
}

/// A municipality that a round reached.
pub(super) struct ReachedPair {
    area: Area,
    consultation: Consultation,
    window: usize,
}

/// The visible consultations of a municipality of the division in one round.
struct Consulted<'a> {
    area: Area,
    /// Each with the municipality that was asked.
    facts: Vec<(&'a ConsultationFact, &'a str)>,
}

impl Exposures {
    pub(super) fn new(exposure: Exposure, windows: &Windows, context: &Context<'_>) -> Self {
        let categories = context.scope.filter.category.iter();
        match exposure {
            Exposure::Days => Self::Days(windows.days()),
            Exposure::Consultations => Self::Consultations {
                pairs: reached_pairs(context, &windows.instants()),
                categories: categories
                    .map(|code| context.interner().find(code))
                    .collect(),
            },
        }
    }

    /// Returns the exposure of a group: of those of its municipality, province or size class, or of those that covered
    /// its category; of any other group, of all that covered any category of the filter.
    pub(super) fn of_group(&self, by: Grouping, group: GroupKey) -> [u64; 2] {
        let (pairs, categories) = match self {
            Self::Days(days) => return *days,
            Self::Consultations { pairs, categories } => (pairs, categories),
        };
        let covers_any = |pair: &ReachedPair| {
            categories.is_empty() || categories.iter().any(|code| pair.covers(*code))
        };
        let mut exposure = [0, 0];
        for pair in pairs {
            let area = &pair.area;
            let counts = match (by, group) {
                (Grouping::Category, GroupKey::Code(code)) => pair.covers(Some(code)),
                (_, GroupKey::Municipality(id)) => area.on_division == id && covers_any(pair),
                (_, GroupKey::Province(id)) => area.province == id && covers_any(pair),
                (_, GroupKey::Size(class)) => area.size_class == Some(class) && covers_any(pair),
                (Grouping::SizeClass, _) => area.size_class.is_none() && covers_any(pair),
                _ => covers_any(pair),
            };
            exposure[pair.window] += u64::from(counts);
        }
        exposure
    }
}

impl ReachedPair {
    fn covers(&self, category: Option<Symbol>) -> bool {
        match category {
            Some(category) => self.consultation.covers(category),
            None => self.consultation.topics.is_none(),
        }
    }
}

/// Returns the selected municipalities that were reached, as coverage of rounds has it: once for each round, in the window
/// of the last consultation.
fn reached_pairs(context: &Context<'_>, windows: &WindowInstants) -> Vec<ReachedPair> {
    let (interner, at) = (context.interner(), context.scope.as_of);
    let consultations = context.population.consultations();
    let mut by_pair: HashMap<(MunicipalityId, Symbol), Consulted<'_>> = HashMap::new();
    for ((municipality, round), facts) in consultations.iter() {
        if !context.selection.areas.contain(municipality) {
            continue;
        }
        let area = context.geography.area(municipality);
        let consulted = by_pair.entry((area.on_division, round));
        let consulted = consulted.or_insert_with(|| Consulted {
            area,
            facts: Vec::new(),
        });
        let visible = facts.iter().filter(|fact| fact.at <= at);
        let code = interner.text(municipality);
        consulted.facts.extend(visible.map(|fact| (fact, code)));
    }
    let consulted = by_pair.into_values();
    consulted
        .filter_map(|consulted| consulted.reached(windows))
        .collect()
}

impl Consulted<'_> {
    fn reached(mut self, windows: &WindowInstants) -> Option<ReachedPair> {
        // Of several municipalities that became one: in order, as if it had been one.
        self.facts
            .sort_by_key(|(fact, municipality)| (fact.order(), *municipality));
        let last: Instant = self.facts.last()?.0.at;
        let consultation = Consultation::combine(self.facts.iter().map(|(fact, _)| *fact))?;
        Some(ReachedPair {
            window: windows
                .containing(last)
                .filter(|_| consultation.is_reached())?,
            area: self.area,
            consultation,
        })
    }
}
