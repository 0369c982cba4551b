//! Whether knelpunten were closed sooner with support: each kind of support, one row each.

use std::collections::BTreeSet;

use api::{Filter, answers::SupportEffect};
use askama::Template;
use charts::{MarkScale, Series};
use questions::{SupportEffectQuestion, SupportReceivedQuestion};
use texts::messages::Messages;

use super::{
    figure::{
        PageFigure,
        intervals::{CHANCE, point_mark, ratio_scale},
    },
    frame::PageFrame,
    municipalities, names,
    page_query::PageQuery,
    provenance, remedy,
    table::{PageRow, PageTable, TableCell, TableColumn},
};
use crate::problem::WebProblem;

/// The path of the page.
pub(super) const PATH: &str = "/ondersteuning";

#[derive(Template)]
#[template(path = "support.html")]
pub(crate) struct SupportPage {
    pub(crate) frame: PageFrame,
    /// `None` where no support is known.
    pub(crate) table: Option<PageFigure>,
    /// Where support is recorded; `None` where there are no forms.
    pub(crate) form: Option<String>,
}

/// What a comparison says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Faster,
    Slower,
    Chance,
    /// There is too little to compare.
    TooFew,
}

impl super::Page for SupportPage {
    fn figures(&self) -> Vec<&PageFigure> {
        self.table.iter().collect()
    }
}

impl SupportPage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// As a question.
    pub(crate) fn new(query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        query.page_keys(&[])?;
        let t = query.t();
        let mut effects = Vec::new();
        for support in received(query)? {
            let name = names::remedy(t, query.register(), &support);
            effects.push((name, effect(query, &support)?));
        }
        effects.sort_by_key(|(name, _)| name.to_lowercase());
        let (summary, _) = query.summary(Filter::default())?;
        let notices = provenance::of_selection(query, summary, &Filter::default())?;
        Ok(Self {
            table: (!effects.is_empty()).then(|| figure(query, &effects)),
            form: query.has_forms().then(|| query.link(municipalities::PATH)),
            frame: PageFrame::new(query, t.text("support-title"), Vec::new(), notices),
        })
    }
}

/// Returns the codes of the support that any municipality received.
fn received(query: &mut PageQuery<'_>) -> Result<BTreeSet<String>, WebProblem> {
    let received = query.ask(Filter::default(), SupportReceivedQuestion)?;
    Ok(received.into_iter().map(|one| one.support).collect())
}

/// Compares with and without a support.
pub(super) fn effect(
    query: &mut PageQuery<'_>,
    support: &str,
) -> Result<SupportEffect, WebProblem> {
    query.ask_by_keys::<SupportEffectQuestion>(&[("support", support)])
}

/// Returns what a comparison says.
pub(super) fn verdict(effect: &SupportEffect) -> Verdict {
    match (effect.mantel_byar, effect.rate_ratio.value) {
        (Some(test), _) if test.p > CHANCE => Verdict::Chance,
        (Some(_), Some(ratio)) if ratio > 1.0 => Verdict::Faster,
        (Some(_), Some(_)) => Verdict::Slower,
        _ => Verdict::TooFew,
    }
}

fn figure(query: &PageQuery<'_>, effects: &[(String, SupportEffect)]) -> PageFigure {
    let t = query.t();
    let verdicts = effects.iter().map(|(_, effect)| verdict(effect));
    let real = verdicts.filter(|verdict| matches!(verdict, Verdict::Faster | Verdict::Slower));
    let scale = ratio_scale();
    let numbers = [
        "support-with-municipalities",
        "support-with",
        "support-with-closed",
        "support-without-municipalities",
        "support-without",
        "support-without-closed",
        "support-ratio",
    ];
    let mut columns = vec![TableColumn::text(t.text("support-kind"))];
    columns.extend(numbers.map(|id| TableColumn::number(t.text(id))));
    columns.push(TableColumn::marks(t.name("def-interval"), scale.head()));
    columns.push(TableColumn::text(t.text("support-verdict")));
    let rows = effects.iter().enumerate();
    let table = PageTable {
        columns,
        rows: rows
            .map(|(index, (name, effect))| row(query, &scale, index, name, effect))
            .collect(),
        has_cards: true,
    };
    let heading = t.with("support-heading", "n", real.count());
    PageFigure::new(query, "verschil", heading, table)
        .subtitle(t.text("support-sub"))
        .explanation(t.text("support-method"))
        .terms(
            query,
            &["def-ondersteuning", "def-afgesloten", "def-interval"],
        )
}

fn row(
    query: &PageQuery<'_>,
    scale: &MarkScale,
    index: usize,
    name: &str,
    effect: &SupportEffect,
) -> PageRow {
    let t = query.t();
    let (with, without) = (&effect.supported, &effect.unsupported);
    let ratio = effect.rate_ratio;
    let verdict = verdict(effect);
    let mark = point_mark(ratio, series(verdict));
    let link = query.link(&remedy::path_of(&effect.support));
    let mut cells = vec![TableCell::text(name).link(link)];
    let counts = [
        with.municipalities,
        with.episodes,
        with.resolved,
        without.municipalities,
        without.episodes,
        without.resolved,
    ];
    cells.extend(counts.map(|count| TableCell::count(t, count)));
    cells.push(TableCell::number(t, ratio.value, 2).interval(interval(t, effect)));
    cells.push(TableCell::mark(
        scale.mark(&format!("verschil-{index}"), &mark),
    ));
    let text = TableCell::text(t.text(verdict_id(verdict)));
    cells.push(match verdict {
        Verdict::Faster | Verdict::Slower => text,
        Verdict::Chance | Verdict::TooFew => text.faint(),
    });
    PageRow::new(cells)
}

/// Returns the interval of the ratio in words; empty where there is none.
pub(super) fn interval(t: Messages, effect: &SupportEffect) -> String {
    let ends = effect.rate_ratio.low.zip(effect.rate_ratio.high);
    let ends = ends.map(|(low, high)| t.interval(&t.decimal(low, 2), &t.decimal(high, 2)));
    ends.unwrap_or_default()
}

const fn series(verdict: Verdict) -> Series {
    match verdict {
        Verdict::Faster => Series::Closed,
        Verdict::Slower => Series::Persisting,
        Verdict::Chance | Verdict::TooFew => Series::Reference,
    }
}

const fn verdict_id(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Faster => "support-faster",
        Verdict::Slower => "support-slower",
        Verdict::Chance => "support-chance",
        Verdict::TooFew => "support-too-few",
    }
}
