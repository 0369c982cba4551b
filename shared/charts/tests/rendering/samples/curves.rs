//! Curves over time since the beginning, and bars of parts.

use charts::{
    BarPart, CurveAxes, CurvePoint, CurveTick, IncidenceChart, OutcomeCurve, Series, StackedBar,
    StackedBars, SurvivalChart, SurvivalPanel,
};

const LAST_DAY: u32 = 1_095;

fn axes(at_risk: bool) -> CurveAxes {
    let ticks = [
        (0, "begin"),
        (182, "½ jaar"),
        (365, "1 jaar"),
        (547, "1½ jaar"),
        (730, "2 jaar"),
        (912, "2½ jaar"),
        (LAST_DAY, "3 jaar"),
    ];
    let tick = |(days, label): (u32, &str)| CurveTick {
        days,
        label: label.to_owned(),
        at_risk: if at_risk {
            (1_200 - days).to_string()
        } else {
            String::new()
        },
    };
    CurveAxes {
        ticks: ticks.map(tick).to_vec(),
        at_risk_title: "Zoveel knelpunten waren er dan nog te volgen:".to_owned(),
    }
}

/// Returns a curve of some steps that falls at a rate a year, with an interval until nearly the end.
fn curve(steps: u32, rate: f64) -> Vec<CurvePoint> {
    let point = |step: u32| {
        let days = f64::from(step) * f64::from(LAST_DAY) / f64::from(steps.max(1));
        let share = (-rate * days / 365.0).exp();
        let width = 0.25 * (1.0 - share);
        let interval = ((share - width).max(0.0), (share + width).min(1.0));
        CurvePoint {
            days,
            share: Some(share),
            interval: (step + 2 < steps).then_some(interval),
        }
    };
    (0..=steps).filter(|_| steps > 0).map(point).collect()
}

pub(super) fn survival(steps: u32, rate: f64) -> SurvivalChart {
    let median = 365.0 * std::f64::consts::LN_2 / rate;
    SurvivalChart {
        curve: curve(steps, rate),
        reference: curve(steps, rate * 1.3),
        median: (steps > 0).then(|| (median, format!("na {median:.0} dagen de helft"))),
        axes: axes(true),
        label: "deze categorie".to_owned(),
        interval_label: "met interval van 95%".to_owned(),
        reference_label: "alle categorieën".to_owned(),
    }
}

pub(super) fn survival_panel(steps: u32) -> SurvivalPanel {
    SurvivalPanel {
        curve: curve(steps, 0.6),
        reference: curve(steps, 0.5),
        days: LAST_DAY,
        ends: ("0".to_owned(), "3 jaar".to_owned()),
    }
}

pub(super) fn incidence(steps: u32) -> IncidenceChart {
    let outcome = |(label, series, share): (&str, Series, f64)| OutcomeCurve {
        label: label.to_owned(),
        series,
        points: curve(steps, 0.5)
            .into_iter()
            .filter_map(|point| Some((point.days, share * (1.0 - point.share?))))
            .collect(),
    };
    IncidenceChart {
        outcomes: [
            ("55% opgelost", Series::Closed, 0.7),
            ("16% landelijk opgelost", Series::ClosedElsewhere, 0.2),
            ("8% vervallen", Series::Reference, 0.1),
        ]
        .map(outcome)
        .to_vec(),
        open_label: "22% nog open".to_owned(),
        axes: axes(false),
    }
}

fn part(value: f64, text: &str, series: Series) -> BarPart {
    BarPart {
        value,
        text: text.to_owned(),
        series,
    }
}

pub(super) fn outcomes() -> StackedBars {
    let bar = |title: &str, open: f64, solved: f64, central: f64| {
        let lapsed = 1.0 - open - solved - central;
        let share = |share: f64, text: &str| format!("{:.0}% {text}", share * 100.0);
        StackedBar {
            title: title.to_owned(),
            whole: 1.0,
            parts: vec![
                part(open, &share(open, "open"), Series::Persisting),
                part(solved, &share(solved, "opgelost"), Series::Closed),
                part(
                    central,
                    &share(central, "landelijk opgelost"),
                    Series::ClosedElsewhere,
                ),
                part(lapsed, &share(lapsed, "vervallen"), Series::Reference),
            ],
        }
    };
    StackedBars {
        bars: vec![
            bar("Na 90 dagen", 0.88, 0.12, 0.0),
            bar("Na 180 dagen", 0.75, 0.2, 0.03),
            bar("Na een jaar", 0.58, 0.2, 0.16),
        ],
    }
}

pub(super) fn round() -> StackedBars {
    let bar = |title: &str, whole: f64, parts: Vec<BarPart>| StackedBar {
        title: title.to_owned(),
        whole,
        parts,
    };
    StackedBars {
        bars: vec![
            bar(
                "Gebeld: 127 gemeenten",
                127.0,
                vec![
                    part(114.0, "114 gesproken", Series::Open),
                    part(8.0, "8 niet bereikt", Series::Reference),
                    part(5.0, "5 zagen ervan af", Series::Rest),
                ],
            ),
            bar(
                "Bij wie gesproken is, stond open: 193 knelpunten",
                193.0,
                vec![
                    part(94.0, "94 er nog", Series::Persisting),
                    part(42.0, "42 weg", Series::Closed),
                    part(57.0, "57 niet besproken", Series::Rest),
                ],
            ),
            bar(
                "Nieuw gehoord: 48 knelpunten",
                193.0,
                vec![
                    part(45.0, "45 voor het eerst", Series::Open),
                    part(3.0, "3 teruggekomen", Series::Ink),
                ],
            ),
        ],
    }
}
