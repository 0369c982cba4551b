//! Charts of anything that can be in them: nothing, one, much, extremes, and texts that look like markup.

use charts::{
    BarPart, ChanceBin, ChanceChart, CurveAxes, CurvePoint, CurveTick, EpisodeEnd, FigureCaptions,
    FunnelBand, FunnelChart, HeatCell, HeatMap, HeatRow, IncidenceChart, Mark, MarkRange,
    MarkScale, MarkedRow, MatrixHead, OutcomeCurve, PanelChart, RoundTile, RowChart, Series,
    StackedBar, StackedBars, SurvivalChart, TileChart, TileRow, TimelineChart, TimelineEpisode,
    TimelineRow, TrendChart, TrendLabels, TrendPeriod,
};
use proptest::{collection::vec, option, prelude::*};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("<script>alert('&\"')</script>".to_owned()),
        "[a-zA-Zéë€ <>&'\"]{0,60}",
        Just("\u{0}\u{7f}🙂 漢字".to_owned()),
    ]
}

fn count() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0), 0_u64..50, Just(1_000_000), Just(u64::MAX)]
}

/// Any number, also those that are none.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        0.0..1.0,
        -10.0..1_000.0,
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(1e300)
    ]
}

fn series() -> impl Strategy<Value = Series> {
    prop_oneof![
        Just(Series::Open),
        Just(Series::Persisting),
        Just(Series::Closed),
        Just(Series::Reference)
    ]
}

pub(crate) fn captions() -> FigureCaptions {
    FigureCaptions {
        title: "Titel & \"meer\"".to_owned(),
        subtitle: String::new(),
        notes: vec!["<bron>".to_owned()],
    }
}

pub(crate) fn trend() -> impl Strategy<Value = TrendChart> {
    let numbers = (count(), count(), count(), count(), count());
    let period = (numbers, any::<bool>(), text()).prop_map(|(numbers, in_round, label)| {
        let (open, persisting, unconfirmed, opened, closed) = numbers;
        TrendPeriod {
            label,
            open,
            persisting,
            unconfirmed,
            opened,
            closed,
            in_round,
        }
    });
    (vec(period, 0..60), text(), text()).prop_map(|(periods, open, other)| TrendChart {
        periods,
        labels: TrendLabels {
            open,
            persisting: other.clone(),
            unconfirmed: other.clone(),
            round: other,
            ..TrendLabels::default()
        },
    })
}

pub(crate) fn panel() -> impl Strategy<Value = PanelChart> {
    (vec((count(), count()), 0..30), count()).prop_map(|(values, highest)| PanelChart {
        values,
        highest,
        ends: ("nov 2024".to_owned(), "nov 2026".to_owned()),
        first_row: 0,
    })
}

fn axes() -> CurveAxes {
    let tick = |days: u32| CurveTick {
        days,
        label: format!("{days}"),
        at_risk: format!("{days}"),
    };
    CurveAxes {
        ticks: [0, 182, 365, 547, 730].map(tick).to_vec(),
        at_risk_title: "dan nog te volgen".to_owned(),
    }
}

pub(crate) fn empty_survival() -> SurvivalChart {
    SurvivalChart {
        curve: Vec::new(),
        reference: Vec::new(),
        median: None,
        axes: axes(),
        label: "deze".to_owned(),
        interval_label: String::new(),
        reference_label: "alle".to_owned(),
    }
}

/// A curve that falls, as curves of survival do.
fn curve() -> impl Strategy<Value = Vec<CurvePoint>> {
    vec((0.0..20.0, 0.0..0.1, option::of(0.0..0.3)), 0..80).prop_map(|steps| {
        let (mut days, mut share) = (0.0, 1.0_f64);
        let point = |(later, less, width): (f64, f64, Option<f64>)| {
            days += later;
            share = (share - less).max(0.0);
            let interval = width.map(|width: f64| (share - width, share + width));
            CurvePoint {
                days,
                share: Some(share),
                interval,
            }
        };
        steps.into_iter().map(point).collect()
    })
}

pub(crate) fn survival() -> impl Strategy<Value = SurvivalChart> {
    let median = option::of((number(), text()));
    (curve(), curve(), median, text()).prop_map(|(curve, reference, median, label)| SurvivalChart {
        curve,
        reference,
        median,
        label,
        ..empty_survival()
    })
}

pub(crate) fn incidence() -> impl Strategy<Value = IncidenceChart> {
    let outcome = (text(), series(), vec((number(), number()), 0..20));
    let outcome = outcome.prop_map(|(label, series, points)| OutcomeCurve {
        label,
        series,
        points,
    });
    (vec(outcome, 0..4), text()).prop_map(|(outcomes, open_label)| IncidenceChart {
        outcomes,
        open_label,
        axes: axes(),
    })
}

