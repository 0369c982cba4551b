//! The pages of the list. A cursor is valid for one as-of, known-at, division and filter.

use model::{Instant, KnelpuntId};
use uuid::Uuid;

use super::{PersistingQuestion, item::ListedKnelpunt};
use crate::{Cursor, Parameters, Scope, cursor::question_id};

impl PersistingQuestion {
    /// Checks that the cursor of a link belongs to the rest of it; it decides the as-of instant if the link does not.
    pub(super) fn resume(&self, parameters: &mut Parameters, scope: &mut Scope) {
        let Some(cursor) = self.after else { return };
        if !parameters.has_as_of {
            scope.as_of = cursor.as_of;
            if !parameters.has_division {
                scope.division = cursor.as_of.day();
            }
        }
        let is_another = cursor.question != self.id(scope) || cursor.as_of != scope.as_of;
        // Beside another violation it is unknown which question the link asks.
        if is_another && parameters.violations.is_empty() {
            parameters.add_violation(
                "cursor",
                "belongs to another question: keep asOf, knownAt, division and filter, or leave the cursor out",
            );
        }
    }

    /// Identifies the list by everything that must stay the same from page to page.
    fn id(&self, scope: &Scope) -> Uuid {
        question_id(&format!(
            "{:?}|{}|{:?}|{}|{}",
            scope.filter, scope.division, scope.known_at, self.only_persisting, self.min_age_days
        ))
    }

    pub(super) fn is_on_earlier_page(&self, open: &ListedKnelpunt<'_>) -> bool {
        self.after.is_some_and(|after| {
            open.since < after.since || open.since == after.since && open.id() <= after.id
        })
    }

    /// Returns the cursor of the page that begins after an item.
    pub(super) fn cursor_after(&self, scope: &Scope, (since, id): (Instant, KnelpuntId)) -> String {
        let cursor = Cursor {
            as_of: scope.as_of,
            since,
            id,
            question: self.id(scope),
        };
        cursor.to_text()
    }
}
