//! One of each chart, and the extremes of each.

mod maps;
mod rows;
mod trends;

use charts::{
    FigureCaptions, FigureContext, Layout, NumberFormat, Series, download, drawing, figure, map,
    map_key, map_pair, sparkline,
};

use maps::{country, map_classes};
use rows::{marks, movers};
use trends::{panel, trend};

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
    add("map", &|page| {
        map(&country(2013), page) + &map_key("map-key", &map_classes())
    });
    add("map-pair", &|page| {
        let second = FigureContext {
            id: "second",
            ..*page
        };
        let (first, second) = map_pair((&country(2026), &country(2026)), (page, &second));
        format!("<div class=\"two\"><div>{first}</div><div>{second}</div></div>")
    });
    add("map-pair-of-two-divisions", &|page| {
        let second = FigureContext {
            id: "other",
            ..*page
        };
        let (first, second) = map_pair((&country(2026), &country(2013)), (page, &second));
        format!("<div class=\"two\"><div>{first}</div><div>{second}</div></div>")
    });
    add("marks", &|_| marks());
    samples
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
