//! The telephone rounds: who is asked when, by whom, and about what.

use std::fmt;

use jiff::civil::Date;
use model::{ConsultationOutcome, Observed};
use register::MunicipalityId;

use crate::{
    book::{Book, Consulted, Entry, Part, Told},
    calendar::OFFICE,
    generator::{Generator, Stream},
    parameters::{Chance, Organisation, PARAMETERS},
    world::World,
};

/// A round that was held.
#[derive(Debug)]
pub(crate) struct Round {
    pub(crate) slug: Slug,
    /// Those who were reached, in order of municipality.
    pub(crate) calls: Vec<Call>,
}

/// A round's name: year and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slug {
    year: i16,
    month: i8,
}

/// A conversation with somebody who was reached.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) municipality: MunicipalityId,
    pub(crate) day: usize,
    pub(crate) seconds: usize,
    /// The categories that were covered; none means all.
    topics: Option<Vec<&'static str>>,
    /// How much is heard, relative to other calls.
    pub(crate) weight: usize,
}

impl fmt::Display for Slug {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{:04}-{:02}", self.year, self.month)
    }
}

impl Round {
    /// Finds the conversation with a municipality in which a category was covered.
    pub(crate) fn call(&self, municipality: MunicipalityId, category: &str) -> Option<&Call> {
        let found = self
            .calls
            .binary_search_by_key(&municipality, |call| call.municipality);
        let call = &self.calls[found.ok()?];
        call.covers(category).then_some(call)
    }
}

impl Call {
    /// Returns whether a category was covered.
    pub(crate) fn covers(&self, category: &str) -> bool {
        self.topics
            .as_ref()
            .is_none_or(|topics| topics.contains(&category))
    }
}

/// Holds the rounds of the plan and enters every consultation.
pub(crate) fn hold(world: &World, book: &mut Book) -> Vec<Round> {
    let slugs = slugs(world);
    let asked = PARAMETERS.rounds.share_of_events.of(world.events) / slugs.len().max(1);
    slugs
        .into_iter()
        .map(|(slug, day)| Round {
            slug,
            calls: world
                .existing(day)
                .filter_map(|municipality| {
                    let mut caller = Caller::new(world, slug, municipality, asked);
                    caller.is_asked().then(|| caller.call(day, book)).flatten()
                })
                .collect(),
        })
        .collect()
}

/// Lists the rounds that begin within the plan, each with its first day.
fn slugs(world: &World) -> Vec<(Slug, usize)> {
    let calendar = &world.calendar;
    let years =
        calendar.date(calendar.start_day()).year()..=calendar.date(calendar.end_day()).year();
    years
        .flat_map(|year| PARAMETERS.rounds.months.map(|month| Slug { year, month }))
        .filter_map(|slug| {
            let first = Date::new(slug.year, slug.month, 1).ok()?;
            Some((slug, calendar.find(first)?))
        })
        .collect()
}

/// Asks one municipality in one round.
struct Caller<'a> {
    world: &'a World<'a>,
    slug: Slug,
    municipality: MunicipalityId,
    /// How many are to be asked in this round, of all.
    asked: usize,
    organisation: Option<&'static Organisation>,
    generator: Generator,
}

impl<'a> Caller<'a> {
    fn new(world: &'a World<'a>, slug: Slug, municipality: MunicipalityId, asked: usize) -> Self {
        let province = world.register.municipality(municipality).province;
        let province = world.register.province(province).code.as_str();
        let mut organisations = PARAMETERS.rounds.organisations.iter();
        let round =
            u64::from(slug.year.unsigned_abs()) * 100 + u64::from(slug.month.unsigned_abs());
        Self {
            world,
            slug,
            municipality,
            asked,
            organisation: organisations.find(|held| held.provinces.contains(&province)),
            generator: Generator::of(
                world.seed,
                Stream::Round,
                round << 32 | world.number(municipality),
            ),
        }
    }

    /// Returns whether the round asks this one: its panel is much the same each time.
    fn is_asked(&mut self) -> bool {
        let coverage = self.organisation.map_or(100, |held| held.coverage_percent);
        let chance = Chance::one_of(self.asked, self.world.count()).times_percent(coverage);
        if self.generator.happens(PARAMETERS.rounds.drawn_anew) {
            return self.generator.happens(chance);
        }
        let number = self.world.number(self.municipality);
        Generator::of(self.world.seed, Stream::Panel, number).happens(chance)
    }

    /// Calls, and once more where nobody answered.
    fn call(&mut self, first_day: usize, book: &mut Book) -> Option<Call> {
        let rounds = &PARAMETERS.rounds;
        let earliest = first_day + self.generator.below(rounds.length_days);
        let mut day = self.world.calendar.working_day(earliest);
        let mut outcome = self.outcome();
        if outcome == ConsultationOutcome::NoAnswer && self.generator.happens(rounds.second_call) {
            self.enter(day, outcome, None, book);
            day = self.world.calendar.working_day(day + 1);
            outcome = self.outcome();
        }
        let reached = outcome == ConsultationOutcome::Reached;
        let topics = reached.then(|| self.topics()).flatten();
        let seconds = self.enter(day, outcome, topics.clone(), book)?;
        reached.then(|| Call {
            municipality: self.municipality,
            day,
            seconds,
            topics,
            weight: self.world.size(self.municipality, day).weight,
        })
    }

    fn outcome(&mut self) -> ConsultationOutcome {
        if self.generator.happens(PARAMETERS.rounds.reached) {
            ConsultationOutcome::Reached
        } else if self.generator.happens(PARAMETERS.rounds.declined) {
            ConsultationOutcome::Declined
        } else {
            ConsultationOutcome::NoAnswer
        }
    }

    fn topics(&mut self) -> Option<Vec<&'static str>> {
        let rounds = &PARAMETERS.rounds;
        if !self.generator.happens(rounds.some_topics) {
            return None;
        }
        let covered = |_: &&str| self.generator.happens(rounds.topic_covered);
        let categories = self.world.categories.iter();
        let topics: Vec<_> = categories.map(|row| row.code).filter(covered).collect();
        // An empty list would say that nothing was asked at all.
        (!topics.is_empty()).then_some(topics)
    }

    /// Enters the consultation; gives its second of the day, or none when the plan ends before.
    fn enter(
        &mut self,
        day: usize,
        outcome: ConsultationOutcome,
        topics: Option<Vec<&'static str>>,
        book: &mut Book,
    ) -> Option<usize> {
        let calendar = &self.world.calendar;
        let seconds = self.generator.within(&OFFICE);
        let timed = self.generator.happens(PARAMETERS.hearing.timed);
        let at = calendar.at(day, seconds);
        book.add(Entry {
            time: calendar.at(day, seconds + self.generator.within(&(300..=7_200))),
            part: Part::Round,
            told: Told::Consulted(Consulted {
                municipality: self.municipality,
                round: self.slug,
                observed: if timed {
                    Observed::At(at)
                } else {
                    Observed::On(calendar.date(day))
                },
                outcome,
                topics,
                organisation: self.organisation.map(|held| held.name),
            }),
        })
        .map(|_| seconds)
    }
}
