//! The sentences of a monthly report.

#[cfg(test)]
mod tests;

use api::answers::{Coverage, PeriodFigures, RoundItem, Rounds};
use model::ConsultationOutcome;
use texts::messages::{MessageValue, Messages};

use super::Month;
use crate::{pages::page_query::PageQuery, problem::WebProblem};

/// What the sentences tell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MonthFacts {
    pub(super) month: Month,
    pub(super) now: PeriodFigures,
    pub(super) month_before: PeriodFigures,
    /// None before the first event.
    pub(super) year_before: Option<PeriodFigures>,
    /// The categories that changed.
    pub(super) moved: Vec<Moved>,
    pub(super) became_persisting: usize,
    pub(super) only: OnlyOnes,
}

/// The knelpunten that are named because there is one of their kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct OnlyOnes {
    pub(super) open: Option<KnelpuntName>,
    pub(super) persisting: Option<KnelpuntName>,
    pub(super) added: Option<KnelpuntName>,
    pub(super) removed: Option<KnelpuntName>,
}

/// A knelpunt in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KnelpuntName {
    pub(super) category: String,
    pub(super) municipality: String,
}

/// A category of which more or fewer were added than chance can explain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moved {
    pub(super) name: String,
    pub(super) before: u64,
    pub(super) now: u64,
}

/// Returns the paragraphs: the month, and the year.
pub(super) fn paragraphs(t: Messages, facts: &MonthFacts) -> Vec<String> {
    let month = [
        open(t, facts),
        compared(t, facts),
        persisting(t, facts),
        changes(t, facts),
        t.with("monthly-became", "n", facts.became_persisting),
        unconfirmed(t, facts.now),
    ];
    let year = [year_before(t, facts), movers(t, &facts.moved)];
    [joined(&month), joined(&year)].into()
}

fn joined(sentences: &[String]) -> String {
    let sentences = sentences.iter().filter(|sentence| !sentence.is_empty());
    let sentences: Vec<&str> = sentences.map(String::as_str).collect();
    sentences.join(" ")
}

/// Returns the values of a sentence about a count that names the knelpunt if it is one.
fn counted(count: i64, only: Option<&KnelpuntName>) -> [(&'static str, MessageValue<'_>); 3] {
    let only = only.map_or(("", ""), |named| (&*named.category, &*named.municipality));
    [
        ("n", count.into()),
        ("name", only.0.into()),
        ("municipality", only.1.into()),
    ]
}

fn open(t: Messages, facts: &MonthFacts) -> String {
    let month = t.month_name(facts.month.first());
    let [n, _, municipality] = counted(facts.now.open_at_end, facts.only.open.as_ref());
    t.text_with(
        "monthly-open",
        &[("month", (&month).into()), n, municipality],
    )
}

fn compared(t: Messages, facts: &MonthFacts) -> String {
    match facts.now.open_at_end - facts.month_before.open_at_end {
        0 => t.text("monthly-same"),
        more @ 1.. => t.with("monthly-more", "n", more),
        fewer => t.with("monthly-fewer", "n", -fewer),
    }
}

fn persisting(t: Messages, facts: &MonthFacts) -> String {
    let PeriodFigures {
        open_at_end: open,
        persisting_at_end: persisting,
        ..
    } = facts.now;
    match (open, persisting) {
        (0, _) => String::new(),
        (1, 0) => t.text("monthly-persisting-not"),
        (1, _) => t.text("monthly-persisting-only"),
        _ if open == persisting => t.text("monthly-persisting-all"),
        _ => t.text_with(
            "monthly-persisting",
            &counted(persisting, facts.only.persisting.as_ref()),
        ),
    }
}

/// Returns what was added and removed.
fn changes(t: Messages, facts: &MonthFacts) -> String {
    let now = facts.now;
    if now.opened == 0 && now.resolved == 0 {
        let month = t.month_name(facts.month.first());
        return t.with("monthly-nothing", "month", month);
    }
    let added = counted(now.opened, facts.only.added.as_ref());
    let back = match (now.opened, now.recurred) {
        (_, 0) => String::new(),
        (1, _) => t.text("monthly-back-only"),
        (added, back) if added == back => t.text("monthly-back-all"),
        (_, back) => t.with("monthly-back", "n", back),
    };
    joined(&[
        t.text_with("monthly-added", &added),
        back,
        removed(t, facts),
    ])
}

