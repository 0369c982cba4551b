//! One of each chart, and the extremes of each.

mod counts;
mod curves;
mod maps;
mod matrices;
mod rows;
mod trends;

use charts::{
    FigureCaptions, FigureContext, Layout, NumberFormat, Series, download, drawing, figure, map,
    map_key, map_pair, sparkline,
};

use counts::{chances, funnel, timeline};
use curves::{incidence, outcomes, round, survival, survival_panel};
use maps::{country, map_classes};
use matrices::{heat_map, tiles};
use rows::{marks, movers};
use trends::{panel, trend};

type Sample = (&'static str, String);

/// Returns the markup of each sample, by its name.
pub(crate) fn all() -> Vec<Sample> {
    [
        trend_samples(),
        map_samples(),
        curve_samples(),
        count_samples(),
        matrix_samples(),
    ]
    .concat()
}

fn sample(name: &'static str, draw: impl Fn(&FigureContext) -> String) -> Sample {
    (name, draw(&page_figure(name)))
}

fn trend_samples() -> Vec<Sample> {
    vec![
        sample("trend", |page| figure(&trend(36, 393), page, 776)),
        sample("trend-widest", |page| {
            figure(&trend(120, 1_234_567), page, 1168)
        }),
        sample("trend-one", |page| figure(&trend(1, 1), page, 776)),
        sample("trend-none", |page| figure(&trend(0, 0), page, 776)),
        sample("trend-zero", |page| figure(&trend(36, 0), page, 776)),
        sample("panel", |page| {
            drawing(&panel(24, 45, 34), page, Layout::Wide(176))
        }),
        sample("panel-close", |page| {
            drawing(&panel(24, 1, 1), page, Layout::Wide(176))
        }),
        sample("panel-one", |page| {
            drawing(&panel(1, 1, 0), page, Layout::Wide(176))
        }),
        sample("sparkline", |_| {
            sparkline(&[3, 5, 4, 8, 7, 9], Series::Persisting)
        }),
    ]
}

fn map_samples() -> Vec<Sample> {
    vec![
        sample("map", |page| {
            map(&country(2013), page) + &map_key("map-key", &map_classes())
        }),
        sample("map-pair", |page| {
            let second = FigureContext {
                id: "second",
                ..*page
            };
            let (first, second) = map_pair((&country(2026), &country(2026)), (page, &second));
            format!("<div class=\"two\"><div>{first}</div><div>{second}</div></div>")
        }),
        sample("map-pair-of-two-divisions", |page| {
            let second = FigureContext {
                id: "other",
                ..*page
            };
            let (first, second) = map_pair((&country(2026), &country(2018)), (page, &second));
            format!("<div class=\"two\"><div>{first}</div><div>{second}</div></div>")
        }),
        sample("marks", |_| marks()),
    ]
}

fn curve_samples() -> Vec<Sample> {
    vec![
        sample("survival", |page| figure(&survival(80, 0.5), page, 740)),
        sample("survival-steep", |page| {
            figure(&survival(5, 3.0), page, 740)
        }),
        sample("survival-none", |page| figure(&survival(0, 0.5), page, 740)),
        sample("survival-many", |page| {
            figure(&survival(20_000, 0.2), page, 740)
        }),
        sample("survival-panel", |page| {
            drawing(&survival_panel(40), page, Layout::Wide(256))
        }),
        sample("survival-panel-none", |page| {
            drawing(&survival_panel(0), page, Layout::Wide(168))
        }),
        sample("incidence", |page| figure(&incidence(60), page, 740)),
        sample("incidence-none", |page| figure(&incidence(0), page, 740)),
        sample("outcomes", |page| figure(&outcomes(), page, 330)),
        sample("round", |page| figure(&round(), page, 776)),
    ]
}

fn matrix_samples() -> Vec<Sample> {
    vec![
        sample("heat-map", |page| figure(&heat_map(30, 23), page, 1168)),
        sample("heat-map-small", |page| figure(&heat_map(1, 2), page, 776)),
        sample("heat-map-none", |page| figure(&heat_map(0, 0), page, 776)),
        sample("tiles", |page| figure(&tiles(12, 9), page, 776)),
        sample("tiles-many", |page| figure(&tiles(3, 30), page, 776)),
        sample("tiles-none", |page| figure(&tiles(0, 0), page, 776)),
    ]
}

fn count_samples() -> Vec<Sample> {
    vec![
        sample("timeline", |page| figure(&timeline(11), page, 1168)),
        sample("timeline-one", |page| figure(&timeline(1), page, 776)),
        sample("timeline-none", |page| figure(&timeline(0), page, 776)),
        sample("funnel", |page| figure(&funnel(294, 16), page, 776)),
        sample("funnel-many", |page| {
            figure(&funnel(294, 12_345), page, 776)
        }),
        sample("funnel-none", |page| figure(&funnel(0, 0), page, 776)),
        sample("chances", |page| figure(&chances(31), page, 660)),
        sample("chances-many", |page| {
            figure(&chances(1_234_567), page, 660)
        }),
        sample("chances-none", |page| figure(&chances(0), page, 660)),
    ]
}

/// Returns each download, by the name of its file.
pub(crate) fn files() -> Vec<(&'static str, String)> {
    let page = &page_figure("file");
    vec![
        (
            "trend.svg",
            download(&trend(36, 393), page, &captions(), 776),
        ),
        ("movers.svg", download(&movers(), page, &captions(), 776)),
        ("map.svg", download(&country(2013), page, &captions(), 944)),
    ]
}

fn captions() -> FigureCaptions {
    FigureCaptions {
        title: "In twaalf maanden kwamen er 311 bij en gingen er 297 af".to_owned(),
        subtitle: "Alle gemeenten, per maand. Boven: hoeveel er open staan aan het eind van de maand. Onder: hoeveel erbij kwamen en eraf gingen.".to_owned(),
        notes: vec!["Peildatum 27 november 2026, 16.08 uur".to_owned(), "Bron: Knelpunt. Grenzen: © CBS / Kadaster".to_owned()],
    }
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
