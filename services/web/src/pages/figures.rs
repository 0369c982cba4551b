//! The four figures, each with what it means.

use questions::{Counted, Summary};

use super::dutch;

/// A figure that explains itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figure {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) definition: &'static str,
    /// Whether this is the one that it is all about.
    pub(crate) main: bool,
    pub(crate) n: String,
    pub(crate) censored: String,
}

/// Gives the four figures of a summary.
pub(crate) fn figures(summary: Summary, counted: Counted) -> Vec<Figure> {
    let figure = |name, value: usize, definition| Figure {
        name,
        value: dutch::number(value as u64),
        definition,
        main: name == "Hardnekkig",
        n: dutch::number(counted.n as u64),
        censored: dutch::number(counted.censored as u64),
    };
    vec![
        figure(
            "Knelpunten",
            summary.knelpunten,
            "Alles wat ooit is gemeld, of het nu nog speelt of niet.",
        ),
        figure(
            "Open",
            summary.open,
            "Gemeld, en daarna niet als voorbij gemeld. Stilte telt niet als oplossing.",
        ),
        figure(
            "Hardnekkig",
            summary.persisting,
            "Open, en dat al minstens 180 dagen, of in minstens twee rondes gemeld.",
        ),
        figure(
            "Opnieuw opgekomen",
            summary.recurrences,
            "Hoe vaak een knelpunt dat voorbij was, toch weer werd gemeld.",
        ),
    ]
}
