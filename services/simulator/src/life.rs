//! One knelpunt, from the first time that somebody hears of it to the end of the plan.
//!
//! What is so and what is told are two things: it may be gone for months before a round hears of it, and what no
//! round asks about may never be told.

use model::Outcome;
use register::MunicipalityId;

use crate::{
    book::{Book, Part},
    course::End,
    generator::{Generator, Stream},
    nature::Nature,
    parameters::{Machine, PARAMETERS},
    rounds::{Call, Round},
    telling::Heard,
    world::World,
};

/// A knelpunt and what it takes to make up its history.
pub(crate) struct Life<'w, 'r> {
    pub(crate) number: u64,
    pub(crate) world: &'w World<'r>,
    pub(crate) rounds: &'w [Round],
    pub(crate) book: &'w mut Book<'r>,
    pub(crate) generator: Generator,
    pub(crate) nature: Nature,
    /// The municipality that has it, and its identity there by number in the book.
    pub(crate) holder: MunicipalityId,
    pub(crate) who: usize,
}

/// Why and how an episode opens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Opening {
    pub(crate) holder: MunicipalityId,
    pub(crate) heard: Heard,
    /// Since which day it had been so.
    pub(crate) known_since: Option<usize>,
    pub(crate) description: Option<&'static str>,
}

/// Makes up the history of the knelpunt with a number.
pub(crate) fn live<'r>(number: u64, world: &World<'r>, rounds: &[Round], book: &mut Book<'r>) {
    let mut generator = Generator::of(world.seed, Stream::Knelpunt, number);
    let Some(category) = generator.weighted(&world.categories, |row| row.weight) else {
        return;
    };
    let mut nature = Nature::draw(category, &mut generator);
    if is_redacted(number) {
        // Only people write what they should not.
        nature.machine = None;
    }
    let Some(opening) = first(&nature, world, rounds, &mut generator) else {
        return;
    };
    nature.settle(world, opening.holder, &mut generator);
    let who = book.identify(nature.who(opening.holder), number);
    let holder = opening.holder;
    Life {
        number,
        world,
        rounds,
        book,
        generator,
        nature,
        holder,
        who,
    }
    .go_on(opening);
}

/// Returns whether the first report of the knelpunt with a number has to be redacted.
fn is_redacted(number: u64) -> bool {
    let every = PARAMETERS.corrections.redacted_one_in;
    number % every == every / 2
}

/// Draws when, where and how it is first heard.
fn first(
    nature: &Nature,
    world: &World,
    rounds: &[Round],
    generator: &mut Generator,
) -> Option<Opening> {
    let place = world.place(generator)?;
    let (holder, heard) = match in_round(nature, rounds, generator) {
        Some((round, call)) => (call.municipality, Heard::in_call(round, call)),
        None => by_itself(nature, place, world, generator),
    };
    let hearing = &PARAMETERS.hearing;
    let piled_up = heard.round.is_some() && heard.round == rounds.first().map(|round| round.slug);
    let chance = if piled_up {
        hearing.known_since_at_first
    } else {
        hearing.known_since
    };
    let known = nature.machine.is_none() && generator.happens(chance);
    let days = generator.within(&hearing.known_since_days);
    Some(Opening {
        holder,
        heard,
        known_since: known.then(|| heard.day.saturating_sub(days)),
        description: nature.said(nature.category.said, generator),
    })
}

fn in_round<'w>(
    nature: &Nature,
    rounds: &'w [Round],
    generator: &mut Generator,
) -> Option<(&'w Round, &'w Call)> {
    let hearing = &PARAMETERS.hearing;
    if nature.machine.is_some() || !generator.happens(hearing.in_round) {
        return None;
    }
    let places: Vec<usize> = (0..rounds.len()).collect();
    let weight = |place: &usize| match (rounds[*place].calls.is_empty(), *place) {
        (true, _) => 0,
        (false, 0) => hearing.first_round_percent,
        (false, _) => 100,
    };
    let round = &rounds[*generator.weighted(&places, weight)?];
    let call = generator.weighted(&round.calls, |call| call.weight)?;
    call.covers(nature.category.code).then_some((round, call))
}

fn by_itself(
    nature: &Nature,
    place: MunicipalityId,
    world: &World,
    generator: &mut Generator,
) -> (MunicipalityId, Heard) {
    let calendar = &world.calendar;
    let days = calendar.end_day() - calendar.start_day();
    let day = calendar.start_day() + generator.below(days);
    let heard = nature.by_itself(calendar, day);
    (world.on(place, heard.day), heard)
}

