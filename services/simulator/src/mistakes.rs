//! Mistakes in reports, each corrected some days later.

use model::Outcome;

use crate::{
    calendar::OFFICE,
    duration::SimulatedEnd,
    event_list::Payload,
    life::{KnelpuntLife, Opening},
    parameters::PARAMETERS,
    reporting::Occasion,
};

impl KnelpuntLife<'_, '_> {
    /// Reports a knelpunt that does not exist, and withdraws the report.
    pub(crate) fn report_by_mistake(&mut self, opening: &Opening) {
        let phrases = &PARAMETERS.phrases;
        let reasons = match self.nature.machine {
            Some(_) => &phrases.false_alarm,
            None => &phrases.mistaken,
        };
        if let Some(report) = self.report(opening, self.identity) {
            self.withdraw(report, reasons);
        }
    }

    /// Occasionally reports a resolution too soon, and withdraws it.
    pub(crate) fn resolve_prematurely(&mut self, opened: usize, end: usize) {
        const MARGIN_DAYS: usize = 10;
        let length_days = end.saturating_sub(opened);
        let premature = self.generator.random_bool(PARAMETERS.corrections.premature);
        if length_days <= 2 * MARGIN_DAYS || !premature || self.nature.machine.is_some() {
            return;
        }
        let day = opened + MARGIN_DAYS + self.generator.below(length_days - 2 * MARGIN_DAYS);
        let too_soon = SimulatedEnd {
            day,
            outcome: Outcome::Solved,
            remedy: None,
            description: None,
            source: self.nature.source(),
        };
        if let Some(event) = self.resolution(&too_soon, Occasion::on_day(too_soon.source, day)) {
            self.withdraw(event, &PARAMETERS.phrases.premature);
        }
    }

    /// Reports a mistaken identity, merges it into the actual one, and returns the opening under the latter.
    pub(crate) fn report_misnamed(&mut self, opening: Opening) -> Option<Opening> {
        let catalogue = self.setting.register.catalogue();
        let Some((misnamed, reason)) = self.nature.misnamed_identity(self.municipality, catalogue)
        else {
            return Some(opening);
        };
        let days = self
            .generator
            .in_range(&PARAMETERS.corrections.corrected_after_days);
        let occasion = self
            .nature
            .outside_rounds(&self.setting.calendar, opening.occasion.day + days);
        if self.setting.successor_on(self.municipality, occasion.day) != self.municipality {
            return Some(opening);
        }
        let misnamed = self.events.add_identity(misnamed, self.number);
        let report = self.report(&opening, misnamed)?;
        let into = self.identity;
        self.correct(report, |_| Payload::Merged {
            identity: misnamed,
            into,
            reason,
        })?;
        Some(Opening {
            occasion,
            ..opening
        })
    }

    fn withdraw(&mut self, event: usize, reasons: &'static [String]) {
        let Some(reason) = self.generator.choose(reasons).map(String::as_str) else {
            return;
        };
        self.correct(event, |event| Payload::Withdrawn { event, reason });
    }

    /// Publishes a correction of an event, some days later and from the same source.
    pub(crate) fn correct(
        &mut self,
        event: usize,
        payload: impl FnOnce(usize) -> Payload,
    ) -> Option<usize> {
        let calendar = &self.setting.calendar;
        let days = self
            .generator
            .in_range(&PARAMETERS.corrections.corrected_after_days);
        let day = calendar.find(self.events.time(event).day())?;
        let time = calendar.at(
            calendar.working_day(day + days),
            self.generator.in_range(&OFFICE),
        );
        self.push(self.events.source(event), time, payload(event))
    }
}
