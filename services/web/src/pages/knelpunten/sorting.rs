//! By what the list is sorted, and the links in the heads of its columns that sort it otherwise.

use api::parameters::{ListSort, SortOrder};

use super::{PATH, choice::ListChoice};
use crate::pages::{page_query::PageQuery, table::ColumnSort};

/// By what the list is sorted, in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sorting {
    sort: ListSort,
    order: SortOrder,
}

/// What the columns are sorted by, in their order.
const COLUMNS: [Option<ListSort>; 7] = [
    Some(ListSort::Category),
    Some(ListSort::Municipality),
    None,
    Some(ListSort::Since),
    Some(ListSort::Age),
    None,
    Some(ListSort::LastReportedAt),
];

impl Sorting {
    pub(super) fn new(choice: &ListChoice) -> Self {
        let (sort, order) = (choice.value("sort"), choice.value("order"));
        let by = ListSort::ALL.iter().find(|by| Some(by.as_str()) == sort);
        let order = SortOrder::ALL.iter().find(|by| Some(by.as_str()) == order);
        Self {
            sort: by.copied().unwrap_or_default(),
            order: order.copied().unwrap_or_default(),
        }
    }

    /// Returns the id of the heading: what comes first.
    pub(super) const fn heading(self) -> &'static str {
        match (self.sort, self.order) {
            (ListSort::Since, SortOrder::Ascending) => "list-by-since",
            (ListSort::Since, SortOrder::Descending) => "list-by-since-newest",
            (ListSort::Age, SortOrder::Ascending) => "list-by-age",
            (ListSort::Age, SortOrder::Descending) => "list-by-age-longest",
            (ListSort::Municipality, _) => "list-by-municipality",
            (ListSort::Category, _) => "list-by-category",
            (ListSort::LastReportedAt, SortOrder::Ascending) => "list-by-confirmed",
            (ListSort::LastReportedAt, SortOrder::Descending) => "list-by-confirmed-latest",
        }
    }

    /// Returns the link in the head of a column; of the column that sorts the list, the link to the other order.
    pub(super) fn of_column(
        self,
        index: usize,
        query: &PageQuery<'_>,
        choice: &ListChoice,
    ) -> Option<ColumnSort> {
        let by = COLUMNS.get(index).copied().flatten()?;
        let is_sorted = by == self.sort;
        let order = match (is_sorted, self.order, by) {
            (true, SortOrder::Ascending, _) | (false, _, ListSort::Age) => SortOrder::Descending,
            _ => SortOrder::Ascending,
        };
        let mut keys =
            choice.keys_where(|key| !["sort", "order", "cursor", "limit"].contains(&key));
        keys.extend([("sort", by.as_str()), ("order", order.as_str())]);
        Some(ColumnSort {
            href: query.link_with(PATH, &keys),
            sorted: is_sorted.then(|| self.order.as_str()),
        })
    }
}
