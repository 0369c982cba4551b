//! What is drawn from counts of single things: a timeline, a funnel, a distribution.

use charts::{
    ChanceBin, ChanceChart, EpisodeEnd, FunnelBand, FunnelChart, TimelineChart, TimelineEpisode,
    TimelineRow,
};

use super::noise;

const NOW: i32 = 2_157;

pub(super) fn timeline(rows: usize) -> TimelineChart {
    let year = |(year, day): (i32, i32)| (day, year.to_string());
    TimelineChart {
        rows: timeline_rows().into_iter().take(rows).collect(),
        ticks: [
            (2021, 0),
            (2022, 365),
            (2023, 730),
            (2024, 1_095),
            (2025, 1_461),
            (2026, 1_826),
        ]
        .map(year)
        .to_vec(),
        now: (NOW, "nu".to_owned()),
    }
}

fn timeline_rows() -> Vec<TimelineRow> {
    let persisting = EpisodeEnd::Persisting;
    vec![
        row(
            "Geen steun van management en bestuur",
            "5 jaar en 3 maanden",
            &[(210, 770, persisting)],
        ),
        row(
            "Landelijke partij heeft weinig oor voor gemeenten",
            "3 jaar en 9 maanden",
            &[(770, 770, persisting)],
        ),
        row(
            "Te weinig financiële middelen",
            "1 jaar en 3 maanden",
            &[(1_690, 1_690, persisting)],
        ),
        row(
            "Herindeling of ambtelijke samenwerking slokt alle tijd op die er is",
            "8 maanden",
            &[
                (1_000, 1_000, EpisodeEnd::Solved(1_730)),
                (1_900, 1_900, persisting),
            ],
        ),
        row(
            "Lokale ondersteuning ontbreekt",
            "2 maanden",
            &[(2_095, 2_095, EpisodeEnd::Open)],
        ),
        row(
            "Leverancier levert niet",
            "14 dagen",
            &[(2_143, 2_143, EpisodeEnd::Open)],
        ),
        row(
            "Alleen iets van de I-afdeling",
            "opgelost",
            &[(1_000, 1_000, EpisodeEnd::Solved(1_880))],
        ),
        row(
            "Leverancier levert niet",
            "vervallen",
            &[(300, 770, EpisodeEnd::Lapsed(1_880))],
        ),
        row(
            "Moeite om te starten",
            "landelijk opgelost",
            &[(830, 830, EpisodeEnd::SolvedElsewhere(1_500))],
        ),
        row(
            "Gemeld en dezelfde dag opgelost",
            "opgelost",
            &[(210, 210, EpisodeEnd::Solved(210))],
        ),
        row("Vandaag gemeld", "vandaag", &[(NOW, NOW, EpisodeEnd::Open)]),
    ]
}

fn row(label: &str, result: &str, episodes: &[(i32, i32, EpisodeEnd)]) -> TimelineRow {
    let reports = episodes
        .iter()
        .flat_map(|(_, opened, _)| [*opened, opened + 240]);
    let episode = |(since, opened, end): &(i32, i32, EpisodeEnd)| TimelineEpisode {
        since: *since,
        opened: *opened,
        end: *end,
    };
    TimelineRow {
        label: label.to_owned(),
        href: "/knelpunten/1".to_owned(),
        result: result.to_owned(),
        reports: reports.filter(|day| *day < NOW).collect(),
        episodes: episodes.iter().map(episode).collect(),
    }
}

pub(super) fn funnel(municipalities: u64, most: u64) -> FunnelChart {
    let point = |index: u64| {
        let n = 1 + noise(index, most);
        let counted = n * 2 / 3 + noise(index + 7, n / 2 + 2);
        (n, counted.min(n))
    };
    let step = (most / 16).max(1);
    let band = |index: u64| {
        let n = index * step;
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let width = 1.0 / (n as f64).sqrt();
        let limits = |factor: f64| {
            (
                (0.65 - factor * width).max(0.0),
                (0.65 + factor * width).min(1.0),
            )
        };
        FunnelBand {
            n,
            inner: limits(0.95),
            outer: limits(1.5),
        }
    };
    FunnelChart {
        points: (0..municipalities).map(point).collect(),
        bands: (1..=most.min(16)).map(band).collect(),
        target: 0.65,
        target_label: "gemiddeld 65%".to_owned(),
        band_labels: ("95 van de 100".to_owned(), "998 van de 1.000".to_owned()),
        axis_label: "aantal knelpunten van de gemeente".to_owned(),
    }
}

pub(super) fn chances(highest: u64) -> ChanceChart {
    let bin = |index: u64| ChanceBin {
        label: format!("{}–{}%", index * 10, index * 10 + 10),
        short_label: format!("{}–{}", index * 10, index * 10 + 10),
        count: if index < 3 { 0 } else { highest * index / 9 },
    };
    ChanceChart {
        bins: (0..10).map(bin).collect(),
    }
}
