//! The setting of a history: the calendar of the plan, and the parameters for which the register has codes.

use std::ops::Range;

use model::PartyKind;
use register::{MunicipalityId, Register};

use crate::{
    calendar::Calendar,
    generator::{Generator, Stream},
    parameters::{
        CategoryProfile, CentralMeasure, PARAMETERS, PartyProfile, RemedyEffect, SizeEffect,
    },
    plan::SimulationPlan,
};

/// The setting of a history.
#[derive(Debug)]
pub(crate) struct Setting<'a> {
    pub(crate) register: &'a Register,
    pub(crate) calendar: Calendar,
    pub(crate) seed: u64,
    pub(crate) events: usize,
    /// The categories that the catalogue has.
    pub(crate) categories: Vec<&'static CategoryProfile>,
    /// The central measures, with their days.
    measures: Vec<(usize, &'static CentralMeasure)>,
    /// The municipalities of the first day, with their weights.
    municipalities: Vec<(MunicipalityId, usize)>,
}

impl<'a> Setting<'a> {
    /// Creates the setting of a plan.
    pub(crate) fn new(plan: &SimulationPlan, register: &'a Register) -> Self {
        let calendar = Calendar::new(plan.start(), plan.until);
        let known = |row: &&CategoryProfile| register.catalogue().category(&row.code).is_some();
        let length = calendar.end_day() - calendar.start_day();
        let day =
            |percent: usize| calendar.working_day(calendar.start_day() + length * percent / 100);
        let mut setting = Self {
            register,
            seed: plan.seed,
            events: plan.events,
            categories: PARAMETERS.categories.iter().filter(known).collect(),
            measures: PARAMETERS
                .central_measures
                .iter()
                .map(|central| (day(central.at_percent), central))
                .collect(),
            municipalities: Vec::new(),
            calendar,
        };
        setting.municipalities = setting
            .existing(setting.calendar.start_day())
            .map(|id| (id, setting.size(id, setting.calendar.start_day()).weight))
            .collect();
        setting
    }

    /// Returns whether there is no municipality or no category.
    pub(crate) fn is_empty(&self) -> bool {
        self.municipalities.is_empty() || self.categories.is_empty()
    }

    /// Returns the number of municipalities of the first day.
    pub(crate) fn municipality_count(&self) -> usize {
        self.municipalities.len()
    }

    /// Returns the municipalities that exist on a day.
    pub(crate) fn existing(&self, day: usize) -> impl Iterator<Item = MunicipalityId> {
        let date = self.calendar.date(day);
        self.register
            .municipalities()
            .filter(move |(_, municipality)| municipality.existed_on(date))
            .map(|(id, _)| id)
    }

    /// Draws a municipality of the plan's first day; see [`Setting::successor_on`] for later days.
    pub(crate) fn draw_municipality(&self, generator: &mut Generator) -> Option<MunicipalityId> {
        generator
            .choose_weighted(&self.municipalities, |(_, weight)| *weight)
            .map(|(id, _)| *id)
    }

    /// Returns the municipality itself, or its main successor on a day.
    pub(crate) fn successor_on(&self, id: MunicipalityId, day: usize) -> MunicipalityId {
        self.register
            .successor_on(id, self.calendar.date(day))
            .municipality
    }

    /// Returns the day of the plan from which a municipality no longer exists, if any.
    pub(crate) fn abolished_on(&self, id: MunicipalityId) -> Option<usize> {
        self.calendar
            .find(self.register.municipality(id).valid_until?)
    }

    /// Returns the effect of the size of a municipality; without a count, that of the smallest class.
    pub(crate) fn size(&self, id: MunicipalityId, day: usize) -> &'static SizeEffect {
        let class = self.register.size_class(id, self.calendar.date(day));
        let index =
            class.and_then(|class| register::SizeClass::all().position(|other| other == class));
        &PARAMETERS.size_classes[index.unwrap_or_default()]
    }

    /// Returns the number in a municipality's code, which does not change with the register.
    pub(crate) fn number(&self, id: MunicipalityId) -> u64 {
        let code = &self.register.municipality(id).code;
        let digits = code.bytes().filter(u8::is_ascii_digit);
        digits.fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
    }

    /// Returns the usual party of a kind for a municipality.
    pub(crate) fn usual_party(
        &self,
        kind: PartyKind,
        id: MunicipalityId,
    ) -> Option<&'static PartyProfile> {
        let mut own = Generator::new(self.seed, Stream::Supplier, self.number(id));
        any_party(kind, &mut own)
    }

    /// Finds a remedy by code, if the catalogue has it.
    pub(crate) fn remedy(&self, code: &str) -> Option<&'static RemedyEffect> {
        self.register.catalogue().remedy(code)?;
        PARAMETERS
            .remedies
            .iter()
            .find(|remedy| remedy.code == code)
    }

    /// Returns the central measures of some days for a category and a party.
    pub(crate) fn measures(
        &self,
        days: Range<usize>,
        category: &str,
        party: Option<&PartyProfile>,
    ) -> impl Iterator<Item = (usize, &'static CentralMeasure)> {
        self.measures
            .iter()
            .filter(move |(day, central)| {
                days.contains(day)
                    && central.category == category
                    && central
                        .party
                        .as_deref()
                        .is_none_or(|name| party.is_some_and(|party| party.name == name))
            })
            .copied()
    }
}

/// Draws a party of a kind, by weight.
pub(crate) fn any_party(
    kind: PartyKind,
    generator: &mut Generator,
) -> Option<&'static PartyProfile> {
    let weight = |party: &PartyProfile| if party.kind == kind { party.weight } else { 0 };
    generator.choose_weighted(&PARAMETERS.parties, weight)
}
