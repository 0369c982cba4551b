//! The life of one knelpunt, from its first report to the end of the plan.
//!
//! Reality and reports differ: a knelpunt may be gone for months before a round reports it, and without a round the end
//! may never be reported.

use model::Outcome;
use register::MunicipalityId;

use crate::{
    duration::SimulatedEnd,
    event_list::{EventList, SourceSystem},
    generator::{Generator, Stream},
    nature::Nature,
    parameters::{Machine, PARAMETERS},
    reporting::Occasion,
    rounds::{Call, Round},
    setting::Setting,
    support::SupportDays,
};

/// A knelpunt and the state of its simulation.
pub(crate) struct KnelpuntLife<'a, 'r> {
    pub(crate) number: u64,
    pub(crate) setting: &'a Setting<'r>,
    pub(crate) rounds: &'a [Round],
    pub(crate) support: &'a SupportDays,
    pub(crate) events: &'a mut EventList<'r>,
    pub(crate) generator: Generator,
    pub(crate) nature: Nature,
    /// The municipality that has it now, and the index of its identity there.
    pub(crate) municipality: MunicipalityId,
    pub(crate) identity: usize,
}

/// The opening of an episode.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Opening {
    pub(crate) municipality: MunicipalityId,
    pub(crate) occasion: Occasion,
    /// The day since which the knelpunt is known to exist.
    pub(crate) known_since: Option<usize>,
    pub(crate) description: Option<&'static str>,
}

/// Simulates the knelpunt with a number.
pub(crate) fn simulate<'r>(
    number: u64,
    setting: &Setting<'r>,
    (rounds, support): (&[Round], &SupportDays),
    events: &mut EventList<'r>,
) {
    let mut generator = Generator::new(setting.seed, Stream::Knelpunt, number);
    let Some(category) = generator.choose_weighted(&setting.categories, |row| row.weight) else {
        return;
    };
    let mut nature = Nature::draw(category, &mut generator);
    if is_redacted(number) {
        // Only people write text that has to be redacted.
        nature.machine = None;
    }
    let Some(opening) = first_opening(&nature, setting, rounds, &mut generator) else {
        return;
    };
    nature.complete(setting, opening.municipality, &mut generator);
    let identity = events.add_identity(nature.identity_in(opening.municipality), number);
    let municipality = opening.municipality;
    KnelpuntLife {
        number,
        setting,
        rounds,
        support,
        events,
        generator,
        nature,
        municipality,
        identity,
    }
    .run(opening);
}

/// Returns whether the first report of the knelpunt with a number has to be redacted.
fn is_redacted(number: u64) -> bool {
    let every = PARAMETERS.corrections.redacted_one_in;
    number % every == every / 2
}

/// Draws when, where and how the knelpunt is first reported.
fn first_opening(
    nature: &Nature,
    setting: &Setting,
    rounds: &[Round],
    generator: &mut Generator,
) -> Option<Opening> {
    let candidate = setting.draw_municipality(generator)?;
    let (municipality, occasion) = match draw_call(nature, rounds, generator) {
        Some((round, call)) => (call.municipality, Occasion::in_call(round, call)),
        None => draw_occasion(nature, candidate, setting, generator),
    };
    let reporting = &PARAMETERS.reporting;
    let in_first_round =
        occasion.round.is_some() && occasion.round == rounds.first().map(|round| round.slug);
    let chance = if in_first_round {
        reporting.known_since_at_first
    } else {
        reporting.known_since
    };
    let known = nature.machine.is_none() && generator.random_bool(chance);
    let days = generator.in_range(&reporting.known_since_days);
    Some(Opening {
        municipality,
        occasion,
        known_since: known.then(|| occasion.day.saturating_sub(days)),
        description: nature.describe(&nature.category.descriptions, generator),
    })
}

fn draw_call<'a>(
    nature: &Nature,
    rounds: &'a [Round],
    generator: &mut Generator,
) -> Option<(&'a Round, &'a Call)> {
    let reporting = &PARAMETERS.reporting;
    if nature.machine.is_some() || !generator.random_bool(reporting.in_round) {
        return None;
    }
    let indices: Vec<usize> = (0..rounds.len()).collect();
    let weight = |index: &usize| match (rounds[*index].calls.is_empty(), *index) {
        (true, _) => 0,
        (false, 0) => reporting.first_round_percent,
        (false, _) => 100,
    };
    let round = &rounds[*generator.choose_weighted(&indices, weight)?];
    let call = generator.choose_weighted(&round.calls, |call| call.weight)?;
    call.covers(&nature.category.code).then_some((round, call))
}

fn draw_occasion(
    nature: &Nature,
    candidate: MunicipalityId,
    setting: &Setting,
    generator: &mut Generator,
) -> (MunicipalityId, Occasion) {
    let calendar = &setting.calendar;
    let days = calendar.end_day() - calendar.start_day();
    let day = calendar.start_day() + generator.below(days);
    let occasion = nature.outside_rounds(calendar, day);
    (setting.successor_on(candidate, occasion.day), occasion)
}

