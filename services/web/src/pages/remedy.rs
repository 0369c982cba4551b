//! Whether knelpunten were closed sooner with one kind of support: how long they stay open with it and without it.

use api::{
    Filter,
    answers::{CurveFigures, ExposureAnswer, PointAnswer, ResolvedCount, SupportEffect},
};
use askama::Template;
use charts::{CurveAxes, CurveTick, SurvivalChart};
use texts::messages::Messages;

use super::{
    figure::{
        PageFigure,
        survival::{TICKS, WIDTH, enough_until, points, share_after},
    },
    frame::{Link, PageFrame},
    names,
    page_query::PageQuery,
    provenance,
    support::{self, Verdict, verdict},
    table::{PageRow, PageTable, TableCell, TableColumn},
};
use crate::problem::WebProblem;

/// The days after which the share that is open is in the table of the numbers.
const DAYS: [&str; 3] = ["90", "180", "365"];

#[derive(Template)]
#[template(path = "remedy.html")]
pub(crate) struct RemedyPage {
    pub(crate) frame: PageFrame,
    pub(crate) lead: String,
    /// `None`, as the numbers, where no knelpunt had the support.
    pub(crate) curves: Option<PageFigure>,
    pub(crate) numbers: Option<PageFigure>,
}

impl super::Page for RemedyPage {
    fn figures(&self) -> Vec<&PageFigure> {
        self.curves.iter().chain(&self.numbers).collect()
    }
}

/// Returns the path of the page about a kind of support, by its code.
pub(super) fn path_of(code: &str) -> String {
    format!("{}/{}", support::PATH, httpd::query::encode(code))
}

impl RemedyPage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// As a question.
    pub(crate) fn new(code: &str, query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        query.page_keys(&[])?;
        let t = query.t();
        let name = names::remedy(t, query.register(), code);
        let effect = support::effect(query, code)?;
        let (summary, _) = query.summary(Filter::default())?;
        let notices = provenance::of_selection(query, summary, &Filter::default())?;
        let is_known = effect.supported.episodes > 0;
        let all = Link::new(t.text("nav-support"), query.link(support::PATH));
        Ok(Self {
            lead: lead(t, &name, &effect),
            curves: is_known.then(|| curves(query, &name, &effect)),
            numbers: is_known.then(|| numbers(query, &name, &effect)),
            frame: PageFrame::new(query, name, vec![all], notices),
        })
    }
}

/// Returns how many times as fast knelpunten were closed, and whether that may be chance.
fn lead(t: Messages, name: &str, effect: &SupportEffect) -> String {
    if effect.supported.episodes == 0 {
        return t.with("support-row-none", "support", name);
    }
    let ratio = effect.rate_ratio;
    let (Some(value), Some(low), Some(high)) = (ratio.value, ratio.low, ratio.high) else {
        return t.with("support-row-unknown", "support", name);
    };
    let number = |number| t.decimal(number, 2);
    let values = [
        ("support", name.into()),
        ("ratio", number(value).into()),
        ("low", number(low).into()),
        ("high", number(high).into()),
    ];
    let row = t.text_with("support-row", &values);
    let chance = t.text(match verdict(effect) {
        Verdict::Faster | Verdict::Slower => "group-more",
        Verdict::Chance | Verdict::TooFew => "support-row-chance",
    });
    format!("{row} {chance}")
}

fn curves(query: &PageQuery<'_>, name: &str, effect: &SupportEffect) -> PageFigure {
    let t = query.t();
    let (with, without) = (&effect.supported, &effect.unsupported);
    let heading = t.text("support-curves");
    let Some(until) = enough_until(&with.figures) else {
        return PageFigure::new(query, "duur", heading, PageTable::default())
            .note(t.text("support-curves-too-few"))
            .columns(8);
    };
    let counts = [
        ("support", name.into()),
        ("with", with.episodes.into()),
        ("without", without.episodes.into()),
    ];
    let mut subtitle = t.text_with("support-curves-sub", &counts);
    if with.figures.from_days > 0.0 {
        let from = t.decimal(with.figures.from_days, 0);
        subtitle = format!("{subtitle} {}", t.with("support-curves-from", "days", from));
    }
    let alt = t.with("support-alt", "support", name);
    PageFigure::new(query, "duur", heading, curve_table(t, name, effect))
        .subtitle(subtitle)
        .terms(query, &["def-duur", "def-ondersteuning", "def-interval"])
        .chart(query, &chart(t, name, effect, until), &alt, WIDTH)
        .columns(8)
}

