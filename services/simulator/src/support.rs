//! Support with a known effect: which municipalities receive it and when, and how much faster their knelpunten are solved
//! from then on. Without it a history is what it was before there was any.

use std::collections::BTreeMap;

use model::Observed;
use register::MunicipalityId;

use crate::{
    calendar::OFFICE,
    event_list::{EventList, Payload, SimulatedEvent, SourceSystem, SupportPayload},
    generator::{Generator, Stream},
    parameters::Chance,
    setting::Setting,
};

/// The support.
const SUPPORT: &str = "i-versneller";
/// Two in five municipalities receive it, and only in the last three fifths of the plan: late, and many never.
const SUPPORTED_PERCENT: usize = 40;
const NOT_BEFORE_PERCENT: usize = 40;

/// The municipalities that receive support, each with its day.
#[derive(Debug, Default)]
pub(crate) struct SupportDays {
    days: BTreeMap<MunicipalityId, usize>,
    speed_percent: usize,
}

impl SupportDays {
    /// Draws who receives support, and adds the events; nobody does if `speed_percent` is none.
    pub(crate) fn simulate(
        setting: &Setting,
        speed_percent: Option<usize>,
        events: &mut EventList,
    ) -> Self {
        let mut support = Self {
            days: BTreeMap::new(),
            speed_percent: speed_percent.unwrap_or(100),
        };
        let known = setting.register.catalogue().remedy(SUPPORT).is_some();
        if speed_percent.is_none() || !known {
            return support;
        }
        let calendar = &setting.calendar;
        let (start, end) = (calendar.start_day(), calendar.end_day());
        let first = start + (end - start) * NOT_BEFORE_PERCENT / 100;
        for municipality in setting.existing(start) {
            let number = setting.number(municipality);
            let mut generator = Generator::new(setting.seed, Stream::Support, number);
            if !generator.random_bool(Chance::from(SUPPORTED_PERCENT)) {
                continue;
            }
            let day = calendar.working_day(generator.in_range(&(first..=end - 1)));
            let is_abolished = setting
                .abolished_on(municipality)
                .is_some_and(|on| on <= day);
            let time = calendar.at(day, generator.in_range(&OFFICE));
            let event = SimulatedEvent {
                time,
                source: SourceSystem::Programme,
                payload: Payload::Supported(SupportPayload {
                    municipality,
                    support: SUPPORT,
                    observed: Observed::On(calendar.date(day)),
                }),
            };
            if !is_abolished && events.push(event).is_some() {
                support.days.insert(municipality, day);
            }
        }
        support
    }

    /// Returns how fast a knelpunt of a municipality is solved on a day, in percent of what is usual.
    pub(crate) fn speed_percent(&self, municipality: MunicipalityId, day: usize) -> usize {
        match self.days.get(&municipality) {
            Some(since) if *since <= day => self.speed_percent,
            _ => 100,
        }
    }
}
