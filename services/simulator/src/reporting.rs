//! Reports, confirmations and resolutions of a knelpunt.

use model::{Instant, Observed};

use crate::{
    calendar::{Calendar, OFFICE},
    duration::SimulatedEnd,
    event_list::{
        Payload, PlannedObservation, ReportPayload, ResolutionPayload, SimulatedEvent, SourceSystem,
    },
    life::{KnelpuntLife, Opening},
    nature::Nature,
    parameters::{Machine, PARAMETERS},
    rounds::{Call, Round, Slug},
};

/// The occasion of a report: when, and through which system.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Occasion {
    pub(crate) day: usize,
    pub(crate) source: SourceSystem,
    pub(crate) round: Option<Slug>,
    /// The second of the day, for a call.
    seconds: Option<usize>,
}

impl Occasion {
    /// Creates the occasion of a call in a round.
    pub(crate) fn in_call(round: &Round, call: &Call) -> Self {
        Self {
            day: call.day,
            source: SourceSystem::Round,
            round: Some(round.slug),
            seconds: Some(call.seconds),
        }
    }

    /// Creates an occasion outside a round.
    pub(crate) fn on_day(source: SourceSystem, day: usize) -> Self {
        Self {
            day,
            source,
            round: None,
            seconds: None,
        }
    }
}

impl Nature {
    /// Returns the system that reports the knelpunt outside a round.
    pub(crate) fn source(&self) -> SourceSystem {
        self.machine.map_or(SourceSystem::Intake, Machine::source)
    }

    /// Returns the occasion of a report outside a round: people report on working days only.
    pub(crate) fn outside_rounds(&self, calendar: &Calendar, day: usize) -> Occasion {
        match self.machine {
            Some(machine) => Occasion::on_day(machine.source(), day),
            None => Occasion::on_day(SourceSystem::Intake, calendar.working_day(day)),
        }
    }
}

impl KnelpuntLife<'_, '_> {
    /// Reports the opening of an episode, and redacts the report if its text requires it.
    pub(crate) fn open(&mut self, opening: &Opening) -> Option<usize> {
        let phrases = &PARAMETERS.phrases;
        let report = self.report(opening, self.identity)?;
        if opening.description == Some(&phrases.to_be_redacted) {
            let reason = &phrases.redacted;
            self.correct(report, |event| Payload::Redacted { event, reason });
        }
        Some(report)
    }

    /// Reports an opening under an identity.
    pub(crate) fn report(&mut self, opening: &Opening, identity: usize) -> Option<usize> {
        let (observation, time) = self.observe(&opening.occasion, opening.description);
        let observation = PlannedObservation {
            identity,
            ..observation
        };
        let known_since = opening
            .known_since
            .map(|day| self.setting.calendar.date(day));
        let payload = Payload::Reported(ReportPayload {
            observation,
            known_since,
        });
        self.push(opening.occasion.source, time, payload)
    }

    /// Confirms the knelpunt in the rounds between opening and end.
    pub(crate) fn confirm(&mut self, opened: usize, end: usize) {
        let mut after = opened + 1;
        while let Some(occasion) = self.next_call_occasion(self.municipality, after)
            && occasion.day < end
        {
            after = occasion.day + 1;
            if self.generator.random_bool(PARAMETERS.reporting.confirmed) {
                let phrases = &PARAMETERS.phrases.confirmed;
                let confirmation = Opening {
                    municipality: self.municipality,
                    occasion,
                    known_since: None,
                    description: self.nature.describe(phrases, &mut self.generator),
                };
                self.report(&confirmation, self.identity);
            }
        }
    }

    /// Reports the end at once, in the next round or never, and returns the day on which it was observed.
    pub(crate) fn report_end(&mut self, end: &SimulatedEnd) -> Option<usize> {
        let reporting = &PARAMETERS.reporting;
        if end.source != SourceSystem::Intake {
            return self.resolve(end);
        }
        match self.next_call_occasion(self.municipality, end.day) {
            Some(occasion) if self.generator.random_bool(reporting.resolution_in_round) => {
                self.resolve_as(end, occasion)
            }
            None if !self
                .generator
                .random_bool(reporting.resolution_without_round) =>
            {
                None
            }
            _ => self.resolve(end),
        }
    }

