//! One of each chart, and the extremes of each.

use charts::{
    FigureContext, Layout, NumberFormat, PanelChart, Series, TrendChart, TrendLabels, TrendPeriod,
    drawing, figure, sparkline,
};

/// Returns the markup of each sample, by its name.
pub(crate) fn all() -> Vec<(&'static str, String)> {
    let mut samples = Vec::new();
    let mut add = |name, draw: &dyn Fn(&FigureContext) -> String| {
        samples.push((name, draw(&page_figure(name))));
    };
    add("trend", &|page| figure(&trend(36, 393), page, 776));
    add("trend-widest", &|page| {
        figure(&trend(120, 1_234_567), page, 1168)
    });
    add("trend-one", &|page| figure(&trend(1, 1), page, 776));
    add("trend-none", &|page| figure(&trend(0, 0), page, 776));
    add("trend-zero", &|page| figure(&trend(36, 0), page, 776));
    add("panel", &|page| {
        drawing(&panel(24, 45, 34), page, Layout::Wide(176))
    });
    add("panel-close", &|page| {
        drawing(&panel(24, 1, 1), page, Layout::Wide(176))
    });
    add("panel-one", &|page| {
        drawing(&panel(1, 1, 0), page, Layout::Wide(176))
    });
    add("sparkline", &|_| {
        sparkline(&[3, 5, 4, 8, 7, 9], Series::Persisting)
    });
    samples
}

fn page_figure(id: &str) -> FigureContext<'_> {
    FigureContext {
        id,
        alt: "Een grafiek",
        numbers: NumberFormat {
            count: &|count| count.to_string(),
            share: &|share| format!("{:.0}%", share * 100.0),
        },
    }
}

/// Returns numbers that go up and down the same way each time, from 0 up to and without `below`.
fn noise(index: u64, below: u64) -> u64 {
    let mixed = (index + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 40) % below.max(1)
}

fn trend(periods: u64, highest: u64) -> TrendChart {
    let period = |index: u64| {
        let grown = highest * (index + periods + 1) / (2 * periods.max(1));
        let in_round = index % 6 == 2;
        let busy = if in_round { highest / 5 } else { highest / 20 };
        TrendPeriod {
            label: (2023 + index.div_ceil(12)).to_string(),
            open: grown,
            persisting: grown * 2 / 3 + noise(index, 1 + highest / 20).min(grown / 3),
            unconfirmed: grown / 3,
            opened: busy.min(noise(index, 1 + highest / 20) + busy / 2),
            closed: noise(index + 100, 1 + highest / 20).min(grown),
            in_round,
        }
    };
    let periods: Vec<TrendPeriod> = (0..periods).map(period).collect();
    let last = periods.last().cloned().unwrap_or_default();
    TrendChart {
        labels: TrendLabels {
            open: format!("{} open", last.open),
            persisting: format!("{} hardnekkig", last.persisting),
            unconfirmed: format!(
                "{} van de {} een jaar niet bevestigd",
                last.unconfirmed, last.open
            ),
            opened: format!("{} erbij", last.opened),
            closed: format!("{} eraf", last.closed),
            period: "in november".to_owned(),
            round: "ronde".to_owned(),
        },
        periods,
    }
}

fn panel(periods: u64, open: u64, persisting: u64) -> PanelChart {
    let value = |index: u64| {
        let back = periods - 1 - index;
        let lower = open * back / 50 + noise(index, 3).min(back);
        (open.saturating_sub(lower), persisting.saturating_sub(lower))
    };
    PanelChart {
        values: (0..periods).map(value).collect(),
        highest: open.max(48),
        ends: ("nov 2024".to_owned(), "nov 2026".to_owned()),
    }
}
