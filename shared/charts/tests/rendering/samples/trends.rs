//! Trends and small multiples.

use charts::{PanelChart, TrendChart, TrendLabels, TrendPeriod};

use super::noise;

pub(super) fn trend(periods: u64, highest: u64) -> TrendChart {
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

pub(super) fn panel(periods: u64, open: u64, persisting: u64) -> PanelChart {
    let value = |index: u64| {
        let back = periods - 1 - index;
        let lower = open * back / 50 + noise(index, 3).min(back);
        (open.saturating_sub(lower), persisting.saturating_sub(lower))
    };
    PanelChart {
        values: (0..periods).map(value).collect(),
        highest: open.max(48),
        ends: ("nov 2024".to_owned(), "nov 2026".to_owned()),
        first_row: 0,
    }
}
