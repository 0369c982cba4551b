//! The rules of validity, each once, over whatever of an event could be read.
//!
//! A typed event and a misshapen one are both looked at through [`Parts`], so that the fast path and the one that
//! names faults cannot disagree on a rule.

use register::Register;

use crate::{
    ConsultationOutcome, EventType, Fault, Identity, Observed, Outcome, PartyKind, Subject,
    canonical_name, instant::Instant,
};

/// How far `observedAt` may lie after `time`.
const AHEAD_LIMIT_MICROSECONDS: i64 = 24 * 3_600 * 1_000_000;

/// What of an event could be read; a member that is absent, null or misshapen is none.
#[derive(Debug, Default)]
pub(crate) struct Parts<'a> {
    pub(crate) municipality: Option<&'a str>,
    pub(crate) identity: IdentityParts<'a>,
    pub(crate) observed_at: Option<&'a str>,
    pub(crate) known_since: Option<&'a str>,
    pub(crate) round: Option<&'a str>,
    pub(crate) role: Option<&'a str>,
    pub(crate) description: Option<&'a str>,
    pub(crate) reason: Option<&'a str>,
    pub(crate) coach_organisation: Option<&'a str>,
    pub(crate) outcome: Option<&'a str>,
    pub(crate) remedy: Option<&'a str>,
    pub(crate) topics: Vec<&'a str>,
    pub(crate) into: Option<IdentityParts<'a>>,
    pub(crate) event: Option<(Option<&'a str>, Option<&'a str>)>,
    /// True when no identifying member is misshapen, so that the subject can be worked out.
    pub(crate) identifiable: bool,
}

/// What of an identity could be read.
#[derive(Debug, Default)]
pub(crate) struct IdentityParts<'a> {
    pub(crate) category: Option<&'a str>,
    pub(crate) building_block: Option<&'a str>,
    pub(crate) party: Option<(Option<&'a str>, Option<&'a str>)>,
    pub(crate) reference: Option<&'a str>,
}

/// Names everything that is wrong with the data of an event.
pub(crate) struct Rules<'a> {
    pub(crate) register: &'a Register,
    /// The path of the data, such as `/data`.
    pub(crate) at: &'a str,
    pub(crate) faults: &'a mut Vec<Fault>,
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
        self.identity("", &parts.identity);
        if let Some(into) = &parts.into {
            self.identity("/into", into);
        }
        self.texts(parts);
        self.codes(event_type, parts);
        self.times(parts, time);
        self.merged_into_itself(parts);
        self.subject(event_type, parts, subject);
    }

    fn fault(&mut self, member: &str, problem: impl Into<String>) {
        self.faults
            .push(Fault::new(format!("{}{member}", self.at), problem));
    }

    fn municipality(&mut self, code: Option<&str>) {
        let Some(code) = code else { return };
        if self.register.find_municipality(code).is_none() {
            self.fault(
                "/municipality",
                format!(
                    "{} is not a municipality in the register: give its CBS code, such as GM0344",
                    quoted(code)
                ),
            );
        }
    }

    fn identity(&mut self, under: &str, parts: &IdentityParts<'_>) {
        let catalogue = self.register.catalogue();
        if let Some(code) = parts
            .category
            .filter(|code| catalogue.category(code).is_none())
        {
            self.fault(
                &format!("{under}/category"),
                format!("{} is not a category of the catalogue", quoted(code)),
            );
        }
        if let Some(code) = parts
            .building_block
            .filter(|code| catalogue.building_block(code).is_none())
        {
            self.fault(
                &format!("{under}/buildingBlock"),
                format!("{} is not a building block of the catalogue", quoted(code)),
            );
        }
        if let Some((kind, name)) = parts.party {
            self.one_of(
                &format!("{under}/party/kind"),
                kind,
                &PartyKind::ALL.map(PartyKind::code),
            );
            self.text(&format!("{under}/party/name"), name, 200);
        }
        if let Some(reference) = parts.reference.filter(|reference| !is_reference(reference)) {
            let problem = format!(
                "{} is not a reference: letters, digits and . _ : / -, at most 64, the first a letter or digit",
                quoted(reference)
            );
            self.fault(&format!("{under}/reference"), problem);
        }
    }

    fn texts(&mut self, parts: &Parts<'_>) {
        self.text("/description", parts.description, 4_000);
        self.text("/reason", parts.reason, 1_000);
        self.text("/reporter/role", parts.role, 200);
        self.text("/coachOrganisation", parts.coach_organisation, 200);
        if let Some((source, id)) = parts.event {
            self.text("/event/source", source, 200);
            self.text("/event/id", id, 200);
        }
        if let Some(round) = parts.round.filter(|round| !is_round(round)) {
            let problem = format!(
                "{} is not a round: lower-case letters, digits and hyphens, at most 32, such as 2013-02",
                quoted(round)
            );
            self.fault("/round", problem);
        }
    }

    fn text(&mut self, member: &str, value: Option<&str>, limit: usize) {
        if let Some(value) = value {
            text(&format!("{}{member}", self.at), value, limit, self.faults);
        }
    }

    fn codes(&mut self, event_type: EventType, parts: &Parts<'_>) {
        match event_type {
            EventType::MunicipalityConsulted => {
                self.one_of(
                    "/outcome",
                    parts.outcome,
                    &ConsultationOutcome::ALL.map(ConsultationOutcome::code),
                );
            }
            EventType::KnelpuntReported
            | EventType::KnelpuntResolved
            | EventType::KnelpuntMerged
            | EventType::EventWithdrawn
            | EventType::EventRedacted => {
                self.one_of("/outcome", parts.outcome, &Outcome::ALL.map(Outcome::code));
            }
        }
        let catalogue = self.register.catalogue();
        if let Some(code) = parts.remedy.filter(|code| catalogue.remedy(code).is_none()) {
            self.fault(
                "/remedy",
                format!("{} is not a remedy of the catalogue", quoted(code)),
            );
        }
        for (place, topic) in parts.topics.iter().enumerate() {
            if catalogue.category(topic).is_none() {
                self.fault(
                    &format!("/topics/{place}"),
                    format!("{} is not a category of the catalogue", quoted(topic)),
                );
            }
        }
    }

    fn one_of(&mut self, member: &str, code: Option<&str>, allowed: &[&str]) {
        if let Some(code) = code.filter(|code| !allowed.contains(code)) {
            self.fault(
                member,
                format!("{} is not one of {}", quoted(code), allowed.join(", ")),
            );
        }
    }

    fn times(&mut self, parts: &Parts<'_>, time: Option<Instant>) {
        let observed = self.observed("/observedAt", parts.observed_at);
        let known_since = self.observed("/knownSince", parts.known_since);
        if let (Some(observed), Some(time)) = (observed, time)
            && observed.first().since(time) > AHEAD_LIMIT_MICROSECONDS
        {
            self.fault(
                "/observedAt",
                "lies more than 24 hours after time: what has not been observed yet cannot be told",
            );
        }
        if let (Some(observed), Some(known_since)) = (observed, known_since)
            && known_since.first() > observed.first()
        {
            self.fault("/knownSince", "lies after observedAt");
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
            self.fault(member, problem);
        }
        observed
    }

    fn merged_into_itself(&mut self, parts: &Parts<'_>) {
        let (Some(into), Some(municipality), true) =
            (&parts.into, parts.municipality, parts.identifiable)
        else {
            return;
        };
        let (own, target) = (
            parts.identity.resolve(municipality),
            into.resolve(municipality),
        );
        if own.is_some() && own == target {
            self.fault("/into", "is the same knelpunt: nothing to merge");
        }
    }

    fn subject(&mut self, event_type: EventType, parts: &Parts<'_>, subject: Option<&str>) {
        let Some(subject) = subject else { return };
        if let Some(expected) = expected_subject(event_type, parts) {
            if expected != subject {
                self.faults.push(Fault::new(
                    "/subject",
                    format!("does not match the identity in data, which makes {expected}"),
                ));
            }
            return;
        }
        if matches!(
            event_type,
            EventType::EventWithdrawn | EventType::EventRedacted
        ) {
            self.subject_of_another(parts, subject);
        }
    }

    fn subject_of_another(&mut self, parts: &Parts<'_>, subject: &str) {
        let problem = match Subject::parse(subject) {
            None => Some(
                "is neither a knelpunt id nor <municipality>/<round>: give the subject of the event that is meant",
            ),
            Some(Subject::Consultation { municipality, .. })
                if parts.municipality.is_some_and(|code| code != municipality) =>
            {
                Some("names another municipality than data does")
            }
            Some(_) => None,
        };
        if let Some(problem) = problem {
            self.faults.push(Fault::new("/subject", problem));
        }
    }
}