fn removed(t: Messages, facts: &MonthFacts) -> String {
    let by = facts.now.resolved_by_outcome;
    let outcomes = [
        ("term-solved", by.solved),
        ("term-solved-nationally", by.central),
        ("term-lapsed", by.lapsed),
    ];
    let present = outcomes.iter().filter(|(_, count)| *count > 0);
    let present: Vec<(String, i64)> = present.map(|(id, count)| (t.text(id), *count)).collect();
    let how = match &present[..] {
        [(outcome, 1)] => outcome.clone(),
        [(outcome, _)] => t.with("monthly-removed-all", "outcome", outcome),
        several => {
            let parts = several
                .iter()
                .map(|(outcome, count)| format!("{} {outcome}", t.number(*count)));
            let parts: Vec<String> = parts.collect();
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            t.list(&parts)
        }
    };
    let [n, name, municipality] = counted(facts.now.resolved, facts.only.removed.as_ref());
    let how = ("how", MessageValue::from(&how));
    t.text_with("monthly-removed", &[n, name, municipality, how])
}

fn unconfirmed(t: Messages, now: PeriodFigures) -> String {
    if now.open_at_end == 0 {
        return String::new();
    }
    t.text_with(
        "monthly-unconfirmed",
        &[
            ("n", now.unconfirmed_at_end.into()),
            ("open", now.open_at_end.into()),
        ],
    )
}

fn year_before(t: Messages, facts: &MonthFacts) -> String {
    let Some(then) = facts.year_before else {
        return String::new();
    };
    let month = facts.month.plus(-12).map(|month| t.month(month.first()));
    t.text_with(
        "monthly-year-before",
        &[
            ("month", month.as_deref().unwrap_or_default().into()),
            ("open", then.open_at_end.into()),
            ("persisting", then.persisting_at_end.into()),
        ],
    )
}

fn movers(t: Messages, moved: &[Moved]) -> String {
    let names: Vec<&str> = moved.iter().map(|one| &*one.name).collect();
    let names = t.list(&names);
    let (before, now) = moved.first().map_or((0, 0), |one| (one.before, one.now));
    t.text_with(
        "monthly-movers",
        &[
            ("n", moved.len().into()),
            ("names", (&names).into()),
            ("before", before.into()),
            ("now", now.into()),
        ],
    )
}

/// Returns what the rounds of the month reached, or the last one before, and how many are still to be called.
pub(super) fn rounds(t: Messages, month: Month, rounds: &Rounds, to_call: Option<&str>) -> String {
    let is_in =
        |round: &&RoundItem| round.began_on <= month.last() && round.ended_on >= month.first();
    let of_month: Vec<&RoundItem> = rounds.items.iter().filter(is_in).collect();
    let name = t.month_name(month.first());
    let Some(newest) = rounds.items.first() else {
        return t.with("monthly-no-round", "month", name);
    };
    let line = |id: &str, round: &RoundItem| {
        let values = [
            ("round", t.round(&round.round)),
            ("reached", reached(t, round.coverage)),
            ("month", name.clone()),
        ];
        let values = values.each_ref().map(|(key, value)| (*key, value.into()));
        t.text_with(id, &values)
    };
    let met = match &of_month[..] {
        [] => joined(&[
            t.with("monthly-no-round", "month", &name),
            line("monthly-last-round", newest),
        ]),
        [one] => line("monthly-round", one),
        several => {
            let lines = several
                .iter()
                .map(|round| line("monthly-one-of-rounds", round));
            let lines: Vec<String> = lines.collect();
            t.text_with(
                "monthly-rounds",
                &[
                    ("month", (&name).into()),
                    ("n", several.len().into()),
                    ("rounds", (&lines.join("; ")).into()),
                ],
            )
        }
    };
    joined(&[met, left_to_call(t, newest.coverage, to_call)])
}

fn reached(t: Messages, coverage: Coverage) -> String {
    t.text_with(
        "monthly-reached",
        &[
            ("asked", coverage.asked.into()),
            ("reached", coverage.reached.into()),
        ],
    )
}

fn left_to_call(t: Messages, coverage: Coverage, only: Option<&str>) -> String {
    if coverage.asked == 0 {
        return String::new();
    }
    if coverage.reached == coverage.asked {
        return t.text("monthly-all-reached");
    }
    t.text_with(
        "monthly-to-call",
        &[
            ("n", coverage.no_answer.into()),
            ("municipality", only.unwrap_or_default().into()),
        ],
    )
}

/// Returns the name of the municipality that is still to be called in the newest round, if it is one.
pub(super) fn municipality_to_call(
    rounds: &Rounds,
    query: &mut PageQuery<'_>,
) -> Result<Option<String>, WebProblem> {
    let Some(newest) = rounds.items.first() else {
        return Ok(None);
    };
    if newest.coverage.no_answer != 1 {
        return Ok(None);
    }
    let round = query.round(&newest.round, &[])?;
    let mut called = round.municipalities.into_iter();
    let to_call = called.find(|one| one.consultation == Some(ConsultationOutcome::NoAnswer));
    Ok(to_call.map(|one| one.municipality_name))
}
