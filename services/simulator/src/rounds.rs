//! The telephone rounds: which municipalities are called when, by which organisation, about which topics.

use std::fmt;

use jiff::civil::Date;
use model::{ConsultationOutcome, Observed};
use register::MunicipalityId;

use crate::{
    calendar::OFFICE,
    event_list::{ConsultationPayload, EventList, Payload, SimulatedEvent, SourceSystem},
    generator::{Generator, Stream},
    parameters::{Chance, Organisation, PARAMETERS},
    setting::Setting,
};

/// A simulated round.
#[derive(Debug)]
pub(crate) struct Round {
    pub(crate) slug: Slug,
    /// The calls that reached somebody, in order of municipality.
    pub(crate) calls: Vec<Call>,
}

/// The name of a round: year and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slug {
    year: i16,
    month: i8,
}

/// A call that reached a municipality.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) municipality: MunicipalityId,
    pub(crate) day: usize,
    pub(crate) seconds: usize,
    /// The categories that were covered; none means all.
    topics: Option<Vec<&'static str>>,
    /// How much is reported, relative to other calls.
    pub(crate) weight: usize,
}

impl fmt::Display for Slug {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{:04}-{:02}", self.year, self.month)
    }
}

impl Round {
    /// Returns the call to a municipality if it covered a category.
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

/// Simulates the rounds of the plan and adds their consultations.
pub(crate) fn simulate(setting: &Setting, events: &mut EventList) -> Vec<Round> {
    let slugs = slugs(setting);
    let target_count =
        PARAMETERS.rounds.share_of_events.share_of(setting.events) / slugs.len().max(1);
    slugs
        .into_iter()
        .map(|(slug, day)| Round {
            slug,
            calls: setting
                .existing(day)
                .filter_map(|municipality| {
                    let mut caller = Caller::new(setting, slug, municipality, target_count);
                    caller
                        .is_selected()
                        .then(|| caller.call(day, events))
                        .flatten()
                })
                .collect(),
        })
        .collect()
}

/// Returns the rounds that begin within the plan, each with its first day.
fn slugs(setting: &Setting) -> Vec<(Slug, usize)> {
    let calendar = &setting.calendar;
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

/// Consults one municipality in one round.
struct Caller<'a> {
    setting: &'a Setting<'a>,
    slug: Slug,
    municipality: MunicipalityId,
    /// How many municipalities this round should consult.
    target_count: usize,
    organisation: Option<&'static Organisation>,
    generator: Generator,
}

impl<'a> Caller<'a> {
    fn new(
        setting: &'a Setting<'a>,
        slug: Slug,
        municipality: MunicipalityId,
        target_count: usize,
    ) -> Self {
        let province = setting.register.municipality(municipality).province;
        let province = &setting.register.province(province).code;
        let mut organisations = PARAMETERS.rounds.organisations.iter();
        let round =
            u64::from(slug.year.unsigned_abs()) * 100 + u64::from(slug.month.unsigned_abs());
        Self {
            setting,
            slug,
            municipality,
            target_count,
            organisation: organisations.find(|candidate| candidate.provinces.contains(province)),
            generator: Generator::new(
                setting.seed,
                Stream::Round,
                round << 32 | setting.number(municipality),
            ),
        }
    }

    /// Draws whether the round includes the municipality; most rounds share a panel.
    fn is_selected(&mut self) -> bool {
        let coverage = self
            .organisation
            .map_or(100, |organisation| organisation.coverage_percent);
        let chance = Chance::one_of(self.target_count, self.setting.municipality_count())
            .times_percent(coverage);
        if self.generator.random_bool(PARAMETERS.rounds.redrawn) {
            return self.generator.random_bool(chance);
        }
        let number = self.setting.number(self.municipality);
        Generator::new(self.setting.seed, Stream::Panel, number).random_bool(chance)
    }

    /// Calls the municipality, and again if nobody answered.
    fn call(&mut self, first_day: usize, events: &mut EventList) -> Option<Call> {
        let rounds = &PARAMETERS.rounds;
        let earliest = first_day + self.generator.below(rounds.length_days);
        let mut day = self.setting.calendar.working_day(earliest);
        let mut outcome = self.outcome();
        if outcome == ConsultationOutcome::NoAnswer
            && self.generator.random_bool(rounds.second_call)
        {
            self.add_consultation(day, outcome, None, events);
            day = self.setting.calendar.working_day(day + 1);
            outcome = self.outcome();
        }
        let reached = outcome == ConsultationOutcome::Reached;
        let topics = reached.then(|| self.topics()).flatten();
        let seconds = self.add_consultation(day, outcome, topics.clone(), events)?;
        reached.then(|| Call {
            municipality: self.municipality,
            day,
            seconds,
            topics,
            weight: self.setting.size(self.municipality, day).weight,
        })
    }

    fn outcome(&mut self) -> ConsultationOutcome {
        if self.generator.random_bool(PARAMETERS.rounds.reached) {
            ConsultationOutcome::Reached
        } else if self.generator.random_bool(PARAMETERS.rounds.declined) {
            ConsultationOutcome::Declined
        } else {
            ConsultationOutcome::NoAnswer
        }
    }

    fn topics(&mut self) -> Option<Vec<&'static str>> {
        let rounds = &PARAMETERS.rounds;
        if !self.generator.random_bool(rounds.some_topics) {
            return None;
        }
        let covered = |_: &&str| self.generator.random_bool(rounds.topic_covered);
        let categories = self.setting.categories.iter();
        let topics: Vec<_> = categories
            .map(|row| row.code.as_str())
            .filter(covered)
            .collect();
        // An empty list would mean that the call covered no category at all.
        (!topics.is_empty()).then_some(topics)
    }

    /// Adds a consultation and returns its second of the day; `None` if it is after the plan's end.
    fn add_consultation(
        &mut self,
        day: usize,
        outcome: ConsultationOutcome,
        topics: Option<Vec<&'static str>>,
        events: &mut EventList,
    ) -> Option<usize> {
        let calendar = &self.setting.calendar;
        let seconds = self.generator.in_range(&OFFICE);
        let exact_time = self.generator.random_bool(PARAMETERS.reporting.exact_time);
        let at = calendar.at(day, seconds);
        events
            .push(SimulatedEvent {
                time: calendar.at(day, seconds + self.generator.in_range(&(300..=7_200))),
                source: SourceSystem::Round,
                payload: Payload::Consulted(ConsultationPayload {
                    municipality: self.municipality,
                    round: self.slug,
                    observed: if exact_time {
                        Observed::At(at)
                    } else {
                        Observed::On(calendar.date(day))
                    },
                    outcome,
                    topics,
                    organisation: self
                        .organisation
                        .map(|organisation| organisation.name.as_str()),
                }),
            })
            .map(|_| seconds)
    }
}