/// Checks a free text: not blank, no control characters, no longer than `limit` code points.
pub(crate) fn text(path: &str, value: &str, limit: usize, faults: &mut Vec<Fault>) {
    let mut fault = |problem: String| faults.push(Fault::new(path, problem));
    if value.trim().is_empty() {
        fault("is blank: leave it out, or say something".to_owned());
    }
    if value.chars().any(char::is_control) {
        fault("has control characters (a line break is one)".to_owned());
    }
    let length = value.chars().count();
    if length > limit {
        fault(format!("has {length} characters, more than {limit}"));
    }
}

/// Works out what the subject must be; none when a part is missing or another event decides.
fn expected_subject(event_type: EventType, parts: &Parts<'_>) -> Option<String> {
    let municipality = parts.municipality.filter(|_| parts.identifiable)?;
    match event_type {
        EventType::KnelpuntReported | EventType::KnelpuntResolved | EventType::KnelpuntMerged => {
            parts
                .identity
                .resolve(municipality)
                .map(|identity| identity.id().to_string())
        }
        EventType::MunicipalityConsulted => {
            parts.round.map(|round| format!("{municipality}/{round}"))
        }
        EventType::EventWithdrawn | EventType::EventRedacted => None,
    }
}

impl IdentityParts<'_> {
    /// Gives the canonical identity when every part that is there can be understood.
    fn resolve(&self, municipality: &str) -> Option<Identity> {
        let party = match self.party {
            Some((kind, name)) => Some((PartyKind::parse(kind?)?, canonical_name(name?))),
            None => None,
        };
        Some(Identity {
            municipality: municipality.to_owned(),
            category: self.category?.to_owned(),
            building_block: self.building_block.map(str::to_owned),
            party,
            reference: self.reference.map(canonical_name),
        })
    }
}

/// `^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$`
fn is_reference(text: &str) -> bool {
    let bytes = text.as_bytes();
    let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"._:/-".contains(byte);
    (1..=64).contains(&bytes.len()) && bytes[0].is_ascii_alphanumeric() && bytes.iter().all(allowed)
}

/// `^[a-z0-9][a-z0-9-]{0,31}$`
pub(crate) fn is_round(text: &str) -> bool {
    let bytes = text.as_bytes();
    let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (1..=32).contains(&bytes.len())
        && plain(&bytes[0])
        && bytes.iter().all(|byte| plain(byte) || *byte == b'-')
}

/// Puts a text in quotation marks, cut where it grows long, so that a message stays a message.
pub(crate) fn quoted(text: &str) -> String {
    let shown: String = text.chars().take(60).collect();
    let more = if text.chars().nth(60).is_some() {
        "…"
    } else {
        ""
    };
    format!("{:?}", format!("{shown}{more}"))
}
