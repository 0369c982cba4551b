//! The rules of validity, each once, over whatever of an event could be read.
//!
//! They look at [`Parts`], so that one violation does not hide another.

mod subject;
mod text;

use register::Register;

use crate::{
    ConsultationOutcome, EventType, Observed, Outcome, PartyKind, Violation,
    instant::Instant,
    limits,
    shape::{IdentityParts, Parts},
    violation::quoted,
};
pub use text::is_round;
pub(crate) use text::{is_reference, problems_of_text};

/// How far `observedAt` may lie after `time`.
const AHEAD_LIMIT_MICROSECONDS: i64 = 24 * 3_600 * 1_000_000;

/// Names everything that is wrong with the data of an event.
pub(crate) struct Rules<'a> {
    pub(crate) register: &'a Register,
    /// The path of the data, such as `/data`.
    pub(crate) at: &'a str,
    pub(crate) violations: &'a mut Vec<Violation>,
}

impl Rules<'_> {
    /// Checks all members, and that `subject` and `time` fit them.
    pub(crate) fn check(
        &mut self,
        event_type: EventType,
        parts: &Parts<'_>,
        subject: Option<&str>,
        time: Option<Instant>,
    ) {
        self.municipality(parts.municipality);
        self.identity(&parts.identity);
        if let Some(into) = &parts.into {
            Rules {
                register: self.register,
                at: &format!("{}/into", self.at),
                violations: &mut *self.violations,
            }
            .identity(into);
        }
        self.texts(parts);
        self.codes(event_type, parts);
        self.times(parts, time);
        if subject::merged_into_itself(parts) {
            self.violation("/into", "is the same knelpunt: nothing to merge");
        }
        if let Some(problem) =
            subject.and_then(|subject| subject::problem(event_type, parts, subject, self.at))
        {
            self.violations.push(Violation::new("/subject", problem));
        }
    }

    fn violation(&mut self, member: &str, problem: impl Into<String>) {
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
            self.violation("/municipality", problem);
        }
    }

    fn identity(&mut self, parts: &IdentityParts<'_>) {
        let catalogue = self.register.catalogue();
        self.code("/category", parts.category, "a category", |code| {
            catalogue.category(code).is_some()
        });
        self.code(
            "/buildingBlock",
            parts.building_block,
            "a building block",
            |code| catalogue.building_block(code).is_some(),
        );
        if let Some((kind, name)) = parts.party {
            self.one_of("/party/kind", kind, &PartyKind::ALL.map(PartyKind::code));
            self.text("/party/name", name, limits::NAME);
        }
        if let Some(reference) = parts.reference.filter(|reference| !is_reference(reference)) {
            let problem = format!(
                "{} is not a reference: letters, digits and . _ : / -, at most 64, the first a letter or digit",
                quoted(reference)
            );
            self.violation("/reference", problem);
        }
    }

    fn texts(&mut self, parts: &Parts<'_>) {
        self.text("/description", parts.description, limits::DESCRIPTION);
        self.text("/reason", parts.reason, limits::REASON);
        self.text("/reporter/role", parts.role, limits::NAME);
        self.text("/coachOrganisation", parts.coach_organisation, limits::NAME);
        if let Some(event) = &parts.event {
            self.text("/event/source", event.source, limits::NAME);
            self.text("/event/id", event.id, limits::NAME);
        }
        if let Some(round) = parts.round.filter(|round| !is_round(round)) {
            let problem = format!(
                "{} is not a round: lower-case letters, digits and hyphens, at most 32, such as 2013-02",
                quoted(round)
            );
            self.violation("/round", problem);
        }
    }

    fn text(&mut self, member: &str, value: Option<&str>, limit: usize) {
        for problem in value
            .into_iter()
            .flat_map(|value| problems_of_text(value, limit))
        {
            self.violation(member, problem);
        }
    }

    fn codes(&mut self, event_type: EventType, parts: &Parts<'_>) {
        match event_type {
            EventType::KnelpuntResolved => {
                self.one_of("/outcome", parts.outcome, &Outcome::ALL.map(Outcome::code));
            }
            EventType::MunicipalityConsulted => {
                let outcomes = ConsultationOutcome::ALL.map(ConsultationOutcome::code);
                self.one_of("/outcome", parts.outcome, &outcomes);
            }
            // They have none: said already, as of every member that is not known.
            EventType::KnelpuntReported
            | EventType::KnelpuntMerged
            | EventType::EventWithdrawn
            | EventType::EventRedacted => {}
        }
        let catalogue = self.register.catalogue();
        self.code("/remedy", parts.remedy, "a remedy", |code| {
            catalogue.remedy(code).is_some()
        });
        for (place, topic) in &parts.topics {
            let member = format!("/topics/{place}");
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
            self.violation(
                member,
                format!("{} is not {what} of the catalogue", quoted(code)),
            );
        }
    }

    fn one_of(&mut self, member: &str, code: Option<&str>, allowed: &[&str]) {
        if let Some(code) = code.filter(|code| !allowed.contains(code)) {
            let problem = format!("{} is not one of {}", quoted(code), allowed.join(", "));
            self.violation(member, problem);
        }
    }

    fn times(&mut self, parts: &Parts<'_>, time: Option<Instant>) {
        let observed = self.observed("/observedAt", parts.observed_at);
        let known_since = self.observed("/knownSince", parts.known_since);
        if let (Some(observed), Some(time)) = (observed, time)
            && observed.first().since(time) > AHEAD_LIMIT_MICROSECONDS
        {
            self.violation(
                "/observedAt",
                "lies more than 24 hours after time: what has not been observed yet cannot be told",
            );
        }
        if let (Some(observed), Some(known_since)) = (observed, known_since)
            && known_since.first() > observed.first()
        {
            self.violation("/knownSince", "lies after observedAt");
        }
    }

    fn observed(&mut self, member: &str, text: Option<&str>) -> Option<Observed> {
        let text = text?;
        let observed = Observed::parse(text);
        if observed.is_none() {
            let problem = format!(
                "{} is neither a date (2013-02-12) nor a date-time with offset (2013-02-12T09:30:00+01:00), from 1970 on",
                quoted(text)
            );
            self.violation(member, problem);
        }
        observed
    }
}
