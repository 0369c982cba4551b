//! What is asked of the list, and where its next page begins.

use model::{Instant, KnelpuntId};

use crate::{
    Query,
    cursor::{Cursor, question_id},
    parameters::Parameters,
    persisting::item::OpenKnelpunt,
};

/// What is asked of the list, besides what every question has.
#[derive(Debug, Clone, PartialEq)]
pub struct PersistingQuery {
    pub(super) only_persisting: bool,
    pub(super) min_age_days: f64,
    pub(super) limit: usize,
    after: Option<Cursor>,
    question: uuid::Uuid,
}

impl PersistingQuery {
    /// Takes the keys; a cursor decides the as-of instant where none is given.
    pub(crate) fn take(keys: &mut Parameters, asked: &mut Query) -> Self {
        let only_persisting = keys.read("status", "persisting or open", |text| match text {
            "persisting" => Some(true),
            "open" => Some(false),
            _ => None,
        });
        let only_persisting = only_persisting.unwrap_or(true);
        let min_age_days = keys
            .read("minAgeDays", "a number of days, 0 or more", age)
            .unwrap_or_default();
        let limit = keys.read("limit", "a whole number from 1 to 1000", limit);
        let after = keys.read("cursor", "a cursor that an answer gave", Cursor::parse);
        if let Some(cursor) = after.filter(|_| !keys.given_as_of) {
            asked.as_of = cursor.as_of;
            if !keys.given_division {
                asked.division = cursor.as_of.day();
            }
        }
        let question = question_id(&format!(
            "{:?}|{}|{:?}|{only_persisting}|{min_age_days}",
            asked.filter, asked.division, asked.known_at
        ));
        let another = |cursor: Cursor| cursor.question != question || cursor.as_of != asked.as_of;
        // What could not be read was named: whether the rest belongs together cannot be told.
        if after.is_some_and(another) && keys.problems.is_empty() {
            keys.problem(
                "cursor",
                "belongs to another question: keep asOf, knownAt, division and filter, or leave the cursor out",
            );
        }
        Self {
            only_persisting,
            min_age_days,
            limit: limit.unwrap_or(100),
            after,
            question,
        }
    }

    /// Says whether an item, of which the list is in order, is on a page before.
    pub(super) fn is_passed(&self, item: &OpenKnelpunt<'_>) -> bool {
        self.after.is_some_and(|after| {
            item.since < after.since || item.since == after.since && item.id() <= after.id
        })
    }

    /// Gives the cursor of the page that begins after an item.
    pub(super) fn cursor_after(
        &self,
        as_of: Instant,
        (since, id): (Instant, KnelpuntId),
    ) -> String {
        let cursor = Cursor {
            as_of,
            since,
            id,
            question: self.question,
        };
        cursor.to_text()
    }
}

fn age(text: &str) -> Option<f64> {
    let days = text.parse::<f64>().ok()?;
    // The sum makes a zero of the negative zero.
    (days.is_finite() && days >= 0.0).then_some(days + 0.0)
}

fn limit(text: &str) -> Option<usize> {
    let limit = text.parse().ok()?;
    (1..=1_000).contains(&limit).then_some(limit)
}