impl KnelpuntLife<'_, '_> {
    fn run(mut self, opening: Opening) {
        let corrections = &PARAMETERS.corrections;
        let mut next = Some(opening);
        if is_redacted(self.number) {
            next = Some(Opening {
                description: Some(&PARAMETERS.phrases.to_be_redacted),
                ..opening
            });
        } else if self.generator.random_bool(corrections.mistaken) {
            self.report_by_mistake(&opening);
            return;
        } else if self.generator.random_bool(corrections.misnamed) && self.nature.machine.is_none()
        {
            next = self.report_misnamed(opening);
        }
        while let Some(opening) = next {
            next = self.episode(opening);
        }
    }

    /// Simulates one episode and returns the opening of the next, if any.
    fn episode(&mut self, opening: Opening) -> Option<Opening> {
        self.move_to(opening.municipality);
        self.open(&opening)?;
        let opened = opening.occasion.day;
        let end = self.draw_end(opened);
        let last = end.map_or(self.setting.calendar.end_day(), |end| end.day);
        if let Some(abolished) = self.abolished_between(opened + 1, last) {
            let episodes = &PARAMETERS.episodes;
            if self.generator.random_bool(episodes.ends_with_merger) {
                self.end_with_merger(opened, abolished, &PARAMETERS.phrases.ends_with_merger);
                return None;
            }
            if self.generator.random_bool(episodes.continues_at_successor) {
                self.end_with_merger(
                    opened,
                    abolished,
                    &PARAMETERS.phrases.continues_at_successor,
                )?;
                return Some(self.continue_at_successor(&opening, abolished));
            }
        }
        self.confirm(opened, last);
        self.resolve_prematurely(opened, last);
        let end = end?;
        let ended = self.report_end(&end)?;
        self.draw_recurrence(ended, &end)
    }

    fn move_to(&mut self, municipality: MunicipalityId) {
        if municipality != self.municipality {
            self.municipality = municipality;
            self.identity = self
                .events
                .add_identity(self.nature.identity_in(municipality), self.number);
        }
    }

    /// Returns the day between `after` and `until` on which the municipality ceases to exist, if any.
    fn abolished_between(&self, after: usize, until: usize) -> Option<usize> {
        self.setting
            .abolished_on(self.municipality)
            .filter(|day| (after + 1..=until).contains(day))
    }

    /// Resolves the knelpunt in the last weeks of its municipality.
    fn end_with_merger(
        &mut self,
        opened: usize,
        abolished: usize,
        description: &'static str,
    ) -> Option<usize> {
        let day = (opened + 1).max(abolished - 1 - self.generator.below(21));
        self.confirm(opened, day);
        self.resolve(&SimulatedEnd {
            day,
            outcome: Outcome::Lapsed,
            remedy: None,
            description: Some(description),
            source: SourceSystem::Intake,
        })
    }

    /// Returns the opening at the successor of a municipality, with the age so far.
    fn continue_at_successor(&mut self, previous: &Opening, abolished: usize) -> Opening {
        let days = &PARAMETERS.episodes.successor_reports_after_days;
        let day = abolished + self.generator.in_range(days);
        let occasion = self.next_occasion(day);
        Opening {
            municipality: self.setting.successor_on(self.municipality, occasion.day),
            occasion,
            known_since: Some(previous.known_since.unwrap_or(previous.occasion.day)),
            description: Some(&PARAMETERS.phrases.continued_at_successor),
        }
    }

    /// Returns the occasion of a report from a day on: in a round that follows soon, or outside rounds.
    pub(crate) fn next_occasion(&mut self, day: usize) -> Occasion {
        const SOON_DAYS: usize = 75;
        let municipality = self.setting.successor_on(self.municipality, day);
        let in_round = self.nature.machine.is_none()
            && self.generator.random_bool(PARAMETERS.reporting.in_round);
        let call = in_round
            .then(|| self.next_call_occasion(municipality, day))
            .flatten()
            .filter(|occasion| occasion.day < day + SOON_DAYS);
        call.unwrap_or_else(|| self.nature.outside_rounds(&self.setting.calendar, day))
    }

    /// Returns the occasion of the next call to a municipality that covers this category.
    pub(crate) fn next_call_occasion(
        &self,
        municipality: MunicipalityId,
        day: usize,
    ) -> Option<Occasion> {
        let category = &self.nature.category.code;
        self.rounds.iter().find_map(|round| {
            let call = round.call(municipality, category)?;
            (call.day >= day).then(|| Occasion::in_call(round, call))
        })
    }
}

impl Machine {
    /// Returns the source system of this machine.
    pub(crate) const fn source(self) -> SourceSystem {
        match self {
            Self::Linkwatch => SourceSystem::Linkwatch,
            Self::Mirror => SourceSystem::Mirror,
        }
    }
}
