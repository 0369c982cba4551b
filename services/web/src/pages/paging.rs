//! Long charts in pages of their rows: where a page begins, and the links to those beside it.

use super::{figure::PageFigure, page_query::PageQuery};
use crate::{problem::WebProblem, query::Pair};

/// The key that says with which row a page begins, from 1 on.
pub(crate) const FROM: &str = "from";
/// The rows of one page.
const ROWS: usize = 50;

/// A page of rows: the first, the one after the last, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RowPage {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) n: usize,
}

impl RowPage {
    /// Returns the page that begins with a row; none if there are no rows.
    pub(crate) fn new(from: usize, n: usize) -> Option<Self> {
        let from = from.min(n.checked_sub(1)?);
        let to = n.min(from + ROWS);
        Some(Self { from, to, n })
    }

    /// Returns the figure with links to the pages before and after this one, on the page with a path.
    pub(crate) fn link(self, query: &PageQuery<'_>, path: &str, figure: PageFigure) -> PageFigure {
        let id = figure.id;
        let page = |from: usize| {
            let from = (from + 1).to_string();
            format!("{}#{id}", query.link_with(path, &[(FROM, &from)]))
        };
        let mut figure = figure;
        if self.from > 0 {
            let previous = self.from.saturating_sub(ROWS);
            figure = figure.more(query.t().text("rounds-previous"), page(previous));
        }
        if self.to < self.n {
            figure = figure.more(query.t().text("rounds-next"), page(self.to));
        }
        figure
    }
}

/// Returns the row with which a page begins, from 0 on.
///
/// # Errors
///
/// 400 if the key is not a whole number from 1 on.
pub(crate) fn first_row(keys: &[Pair]) -> Result<usize, WebProblem> {
    let Some((_, text)) = keys.last() else {
        return Ok(0);
    };
    let number = text.parse::<usize>().ok().filter(|from| *from > 0);
    number
        .map(|from| from - 1)
        .ok_or_else(|| WebProblem::key(FROM, "is not a whole number from 1 on"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_would_begin_after_the_last_row_begins_with_it() {
        let page = |from, to, n| Some(RowPage { from, to, n });
        assert_eq!(RowPage::new(0, 120), page(0, 50, 120));
        assert_eq!(RowPage::new(100, 120), page(100, 120, 120));
        assert_eq!(RowPage::new(500, 120), page(119, 120, 120));
        assert_eq!(RowPage::new(0, 0), None);
    }
}
