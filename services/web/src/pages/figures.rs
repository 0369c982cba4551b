//! The four figures of a selection.

use api::answers::Summary;
use questions::Counted;
use texts::{figures as text, numbers};

/// A figure with its definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figure {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) definition: &'static str,
    /// Whether it is the most important one.
    pub(crate) main: bool,
    /// What it was counted over.
    pub(crate) counted: String,
}

/// Returns the four figures of a summary.
pub(crate) fn figures(summary: Summary, counted: Counted) -> Vec<Figure> {
    let figures = [
        (text::ALL, summary.knelpunten, text::ALL_MEANS),
        (text::OPEN, summary.open, text::OPEN_MEANS),
        (text::PERSISTING, summary.persisting, text::PERSISTING_MEANS),
        (text::RECURRED, summary.recurrences, text::RECURRED_MEANS),
    ];
    let figure = |(name, value, definition)| Figure {
        name,
        value: numbers::number(value),
        definition,
        main: name == text::PERSISTING,
        counted: text::counted(counted.n, counted.censored),
    };
    figures.map(figure).into()
}
