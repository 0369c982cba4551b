//! The rules of validity, each written once.
//!
//! Our own rather than a schema validator, because a schema cannot express them (codes of the catalogue, the subject's
//! match, the order of times) and because every violation must be named. They validate [`ReadableData`], whatever could
//! be read, so that one violation does not hide another.

mod subject;
mod text;

use register::Register;

use crate::{
    ConsultationOutcome, EventType, Observed, Outcome, PartyKind, Violation, ViolationKind,
    instant::Instant,
    limits,
    shape::{self, ReadableData, ReadableIdentity},
    violation::{ProblemOfKind, quoted},
};
pub use text::is_round;
pub(crate) use text::{is_reference, text_problems};

/// How far `observedAt` may be after `time`.
const AHEAD_LIMIT_MICROSECONDS: i64 = 24 * 3_600 * 1_000_000;

/// What the time of an event is to whoever submits it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimeMeaning {
    /// Given as `time`.
    Given,
    /// The time at which bare data are accepted, so that no message may refer to a member `time`.
    Now,
}

/// Collects the violations in the data of an event.
pub(crate) struct Rules<'a> {
    pub(crate) register: &'a Register,
    pub(crate) time_is: TimeMeaning,
    /// The path of the data, such as `/data`.
    pub(crate) at: &'a str,
    pub(crate) violations: &'a mut Vec<Violation>,
}

