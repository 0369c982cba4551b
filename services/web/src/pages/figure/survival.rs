//! How long knelpunten of a selection stay open, beside all of them.

use api::answers::{CurveFigures, GroupAnswer, PointAnswer, ResolutionTimes, ResolvedCount};
use charts::{CurveAxes, CurvePoint, CurveTick, SurvivalChart};
use texts::messages::{MessageValue, Messages};

use super::{PageFigure, intervals::ENOUGH};
use crate::pages::{
    page_query::PageQuery,
    table::{PageRow, PageTable, TableCell, TableColumn},
};

/// The days of the ticks, with the ids of their texts.
pub(crate) const TICKS: [(u32, &str); 7] = [
    (0, "survival-begin"),
    (182, "survival-half-year"),
    (365, "survival-1-year"),
    (547, "survival-1-half-years"),
    (730, "survival-2-years"),
    (912, "survival-2-half-years"),
    (1_095, "survival-3-years"),
];
/// The end of the axis, in days.
const LAST_DAY: f64 = 1_095.0;
const YEAR_DAYS: f64 = 365.0;
/// The width of the chart, in px.
pub(crate) const WIDTH: u16 = 740;

/// How long knelpunten stay open: those of a selection, and all.
pub(crate) struct Durations<'a> {
    pub(crate) own: &'a GroupAnswer,
    pub(crate) all: &'a GroupAnswer,
    /// How many of its own were still followed at each tick.
    pub(crate) at_risk: Vec<usize>,
}

/// What the curves are, in words.
pub(crate) struct CurveNames {
    pub(crate) own: String,
    pub(crate) all: String,
}

/// Returns the days for which [`Durations`] needs to know how many were followed.
pub(crate) fn tick_days() -> Vec<u32> {
    TICKS.map(|(days, _)| days).into()
}

/// Returns the group of an answer that has no grouping; none if there is nothing in it.
pub(crate) fn only_group(answer: &ResolutionTimes) -> Option<&GroupAnswer> {
    answer.groups.first().filter(|group| group.n > 0)
}

impl Durations<'_> {
    /// Returns up to which day enough were followed; none if they never were.
    pub(crate) fn until(&self) -> Option<f64> {
        let followed = TICKS.iter().zip(&self.at_risk);
        let enough = followed.filter(|(_, at_risk)| **at_risk >= ENOUGH);
        let last_tick = enough.map(|((days, _), _)| f64::from(*days)).next_back()?;
        let curve = &self.own.figures.curve;
        let too_few = curve.iter().find(|step| step.at_risk < ENOUGH);
        let end = too_few.map_or_else(
            || {
                curve
                    .last()
                    .map_or(last_tick, |step| step.days.max(last_tick))
            },
            |step| step.days,
        );
        Some(end.min(LAST_DAY)).filter(|end| *end > self.own.figures.from_days)
    }

    /// Returns why there is nothing to show.
    pub(crate) fn too_few(&self, t: Messages) -> String {
        if self.own.n < ENOUGH {
            return t.with("too-few", "n", self.own.n);
        }
        let most = self.at_risk.iter().copied().max().unwrap_or(0);
        t.with("too-few-followed", "n", most)
    }

    /// Returns the share that is open after a year, if enough were followed until then.
    fn after_a_year(&self) -> Option<PointAnswer> {
        let point = self.own.figures.survival.get("365").copied();
        let known = self.until().is_some_and(|until| until >= YEAR_DAYS);
        point.filter(|point| known && point.value.is_some())
    }
}

/// Returns the curve, with how many were followed.
pub(crate) fn survival(
    query: &PageQuery<'_>,
    durations: &Durations<'_>,
    names: CurveNames,
) -> PageFigure {
    let t = query.t();
    let heading = durations.after_a_year().and_then(|point| point.value);
    let heading = match heading {
        Some(share) => t.with("survival-heading", "share", t.share(share)),
        None => t.text("survival-heading-unknown"),
    };
    let Some(until) = durations.until() else {
        return PageFigure::new(query, "duur", heading, PageTable::default())
            .note(durations.too_few(t));
    };
    let counts = [
        ("n", durations.own.n.into()),
        ("open", durations.own.censored.into()),
    ];
    let mut subtitle = t.text_with("survival-subtitle", &counts);
    if durations.own.figures.from_days > 0.0 {
        let from = t.decimal(durations.own.figures.from_days, 0);
        subtitle = format!("{subtitle} {}", t.with("survival-from", "days", from));
    }
    let table = table(t, durations, until, &names);
    let alt = alt(t, durations);
    let chart = chart(t, durations, until, names);
    PageFigure::new(query, "duur", heading, table)
        .subtitle(subtitle)
        .terms(query, &["def-duur", "def-helft", "def-interval"])
        .chart(query, &chart, &alt, WIDTH)
}

