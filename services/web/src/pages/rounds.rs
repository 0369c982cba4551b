//! The rounds: who was asked, what is still there and what is gone, one below the other.

use askama::Template;
use questions::RoundItem;

use super::{
    dutch,
    frame::{self, Frame, Link},
    inquiry::Inquiry,
};
use crate::problem::WebProblem;

#[derive(Template)]
#[template(path = "rounds.html")]
pub(crate) struct RoundsPage {
    pub(crate) frame: Frame,
    pub(crate) total: String,
    pub(crate) rounds: Vec<Row>,
}

/// A round in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) href: String,
    /// The day on which it began.
    pub(crate) began: String,
    pub(crate) asked: String,
    pub(crate) reached: String,
    pub(crate) expected: String,
    pub(crate) still_there: String,
    pub(crate) gone: String,
    pub(crate) not_discussed: String,
    pub(crate) new: String,
    pub(crate) open_after: String,
}

impl RoundsPage {
    /// Asks what the page shows.
    ///
    /// # Errors
    ///
    /// As asking does.
    pub(crate) fn of(inquiry: &mut Inquiry<'_>) -> Result<Self, WebProblem> {
        inquiry.takes_no_own()?;
        let rounds = inquiry.rounds()?;
        let (summary, _) = inquiry.summary(&[])?;
        let notices = frame::provenance(inquiry, summary, &[])?;
        let data = vec![Link::to_data(inquiry, "rondes", "/v1/rounds", &[])];
        let row = |item: &RoundItem| row(item, inquiry);
        Ok(Self {
            total: dutch::count(rounds.total, "ronde", "rondes"),
            rounds: rounds.items.iter().map(row).collect(),
            frame: Frame::of(inquiry, "Rondes".to_owned(), notices, data),
        })
    }
}

fn row(item: &RoundItem, inquiry: &Inquiry<'_>) -> Row {
    let (coverage, found) = (&item.coverage, &item.coverage.found);
    let number = |count: usize| dutch::number(count as u64);
    Row {
        name: item.round.clone(),
        href: inquiry.link(&format!("/rondes/{}", item.round)),
        began: dutch::day_of(item.began_at),
        asked: number(coverage.asked),
        reached: dutch::with_share(coverage.reached, coverage.asked),
        expected: number(found.expected),
        still_there: dutch::with_share(found.still_there, found.expected),
        gone: dutch::with_share(found.gone, found.expected),
        not_discussed: dutch::with_share(found.not_discussed, found.expected),
        new: number(found.new),
        open_after: number(found.open_after),
    }
}
