//! The duration of episodes, drawn week by week, their ends and recurrences.

use model::Outcome;

use crate::{
    event_list::SourceSystem,
    life::{KnelpuntLife, Opening},
    parameters::{Chance, PARAMETERS, RemedyEffect},
};

const WEEK_DAYS: usize = 7;

/// The end of an episode, whether or not it is ever reported.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SimulatedEnd {
    pub(crate) day: usize,
    pub(crate) outcome: Outcome,
    pub(crate) remedy: Option<&'static RemedyEffect>,
    pub(crate) description: Option<&'static str>,
    /// The system that first knows of it.
    pub(crate) source: SourceSystem,
}

impl KnelpuntLife<'_, '_> {
    /// Draws the end of an episode that was opened on a day; `None` if it is still open at the end of the plan.
    pub(crate) fn draw_end(&mut self, opened: usize) -> Option<SimulatedEnd> {
        let usual = self.weekly_chance(opened);
        let remedy = self.remedy_after(opened);
        let mut day = opened + WEEK_DAYS;
        while day < self.setting.calendar.end_day() {
            if let Some(end) = self.measure_in_week(day) {
                return Some(end);
            }
            let helped = remedy.filter(|(since, _)| *since <= day - WEEK_DAYS);
            let helped = helped.map(|(_, remedy)| remedy);
            let supported = self
                .support
                .speed_percent(self.municipality, day - WEEK_DAYS);
            let chance = usual.times_percent(self.progress_percent(day));
            let chance = chance.times_percent(supported);
            if self.generator.random_bool(accelerated(chance, helped)) {
                let day = day - self.generator.below(WEEK_DAYS);
                return Some(self.end_on(day, helped));
            }
            day += WEEK_DAYS;
        }
        None
    }

    /// Returns the weekly chance of a solution, by category, size of the municipality and party.
    fn weekly_chance(&self, opened: usize) -> Chance {
        let size = self.setting.size(self.municipality, opened).speed_percent;
        let party = self.nature.party.map_or(100, |party| party.speed_percent);
        let weekly = self.nature.category.solved_weekly();
        weekly.times_percent(size).times_percent(party)
    }

    fn progress_percent(&self, day: usize) -> usize {
        const YEAR_DAYS: usize = 365;
        let episodes = &PARAMETERS.episodes;
        let days = day - self.setting.calendar.start_day();
        let days = days.min(episodes.progress_years * YEAR_DAYS);
        100 + episodes.progress_percent_per_year * days / YEAR_DAYS
    }

    fn remedy_after(&mut self, opened: usize) -> Option<(usize, &'static RemedyEffect)> {
        let episodes = &PARAMETERS.episodes;
        if !self.generator.random_bool(episodes.remedied) {
            return None;
        }
        let code = self.generator.choose(&self.nature.category.remedies)?;
        let day = opened + self.generator.in_range(&episodes.remedied_after_days);
        Some((day, self.setting.remedy(code)?))
    }

    /// Draws whether a central measure ends the episode in the week up to a day.
    fn measure_in_week(&mut self, day: usize) -> Option<SimulatedEnd> {
        let week = day + 1 - WEEK_DAYS..day + 1;
        let (category, party) = (&self.nature.category.code, self.nature.party);
        let (day, central) = self.setting.measures(week, category, party).next()?;
        let solved = self.generator.random_bool(central.solves);
        solved.then(|| SimulatedEnd {
            day,
            outcome: Outcome::Central,
            remedy: self.setting.remedy(&central.remedy),
            description: Some(&central.description),
            source: SourceSystem::Programme,
        })
    }

    fn end_on(&mut self, day: usize, helped: Option<&'static RemedyEffect>) -> SimulatedEnd {
        let (episodes, phrases) = (&PARAMETERS.episodes, &PARAMETERS.phrases);
        let lapses = helped.is_none() && self.generator.random_bool(episodes.lapses);
        let (outcome, candidates) = if lapses {
            (Outcome::Lapsed, &phrases.lapsed)
        } else {
            (Outcome::Solved, &phrases.solved)
        };
        let named = self.generator.random_bool(episodes.remedy_named);
        let description = self.nature.describe(candidates, &mut self.generator);
        SimulatedEnd {
            day,
            outcome,
            remedy: helped.filter(|_| named),
            // A machine describes only what it detects, and an end is the absence of it.
            description: description.filter(|_| self.nature.machine.is_none()),
            source: self.nature.source(),
        }
    }

    /// Draws whether the knelpunt recurs after a reported end, and its next opening.
    pub(crate) fn draw_recurrence(&mut self, ended: usize, end: &SimulatedEnd) -> Option<Opening> {
        let left = end.remedy.map_or(100, |remedy| remedy.return_percent);
        let chance = self.nature.category.returns.times_percent(left);
        if !self.generator.random_bool(chance) {
            return None;
        }
        let days = &PARAMETERS.episodes.returns_after_days;
        let day = ended + self.generator.in_range(days);
        let occasion = self.next_occasion(day);
        Some(Opening {
            municipality: self.setting.successor_on(self.municipality, occasion.day),
            occasion,
            known_since: None,
            description: self
                .nature
                .describe(&PARAMETERS.phrases.returned, &mut self.generator),
        })
    }
}

fn accelerated(chance: Chance, remedy: Option<&RemedyEffect>) -> Chance {
    remedy.map_or(chance, |remedy| chance.times_percent(remedy.speed_percent))
}
