//! The figures of all knelpunten at once, each with what it counts.

use api::answers::Summary;

use super::drawing::TableColumns;

struct Figure {
    name: &'static str,
    number: usize,
    meaning: &'static str,
}

/// Draws the answer.
pub(super) fn draw(summary: &Summary) -> String {
    TableColumns::new()
        .text("", |figure: &Figure| figure.name)
        .number("Number", |figure| figure.number)
        .text("Meaning", |figure| figure.meaning)
        .draw(&figures(summary))
}

fn figures(summary: &Summary) -> [Figure; 6] {
    let figure = |name, number, meaning| Figure {
        name,
        number,
        meaning,
    };
    [
        figure("Knelpunten", summary.knelpunten, "reported at least once"),
        figure(
            "Episodes",
            summary.episodes,
            "from the report that opens a knelpunt to its resolution",
        ),
        figure("Open", summary.open, "knelpunten that are not resolved"),
        figure(
            "Persisting",
            summary.persisting,
            "open for at least 180 days, or reported in two rounds",
        ),
        figure(
            "Recurrences",
            summary.recurrences,
            "episodes after the first of a knelpunt",
        ),
        figure("Reports", summary.reports, "all reports"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_is_shown() {
        let drawn = draw(&Summary {
            knelpunten: 1487,
            episodes: 1568,
            open: 12,
            persisting: 9,
            recurrences: 81,
            reports: 5092,
        });
        for figure in ["1487", "1568", "12", "9", "81", "5092"] {
            assert!(drawn.contains(figure), "{figure} in {drawn}");
        }
    }
}
