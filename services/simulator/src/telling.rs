//! What is told of a knelpunt: reports, confirmations and resolutions.

use model::{Instant, Observed};

use crate::{
    book::{Entry, Part, Reported, Resolved, Seen, Told},
    calendar::{Calendar, OFFICE},
    course::End,
    life::{Life, Opening},
    nature::Nature,
    parameters::{Machine, PARAMETERS},
    rounds::{Call, Round, Slug},
};

/// How and when something is heard.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Heard {
    pub(crate) day: usize,
    pub(crate) part: Part,
    pub(crate) round: Option<Slug>,
    /// The second of the day, where a conversation has it.
    seconds: Option<usize>,
}

impl Heard {
    /// In a conversation of a round.
    pub(crate) fn in_call(round: &Round, call: &Call) -> Self {
        Self {
            day: call.day,
            part: Part::Round,
            round: Some(round.slug),
            seconds: Some(call.seconds),
        }
    }

    /// From one part of the system, on a day.
    pub(crate) fn from(part: Part, day: usize) -> Self {
        Self {
            day,
            part,
            round: None,
            seconds: None,
        }
    }
}

impl Nature {
    /// Returns the part of the system that hears of it when nobody asks.
    pub(crate) fn part(&self) -> Part {
        self.machine.map_or(Part::Intake, Machine::part)
    }

    /// Says how it is heard on a day when nobody asks: people tell on working days.
    pub(crate) fn by_itself(&self, calendar: &Calendar, day: usize) -> Heard {
        match self.machine {
            Some(machine) => Heard::from(machine.part(), day),
            None => Heard::from(Part::Intake, calendar.working_day(day)),
        }
    }
}

impl Life<'_, '_> {
    /// Reports what opens an episode; what should not have been said in it is redacted.
    pub(crate) fn open(&mut self, opening: &Opening) -> Option<usize> {
        let words = &PARAMETERS.words;
        let report = self.report(opening, self.who)?;
        if opening.description == Some(words.to_be_redacted) {
            let reason = words.redacted;
            self.correct(report, |entry| Told::Redacted { entry, reason });
        }
        Some(report)
    }

    /// Reports under an identity what an opening says.
    pub(crate) fn report(&mut self, opening: &Opening, who: usize) -> Option<usize> {
        let (seen, time) = self.seen(&opening.heard, opening.description);
        let seen = Seen { who, ..seen };
        let known_since = opening.known_since.map(|day| self.world.calendar.date(day));
        let told = Told::Reported(Reported { seen, known_since });
        self.tell(opening.heard.part, time, told)
    }

    /// Reports in every round after the opening, and before the end, that it is still there.
    pub(crate) fn confirm(&mut self, opened: usize, end: usize) {
        let mut after = opened + 1;
        while let Some(heard) = self.next_call(self.holder, after)
            && heard.day < end
        {
            after = heard.day + 1;
            if self.generator.happens(PARAMETERS.hearing.confirmed) {
                let words = PARAMETERS.words.confirmed;
                let confirmation = Opening {
                    holder: self.holder,
                    heard,
                    known_since: None,
                    description: self.nature.said(words, &mut self.generator),
                };
                self.report(&confirmation, self.who);
            }
        }
    }

    /// Tells that it is gone: at once, in the next round, or never; gives the day on which that was observed.
    pub(crate) fn tell_end(&mut self, end: &End) -> Option<usize> {
        let hearing = &PARAMETERS.hearing;
        if end.part != Part::Intake {
            return self.resolve(end);
        }
        match self.next_call(self.holder, end.day) {
            Some(heard) if self.generator.happens(hearing.gone_heard_in_round) => {
                self.resolve_as(end, heard)
            }
            None if !self.generator.happens(hearing.gone_told_without_round) => None,
            _ => self.resolve(end),
        }
    }

    /// Tells that it is gone, on the day itself.
    pub(crate) fn resolve(&mut self, end: &End) -> Option<usize> {
        self.resolve_as(end, Heard::from(end.part, end.day))
    }

    fn resolve_as(&mut self, end: &End, heard: Heard) -> Option<usize> {
        self.resolution(end, heard).map(|_| heard.day)
    }

    /// Tells that it is gone, and gives the number of what was told.
    pub(crate) fn resolution(&mut self, end: &End, heard: Heard) -> Option<usize> {
        let (seen, time) = self.seen(&heard, end.description);
        self.tell(
            heard.part,
            time,
            Told::Resolved(Resolved {
                seen,
                outcome: end.outcome,
                remedy: end.remedy.map(|remedy| remedy.code),
            }),
        )
    }

    /// Enters what a part of the system tells.
    pub(crate) fn tell(&mut self, part: Part, time: Instant, told: Told) -> Option<usize> {
        self.book.add(Entry { time, part, told })
    }

    /// Draws what is told of seeing it, and when that is recorded.
    fn seen(&mut self, heard: &Heard, description: Option<&'static str>) -> (Seen, Instant) {
        let (hearing, words) = (&PARAMETERS.hearing, &PARAMETERS.words);
        let (observed, time) = self.moments(heard);
        let has_role = self.generator.happens(hearing.has_role);
        let role = self.generator.any(words.roles).copied();
        let people = matches!(heard.part, Part::Round | Part::Intake);
        let seen = Seen {
            who: self.who,
            observed,
            round: heard.round,
            role: role.filter(|_| has_role && people),
            description,
        };
        (seen, time)
    }

    fn moments(&mut self, heard: &Heard) -> (Observed, Instant) {
        // The shortest day has 23 hours.
        const DAY_SECONDS: usize = 23 * 3_600;
        let (calendar, hearing) = (&self.world.calendar, &PARAMETERS.hearing);
        match heard.part {
            Part::Linkwatch | Part::Mirror => {
                let seconds = self.generator.below(DAY_SECONDS - 60);
                let recorded = seconds + self.generator.below(60);
                let observed = Observed::At(calendar.at(heard.day, seconds));
                (observed, calendar.at(heard.day, recorded))
            }
            Part::Programme => {
                let day = calendar.working_day(heard.day + self.generator.below(15));
                let time = calendar.at(day, self.generator.within(&OFFICE));
                (Observed::On(calendar.date(heard.day)), time)
            }
            Part::Round | Part::Intake => {
                let seconds = heard
                    .seconds
                    .unwrap_or_else(|| self.generator.within(&OFFICE));
                let observed = if self.generator.happens(hearing.timed) {
                    Observed::At(calendar.at(heard.day, seconds))
                } else {
                    Observed::On(calendar.date(heard.day))
                };
                (observed, self.recorded(heard.day, seconds))
            }
        }
    }

    /// Draws when somebody writes down what was heard: soon, or when there is time.
    fn recorded(&mut self, day: usize, seconds: usize) -> Instant {
        let (calendar, hearing) = (&self.world.calendar, &PARAMETERS.hearing);
        if !self.generator.happens(hearing.late) {
            return calendar.at(day, seconds + self.generator.within(&(300..=7_200)));
        }
        let days = if self.generator.happens(hearing.very_late) {
            self.generator.within(&hearing.very_late_days)
        } else {
            self.generator.within(&hearing.late_days)
        };
        let day = calendar.working_day(day + days);
        calendar.at(day, self.generator.within(&OFFICE))
    }
}
