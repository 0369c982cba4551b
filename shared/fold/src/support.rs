//! From the events of one kind of support that a municipality received to those that count.

use model::{EventKey, Instant};

use crate::{Record, RecordKind, Symbol, effective_records};

/// Support that counts, with its topics as symbols.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupportFact {
    /// When it was received; it is visible from then on.
    pub at: Instant,
    /// The event.
    pub key: EventKey,
    /// The categories that it was about; none for all.
    pub topics: Option<Box<[Symbol]>>,
}

impl SupportFact {
    fn from_record(record: &Record) -> Option<Self> {
        let RecordKind::Supported(supported) = &record.kind else {
            return None;
        };
        Some(Self {
            at: supported.instant,
            key: record.key,
            topics: supported.topics.clone(),
        })
    }

    /// Whether it was about a category.
    pub fn is_about(&self, category: Symbol) -> bool {
        let topics = self.topics.as_ref();
        topics.is_none_or(|topics| topics.contains(&category))
    }
}

/// Returns the support that counts of one kind and municipality, by instant and event key, from every record of its
/// subject.
pub fn effective_support<'a>(records: impl IntoIterator<Item = &'a Record>) -> Vec<SupportFact> {
    let records = effective_records(records);
    let counting = records.values().filter(|effective| !effective.withdrawn);
    let mut facts: Vec<SupportFact> = counting
        .filter_map(|effective| SupportFact::from_record(effective.record))
        .collect();
    facts.sort_by_key(|fact| (fact.at, fact.key));
    facts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Supported,
        sample::{day, name, record, redaction, withdrawal},
    };

    fn support(name_of_event: &str, at: i64, topics: Option<&str>) -> Record {
        let topics = topics.map(|topics| topics.split_whitespace().map(name).collect());
        let instant = day(at);
        let kind = RecordKind::Supported(Box::new(Supported { instant, topics }));
        record(name_of_event, 0, kind)
    }

    /// Compares what counts of records: the instants, and whether each is about `funding`.
    #[track_caller]
    fn check(records: &[Record], expected: &[(i64, bool)]) {
        let about = |fact: &SupportFact| (fact.at, fact.is_about(name("funding")));
        let found: Vec<_> = effective_support(records).iter().map(about).collect();
        let expected: Vec<_> = expected.iter().map(|(at, it)| (day(*at), *it)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn support_is_ordered_by_instant_and_is_about_its_topics_all_without_any() {
        check(
            &[
                support("c", 3, None),
                support("a", 1, Some("capacity")),
                support("b", 2, Some("capacity funding")),
                support("d", 4, Some("")),
            ],
            &[(1, false), (2, true), (3, true), (4, false)],
        );
        check(&[], &[]);
    }

    #[test]
    fn withdrawn_support_does_not_count_and_a_redaction_replaces_its_event() {
        let first = support("a", 1, None);
        let withdrawn = withdrawal("w", "a");
        check(
            &[withdrawn, first.clone(), support("b", 2, None)],
            &[(2, true)],
        );
        let replaced = redaction("r", support("a", 5, Some("capacity")));
        check(&[replaced, first], &[(5, false)]);
    }
}