impl Life<'_, '_> {
    fn go_on(mut self, opening: Opening) {
        let corrections = &PARAMETERS.corrections;
        let mut next = Some(opening);
        if is_redacted(self.number) {
            let description = Some(PARAMETERS.words.to_be_redacted);
            next = Some(Opening {
                description,
                ..opening
            });
        } else if self.generator.happens(corrections.mistaken) {
            self.mistaken(&opening);
            return;
        } else if self.generator.happens(corrections.misnamed) && self.nature.machine.is_none() {
            next = self.misnamed(opening);
        }
        while let Some(opening) = next {
            next = self.episode(opening);
        }
    }

    /// Tells one episode; gives the opening of the next, if there is one.
    fn episode(&mut self, opening: Opening) -> Option<Opening> {
        self.move_to(opening.holder);
        self.open(&opening)?;
        let opened = opening.heard.day;
        let end = self.end_after(opened);
        let last = end.map_or(self.world.calendar.end_day(), |end| end.day);
        if let Some(gone) = self.gone_between(opened + 1, last) {
            let course = &PARAMETERS.course;
            if self.generator.happens(course.ends_with_merger) {
                self.end_with_merger(opened, gone, PARAMETERS.words.ends_with_merger);
                return None;
            }
            if self.generator.happens(course.goes_on_at_successor) {
                self.end_with_merger(opened, gone, PARAMETERS.words.goes_on_at_successor)?;
                return Some(self.taken_over(&opening, gone));
            }
        }
        self.confirm(opened, last);
        self.premature(opened, last);
        let end = end?;
        let told = self.tell_end(&end)?;
        self.come_back(told, &end)
    }

    fn move_to(&mut self, holder: MunicipalityId) {
        if holder != self.holder {
            self.holder = holder;
            self.who = self.book.identify(self.nature.who(holder), self.number);
        }
    }

    /// Returns the day in between on which the municipality is no more.
    fn gone_between(&self, after: usize, until: usize) -> Option<usize> {
        self.world
            .gone_on(self.holder)
            .filter(|gone| (after + 1..=until).contains(gone))
    }

    /// Ends it in the last weeks of the municipality.
    fn end_with_merger(
        &mut self,
        opened: usize,
        gone: usize,
        description: &'static str,
    ) -> Option<usize> {
        let day = (opened + 1).max(gone - 1 - self.generator.below(21));
        self.confirm(opened, day);
        self.resolve(&End {
            day,
            outcome: Outcome::Lapsed,
            remedy: None,
            description: Some(description),
            part: Part::Intake,
        })
    }

    /// Opens it anew at the successor, with the age that it has.
    fn taken_over(&mut self, before: &Opening, gone: usize) -> Opening {
        let days = &PARAMETERS.course.successor_reports_after_days;
        let day = gone + self.generator.within(days);
        let heard = self.heard_from(day);
        Opening {
            holder: self.world.on(self.holder, heard.day),
            heard,
            known_since: Some(before.known_since.unwrap_or(before.heard.day)),
            description: Some(PARAMETERS.words.taken_over),
        }
    }

    /// Says how it is heard of on a day or soon after: in a round that comes then, or by itself.
    pub(crate) fn heard_from(&mut self, day: usize) -> Heard {
        const SOON_DAYS: usize = 75;
        let holder = self.world.on(self.holder, day);
        let asks =
            self.nature.machine.is_none() && self.generator.happens(PARAMETERS.hearing.in_round);
        let call = asks
            .then(|| self.next_call(holder, day))
            .flatten()
            .filter(|heard| heard.day < day + SOON_DAYS);
        call.unwrap_or_else(|| self.nature.by_itself(&self.world.calendar, day))
    }

    /// Finds the next conversation with a municipality in which this kind is covered.
    pub(crate) fn next_call(&self, holder: MunicipalityId, day: usize) -> Option<Heard> {
        let category = self.nature.category.code;
        self.rounds.iter().find_map(|round| {
            let call = round.call(holder, category)?;
            (call.day >= day).then(|| Heard::in_call(round, call))
        })
    }
}

impl Machine {
    /// Returns the part of the system that it is.
    pub(crate) const fn part(self) -> Part {
        match self {
            Self::Linkwatch => Part::Linkwatch,
            Self::Mirror => Part::Mirror,
        }
    }
}
