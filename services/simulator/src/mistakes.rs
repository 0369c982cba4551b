//! The mistakes that are made in telling, each put right some days later.

use model::Outcome;

use crate::{
    book::Told,
    calendar::OFFICE,
    course::End,
    life::{Life, Opening},
    parameters::PARAMETERS,
    telling::Heard,
};

impl Life<'_, '_> {
    /// Reports what was none, and takes that back.
    pub(crate) fn mistaken(&mut self, opening: &Opening) {
        let words = &PARAMETERS.words;
        let reasons = match self.nature.machine {
            Some(_) => words.false_alarm,
            None => words.mistaken,
        };
        if let Some(report) = self.report(opening, self.who) {
            self.withdraw(report, reasons);
        }
    }

    /// Now and then somebody says too soon that it is gone, and takes that back.
    pub(crate) fn premature(&mut self, opened: usize, end: usize) {
        const MARGIN_DAYS: usize = 10;
        let room = end.saturating_sub(opened);
        let errs = self.generator.happens(PARAMETERS.corrections.premature);
        if room <= 2 * MARGIN_DAYS || !errs || self.nature.machine.is_some() {
            return;
        }
        let day = opened + MARGIN_DAYS + self.generator.below(room - 2 * MARGIN_DAYS);
        let too_soon = End {
            day,
            outcome: Outcome::Solved,
            remedy: None,
            description: None,
            part: self.nature.part(),
        };
        if let Some(entry) = self.resolution(&too_soon, Heard::from(too_soon.part, day)) {
            self.withdraw(entry, PARAMETERS.words.premature);
        }
    }

    /// Reports under a wrong name first; gives the opening under the right one, into which that is merged.
    pub(crate) fn misnamed(&mut self, opening: Opening) -> Option<Opening> {
        let catalogue = self.world.register.catalogue();
        let Some((wrong, reason)) = self.nature.misnamed(self.holder, catalogue) else {
            return Some(opening);
        };
        let days = self
            .generator
            .within(&PARAMETERS.corrections.corrected_after_days);
        let heard = self
            .nature
            .by_itself(&self.world.calendar, opening.heard.day + days);
        if self.world.on(self.holder, heard.day) != self.holder {
            return Some(opening);
        }
        let wrong = self.book.identify(wrong, self.number);
        let report = self.report(&opening, wrong)?;
        let into = self.who;
        self.correct(report, |_| Told::Merged {
            who: wrong,
            into,
            reason,
        })?;
        Some(Opening { heard, ..opening })
    }

    fn withdraw(&mut self, entry: usize, reasons: &'static [&'static str]) {
        let Some(reason) = self.generator.any(reasons).copied() else {
            return;
        };
        self.correct(entry, |entry| Told::Withdrawn { entry, reason });
    }

    /// Tells, some days after an entry and from the same part, what was wrong with it.
    pub(crate) fn correct(
        &mut self,
        entry: usize,
        told: impl FnOnce(usize) -> Told,
    ) -> Option<usize> {
        let calendar = &self.world.calendar;
        let days = self
            .generator
            .within(&PARAMETERS.corrections.corrected_after_days);
        let day = calendar.find(self.book.time(entry).day())?;
        let time = calendar.at(
            calendar.working_day(day + days),
            self.generator.within(&OFFICE),
        );
        self.tell(self.book.part(entry), time, told(entry))
    }
}