pub(crate) fn stacked_bars() -> impl Strategy<Value = StackedBars> {
    let part = (0.0..100.0, text(), series()).prop_map(|(value, text, series)| BarPart {
        value,
        text,
        series,
    });
    let bar = (text(), 0.0..300.0, vec(part, 0..5));
    let bar = bar.prop_map(|(title, whole, parts)| StackedBar {
        title,
        whole,
        parts,
    });
    vec(bar, 0..4).prop_map(|bars| StackedBars { bars })
}

fn mark() -> impl Strategy<Value = Mark> {
    let end = || option::of(number());
    let interval = (end(), end(), end(), series());
    prop_oneof![
        interval.prop_map(|(value, low, high, series)| Mark::Interval {
            value,
            low,
            high,
            series
        }),
        vec((series(), number()), 0..3).prop_map(Mark::Bar),
        number().prop_map(Mark::HatchedBar),
    ]
}

pub(crate) fn row_chart() -> impl Strategy<Value = RowChart> {
    let range = prop_oneof![
        number().prop_map(MarkRange::FromZero),
        Just(MarkRange::Factors(0.25, 4.0))
    ];
    let row = (text(), vec("[0-9]{0,9}", 0..4), option::of(mark()));
    let row = row.prop_map(|(label, numbers, mark)| MarkedRow {
        label,
        numbers,
        mark,
    });
    (vec(row, 0..6), range).prop_map(|(rows, range)| RowChart {
        heads: vec!["Naam".to_owned(), "Aantal".to_owned()],
        rows,
        scale: MarkScale {
            range,
            ticks: vec![(0.5, "½".to_owned()), (1.0, "1".to_owned())],
            reference: Some(1.0),
            width: 120,
        },
    })
}

pub(crate) fn funnel() -> impl Strategy<Value = FunnelChart> {
    let band = (count(), (number(), number()), (number(), number()));
    let band = band.prop_map(|(n, inner, outer)| FunnelBand { n, inner, outer });
    (
        vec((count(), count()), 0..40),
        vec(band, 0..8),
        number(),
        text(),
    )
        .prop_map(|(points, bands, target, label)| FunnelChart {
            points,
            bands,
            target,
            target_label: label.clone(),
            band_labels: (label.clone(), label.clone()),
            axis_label: label,
        })
}

pub(crate) fn timeline() -> impl Strategy<Value = TimelineChart> {
    let day = || prop_oneof![0..3_000_i32, Just(i32::MIN), Just(i32::MAX)];
    let end = (0..5, day()).prop_map(|(kind, day)| match kind {
        0 => EpisodeEnd::Open,
        1 => EpisodeEnd::Persisting,
        2 => EpisodeEnd::Solved(day),
        3 => EpisodeEnd::SolvedElsewhere(day),
        _ => EpisodeEnd::Lapsed(day),
    });
    let episode = (day(), day(), end);
    let episode = episode.prop_map(|(since, opened, end)| TimelineEpisode { since, opened, end });
    let row = (text(), "[a-z ]{0,20}", vec(episode, 0..3), vec(day(), 0..4)).prop_map(
        |(label, result, episodes, reports)| TimelineRow {
            href: label.clone(),
            label,
            result,
            episodes,
            reports,
        },
    );
    (vec(row, 0..8), vec((day(), "20[0-9]{2}"), 0..6), day()).prop_map(|(rows, ticks, now)| {
        TimelineChart {
            rows,
            ticks,
            now: (now, "nu".to_owned()),
        }
    })
}

pub(crate) fn chances() -> impl Strategy<Value = ChanceChart> {
    let bin = count().prop_map(|count| ChanceBin {
        label: "80–90%".to_owned(),
        short_label: "80–90".to_owned(),
        count,
    });
    vec(bin, 0..12).prop_map(|bins| ChanceChart { bins })
}

fn head() -> impl Strategy<Value = MatrixHead> {
    (text(), text()).prop_map(|(label, href)| MatrixHead { label, href })
}

pub(crate) fn heat_map() -> impl Strategy<Value = HeatMap> {
    let cell = (count(), count(), text());
    let cell = cell.prop_map(|(open, persisting, title)| HeatCell {
        open,
        persisting,
        title,
    });
    let row = (head(), vec(cell, 0..30), 0_u64..9_999);
    let row = row.prop_map(|(head, cells, total)| HeatRow { head, cells, total });
    (vec((head(), count()), 0..25), vec(row, 0..6)).prop_map(|(columns, rows)| HeatMap {
        columns,
        rows,
        totals_label: "totaal".to_owned(),
    })
}

pub(crate) fn tiles() -> impl Strategy<Value = TileChart> {
    let tile = prop_oneof![
        Just(RoundTile::Reached),
        Just(RoundTile::NoAnswer),
        Just(RoundTile::Declined),
        Just(RoundTile::NotCalled),
    ];
    let row = (head(), vec((tile.clone(), text()), 0..20));
    let row = row.prop_map(|(head, tiles)| TileRow { head, tiles });
    (
        vec(head(), 0..20),
        vec(row, 0..6),
        vec((tile, "[a-z ]{0,20}"), 0..5),
    )
        .prop_map(|(rounds, rows, key)| TileChart { rounds, rows, key })
}