impl Rules<'_> {
    /// Validates all members, and `subject` and `time` against them.
    pub(crate) fn validate(
        &mut self,
        event_type: EventType,
        readable: &ReadableData<'_>,
        subject: Option<&str>,
        time: Option<Instant>,
    ) {
        self.municipality(readable.municipality);
        self.identity(&readable.identity);
        if let Some(into) = &readable.into {
            Rules {
                register: self.register,
                time_is: self.time_is,
                at: &format!("{}/into", self.at),
                violations: &mut *self.violations,
            }
            .identity(into);
        }
        self.texts(readable);
        self.codes(event_type, readable);
        self.times(readable, time);
        self.subject(event_type, readable, subject);
    }

    /// Validates what follows from the identity: of an invalid one nothing does, and saying so would only hide the cause.
    fn subject(
        &mut self,
        event_type: EventType,
        readable: &ReadableData<'_>,
        subject: Option<&str>,
    ) {
        let is_identified = !self.has_violation_in(shape::in_subject(event_type));
        if is_identified
            && !self.has_violation_in(&["into"])
            && subject::merged_into_itself(readable)
        {
            let problem = "is the same knelpunt: there is nothing to merge";
            self.add("/into", ViolationKind::MergedIntoItself.problem(problem));
        }
        let Some(subject) = subject else { return };
        let problem = match subject::expected(event_type, readable) {
            Some(expected) => (is_identified && !expected.is_written(subject)).then(|| {
                let at = self.at;
                format!("does not match the identity in {at}: expected {expected}")
            }),
            None => subject::form_problem(event_type, readable, subject).map(str::to_owned),
        };
        if let Some(problem) = problem {
            self.violations.push(Violation::new("/subject", problem));
        }
    }

    /// Whether any violation is in one of these members, at any depth.
    fn has_violation_in(&self, members: &[&str]) -> bool {
        let member_of = |violation: &Violation| {
            let inner = violation.path.strip_prefix(self.at)?.strip_prefix('/')?;
            let member = inner.split('/').next().unwrap_or_default();
            members.iter().find(|name| **name == member).map(|_| ())
        };
        self.violations.iter().any(|it| member_of(it).is_some())
    }

    fn add(&mut self, member: &str, problem: impl Into<ProblemOfKind>) {
        let path = format!("{}{member}", self.at);
        self.violations.push(Violation::new(path, problem));
    }

    fn municipality(&mut self, code: Option<&str>) {
        let Some(code) = code else { return };
        if self.register.find_municipality(code).is_none() {
            let problem = format!(
                "{} is not a municipality in the register: give its CBS code, such as GM0344",
                quoted(code)
            );
            self.add("/municipality", problem);
        }
    }

    fn identity(&mut self, readable: &ReadableIdentity<'_>) {
        let catalogue = self.register.catalogue();
        self.code("/category", readable.category, "a category", |code| {
            catalogue.category(code).is_some()
        });
        self.code(
            "/buildingBlock",
            readable.building_block,
            "a building block",
            |code| catalogue.building_block(code).is_some(),
        );
        if let Some((kind, name)) = readable.party {
            self.one_of("/party/kind", kind, &PartyKind::ALL.map(PartyKind::code));
            self.text("/party/name", name, limits::NAME);
        }
        if let Some(reference) = readable
            .reference
            .filter(|reference| !is_reference(reference))
        {
            let problem = format!(
                "{} is not a reference: use at most 64 letters, digits and . _ : / -, starting with a letter or digit",
                quoted(reference)
            );
            self.add("/reference", problem);
        }
    }

    fn texts(&mut self, readable: &ReadableData<'_>) {
        self.text("/description", readable.description, limits::DESCRIPTION);
        self.text("/reason", readable.reason, limits::REASON);
        self.text("/reporter/role", readable.role, limits::NAME);
        self.text(
            "/coachOrganisation",
            readable.coach_organisation,
            limits::NAME,
        );
        self.text("/organisation", readable.organisation, limits::NAME);
        if let Some(event) = &readable.event {
            self.text("/event/source", event.source, limits::NAME);
            self.text("/event/id", event.id, limits::NAME);
        }
        if let Some(round) = readable.round.filter(|round| !is_round(round)) {
            let problem = format!(
                "{} is not a round: use at most 32 lower-case letters, digits and hyphens, such as 2013-02",
                quoted(round)
            );
            self.add("/round", problem);
        }
    }

    fn text(&mut self, member: &str, value: Option<&str>, limit: usize) {
        for problem in value
            .into_iter()
            .flat_map(|value| text_problems(value, limit))
        {
            self.add(member, problem);
        }
    }

    fn codes(&mut self, event_type: EventType, readable: &ReadableData<'_>) {
        match event_type {
            EventType::KnelpuntResolved => {
                self.one_of(
                    "/outcome",
                    readable.outcome,
                    &Outcome::ALL.map(Outcome::code),
                );
            }
            EventType::MunicipalityConsulted => {
                let outcomes = ConsultationOutcome::ALL.map(ConsultationOutcome::code);
                self.one_of("/outcome", readable.outcome, &outcomes);
            }
            // These have no outcome: it is reported as an unknown member already.
            EventType::KnelpuntReported
            | EventType::KnelpuntMerged
            | EventType::SupportReceived
            | EventType::EventWithdrawn
            | EventType::EventRedacted => {}
        }
        let catalogue = self.register.catalogue();
        for (member, code) in [("/remedy", readable.remedy), ("/support", readable.support)] {
            self.code(member, code, "a remedy", |code| {
                catalogue.remedy(code).is_some()
            });
        }
        for (index, topic) in &readable.topics {
            let member = format!("/topics/{index}");
            self.code(&member, Some(topic), "a category", |code| {
                catalogue.category(code).is_some()
            });
        }
    }

    fn code(
        &mut self,
        member: &str,
        code: Option<&str>,
        what: &str,
        known: impl FnOnce(&str) -> bool,
    ) {
        if let Some(code) = code
            && !known(code)
        {
            self.add(
                member,
                format!("{} is not {what} in the catalogue", quoted(code)),
            );
        }
    }

    fn one_of(&mut self, member: &str, code: Option<&str>, allowed: &[&str]) {
        if let Some(code) = code.filter(|code| !allowed.contains(code)) {
            let problem = format!("{} is not one of {}", quoted(code), allowed.join(", "));
            self.add(member, problem);
        }
    }

    fn times(&mut self, readable: &ReadableData<'_>, time: Option<Instant>) {
        let observed = self.observed("/observedAt", readable.observed_at);
        let known_since = self.observed("/knownSince", readable.known_since);
        if let (Some(observed), Some(time)) = (observed, time)
            && observed.first().since(time) > AHEAD_LIMIT_MICROSECONDS
        {
            let after = match self.time_is {
                TimeMeaning::Given => "after time",
                TimeMeaning::Now => "from now",
            };
            let problem =
                format!("is more than 24 hours {after}: only report what has been observed");
            self.add("/observedAt", ViolationKind::ObservedLater.problem(problem));
        }
        if let (Some(observed), Some(known_since)) = (observed, known_since)
            && known_since.first() > observed.first()
        {
            let problem = ViolationKind::KnownLater
                .problem("is after observedAt: give the same day or an earlier one");
            self.add("/knownSince", problem);
        }
    }

    fn observed(&mut self, member: &str, text: Option<&str>) -> Option<Observed> {
        let text = text?;
        let observed = Observed::parse(text);
        if observed.is_none() {
            self.add(
                member,
                ViolationKind::NotATime.problem(Observed::problem(text)),
            );
        }
        observed
    }
}
