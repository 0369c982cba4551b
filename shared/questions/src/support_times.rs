//! Since when knelpunten have support.
//!
//! A knelpunt of own municipality M and category C has support S from the first instant of the earliest
//! `support-received` of S that is visible, is about C, and whose municipality was the same as M on that day: the chains
//! of main successors of both, by mergers in effect on or before that day in Europe/Amsterdam, lead to one code.

use std::collections::HashMap;

use fold::{IdentityKeys, Interner, SupportFact, Symbol};
use jiff::civil::Date;
use model::Instant;
use register::{MunicipalityId, Register};
use state::Support;

use crate::geography::Geography;

/// The first instant of the support of each municipality, about all categories and about each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SupportTimes {
    /// By index of the area, the support that was about all categories.
    about_all: Vec<Option<Instant>>,
    /// By index of the area and category.
    about: HashMap<(usize, Symbol), Instant>,
}

/// The municipalities that occur, by the one that they are in the end: only those of one end are ever the same.
struct Ends<'a> {
    geography: &'a Geography,
    register: &'a Register,
    /// The indices of areas.
    areas: HashMap<MunicipalityId, Vec<usize>>,
}

impl SupportTimes {
    /// Finds the support that is visible at an instant and of a kind for which `is_wanted`.
    pub(crate) fn new(
        support: &Support,
        at: Instant,
        is_wanted: impl Fn(&str) -> bool,
        (interner, geography, register): (&Interner, &Geography, &Register),
    ) -> Self {
        let mut times = Self {
            about_all: vec![None; geography.areas().len()],
            about: HashMap::new(),
        };
        let wanted = support
            .iter()
            .filter(|((_, kind), _)| is_wanted(interner.text(*kind)));
        let mut ends = None;
        for ((municipality, _), facts) in wanted {
            let ends = ends.get_or_insert_with(|| Ends::new(geography, register));
            for fact in facts.iter().filter(|fact| fact.at <= at) {
                for area in ends.same_as(municipality, fact.at.day()) {
                    times.add(area, fact);
                }
            }
        }
        times
    }

    fn add(&mut self, area: usize, fact: &SupportFact) {
        match &fact.topics {
            None => {
                let first = self.about_all[area].get_or_insert(fact.at);
                *first = fact.at.min(*first);
            }
            Some(topics) => {
                for topic in topics {
                    let first = self.about.entry((area, *topic)).or_insert(fact.at);
                    *first = fact.at.min(*first);
                }
            }
        }
    }

    /// Returns since when a knelpunt has the support, whose municipality has this index of its area; none if it has not.
    pub(crate) fn since(&self, area: usize, identity: &IdentityKeys) -> Option<Instant> {
        let about_all = self.about_all[area];
        let about = self.about.get(&(area, identity.category)).copied();
        about_all.into_iter().chain(about).min()
    }
}

impl<'a> Ends<'a> {
    fn new(geography: &'a Geography, register: &'a Register) -> Self {
        let mut areas: HashMap<MunicipalityId, Vec<usize>> = HashMap::new();
        for (index, area) in geography.areas().iter().enumerate() {
            let end = register.successor_on(area.reported, Date::MAX).municipality;
            areas.entry(end).or_default().push(index);
        }
        Self {
            geography,
            register,
            areas,
        }
    }

    /// Returns the indices of the areas whose municipality was the same as this one on a day.
    fn same_as(&self, municipality: Symbol, day: Date) -> impl Iterator<Item = usize> {
        let on_day = move |id| self.register.successor_on(id, day).municipality;
        let own = self.geography.area(municipality).reported;
        let end = self.register.successor_on(own, Date::MAX).municipality;
        let areas = self.areas.get(&end).into_iter().flatten().copied();
        areas.filter(move |area| {
            let other = self.geography.areas()[*area].reported;
            on_day(other) == on_day(own)
        })
    }
}
