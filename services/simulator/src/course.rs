//! How long it lasts, what ends it, and whether it comes back: week by week, each with a chance.

use model::Outcome;

use crate::{
    book::Part,
    life::{Life, Opening},
    parameters::{Central, Chance, PARAMETERS, Remedy},
};

const WEEK_DAYS: usize = 7;

/// How an episode ends, whether or not anybody is told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct End {
    pub(crate) day: usize,
    pub(crate) outcome: Outcome,
    pub(crate) remedy: Option<&'static Remedy>,
    pub(crate) description: Option<&'static str>,
    /// Who knows first.
    pub(crate) part: Part,
}

impl Life<'_, '_> {
    /// Draws the end of an episode that was opened on a day; none when it is still open at the plan's end.
    pub(crate) fn end_after(&mut self, opened: usize) -> Option<End> {
        let usual = self.weekly_chance(opened);
        let remedy = self.remedy_after(opened);
        let mut day = opened + WEEK_DAYS;
        while day < self.world.calendar.end_day() {
            if let Some(end) = self.measure_in_week(day) {
                return Some(end);
            }
            let helped = remedy.filter(|(since, _)| *since <= day - WEEK_DAYS);
            let helped = helped.map(|(_, remedy)| remedy);
            let chance = usual.times_percent(self.progress_percent(day));
            if self.generator.happens(speeded_up(chance, helped)) {
                let day = day - self.generator.below(WEEK_DAYS);
                return Some(self.end_on(day, helped));
            }
            day += WEEK_DAYS;
        }
        None
    }

    /// Returns the chance of this kind, here, on whom it waits.
    fn weekly_chance(&self, opened: usize) -> Chance {
        let size = self.world.size(self.holder, opened).speed_percent;
        let party = self.nature.party.map_or(100, |party| party.speed_percent);
        let weekly = self.nature.category.solved_weekly;
        weekly.times_percent(size).times_percent(party)
    }

    fn progress_percent(&self, day: usize) -> usize {
        const YEAR_DAYS: usize = 365;
        let course = &PARAMETERS.course;
        let days = day - self.world.calendar.start_day();
        let days = days.min(course.progress_years * YEAR_DAYS);
        100 + course.progress_percent_per_year * days / YEAR_DAYS
    }

    fn remedy_after(&mut self, opened: usize) -> Option<(usize, &'static Remedy)> {
        let course = &PARAMETERS.course;
        if !self.generator.happens(course.remedied) {
            return None;
        }
        let code = self.generator.any(self.nature.category.remedies)?;
        let day = opened + self.generator.within(&course.remedied_after_days);
        Some((day, self.world.remedy(code)?))
    }

    /// Looks whether a measure for all ends it in the week up to a day.
    fn measure_in_week(&mut self, day: usize) -> Option<End> {
        let week = day + 1 - WEEK_DAYS..day + 1;
        let (category, party) = (self.nature.category.code, self.nature.party);
        let (day, central) = self.world.measures(week, category, party).next()?;
        let Central {
            solves,
            remedy,
            said,
            ..
        } = *central;
        self.generator.happens(solves).then(|| End {
            day,
            outcome: Outcome::Central,
            remedy: self.world.remedy(remedy),
            description: Some(said),
            part: Part::Programme,
        })
    }

    fn end_on(&mut self, day: usize, helped: Option<&'static Remedy>) -> End {
        let (course, words) = (&PARAMETERS.course, &PARAMETERS.words);
        let lapses = helped.is_none() && self.generator.happens(course.lapses);
        let (outcome, said) = if lapses {
            (Outcome::Lapsed, words.lapsed)
        } else {
            (Outcome::Solved, words.solved)
        };
        let named = self.generator.happens(course.remedy_named);
        let description = self.nature.said(said, &mut self.generator);
        End {
            day,
            outcome,
            remedy: helped.filter(|_| named),
            // A machine says what it found, not that it found nothing.
            description: description.filter(|_| self.nature.machine.is_none()),
            part: self.nature.part(),
        }
    }

    /// Draws whether it comes back after it was told to be gone, and how that is heard.
    pub(crate) fn come_back(&mut self, told: usize, end: &End) -> Option<Opening> {
        let left = end.remedy.map_or(100, |remedy| remedy.return_percent);
        let chance = self.nature.category.returns.times_percent(left);
        if !self.generator.happens(chance) {
            return None;
        }
        let days = &PARAMETERS.course.returns_after_days;
        let day = told + self.generator.within(days);
        let heard = self.heard_from(day);
        Some(Opening {
            holder: self.world.on(self.holder, heard.day),
            heard,
            known_since: None,
            description: self
                .nature
                .said(PARAMETERS.words.returned, &mut self.generator),
        })
    }
}

fn speeded_up(chance: Chance, remedy: Option<&Remedy>) -> Chance {
    remedy.map_or(chance, |remedy| chance.times_percent(remedy.speed_percent))
}
