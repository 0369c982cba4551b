//! What a history takes place in: the days of the plan, and what of the parameters the register knows.

use std::ops::Range;

use model::PartyKind;
use register::{MunicipalityId, Register};

use crate::{
    calendar::Calendar,
    generator::{Generator, Stream},
    parameters::{Category, Central, PARAMETERS, Party, Remedy, SizeClass},
    plan::SimulationPlan,
};

/// The stage.
#[derive(Debug)]
pub(crate) struct World<'a> {
    pub(crate) register: &'a Register,
    pub(crate) calendar: Calendar,
    pub(crate) seed: u64,
    pub(crate) events: usize,
    /// The kinds that the catalogue has.
    pub(crate) categories: Vec<&'static Category>,
    /// The measures that solve many at once, by day.
    measures: Vec<(usize, &'static Central)>,
    /// The municipalities of the first day, by how much is heard of them.
    places: Vec<(MunicipalityId, usize)>,
}

impl<'a> World<'a> {
    /// Sets the stage for a plan.
    pub(crate) fn new(plan: &SimulationPlan, register: &'a Register) -> Self {
        let calendar = Calendar::new(plan.start(), plan.until);
        let known = |row: &&Category| register.catalogue().category(row.code).is_some();
        let length = calendar.end_day() - calendar.start_day();
        let day =
            |percent: usize| calendar.working_day(calendar.start_day() + length * percent / 100);
        let mut world = Self {
            register,
            seed: plan.seed,
            events: plan.events,
            categories: PARAMETERS.categories.iter().filter(known).collect(),
            measures: PARAMETERS
                .central
                .iter()
                .map(|central| (day(central.at_percent), central))
                .collect(),
            places: Vec::new(),
            calendar,
        };
        world.places = world
            .existing(world.calendar.start_day())
            .map(|id| (id, world.size(id, world.calendar.start_day()).weight))
            .collect();
        world
    }

    /// Returns whether there is nobody, or nothing, to report.
    pub(crate) fn is_empty(&self) -> bool {
        self.places.is_empty() || self.categories.is_empty()
    }

    /// Counts the municipalities of the first day.
    pub(crate) fn count(&self) -> usize {
        self.places.len()
    }

    /// Lists the municipalities that exist on a day.
    pub(crate) fn existing(&self, day: usize) -> impl Iterator<Item = MunicipalityId> {
        let date = self.calendar.date(day);
        self.register
            .municipalities()
            .filter(move |(_, held)| held.existed_on(date))
            .map(|(id, _)| id)
    }

    /// Picks a municipality of the plan's first day; what has become of it later is [`World::on`].
    pub(crate) fn place(&self, generator: &mut Generator) -> Option<MunicipalityId> {
        generator
            .weighted(&self.places, |place| place.1)
            .map(|place| place.0)
    }

    /// Returns the municipality that another has become by a day: itself, or its main successor.
    pub(crate) fn on(&self, id: MunicipalityId, day: usize) -> MunicipalityId {
        self.register
            .successor_on(id, self.calendar.date(day))
            .municipality
    }

    /// Returns the day within the plan from which a municipality is no more.
    pub(crate) fn gone_on(&self, id: MunicipalityId) -> Option<usize> {
        self.calendar
            .find(self.register.municipality(id).valid_until?)
    }

    /// Returns what the size of a municipality does; one that nobody counted is as the smallest.
    pub(crate) fn size(&self, id: MunicipalityId, day: usize) -> &'static SizeClass {
        let class = self.register.size_class(id, self.calendar.date(day));
        let place =
            class.and_then(|class| register::SizeClass::all().position(|held| held == class));
        &PARAMETERS.size_classes[place.unwrap_or_default()]
    }

    /// Returns the number in a municipality's code, which outlives any change of the register.
    pub(crate) fn number(&self, id: MunicipalityId) -> u64 {
        let code = &self.register.municipality(id).code;
        let digits = code.bytes().filter(u8::is_ascii_digit);
        digits.fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
    }

    /// Returns the party of a kind that a municipality usually deals with.
    pub(crate) fn usual_party(
        &self,
        kind: PartyKind,
        id: MunicipalityId,
    ) -> Option<&'static Party> {
        let mut own = Generator::of(self.seed, Stream::Supplier, self.number(id));
        any_party(kind, &mut own)
    }

    /// Finds a remedy that the catalogue has.
    pub(crate) fn remedy(&self, code: &str) -> Option<&'static Remedy> {
        self.register.catalogue().remedy(code)?;
        PARAMETERS
            .remedies
            .iter()
            .find(|remedy| remedy.code == code)
    }

    /// Lists the measures of some days that concern a category and a party.
    pub(crate) fn measures(
        &self,
        days: Range<usize>,
        category: &str,
        party: Option<&Party>,
    ) -> impl Iterator<Item = (usize, &'static Central)> {
        self.measures
            .iter()
            .filter(move |(day, central)| {
                days.contains(day)
                    && central.category == category
                    && central
                        .party
                        .is_none_or(|name| party.is_some_and(|party| party.name == name))
            })
            .copied()
    }
}

/// Picks a party of a kind, by weight.
pub(crate) fn any_party(kind: PartyKind, generator: &mut Generator) -> Option<&'static Party> {
    let weight = |party: &Party| if party.kind == kind { party.weight } else { 0 };
    generator.weighted(PARAMETERS.parties, weight)
}