fn chart(t: Messages, name: &str, effect: &SupportEffect, until: f64) -> SurvivalChart {
    let (with, without) = (&effect.supported.figures, &effect.unsupported.figures);
    let ticks = TICKS.map(|(days, id)| {
        let at_risk = [with, without].map(|figures| {
            followed(figures, days).map_or_else(|| "–".to_owned(), |count| t.number(count))
        });
        CurveTick {
            days,
            label: t.text(id),
            at_risk: at_risk.join(" / "),
        }
    });
    let median = with.median_days.filter(|days| *days <= until);
    let reference = enough_until(without).map(|until| points(without, until));
    SurvivalChart {
        curve: points(with, until),
        reference: reference.unwrap_or_default(),
        median: median.map(|days| (days, t.with("survival-half", "days", t.decimal(days, 0)))),
        axes: CurveAxes {
            ticks: ticks.into(),
            at_risk_title: t.text("support-at-risk"),
        },
        label: t.with("support-curve-with", "support", name),
        interval_label: t.text("survival-with-interval"),
        reference_label: t.with("support-curve-without", "support", name),
    }
}

/// Returns how many were followed at the first point of a curve from a day on; none if it ends before.
fn followed(figures: &CurveFigures<ResolvedCount>, days: u32) -> Option<usize> {
    let before = figures
        .curve
        .partition_point(|step| step.days < f64::from(days));
    figures.curve.get(before).map(|step| step.at_risk)
}

/// Returns the share that is open after each tick of the axis, with the support and without it.
fn curve_table(t: Messages, name: &str, effect: &SupportEffect) -> PageTable {
    let (with, without) = (&effect.supported.figures, &effect.unsupported.figures);
    let ids = [
        "survival-still-open",
        "survival-low",
        "survival-high",
        "support-at-risk-column",
    ];
    let mut columns = vec![TableColumn::text(t.text("survival-after"))];
    for group in ["support-curve-with", "support-curve-without"] {
        let group = t.with(group, "support", name);
        columns.extend(ids.map(|id| TableColumn::number(t.text(id)).under(&group)));
    }
    let row = |(days, id): (u32, &str)| {
        let mut cells = vec![TableCell::text(t.text(id))];
        for figures in [with, without] {
            let until = enough_until(figures).unwrap_or_default();
            let PointAnswer { value, low, high } = share_after(figures, days, until);
            cells.extend([value, low, high].map(|share| TableCell::share(t, share)));
            let followed = followed(figures, days);
            cells.push(followed.map_or_else(TableCell::none, |count| TableCell::count(t, count)));
        }
        PageRow::new(cells)
    };
    PageTable {
        columns,
        rows: TICKS.map(row).into(),
        has_cards: false,
    }
}

fn numbers(query: &PageQuery<'_>, name: &str, effect: &SupportEffect) -> PageFigure {
    let t = query.t();
    let ids = [
        "term-municipalities",
        "support-knelpunten",
        "compare-closed",
        "support-expected",
        "compare-half",
    ];
    let mut columns = vec![TableColumn::text(t.text("support-group"))];
    columns.extend(ids.map(|id| TableColumn::number(t.text(id))));
    columns.extend(DAYS.map(|days| TableColumn::number(t.with("compare-after", "days", days))));
    let rows = [
        ("support-curve-with", &effect.supported),
        ("support-curve-without", &effect.unsupported),
    ];
    let table = PageTable {
        columns,
        rows: rows
            .map(|(id, exposure)| row(t, t.with(id, "support", name), exposure))
            .into(),
        has_cards: true,
    };
    PageFigure::new(query, "aantallen", t.text("support-numbers"), table)
        .terms(query, &["def-ondersteuning", "def-afgesloten", "def-helft"])
        .explanation(t.text("support-method"))
}

fn row(t: Messages, name: String, exposure: &ExposureAnswer) -> PageRow {
    let figures = &exposure.figures;
    let mut cells = vec![
        TableCell::text(name),
        TableCell::count(t, exposure.municipalities),
        TableCell::count(t, exposure.episodes),
        TableCell::count(t, exposure.resolved),
        TableCell::number(t, Some(exposure.expected), 1),
        TableCell::number(t, figures.median_days, 0),
    ];
    cells.extend(DAYS.map(|days| {
        let share = figures.survival.get(days).and_then(|share| share.value);
        TableCell::share(t, share)
    }));
    PageRow::new(cells)
}
