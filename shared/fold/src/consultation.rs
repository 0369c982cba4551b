//! From the events of one municipality in one round to whether it was reached, and on which topics.

use std::collections::BTreeSet;

use model::{ConsultationOutcome, EventKey, Instant};

use crate::{Consulted, Record, RecordKind, Symbol, effective_records};

/// A consultation that counts, with its topics as symbols.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsultationFact {
    /// When it was; it is visible from then on.
    pub at: Instant,
    /// The event.
    pub key: EventKey,
    /// Its outcome.
    pub outcome: ConsultationOutcome,
    /// The categories that were covered; none for all.
    pub topics: Option<Box<[Symbol]>>,
}

/// All consultations of one municipality in one round, combined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consultation {
    /// Reached if any was; otherwise the outcome of the last.
    pub outcome: ConsultationOutcome,
    /// The categories covered by those that reached it, united; none for all. The others covered nothing.
    pub topics: Option<BTreeSet<Symbol>>,
}

impl ConsultationFact {
    fn from_record(record: &Record) -> Option<Self> {
        let RecordKind::Consulted(consulted) = &record.kind else {
            return None;
        };
        let Consulted {
            instant,
            outcome,
            topics,
        } = &**consulted;
        Some(Self {
            at: *instant,
            key: record.key,
            outcome: *outcome,
            topics: topics.clone(),
        })
    }

    /// Returns the sort key: instant, event key.
    pub const fn order(&self) -> (Instant, EventKey) {
        (self.at, self.key)
    }
}

/// Returns the consultations that count of one municipality in one round, in order, from every record of its subject.
pub fn effective_consultations<'a>(
    records: impl IntoIterator<Item = &'a Record>,
) -> Vec<ConsultationFact> {
    let records = effective_records(records);
    let counting = records.values().filter(|effective| !effective.withdrawn);
    let mut facts: Vec<ConsultationFact> = counting
        .filter_map(|effective| ConsultationFact::from_record(effective.record))
        .collect();
    facts.sort_by_key(ConsultationFact::order);
    facts
}

impl Consultation {
    /// Combines consultations, which must be in order; none if there are none.
    pub fn combine<'a>(facts: impl IntoIterator<Item = &'a ConsultationFact>) -> Option<Self> {
        facts.into_iter().fold(None, |before, fact| {
            Some(match before {
                None => Self::single(fact),
                Some(before) => before.and(Self::single(fact)),
            })
        })
    }

    fn single(fact: &ConsultationFact) -> Self {
        let reached = fact.outcome == ConsultationOutcome::Reached;
        let topics = fact.topics.as_ref();
        Self {
            outcome: fact.outcome,
            topics: if reached {
                topics.map(|topics| topics.iter().copied().collect())
            } else {
                Some(BTreeSet::new())
            },
        }
    }

    fn and(self, next: Self) -> Self {
        let reached = self.outcome == ConsultationOutcome::Reached;
        let topics = self.topics.zip(next.topics);
        Self {
            outcome: if reached { self.outcome } else { next.outcome },
            topics: topics.map(|(mut topics, more)| {
                topics.extend(more);
                topics
            }),
        }
    }

    /// Whether the municipality was reached.
    pub fn is_reached(&self) -> bool {
        self.outcome == ConsultationOutcome::Reached
    }

    /// Whether a category was covered.
    pub fn covers(&self, category: Symbol) -> bool {
        let topics = self.topics.as_ref();
        topics.is_none_or(|topics| topics.contains(&category))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{day, interner, name, record, redaction, withdrawal};
    use ConsultationOutcome::{Declined, NoAnswer, Reached};

    fn consultation(
        name_of_event: &str,
        at: i64,
        outcome: ConsultationOutcome,
        topics: Option<&str>,
    ) -> Record {
        let topics = topics.map(|topics| topics.split_whitespace().map(name).collect());
        let kind = RecordKind::Consulted(Box::new(Consulted {
            instant: day(at),
            outcome,
            topics,
        }));
        record(name_of_event, 0, kind)
    }

    /// Compares the combination of records: the outcome, and the topics that are covered.
    #[track_caller]
    fn check(
        records: &[Record],
        expected: Option<(ConsultationOutcome, Option<&[&str]>)>,
    ) -> Option<Consultation> {
        let interner = interner();
        let combined = effective_consultations(records);
        let combined = Consultation::combine(&combined);
        let texts = |topics: &BTreeSet<Symbol>| -> BTreeSet<String> {
            topics
                .iter()
                .map(|topic| interner.text(*topic).to_owned())
                .collect()
        };
        let shown = combined
            .as_ref()
            .map(|combined| (combined.outcome, combined.topics.as_ref().map(texts)));
        let expected = expected.map(|(outcome, topics)| {
            let topics =
                topics.map(|topics| topics.iter().map(|topic| (*topic).to_owned()).collect());
            (outcome, topics)
        });
        assert_eq!(shown, expected);
        combined
    }

    #[test]
    fn a_municipality_reached_once_was_reached_whatever_came_after() {
        let calls = [
            consultation("c", 3, Declined, None),
            consultation("a", 1, NoAnswer, None),
            consultation("b", 2, Reached, Some("capacity")),
        ];
        check(&calls, Some((Reached, Some(&["capacity"]))));
        check(&calls[..2], Some((Declined, Some(&[]))));
        check(&calls[1..2], Some((NoAnswer, Some(&[]))));
        check(&[], None);
    }

    #[test]
    fn topics_of_those_reached_are_united_and_none_given_are_all() {
        let one = consultation("a", 1, Reached, Some("capacity funding"));
        let other = consultation("b", 2, Reached, Some("funding staff"));
        let all = consultation("c", 3, Reached, None);
        check(
            &[one.clone(), other.clone()],
            Some((Reached, Some(&["capacity", "funding", "staff"]))),
        );
        check(&[one, other, all], Some((Reached, None)));
        let combined = check(
            &[consultation("a", 1, Reached, Some(""))],
            Some((Reached, Some(&[]))),
        );
        assert!(combined.is_some_and(
            |combined| combined.is_reached() && !combined.covers(name("capacity"))
        ));
    }

    #[test]
    fn a_withdrawn_consultation_does_not_count_and_a_redaction_replaces_its_event() {
        let reached = consultation("a", 1, Reached, None);
        let missed = consultation("b", 2, NoAnswer, None);
        let withdrawn = withdrawal("w", "a");
        check(
            &[withdrawn.clone(), reached.clone(), missed],
            Some((NoAnswer, Some(&[]))),
        );
        check(&[reached.clone(), withdrawn], None);
        let replaced = redaction("r", consultation("a", 1, Declined, None));
        check(&[replaced, reached], Some((Declined, Some(&[]))));
    }
}