    /// Reports the end on the day itself.
    pub(crate) fn resolve(&mut self, end: &SimulatedEnd) -> Option<usize> {
        self.resolve_as(end, Occasion::on_day(end.source, end.day))
    }

    fn resolve_as(&mut self, end: &SimulatedEnd, occasion: Occasion) -> Option<usize> {
        self.resolution(end, occasion).map(|_| occasion.day)
    }

    /// Reports the end and returns the index of the event.
    pub(crate) fn resolution(&mut self, end: &SimulatedEnd, occasion: Occasion) -> Option<usize> {
        let (observation, time) = self.observe(&occasion, end.description);
        self.push(
            occasion.source,
            time,
            Payload::Resolved(ResolutionPayload {
                observation,
                outcome: end.outcome,
                remedy: end.remedy.map(|remedy| remedy.code.as_str()),
            }),
        )
    }

    /// Adds an event of a source system and returns its index.
    pub(crate) fn push(
        &mut self,
        source: SourceSystem,
        time: Instant,
        payload: Payload,
    ) -> Option<usize> {
        self.events.push(SimulatedEvent {
            time,
            source,
            payload,
        })
    }

    /// Draws the common part of a report or resolution, and its time of recording.
    fn observe(
        &mut self,
        occasion: &Occasion,
        description: Option<&'static str>,
    ) -> (PlannedObservation, Instant) {
        let (reporting, phrases) = (&PARAMETERS.reporting, &PARAMETERS.phrases);
        let (observed, time) = self.times(occasion);
        let has_role = self.generator.random_bool(reporting.has_role);
        let role = self.generator.choose(&phrases.roles).map(String::as_str);
        let people = matches!(occasion.source, SourceSystem::Round | SourceSystem::Intake);
        let observation = PlannedObservation {
            identity: self.identity,
            observed,
            round: occasion.round,
            role: role.filter(|_| has_role && people),
            description,
        };
        (observation, time)
    }

    fn times(&mut self, occasion: &Occasion) -> (Observed, Instant) {
        // The shortest day has 23 hours.
        const DAY_SECONDS: usize = 23 * 3_600;
        let (calendar, reporting) = (&self.setting.calendar, &PARAMETERS.reporting);
        match occasion.source {
            SourceSystem::Linkwatch | SourceSystem::Mirror => {
                let seconds = self.generator.below(DAY_SECONDS - 60);
                let recorded = seconds + self.generator.below(60);
                let observed = Observed::At(calendar.at(occasion.day, seconds));
                (observed, calendar.at(occasion.day, recorded))
            }
            SourceSystem::Programme => {
                let day = calendar.working_day(occasion.day + self.generator.below(15));
                let time = calendar.at(day, self.generator.in_range(&OFFICE));
                (Observed::On(calendar.date(occasion.day)), time)
            }
            SourceSystem::Round | SourceSystem::Intake => {
                let seconds = occasion
                    .seconds
                    .unwrap_or_else(|| self.generator.in_range(&OFFICE));
                let observed = if self.generator.random_bool(reporting.exact_time) {
                    Observed::At(calendar.at(occasion.day, seconds))
                } else {
                    Observed::On(calendar.date(occasion.day))
                };
                (observed, self.draw_recorded(occasion.day, seconds))
            }
        }
    }

    /// Draws the time at which people record an observation: soon, or days to weeks later.
    fn draw_recorded(&mut self, day: usize, seconds: usize) -> Instant {
        let (calendar, reporting) = (&self.setting.calendar, &PARAMETERS.reporting);
        if !self.generator.random_bool(reporting.late) {
            return calendar.at(day, seconds + self.generator.in_range(&(300..=7_200)));
        }
        let days = if self.generator.random_bool(reporting.very_late) {
            self.generator.in_range(&reporting.very_late_days)
        } else {
            self.generator.in_range(&reporting.late_days)
        };
        let day = calendar.working_day(day + days);
        calendar.at(day, self.generator.in_range(&OFFICE))
    }
}