fn chart(t: Messages, durations: &Durations<'_>, until: f64, names: CurveNames) -> SurvivalChart {
    let (own, all) = (&durations.own.figures, &durations.all.figures);
    let ticks = TICKS.iter().zip(&durations.at_risk);
    let ticks = ticks.map(|((days, id), at_risk)| CurveTick {
        days: *days,
        label: t.text(id),
        at_risk: t.number(*at_risk),
    });
    let median = own.median_days.filter(|days| *days <= until);
    SurvivalChart {
        curve: points(own, until),
        reference: points(all, end_of(all)),
        median: median.map(|days| (days, t.with("survival-half", "days", t.decimal(days, 0)))),
        axes: CurveAxes {
            ticks: ticks.collect(),
            at_risk_title: t.text("survival-at-risk"),
        },
        label: names.own,
        interval_label: t.text("survival-with-interval"),
        reference_label: names.all,
    }
}

/// Returns the end of the curve of all: that of the axis, unless the last that ended did so before it.
fn end_of(figures: &CurveFigures<ResolvedCount>) -> f64 {
    let last = figures.curve.last();
    last.map_or(0.0, |step| step.days).min(LAST_DAY)
}

/// Returns the points of a curve until a day.
pub(crate) fn points(figures: &CurveFigures<ResolvedCount>, until: f64) -> Vec<CurvePoint> {
    let start = CurvePoint {
        days: figures.from_days,
        share: Some(1.0),
        interval: Some((1.0, 1.0)),
    };
    let steps = figures.curve.iter().take_while(|step| step.days < until);
    let mut points = vec![start];
    points.extend(steps.map(|step| CurvePoint {
        days: step.days,
        share: Some(step.survival),
        interval: step.low.zip(step.high),
    }));
    let last = points.last().copied();
    points.extend(last.map(|last| CurvePoint {
        days: until,
        ..last
    }));
    points
}

/// Returns up to which day enough are followed at each step of a curve; none if that is never so.
pub(crate) fn enough_until<E>(figures: &CurveFigures<E>) -> Option<f64> {
    let too_few = figures.curve.iter().find(|step| step.at_risk < ENOUGH);
    let end = too_few.or(figures.curve.last())?.days.min(LAST_DAY);
    Some(end).filter(|end| *end > figures.from_days)
}

/// Returns the share that is open after so many days.
pub(crate) fn share_after(
    figures: &CurveFigures<ResolvedCount>,
    days: u32,
    until: f64,
) -> PointAnswer {
    let days = f64::from(days);
    if days < figures.from_days || days > until {
        return PointAnswer::default();
    }
    let fallen = figures.curve.partition_point(|step| step.days <= days);
    figures.curve[..fallen].last().map_or(
        PointAnswer {
            value: Some(1.0),
            ..PointAnswer::default()
        },
        |step| PointAnswer {
            value: Some(step.survival),
            low: step.low,
            high: step.high,
        },
    )
}

fn table(t: Messages, durations: &Durations<'_>, until: f64, names: &CurveNames) -> PageTable {
    let (own, all) = (&durations.own.figures, &durations.all.figures);
    let rows = TICKS.iter().zip(&durations.at_risk);
    let rows = rows.map(|((days, id), at_risk)| {
        let point = share_after(own, *days, until);
        PageRow::new(vec![
            TableCell::text(t.text(id)),
            TableCell::share(t, point.value),
            TableCell::share(t, point.low),
            TableCell::share(t, point.high),
            TableCell::count(t, *at_risk),
            TableCell::share(t, share_after(all, *days, end_of(all)).value),
        ])
    });
    PageTable {
        columns: vec![
            TableColumn::text(t.text("survival-after")),
            TableColumn::number(t.text("survival-still-open")),
            TableColumn::number(t.text("survival-low")),
            TableColumn::number(t.text("survival-high")),
            TableColumn::number(t.text("survival-followed")),
            TableColumn::number(&names.all),
        ],
        rows: rows.collect(),
        has_cards: false,
    }
}

fn alt(t: Messages, durations: &Durations<'_>) -> String {
    let share = |share: Option<f64>| share.map_or_else(|| "…".to_owned(), |share| t.share(share));
    let mut sentences = vec![t.text("alt-survival")];
    if let Some(point) = durations.after_a_year() {
        let values: [(&str, MessageValue<'_>); 3] = [
            ("share", share(point.value).into()),
            ("low", share(point.low).into()),
            ("high", share(point.high).into()),
        ];
        sentences.push(t.text_with("alt-survival-year", &values));
    }
    let medians = [
        ("alt-survival-half", durations.own.figures.median_days),
        ("alt-survival-half-all", durations.all.figures.median_days),
    ];
    let known = medians
        .into_iter()
        .filter_map(|(id, days)| Some((id, days?)));
    sentences.extend(known.map(|(id, days)| t.with(id, "days", t.decimal(days, 0))));
    sentences.join(" ")
}
