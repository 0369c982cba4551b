//! Tables with marks.

use charts::{Mark, MarkRange, MarkScale, MarkedRow, RowChart, Series};

/// Returns a table of one row of each mark.
pub(super) fn marks() -> String {
    let bars = MarkScale {
        range: MarkRange::FromZero(50.0),
        ticks: Vec::new(),
        reference: None,
        width: 110,
    };
    let both = Mark::Bar(vec![(Series::Rest, 46.0), (Series::Persisting, 31.0)]);
    let movers = movers();
    let mut svg = movers.scale.head();
    for (index, row) in movers.rows.iter().enumerate() {
        svg += &row.mark.as_ref().map_or_else(String::new, |mark| {
            movers.scale.mark(&format!("m{index}"), mark)
        });
    }
    svg + &bars.mark("b1", &both)
        + &bars.mark("b2", &Mark::HatchedBar(20.0))
        + &bars.mark("b3", &Mark::Bar(vec![(Series::Persisting, 0.4)]))
}

pub(super) fn movers() -> RowChart {
    let ticks = [(0.25, "¼"), (0.5, "½"), (1.0, "1"), (2.0, "2"), (4.0, "4")];
    let row = |(label, before, after, ratio, low, high, series)| {
        mover(label, (before, after), (ratio, low, high), series)
    };
    RowChart {
        heads: [
            "Categorie",
            "Vorige 12 maanden",
            "Laatste 12 maanden",
            "Verhouding",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: [
            (
                "Leverancier levert niet",
                15,
                25,
                1.67,
                0.84,
                Some(3.4),
                Series::Reference,
            ),
            (
                "Herindeling of ambtelijke samenwerking slokt alle tijd op die er nog is",
                30,
                14,
                0.4,
                0.1,
                Some(0.9),
                Series::Closed,
            ),
            (
                "Uitgesteld door tijdgebrek",
                9,
                27,
                3.0,
                1.4,
                Some(6.0),
                Series::Persisting,
            ),
            ("Nieuw", 0, 3, 9.0, 0.4, None, Series::Reference),
        ]
        .map(row)
        .to_vec(),
        scale: MarkScale {
            range: MarkRange::Factors(0.25, 4.0),
            ticks: ticks.map(|(value, text)| (value, text.to_owned())).to_vec(),
            reference: Some(1.0),
            width: 170,
        },
    }
}

fn mover(
    label: &str,
    (before, after): (u64, u64),
    (ratio, low, high): (f64, f64, Option<f64>),
    series: Series,
) -> MarkedRow {
    let written = format!("{ratio:.2}").replace('.', ",");
    MarkedRow {
        label: label.to_owned(),
        numbers: vec![before.to_string(), after.to_string(), written],
        mark: Some(Mark::Interval {
            value: (before > 0).then_some(ratio),
            low: Some(low),
            high,
            series,
        }),
    }
}
